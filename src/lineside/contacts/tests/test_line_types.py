"""Incoming lines are an edition with what each weighs, and the queue follows it: the gravest line first, then age."""

from datetime import timedelta

import pytest

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import emergency_calls, queue
from lineside.contacts.rules import table
from lineside.contacts.testing import make_call
from lineside.kernel.clock import now, uk_day
from lineside.kernel.testing import an_actor

KINDS = {
    "999_BT", "999_FORCE_TRANSFER", "AMB_FIRE", "NR_CONTROL", "TOC_CONTROL", "SIGNALLER", "STATION_HELPPOINT",
    "PUBLIC_FREEPHONE", "101_TRANSFER", "DRIVER_FATALITY_LINE", "OFFICER", "INTERNAL",
    "999_SECONDARY", "999_CRITICAL", "999_BUDDY", "999_RELAY", "999_SMS", "999_BSL",
}  # fmt: skip


def test_every_line_of_the_trade_is_in_the_edition_in_force():
    lines = table("line_types", uk_day(now()))
    assert set(lines.by_code) == KINDS
    assert all(0 < row["risk"] < 100 and row["ring_back_minutes"] > 0 for row in lines.rows)
    assert {row["relay"] for row in lines.rows} - {""} <= set(table("relays", uk_day(now())).by_code)


@pytest.mark.django_db
def test_the_queue_orders_calls_by_their_line_and_then_by_age():
    at = now()
    for minutes, line in (
        (5, "INTERNAL"),
        (4, "PUBLIC_FREEPHONE"),
        (1, "999_BT"),
        (2, "999_BT"),
        (0, "DRIVER_FATALITY_LINE"),
    ):
        make_call(line_type=line, at=at - timedelta(minutes=minutes))
    shown = [(row.box_or_line, (at - row.opened_at).seconds // 60) for row in queue(an_actor(CanContact.VIEW))]
    assert shown == [
        ("DRIVER_FATALITY_LINE", 0), ("999_BT", 2), ("999_BT", 1), ("PUBLIC_FREEPHONE", 4), ("INTERNAL", 5),
    ]  # fmt: skip


@pytest.mark.django_db
def test_only_999_calls_of_the_last_moments_are_located_and_none_that_was_heard_late():
    rings = make_call(line_type="999_FORCE_TRANSFER")
    make_call(line_type="999_BT", at=now() - timedelta(minutes=10))
    make_call(line_type="999_BT", heard_late=True)
    make_call(line_type="SIGNALLER")
    assert [row.id for row in emergency_calls(timedelta(seconds=60))] == [rings.id]
