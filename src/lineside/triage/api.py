"""The API of triage: the questions, the proposal, and opening from a contact or a desk."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status

from lineside.incidents import queries as incident_queries
from lineside.incidents.api import IncidentOut, OpeningIn, incident_out
from lineside.incidents.commands import Opening
from lineside.kernel.errors import NotPermitted
from lineside.kernel.http import asked_once, seen_version
from lineside.triage import commands, queries
from lineside.triage.permissions import CanTriage

router = Router()


class QuestionOut(Schema):
    code: str
    letter: str
    label: str
    prompt: str
    answers: list[tuple[str, str]]
    required: bool
    many: bool


class AnswersIn(Schema):
    answers: dict[str, str | list[str]]
    opening_code: str = ""


class ProposalOut(Schema):
    grade: str
    reasons: list[str]


class AssessedIn(Schema):
    opening: OpeningIn
    answers: dict[str, str | list[str]]
    grade: str = ""
    reason: str = ""


class RegradeIn(Schema):
    answers: dict[str, str | list[str]]
    grade: str = ""
    reason: str = ""


class AssessmentOut(Schema):
    id: UUID
    created_at: datetime
    edition: str
    conditions: str
    answers: dict[str, Any]
    proposed_grade: str
    reasons: list[str]
    chosen_grade: str
    why: str
    by_name: str


class AttachIn(Schema):
    incident_id: UUID


@router.get("/triage/questions", response=list[QuestionOut])
def list_questions(request: HttpRequest) -> Any:  # noqa: ANN401
    _permit(request)
    return [asdict(question) for question in queries.questions()]


@router.post("/triage/proposal", response=ProposalOut)
def propose(request: HttpRequest, asked: AnswersIn) -> Any:  # noqa: ANN401
    _permit(request)
    proposal = queries.propose(dict(asked.answers), asked.opening_code)
    return asdict(proposal) if proposal else {"grade": "", "reasons": ["Nothing has been answered yet"]}


@router.post("/contacts/{uuid:contact_id}/incident", response={201: IncidentOut})
def open_from_contact(request: HttpRequest, contact_id: UUID, asked: AssessedIn) -> Any:  # noqa: ANN401
    incident = asked_once(
        request,
        commands.open_incident_from_contact,
        actor=_actor(request),
        contact_id=contact_id,
        opening=_opening(asked.opening),
        answers=dict(asked.answers),
        grade=asked.grade,
        reason=asked.reason,
        seen_version=seen_version(request),
    )
    return Status(201, incident_out(incident))


@router.post("/triage/incidents", response={201: IncidentOut})
def open_from_desk(request: HttpRequest, asked: AssessedIn) -> Any:  # noqa: ANN401
    incident = asked_once(
        request,
        commands.open_incident_from_desk,
        actor=_actor(request),
        opening=_opening(asked.opening),
        answers=dict(asked.answers),
        grade=asked.grade,
        reason=asked.reason,
    )
    return Status(201, incident_out(incident))


@router.post("/contacts/{uuid:contact_id}/attach", response=IncidentOut)
def attach_contact(request: HttpRequest, contact_id: UUID, asked: AttachIn) -> Any:  # noqa: ANN401
    incident = asked_once(
        request,
        commands.attach_contact,
        actor=_actor(request),
        contact_id=contact_id,
        incident_id=asked.incident_id,
        seen_version=seen_version(request),
    )
    return incident_out(incident)


@router.post("/incidents/{uuid:incident_id}/regrade", response=IncidentOut)
def regrade_incident(request: HttpRequest, incident_id: UUID, asked: RegradeIn) -> Any:  # noqa: ANN401
    """A fresh THRIVE with the grade that follows from it; a lower grade is given in no other way."""
    incident = asked_once(
        request,
        commands.regrade_incident,
        actor=_actor(request),
        incident_id=incident_id,
        answers=dict(asked.answers),
        grade=asked.grade,
        reason=asked.reason,
        seen_version=seen_version(request),
    )
    return incident_out(incident)


@router.get("/incidents/{uuid:incident_id}/assessments", response=list[AssessmentOut])
def list_assessments(request: HttpRequest, incident_id: UUID) -> Any:  # noqa: ANN401
    incident_queries.incident(_actor(request), incident_id)
    return queries.assessments(incident_id)


def _opening(opening: OpeningIn) -> Opening:
    return Opening(**{**opening.dict(), "qualifiers": tuple(opening.qualifiers)})


def _actor(request: HttpRequest) -> Any:  # noqa: ANN401 - the middleware's actor
    return request.actor  # type: ignore[attr-defined]


def _permit(request: HttpRequest) -> None:
    if not _actor(request).may(CanTriage.ASSESS):
        raise NotPermitted("You do not have the right to assess contacts.")
