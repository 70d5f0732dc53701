"""Declaring, standing down, call-attach mode, and what is answered to its proposals."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.contacts.queries import contact as contact_of
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.major_incidents import commands, queries
from lineside.major_incidents.permissions import CanMajor
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()


class MajorReasonIn(Schema):
    model_config = example(reason="Smoke in the subway, many people below")

    reason: str = Field(max_length=500)


class AttachModeIn(Schema):
    """Where it is and how far around, the words that callers use, or both."""

    model_config = example(place_text="Leeds", lat=53.795, lon=-1.547, radius_m=500, words=["smoke", "subway"])

    place_text: str = Field("", max_length=300)
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    radius_m: int | None = None
    words: list[str] = Field([], max_length=20)


class MajorAttachIn(Schema):
    """THRIVE's answers where somebody's life may be at risk; words where nothing proposes it."""

    model_config = example(
        major_incident_id="01900000-0000-7000-8000-000000000001", words="The caller is in the subway"
    )

    major_incident_id: UUID
    answers: dict[str, Any] = {}
    words: str = Field("", max_length=500)


class MajorDeclineIn(Schema):
    model_config = example(
        major_incident_id="01900000-0000-7000-8000-000000000001", words="A lost bag at the other end of the station"
    )

    major_incident_id: UUID
    words: str = Field(max_length=500)


class MajorIncidentOut(Schema):
    id: UUID
    version: int
    incident_id: UUID
    reference: str
    summary: str
    place: str
    area: str
    times_declared: int
    declared_at: datetime
    declared_by: str
    declared_why: str
    over_at: datetime | None
    over_by: str
    over_why: str
    is_attaching: bool
    place_text: str
    lat: float | None
    lon: float | None
    radius_m: int | None
    words: list[str]
    mode_at: datetime | None
    mode_by: str


class ProposedMajorOut(Schema):
    """A major incident that a contact is proposed for, why, and what asks for THRIVE first."""

    major: MajorIncidentOut
    reasons: list[str]
    life_signs: list[str]


class MajorAnswerOut(Schema):
    id: UUID
    contact_id: UUID
    is_attached: bool
    reasons: list[str]
    life_signs: list[str]
    words: str
    by_name: str


@router.get("/major-incidents", response=PageOut[MajorIncidentOut])
@reads(CanMajor.VIEW)
def list_majors(request: Asking, paging: Query[PagingIn]) -> Page[queries.MajorRow]:
    """Declared major incidents, newest first."""
    return queries.majors_page(request.actor, paging)


@router.get("/major-incidents/{uuid:major_incident_id}", response=MajorIncidentOut)
@reads(CanMajor.VIEW)
def read_major(request: Asking, major_incident_id: UUID) -> queries.MajorRow:
    return queries.major_incident(request.actor, major_incident_id)


@router.post("/incidents/{uuid:incident_id}/declare-major", response={201: MajorIncidentOut})
@changes(commands.declare_major, no_version_because="It is declared once; one that stands is refused.")
def declare_major(request: Asking, incident_id: UUID, said: MajorReasonIn) -> Any:  # noqa: ANN401
    made = asked_once(request, commands.declare_major, actor=request.actor, incident_id=incident_id, reason=said.reason)
    return Status(201, queries.major_incident(request.actor, made.id))


@router.post("/major-incidents/{uuid:major_incident_id}/stand-down", response=MajorIncidentOut)
@changes(commands.stand_major_down)
def stand_major_down(request: Asking, major_incident_id: UUID, said: MajorReasonIn) -> queries.MajorRow:
    asked_once(
        request,
        commands.stand_major_down,
        actor=request.actor,
        major_incident_id=major_incident_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )
    return queries.major_incident(request.actor, major_incident_id)


@router.post("/major-incidents/{uuid:major_incident_id}/attach-mode", response=MajorIncidentOut)
@changes(commands.switch_attach_mode_on)
def switch_attach_mode_on(request: Asking, major_incident_id: UUID, said: AttachModeIn) -> queries.MajorRow:
    """Call-attach mode is on, or says something else."""
    mode = commands.AttachMode(**said.dict() | {"words": tuple(said.words)})
    asked_once(
        request,
        commands.switch_attach_mode_on,
        actor=request.actor,
        major_incident_id=major_incident_id,
        mode=mode,
        seen_version=seen_version(request),
    )
    return queries.major_incident(request.actor, major_incident_id)


@router.post("/major-incidents/{uuid:major_incident_id}/attach-mode-off", response=MajorIncidentOut)
@changes(commands.switch_attach_mode_off)
def switch_attach_mode_off(request: Asking, major_incident_id: UUID, said: MajorReasonIn) -> queries.MajorRow:
    asked_once(
        request,
        commands.switch_attach_mode_off,
        actor=request.actor,
        major_incident_id=major_incident_id,
        reason=said.reason,
        seen_version=seen_version(request),
    )
    return queries.major_incident(request.actor, major_incident_id)


@router.get("/contacts/{uuid:contact_id}/major-incidents", response=PageOut[ProposedMajorOut])
@reads(CanMajor.VIEW, sighting="major_incidents.proposals")
def list_proposed_majors(request: Asking, contact_id: UUID, paging: Query[PagingIn]) -> Page[queries.Proposed]:
    """Major incidents that this contact is proposed for."""
    return page_in(queries.proposals(request.actor, contact_of(contact_id, request.actor)), paging)


@router.post("/contacts/{uuid:contact_id}/attach-to-major", response=MajorAnswerOut)
@changes(commands.attach_to_major)
def attach_to_major(request: Asking, contact_id: UUID, said: MajorAttachIn) -> Any:  # noqa: ANN401
    """The contact joins it, by a person's decision."""
    return asked_once(
        request,
        commands.attach_to_major,
        actor=request.actor,
        contact_id=contact_id,
        seen_version=seen_version(request),
        **said.dict(),
    )


@router.post("/contacts/{uuid:contact_id}/decline-major", response=MajorAnswerOut)
@changes(commands.decline_major, no_version_because="It is answered once; the second is told by whom.")
def decline_major(request: Asking, contact_id: UUID, said: MajorDeclineIn) -> Any:  # noqa: ANN401
    """The contact is about something else."""
    return asked_once(request, commands.decline_major, actor=request.actor, contact_id=contact_id, **said.dict())
