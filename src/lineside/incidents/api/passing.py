"""Who owns an incident, and passing it on, over the API."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema
from pydantic import BaseModel

from lineside.incidents import commands, queries
from lineside.incidents.api.asking import incident_out, seeing
from lineside.incidents.api.schemas import IncidentOut, WhyIn
from lineside.incidents.permissions import CanIncident
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
ONE_ANSWER = "An offer is answered once; the second answer is refused."


class OfferIn(Schema):
    """To whom: a site, an area, or a desk at which somebody is booked on."""

    model_config = example(to="FCRL", why="Their line is blocked.")

    to: str = Field(max_length=40)
    why: str = Field("", max_length=500)


class AcceptIn(Schema):
    """The desk at which it is taken; that of the rota when none is named."""

    model_config = example(desk="")

    desk: str = Field("", max_length=40)


class LeaveIn(Schema):
    """Who takes over what the leaver owns."""

    model_config = example(to_id="01900000-0000-7000-8000-000000000001")

    to_id: UUID


class OfferOut(BaseModel, from_attributes=True):
    id: UUID
    incident: IncidentOut
    from_name: str
    to: str
    to_label: str
    why: str
    state: str
    offered_at: datetime
    accept_by: datetime
    told_at: datetime | None


class MovedOut(Schema):
    """How many logs changed their owner."""

    moved: int


@router.get("/incident-offers", response=PageOut[OfferOut])
@reads(CanIncident.OWN)
def list_offers(request: Asking, paging: Query[PagingIn]) -> Page[queries.OfferRow]:
    """Incidents that are offered to another desk and not answered."""
    return queries.offers_page(request.actor, paging)


@router.post("/incidents/{uuid:incident_id}/offer", response=IncidentOut)
@changes(commands.offer_incident)
def offer_incident(request: Asking, incident_id: UUID, offered: OfferIn) -> IncidentOut:
    """Offer it; it stays whose it is until somebody there accepts."""
    done = asked_once(
        request,
        commands.offer_incident,
        actor=seeing(request, incident_id),
        incident_id=incident_id,
        to=offered.to,
        why=offered.why,
        seen_version=seen_version(request),
    )
    return incident_out(done)


@router.post("/incidents/{uuid:incident_id}/offer/accept", response=IncidentOut)
@changes(commands.accept_incident, no_version_because=ONE_ANSWER)
def accept_incident(request: Asking, incident_id: UUID, at: AcceptIn) -> IncidentOut:
    actor = seeing(request, incident_id)
    return incident_out(
        asked_once(request, commands.accept_incident, actor=actor, incident_id=incident_id, desk=at.desk)
    )


@router.post("/incidents/{uuid:incident_id}/offer/refuse", response=IncidentOut)
@changes(commands.refuse_incident, no_version_because=ONE_ANSWER)
def refuse_incident(request: Asking, incident_id: UUID, why: WhyIn) -> IncidentOut:
    actor = seeing(request, incident_id)
    return incident_out(
        asked_once(request, commands.refuse_incident, actor=actor, incident_id=incident_id, reason=why.reason)
    )


@router.post("/incidents/{uuid:incident_id}/offer/keep", response=IncidentOut)
@changes(commands.keep_incident, no_version_because=ONE_ANSWER)
def keep_incident(request: Asking, incident_id: UUID) -> IncidentOut:
    """Its owner takes the offer back."""
    actor = seeing(request, incident_id)
    return incident_out(asked_once(request, commands.keep_incident, actor=actor, incident_id=incident_id))


@router.post("/duties/{uuid:duty_id}/leave", response=MovedOut)
@changes(commands.leave_desk, no_version_because="What is owned at that moment moves, whatever was seen of it.")
def leave_desk(request: Asking, duty_id: UUID, heir: LeaveIn) -> Any:  # noqa: ANN401
    """Hand over every open log and book off, both or neither."""
    moved = asked_once(request, commands.leave_desk, actor=request.actor, duty_id=duty_id, to_id=heir.to_id)
    return {"moved": moved}
