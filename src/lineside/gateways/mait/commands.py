"""What cannot be taken in by itself is kept for a person, and read once more when they say so."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.contacts.commands import record_dead_letter, work_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import dead_letter
from lineside.exchanges.rules import Unreadable
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.files.queries import open_file
from lineside.gateways.mait.reading import RIGHTS, mapping_in_use, take_in_any
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from lineside.contacts.models import DeadLetter

GATEWAY = "mait"


@command(needs=CanContact.RECEIVE)
def take_in_dead(*, actor: Actor, content: bytes, why: str) -> UUID:
    """Keep the bytes for a person; what is behind it goes on."""
    raw = store_file(actor=actor, content=content, name="message.xml", media_type="application/xml")
    return record_dead_letter(
        actor=actor,
        gateway=GATEWAY,
        sha256=hashlib.sha256(content).hexdigest(),
        raw_id=raw.id,
        why=why,
        facts={"received_at": now().isoformat()},
    ).id


@command(needs=CanContact.SUPERVISE)
def retry_dead_letter(*, actor: Actor, dead_letter_id: UUID, seen_version: int) -> "DeadLetter":
    """Read it once more, since what tripped us may be mended: an agency that is listed now, what came out of turn."""
    dead = dead_letter(actor, dead_letter_id)
    if dead.gateway != GATEWAY or dead.raw_id is None or dead.worked_by:
        raise RuleBroken("Only a message of an agency that nobody has dealt with is read once more.")
    raw = open_file(actor, dead.raw_id, f"dead letter {dead.id}").read()
    try:
        became = take_in_any(
            actor.also(*RIGHTS, CanFile.STORE),
            raw,
            datetime.fromisoformat(dead.facts["received_at"]),
            mapping_in_use(),
        )
    except Unreadable as fault:
        raise RuleBroken(f"It still cannot be read: {fault} Set it aside with what was done.") from fault
    return work_dead_letter(
        actor=actor,
        dead_letter_id=dead_letter_id,
        how="Read at another try.",
        became=became,
        seen_version=seen_version,
    )
