"""What cannot be read is kept whole, and tried again or shown as it is when a supervisor asks."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lineside.contacts.commands import Arrival, receive_message, record_dead_letter, work_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import choices, dead_letter
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.files.queries import open_file
from lineside.gateways.text.commands.incoming import contact_of_part, take_in
from lineside.gateways.text.protocol import Unreadable, part_of, read_pdu, receipt_of
from lineside.gateways.text.rules import Dead, ReceiptCame, TextCame, check_retry, digest_of, sender_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from lineside.contacts.models import DeadLetter

GATEWAY = "text"


@command(needs=CanContact.RECEIVE)
def take_in_dead(*, actor: Actor, content: Dead) -> UUID:
    """Keep its bytes for a person; the network is told only then that it will not be taken."""
    raw_id = store_file(actor=actor, content=content.raw, name="packet.bin", media_type="application/octet-stream").id
    facts = {"link": content.link, "received_at": now().isoformat(), **content.facts}
    letter = record_dead_letter(
        actor=actor, gateway=GATEWAY, sha256=content.sha256, raw_id=raw_id, why=content.why, facts=facts
    )
    return letter.id


@command(needs=CanContact.SUPERVISE)
def retry_dead_letter(
    *, actor: Actor, dead_letter_id: UUID, as_it_came: bool = False, seen_version: int
) -> "DeadLetter":
    """Read it once more, since what tripped us may be mended; or make a contact of its bytes as they are."""
    dead = dead_letter(actor, dead_letter_id)
    raw = open_file(actor, dead.raw_id, f"dead letter {dead.id}").read() if dead.raw_id else b""
    check_retry(dead.gateway == GATEWAY, raw, dead.worked_by)
    own = actor.also(CanContact.RECEIVE, CanContact.DELIVER, CanFile.STORE)
    at = datetime.fromisoformat(dead.facts["received_at"])
    if as_it_came:
        became: UUID | None = _as_it_came(own, raw, dead.sha256, dead.raw_id, at)
    else:
        became = _read_again(own, dead.facts, raw, at)
    how = "Taken in as it came, unread." if as_it_came else "Read at another try."
    return work_dead_letter(
        actor=actor, dead_letter_id=dead_letter_id, how=how, became=became, seen_version=seen_version
    )


def _as_it_came(actor: Actor, raw: bytes, sha256: str, raw_id: UUID | None, at: datetime) -> UUID:
    letters = raw[16:].decode("ascii", "replace")
    words = "".join(sign if sign.isascii() and sign.isprintable() else " " for sign in letters)
    arrival = Arrival(
        channel="text",
        box=str(choices("text_lines")[0]["code"]),
        sha256=sha256,
        received_at=at,
        raw_id=raw_id,
        text=" ".join(words.split()) or f"[{len(raw)} bytes]",
        remarks=("It could not be read; these are the letters in its bytes.",),
    )
    return receive_message(actor=actor, arrival=arrival).id


def _read_again(actor: Actor, facts: dict[str, Any], raw: bytes, at: datetime) -> UUID | None:
    link, id_tag = str(facts["link"]), int(facts.get("id_tag", 0))
    try:
        pdu = read_pdu(raw)
    except Unreadable as fault:
        raise RuleBroken(f"It still cannot be read: {fault} Take it in as it came, or set it aside.") from fault
    if receipt := receipt_of(pdu):
        take_in(actor=actor, content=[ReceiptCame(link=link, number=pdu.source, receipt=receipt, at=at, raw=raw)])
        return None
    came = TextCame(
        link=link,
        digest=digest_of(link, pdu, id_tag),
        sender=sender_of(pdu),
        recipient=pdu.dest,
        part=part_of(pdu),
        at=at,
        raw=raw,
        alphabet=str(facts.get("alphabet", "gsm")),
        has_id=bool(id_tag and pdu.tlv(id_tag)),
    )
    (part_id,) = take_in(actor=actor, content=[came])
    return contact_of_part(part_id)
