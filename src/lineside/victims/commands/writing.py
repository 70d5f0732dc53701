"""Letters and texts to a victim: written from a template, and sent by a way that is safe."""

from uuid import UUID

from django.conf import settings

from lineside.contacts.commands import write_first
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import message_of
from lineside.incidents.queries import incident as seen_incident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import locked
from lineside.victims.commands.before import await_again
from lineside.victims.commands.keeping import (
    changed,
    finish,
    may_see,
    miss,
    note,
    open_update,
    permit_reaching,
    victim_of,
)
from lineside.victims.models import Duty, Letter, Victim
from lineside.victims.permissions import CanVictim
from lineside.victims.queries import READER, known_by
from lineside.victims.rules import Asked, said
from lineside.victims.rules.clocks import DONE, OPEN, UPDATE
from lineside.victims.rules.letters import BY_GATEWAY, FAILED, check_wanted, letter_row, write
from lineside.victims.rules.plans import WAYS
from lineside.victims.rules.standing import BUSINESS, NOBODY
from lineside.victims.rules.tables import row_of, table

CARRIER = system_actor("texts and e-mails")
HOW = {"post": "letter", "mail": "mail", "text": "text"}


@command(needs=CanVictim.CARE)
def write_letter(*, actor: Actor, victim_id: UUID, asked: Asked, seen_version: int | None = None) -> Letter:
    """As it will go: nothing of a template is left open, and its words never change afterwards."""
    row, on = victim_of(actor, victim_id, seen_version), uk_day(now())
    answers = letter_row(asked, on)["answers"]
    step = Duty.objects.filter(victim=row, state=OPEN, code__in=answers).order_by("due_at").first()
    check_wanted(answers, row.regime, row.opted_out, is_owed=step is not None, on=on)
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
    """It goes to them now, where that is safe and they want it, and keeps what it answers.

    A text or an e-mail is handed to its gateway, once; of one for print this is the record that it was posted.
    """
    letter = locked(Letter, letter_id, seen_version, sees=lambda each: may_see(actor, each.victim))
    if letter.sent_at:
        raise RuleBroken("This letter has gone already.")
    row = victim_of(actor, letter.victim_id)
    kept = _answered(row, letter)
    check_wanted(letter.answers, row.regime, row.opted_out, is_owed=bool(kept), on=uk_day(now()))
    letter.unsafe_reason = permit_reaching(actor, row, letter.way, letter.address, unsafe_reason)
    letter.sent_at, letter.sent_by = now(), actor.name[:200]
    if letter.way in BY_GATEWAY:
        _hand_over(row, letter, actor)
    letter.save()
    for duty in kept:
        duty.kept_by_id = letter.id
        finish(duty, actor, state=DONE, how=HOW[letter.way], words=letter.subject, unsafe_reason=letter.unsafe_reason)
        if duty.code == UPDATE:
            open_update(row)
    changed(row)
    return letter


@command(needs=CanVictim.WATCH)
def note_delivery(*, actor: Actor, contact_id: UUID, message_id: UUID) -> Letter | None:  # noqa: ARG001
    """How far it got, as its gateway told; what did not reach them has told them nothing, and is owed again."""
    told, known = message_of(contact_id, message_id), Letter.objects.filter(message_id=message_id).first()
    if told is None or known is None:
        return None
    row = locked(Victim, known.victim_id)  # first, as every deed takes it, so that two never wait for each other
    letter = locked(Letter, known.id)
    if letter.delivery in (told.delivery, FAILED):
        return letter
    letter.delivery = told.delivery
    if told.delivery == FAILED:
        letter.failure = " ".join(told.failure.split())[:500] or "It could not be delivered."
        _owe_again(row, letter)
    letter.save()
    changed(row)
    return letter


def _hand_over(row: Victim, letter: Letter, actor: Actor) -> None:
    """Contacts carry it, where whoever reads contacts may read it: what is restricted does not go there."""
    if seen_incident(READER, row.incident_id).is_restricted:
        raise RuleBroken(
            "This log is restricted, and texts and e-mails stand where everybody who reads contacts reads them: "
            "post it, or tell them in person or on the telephone.",
            "unsafe_reason",
        )
    sent = write_first(
        actor=actor.also(CanContact.REPLY),
        way=letter.way,
        to=letter.address,
        content=(letter.addressee, letter.subject, letter.body),
        unsafe_reason=letter.unsafe_reason,
    )
    letter.message_id, letter.delivery = sent.id, sent.delivery


def _owe_again(row: Victim, letter: Letter) -> None:
    """By its old limit; that it was sent, and why that failed, stays on record."""
    at = now()
    for duty in Duty.objects.select_for_update().filter(victim=row, kept_by_id=letter.id, state=DONE).order_by("id"):
        duty.unreached_at, duty.unreached_why = at, letter.failure
        duty.state, duty.how, duty.words, duty.unsafe_reason = OPEN, "", "", ""
        duty.kept_by_id, duty.done_at, duty.done_by = None, None, ""
        miss(duty, at)
        duty.save()
        await_again(row, duty.step)
    sent = f"{WAYS[letter.way]} to {letter.address} of {(letter.sent_at or at).astimezone(UK):%d %b %H:%M}"
    note(row, CARRIER, "not_reached", f"{sent} did not reach them: {letter.failure}")


def _answered(row: Victim, letter: Letter) -> list[Duty]:
    """One letter tells of what had happened when it was written, and of nothing since."""
    found = Duty.objects.select_for_update().filter(victim=row, state=OPEN, code__in=letter.answers).order_by("due_at")
    return [each for each in found if each.created_at <= letter.created_at]


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
