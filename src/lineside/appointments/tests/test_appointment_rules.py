"""Which slot may be agreed, when it is near, and when it was missed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.appointments import rules
from lineside.kernel.errors import RuleBroken

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 28)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("grade", ["", "I", "P", "R", "C", "E"])
def test_only_a_scheduled_log_has_an_appointment(grade):
    with pytest.raises(RuleBroken, match="Only a log graded Scheduled"):
        rules.check_log(grade, is_closed=False)


def test_a_closed_log_has_none_either():
    with pytest.raises(RuleBroken, match="closed"):
        rules.check_log("S", is_closed=True)
    rules.check_log("S", is_closed=False)


@pytest.mark.parametrize(
    ("hours", "minutes", "why", "refused"),
    [
        (20, None, "", ""),
        (48, None, "", ""),
        (49, None, "", "more than 48 hours after the first contact"),
        (49, None, "She works until then", ""),
        (-1, None, "", "That time is over"),
        (29 * 24, None, "She is away", "within 28 days"),
        (20, 0, "", "1 to 480 minutes"),
        (20, 481, "", "1 to 480 minutes"),
    ],
)
def test_a_slot_is_to_come_within_48_hours_or_says_why_not(hours, minutes, why, refused):
    if refused:
        with pytest.raises(RuleBroken, match=refused):
            rules.check_slot(AT + hours * HOUR, minutes, AT, why, AT)
    else:
        slot, kept = rules.check_slot(AT + hours * HOUR, minutes, AT, why, AT)
        assert (slot.ends - slot.begins, kept) == (HOUR, why)


def test_its_reminder_is_due_two_hours_before_and_once():
    begins = AT + 3 * HOUR
    assert not rules.is_reminder_due(begins, None, AT + timedelta(minutes=59))
    assert rules.is_reminder_due(begins, None, AT + HOUR)
    assert not rules.is_reminder_due(begins, AT + HOUR, AT + 2 * HOUR)


@pytest.mark.parametrize(("there", "is_missed"), [(None, True), (AT, False), (AT + HOUR, False), (AT + 2 * HOUR, True)])
def test_it_was_missed_when_nobody_was_there_by_its_end(there, is_missed):
    assert rules.is_missed(AT + HOUR, there, AT + 3 * HOUR) is is_missed
    assert not rules.is_missed(AT + HOUR, None, AT + HOUR)


def test_what_became_of_it_is_one_of_the_list_and_most_need_their_sentence():
    assert rules.check_ending("kept", "", ON)[0]["promise"] == "told_otherwise"
    with pytest.raises(RuleBroken, match="Say in a sentence"):
        rules.check_ending("not_in", " ", ON)
    with pytest.raises(RuleBroken, match="choose from the list"):
        rules.check_ending("lost", "", ON)
