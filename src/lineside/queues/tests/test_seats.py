"""Seats, calls for help and surges: what each command writes and announces, and each refusal."""

import pytest

from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of
from lineside.queues import commands, queries
from lineside.queues.events import HelpCalled, SeatChanged, SurgeChanged
from lineside.queues.permissions import CanQueue

pytestmark = pytest.mark.django_db
ALEX = an_actor(CanQueue.SIT, CanQueue.VIEW)
BOSS = an_actor(*CanQueue, name="Sara Boss", key=uuid7())


def seat_of(actor):
    seat = queries.own_seat(actor)
    assert seat
    return seat


def test_somebody_says_what_they_do_and_every_supervisor_sees_it():
    seat = commands.choose_state(actor=ALEX, state="available")
    assert (seat.name, seat.state, seat_of(ALEX).label) == ("Alex Reed", "available", "Available")
    commands.choose_state(actor=ALEX, state="break")
    assert [each.facts["state"] for each in events_of(SeatChanged)] == ["available", "break"]
    assert audit_lines() == ["queues.choose_state"] * 2
    assert len(queries.seats(BOSS)) == 1


def test_a_break_is_over_when_it_is_over_but_lasts_until_its_owner_is_back():
    commands.choose_state(actor=ALEX, state="break")
    seat = seat_of(ALEX)
    assert seat.until
    with clock(seat.until):
        assert seat_of(ALEX).is_overdue
        assert seat_of(ALEX).state == "break"


def test_who_is_away_is_not_shown_as_sitting():
    commands.choose_state(actor=ALEX, state="offline")
    assert queries.seats(BOSS) == []


def test_help_is_asked_for_once_and_answered_once():
    asked = commands.call_for_help(actor=ALEX, contact_id=uuid7(), reference="C-1", why="A knife")
    with pytest.raises(RuleBroken, match="asked for already"):
        commands.call_for_help(actor=ALEX, contact_id=asked.contact_id, reference="C-1", why="Again")
    with pytest.raises(NotPermitted):
        commands.answer_help(actor=ALEX, help_id=asked.id, answer="I do it myself")
    with pytest.raises(RuleBroken, match="Say what was done"):
        commands.answer_help(actor=BOSS, help_id=asked.id, answer=" ")
    commands.answer_help(actor=BOSS, help_id=asked.id, answer="I listen in")
    with pytest.raises(RuleBroken, match="Sara Boss has answered"):
        commands.answer_help(actor=BOSS, help_id=asked.id, answer="Again")
    assert queries.help_calls(BOSS) == []
    assert len(events_of(HelpCalled)) == 2


def test_one_surge_at_a_time_begins_and_ends_with_its_reason():
    surge = commands.declare_surge(actor=BOSS, why="A train stopped in a tunnel")
    with pytest.raises(RuleBroken, match="on already"):
        commands.declare_surge(actor=BOSS, why="Again")
    commands.end_surge(actor=BOSS, surge_id=surge.id)
    with pytest.raises(RuleBroken, match="over already"):
        commands.end_surge(actor=BOSS, surge_id=surge.id)
    with pytest.raises(NotPermitted):
        commands.declare_surge(actor=ALEX, why="I am tired")
    assert queries.surge() is None
    assert len(events_of(SurgeChanged)) == 2
