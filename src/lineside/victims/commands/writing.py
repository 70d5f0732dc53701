"""Letters and texts to a victim: written from a template, and sent by a way that is safe."""

from uuid import UUID

from django.conf import settings

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import locked
from lineside.victims.commands.keeping import changed, finish, may_see, open_update, permit_reaching, victim_of
from lineside.victims.models import Duty, Letter, Victim
from lineside.victims.permissions import CanVictim
from lineside.victims.queries import known_by
from lineside.victims.rules import Asked, said
from lineside.victims.rules.clocks import DONE, OPEN, UPDATE
from lineside.victims.rules.letters import letter_row, write
from lineside.victims.rules.standing import BUSINESS, NOBODY
from lineside.victims.rules.tables import row_of, table

HOW = {"post": "letter", "mail": "mail", "text": "text"}


@command(needs=CanVictim.CARE)
def write_letter(*, actor: Actor, victim_id: UUID, asked: Asked, seen_version: int | None = None) -> Letter:
    """As it will go: nothing of a template is left open, and its words never change afterwards."""
    row, on = victim_of(actor, victim_id, seen_version), uk_day(now())
    answers = letter_row(asked, on)["answers"]
    step = Duty.objects.filter(victim=row, state=OPEN, code__in=answers).order_by("due_at").first()
    written = write(asked, {**_facts(row, actor, step)}, on)
    letter = Letter(
        victim=row,
        template=asked.template,
        edition=table("templates", on).edition,
        language=asked.language,
        way=asked.way,
        address=_address(row, asked),
        addressee=_addressee(row),
        subject=written.subject[:200],
        body=written.body,
        answers=list(written.answers),
        by_name=actor.name[:200],
    )
    letter.save()
    changed(row)
    return letter


@command(needs=CanVictim.CARE)
def send_letter(*, actor: Actor, letter_id: UUID, unsafe_reason: str = "", seen_version: int | None = None) -> Letter:
    """It goes to them now, where that is safe, and keeps what it answers."""
    letter = locked(Letter, letter_id, seen_version, sees=lambda each: may_see(actor, each.victim))
    if letter.sent_at:
        raise RuleBroken("This letter has gone already.")
    row = victim_of(actor, letter.victim_id)
    letter.unsafe_reason = permit_reaching(actor, row, letter.way, letter.address, unsafe_reason)
    letter.sent_at, letter.sent_by = now(), actor.name[:200]
    letter.save()
    kept = Duty.objects.select_for_update().filter(victim=row, state=OPEN, code__in=letter.answers).order_by("due_at")
    # One letter tells of what had happened when it was written, and of nothing since.
    for duty in [each for each in kept if each.created_at <= letter.created_at]:
        finish(duty, actor, state=DONE, how=HOW[letter.way], words=letter.subject, unsafe_reason=letter.unsafe_reason)
        if duty.code == UPDATE:
            open_update(row)
    changed(row)
    return letter


def _facts(row: Victim, actor: Actor, duty: Duty | None) -> dict[str, str]:
    on = uk_day(now())
    head = row_of("letterhead", "letter", on) or {}
    happened = row_of("steps", duty.step, on) if duty and duty.step else None
    return {
        "addressee": _addressee(row),
        "reference": row.crime_reference,
        "officer": row.by_whom or actor.name,
        "number": str(head.get("number", "")),
        "force": settings.FORCE,
        "step": str(happened["words"]) if happened else str(head.get("update", "")),
    }


def _addressee(row: Victim) -> str:
    """Who stands for them receives it; of a child and a business nobody else does."""
    if row.standing == BUSINESS and not row.stand_name:
        raise RuleBroken("Say first who the business has named; nobody else there is written to.", "template")
    return row.stand_name if row.stand_name and row.stand_kind != NOBODY else row.name


def _reached(row: Victim) -> str:
    return f"reached by {row.stand_reached_by}" if row.stand_reached_by else "and nobody wrote down how"


def _address(row: Victim, asked: Asked) -> str:
    kind = "@" if asked.way == "mail" else ""
    found = said(asked.address, "address", longest=254)
    if not found and row.stand_name and row.stand_kind != NOBODY:
        raise RuleBroken(f"Say where it goes: {row.stand_name} receives it, {_reached(row)}.", "address")
    if not found and row.way == asked.way:
        found = row.address
    if not found and asked.way != "post":
        known = [value for value in known_by(row.person_id) if ("@" in value) == bool(kind)]
        found = known[0] if known else ""
    if not found:
        raise RuleBroken("Say where it goes: there is no address of theirs for this way on record.", "address")
    return found
