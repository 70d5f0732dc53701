"""Results and their references, review, deferral, holds: the rules, without a database."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from lineside.incidents import rules
from lineside.kernel.errors import RuleBroken

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ME, OTHER = UUID(int=1), UUID(int=2)


def result(closing, *codes, crimes=(), **references):
    return rules.check_result(
        rules.Result(closing_code=closing, result_codes=codes, references=references), tuple(crimes), DAY
    )


@pytest.mark.parametrize(
    ("closing", "codes", "references", "words"),
    [
        ("ZZ", ("NFA",), {}, "closing category"),
        ("ASB2", (), {}, "at least one"),
        ("ASB2", ("XX",), {}, "'XX' is not"),
        ("ASB2", ("ADV",) * 11, {}, "at most 10"),
        ("ASB2", ("TRF",), {}, r"Transferred to a force or agency \(TRF\) needs a reference"),
        ("ASB2", ("TRF",), {"TRF": "  "}, "needs a reference"),
        ("ASB2", ("TRF",), {"TRF": "x" * 61}, "61 characters"),
        ("ASB2", ("TRF",), {"TRF": "NR\x0044"}, "control characters"),
        ("ASB2", ("ADV",), {"ADV": "12"}, "takes no reference"),
        ("ASB2", ("ADV",), {"TRF": "12"}, "takes no reference"),
        ("ASB2", ("ADV",), {"<b>": "12"}, "not a result code in force"),
        ("CRIME", ("CR",), {}, "none is recorded on this incident yet"),
        ("CRIME", ("CR",), {"CR": "260000999"}, "260000999 is not recorded on this incident"),
        ("AD4", ("DUP",), {"DUP": "457"}, "Mark it a duplicate of the other log"),
    ],
)
def test_a_result_that_cannot_stand_is_refused_in_one_sentence(closing, codes, references, words):
    with pytest.raises(RuleBroken, match=words):
        result(closing, *codes, **references)


def test_a_transfer_keeps_the_reference_of_the_other_force():
    assert result("ASB2", "TRF", "ADV", TRF=" WMP-4411 ") == {"TRF": "WMP-4411"}


def test_a_crime_recorded_has_the_references_of_its_own_crimes():
    assert result("CRIME", "CR", crimes=["260000123", "260000124"]) == {"CR": "260000123, 260000124"}
    assert result("CRIME", "CR", crimes=["260000123", "260000124"], CR="260000124") == {"CR": "260000124"}


def test_every_result_that_needs_a_reference_is_refused_without_it():
    for code, row in rules.result_codes(DAY).items():
        if row["needs_reference"]:
            with pytest.raises(RuleBroken):
                result("ASB2", code)
        else:
            assert result("ASB2", code) == {}


def test_the_line_says_the_words_of_the_edition():
    asked = rules.Result(closing_code="ASB2", result_codes=("ADV", "TRF"), references={"TRF": "WMP-4411"})
    assert rules.result_in_words(asked, DAY) == (
        "Result: Words of advice (ADV), Transferred to a force or agency (TRF WMP-4411); "
        "closing as Anti-social behaviour, Nuisance (ASB2)."
    )


def closing(**facts):
    asked = {"state": "resulted", "grade": "P", "opening_code": "ASB", "opened_by": ME, "closer": ME}
    return rules.Closing(**{**asked, "is_assessed": True, "has_result": True, **facts})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"closes_as_crime": True}, "none is recorded on it"),
        ({"grade": ""}, "Assess and grade it first"),
        ({"is_assessed": False}, "Assess and grade it first"),
        ({"crimes": ("260000123",)}, "Crime 260000123 is recorded on it"),
        ({"state": "review", "sent_by": ME}, "somebody else"),
        ({"grade": "I"}, "send it for review"),
    ],
)
def test_closing_is_refused_when(facts, words):
    with pytest.raises(RuleBroken, match=words):
        rules.check_closing(closing(**facts), DAY)


def test_a_crime_closes_as_a_crime_with_its_reference():
    rules.check_closing(closing(closes_as_crime=True, crimes=("260000123",)), DAY)


def test_what_was_sent_for_review_is_closed_by_somebody_else():
    rules.check_closing(closing(state="review", sent_by=OTHER), DAY)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "review"}, "already"),
        ({"has_result": False}, "Result it first"),
        ({"holds": ("BX12 is attached",)}, "cannot go for review yet: BX12"),
        ({"state": "closed"}, "closed already"),
        ({"state": "open"}, "grade it first"),
    ],
)
def test_only_what_is_finished_goes_for_review(facts, words):
    with pytest.raises(RuleBroken, match=words):
        rules.check_review(closing(**facts))


def test_an_incident_with_a_crime_on_it_is_not_cancelled():
    with pytest.raises(RuleBroken, match="260000123"):
        rules.check_cancelling(closing(crimes=("260000123",), closer=OTHER), DAY)


def deferral(**facts):
    asked = {"state": "queued", "grade": "S", "until": NOW + timedelta(hours=2), "attend_by": NOW + timedelta(hours=9)}
    return rules.Deferral(**{**asked, "has_units": False, **facts})


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "closed"}, "reopen"),
        ({"state": "open"}, "Assess and grade"),
        ({"state": "resulted"}, "result already"),
        ({"state": "review"}, "result already"),
        ({"has_units": True}, "clear the unit"),
        ({"grade": "I"}, "Immediate is never put off"),
        ({"until": NOW}, "past"),
        ({"until": NOW + timedelta(hours=73), "attend_by": None}, "72 hours at most"),
        ({"attend_by": NOW - timedelta(minutes=1)}, "attend by is past"),
        ({"attend_by": NOW + timedelta(hours=1)}, "beyond its attend by"),
    ],
)
def test_an_incident_is_not_put_off_when(facts, words):
    with pytest.raises(RuleBroken, match=words):
        rules.check_deferral(deferral(**facts), NOW)


@pytest.mark.parametrize("state", ["graded", "queued", "assigned", "mobile", "on_scene", "deferred"])
def test_it_is_put_off_from_any_state_in_which_nobody_is_on_it(state):
    rules.check_deferral(deferral(state=state), NOW)


@pytest.mark.parametrize(("stage", "state"), [("graded", "queued"), ("assigned", "assigned"), ("resulted", "resulted")])
def test_anything_done_about_it_ends_the_deferral(stage, state):
    assert rules.state_after("deferred", stage) == state


def test_a_new_result_takes_it_out_of_review_and_nothing_else_does():
    assert rules.state_after("review", "resulted") == "resulted"
    assert rules.state_after("review", "assigned") == "review"


@pytest.mark.parametrize("kind", ["crime_decision", "unit_attached:BX12"])
def test_a_hold_that_a_room_owes_is_not_taken_away_by_hand(kind):
    with pytest.raises(RuleBroken, match="what it waits for"):
        rules.check_hold_kind(kind)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(minutes=3), "has not come yet"),
        (timedelta(hours=-24, seconds=-1), "24 hours before the first contact .24 Nov 03:00."),
    ],
)
def test_the_time_of_a_line_is_refused_when_it_cannot_be(away, words):
    with pytest.raises(RuleBroken, match=words):
        rules.check_line_time(NOW + away, NOW, NOW)


def test_a_line_may_tell_of_the_day_before_the_first_contact():
    at = NOW - timedelta(hours=24)
    assert rules.check_line_time(at, NOW, NOW) == at
