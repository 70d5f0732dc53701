"""The victims of one crime, and what happened in its case, over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.kernel.http import asked_once
from lineside.kernel.paging import Page
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking
from lineside.victims import commands, queries
from lineside.victims.api.reading import whole
from lineside.victims.api.shapes import VictimOut, WholeVictimOut
from lineside.victims.commands import Added
from lineside.victims.permissions import CanVictim

router = Router()


class CaseStepIn(Schema):
    """Something that happened in the case."""

    model_config = example(step="no_action", at="2026-11-02T09:00:00Z", words="There is no evidence of who it was")

    step: str = Field(max_length=40)
    at: Moment
    words: str = Field("", max_length=500)


class AddedVictimIn(Schema):
    """A victim whom the crime record does not name."""

    model_config = example(name="Kim Vale", standing="bereaved", phone="07700 900125", words="Mother of the deceased")

    name: str = Field(max_length=200)
    standing: str = Field(max_length=10, description="person or bereaved")
    phone: str = Field("", max_length=40)
    email: str = Field("", max_length=254)
    born_on: date | None = None
    words: str = Field(max_length=500)


@router.get("/crimes/{uuid:crime_id}/victims", response=PageOut[VictimOut])
@reads(CanVictim.VIEW, sighting="victims.victims_of")
def list_victims_of_crime(request: Asking, crime_id: UUID, paging: Query[PagingIn]) -> Page[queries.VictimRow]:
    return queries.victims_page(request.actor, crime_id, paging)


@router.post("/crimes/{uuid:crime_id}/steps", response=CaseStepIn)
@changes(commands.record_step, no_version_because="A step only adds, and the same step is recorded once.")
def record_case_step(request: Asking, crime_id: UUID, said: CaseStepIn) -> dict[str, Any]:
    """Something happened in the case: every victim of it is owed to be told."""
    made = asked_once(request, commands.record_step, actor=request.actor, crime_id=crime_id, **said.dict())
    return {"step": made.code, "at": made.at, "words": made.words}


@router.post("/crimes/{uuid:crime_id}/victims", response=WholeVictimOut)
@changes(commands.add_victim, no_version_because="It adds a victim and changes nothing of the crime.")
def add_victim(request: Asking, crime_id: UUID, said: AddedVictimIn) -> dict[str, Any]:
    """A bereaved relative, or a witness who was harmed by what they saw."""
    added = Added(**said.dict())
    made = asked_once(request, commands.add_victim, actor=request.actor, crime_id=crime_id, added=added)
    return whole(request, made.id)
