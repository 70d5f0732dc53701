"""Feeds of alerts: heard by each alert and each test, silent in words, and tests that are nobody's work."""

from datetime import timedelta

import pytest

from lineside.alerts.models import Alert
from lineside.alerts.queries import alert as read
from lineside.alerts.queries import board, owed, sent_page
from lineside.alerts.rules import Journey
from lineside.alerts.testing import FEED, FIRST, make_activation, make_alert
from lineside.heartbeats.commands import find_silent
from lineside.heartbeats.queries import heartbeats
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import clock
from lineside.ui.operations import PagingIn

pytestmark = pytest.mark.django_db
PART = "alerts of Border targeting centre (NBTC) from test feed"


def states():
    return {row.part: row.state for row in heartbeats()}


def test_a_feed_stands_among_the_parts_from_its_first_alert_and_falls_silent_in_words():
    make_alert()
    assert states() == {PART: "at work"}
    with clock(now() + timedelta(minutes=14)):
        assert states() == {PART: "at work"}
    with clock(now() + timedelta(minutes=16)):
        assert find_silent() == [PART]
        assert states() == {PART: "silent"}
        make_alert()
        assert states() == {PART: "at work"}


def test_a_test_proves_the_way_and_is_nobodys_work():
    row = make_alert(is_test=True, summary="Test of the feed")
    assert states() == {PART: "at work"}
    assert board(FIRST) == []
    assert owed(FIRST) == []
    (told,) = sent_page(FEED, PagingIn(cursor="", limit=50)).items
    assert (told.state, told.outcome_label, told.told_sender) == (
        "no_action",
        "test of the feed",
        "Your test was kept; the way here works.",
    )
    assert row.owes_feedback is False


def test_the_same_test_again_is_heard_and_kept_once():
    for _ in range(3):
        make_alert(is_test=True, sender_ref="TEST-1", journey=Journey(train="9I14"))
    assert Alert.objects.count() == 1


def test_a_test_is_checked_as_an_alert_is_so_that_it_proves_what_an_alert_needs():
    with pytest.raises(RuleBroken, match="what it is about"):
        make_alert(is_test=True, summary=" ")
    assert states() == {}


def test_the_cameras_are_heard_by_their_mail():
    burst = make_activation()
    assert burst is not None
    assert burst.channel == "mail"
    assert states()["alerts of Network Rail cameras from mail"] == "at work"


def test_by_which_way_it_came_and_how_sure_its_sender_is_are_read_with_it():
    row = read(FIRST, make_alert(channel="telephone", confidence=70).id).row
    assert (row.channel_words, row.confidence) == ("by telephone", 70)
    assert read(FIRST, make_alert().id).row.confidence is None
