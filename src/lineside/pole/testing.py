"""Makers for tests: a person, a thing and a marker in the register."""

from lineside.kernel.actors import system_actor
from lineside.pole.commands import place_marker, record_person, record_thing
from lineside.pole.models import Marker, Person, Thing
from lineside.pole.permissions import CanPole
from lineside.pole.rules import MarkerFacts, PersonFacts, ThingFacts

REGISTRAR = system_actor("test register", *CanPole)


def make_person(name: str = "Robin Vale", *, phone: str = "", email: str = "") -> Person:
    facts = PersonFacts(name=name, phones=(phone,) if phone else (), emails=(email,) if email else ())
    return record_person(actor=REGISTRAR, person=facts)


def make_thing(description: str = "a grey rucksack", *, kind: str = "property", mark: str = "") -> Thing:
    return record_thing(actor=REGISTRAR, thing=ThingFacts(kind=kind, description=description, mark=mark))


def make_marker(value: str = "07700 900777", *, code: str = "vulnerable", known_by: str = "phone") -> Marker:
    words = "Hard of hearing; speak slowly and repeat the place."
    return place_marker(actor=REGISTRAR, marker=MarkerFacts(code=code, known_by=known_by, value=value, words=words))
