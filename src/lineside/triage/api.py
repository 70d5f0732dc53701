"""The API of triage: the questions, the proposal, and opening from a contact or a desk."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from lineside.incidents import queries as incident_queries
from lineside.incidents.api import IncidentOut, OpeningIn, incident_out
from lineside.incidents.commands import Opening
from lineside.incidents.permissions import CanIncident
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.triage import commands, queries
from lineside.triage.models import Assessment
from lineside.triage.permissions import CanTriage
from lineside.triage.rules import Proposal, Question
from lineside.ui.operations import PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
CALM = {
    "threat": "none",
    "harm": "low",
    "risk": "unlikely",
    "investigation": "desk",
    "vulnerability": ["none"],
    "scene": "not_needed",
    "prevention": "given",
}


class AnswerOut(Schema):
    code: str
    label: str


class QuestionOut(Schema):
    code: str
    letter: str
    label: str
    prompt: str
    answers: list[AnswerOut]
    required: bool
    many: bool
    about: str
    is_factor: bool
    least_words: int


class AskedIn(PagingIn):
    """Of which kind of incident, so that what it asks beside THRIVE is told as well."""

    opening_code: str = Field("", max_length=10)


class AnswersIn(Schema):
    model_config = example(answers={"line": "on_track"}, opening_code="TRESP")

    answers: dict[str, str | list[str]]
    opening_code: str = ""


class ProposalOut(Schema):
    grade: str
    reasons: list[str]


class AssessedIn(Schema):
    model_config = example(
        opening={"summary": "Shouting on the concourse", "opening_code": "ASB"},
        answers={**CALM, "threat": "present", "threat_text": "Still shouting at staff"},
        grade="P",
    )

    opening: OpeningIn
    answers: dict[str, str | list[str]]
    grade: str = ""
    reason: str = ""


class RegradeIn(Schema):
    model_config = example(answers=CALM, grade="R", reason="They have left.")

    answers: dict[str, str | list[str]]
    grade: str = ""
    reason: str = ""


class AssessmentOut(Schema):
    id: UUID
    created_at: datetime
    edition: str
    conditions: str
    kinds: str
    gaps: list[str]
    words_owed: list[str]
    words_repeated: list[str]
    answers: dict[str, Any]
    proposed_grade: str
    reasons: list[str]
    chosen_grade: str
    why: str
    by_name: str

    @staticmethod
    def resolve_gaps(assessment: Assessment) -> tuple[str, ...]:
        return queries.gaps_of(assessment)

    @staticmethod
    def resolve_words_owed(assessment: Assessment) -> tuple[str, ...]:
        return queries.words_owed(assessment)

    @staticmethod
    def resolve_words_repeated(assessment: Assessment) -> tuple[str, ...]:
        return queries.words_repeated(assessment)


class OverdueOut(Schema):
    """THRIVE was due again by then, and has not been done."""

    incident_id: UUID
    reference: str
    grade: str
    opening_code: str
    place: str
    owner: str
    assessed_at: datetime | None
    due_at: datetime


class AttachIn(Schema):
    model_config = example(incident_id="01900000-0000-7000-8000-000000000001")

    incident_id: UUID


class RepeatSeenIn(Schema):
    """Who of the register was a victim before, as it was read at this contact."""

    model_config = example(person_id="01900000-0000-7000-8000-000000000001")

    person_id: UUID


class RepeatSeenOut(Schema):
    """Who has read it, and how many crimes were counted then, by which edition."""

    id: UUID
    contact_id: UUID
    person_id: UUID
    crimes: int
    edition: str
    by_name: str
    created_at: datetime


@router.get("/triage/questions", response=PageOut[QuestionOut])
@reads(CanTriage.ASSESS)
def list_questions(request: Asking, paging: Query[AskedIn]) -> Page[dict[str, Any]]:  # noqa: ARG001
    """THRIVE with S and P, and what the named kind of incident asks beside it, in the order in which it is asked."""
    asked = (*queries.questions(), *queries.kind_questions({}, paging.opening_code))
    return page_in([_question(each) for each in asked], paging)


@router.post("/triage/proposal", response=ProposalOut)
@reads(CanTriage.ASSESS)
def propose_grade(request: Asking, asked: AnswersIn) -> Proposal:  # noqa: ARG001
    """The grade that these answers propose, with its reasons; nothing is stored."""
    proposal = queries.propose(dict(asked.answers), asked.opening_code)
    return proposal or Proposal(grade="", reasons=("Nothing has been answered yet",))


@router.get("/triage/overdue", response=PageOut[OverdueOut])
@reads(CanIncident.VIEW, sighting="triage.overdue")
def list_overdue_reassessments(request: Asking, paging: Query[PagingIn]) -> Page[dict[str, Any]]:
    """Open incidents of which THRIVE was due again and has not been done, the longest overdue first."""
    rows = queries.overdue_reassessments(request.actor)
    return page_in([{**_of(each.incident), "due_at": each.due_at} for each in rows], paging)


@router.post("/contacts/{uuid:contact_id}/incident", response={201: IncidentOut})
@changes(commands.open_incident_from_contact)
def open_from_contact(request: Asking, contact_id: UUID, asked: AssessedIn) -> Any:  # noqa: ANN401
    incident = asked_once(
        request,
        commands.open_incident_from_contact,
        actor=request.actor,
        contact_id=contact_id,
        opening=_opening(asked.opening),
        answers=dict(asked.answers),
        grade=asked.grade,
        reason=asked.reason,
        seen_version=seen_version(request),
    )
    return Status(201, incident_out(incident))


@router.post("/contacts/{uuid:contact_id}/repeat-victims", response={201: RepeatSeenOut})
@changes(commands.acknowledge_repeat, no_version_because="It is kept once for each person and contact.")
def acknowledge_repeat(request: Asking, contact_id: UUID, asked: RepeatSeenIn) -> Any:  # noqa: ANN401
    """Say that one has read that this person was a victim before."""
    seen = asked_once(
        request, commands.acknowledge_repeat, actor=request.actor, contact_id=contact_id, person_id=asked.person_id
    )
    return Status(201, seen)


@router.post("/triage/incidents", response={201: IncidentOut})
@changes(commands.open_incident_from_desk, no_version_because="It opens a new incident.")
def open_from_desk(request: Asking, asked: AssessedIn) -> Any:  # noqa: ANN401
    incident = asked_once(
        request,
        commands.open_incident_from_desk,
        actor=request.actor,
        opening=_opening(asked.opening),
        answers=dict(asked.answers),
        grade=asked.grade,
        reason=asked.reason,
    )
    return Status(201, incident_out(incident))


@router.post("/contacts/{uuid:contact_id}/attach", response=IncidentOut)
@changes(commands.attach_contact)
def attach_contact(request: Asking, contact_id: UUID, asked: AttachIn) -> Any:  # noqa: ANN401
    incident = asked_once(
        request,
        commands.attach_contact,
        actor=request.actor,
        contact_id=contact_id,
        incident_id=asked.incident_id,
        seen_version=seen_version(request),
    )
    return incident_out(incident)


@router.post("/incidents/{uuid:incident_id}/regrade", response=IncidentOut)
@changes(commands.regrade_incident)
def regrade_incident(request: Asking, incident_id: UUID, asked: RegradeIn) -> Any:  # noqa: ANN401
    """A fresh THRIVE with the grade that follows from it; a lower grade is given in no other way."""
    incident = asked_once(
        request,
        commands.regrade_incident,
        actor=request.actor,
        incident_id=incident_id,
        answers=dict(asked.answers),
        grade=asked.grade,
        reason=asked.reason,
        seen_version=seen_version(request),
    )
    return incident_out(incident)


@router.get("/incidents/{uuid:incident_id}/assessments", response=PageOut[AssessmentOut])
@reads(CanIncident.VIEW, sighting="triage.assessments")
def list_assessments(request: Asking, incident_id: UUID, paging: Query[PagingIn]) -> Page[Assessment]:
    """First to latest, so that a supervisor sees what changed."""
    incident_queries.incident(request.actor, incident_id)
    return queries.assessments_page(incident_id, paging)


def _of(row: incident_queries.IncidentRow) -> dict[str, Any]:
    facts = ("reference", "grade", "opening_code", "place", "owner", "assessed_at")
    return {"incident_id": row.id, **{name: getattr(row, name) for name in facts}}


def _opening(opening: OpeningIn) -> Opening:
    return Opening(**{**opening.dict(), "qualifiers": tuple(opening.qualifiers)})


def _question(question: Question) -> dict[str, Any]:
    answers = [{"code": code, "label": label} for code, label in question.answers]
    return {**asdict(question), "answers": answers}
