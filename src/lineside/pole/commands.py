"""Writing in the register."""

from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.pole.events import (
    LocationLinked,
    LocationRecorded,
    PersonLinked,
    PersonRecorded,
    ThingLinked,
    ThingRecorded,
)
from lineside.pole.models import Identifier, Link, Location, Person, Thing
from lineside.pole.permissions import CanPole
from lineside.pole.rules import (
    EMAIL,
    LOCATION_ROLES,
    PERSON_ROLES,
    PHONE,
    THING_ROLES,
    LocationFacts,
    PersonFacts,
    Subject,
    ThingFacts,
    check_location,
    check_person,
    check_subject,
    check_thing,
    normal,
    normal_mark,
)


@command(needs=CanPole.RECORD)
def record_person(*, actor: Actor, person: PersonFacts) -> Person:  # noqa: ARG001 - the audit line names the actor
    """Record a person as given. Whether two records are one person is a decision of its own, never made here."""
    check_person(person, uk_day(now()))
    row = Person(
        kind=person.kind, name=person.name.strip(), born_on=person.born_on, description=person.description.strip()
    )
    row.save()
    known_by = [(PHONE, text) for text in person.phones] + [(EMAIL, text) for text in person.emails]
    for (kind, value), as_given in {(kind, normal(kind, text)): text.strip() for kind, text in known_by}.items():
        Identifier(person=row, kind=kind, value=value, as_given=as_given[:254]).save()
    announce(PersonRecorded(person_id=row.id))
    return row


@command(needs=CanPole.RECORD)
def record_thing(*, actor: Actor, thing: ThingFacts) -> Thing:  # noqa: ARG001
    check_thing(thing)
    row = Thing(
        kind=thing.kind,
        description=thing.description.strip(),
        mark=normal_mark(thing.mark),
        value_pence=thing.value_pence,
    )
    row.save()
    announce(ThingRecorded(thing_id=row.id))
    return row


@command(needs=CanPole.RECORD)
def record_location(*, actor: Actor, location: LocationFacts) -> Location:  # noqa: ARG001
    """A place of the gazetteer is one record, however often something happens there."""
    check_location(location)
    name, place = location.name.strip(), location.place
    known = Location.objects.filter(name=name, lat=place.get("lat"), lon=place.get("lon")).order_by("id").first()
    if known:
        return known
    crs = str(place.get("crs") or "")[:3]
    row = Location(name=name, place=place, crs=crs, lat=place.get("lat"), lon=place.get("lon"))
    row.save()
    announce(LocationRecorded(location_id=row.id))
    return row


@command(needs=CanPole.RECORD)
def link_location(*, actor: Actor, location_id: UUID, subject: Subject) -> Link:
    """Linking twice in the same role is one link."""
    check_subject(subject, LOCATION_ROLES)
    location = locked(Location, location_id)
    if known := _link(subject, location=location):
        return known
    row = Link(
        location=location, subject_kind=subject.kind, subject_id=subject.id, role=subject.role, by_name=actor.name[:200]
    )
    row.save()
    announce(
        LocationLinked(location_id=location.id, subject_kind=subject.kind, subject_id=subject.id, role=subject.role)
    )
    return row


@command(needs=CanPole.RECORD)
def link_person(*, actor: Actor, person_id: UUID, subject: Subject) -> Link:
    """Linking twice in the same role is one link."""
    check_subject(subject, PERSON_ROLES)
    person = locked(Person, person_id)
    if known := _link(subject, person=person):
        return known
    row = Link(
        person=person, subject_kind=subject.kind, subject_id=subject.id, role=subject.role, by_name=actor.name[:200]
    )
    row.save()
    announce(PersonLinked(person_id=person.id, subject_kind=subject.kind, subject_id=subject.id, role=subject.role))
    return row


@command(needs=CanPole.RECORD)
def link_thing(*, actor: Actor, thing_id: UUID, subject: Subject) -> Link:
    """Linking twice in the same role is one link."""
    check_subject(subject, THING_ROLES)
    thing = locked(Thing, thing_id)
    if known := _link(subject, thing=thing):
        return known
    row = Link(
        thing=thing, subject_kind=subject.kind, subject_id=subject.id, role=subject.role, by_name=actor.name[:200]
    )
    row.save()
    announce(ThingLinked(thing_id=thing.id, subject_kind=subject.kind, subject_id=subject.id, role=subject.role))
    return row


def _link(subject: Subject, **end: Person | Thing | Location) -> Link | None:
    return Link.objects.filter(subject_kind=subject.kind, subject_id=subject.id, role=subject.role, **end).first()
