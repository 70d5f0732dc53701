"""What the feeds tell is taken in once, in any order, and bounded in what is kept."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lineside.kernel.errors import NotFound, NotPermitted
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine, EventRecord
from lineside.kernel.testing import an_actor, clock
from lineside.trains import commands, queries
from lineside.trains.models import Frame, Said, Scheduled, Train
from lineside.trains.rules.telling import Timetabled
from lineside.trains.testing import (
    FEEDS,
    activation,
    darwin,
    darwin_forecast,
    darwin_schedule,
    identity_of,
    make_train,
    movement,
    take,
    trains_kept,
    trust,
    wall_ms,
)

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SOON = BEGINS + timedelta(minutes=12)


def test_a_train_of_both_feeds_is_one_train():
    with clock(SOON):
        take("darwin", darwin_schedule(BEGINS))
        take("trust", activation(BEGINS), movement(BEGINS, 0, late=4))
        (row,) = queries.train_now("1a23")
    assert trains_kept() == 1
    assert row.where == "between London King's Cross and Stevenage"
    assert (row.uid, row.identity) == ("W10001", "541A23MC27")
    assert row.running.late == timedelta(minutes=4)
    assert row.age == timedelta(minutes=8)
    assert [call.point.crs for call in row.running.remaining] == ["SVG", "PBO", "YRK"]


def test_any_order_of_frames_gives_the_same_train():
    feeds: list[tuple[str, Any]] = [
        ("darwin", darwin_schedule(BEGINS)),
        ("trust", activation(BEGINS)),
        ("trust", movement(BEGINS, 0, late=4)),
        ("darwin", darwin_forecast(BEGINS, 1, 6, BEGINS + timedelta(minutes=5))),
        (
            "trust",
            trust("0007", BEGINS, train_id=identity_of(BEGINS), revised_train_id=identity_of(BEGINS, "541A99MC")),
        ),
    ]
    seen = set()
    for seed in range(12):
        order = [*feeds, *feeds[:2]]
        random.Random(seed).shuffle(order)  # noqa: S311 - an order, no secret
        with clock(SOON):
            for feed, raw in order:
                take(feed, raw)
            (row,) = queries.train_now("1A99")
        seen.add((row.uid, row.identity, row.where, str(row.running)))
        wipe()
    assert len(seen) == 1


def wipe():
    """As a day later: everything is old enough to go."""
    with clock(datetime(2027, 3, 1, tzinfo=UTC)):
        while commands.dispose_of_old(actor=FEEDS):
            pass
    assert [model for model in (Train, Said, Frame) if model.objects.exists()] == []


def test_the_same_frame_again_is_no_news():
    with clock(SOON):
        assert take("trust", activation(BEGINS), movement(BEGINS, 0)) == 2
        assert take("trust", activation(BEGINS), movement(BEGINS, 0)) == 0


def test_a_headcode_that_comes_again_gives_choices_the_likeliest_first():
    later = BEGINS + timedelta(hours=2)
    with clock(SOON):
        take("darwin", darwin_schedule(later, uid="W10002"), darwin_schedule(BEGINS))
        take("trust", activation(BEGINS), movement(BEGINS, 0))
        rows = queries.train_now("1A23")
    assert [row.uid for row in rows] == ["W10001", "W10002"]
    assert rows[0].name != rows[1].name
    assert rows[1].where.startswith("not reported yet; due from London")


def test_yesterday_s_train_of_that_headcode_is_none_of_today_s():
    with clock(SOON):
        take("darwin", darwin_schedule(BEGINS - timedelta(days=1), uid="W10009"))
        assert queries.train_now("1A23") == []


def test_trains_between_two_stations_are_those_that_still_call_at_both_in_that_order():
    with clock(SOON):
        take("darwin", darwin_schedule(BEGINS), darwin_schedule(BEGINS + timedelta(hours=1), uid="W10002"))
        take("trust", activation(BEGINS), movement(BEGINS, 0))
        assert [row.uid for row in queries.trains_between("SVG", "yrk")] == ["W10001", "W10002"]
        assert [row.uid for row in queries.trains_between("KGX", "PBO")] == ["W10002"]
        assert queries.trains_between("YRK", "SVG") == []


def test_a_train_of_the_timetable_runs_when_trust_calls_it():
    calls = ({"tpl": "KNGX", "dep": "0900", "public": True}, {"tpl": "YORK", "arr": "1058", "public": True})
    schedule = Timetabled(
        uid="W10001", starts=date(2026, 11, 1), stp="P", ends=date(2026, 12, 1), days="1111111", calls=calls
    )
    with clock(SOON):
        commands.take_timetable(actor=FEEDS, content=[schedule], lines=1)
        take("trust", movement(BEGINS, 0), activation(BEGINS))
        (row,) = queries.train_now("1A23")
        assert [call.point.crs for call in row.running.remaining] == ["YRK"]
        assert commands.plan_day(actor=FEEDS, day=date(2026, 11, 28)) == 1
        assert commands.plan_day(actor=FEEDS, day=date(2026, 11, 28)) == 0
        gone = Timetabled(uid="W10001", starts=date(2026, 11, 1), stp="P", is_deleted=True)
        commands.take_timetable(actor=FEEDS, content=[gone], lines=1)
    assert not Scheduled.objects.exists()


def test_only_a_watched_train_is_announced():
    with clock(SOON):
        row = make_train(BEGINS)
        before = EventRecord.objects.filter(name="trains.TrainMoved").count()
        take("trust", movement(BEGINS, 1, "ARRIVAL"))
        assert EventRecord.objects.filter(name="trains.TrainMoved").count() == before == 0
        commands.watch_train(actor=FEEDS, train_id=row.id)
        take("trust", movement(BEGINS, 1))
    (event,) = EventRecord.objects.filter(name="trains.TrainMoved")
    assert event.topics == [f"train:{row.id}"]


def test_a_train_that_is_not_there_cannot_be_watched():
    with pytest.raises(NotFound):
        commands.watch_train(actor=FEEDS, train_id=uuid7())


def test_the_audit_line_tells_how_many_and_not_what():
    with clock(SOON):
        take("trust", movement(BEGINS, 0))
    line = AuditLine.objects.get(name="trains.take_told", kind="did")
    assert line.facts["frames"] == 1
    assert "content" not in line.facts


def test_who_has_no_right_takes_nothing_in():
    with pytest.raises(NotPermitted):
        commands.take_told(actor=an_actor("trains.view"), feed="trust", content=[], frames=0, received_at=SOON)


def test_a_station_message_stands_at_its_stations_until_it_is_taken_back():
    words = '<OW id="7"><Station crs="KGX"/><Msg>Doors closed</Msg></OW>'
    gone = '<OW id="7" suppress="true"><Station crs="KGX"/><Msg>Doors closed</Msg></OW>'
    with clock(SOON):
        take("darwin", darwin(BEGINS, words))
        assert queries.station_messages(["KGX"]) == ["Doors closed"]
        assert queries.station_messages(["YRK"]) == []
        take("darwin", darwin(BEGINS + timedelta(minutes=1), gone))
        assert queries.station_messages(["KGX"]) == []


def test_what_is_kept_is_bounded_by_its_time():
    with clock(BEGINS):
        make_train(BEGINS)
        assert commands.dispose_of_old(actor=FEEDS) == 0
    wipe()


def test_a_unit_that_staff_told_finds_its_train():
    with clock(SOON):
        row = make_train(BEGINS)
        commands.note_unit(actor=FEEDS, train_id=row.id, unit="387 112")
        assert [found.id for found in queries.trains_by_unit("387112")] == [row.id]


def test_how_far_a_feed_was_heard_is_known():
    with clock(SOON):
        take("trust", movement(BEGINS, 0), movement(BEGINS, 1))
    (row,) = queries.feeds()
    assert (row.feed, row.frames, row.messages, row.received_at) == ("trust", 2, 2, SOON)


def test_wall_clock_of_tests_is_that_of_trust():
    assert wall_ms(datetime(2026, 7, 1, 9, tzinfo=UTC)) == str(
        int(datetime(2026, 7, 1, 10, tzinfo=UTC).timestamp() * 1000)
    )
