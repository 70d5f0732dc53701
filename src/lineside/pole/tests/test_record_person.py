"""Recording persons and things: rows, audit, events, and what is refused."""

import pytest

from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor, audit_lines, events_of
from lineside.pole.commands import record_person, record_thing
from lineside.pole.events import PersonRecorded, ThingRecorded
from lineside.pole.models import Identifier, Person
from lineside.pole.rules import PersonFacts, ThingFacts
from lineside.pole.testing import REGISTRAR

pytestmark = pytest.mark.django_db


def test_it_keeps_the_person_with_what_they_are_known_by():
    facts = PersonFacts(name=" Robin Vale ", phones=("07700 900123", "+44 7700 900123"), emails=("Robin@Example.org",))
    person = record_person(actor=REGISTRAR, person=facts)
    assert person.name == "Robin Vale"
    assert sorted(Identifier.objects.values_list("kind", "value")) == [
        ("email", "robin@example.org"),
        ("phone", "+447700900123"),
    ]
    assert audit_lines() == ["pole.record_person"]
    assert len(events_of(PersonRecorded)) == 1


def test_it_keeps_a_thing_with_its_mark_comparable():
    thing = record_thing(
        actor=REGISTRAR, thing=ThingFacts(kind="vehicle", description="blue van", mark="ab12 cde", value_pence=100)
    )
    assert (thing.mark, thing.value_pence) == ("AB12CDE", 100)
    assert len(events_of(ThingRecorded)) == 1


def test_a_refused_person_leaves_nothing_but_the_refusal():
    with pytest.raises(RuleBroken, match="telephone number"):
        record_person(actor=REGISTRAR, person=PersonFacts(name="R", phones=("none",)))
    assert Person.objects.count() == 0
    assert audit_lines("refused") == ["pole.record_person"]


def test_without_the_right_nobody_is_recorded():
    with pytest.raises(NotPermitted):
        record_person(actor=an_actor("pole.look_up"), person=PersonFacts(name="R"))
