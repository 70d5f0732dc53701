"""Taking reports and additions in: bytes, facts and contact in one transaction, once for each key."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lineside.contacts.commands import Arrival, receive_message, record_dead_letter, record_delivery, work_dead_letter
from lineside.contacts.commands.opening import one_at_a_time
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact as reported
from lineside.contacts.queries import dead_letter, received_before, spelled_number
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.files.queries import open_file
from lineside.gateways.web import rules
from lineside.gateways.web.models import WebReport
from lineside.gateways.web.queries import unread_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import locked

if TYPE_CHECKING:
    from lineside.contacts.models import DeadLetter

GATEWAY = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A report as it was sent: the digests of its key and link, its facts, when it came."""

    key_sha256: str
    link_sha256: str
    facts: dict[str, dict[str, str]]
    at: datetime

    @property
    def raw(self) -> bytes:
        whole = {**asdict(self), "at": self.at.isoformat()}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode()


@command(needs=CanContact.RECEIVE)
def take_in(*, actor: Actor, content: Sent) -> UUID:
    """The report's contact; the same key again is the same report, and other answers with it are added to it."""
    one_at_a_time(f"web:{content.key_sha256}")
    if report := WebReport.objects.filter(key_sha256=content.key_sha256).first():
        return _sent_again(actor, report, content)
    day = uk_day(content.at)
    arrival = Arrival(
        channel="web",
        box=rules.box_of(content.facts),
        sha256=content.key_sha256,
        received_at=content.at,
        raw_id=store_file(actor=actor, content=content.raw, name="report.json", media_type="application/json").id,
        sender_name=rules.fact(content.facts, "you", "name"),
        sender_address=_sender(content),
        subject=str(rules.kinds(day).by_code.get(rules.fact(content.facts, "what", "kind"), {}).get("label", "")),
        text=rules.words(content.facts, day),
        message_id=_message_id(content.key_sha256),
    )
    contact = receive_message(actor=actor, arrival=arrival)
    WebReport(
        contact_id=contact.id,
        key_sha256=content.key_sha256,
        link_sha256=content.link_sha256,
        facts=content.facts,
        expires_at=content.at + rules.LINK_LASTS,
    ).save()
    return contact.id


@command(needs=CanContact.RECEIVE)
def add_to_report(*, actor: Actor, report_id: UUID, key: str, text: str, content: tuple[rules.Held, ...] = ()) -> bool:
    """One more message of the same contact, whatever became of it; False when it had come already."""
    report = locked(WebReport, report_id)
    whole = [key, report.key_sha256, text, *(hashlib.sha256(each.content).hexdigest() for each in content)]
    raw = json.dumps(whole, ensure_ascii=False).encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    if received_before(GATEWAY, sha256):
        return False
    if report.files + len(content) > rules.MOST_FILES:
        raise RuleBroken(f"A report can hold {rules.MOST_FILES} files; send fewer.", "files")
    first = reported(report.contact_id)
    arrival = Arrival(
        channel="web",
        box=GATEWAY,
        sha256=sha256,
        received_at=now(),
        raw_id=store_file(actor=actor, content=raw, name="addition.json", media_type="application/json").id,
        sender_name=first.sender_name,
        sender_address=first.sender_address,
        subject="Added to a web report",
        text=text,
        in_reply_to=_message_id(report.key_sha256),
        attachment_ids=tuple(
            store_file(actor=actor, content=each.content, name=each.name, media_type=each.media_type).id
            for each in content
        ),
    )
    receive_message(actor=actor, arrival=arrival)
    report.files += len(content)
    report.save()
    return True


@command(needs=CanContact.DELIVER)
def note_read(*, actor: Actor, report_id: UUID) -> int:
    """Whoever holds the link asked for our answers: on record each time, and each answer counts as read once."""
    unread = unread_of(report_id)
    for message_id in unread:
        record_delivery(actor=actor, message_id=message_id, outcome="delivered")
    return len(unread)


@command(needs=CanContact.RECEIVE)
def take_in_dead(*, actor: Actor, content: Sent, why: str) -> UUID:
    """A report that the rules refuse: kept whole for a person, so that its reporter need not send it again."""
    raw_id = store_file(actor=actor, content=content.raw, name="report.json", media_type="application/json").id
    letter = record_dead_letter(actor=actor, gateway=GATEWAY, sha256=content.key_sha256, raw_id=raw_id, why=why)
    return letter.id


@command(needs=CanContact.SUPERVISE)
def retry_dead_letter(*, actor: Actor, dead_letter_id: UUID, seen_version: int) -> "DeadLetter":
    """Take it in once more, since what tripped us may be mended."""
    dead = dead_letter(actor, dead_letter_id)
    if dead.gateway != GATEWAY or dead.raw_id is None:
        raise RuleBroken("This did not come by the web form; another gateway tries it again.")
    if dead.worked_by:
        raise RuleBroken(f"{dead.worked_by} has dealt with this already.")
    became = take_in(actor=_with_the_gateways_right(actor), content=sent_of(_read(actor, dead.raw_id)))
    return work_dead_letter(
        actor=actor, dead_letter_id=dead_letter_id, how="Taken in at another try.", became=became,
        seen_version=seen_version,
    )  # fmt: skip


def sent_of(raw: bytes) -> Sent:
    """A report from the bytes that were kept of it."""
    whole: dict[str, Any] = json.loads(raw)
    return Sent(**{**whole, "at": datetime.fromisoformat(whole["at"])})


def _read(actor: Actor, raw_id: UUID) -> bytes:
    return open_file(actor, raw_id, "a web report tried again").read()


def _with_the_gateways_right(actor: Actor) -> Actor:
    """A supervisor who tries a report again does the gateway's work this once, in their own name."""
    return actor.also(CanContact.RECEIVE, CanFile.STORE)


def _sent_again(actor: Actor, report: WebReport, content: Sent) -> UUID:
    """Sent once more after going back and changing an answer: what was changed is not lost, and the first stays."""
    if report.facts == content.facts:
        return report.contact_id
    raw = replace(content, at=report.created_at).raw
    day = uk_day(content.at)
    arrival = Arrival(
        channel="web",
        box=rules.box_of(content.facts),
        sha256=hashlib.sha256(raw).hexdigest(),
        received_at=content.at,
        raw_id=store_file(actor=actor, content=raw, name="report.json", media_type="application/json").id,
        sender_name=rules.fact(content.facts, "you", "name"),
        sender_address=_sender(content),
        subject="Web report sent again with other answers",
        text=rules.words(content.facts, day),
        in_reply_to=_message_id(content.key_sha256),
    )
    return receive_message(actor=actor, arrival=arrival).id


def _sender(content: Sent) -> str:
    """A number in the spelling that calls and texts have, so that who rang before is found."""
    said = rules.sender(content.facts)
    return said if "@" in said else spelled_number(said)


def _message_id(key_sha256: str) -> str:
    return f"web:{key_sha256}"
