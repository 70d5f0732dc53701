"""Call events over HTTP, for a switch that is not Asterisk: one operation, the same however often it is sent."""

from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from ninja import Field, Query, Router, Schema

from lineside.contacts.api.schemas import RetriedLetterOut
from lineside.contacts.commands import record_call_moment
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import is_call_taken
from lineside.gateways.telephony.calls import KINDS, CallEvent, fault_in, plain, plain_facts, told_by
from lineside.gateways.telephony.commands import retry_dead_letter, take_in_refused_sip, take_in_sip
from lineside.gateways.telephony.edge import EDGE, key_of, lines_in, moment_at, refused_event, sip_bytes
from lineside.gateways.telephony.inbound import tell
from lineside.heartbeats.commands import beat
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import Moment, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["telephony"])
AS_SENT = "call-event.json"


class CallEventIn(Schema):
    """A moment of a call. `event_id` makes a second sending harmless; `call_id` is the switch's own number."""

    model_config = example(
        event_id="8812-1", call_id="8812", kind="offered", at="2026-11-26T09:14:07Z", number="07700 900123"
    )

    event_id: str = Field(min_length=1, max_length=120)
    call_id: str = Field(min_length=1, max_length=120)
    kind: str = Field(max_length=20, description="; ".join(KINDS))
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
    """Tell of a moment of a call; `connecting` is when 999 began to connect it, `pressed` a key, `facts.digit`.

    Among the facts `silent` (`yes`, or `55`) says that nobody speaks, and `relay` that a relay or an interpreter does.
    """
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
    return {"contact_id": tell(request.actor, told_by(event, request.body, AS_SENT))}


class SipMessageIn(Schema):
    """A moment of a call as the edge of the network saw it: the whole SIP message, in base64."""

    model_config = example(
        moment="offered",
        at="1795770847.031201",
        why="",
        from_address="192.0.2.7",
        message="SU5WSVRFIHVybjpzZXJ2aWNlOnNvcyBTSVAvMi4wDQpDYWxsLUlEOiA4ODEyDQoNCg==",
    )

    moment: Literal["offered", "located", "answered", "abandoned", "ended"]
    at: str = Field(max_length=30, description="When, in seconds since 1970, as Kamailio has it.")
    why: str = Field("", max_length=200)
    from_address: str = Field("", max_length=60)
    message: str = Field(max_length=300_000)


@router.post("/telephony/sip", response=CallEventOut)
@changes(take_in_sip, no_version_because="A moment is added to a call.", key_in_body="message")
def tell_sip_message(request: Asking, sent: SipMessageIn) -> dict[str, UUID]:
    """Tell of a call by the message that its edge saw. What cannot be read of it stops no call: a person sees it."""
    content = sip_bytes(sent.message)
    contact_id = once(
        key_of(sent.moment, content),
        take_in_sip,
        actor=request.actor,
        content=content,
        kind=sent.moment,
        at=moment_at(sent.at),
        lines=lines_in(settings.SIP_LINES),
        why=plain(sent.why),
        told_by=plain(sent.from_address),
    )
    beat(EDGE)
    return {"contact_id": contact_id}


class RefusedSipIn(Schema):
    """The least that is known of a message that we refused, in base64 where a caller wrote it."""

    model_config = example(
        moment="offered", at="1795770847.031201", call_id="ODgxMg==", number="dGVsOis0NDc3MDA5MDAxMjM=", why="MjA="
    )

    moment: str = Field(max_length=20)
    at: str = Field(max_length=30)
    call_id: str = Field(max_length=300)
    number: str = Field("", max_length=300)
    why: str = Field("", max_length=600)


class RefusedSipOut(Schema):
    """Under which key it waits for a supervisor."""

    dead_letter_id: UUID


@router.post("/telephony/sip/refused", response=RefusedSipOut)
@changes(take_in_refused_sip, no_version_because="It is put before a person.", key_in_body="call_id")
def tell_refused_sip(request: Asking, sent: RefusedSipIn) -> dict[str, UUID]:
    """Tell of a message that was refused, so that a person sees who rang and when."""
    event = refused_event(sent.moment, moment_at(sent.at), sip_bytes(sent.call_id), sip_bytes(sent.number))
    event = told_by(event, request.body, AS_SENT)
    why = plain(sip_bytes(sent.why).decode("utf-8", "replace"), 400)
    return {"dead_letter_id": once(event.event_id, take_in_refused_sip, actor=request.actor, event=event, why=why)}


class EdgeOut(Schema):
    """That we listen."""

    listens: bool


@router.get("/telephony/sip/alive", response=EdgeOut)
@reads(CanContact.RECEIVE)
def hear_edge(request: Asking) -> dict[str, bool]:  # noqa: ARG001 - its right is what counts
    """The edge asks every ten seconds whether we listen; its asking is its heartbeat."""
    beat(EDGE)
    return {"listens": True}


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
