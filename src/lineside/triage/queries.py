"""The questions, the proposal, and what belongs together."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from lineside.contacts import queries as contacts
from lineside.crimes import queries as crimes
from lineside.crimes.permissions import CanCrime
from lineside.incidents import queries as incidents
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.paging import Page, Paging, page_of
from lineside.pole.queries import CERTAIN, LIKELY, VICTIM, Match
from lineside.triage import rules
from lineside.triage.models import Assessment, ContactIncident, RepeatSeen
from lineside.triage.rules import Answers, Proposal, Question

WAYS_OF_ONE = ("phone", "email", "handle")
LAST_LOGS = 20  # [design] how far back copied words are looked for


def questions() -> tuple[Question, ...]:
    """The question set in force today; `name` and `text_name` are how a form calls its inputs."""
    return rules.question_set(uk_day(now()))[1]


def kind_questions(answers: Answers, opening_code: str) -> tuple[Question, ...]:
    """What this kind of incident is asked beside THRIVE, given the answers so far."""
    return rules.kind_questions(answers, opening_code, uk_day(now()))


def any_questions() -> tuple[Question, ...]:
    """All that a form may send: THRIVE, and what any kind of incident asks."""
    return (*questions(), *rules.any_kind_questions(uk_day(now())))


def propose(answers: Answers, opening_code: str = "", contact: contacts.ContactRow | None = None) -> Proposal | None:
    """The grade that the answers so far, and what is known of the contact, propose.

    None while nothing has been answered, unless the contact alone proposes one: a silent call from a marked number.
    """
    known = grades_of(contact)
    today = uk_day(now())
    if any(answers.values()):
        proposed = rules.raise_grade(rules.propose_grade(answers, opening_code, today), answers, opening_code, today)
        return rules.raise_by(proposed, known)
    if known:
        return rules.raise_by(replace(rules.propose_grade({}, opening_code, today), reasons=()), known)
    return None


def grades_of(contact: contacts.ContactRow | None) -> list[tuple[str, str]]:
    """Grade and reason of what is known of the contact itself, before anybody has answered anything."""
    silence = contacts.silence_of(contact) if contact else None
    return [(silence.grade, silence.why.capitalize())] if silence and silence.grade else []


def questions_of(assessment: Assessment) -> tuple[Question, ...]:
    """The questions that were asked, of the editions that asked them."""
    kinds = rules.kind_questions_of(assessment.kinds, assessment.answers)
    return (*rules.questions_of(assessment.edition), *kinds)


def gaps_of(assessment: Assessment) -> tuple[str, ...]:
    """What was not asked, and what was asked and nobody knew."""
    return rules.gaps(questions_of(assessment), assessment.answers)


def words_still_owed(answers: Answers) -> tuple[str, ...]:
    """The letters that still want words, while the form is filled in."""
    return rules.words_owed(questions(), answers)


def words_owed(assessment: Assessment) -> tuple[str, ...]:
    """The letters that were answered as graver than none with fewer words than their edition asks for."""
    return rules.words_owed(rules.questions_of(assessment.edition), assessment.answers)


def words_repeated(assessment: Assessment) -> tuple[str, ...]:
    """The letters whose words stood in an earlier assessment of this incident or contact, or of the same person."""
    return tuple(each.label for each in questions_of(assessment) if each.code in assessment.repeated)


def remarks_of(assessment: Assessment) -> tuple[str, ...]:
    """What is to be said of its words: those that are owed, and those that were copied. Which log is not told."""
    owed, copied = words_owed(assessment), words_repeated(assessment)
    said = (
        f"Words owed: {', '.join(owed)}." if owed else "",
        f"The same words as in an earlier assessment: {', '.join(copied)}." if copied else "",
    )
    return tuple(filter(None, said))


def earlier_answers(by_id: UUID | None, incident_id: UUID | None, contact_id: UUID | None) -> list[Answers]:
    """What was answered before: of this incident or contact, and in the last assessments of the same person."""
    found: list[Answers] = []
    for of_it in ({"incident_id": incident_id}, {"contact_id": contact_id}, {"by_id": by_id}):
        if any(of_it.values()):
            last = Assessment.objects.filter(**of_it).order_by("-created_at")[:LAST_LOGS]
            found += last.values_list("answers", flat=True)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatVictim:
    """A person of the register who may be the sender and was a victim before: how sure, by what, who has read it."""

    person_id: UUID
    name: str
    verdict: str
    rests_on: tuple[str, ...]
    crimes: tuple[crimes.CrimeRow, ...]
    days: int
    seen_by: str
    seen_at: datetime | None


def repeat_victims(actor: Actor, matches: Collection[Match], contact_id: UUID) -> list[RepeatVictim]:
    """Of those who are likely the sender, or reached by the same way, who was a victim within the window.

    In two questions, however many they are. Who shares no more than a name is not counted.
    """
    sure = [match for match in matches if _is_sure(match)]
    if not sure or not actor.may(CanCrime.VIEW):
        return []
    window, against = rules.repeat_window(uk_day(now())), {match.person.id: _against(match) for match in sure}
    every = {key for keys in against.values() for key in keys}
    known = crimes.recent_of(actor, every, now() - timedelta(days=window.days))
    seen = {row.person_id: row for row in RepeatSeen.objects.filter(contact_id=contact_id)} if known else {}
    found = []
    for match in sure:
        mine, read = tuple(row for row in known if row.id in against[match.person.id]), seen.get(match.person.id)
        if len(mine) >= window.least:
            found.append(
                RepeatVictim(
                    person_id=match.person.id,
                    name=match.person.name,
                    verdict=match.likeness.verdict,
                    rests_on=tuple(reason.words for reason in match.likeness.reasons),
                    crimes=mine,
                    days=window.days,
                    seen_by=read.by_name if read else "",
                    seen_at=read.created_at if read else None,
                )
            )
    return found


def _is_sure(match: Match) -> bool:
    same_way = any(reason.field in WAYS_OF_ONE and reason.level == "same" for reason in match.likeness.reasons)
    return same_way or match.likeness.verdict in (CERTAIN, LIKELY)


def _against(match: Match) -> set[UUID]:
    return {part.id for part in match.person.parts if part.kind == "crime" and part.role == VICTIM}


def reassess_by(incident: incidents.IncidentRow) -> datetime | None:
    """When THRIVE is due again; never once the incident has ended."""
    if incident.closed_at is not None:
        return None
    return rules.reassess_by(
        grade=incident.grade,
        assessed_at=incident.assessed_at,
        first_assigned_at=incident.first_assigned_at,
        on=uk_day(now()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueRow:
    """An open incident of which THRIVE was due again and has not been done."""

    incident: incidents.IncidentRow
    due_at: datetime


def overdue_reassessments(actor: Actor) -> list[OverdueRow]:
    """What is longest overdue first, of what the actor may see."""
    waiting = incidents.visible_to(actor).filter(
        closed_at=None, assessed_at__isnull=False, grade__in=rules.graded_with_clock(uk_day(now()))
    )
    due = [(reassess_by(row), row) for row in map(incidents.as_row, waiting)]
    found = [OverdueRow(incident=row, due_at=by) for by, row in due if by and rules.is_overdue(by, now())]
    return sorted(found, key=lambda each: (each.due_at, each.incident.id))


def in_words(assessment: Assessment) -> dict[str, str]:
    """Letter's code -> what was answered, in the words of the edition that asked."""
    said = {}
    for question in questions_of(assessment):
        words = rules.answer_in_words(question, assessment.answers)
        if words:
            said[question.code] = words
    return said


def incidents_of(actor: Actor, contact_id: UUID) -> list[incidents.IncidentRow]:
    keys = ContactIncident.objects.filter(contact_id=contact_id).values("incident_id")
    return [incidents.as_row(each) for each in incidents.visible_to(actor).filter(id__in=keys).order_by("opened_at")]


def tied_to(contact_ids: Collection[UUID]) -> dict[UUID, list[tuple[datetime, UUID]]]:
    """Contact -> since when it is about which incidents. Ask for the incidents next: that is where sight is decided."""
    tied: dict[UUID, list[tuple[datetime, UUID]]] = {key: [] for key in contact_ids}
    links = ContactIncident.objects.filter(contact_id__in=contact_ids).order_by("id")
    for contact, at, incident in links.values_list("contact_id", "created_at", "incident_id"):
        tied[contact].append((at, incident))
    return tied


def incident_keys_of(contact_id: UUID) -> list[UUID]:
    """For the live process, which shows each row only to those who may see it."""
    return list(ContactIncident.objects.filter(contact_id=contact_id).values_list("incident_id", flat=True))


def contact_keys_of(incident_id: UUID) -> list[UUID]:
    """The contacts that this incident is about, in the order in which they joined it. Ask for the incident first."""
    links = ContactIncident.objects.filter(incident_id=incident_id).order_by("id")
    return list(links.values_list("contact_id", flat=True))


def assessments_page(incident_id: UUID, paging: Paging) -> Page[Assessment]:
    found = Assessment.objects.filter(incident_id=incident_id)
    return page_of(found, ("created_at", "id"), lambda assessment: assessment, paging)


def assessments(incident_id: UUID) -> list[Assessment]:
    """First to latest, so that a supervisor sees what changed."""
    return list(Assessment.objects.filter(incident_id=incident_id).order_by("created_at"))


def first_assessment_of(contact_id: UUID) -> Assessment | None:
    """What was judged of this contact itself, and by whom. Ask for the contact first."""
    return Assessment.objects.filter(contact_id=contact_id).order_by("created_at").first()


def grades_chosen(contact_ids: Collection[UUID]) -> dict[UUID, str]:
    """Contact -> the grade that its handler chose for it; one for which none was chosen is not in it."""
    found = Assessment.objects.filter(contact_id__in=contact_ids).order_by("-created_at")
    return {key: grade for key, grade in found.values_list("contact_id", "chosen_grade") if key}


def edition_on(day: date) -> str:
    """The edition of THRIVE that was in force."""
    return rules.question_set(day)[0].edition


def letters_required(edition: str) -> list[tuple[str, str]]:
    """Code and label of each letter that this edition wants answered."""
    return [(each.code, each.label) for each in rules.questions_of(edition) if each.required]
