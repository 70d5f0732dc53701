"""Scoring and sampling without a database."""

from datetime import date
from uuid import UUID

import pytest

from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.quality.rules import (
    AGREED,
    OPEN,
    Finished,
    bounds_of,
    check_decision,
    check_marks,
    check_moderator,
    check_scorer,
    check_week,
    drawn_from,
    population_of,
    questions_of,
    standing,
    table,
    tally,
    too_far,
    total_of,
)

ON = date(2026, 11, 27)
QUESTIONS = questions_of("2026-11", [("threat", "Threat"), ("harm", "Harm")])
ALL_MET = {each.code: "met" for each in QUESTIONS}
ME, OTHER = UUID(int=1), UUID(int=2)


def test_the_letters_of_thrive_are_asked_one_by_one_and_then_the_scheme():
    assert [each.label for each in QUESTIONS][:3] == ["Threat", "Harm", "The grade follows the risk"]
    assert [each.code for each in QUESTIONS][:2] == ["thrive_threat", "thrive_harm"]


def test_a_total_is_weighed_and_what_does_not_apply_weighs_nothing():
    assert total_of(QUESTIONS, ALL_MET, ON) == 100
    assert total_of(QUESTIONS, {**ALL_MET, "grade": "not_met"}, ON) == 83  # 24 of 29
    assert total_of(QUESTIONS, {**ALL_MET, "grade": "not_applicable"}, ON) == 100
    assert total_of(QUESTIONS, dict.fromkeys(ALL_MET, "not_applicable"), ON) is None


def test_every_question_has_a_mark_and_what_was_not_met_is_said():
    assert check_marks(QUESTIONS, ALL_MET, " ", ON) == (ALL_MET, "")
    with pytest.raises(RuleBroken, match="Give a mark for Harm"):
        check_marks(QUESTIONS, {**ALL_MET, "thrive_harm": "superb"}, "", ON)
    with pytest.raises(RuleBroken, match="'tone' is not a question"):
        check_marks(QUESTIONS, {**ALL_MET, "tone": "met"}, "", ON)
    with pytest.raises(RuleBroken, match="what was not met"):
        check_marks(QUESTIONS, {**ALL_MET, "next": "not_met"}, "  ", ON)


def test_nobody_scores_their_own_nor_twice_nor_as_a_third():
    check_scorer(is_own=False, has_scored=False, scored=1, state=OPEN)
    with pytest.raises(NotPermitted, match="your own"):
        check_scorer(is_own=True, has_scored=False, scored=0, state=OPEN)
    with pytest.raises(RuleBroken, match="scored this contact already"):
        check_scorer(is_own=False, has_scored=True, scored=1, state=OPEN)
    with pytest.raises(RuleBroken, match="Two have scored"):
        check_scorer(is_own=False, has_scored=False, scored=2, state=OPEN)
    with pytest.raises(RuleBroken, match="Two have scored"):
        check_scorer(is_own=False, has_scored=False, scored=1, state=AGREED)


def test_who_scored_does_not_moderate_and_nothing_is_decided_where_nobody_differs():
    with pytest.raises(NotPermitted, match="another moderator"):
        check_moderator(is_apart=False, state="differs")
    with pytest.raises(RuleBroken, match="nothing to decide"):
        check_moderator(is_apart=True, state=AGREED)


def test_a_critical_question_or_a_wide_total_needs_a_moderator():
    assert too_far(QUESTIONS, ALL_MET, {**ALL_MET, "next": "partly"}, ON) == []
    assert too_far(QUESTIONS, ALL_MET, {**ALL_MET, "grade": "partly"}, ON) == ["The grade follows the risk differs"]
    wide = {**ALL_MET, "record": "not_met", "place": "not_met"}
    assert too_far(QUESTIONS, ALL_MET, wide, ON) == ["The totals are 21 apart, and 15 is the bound"]
    nothing = dict.fromkeys(ALL_MET, "not_applicable")
    assert "One found that nothing applied" in too_far(QUESTIONS, ALL_MET, nothing, ON)


def test_within_the_bound_the_better_mark_stands():
    other = {**ALL_MET, "next": "partly", "heard": "not_applicable"}
    assert standing(QUESTIONS, other, ALL_MET, ON) == ALL_MET


def test_a_moderator_marks_what_differs_and_only_that():
    second = {**ALL_MET, "grade": "not_met"}
    assert check_decision(QUESTIONS, ALL_MET, second, {"grade": "partly"}, ON) == {**ALL_MET, "grade": "partly"}
    with pytest.raises(RuleBroken, match="Give a mark for The grade"):
        check_decision(QUESTIONS, ALL_MET, second, {}, ON)
    with pytest.raises(RuleBroken, match="not a question that is asked here"):
        check_decision(QUESTIONS, ALL_MET, second, {"grade": "met", "next": "met"}, ON)


def test_no_percentage_is_told_of_fewer_than_five():
    assert tally("Kim", [80, 90, 100, 100], ["met", "met"], 5).percent is None
    assert tally("Kim", [80, 90, 100, 100], (), 5).count == 4
    assert tally("Kim", [80, 90, 100, 100, 50], (), 5).percent == 84


def a_week(count=60):
    return population_of(
        Finished(id=str(UUID(int=number)), person_id="a" if number % 3 else "b", channel="email",
                 grade="I" if number % 10 == 0 else "")
        for number in range(count)
    )  # fmt: skip


def test_each_person_channel_and_grade_has_its_share():
    population, edition = a_week(), table("sampling", ON)
    taken = drawn_from(population, "07" * 32, edition)
    by_stratum = {stratum: len(set(keys) & set(taken)) for stratum, keys in population.items()}
    assert by_stratum == {"a email I": 1, "a email other": 2, "b email I": 1, "b email other": 1}
    assert {stratum: len(keys) for stratum, keys in population.items()} == {
        "a email I": 4, "a email other": 36, "b email I": 2, "b email other": 18,
    }  # fmt: skip


def test_the_same_seed_draws_the_same_and_another_does_not():
    population, edition = a_week(), table("sampling", ON)
    first = drawn_from(population, "07" * 32, edition)
    shuffled = {stratum: list(reversed(keys)) for stratum, keys in reversed(population.items())}
    assert drawn_from(shuffled, "07" * 32, edition) == first
    assert any(drawn_from(population, f"{seed:064x}", edition) != first for seed in range(3))


def test_a_share_is_rounded_up_and_bounded():
    everybody = population_of(
        Finished(id=str(UUID(int=number)), person_id="a", channel="phone", grade="I") for number in range(200)
    )
    assert len(drawn_from(everybody, "aa", table("sampling", ON))) == 5


def test_only_a_week_that_has_ended_is_drawn():
    assert check_week(date(2026, 11, 19), ON) == date(2026, 11, 16)
    with pytest.raises(RuleBroken, match="has not ended"):
        check_week(date(2026, 11, 23), ON)
    since, until = bounds_of(date(2026, 10, 19))  # the clocks go back on its Sunday
    assert (until.astimezone(since.tzinfo) - since).days == 7
    assert (until.utcoffset(), since.utcoffset()) != (since.utcoffset(), since.utcoffset())
