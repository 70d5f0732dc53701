"""Quality over HTTP."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.quality import commands, queries
from lineside.quality.models import Draw
from lineside.quality.permissions import CanQuality
from lineside.ui.operations import Day, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router(tags=["quality"])
EXAMPLE = {
    f"thrive_{letter}": "met"
    for letter in ("threat", "harm", "risk", "investigation", "vulnerability", "scene", "prevention")
} | dict.fromkeys(("grade", "vulnerable", "safe", "place", "record", "heard", "next", "ending"), "met")


class WeekIn(Schema):
    """Any day of the week that is drawn."""

    model_config = example(week="2026-10-05")

    week: Day


class ByHandIn(Schema):
    """One contact, and why it is scored."""

    model_config = example(contact_id="01900000-0000-7000-8000-000000000000", why="A complaint was made of it")

    contact_id: UUID
    why: str = Field(max_length=500)


class ScoringIn(Schema):
    """A mark for every question; what was not met is said in words."""

    model_config = example(marks=EXAMPLE, words="")

    marks: dict[str, str]
    words: str = Field("", max_length=2000)


class DecisionIn(Schema):
    """A mark for each question on which two scorers differ, and the reasons."""

    model_config = example(marks={"grade": "partly"}, why="The risk was told late in the call.")

    marks: dict[str, str]
    why: str = Field(max_length=2000)


class AnswerToResultIn(Schema):
    """What the person says about the result."""

    model_config = example(words="The line was bad; I asked twice.")

    words: str = Field(max_length=2000)


class DaysIn(PagingIn):
    """From which day to which the contacts came."""

    since: date
    until: date


class DrawOut(Schema):
    """The random share of a week, with what it takes to draw it again."""

    id: UUID
    version: int
    week: date
    edition: str
    seal_id: int
    seed: str
    drawn: int
    by_name: str
    created_at: datetime


class ProofOut(Schema):
    """Whether a draw comes out the same again."""

    week: date
    edition: str
    seal_id: int
    seed: str
    of: int
    drawn: int
    is_same_seed: bool
    is_same_sample: bool


class ReviewOut(Schema):
    """A review as the list shows it."""

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


class ScoredQuestionOut(Schema):
    """One question of a score."""

    code: str
    label: str
    prompt: str
    weight: int
    critical: bool


class ScoringOut(Schema):
    """What one scorer found."""

    by_name: str
    marks: dict[str, str]
    words: str
    total: int | None


class WholeReviewOut(ReviewOut):
    """A review with its questions and the marks that you may see; both scorers' only when both are in."""

    person_name: str
    why: str
    scheme: str
    thrive: str
    questions: list[ScoredQuestionOut]
    mine: ScoringOut | None
    both: list[ScoringOut]
    differs_why: list[str]
    result: dict[str, str]
    total: int | None
    decided_by: str
    decided_why: str
    ended_at: datetime | None
    answer: str
    answered_at: datetime | None


class TallyOut(Schema):
    """How often and how well; no percentage of fewer than the edition says."""

    kind: str
    name: str
    count: int
    percent: int | None
    marks: dict[str, int]


class MadeOut(Schema):
    """The record that was made or changed."""

    id: UUID
    version: int


@router.get("/quality/reviews", response=PageOut[ReviewOut])
@reads(CanQuality.VIEW)
def list_reviews(request: Asking, paging: Query[PagingIn]) -> Page[queries.ReviewRow]:
    """Contacts that are to be scored or decided, the oldest first."""
    return queries.board_page(request.actor, paging)


@router.get("/quality/own", response=PageOut[ReviewOut])
@reads(CanQuality.OWN)
def list_own_results(request: Asking, paging: Query[PagingIn]) -> Page[queries.ReviewRow]:
    """Results of your own contacts, the newest first."""
    return queries.own_results(request.actor, paging)


@router.get("/quality/reviews/{uuid:review_id}", response=WholeReviewOut)
@reads(CanQuality.OWN)
def read_review(request: Asking, review_id: UUID) -> dict[str, Any]:
    """A review; the look at its contact is on record."""
    return _whole(request, review_id)


@router.post("/quality/reviews", response=MadeOut)
@changes(commands.take_by_hand, no_version_because="A new review has no version yet.")
def take_by_hand(request: Asking, said: ByHandIn) -> Any:  # noqa: ANN401
    """Take one contact beside the random share, with a reason."""
    return asked_once(request, commands.take_by_hand, actor=request.actor, **said.dict())


@router.post("/quality/reviews/{uuid:review_id}/scores", response=MadeOut)
@changes(commands.score_contact, no_version_because="Each scorer's marks are put in once and change nobody's.")
def score_contact(request: Asking, review_id: UUID, said: ScoringIn) -> Any:  # noqa: ANN401
    """Put your marks in; the other scorer's are seen only then."""
    return asked_once(request, commands.score_contact, actor=request.actor, review_id=review_id, **said.dict())


@router.post("/quality/reviews/{uuid:review_id}/decision", response=WholeReviewOut)
@changes(commands.decide_review)
def decide_review(request: Asking, review_id: UUID, said: DecisionIn) -> dict[str, Any]:
    """Decide where two scorers differ too far."""
    seen = seen_version(request)
    asked_once(
        request, commands.decide_review, actor=request.actor, review_id=review_id, seen_version=seen, **said.dict()
    )
    return _whole(request, review_id)


@router.post("/quality/reviews/{uuid:review_id}/answer", response=WholeReviewOut)
@changes(commands.answer_result)
def answer_result(request: Asking, review_id: UUID, said: AnswerToResultIn) -> dict[str, Any]:
    """Say what you think of the result of your own contact."""
    seen = seen_version(request)
    asked_once(
        request, commands.answer_result, actor=request.actor, review_id=review_id, seen_version=seen, **said.dict()
    )
    return _whole(request, review_id)


@router.get("/quality/draws", response=PageOut[DrawOut])
@reads(CanQuality.VIEW)
def list_draws(request: Asking, paging: Query[PagingIn]) -> Page[Draw]:
    """The weeks that were drawn, the newest first."""
    return queries.draws(request.actor, paging)


@router.post("/quality/draws", response=DrawOut)
@changes(commands.draw_week, no_version_because="A week is drawn once.")
def draw_week(request: Asking, said: WeekIn) -> Any:  # noqa: ANN401
    """Draw the random share of a week that has ended."""
    return asked_once(request, commands.draw_week, actor=request.actor, week=said.week)


@router.get("/quality/draws/{uuid:draw_id}/proof", response=ProofOut)
@reads(CanQuality.VIEW)
def prove_draw(request: Asking, draw_id: UUID) -> queries.Proof:
    """Draw again, and say whether it comes out the same."""
    return queries.proof(request.actor, draw_id)


@router.get("/quality/results", response=PageOut[TallyOut])
@reads(CanQuality.LEAD)
def list_results(request: Asking, asked: Query[DaysIn]) -> Page[dict[str, Any]]:
    """Results by person, team and question; the look is on record."""
    return queries.results_page(request.actor, asked.since, asked.until, asked)


def _whole(request: Asking, review_id: UUID) -> dict[str, Any]:
    found = queries.review(request.actor, review_id)
    row = {name: getattr(found.row, name) for name in ReviewOut.model_fields}
    more = {name: getattr(found, name) for name in WholeReviewOut.model_fields if name not in row}
    return {**row, **more, "both": [asdict(each) for each in found.both]}
