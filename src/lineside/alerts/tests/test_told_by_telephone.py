"""A person told the sender by telephone what became of its alert: whom, when and who, once, on record."""

from datetime import datetime, timedelta

import pytest

from lineside.alerts.commands import Ending, end_alert, take_feedback, tell_sender_by_telephone
from lineside.alerts.events import AlertChanged
from lineside.alerts.permissions import CanAlert
from lineside.alerts.queries import owed
from lineside.alerts.rules.telling import told_at
from lineside.alerts.testing import FEED, FIRST, SECOND, make_activation, make_alert_in_hand
from lineside.kernel.clock import UK, now
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UK)
WHOM = "Sgt Vale,  NBTC"


def ended(**facts):
    alert = make_alert_in_hand(**facts)
    return end_alert(actor=FIRST, alert_id=alert.id, ending=Ending(outcome="not_found", words="Every door watched"))


@pytest.mark.django_db
def test_whom_when_and_who_told_it_stay_and_nobody_is_asked_for_it_any_more():
    alert = ended()
    with clock(now() + timedelta(hours=1)) as then:
        assert [row.id for row in owed(FIRST)] == [alert.id]  # its machine did not fetch it
        before = len(events_of(AlertChanged))
        told = tell_sender_by_telephone(actor=SECOND, alert_id=alert.id, whom=WHOM, seen_version=alert.version)
        assert (told.told_whom, told.told_at, told.told_by, told.told_by_id) == (
            "Sgt Vale, NBTC", then, "Kim Osei", SECOND.id,
        )  # fmt: skip
        assert owed(FIRST) == []
    assert audit_lines()[-1] == "alerts.tell_sender_by_telephone"
    assert len(events_of(AlertChanged)) == before + 1
    assert told.feedback_taken_at is None  # the machine has not read it
    assert take_feedback(actor=FEED, alert_id=alert.id).feedback_taken_at


@pytest.mark.django_db
def test_it_is_told_once_by_who_may_of_what_has_ended_and_is_waited_for():
    with pytest.raises(RuleBroken, match="end it first"):
        tell_sender_by_telephone(actor=FIRST, alert_id=make_alert_in_hand().id, whom=WHOM)
    alert = ended()
    with pytest.raises(NotPermitted):
        tell_sender_by_telephone(actor=an_actor(CanAlert.VIEW), alert_id=alert.id, whom=WHOM)
    with pytest.raises(Stale):
        tell_sender_by_telephone(actor=FIRST, alert_id=alert.id, whom=WHOM, seen_version=alert.version - 1)
    with pytest.raises(RuleBroken, match="whom you told"):
        tell_sender_by_telephone(actor=FIRST, alert_id=alert.id, whom=" ")
    tell_sender_by_telephone(actor=FIRST, alert_id=alert.id, whom=WHOM)
    with pytest.raises(RuleBroken, match="Alex Reed told them already"):
        tell_sender_by_telephone(actor=SECOND, alert_id=alert.id, whom=WHOM)
    burst = make_activation()
    assert burst
    assert not burst.owes_feedback


@pytest.mark.parametrize(
    ("typed", "hours"), [("", 0), ("11:30", -0.5), ("11.30", -0.5), ("9:00", -3), ("12:00", 0), ("13:00", -23)]
)
def test_the_time_is_the_last_such_time_by_the_clock_on_the_wall(typed, hours):
    assert told_at(typed, NOON, None) == NOON + timedelta(hours=hours)


@pytest.mark.parametrize("typed", ["noon", "25:00", "11:60", "11:3\u0660", "-1:00"])
def test_a_time_that_is_none_is_refused(typed):
    with pytest.raises(RuleBroken, match="as 16:30"):
        told_at(typed, NOON, None)


def test_nothing_was_told_before_the_alert_had_ended():
    with pytest.raises(RuleBroken, match="before the alert ended"):
        told_at("11:30", NOON, NOON - timedelta(minutes=10))
    assert told_at("11:50", NOON, NOON - timedelta(minutes=10, seconds=-30)) == NOON - timedelta(minutes=10)
