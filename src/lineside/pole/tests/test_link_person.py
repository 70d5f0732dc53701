"""Links: a role in a subject, once; and look-ups, each on record."""

import pytest

from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, events_of
from lineside.pole.commands import link_person, link_thing
from lineside.pole.events import PersonLinked
from lineside.pole.models import Link
from lineside.pole.queries import linked_to, people_known_by
from lineside.pole.rules import Subject
from lineside.pole.testing import REGISTRAR, make_person, make_thing

pytestmark = pytest.mark.django_db
CRIME = uuid7()


def subject(role: str, kind: str = "crime") -> Subject:
    return Subject(kind=kind, id=CRIME, role=role)


def test_it_links_audits_and_announces_and_a_second_time_changes_nothing():
    person = make_person()
    first = link_person(actor=REGISTRAR, person_id=person.id, subject=subject("victim"))
    again = link_person(actor=REGISTRAR, person_id=person.id, subject=subject("victim"))
    assert first == again
    assert Link.objects.count() == 1
    assert len(events_of(PersonLinked)) == 1
    assert audit_lines().count("pole.link_person") == 2


def test_persons_and_things_stand_together_in_the_order_they_were_linked():
    link_person(actor=REGISTRAR, person_id=make_person("Robin Vale").id, subject=subject("victim"))
    link_thing(actor=REGISTRAR, thing_id=make_thing("a phone").id, subject=subject("stolen"))
    rows = linked_to(REGISTRAR, "crime", CRIME)
    assert [(row.role, row.name or row.description) for row in rows] == [
        ("victim", "Robin Vale"),
        ("stolen", "a phone"),
    ]
    assert audit_lines("looked") == ["pole.linked_to"]


@pytest.mark.parametrize(("role", "kind"), [("hero", "crime"), ("victim", "party"), ("stolen", "crime")])
def test_a_role_or_subject_that_is_none_is_refused(role, kind):
    with pytest.raises(RuleBroken):
        link_person(actor=REGISTRAR, person_id=make_person().id, subject=subject(role, kind))


def test_nobody_is_linked_who_is_not_there():
    with pytest.raises(NotFound):
        link_person(actor=REGISTRAR, person_id=uuid7(), subject=subject("victim"))


def test_a_person_is_found_by_their_number_however_it_is_written_and_the_look_up_is_on_record():
    person = make_person("Robin Vale", phone="07700 900123")
    make_person("Sam Field", phone="07700 900124")
    link_person(actor=REGISTRAR, person_id=person.id, subject=subject("victim"))
    found = people_known_by(REGISTRAR, "phone", "+44 (0)7700 900123", "incoming call")
    assert [(row.name, row.times_victim) for row in found] == [("Robin Vale", 1)]
    assert audit_lines("looked") == ["pole.people_known_by"]


def test_a_withheld_number_finds_nobody_and_is_no_look_up():
    make_person(phone="07700 900123")
    assert people_known_by(REGISTRAR, "phone", "Withheld") == []
    assert audit_lines("looked") == []


def test_without_the_right_nobody_looks():
    with pytest.raises(NotPermitted):
        people_known_by(an_actor(), "phone", "07700 900123")
    with pytest.raises(NotPermitted):
        linked_to(an_actor(), "crime", CRIME)
