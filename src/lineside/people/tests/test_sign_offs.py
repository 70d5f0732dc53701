"""Sign-offs and probation: what each command writes and announces, and each refusal."""

from datetime import date, timedelta

import pytest

from lineside.access.testing import make_account
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, events_of
from lineside.people import commands, queries, rules
from lineside.people.events import SignOffsChanged
from lineside.people.models import SignOff
from lineside.people.permissions import CanPeople
from lineside.people.rules import Held
from lineside.people.testing import PLANNER, make_staff

DAY = date(2026, 11, 26)


def given(staff, code="mail", **facts):
    return commands.sign_off(actor=PLANNER, staff_id=staff.id, code=code, evidence="Ten mails read", **facts)


def standing(staff):
    row = queries.standing_row(staff.id)
    assert row
    return row


@pytest.mark.django_db
def test_a_sign_off_lasts_as_the_list_says_and_is_on_record():
    staff, today = make_staff(), uk_day(now())
    made = given(staff)
    assert (made.first_day, made.last_day) == (today, today + timedelta(days=729))
    assert (made.signed_by, made.edition) == ("test planner", "2026-11")
    assert audit_lines()[-1] == "people.sign_off"
    assert events_of(SignOffsChanged)[0].topics == [f"staff:{staff.id}"]
    assert standing(staff).holds == ("E-mail",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"code": "juggling"}, "no such module"),
        ({"evidence": " "}, "needs its evidence"),
        ({"last_day": date(2020, 1, 1)}, "ends after it begins"),
        ({"last_day": date(2040, 1, 1)}, "lasts 730 days at most"),
    ],
)
def test_a_sign_off_that_cannot_be_is_refused_in_a_sentence(facts, said):
    whole = {"code": "mail", "evidence": "Seen", **facts}
    with pytest.raises(RuleBroken, match=said):
        commands.sign_off(actor=PLANNER, staff_id=make_staff().id, **whole)
    assert not SignOff.objects.exists()


@pytest.mark.django_db
def test_nobody_signs_off_themselves():
    staff = make_staff(account_id=make_account().id)
    assert staff.account_id
    own = an_actor(*CanPeople, key=staff.account_id)
    with pytest.raises(NotPermitted, match="Nobody signs off themselves"):
        commands.sign_off(actor=own, staff_id=staff.id, code="mail", evidence="I am good")
    with pytest.raises(NotPermitted):
        commands.sign_off(actor=an_actor(CanPeople.VIEW), staff_id=staff.id, code="mail", evidence="Seen")


@pytest.mark.django_db
def test_an_ended_sign_off_counts_no_more_and_stays_readable():
    staff = make_staff()
    made = given(staff)
    with pytest.raises(RuleBroken, match="Say why"):
        commands.end_sign_off(actor=PLANNER, sign_off_id=made.id, reason=" ")
    with pytest.raises(Stale):
        commands.end_sign_off(actor=PLANNER, sign_off_id=made.id, reason="x", seen_version=9)
    commands.end_sign_off(actor=PLANNER, sign_off_id=made.id, reason="Moved", seen_version=0)
    with pytest.raises(RuleBroken, match="already"):
        commands.end_sign_off(actor=PLANNER, sign_off_id=made.id, reason="Moved")
    [row] = queries.sign_offs_of(PLANNER, staff.id)
    assert (row.counts, row.ended_by, row.evidence) == (False, "test planner", "Ten mails read")
    with pytest.raises(NotFound):
        queries.sign_offs_of(PLANNER, uuid7())


@pytest.mark.django_db
def test_probation_is_set_and_ended_with_a_reason():
    staff = make_staff()
    until = uk_day(now()) + timedelta(days=90)
    commands.set_probation(actor=PLANNER, staff_id=staff.id, until=until, reason="New")
    assert standing(staff).probation_until == until
    with pytest.raises(RuleBroken, match="day to come"):
        commands.set_probation(actor=PLANNER, staff_id=staff.id, until=DAY - timedelta(days=900), reason="x")
    with pytest.raises(RuleBroken, match="Say why"):
        commands.set_probation(actor=PLANNER, staff_id=staff.id, until=None, reason="")
    commands.set_probation(actor=PLANNER, staff_id=staff.id, until=None, reason="Passed")
    assert queries.probation_of(PLANNER, staff.id) is None


@pytest.mark.django_db
def test_whose_sign_off_lapses_is_listed_unless_it_was_renewed():
    staff, other, today = make_staff("C1001"), make_staff("C1002"), uk_day(now())
    given(staff, last_day=today + timedelta(days=5))
    given(other, last_day=today + timedelta(days=5))
    given(other)
    assert [who for who, _ in queries.lapsing(PLANNER, today + timedelta(days=30))] == [str(staff)]


@pytest.mark.django_db
def test_what_was_renewed_long_ago_pushes_nobody_off_the_list_of_those_who_lapse(monkeypatch):
    monkeypatch.setattr("lineside.people.queries.sign_offs.MOST_LAPSING", 1)
    staff, other, today = make_staff("C1001"), make_staff("C1002"), uk_day(now())
    given(other, first_day=today - timedelta(days=900), last_day=today - timedelta(days=200))
    given(other, first_day=today - timedelta(days=200), last_day=today + timedelta(days=9))
    given(staff, last_day=today + timedelta(days=5))
    assert [who for who, _ in queries.lapsing(PLANNER, today + timedelta(days=30))] == [str(staff)]
    monkeypatch.setattr("lineside.people.queries.sign_offs.MOST_LAPSING", 9)
    lapsing = queries.lapsing(PLANNER, today + timedelta(days=30))
    assert [(who, row.last_day) for who, row in lapsing] == [
        (str(staff), today + timedelta(days=5)),
        (str(other), today + timedelta(days=9)),
    ]


def test_a_sign_off_counts_from_its_first_to_its_last_day():
    held = Held("mail", DAY, DAY + timedelta(days=1))
    days = [DAY + timedelta(days=n) for n in (-1, 0, 1, 2)]
    assert [held.counts_on(day) for day in days] == [False, True, True, False]


def test_what_lapsed_says_when_and_a_newer_one_makes_it_good():
    old = Held("mail", DAY - timedelta(days=900), DAY - timedelta(days=10))
    ended = Held("mail", DAY - timedelta(days=9), DAY + timedelta(days=9), DAY - timedelta(days=2))
    assert rules.lapsed_on((old,), "mail", DAY) == DAY - timedelta(days=10)
    assert rules.lapsed_on((old, ended), "mail", DAY) == DAY - timedelta(days=3)
    assert rules.lapsed_on((old, Held("mail", DAY, DAY)), "mail", DAY) is None
    assert rules.lapsed_on((), "mail", DAY) is None
