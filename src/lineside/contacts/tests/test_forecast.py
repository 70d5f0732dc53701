"""How many people an hour asks for: Erlang C against published figures, and what is counted of the weeks before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineside.contacts import queries
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import forecast as rules
from lineside.contacts.testing import make_past
from lineside.kernel.errors import NotPermitted
from lineside.kernel.testing import an_actor, clock

BOSS = an_actor(CanContact.SUPERVISE)
AT = datetime(2026, 12, 2, 14, 20, tzinfo=UTC)
WITHIN = timedelta(seconds=20)
NOTHING = rules.Work(an_hour=0, mean_s=None)


@pytest.mark.parametrize(
    ("people", "load", "share"),
    [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9), (10, 5.0, 0.0361), (5, 5.0, 1.0), (4, 9.0, 1.0), (3, 0.0, 0.0)],
)
def test_the_share_that_waits_is_that_of_the_tables_of_erlang_c(people, load, share):
    assert rules.must_wait(people, load) == pytest.approx(share, abs=0.0001)


def test_a_hundred_calls_of_three_minutes_ask_for_eight_to_answer_eighty_per_cent_within_twenty_seconds():
    """The worked example that guides to Erlang C use: 200 calls an hour of 3 minutes are 10 Erlangs and 14 people."""
    calls = rules.Work(an_hour=200, mean_s=180)
    assert calls.load == 10
    assert rules.people_for_calls(calls, WITHIN, 80) == 14
    assert rules.in_time(14, calls, WITHIN) == pytest.approx(0.888, abs=0.001)
    assert rules.in_time(13, calls, WITHIN) < 0.8


def test_nobody_is_asked_for_where_nothing_comes_and_a_stricter_target_never_asks_for_fewer():
    assert rules.people_for(NOTHING, NOTHING, WITHIN, 90) == 0
    asked = [rules.people_for_calls(rules.Work(an_hour=60, mean_s=240), WITHIN, share) for share in (50, 80, 90, 99)]
    assert asked == sorted(asked)
    assert asked[0] > 4  # more than there is work for, or the line grows without end


def test_what_is_written_asks_for_its_hours_of_work_beside_the_calls():
    calls, written = rules.Work(an_hour=200, mean_s=180), rules.Work(an_hour=9, mean_s=600)
    assert rules.people_for(calls, written, WITHIN, 80) == 14 + 2
    assert rules.people_for(calls, rules.Work(an_hour=9, mean_s=None), WITHIN, 80) is None


def test_the_weeks_before_are_the_same_hour_by_the_clock_though_the_clocks_were_changed():
    before = rules.hours_before(datetime(2026, 10, 26, 9, 30, tzinfo=UTC), 2)  # 09:30 in winter time
    assert [begins for begins, _ in before] == [
        datetime(2026, 10, 19, 8, 0, tzinfo=UTC),  # 09:00 in summer time
        datetime(2026, 10, 12, 8, 0, tzinfo=UTC),
    ]
    assert all(ends - begins == timedelta(hours=1) for begins, ends in before)


def test_every_site_of_the_edition_has_a_role():
    known = rules.plan(date(2026, 12, 2))
    assert known.roles == {"FCC": "contact_handler", "FCRL": "communications_officer"}
    assert 0 < known.least <= known.weeks


def asked_at(at=AT):
    with clock(at):
        return queries.forecast(BOSS)


def weeks_ago(number, minutes=30):
    return AT.replace(minute=0) - timedelta(weeks=number) + timedelta(minutes=minutes)


@pytest.mark.django_db
def test_the_same_hour_of_the_weeks_before_says_how_many_are_asked_for_at_each_site():
    for week in (1, 2, 3):
        make_past(weeks_ago(week), 200, timedelta(minutes=3))
        make_past(weeks_ago(week), 12, timedelta(minutes=10), channel="email", box_or_line="fcc")
        make_past(weeks_ago(week, 5), 20, timedelta(minutes=3), box_or_line="SIGNALLER")
    found = asked_at()
    assert (found.weeks, found.looked_back, found.is_enough) == (3, 6, True)
    first, rail = found.sites
    assert (first.calls.an_hour, first.calls.mean_s, first.written.an_hour) == (200, 180, 12)
    strict = rules.people_for_calls(first.calls, timedelta(seconds=10), 90)  # 999 is the strictest of the site's calls
    assert found.people_at("FCC", "contact_handler") == strict + 2
    assert (rail.calls.an_hour, rail.written.an_hour, rail.people) == (20, 0, 3)
    assert found.people_at("FCC", "fcc_supervisor") is None


@pytest.mark.django_db
def test_too_few_weeks_say_nothing_and_how_many_there_were():
    for week in (1, 2):
        make_past(weeks_ago(week), 50, timedelta(minutes=3))
    found = asked_at()
    assert (found.weeks, found.least, found.is_enough) == (2, 3, False)
    assert found.people_at("FCC", "contact_handler") is None


@pytest.mark.django_db
def test_other_hours_other_days_and_calls_heard_late_are_not_counted():
    for moment in (weeks_ago(1, -1), weeks_ago(1, 60), weeks_ago(1) - timedelta(days=1), weeks_ago(7), weeks_ago(0)):
        make_past(moment, 5, timedelta(minutes=3))
    make_past(weeks_ago(2), 5, timedelta(minutes=3), heard_late=True)
    assert asked_at().weeks == 0
    make_past(weeks_ago(1, 0), 5, timedelta(minutes=3))
    assert asked_at().weeks == 1


@pytest.mark.django_db
def test_a_long_one_counts_an_hour_and_one_that_goes_on_says_nothing_of_how_long():
    for week in (1, 2, 3):
        make_past(weeks_ago(week), 1, timedelta(minutes=10), channel="email", box_or_line="fcc")
        make_past(weeks_ago(week, 40), 1, timedelta(days=2), channel="email", box_or_line="fcc")
        make_past(weeks_ago(week, 50), 2, channel="email", box_or_line="fcc", state="waiting")
    written = asked_at().sites[0].written
    assert (written.an_hour, written.mean_s) == (4, 35 * 60)
    make_past(weeks_ago(1, 20), 1, state="abandoned")
    assert asked_at().sites[0].people is None  # a call came, and of none it is known how long one takes


@pytest.mark.django_db
def test_it_is_one_statement_that_groups_whatever_came():
    make_past(weeks_ago(1), 500, timedelta(minutes=3))
    with CaptureQueriesContext(connection) as asked:
        asked_at()
    assert len(asked) == 1
    assert "GROUP BY" in asked[0]["sql"]


@pytest.mark.django_db
def test_only_who_supervises_sees_it():
    with pytest.raises(NotPermitted):
        queries.forecast(an_actor(CanContact.VIEW))
