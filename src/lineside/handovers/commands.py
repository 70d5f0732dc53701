"""Giving a handover sheet, and taking it."""

from dataclasses import asdict
from uuid import UUID

from django.db import IntegrityError, transaction

from lineside.handovers import rules
from lineside.handovers.events import SheetGiven, SheetTaken
from lineside.handovers.models import Sheet, Tick
from lineside.handovers.permissions import CanHandOver
from lineside.handovers.queries import items_now
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanHandOver.GIVE)
def give_sheet(*, actor: Actor, desk: str, remarks: str = "") -> Sheet:
    """Write down what stands at this moment, for whoever takes the desk over.

    A sheet that nobody took is replaced, and stays readable. Of two given in the same instant the database keeps one.
    """
    name, words = rules.check_desk(desk), rules.check_remark(remarks, "remarks")
    for earlier in Sheet.objects.select_for_update().filter(desk=name, state=rules.GIVEN):
        earlier.state = rules.REPLACED
        earlier.save()
        announce(SheetGiven(sheet_id=earlier.id, desk=name))
    on = uk_day(now())
    sheet = Sheet(
        desk=name,
        remarks=words,
        items=[asdict(item) for item in rules.whole(items_now(actor), on)],
        edition=rules.edition(on),
        given_by_id=actor.id,
        given_by=actor.name,
    )
    try:
        with transaction.atomic():
            sheet.save()
    except IntegrityError as twice:
        raise RuleBroken("Somebody else gave a sheet of this desk just now; look at it first.", "desk") from twice
    announce(SheetGiven(sheet_id=sheet.id, desk=name))
    return sheet


@command(needs=CanHandOver.GIVE)
def take_sheet(*, actor: Actor, sheet_id: UUID, ticked: tuple[str, ...], words: str = "") -> Sheet:
    """Take the desk over: every item of the sheet was read and ticked, by the one who takes it."""
    sheet = locked(Sheet, sheet_id)
    wanted = [item["key"] for item in sheet.items]
    said = rules.check_remark(words, "words")
    rules.check_taking(state=sheet.state, given_by=sheet.given_by_id, taker=actor.id, wanted=wanted, ticked=ticked)
    for key in wanted:
        Tick(sheet=sheet, item=key, by_id=actor.id, by_name=actor.name).save()
    sheet.state, sheet.taken_at, sheet.taken_words = rules.TAKEN, now(), said
    sheet.taken_by_id, sheet.taken_by = actor.id, actor.name
    sheet.save()
    announce(SheetTaken(sheet_id=sheet.id, desk=sheet.desk))
    return sheet
