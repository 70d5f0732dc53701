"""A crime gets no outcome and leaves no count before its victims were told, or why not stands on record."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lineside.crimes.commands import (
    LEAVING,
    OUTCOME,
    await_telling,
    cancel_crime,
    give_outcome,
    settle_telling,
    unsettle_telling,
)
from lineside.crimes.models import CrimeTelling
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries.finals import tellings_of
from lineside.crimes.rules.cancelling import Cancelling
from lineside.crimes.rules.outcomes import Claim
from lineside.crimes.rules.telling import Awaited, check_all_told, with_tellings
from lineside.crimes.testing import DECISION_MAKER, RECORDER, fifteen, make_crime, no_crime
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken

CARE = system_actor("care", CanCrime.TELL)
TOLD = Awaited(reference="V-1", is_settled=True, told_at=now(), words="Told by telephone")
LOST = Awaited(reference="V-2", is_settled=True, words="Tried three times, moved away")
WAITING = Awaited(reference="V-3")


def awaited(crime, reference="V-00000001", about=(OUTCOME, LEAVING)):
    key = uuid4()
    await_telling(actor=CARE, crime_id=crime.id, subject_id=key, reference=reference, about=about)
    return key


def settle(crime, key, about=OUTCOME, told_at=None, words="Tried three times, moved away"):
    facts = {"crime_id": crime.id, "subject_id": key, "about": about}
    return settle_telling(actor=CARE, told_at=told_at, words=words, **facts)


def test_what_stands_at_each_victim_is_said_for_who_decides_and_their_own_words_come_first():
    filled = with_tellings(Claim(outcome="18"), [TOLD, LOST])
    assert (filled.told_victim_at, filled.untold) == (TOLD.told_at, "")
    assert filled.telling == "V-1: Told by telephone; V-2: Tried three times, moved away"
    own = Claim(outcome="18", told_victim_at=now() - timedelta(hours=1), telling="By me")
    assert with_tellings(own, [TOLD]) == own
    assert with_tellings(Cancelling(code="C2"), [LOST]).untold == "V-2: Tried three times, moved away"
    assert with_tellings(Claim(outcome="18"), [TOLD, WAITING]).told_victim_at is None


def test_who_decides_cannot_say_of_themselves_why_nobody_was_told():
    assert with_tellings(Claim(outcome="18", untold="I say so"), []).untold == ""


def test_of_several_victims_each_is_told_and_of_one_who_decides_may_say_it():
    check_all_told([WAITING], now(), "OF 2026 p3")
    check_all_told([TOLD, LOST], None, "OF 2026 p3")
    with pytest.raises(RuleBroken, match=r"Victim V-3 has not been told yet.*\(OF 2026 p3\)"):
        check_all_told([TOLD, WAITING], now(), "OF 2026 p3")
    with pytest.raises(RuleBroken, match="V-3"):
        check_all_told([WAITING], None, "OF 2026 p3")


@pytest.mark.django_db
def test_an_outcome_waits_for_every_victim_and_uses_what_was_told():
    crime = make_crime()
    first, second = awaited(crime), awaited(crime, "V-00000002")
    told = now()
    settle(crime, first, told_at=told, words="Told on the telephone")
    with pytest.raises(RuleBroken, match="V-00000002 has not been told yet"):
        give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen())
    settle(crime, second)
    given = give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen(told_victim_at=None, telling=""))
    assert given.told_victim_at == told
    assert "V-00000002: Tried three times" in given.telling
    used = [each for each in tellings_of(RECORDER, crime.id) if each.about == OUTCOME]
    assert {each.used_at for each in used} == {given.at}
    assert CrimeTelling.objects.filter(about=LEAVING, used_at=None).count() == 2


@pytest.mark.django_db
def test_a_reason_why_not_stands_in_for_telling_and_nothing_does_without_it():
    crime = make_crime()
    key = awaited(crime)
    untold = no_crime(told_victim_at=None, telling="")
    with pytest.raises(RuleBroken, match="told before the crime is cancelled"):
        cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=untold)
    settle(crime, key, LEAVING)
    gone = cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=untold)
    assert (gone.told_victim_at, gone.telling) == (None, "V-00000001: Tried three times, moved away")


@pytest.mark.django_db
def test_who_decides_tells_the_one_victim_and_that_is_on_record_at_them():
    crime = make_crime()
    awaited(crime)
    asked = no_crime()
    gone = cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=asked)
    [row] = CrimeTelling.objects.filter(crime=crime, about=LEAVING)
    assert (row.told_at, row.words, row.used_at) == (asked.told_victim_at, "By telephone", gone.at)


@pytest.mark.django_db
def test_a_duplicate_leaves_the_count_without_anybody_being_told_first():
    crime, other = make_crime(), make_crime()
    awaited(crime)
    asked = no_crime("C3", told_victim_at=None, telling="", other_reference=other.reference)
    assert cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=asked).code == "C3"
    assert CrimeTelling.objects.filter(crime=crime, used_at=None).count() == 2


@pytest.mark.django_db
def test_it_is_awaited_once_and_again_when_what_was_sent_did_not_arrive():
    crime = make_crime()
    key = awaited(crime)
    await_telling(actor=CARE, crime_id=crime.id, subject_id=key, reference="V-00000001")
    assert CrimeTelling.objects.filter(crime=crime).count() == 2
    settle(crime, key, told_at=now(), words="By text")
    assert unsettle_telling(actor=CARE, crime_id=crime.id, subject_id=key, about=OUTCOME) == 1
    with pytest.raises(RuleBroken, match="told of the outcome before"):
        give_outcome(actor=DECISION_MAKER, crime_id=crime.id, claim=fifteen(told_victim_at=None, telling=""))
    with pytest.raises(RuleBroken, match="how they were told"):
        settle(crime, key, words=" ")
    with pytest.raises(RuleBroken, match="told of 'x' first"):
        awaited(crime, about=("x",))
    with pytest.raises(NotPermitted):
        await_telling(actor=RECORDER, crime_id=crime.id, subject_id=key, reference="V-00000001")
