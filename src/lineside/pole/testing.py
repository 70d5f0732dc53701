"""Makers for tests: a person and a thing in the register."""

from lineside.kernel.actors import system_actor
from lineside.pole.commands import record_person, record_thing
from lineside.pole.models import Person, Thing
from lineside.pole.permissions import CanPole
from lineside.pole.rules import PersonFacts, ThingFacts

REGISTRAR = system_actor("test register", CanPole.RECORD, CanPole.LOOK_UP)


def make_person(name: str = "Robin Vale", *, phone: str = "", email: str = "") -> Person:
    facts = PersonFacts(name=name, phones=(phone,) if phone else (), emails=(email,) if email else ())
    return record_person(actor=REGISTRAR, person=facts)


def make_thing(description: str = "a grey rucksack", *, kind: str = "property", mark: str = "") -> Thing:
    return record_thing(actor=REGISTRAR, thing=ThingFacts(kind=kind, description=description, mark=mark))
