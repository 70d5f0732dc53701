"""Who was a victim before, at "who this is": with what it rests on, and who has read it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lineside.access.queries import actor_of
from lineside.contacts.commands import take_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.crimes.permissions import CanCrime
from lineside.crimes.testing import make_crime
from lineside.incidents.permissions import CanIncident
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import clock
from lineside.pole.models import Person
from lineside.pole.permissions import CanPole
from lineside.pole.queries import likely_people
from lineside.triage.commands import acknowledge_repeat
from lineside.triage.models import RepeatSeen
from lineside.triage.permissions import CanTriage
from lineside.triage.queries import repeat_victims

pytestmark = pytest.mark.django_db
RIGHTS = (*CanContact, CanPole.LOOK_UP, CanCrime.VIEW, CanIncident.VIEW, CanTriage.ASSESS)


@pytest.fixture
def call():
    return make_call("answered", number="+447700900123", name="Robin Vale")


def shown(client, call):
    return client.get(reverse("desks:contact", args=[call.id])).content.decode()


def test_earlier_crimes_against_the_caller_are_listed_with_what_it_rests_on(client, sign_in, call):
    sign_in(*RIGHTS)
    crime = make_crime()
    page = shown(client, call)
    assert "Repeat victim: Robin Vale" in page
    assert "1 crime in 365 days" in page
    assert "It rests on" in page
    assert crime.reference in page


def test_whoever_has_the_contact_says_that_they_have_read_it_and_their_name_stays(client, sign_in, call):
    actor = actor_of(sign_in(*RIGHTS))
    make_crime()
    take_contact(actor=actor, contact_id=call.id)
    person = Person.objects.get(name="Robin Vale")
    path = reverse("desks:contact-repeat-seen", args=[call.id, person.id])
    assert "I have read it" in shown(client, call)
    for _ in range(2):
        answer = client.post(path, {"key": str(uuid7())}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
    assert f"Read by {actor.name}" in shown(client, call)
    assert [(row.crimes, row.by_name) for row in RepeatSeen.objects.all()] == [(1, actor.name)]


def test_who_withholds_their_name_is_known_by_the_number_and_the_page_says_how_sure_that_is(client, sign_in):
    sign_in(*RIGHTS)
    make_crime()
    page = shown(client, make_call("answered", number="+447700900123"))
    assert "Repeat victim: Robin Vale" in page
    assert "telephone number: the same" in page


@pytest.mark.parametrize(("days", "counted"), [(364, 1), (366, 0)])
def test_what_was_told_longer_ago_than_the_window_is_not_counted(sign_in, call, days, counted):
    actor = actor_of(sign_in(*RIGHTS))
    make_crime()
    known = likely_people(actor, "Robin Vale", {"phone": "+447700900123"}, "a test")
    with clock(now() + timedelta(days=days)):
        assert len(repeat_victims(actor, known, call.id)) == counted


def test_a_namesakes_crimes_are_not_the_callers(client, sign_in):
    sign_in(*RIGHTS)
    make_crime()
    assert "Repeat victim" not in shown(client, make_call("answered", number="+447700900555", name="Robin Vale"))


def test_who_may_not_read_crimes_is_not_told_of_them(client, sign_in, call):
    sign_in(CanContact.VIEW, CanPole.LOOK_UP, CanIncident.VIEW)
    make_crime()
    assert "Repeat victim" not in shown(client, call)


def test_nobody_says_that_they_have_read_what_is_not_there(sign_in, call):
    actor = actor_of(sign_in(*RIGHTS))
    with pytest.raises(RuleBroken, match="has this person as its victim"):
        acknowledge_repeat(actor=actor, contact_id=call.id, person_id=uuid7())
