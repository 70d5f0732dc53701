"""Call events over HTTP, for a switch that is not Asterisk: one operation, the same however often it is sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from lineside.gateways.telephony.calls import CallEvent, fault_in, plain, plain_facts
from lineside.gateways.telephony.inbound import tell
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken

router = Router(tags=["telephony"])


class CallEventIn(Schema):
    """A moment of a call. `event_id` makes a second sending harmless; `call_id` is the switch's own number."""

    event_id: str = Field(min_length=1, max_length=120)
    call_id: str = Field(min_length=1, max_length=120)
    kind: str = Field(max_length=20, description="offered, answered, held, transferred, abandoned or ended")
    at: datetime
    number: str = Field("", max_length=60)
    line_type: str = Field("PUBLIC_FREEPHONE", max_length=40)
    name: str = Field("", max_length=200)
    facts: dict[str, Any] = Field(default_factory=dict)


class CallEventOut(Schema):
    """The contact that the call is."""

    contact_id: UUID


@router.post("/calls/events", response=CallEventOut, operation_id="tell_call_event")
def tell_call_event(request: HttpRequest, sent: CallEventIn) -> dict[str, UUID]:
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
    return {"contact_id": tell(request.actor, event)}  # type: ignore[attr-defined]
