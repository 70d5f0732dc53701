"""The questions, the proposal, and what belongs together."""

from uuid import UUID

from lineside.incidents import queries as incidents
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.paging import Page, Paging, page_of
from lineside.triage import rules
from lineside.triage.models import Assessment, ContactIncident
from lineside.triage.rules import Answers, Proposal, Question


def questions() -> tuple[Question, ...]:
    """The question set in force today; `name` and `text_name` are how a form calls its inputs."""
    return rules.question_set(uk_day(now()))[1]


def propose(answers: Answers, opening_code: str = "") -> Proposal | None:
    """The grade that the answers so far propose; None while nothing has been answered."""
    return rules.propose_grade(answers, opening_code, uk_day(now())) if any(answers.values()) else None


def questions_of(assessment: Assessment) -> tuple[Question, ...]:
    """The questions that were asked, of the edition that asked them."""
    return rules.questions_of(assessment.edition)


def in_words(assessment: Assessment) -> dict[str, str]:
    """Letter's code -> what was answered, in the words of the edition that asked."""
    said = {}
    for question in rules.questions_of(assessment.edition):
        words = rules.answer_in_words(question, assessment.answers)
        if words:
            said[question.code] = words
    return said


def incidents_of(actor: Actor, contact_id: UUID) -> list[incidents.IncidentRow]:
    keys = ContactIncident.objects.filter(contact_id=contact_id).values("incident_id")
    return [incidents.as_row(each) for each in incidents.visible_to(actor).filter(id__in=keys).order_by("opened_at")]


def assessments_page(incident_id: UUID, paging: Paging) -> Page[Assessment]:
    found = Assessment.objects.filter(incident_id=incident_id)
    return page_of(found, ("created_at", "id"), lambda assessment: assessment, paging)


def assessments(incident_id: UUID) -> list[Assessment]:
    """First to latest, so that a supervisor sees what changed."""
    return list(Assessment.objects.filter(incident_id=incident_id).order_by("created_at"))
