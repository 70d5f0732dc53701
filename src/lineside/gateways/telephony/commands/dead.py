"""Call events that could not be taken: kept whole for a person, and told again when that person asks for it."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.contacts.commands import CallFact, Original, record_call_moment, record_dead_letter, work_dead_letter
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import dead_letter
from lineside.files.commands import store_file
from lineside.files.queries import open_file
from lineside.gateways.telephony.calls import CallEvent, as_json, fault_in, from_json
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from lineside.contacts.models import DeadLetter

KIND = "call event"
TYPES = {".ami": "text/plain", ".csv": "text/csv", ".sip": "message/sip", ".json": "application/json"}


@command(needs=CanContact.RECEIVE)
def take_in_dead(*, actor: Actor, gateway: str, event: CallEvent, why: str) -> UUID:
    """A moment of a call that the rules refuse: kept as it was understood."""
    raw = as_json(event)
    raw_id = store_file(actor=actor, content=raw, name="call-event.json", media_type="application/json").id
    whole = f"{why} {event.kind} of call {event.call_id} from {event.number} at {event.at.isoformat()}"
    digest = hashlib.sha256(as_json(replace(event, raw=b"", raw_name=""))).hexdigest()  # it is one, however it was told
    facts = {"kind": KIND}
    letter = record_dead_letter(
        actor=actor, gateway=gateway, sha256=digest, raw_id=raw_id, why=whole[:500], facts=facts
    )
    return letter.id


@command(needs=CanContact.SUPERVISE)
def retry_dead_letter(*, actor: Actor, dead_letter_id: UUID, seen_version: int) -> "DeadLetter":
    """Tell contacts of the moment once more, in the name of who asks."""
    dead = dead_letter(actor, dead_letter_id)
    if dead.facts.get("kind") != KIND or dead.raw_id is None:
        raise RuleBroken("This is no call event that was kept; set it aside with what was done.")
    event = from_json(open_file(actor, dead.raw_id, f"dead letter {dead.id}").read())
    if fault := fault_in(event, now()):
        raise RuleBroken(f"It cannot be taken still: {fault[1]}")
    gateway = actor.also(CanContact.RECEIVE)
    contact = record_call_moment(actor=gateway, call=call_fact(event))
    return work_dead_letter(
        actor=actor, dead_letter_id=dead_letter_id, how="Told again.", became=contact.id, seen_version=seen_version
    )


def call_fact(event: CallEvent) -> CallFact:
    return CallFact(
        switch_call_id=event.call_id,
        kind=event.kind,
        at=event.at,
        number=event.number,
        line_type=event.line_type or "PUBLIC_FREEPHONE",
        name=event.name,
        facts=dict(event.facts),
        heard_late=event.heard_late,
        original=Original(event.raw, event.raw_name, TYPES[Path(event.raw_name).suffix]) if event.raw else None,
    )
