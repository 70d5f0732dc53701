"""Reading reviews: the list, and one with what is to be judged.

Marks are seen by who gave them, and by others only when both are in. Each look at a contact is on record here, with
the purpose.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from lineside.contacts.queries import ContactRow, MessageRow, MomentRow, call_moments, contact, conversation
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import IncidentRow
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.quality.models import Review, Scoring
from lineside.quality.permissions import CanQuality
from lineside.quality.rules import DIFFERS, OPEN, OVER, SCORERS, STATES, Question, differing, questions_of
from lineside.triage.queries import (
    first_assessment_of,
    gaps_of,
    in_words,
    incidents_of,
    letters_required,
    remarks_of,
)

MOST = 500
NOBODY = UUID(int=0)
OLDEST_FIRST = ("came_at", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """A review as the list shows it: nobody's marks and nobody's name."""

    id: UUID
    version: int
    reference: str
    contact_id: UUID
    channel: str
    grade: str
    came_at: datetime
    is_by_hand: bool
    state: str
    scored: int

    @property
    def words(self) -> str:
        return f"{self.scored} of {SCORERS} are in" if self.state == OPEN and self.scored else STATES[self.state]

    @property
    def sort(self) -> str:
        return f"{'0' if self.state == DIFFERS else '1'} {self.came_at.isoformat()} {self.id}"

    @property
    def is_over(self) -> bool:
        return self.state in OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRow:
    """What one scorer found; the person whose contact it was does not learn the name."""

    by_name: str
    marks: dict[str, str]
    words: str
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is judged: what was said, how it was assessed and by which edition, what became of it."""

    contact: ContactRow
    said: list[MessageRow]
    moments: list[MomentRow]
    incidents: list[IncidentRow]
    thrive: dict[str, str]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeReview:
    """A review with the marks that whoever asks may see."""

    row: ReviewRow
    person_name: str
    why: str
    scheme: str
    thrive: str
    questions: tuple[Question, ...]
    mine: ScoringRow | None
    both: list[ScoringRow]
    differs: tuple[Question, ...]
    differs_why: list[str]
    result: dict[str, str]
    total: int | None
    decided_by: str
    decided_why: str
    ended_at: datetime | None
    answer: str
    answered_at: datetime | None
    is_own: bool
    judged: Judged

    @property
    def is_to_score(self) -> bool:
        return self.row.state == OPEN and self.mine is None and not self.is_own


def questions_for(row: Review) -> tuple[Question, ...]:
    return questions_of(row.scheme, letters_required(row.thrive))


def two_of(row: Review) -> list[Scoring]:
    return list(Scoring.objects.filter(review=row).order_by("place"))


def board(actor: Actor) -> list[ReviewRow]:
    """What is to be scored or decided: what differs first, then the oldest."""
    permit(actor, CanQuality.VIEW)
    found = _counted(Review.objects.filter(ended_at=None)).order_by(*OLDEST_FIRST)[:MOST]
    return sorted(map(_row, found), key=lambda row: row.sort)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many contacts wait to be scored, how many for a moderator, and since when the oldest came."""

    to_score: int
    to_decide: int
    oldest: datetime | None


def waiting() -> Waiting:
    """A count in which nobody's name or mark is; for the desk of supervisors, who may not see the list."""
    differs = Q(state=DIFFERS)
    counts = {"to_score": Count("id", filter=~differs), "to_decide": Count("id", filter=differs)}
    return Waiting(**Review.objects.filter(ended_at=None).aggregate(**counts, oldest=Min("came_at")))


def board_page(actor: Actor, paging: Paging) -> Page[ReviewRow]:
    permit(actor, CanQuality.VIEW)
    return page_of(_counted(Review.objects.filter(ended_at=None)), OLDEST_FIRST, _row, paging)


def row_of(review_id: UUID) -> ReviewRow | None:
    """For the live stream, which asks each desk what it may see."""
    found = _counted(Review.objects.filter(pk=review_id)).first()
    return _row(found) if found else None


def review(actor: Actor, review_id: UUID) -> WholeReview:
    """With the contact, whose reading goes on record. Of one's own only the result, once it is there."""
    found = _counted(Review.objects.filter(pk=review_id)).first()
    is_own = found is not None and found.person_id == actor.id
    if found is None or not (actor.may(CanQuality.VIEW) or (is_own and found.state in OVER)):
        raise NotFound("There is no such review that you may see.")
    record_sighting(actor, "quality.review", str(found.contact_id), f"Quality: {found.reference}")
    scorings, questions = two_of(found), questions_for(found)
    both = [_scoring(each, is_own=is_own) for each in scorings] if _are_open(found, is_own=is_own) else []
    return WholeReview(
        row=_row(found),
        questions=questions,
        mine=next((_scoring(each) for each in scorings if each.by_id == actor.id), None),
        both=both,
        differs=differing(questions, both[0].marks, both[1].marks) if both else (),
        differs_why=found.differs_why if both else [],
        is_own=str(actor.id) in found.hands,
        judged=_judged(actor, found.contact_id),
        **{name: getattr(found, name) for name in COPIED},
    )


COPIED = ("person_name", "why", "scheme", "thrive", "result", "total", "decided_by", "decided_why",
          "ended_at", "answer", "answered_at")  # fmt: skip


def own_results(actor: Actor, paging: Paging) -> Page[ReviewRow]:
    """Results of the asker's own contacts, the newest first."""
    permit(actor, CanQuality.OWN)
    found = Review.objects.filter(person_id=actor.id or NOBODY, ended_at__isnull=False)
    return page_of(_counted(found), ("-ended_at", "-id"), _row, paging)


def _are_open(row: Review, *, is_own: bool) -> bool:
    """Both are in; whose contact it is waits for the result."""
    return row.state in OVER or (row.state == DIFFERS and not is_own)


def _judged(actor: Actor, contact_id: UUID) -> Judged:
    assessed = first_assessment_of(contact_id)
    incidents = incidents_of(actor, contact_id) if actor.may(CanIncident.VIEW) else []
    # What belongs to a restricted incident is shown only to who may see that incident.
    may_see = assessed is not None and any(each.id == assessed.incident_id for each in incidents)
    return Judged(
        contact=contact(contact_id),
        said=conversation(contact_id),
        moments=call_moments(contact_id),
        incidents=incidents,
        thrive=in_words(assessed) if assessed and may_see else {},
        gaps=(*gaps_of(assessed), *remarks_of(assessed)) if assessed and may_see else (),
    )


def _counted(found: QuerySet[Review]) -> QuerySet[Review]:
    return found.annotate(scored=Count("scorings"))


def _row(row: Review) -> ReviewRow:
    names = [name for name in ReviewRow.__slots__ if name != "is_by_hand"]
    return ReviewRow(**{name: getattr(row, name) for name in names}, is_by_hand=row.draw_id is None)


def _scoring(row: Scoring, *, is_own: bool = False) -> ScoringRow:
    name = "" if is_own else row.by_name
    return ScoringRow(by_name=name, marks=row.marks, words=row.words, total=row.total)
