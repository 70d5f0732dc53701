"""Taking mail in: its bytes, its files and its contacts in one transaction."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError

from lineside.contacts.commands import (
    Arrival,
    HandedOver,
    receive_message,
    record_dead_letter,
    record_delivery,
    work_dead_letter,
)
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import dead_letter, received_before, sent_message
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.files.queries import open_file
from lineside.gateways.email.models import ImapFolder
from lineside.gateways.email.protocol import Letter, as_unread, read_letter
from lineside.gateways.email.rules import HandedBy, ImapPlace, Mail, check_retry, sender_checks
from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken

if TYPE_CHECKING:
    from lineside.contacts.models import DeadLetter

GATEWAY = "email"
FALLBACK_BOX = "generic"
OUR_OWN = "This is a letter of ours that came back: something sends it round."


@command(needs=CanContact.RECEIVE)
def take_in(*, actor: Actor, content: Mail) -> int:
    """One contact for each box, and the place on the server after it; all of it or nothing."""
    raw_id = store_file(actor=actor, content=content.raw, name="original.eml", media_type="message/rfc822").id
    enclosures = tuple(
        store_file(actor=actor, content=enclosure.content, name=enclosure.name, media_type=enclosure.media_type).id
        for enclosure in content.letter.enclosures
    )
    # In one order for everybody, so that two copies of one message cannot wait for each other.
    for box in sorted(set(content.boxes)):
        receive_message(actor=actor, arrival=_arrival(content, box, raw_id, enclosures))
    _tell_of_bounce(actor, content.letter)
    if content.place:
        _mark_taken(content.place)
    return len(set(content.boxes))


@command(needs=CanContact.RECEIVE)
def take_in_dead(*, actor: Actor, content: Mail, why: str) -> UUID:
    """Mail that the rules refuse twice: kept whole for a person, so that the sender's server may forget it."""
    raw_id = store_file(actor=actor, content=content.raw, name="original.eml", media_type="message/rfc822").id
    letter = record_dead_letter(
        actor=actor,
        gateway=GATEWAY,
        sha256=content.sha256,
        raw_id=raw_id,
        why=why,
        facts={
            "boxes": list(content.boxes),
            "received_at": content.received_at.isoformat(),
            **({"by": list(content.by)} if content.by else {}),
        },
    )
    if content.place:
        _mark_taken(content.place)
    return letter.id


@command(needs=CanContact.SUPERVISE)
def retry_dead_letter(
    *, actor: Actor, dead_letter_id: UUID, as_it_came: bool = False, seen_version: int
) -> "DeadLetter":
    """Read it once more, since what tripped us may be mended; or take its bytes in without reading them."""
    dead = dead_letter(actor, dead_letter_id)
    check_retry(dead.gateway == GATEWAY, dead.raw_id, dead.worked_by)
    raw = open_file(actor, dead.raw_id, f"dead letter {dead.id}").read() if dead.raw_id else b""
    letter = as_unread(raw) if as_it_came else read_letter(raw)
    boxes = tuple(dead.facts.get("boxes") or (FALLBACK_BOX,))
    received_at = datetime.fromisoformat(dead.facts["received_at"]) if dead.facts else dead.created_at
    by = HandedBy(*dead.facts["by"]) if dead.facts.get("by") else None
    mail = Mail(raw=raw, sha256=dead.sha256, letter=letter, boxes=boxes, received_at=received_at, by=by)
    try:
        take_in(actor=_with_the_gateways_right(actor), content=mail)
    except (Refusal, DatabaseError):
        raise
    except Exception as fault:
        raise RuleBroken(
            f"It trips the gateway still ({type(fault).__name__}); set it aside, and report it."
        ) from fault
    how = "Taken in as it came, unread." if as_it_came else "Read at another try."
    became = received_before(min(boxes), dead.sha256)
    return work_dead_letter(
        actor=actor, dead_letter_id=dead_letter_id, how=how, became=became, seen_version=seen_version
    )


@command(needs=CanContact.RECEIVE)
def pass_over(*, actor: Actor, place: ImapPlace) -> int:  # noqa: ARG001
    """The message at this place is committed already."""
    _mark_taken(place)
    return place.uid


def _with_the_gateways_right(actor: Actor) -> Actor:
    """A supervisor who tries a letter again does the gateway's work this once, in their own name."""
    return actor.also(CanContact.RECEIVE, CanContact.DELIVER, CanFile.STORE)


def _arrival(mail: Mail, box: str, raw_id: UUID, enclosures: tuple[UUID, ...]) -> Arrival:
    letter = mail.letter
    bounced = sent_message(letter.report.original_message_id) if letter.report else None
    checked = sender_checks(letter.checks, settings.AUTHSERV_ID)
    is_our_own = sent_message(letter.message_id) is not None
    return Arrival(
        box=box,
        sha256=mail.sha256,
        received_at=mail.received_at,
        raw_id=raw_id,
        sender_name=letter.sender_name,
        sender_address=letter.sender_address,
        recipients=letter.recipients,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        html_words=letter.html_words,
        message_id=letter.message_id,
        in_reply_to=letter.in_reply_to,
        references=letter.references,
        attachment_ids=enclosures,
        remarks=(*letter.remarks, *([OUR_OWN] if is_our_own else []), *([checked] if checked else [])),
        is_auto=letter.is_auto or is_our_own,
        bounce_of=bounced.message_id if bounced else "",
        handed_over=HandedOver(*mail.by) if mail.by else None,
    )


def _tell_of_bounce(actor: Actor, letter: Letter) -> None:
    report = letter.report
    if report is None or not report.is_failure:
        return
    message = sent_message(report.original_message_id)
    # A report is believed only where it names whom we wrote to; anybody may forge one.
    if message and report.recipient in message.recipients:
        record_delivery(actor=actor, message_id=message.id, outcome="failed", detail=report.sentence)


def _mark_taken(place: ImapPlace) -> None:
    row = (
        ImapFolder.objects.select_for_update()
        .filter(account=place.account, folder=place.folder, uidvalidity=place.uidvalidity)
        .first()
    )
    row = row or ImapFolder(account=place.account, folder=place.folder, uidvalidity=place.uidvalidity)
    row.last_uid = max(row.last_uid, place.uid)
    row.save()
