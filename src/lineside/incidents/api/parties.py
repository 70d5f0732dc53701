"""Agencies and units listed on a log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.incidents import commands, queries
from lineside.incidents.api.asking import seeing
from lineside.incidents.permissions import CanIncident
from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
LISTED = "Who is listed already stays so; nothing of the incident is written over."


class LogPartyIn(Schema):
    """An agency by a short sign, with its name."""

    model_config = example(sign="NWAS", label="North West Ambulance Service")

    sign: str = Field(max_length=12)
    label: str = Field("", max_length=80)


class LogPartyLeftIn(Schema):
    """The sign of the agency that has left."""

    model_config = example(sign="LAS")

    sign: str = Field(max_length=12)


class LogPartyOut(Schema):
    """A unit or an agency, for one time that it was listed on the log."""

    id: UUID
    kind: str
    sign: str
    label: str
    listed_at: datetime
    left_at: datetime | None


@router.get("/incidents/{uuid:incident_id}/parties", response=PageOut[LogPartyOut])
@reads(CanIncident.VIEW)
def list_parties_of_log(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[queries.PartyRow]:
    """Units and agencies listed on the log, in the order in which they came; who has left stays."""
    return queries.parties_page(request.actor, incident_id, paging)


@router.post("/incidents/{uuid:incident_id}/parties", response=LogPartyOut)
@changes(commands.list_party, no_version_because=LISTED)
def list_party_on_log(request: Asking, incident_id: UUID, said: LogPartyIn) -> Any:  # noqa: ANN401
    """List an agency on the log."""
    actor = seeing(request, incident_id)
    return asked_once(request, commands.list_party, actor=actor, incident_id=incident_id, **said.dict())


@router.post("/incidents/{uuid:incident_id}/parties/left", response=LogPartyOut)
@changes(commands.note_party_left, no_version_because=LISTED)
def note_party_left(request: Asking, incident_id: UUID, said: LogPartyLeftIn) -> Any:  # noqa: ANN401
    """Say that an agency has left."""
    actor = seeing(request, incident_id)
    return asked_once(request, commands.note_party_left, actor=actor, incident_id=incident_id, sign=said.sign)
