"""From an answer of the source to the position beside its call, or to a person who sees what was wrong with it."""

import logging
from dataclasses import dataclass, replace
from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.gateways.eisec.positions import fix_in
from lineside.gateways.eisec.protocol import Mapping, Unreadable
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.whereabouts.commands import answer_enquiry, refuse_fix

GATEWAY = system_actor("EISEC gateway", CanContact.RECEIVE, CanFile.STORE)
NAME = "eisec"
log = logging.getLogger("lineside.eisec")


@dataclass(slots=True)
class Asked:
    """An enquiry whose answer is waited for, or may still come."""

    enquiry_id: UUID
    contact_id: UUID
    number: str
    at: float
    is_given_up: bool = False


def hear(raw: bytes, mapping: Mapping, asked: dict[str, Asked]) -> str:
    """Keep what came; the name of the enquiry that it answers, empty for what answers none."""
    try:
        answer = mapping.answer(raw)
    except Unreadable as fault:
        refuse_fix(actor=GATEWAY, gateway=NAME, content=raw, why=str(fault))
        return ""
    mine = asked.get(answer.ref)
    if mine is None:
        refuse_fix(actor=GATEWAY, gateway=NAME, content=raw, why="It answers no enquiry that we wait for.")
        return ""
    says = "late" if mine.is_given_up else ""
    try:
        fix = (
            replace(fix_in(answer, mine.contact_id, mine.number, now()), raw_id=_kept(raw))
            if answer.result == "found"
            else None
        )
        answer_enquiry(actor=GATEWAY, enquiry_id=mine.enquiry_id, result=answer.result, says=says, fix=fix)
    except (Unreadable, RuleBroken) as fault:
        why = fault.sentence if isinstance(fault, RuleBroken) else str(fault)
        refuse_fix(actor=GATEWAY, gateway=NAME, content=raw, why=why, number=mine.number)
        answer_enquiry(actor=GATEWAY, enquiry_id=mine.enquiry_id, result="refused", says=why)
    return answer.ref


def _kept(raw: bytes) -> UUID | None:
    """The bytes beside the position; a file store that takes none must not cost us where the caller is."""
    try:
        return store_file(actor=GATEWAY, content=raw, name="eisec.json", media_type="application/json").id
    except Refusal as refusal:
        log.error("The bytes of a position are not kept: %s", refusal.sentence)  # noqa: TRY400 - no fault of ours
        return None
