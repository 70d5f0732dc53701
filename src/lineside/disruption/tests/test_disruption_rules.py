"""What proposes a level of disruption, and the clock of a train that stands with people on board."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.disruption import rules
from lineside.kernel.errors import RuleBroken

ON = date(2026, 11, 28)
AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
COUNTED = ("caution", "stopped", "power_off", "held", "stranded", "late", "minutes")


@pytest.mark.parametrize(
    ("counted", "level", "why"),
    [
        ({}, "D0", "nothing on the log holds up trains"),
        ({"caution": 1}, "D1", "trains at caution"),
        ({"held": 1}, "D1", "a train is held at a platform"),
        ({"held": 3}, "D2", "3 trains are held at platforms"),
        ({"stopped": 1}, "D2", "trains stopped by a line protection"),
        ({"power_off": 1}, "D2", "power off by a line protection"),
        ({"stranded": 1}, "D1", "a train is standing with people on board"),
        ({"stranded": 2}, "D2", "2 trains are standing with people on board"),
        ({"stranded": 5}, "D3", "5 trains are standing with people on board"),
        ({"late": 4}, "D2", "4 trains are late or cancelled in the forecast"),
        ({"minutes": 500}, "D2", "500 minutes of delay"),
        ({"minutes": 501}, "D3", "501 minutes of delay"),
    ],
)
def test_what_is_counted_on_the_log_proposes_a_level_and_says_why(counted, level, why):
    found = rules.propose(counted, ON)
    assert (found.level, found.words) == (level, why)


def test_the_gravest_sign_decides_and_the_lesser_are_told_as_well():
    found = rules.propose({"stopped": 1, "stranded": 1, "minutes": 900}, ON)
    assert found.level == "D3"
    assert found.words == (
        "900 minutes of delay; trains stopped by a line protection; a train is standing with people on board"
    )


@given(st.dictionaries(st.sampled_from(COUNTED), st.integers(0, 2000)), st.sampled_from(COUNTED), st.integers(0, 500))
def test_more_of_anything_never_proposes_less(counted, what, more):
    before, after = rules.propose(counted, ON), rules.propose({**counted, what: counted.get(what, 0) + more}, ON)
    assert after.level >= before.level


@pytest.mark.parametrize(
    ("level", "proposed", "was", "reason", "refused"),
    [
        ("D2", "D2", "", "", ""),
        ("D3", "D2", "", "", "Say why it is another level than the one proposed."),
        ("D3", "D2", "", "Nothing runs through Leeds", ""),
        ("D1", "D1", "D2", "", "Say why it disrupts the railway less than was decided."),
        ("D1", "D1", "D2", "One line is open", ""),
        ("D0", "", "", "", ""),
    ],
)
def test_another_level_than_the_one_proposed_needs_its_reason_and_so_does_a_lower_one(
    level, proposed, was, reason, refused
):
    if refused:
        with pytest.raises(RuleBroken, match=refused):
            rules.check_decision(level, proposed, was, reason)
    else:
        assert rules.check_decision(level, proposed, was, reason) == reason


def marks(conditions=()):
    found = rules.thresholds(AT, conditions, rules.table("thresholds", ON))
    return [(each.code, int((each.due - AT) / timedelta(minutes=1)), each.level) for each in found]


def test_the_clock_asks_for_welfare_then_a_plan_then_the_evacuation_decision_then_reaches_the_inspector():
    assert marks() == [("welfare", 20, 1), ("plan", 45, 1), ("evacuation", 60, 2), ("too_long", 90, 3)]


def test_heat_or_somebody_ill_shortens_the_clock():
    assert marks(("heat",)) == [("welfare", 10, 1), ("plan", 25, 1), ("evacuation", 40, 2), ("too_long", 60, 3)]


def test_a_threshold_is_reached_once_and_the_next_is_named():
    clock = rules.thresholds(AT, (), rules.table("thresholds", ON))
    due = rules.reached(clock, (), AT + timedelta(minutes=50))
    assert [each.code for each in due] == ["welfare", "plan"]
    assert rules.reached(clock, ("welfare", "plan"), AT + timedelta(minutes=50)) == ()
    coming = rules.next_due(clock, ("welfare", "plan"))
    assert coming
    assert coming.code == "evacuation"
    assert rules.next_due(clock, [each.code for each in clock]) is None


@pytest.mark.parametrize(
    ("how", "words", "refused"),
    [
        ("moved", "", ""),
        ("evacuated", "", "Say in a sentence what was done."),
        ("evacuated", "240 led to Hendon", ""),
        ("", "", "Say how it ended for the people on board; choose from the list."),
    ],
)
def test_an_outcome_is_one_of_the_list_and_the_grave_ones_have_their_sentence(how, words, refused):
    if refused:
        with pytest.raises(RuleBroken, match=refused):
            rules.check_outcome(how, words, ON)
    else:
        assert rules.check_outcome(how, words, ON)[1] == words


@pytest.mark.parametrize(("minutes", "is_known"), [(0, True), (-25, True), (5, False), (-1441, False)])
def test_a_train_stands_since_a_time_that_is_not_to_come_and_not_a_day_ago(minutes, is_known):
    since = AT + timedelta(minutes=minutes)
    if is_known:
        assert rules.check_since(since, AT) == since
    else:
        with pytest.raises(RuleBroken, match=r"It cannot|more than 24"):
            rules.check_since(since, AT)
