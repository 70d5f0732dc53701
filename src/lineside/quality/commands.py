"""Every change about quality: a week drawn, a contact taken by hand, marked twice, decided, answered."""

from datetime import date
from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.contacts.queries import ContactRow, came_and_ended, contact
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine, Seal, locked
from lineside.people.queries import is_second_to, staff_of_account
from lineside.quality.events import ReviewChanged
from lineside.quality.models import Draw, Review, Scoring
from lineside.quality.permissions import CanQuality
from lineside.quality.queries import questions_for, two_of
from lineside.quality.rules import (
    AGREED,
    DECIDED,
    DIFFERS,
    LONGEST_WHY,
    LONGEST_WORDS,
    OPEN,
    OVER,
    SCORERS,
    Finished,
    Marks,
    bounds_of,
    check_decision,
    check_marks,
    check_moderator,
    check_scorer,
    check_week,
    check_words,
    drawn_from,
    population_of,
    standing,
    table,
    too_far,
    total_of,
)
from lineside.triage.queries import edition_on, first_assessment_of, grades_chosen

RESOLVED = "resolved"
TAKING = "quality taking"  # two who draw or take in one instant: each contact is scored once


@command(needs=CanQuality.LEAD)
def draw_week(*, actor: Actor, week: date) -> Draw:
    """The random share of a week that has ended, once: nobody chooses its seed, and anybody may draw it again."""
    monday = check_week(week, uk_day(now()))
    one_at_a_time(TAKING)
    if Draw.objects.filter(week=monday).exists():
        raise RuleBroken("That week is drawn already; take more by hand, with a reason.", "week")
    since, until = bounds_of(monday)
    seal = Seal.objects.filter(of_table=AuditLine._meta.db_table, at__gte=until).order_by("id").first()
    if seal is None:
        raise RuleBroken("The audit trail has no seal since that week; try again in a minute.", "week")
    edition, population = table("sampling", uk_day(since)), _population(came_and_ended(since, until))
    seed = bytes(seal.chain).hex()
    keys = drawn_from(population, seed, edition)
    row = Draw(
        week=monday,
        edition=edition.edition,
        seal_id=seal.id,
        seed=seed,
        population=population,
        drawn=len(keys),
        by_name=actor.name,
    )
    row.save()
    taken = set(Review.objects.filter(contact_id__in=keys).values_list("contact_id", flat=True))
    for key in map(UUID, keys):
        if key not in taken:  # by hand before; it is scored once
            _take(actor, contact(key), draw=row)
    return row


@command(needs=CanQuality.LEAD)
def take_by_hand(*, actor: Actor, contact_id: UUID, why: str) -> Review:
    """Beside the random share: one contact, for a reason that is kept."""
    said = check_words(why, "why", LONGEST_WHY, "Say why this contact is scored; the person reads it.")
    chosen = contact(contact_id)
    if chosen.state != RESOLVED or chosen.handler_id is None:
        raise RuleBroken("Only a contact that is resolved, and that somebody had, is scored.", "reference")
    one_at_a_time(TAKING)
    if Review.objects.filter(contact_id=contact_id).exists():
        raise RuleBroken("This contact was taken already; it is scored once.", "reference")
    return _take(actor, chosen, why=said)


@command(needs=CanQuality.SCORE)
def score_contact(*, actor: Actor, review_id: UUID, marks: Marks, words: str = "") -> Scoring:
    """One scorer's marks. The second's decide whether the two are near enough or a moderator is needed."""
    row = locked(Review, review_id)
    before = two_of(row)
    has_scored = not _is_second(actor, before)
    check_scorer(is_own=_is_own(actor, row), has_scored=has_scored, scored=len(before), state=row.state)
    assert actor.id  # noqa: S101 - the rule refuses whoever has none
    on, questions = uk_day(row.came_at), questions_for(row)
    kept, said = check_marks(questions, marks, words, on)
    mine = Scoring(
        review=row,
        place=len(before) + 1,
        person_id=row.person_id,
        by_id=actor.id,
        by_name=actor.name,
        marks=kept,
        words=said,
        total=total_of(questions, kept, on),
    )
    mine.save()
    if mine.place == SCORERS:
        first = before[0].marks
        row.differs_why = too_far(questions, first, kept, on)
        if row.differs_why:
            row.state = DIFFERS
        else:
            _end(row, AGREED, standing(questions, first, kept, on))
    _changed(row)
    return mine


@command(needs=CanQuality.MODERATE)
def decide_review(*, actor: Actor, review_id: UUID, marks: Marks, why: str, seen_version: int | None = None) -> Review:
    """Where two scorers differ too far, a third person marks what differs and says why."""
    row = locked(Review, review_id, seen_version)
    both = two_of(row)
    check_moderator(is_apart=_is_second(actor, both) and not _is_own(actor, row), state=row.state)
    said = check_words(why, "why", LONGEST_WORDS, "Give the reasons; both scorers and the person read them.")
    decided = check_decision(questions_for(row), both[0].marks, both[1].marks, marks, uk_day(row.came_at))
    row.decided_by_id, row.decided_by, row.decided_why = actor.id, actor.name, said
    _end(row, DECIDED, decided)
    return _changed(row)


@command(needs=CanQuality.OWN)
def answer_result(*, actor: Actor, review_id: UUID, words: str, seen_version: int | None = None) -> Review:
    """The person whose contact it was says what they think of the result, once; it stays beside it."""
    row = locked(Review, review_id, sees=lambda each: each.person_id == actor.id and each.state in OVER)
    if seen_version is not None:
        locked(Review, review_id, seen_version)
    if row.answered_at:
        raise RuleBroken("You have answered this result already; speak to the quality lead about the rest.")
    row.answer = check_words(words, "words", LONGEST_WORDS, "Write what you want to say about the result.")
    row.answered_at = now()
    return _changed(row)


def _is_own(actor: Actor, row: Review) -> bool:
    """Theirs, or looked at by a machine, or nobody knows that it is not: an account without a staff record."""
    return str(actor.id) in row.hands or not is_second_to(actor, row.person_id)


def _is_second(actor: Actor, scorings: list[Scoring]) -> bool:
    return all(is_second_to(actor, each.by_id) for each in scorings)


def _population(ended: list[tuple[UUID, UUID, str]]) -> dict[str, list[str]]:
    grades = grades_chosen([key for key, _, _ in ended])
    return population_of(
        Finished(id=str(key), person_id=str(by), channel=channel, grade=grades.get(key, ""))
        for key, by, channel in ended
    )


def _take(actor: Actor, chosen: ContactRow, *, draw: Draw | None = None, why: str = "") -> Review:
    if chosen.handler_id is None:
        raise NotFound("Nobody had this contact.")
    assessed, staff = first_assessment_of(chosen.id), staff_of_account(chosen.handler_id)
    came, key = uk_day(chosen.opened_at), uuid7()
    row = Review(
        id=key,
        reference=f"Q-{key.hex[-8:].upper()}",
        contact_id=chosen.id,
        draw=draw,
        why=why,
        asked_by=actor.name,
        person_id=chosen.handler_id,
        person_name=chosen.handler_name,
        team=staff.site if staff else "",
        hands=sorted({str(chosen.handler_id), *([str(assessed.by_id)] if assessed and assessed.by_id else [])}),
        channel=chosen.channel,
        grade=assessed.chosen_grade if assessed else "",
        came_at=chosen.opened_at,
        scheme=table("schemes", came).edition,
        thrive=assessed.edition if assessed else edition_on(came),
        state=OPEN,
    )
    row.save()
    announce(ReviewChanged(review_id=row.id, state=row.state))
    return row


def _end(row: Review, state: str, result: dict[str, str]) -> None:
    row.state, row.result, row.ended_at = state, result, now()
    row.total = total_of(questions_for(row), result, uk_day(row.came_at))


def _changed(row: Review) -> Review:
    row.save()
    announce(ReviewChanged(review_id=row.id, state=row.state))
    return row
