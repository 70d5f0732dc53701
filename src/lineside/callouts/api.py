"""Calls out over HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.callouts import commands, queries
from lineside.callouts.permissions import CanCallOut
from lineside.contacts.permissions import CanContact
from lineside.incidents.permissions import CanIncident
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["callouts"])
NO_VERSION = "A gateway tells what it heard; what cannot follow changes nothing."


class CallOutIn(Schema):
    """Whom to ring, from which telephone, and for which contact or incident."""

    model_config = example(number="07700 900123", telephone="201", unsafe_reason="")

    number: str = Field(max_length=40)
    telephone: str = Field(max_length=20, description="Your own: it rings first.")
    unsafe_reason: str = Field("", max_length=500, description="Why an unsafe number is rung all the same.")


class CallOutOut(Schema):
    """A call out and how it stands."""

    id: UUID
    contact_id: UUID
    about_id: UUID | None
    incident_id: UUID | None
    number: str
    telephone: str
    state: str
    outcome: str
    says: str
    by_name: str
    created_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    version: int


class ToldIn(Schema):
    """What a switch heard of a call out."""

    model_config = example(state="ended", outcome="no_answer", says="")

    state: Literal["ringing", "up", "unsure", "ended"]
    outcome: Literal[
        "", "answered", "no_answer", "busy", "voicemail", "refused", "given_up", "not_dialled", "unknown"
    ] = ""
    says: str = Field("", max_length=300)


class AnsweredIn(Schema):
    """Who picked up."""

    model_config = example(outcome="voicemail")

    outcome: Literal["answered", "voicemail"]


class ClaimedOut(Schema):
    """The call that is now yours to dial; none when nobody waits."""

    call: CallOutOut | None


@router.post("/contacts/{uuid:contact_id}/calls-out", response=CallOutOut)
@changes(commands.place_call, no_version_because="It changes nothing of the contact.")
def call_for_contact(request: Asking, contact_id: UUID, said: CallOutIn) -> Any:  # noqa: ANN401
    """Ring somebody for a contact."""
    return asked_once(request, commands.place_call, actor=request.actor, about_id=contact_id, **said.dict())


@router.post("/incidents/{uuid:incident_id}/calls-out", response=CallOutOut)
@changes(commands.place_call, no_version_because="A line is added to the log.")
def call_for_incident(request: Asking, incident_id: UUID, said: CallOutIn) -> Any:  # noqa: ANN401
    """Ring somebody from an incident's log."""
    return asked_once(request, commands.place_call, actor=request.actor, incident_id=incident_id, **said.dict())


@router.get("/contacts/{uuid:contact_id}/calls-out", response=PageOut[CallOutOut])
@reads(CanContact.VIEW)
def list_calls_about(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> Page[queries.CallOutRow]:
    return page_in(queries.calls_about(request.actor, contact_id), paging)


@router.get("/incidents/{uuid:incident_id}/calls-out", response=PageOut[CallOutOut])
@reads(CanIncident.VIEW)
def list_calls_for(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.CallOutRow]:
    return page_in(queries.calls_for(request.actor, incident_id), paging)


@router.post("/calls-out/claim", response=ClaimedOut)
@changes(commands.claim_call, no_version_because="It takes whichever waits longest.")
def claim_call(request: Asking) -> dict[str, Any]:
    """For a switch that is not Asterisk: take the call that waits longest. It is yours alone, and given once."""
    return {"call": asked_once(request, commands.claim_call, actor=request.actor)}


@router.post("/calls-out/{uuid:call_out_id}/told", response=CallOutOut)
@changes(commands.tell_call_out, no_version_because=NO_VERSION)
def tell_call_out(request: Asking, call_out_id: UUID, said: ToldIn) -> Any:  # noqa: ANN401
    """Tell how a claimed call goes on."""
    return asked_once(request, commands.tell_call_out, actor=request.actor, call_out_id=call_out_id, **said.dict())


@router.post("/calls-out/{uuid:call_out_id}/answered-by", response=CallOutOut)
@changes(commands.say_who_answered)
def say_who_answered(request: Asking, call_out_id: UUID, said: AnsweredIn) -> Any:  # noqa: ANN401
    """Say whether a person or a machine picked up."""
    return asked_once(
        request,
        commands.say_who_answered,
        actor=request.actor,
        call_out_id=call_out_id,
        outcome=said.outcome,
        seen_version=seen_version(request),
    )


@router.get("/calls-out/{uuid:call_out_id}", response=CallOutOut)
@reads(CanContact.VIEW)
def read_call_out(request: Asking, call_out_id: UUID) -> queries.CallOutRow:
    """How a call out stands."""
    return queries.call_out_of(request.actor, call_out_id)


@router.get("/calls-out/telephone", response=dict[str, str])
@reads(CanCallOut.PLACE)
def read_telephone(request: Asking) -> dict[str, str]:
    """The telephone from which you rang last."""
    return {"telephone": queries.telephone_of(request.actor)}
