"""Silence, without a database."""

from datetime import UTC, datetime, timedelta

from lineside.heartbeats.rules import is_silent

AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


def test_one_late_beat_is_not_silence_and_three_missed_ones_are():
    assert not is_silent(at=AT, every=10, now=AT + timedelta(seconds=25))
    assert is_silent(at=AT, every=10, now=AT + timedelta(seconds=31))
