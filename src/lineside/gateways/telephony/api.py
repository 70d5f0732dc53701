"""Call events over HTTP, for a switch that is not Asterisk: one operation, the same however often it is sent."""

from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.contacts.api.schemas import RetriedLetterOut
from lineside.contacts.commands import record_call_moment
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import is_call_taken
from lineside.gateways.telephony.calls import CallEvent, fault_in, plain, plain_facts
from lineside.gateways.telephony.commands import retry_dead_letter
from lineside.gateways.telephony.inbound import tell
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import Moment, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["telephony"])


class CallEventIn(Schema):
    """A moment of a call. `event_id` makes a second sending harmless; `call_id` is the switch's own number."""

    model_config = example(
        event_id="8812-1", call_id="8812", kind="offered", at="2026-11-26T09:14:07Z", number="07700 900123"
    )

    event_id: str = Field(min_length=1, max_length=120)
    call_id: str = Field(min_length=1, max_length=120)
    kind: str = Field(max_length=20, description="offered, answered, held, transferred, abandoned or ended")
    at: Moment
    number: str = Field("", max_length=60)
    line_type: str = Field("PUBLIC_FREEPHONE", max_length=40)
    name: str = Field("", max_length=200)
    facts: dict[str, Any] = Field(default_factory=dict)


class CallEventOut(Schema):
    """The contact that the call is."""

    contact_id: UUID


@router.post("/calls/events", response=CallEventOut)
@changes(record_call_moment, no_version_because="A moment is added to a call.", key_in_body="event_id")
def tell_call_event(request: Asking, sent: CallEventIn) -> dict[str, UUID]:
    """Tell of a call that is offered, answered, held, transferred, abandoned or ended."""
    event = CallEvent(
        event_id=f"http:{plain(sent.event_id)}",
        call_id=plain(sent.call_id),
        kind=sent.kind,
        at=sent.at,
        number=plain(sent.number),
        line_type=plain(sent.line_type),
        name=plain(sent.name),
        facts=plain_facts(sent.facts),
    )
    if fault := fault_in(event, now()):
        raise RuleBroken(fault[1], fault[0])
    return {"contact_id": tell(request.actor, event)}


class CallTakenOut(Schema):
    """Whether somebody at a desk has the call in hand."""

    is_taken: bool


@router.get("/calls/taken", response=CallTakenOut)
@reads(CanContact.RECEIVE)
def read_call_taken(request: Asking, call_id: Query[str]) -> dict[str, bool]:
    """Ask whether a call that was told of has been taken at a desk, so that the switch connects it."""
    return {"is_taken": is_call_taken(request.actor, call_id)}


@router.post("/telephony/dead-letters/{uuid:dead_letter_id}/retry", response=RetriedLetterOut)
@changes(retry_dead_letter)
def retry_dead_call(request: Asking, dead_letter_id: UUID) -> Any:  # noqa: ANN401
    """Tell of a moment of a call again that could not be taken."""
    return asked_once(
        request,
        retry_dead_letter,
        actor=request.actor,
        dead_letter_id=dead_letter_id,
        seen_version=seen_version(request),
    )
