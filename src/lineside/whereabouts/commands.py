"""Every change to whereabouts: a position is added, an enquiry is made and answered."""

import hashlib
import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from lineside.contacts.commands import record_dead_letter, work_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import call_from, contact, dead_lately, dead_letter, spelled_number
from lineside.files.commands import store_file
from lineside.files.queries import open_file
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.whereabouts.events import CallerLocated, EnquiryAnswered, OperatorAnswered, OperatorAsked, PlaceRefused
from lineside.whereabouts.models import Enquiry, Fix, OperatorEnquiry, RefusedPlace
from lineside.whereabouts.permissions import CanWhereabouts
from lineside.whereabouts.queries import unclaimed
from lineside.whereabouts.rules import (
    FixCame,
    Unreadable,
    check_fix,
    fix_in_form,
    fix_in_text,
    is_aml,
    is_hmac_right,
    operator,
    unpacked,
)

if TYPE_CHECKING:
    from lineside.contacts.models import DeadLetter

log = logging.getLogger("lineside.whereabouts")
# Whoever reaches the port must not bury the dead letters that matter; so many show that a key is wrong.
MOST_UNBELIEVED, AN_HOUR = 20, timedelta(hours=1)

__all__ = [
    "FixCame",
    "answer_enquiry",
    "ask_operator",
    "is_aml",
    "make_enquiry",
    "record_fix",
    "record_operator_answer",
    "refuse_fix",
    "retry_dead_position",
    "show_unclaimed",
    "take_aml_form",
    "take_aml_text",
]


@command(needs=CanContact.RECEIVE)
def record_fix(*, actor: Actor, fix: FixCame) -> Fix:  # noqa: ARG001
    """Add a position to its call; the same telling again is the one that is there."""
    check_fix(fix)
    known = Fix.objects.filter(key=fix.key).first()
    if known:
        return known
    number = spelled_number(fix.number)
    row = Fix(
        contact_id=fix.contact_id or call_from(number, fix.received_at),
        number=number,
        way=fix.way,
        source=fix.source,
        key=fix.key,
        received_at=fix.received_at,
        positioned_at=fix.positioned_at,
        lat=fix.lat,
        lon=fix.lon,
        uncertainty_m=fix.uncertainty_m,
        confidence_pct=fix.confidence_pct,
        area=fix.area,
        address=fix.address,
        warnings=list(fix.warnings),
        more=fix.more,
        raw_id=fix.raw_id,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # told twice at one moment, and the other telling was quicker
        return Fix.objects.get(key=fix.key)
    if row.contact_id:
        announce(CallerLocated(contact_id=row.contact_id, fix_id=row.id))
    return row


@command(needs=CanContact.RECEIVE)
def refuse_fix(
    *, actor: Actor, gateway: str, content: bytes, why: str, number: str = "", contact_id: UUID | None = None
) -> "DeadLetter":
    """Keep what is no position that can be shown, with the sentence that says why, until a person has seen it.

    Whoever has the call, when it is known, is told beside the positions that were taken.
    """
    raw_id = _kept(actor, content, "position.txt")
    if contact_id:
        _tell_of_refusal(contact_id, gateway.upper(), content, why, raw_id)
    return record_dead_letter(
        actor=actor,
        gateway=gateway,
        sha256=hashlib.sha256(number.encode() + content).hexdigest(),
        raw_id=raw_id,
        why=f"Position{f' of {number}' if number else ''} not taken. {why}"[:500],
        facts={"kind": "position", "number": number},
    )


@command(needs=CanContact.RECEIVE)
def take_aml_text(*, actor: Actor, content: bytes | str, number: str, received_at: datetime) -> UUID | None:
    """A handset's text, as words or packed in seven bits; the key of its position, none when it was refused."""
    raw = content.encode() if isinstance(content, str) else content
    try:
        text = content if isinstance(content, str) else unpacked(content)
        fix = fix_in_text(text, number, received_at)
        check_fix(fix)
    except (Unreadable, RuleBroken) as fault:
        why = fault.sentence if isinstance(fault, RuleBroken) else str(fault)
        call = call_from(number, received_at)
        refuse_fix(actor=actor, gateway="aml", content=raw, why=why, number=number, contact_id=call)
        return None
    return record_fix(actor=actor, fix=replace(fix, raw_id=_kept(actor, raw, "aml.txt"))).id


@command(needs=CanContact.RECEIVE)
def take_aml_form(*, actor: Actor, content: bytes, secret: str, received_at: datetime) -> UUID | None:
    """A handset's form over HTTPS, believed only when it is signed; the key of its position, none when refused."""
    is_signed = is_hmac_right(content, secret)
    call = None
    if not is_signed and dead_lately("aml", AN_HOUR) >= MOST_UNBELIEVED:
        log.warning("Another unsigned position is not kept; %s were within the hour.", MOST_UNBELIEVED)
        return None
    try:
        if not is_signed:
            raise Unreadable("It is not signed with the key agreed upon, so anybody may have sent it.")  # noqa: TRY301
        fix = fix_in_form(content, received_at)
        if not fix.number.strip():
            raise Unreadable("It names no telephone number, so no call can be found for it.")  # noqa: TRY301
        call = call_from(fix.number, received_at)
        check_fix(fix)
    except (Unreadable, RuleBroken) as fault:
        why = fault.sentence if isinstance(fault, RuleBroken) else str(fault)
        refuse_fix(actor=actor, gateway="aml", content=content, why=why, contact_id=call)
        return None
    return record_fix(actor=actor, fix=replace(fix, raw_id=_kept(actor, content, "aml-form.txt"))).id


def _kept(actor: Actor, content: bytes, name: str) -> UUID | None:
    """The bytes beside the position: no handset repeats itself, so a store that takes no more costs us them alone."""
    try:
        return store_file(actor=actor, content=content, name=name, media_type="text/plain").id
    except Refusal as refusal:
        log.error("The bytes of a position are not kept: %s", refusal.sentence)  # noqa: TRY400 - no fault of ours
        return None


@command(needs=CanContact.RECEIVE)
def show_unclaimed(*, actor: Actor) -> int:
    """Show a person every position that came by itself and that no call has answered to; how many are new."""
    found = unclaimed()
    for digest, fix in found.items():
        why = f"Position of {fix.number} at {fix.lat:.5f},{fix.lon:.5f} belongs to no call; ring its caller."
        record_dead_letter(
            actor=actor,
            gateway="aml",
            sha256=digest,
            raw_id=fix.raw_id,
            why=why,
            facts={"kind": "position", "number": fix.number},
        )
    return len(found)


@command(needs=CanContact.RECEIVE)
def make_enquiry(*, actor: Actor, contact_id: UUID, after_s: int) -> UUID | None:  # noqa: ARG001
    """Claim this asking; none when somebody else has made it already."""
    enquiry = Enquiry(contact_id=contact_id, after_s=after_s, asked_at=now())
    try:
        with transaction.atomic():
            enquiry.save()
    except IntegrityError:
        return None
    return enquiry.id


@command(needs=CanContact.RECEIVE)
def answer_enquiry(
    *, actor: Actor, enquiry_id: UUID, result: str, says: str = "", fix: FixCame | None = None
) -> Enquiry:
    """What became of it, with the position that it brought; what came after we had given up is told as such."""
    if fix:
        record_fix(actor=actor, fix=fix)
    enquiry = locked(Enquiry, enquiry_id)
    enquiry.result, enquiry.says, enquiry.answered_at = result, says[:300], now()
    enquiry.save()
    announce(EnquiryAnswered(contact_id=enquiry.contact_id, result=result))
    return enquiry


def _tell_of_refusal(contact_id: UUID, way: str, content: bytes, why: str, raw_id: UUID | None) -> None:
    key = hashlib.sha256(contact_id.bytes + why.encode("utf-8", "replace") + content).hexdigest()
    if RefusedPlace.objects.filter(key=key).exists():
        return
    row = RefusedPlace(contact_id=contact_id, way=way[:10], why=why[:500], key=key, received_at=now(), raw_id=raw_id)
    row.save()
    announce(PlaceRefused(contact_id=contact_id, way=row.way))


@command(needs=CanWhereabouts.ENQUIRE)
def ask_operator(*, actor: Actor, contact_id: UUID, asked_of: str, why: str) -> OperatorEnquiry:
    """Ask who and where a lost 999 caller is; the task runs until an hour after the call, then it is locked."""
    call, at = contact(contact_id, actor), now()
    said = operator.check_asked(asked_of, why, uk_day(at))
    until = operator.open_until(call.ended_at, at)
    is_emergency = call.channel == "phone" and call.box_or_line.startswith("999")
    operator.check_enquiry(is_emergency=is_emergency, number=call.sender_address, until=until, at=at)
    row = OperatorEnquiry(
        contact_id=contact_id,
        number=call.sender_address,
        asked_of=asked_of,
        why=said,
        asked_at=at,
        asked_by_id=actor.id,
        asked_by=actor.name,
        until=until,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise RuleBroken("They have been asked already; write down what they say there.", "asked_of") from twice
    announce(OperatorAsked(contact_id=contact_id, operator_enquiry_id=row.id))
    return row


@command(needs=CanWhereabouts.ENQUIRE)
def record_operator_answer(
    *, actor: Actor, operator_enquiry_id: UUID, outcome: str, told: str = "", seen_version: int | None = None
) -> OperatorEnquiry:
    """What the enquiry brought, or that it brought nothing; after the hour no answer is taken."""
    row, at = locked(OperatorEnquiry, operator_enquiry_id, seen_version), now()
    if row.outcome:
        raise RuleBroken(f"{row.answered_by} has written down what it brought already.")
    call = contact(row.contact_id)
    until = operator.open_until(call.ended_at, row.asked_at) if call.ended_at else max(row.until, at)
    _, row.told = operator.check_answer(outcome, told, until=until, at=at, on=uk_day(at))
    row.outcome, row.answered_at, row.answered_by = outcome, at, actor.name
    row.save()
    announce(OperatorAnswered(contact_id=row.contact_id, operator_enquiry_id=row.id, outcome=outcome))
    return row


@command(needs=CanContact.SUPERVISE)
def retry_dead_position(*, actor: Actor, dead_letter_id: UUID, seen_version: int) -> "DeadLetter":
    """Read a handset's text once more, and put it beside the call that its number was in."""
    dead = dead_letter(actor, dead_letter_id)
    number = str(dead.facts.get("number", ""))
    if dead.gateway != "aml" or dead.facts.get("kind") != "position" or dead.raw_id is None or not number:
        raise RuleBroken("This is no position that a handset texted; set it aside with what was done.")
    raw = open_file(actor, dead.raw_id, f"dead letter {dead.id}").read()
    plain = raw.decode("utf-8", "replace")
    try:
        fix = fix_in_text(plain if is_aml(plain) else unpacked(raw), number, dead.created_at)
    except Unreadable as fault:
        raise RuleBroken(f"It cannot be taken still: {fault}") from fault
    call = call_from(number, dead.created_at)
    if call is None:
        raise RuleBroken("No call of this number is known from then; ring it, and set this aside with what was done.")
    key = hashlib.sha256(f"{fix.key} {call}".encode()).hexdigest()
    gateway = actor.also(CanContact.RECEIVE)
    record_fix(actor=gateway, fix=replace(fix, key=key, contact_id=call, raw_id=dead.raw_id))
    return work_dead_letter(
        actor=actor, dead_letter_id=dead_letter_id, how="Read again.", became=call, seen_version=seen_version
    )
