"""Writing in the register."""

import json
from uuid import UUID

from django.db import IntegrityError, transaction

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import change, locked
from lineside.kernel.tail import also
from lineside.pole import queries
from lineside.pole.events import (
    LocationLinked,
    LocationRecorded,
    MarkerLifted,
    MarkerPlaced,
    PersonLinked,
    PersonRecorded,
    SafeContactOverruled,
    ThingLinked,
    ThingRecorded,
)
from lineside.pole.models import Identifier, Link, Location, Marker, Person, Thing
from lineside.pole.permissions import CanPole
from lineside.pole.rules import (
    EMAIL,
    LOCATION_ROLES,
    PERSON_ROLES,
    PHONE,
    SAFE_CONTACT,
    THING_ROLES,
    LocationFacts,
    MarkerFacts,
    PersonFacts,
    Subject,
    ThingFacts,
    check_location,
    check_marker,
    check_marker_words,
    check_overruling,
    check_person,
    check_subject,
    check_thing,
    check_way,
    marker_edition,
    marker_row,
    normal,
    normal_mark,
    parts_of,
    person_keys,
    what_is_left,
)

KNOW_WORDS = """
INSERT INTO pole_nameword (id, word, near)
SELECT uuidv7(), key, ARRAY(SELECT jsonb_array_elements_text(value)) FROM jsonb_each($1::jsonb)
WHERE NOT EXISTS (SELECT FROM pole_nameword WHERE word = key)
"""


@command(needs=CanPole.RECORD)
def record_person(*, actor: Actor, person: PersonFacts) -> Person:  # noqa: ARG001 - the audit line names the actor
    """Record a person as given. Whether two records are one person is a decision of its own, never made here."""
    check_person(person, uk_day(now()))
    parts = parts_of(person.name)
    row = Person(
        kind=person.kind,
        name=person.name.strip(),
        born_on=person.born_on,
        description=person.description.strip(),
        keys=person_keys(person.name, person.born_on),
        given=parts.given,
        surname=parts.surname,
    )
    row.save()
    know_words(parts.words)
    known_by = [(PHONE, text) for text in person.phones] + [(EMAIL, text) for text in person.emails]
    for (kind, value), as_given in {(kind, normal(kind, text)): text.strip() for kind, text in known_by}.items():
        Identifier(person=row, kind=kind, value=value, as_given=as_given[:254]).save()
    announce(PersonRecorded(person_id=row.id))
    return row


@command(needs=CanPole.RECORD)
def key_people(*, actor: Actor, most: int = 500) -> int:  # noqa: ARG001
    """Give what they are found by, keys and the parts of the name, to persons recorded without; how many got them."""
    rows = list(Person.objects.select_for_update(skip_locked=True).filter(surname=None)[: max(1, min(most, 500))])
    words: set[str] = set()
    for row in rows:
        parts = parts_of(row.name)
        row.keys, row.given, row.surname = person_keys(row.name, row.born_on), parts.given, parts.surname
        change(row, "keys", "given", "surname")
        words |= {*parts.words}
    know_words(sorted(words))
    return len(rows)


def know_words(words: list[str]) -> None:
    """With the command's last round trip, so that it costs none and holds nobody up; a word that is there stays."""
    also(KNOW_WORDS, [json.dumps({word: what_is_left(word) for word in words})])


@command(needs=CanPole.MARK)
def place_marker(*, actor: Actor, marker: MarkerFacts) -> Marker:
    """Place a warning, a rule of safe contact or the next stage of the caller policy, with the day of its review."""
    return _place(actor, marker)


@command(needs=CanPole.KEEP_SAFE)
def place_safe_contact(*, actor: Actor, marker: MarkerFacts) -> Marker:
    """Who hears on the telephone how somebody may be reached writes it down at once; other markers are reviewed."""
    if marker_row(marker.code, uk_day(now()))["kind"] != SAFE_CONTACT:
        raise RuleBroken("Only a supervisor places this marker; you may place rules of safe contact.", "code")
    return _place(actor, marker)


@command(needs=CanPole.OVERRULE)
def overrule_safe_contact(*, actor: Actor, way: str, to: str, because: str, reason: str) -> str:  # noqa: ARG001
    """On record by name: somebody is reached where a rule says that it is not safe, and why. The reason as kept."""
    check_way(way)
    said = check_overruling(because, reason)
    announce(SafeContactOverruled(way=way))
    return said


def permit_way_out(actor: Actor, *, way: str, to: str, reason: str = "") -> str:
    """Within the command that reaches somebody, by whatever way: refused where it is not safe and no reason is given.

    The reason that overruled a rule, which is on record then; empty where nothing stands against reaching them.
    """
    because = queries.unsafe_now(way, to)
    return overrule_safe_contact(actor=actor, way=way, to=to, because=because, reason=reason) if because else ""


def _place(actor: Actor, marker: MarkerFacts) -> Marker:
    today, value = uk_day(now()), normal(marker.known_by, marker.value)
    standing = Marker.objects.filter(known_by=marker.known_by, value=value, lifted_at=None)
    review_on = check_marker(marker, set(standing.values_list("code", flat=True)), today)
    row = Marker(
        code=marker.code,
        edition=marker_edition(today),
        known_by=marker.known_by,
        value=value,
        words=marker.words.strip(),
        review_on=review_on,
        by_name=actor.name[:200],
        ways=list(marker.ways),
        safe_from=marker.safe_from,
        safe_until=marker.safe_until,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as twice:
        raise RuleBroken("Somebody else placed this marker just now; look at it first.", "code") from twice
    announce(MarkerPlaced(marker_id=row.id, code=row.code))
    return row


@command(needs=CanPole.MARK)
def lift_marker(*, actor: Actor, marker_id: UUID, why: str, seen_version: int) -> Marker:
    """Lift a marker; it stays on record with who lifted it and why."""
    check_marker_words(why, "why")
    row = locked(Marker, marker_id, seen_version)
    if row.lifted_at:
        raise RuleBroken("This marker was lifted already.")
    row.lifted_at, row.lifted_by, row.lifted_why = now(), actor.name[:200], why.strip()
    row.save()
    announce(MarkerLifted(marker_id=row.id, code=row.code))
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
