"""Officer's emergencies over HTTP: for a radio system of another make, and a desk of another make."""

from datetime import datetime
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.officer_emergencies import commands, queries
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.ui.operations import Moment, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["officer emergencies"])
REPEATS = "A press is added to what is open; a repeat under the same press_key changes nothing."
ANYBODY = "Whoever answers is on record; two who answer at once do no harm."


class EmergencyFixOut(Schema):
    lat: float
    lon: float
    at: datetime
    within_m: float | None


class EmergencyAnswerOut(Schema):
    by_name: str
    at: datetime


class OfficerEmergencyOut(Schema):
    id: UUID
    version: int
    unit_id: UUID | None
    who: str
    crew: str
    holder: str
    issi: str
    talkgroup: str
    area: str
    state: str
    source: str
    raised_at: datetime
    received_at: datetime
    presses: int
    last_pressed_at: datetime
    fixes: list[EmergencyFixOut]
    answers: list[EmergencyAnswerOut]
    answered_by: str
    answered_at: datetime | None
    level: int
    outcome: str
    outcome_words: str
    outcome_by: str
    outcome_at: datetime | None
    resolved_words: str
    resolved_by: str
    resolved_at: datetime | None
    incident_id: UUID
    incident_reference: str


class OfficerEmergencyIn(Schema):
    """A press: its unit where that is known, else the radio's number."""

    model_config = example(
        issi="6401234", source="status", press_key="tetra 2026-11-27 000118", lat=51.5319, lon=-0.1233
    )

    unit_id: UUID | None = None
    source: str = Field("desk", max_length=12, description="status, call, lip, unit or desk.")
    at: Moment | None = None
    press_key: str = Field("", max_length=200, description="Names this press; sent again it is the same press.")
    issi: str = Field("", max_length=8)
    holder: str = Field("", max_length=200)
    talkgroup: str = Field("", max_length=40)
    lat: float | None = Field(None, ge=-90, le=90)
    lon: float | None = Field(None, ge=-180, le=180)
    within_m: float | None = Field(None, ge=0, le=20_000_000)


class EmergencyOutcomeIn(Schema):
    """Genuine, or accidental with whom it was spoken by voice and that the challenge was answered."""

    model_config = example(outcome="accidental", spoken_with="PC Hale", challenge_answered=True, words="Leaned on it")

    outcome: str = Field(max_length=12)
    words: str = Field("", max_length=2000)
    spoken_with: str = Field("", max_length=200)
    challenge_answered: bool = Field(False)  # noqa: FBT003


class EmergencyResolvedIn(Schema):
    model_config = example(words="PC Hale is safe; one arrested")

    words: str = Field(max_length=2000)


@router.get("/officer-emergencies", response=PageOut[OfficerEmergencyOut])
@reads(CanOfficerEmergency.VIEW, sighting="officer_emergencies.emergencies")
def list_officer_emergencies(request: Asking, paging: Query[PagingIn]) -> Page[queries.EmergencyRow]:
    """Emergencies of the asker's areas, open and over, the newest first."""
    return queries.emergencies_page(request.actor, paging)


@router.post("/officer-emergencies", response={201: UUID})
@changes(commands.raise_emergency, no_version_because=REPEATS)
def raise_emergency(request: Asking, said: OfficerEmergencyIn) -> Status[UUID]:
    """Raise one. The answer is its key and means that it is kept and on the desks."""
    row = asked_once(
        request,
        commands.raise_emergency,
        actor=request.actor,
        unit_id=said.unit_id,
        source=said.source,
        at=said.at,
        press_key=said.press_key,
        pressed=commands.Pressed(**said.dict(exclude={"unit_id", "source", "at", "press_key"})),
    )
    return Status(201, row.id)


@router.get("/officer-emergencies/{uuid:emergency_id}", response=OfficerEmergencyOut)
@reads(CanOfficerEmergency.VIEW, sighting="officer_emergencies.emergency")
def read_officer_emergency(request: Asking, emergency_id: UUID) -> queries.EmergencyRow:
    return queries.emergency(request.actor, emergency_id)


@router.post("/officer-emergencies/{uuid:emergency_id}/answer", response=OfficerEmergencyOut)
@changes(commands.answer_emergency, no_version_because=ANYBODY)
def answer_emergency(request: Asking, emergency_id: UUID) -> queries.EmergencyRow:
    """Say that one has it on one's desk; the first who does has it in hand."""
    asked_once(request, commands.answer_emergency, actor=request.actor, emergency_id=emergency_id)
    return queries.emergency(request.actor, emergency_id)


@router.post("/officer-emergencies/{uuid:emergency_id}/outcome", response=OfficerEmergencyOut)
@changes(commands.record_outcome)
def record_outcome(request: Asking, emergency_id: UUID, said: EmergencyOutcomeIn) -> queries.EmergencyRow:
    """Genuine, which stays until it is resolved, or an accident confirmed by voice and challenge, which ends it."""
    asked_once(
        request,
        commands.record_outcome,
        actor=request.actor,
        emergency_id=emergency_id,
        said=commands.Outcome(**said.dict()),
        seen_version=seen_version(request),
    )
    return queries.emergency(request.actor, emergency_id)


@router.post("/officer-emergencies/{uuid:emergency_id}/resolve", response=OfficerEmergencyOut)
@changes(commands.resolve_emergency)
def resolve_emergency(request: Asking, emergency_id: UUID, said: EmergencyResolvedIn) -> queries.EmergencyRow:
    asked_once(
        request,
        commands.resolve_emergency,
        actor=request.actor,
        emergency_id=emergency_id,
        words=said.words,
        seen_version=seen_version(request),
    )
    return queries.emergency(request.actor, emergency_id)
