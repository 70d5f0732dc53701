"""Looking things up in the register; each look-up of a person is on record."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from lineside.finding.queries import holding, words_in
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.commands import permit
from lineside.pole.models import Link, Person
from lineside.pole.permissions import CanPole
from lineside.pole.rules import (
    IDENTIFIER_KINDS,
    Subject,
    check_why,
    normal,
)

VICTIM, MOST_CRIMES = "victim", 200
SAID = "lower(pole_person.name || ' ' || pole_person.description)"  # as the index of migration 0003 has it


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person as a screen shows them, with how often they were a victim."""

    id: UUID
    kind: str
    name: str
    born_on: date | None
    description: str
    identifiers: tuple[str, ...]
    times_victim: int
    parts: tuple[Subject, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A person, a thing or a place in its role."""

    role: str
    name: str
    description: str
    person_id: UUID | None
    thing_id: UUID | None
    location_id: UUID | None
    mark: str
    value_pence: int | None


def people_known_by(actor: Actor, kind: str, value: str, why: str = "") -> list[PersonRow]:
    """Who is known by this number, address or handle, latest record first."""
    permit(actor, CanPole.LOOK_UP)
    wanted = normal(kind, value)
    if not wanted:
        return []
    record_sighting(actor, "pole.people_known_by", f"{kind} {wanted}", why)
    people = Person.objects.filter(identifiers__kind=kind, identifiers__value=wanted)
    return [person_row(row) for row in people.order_by("-id").prefetch_related("identifiers", "links")[:20]]


def find_people(actor: Actor, text: str, why: str, limit: int = 20) -> list[PersonRow]:
    """Who is known by this number, address or handle, or by a name like this. The look is on record with its reason."""
    permit(actor, CanPole.LOOK_UP)
    check_why(why)
    words = words_in(text)
    if not words:
        return []
    record_sighting(actor, "pole.find_people", text, why.strip())
    known_by = [value for kind in IDENTIFIER_KINDS if (value := normal(kind, text))]
    found = {row.id: row for row in Person.objects.filter(identifiers__value__in=known_by).order_by("-id")[:limit]}
    for more in (holding(Person.objects.all(), SAID, words), Person.objects.filter(named_like(text))):
        if len(found) < limit:
            found |= {row.id: row for row in more.order_by("-id")[: limit - len(found)] if row.id not in found}
    rows = Person.objects.filter(id__in=list(found)).prefetch_related("identifiers", "links")
    by_id = {row.id: person_row(row) for row in rows}
    return [by_id[key] for key in found]


def people(actor: Actor, person_ids: Collection[UUID], why: str) -> list[PersonRow]:
    """These persons of the register; the look is on record with its reason."""
    permit(actor, CanPole.LOOK_UP)
    check_why(why)
    if not person_ids:
        return []
    record_sighting(actor, "pole.people", " ".join(map(str, person_ids)), why.strip())
    found = Person.objects.filter(id__in=person_ids).order_by("id")
    return [person_row(row) for row in found.prefetch_related("identifiers", "links")]


def linked_to(actor: Actor, subject_kind: str, subject_id: UUID, why: str = "") -> list[LinkRow]:
    """The people, things and places of a contact, an incident or a crime, in the order in which they were linked."""
    permit(actor, CanPole.LOOK_UP)
    links = Link.objects.filter(subject_kind=subject_kind, subject_id=subject_id).select_related(
        "person", "thing", "location"
    )
    rows = [_linked(link) for link in links.order_by("id")]
    if any(row.person_id for row in rows):
        record_sighting(actor, "pole.linked_to", f"{subject_kind} {subject_id}", why)
    return rows


def crimes_against(actor: Actor, person_id: UUID, why: str) -> list[UUID]:
    """The newest crimes of which this person was a victim; the look is on record."""
    permit(actor, CanPole.LOOK_UP)
    check_why(why)
    record_sighting(actor, "pole.crimes_against", str(person_id), why)
    found = Link.objects.filter(person_id=person_id, subject_kind="crime", role=VICTIM).order_by("-id")
    return list(found.values_list("subject_id", flat=True)[:MOST_CRIMES])


def person_row(row: Person) -> PersonRow:
    return PersonRow(
        id=row.id,
        kind=row.kind,
        name=row.name,
        born_on=row.born_on,
        description=row.description,
        identifiers=tuple(identifier.value for identifier in row.identifiers.all()),
        origin=row.origin,
        times_victim=sum(link.role == VICTIM for link in row.links.all()),
        parts=tuple(
            Subject(kind=link.subject_kind, id=link.subject_id, role=link.role)
            for link in sorted(row.links.all(), key=lambda link: link.id, reverse=True)
        ),
    )


def _linked(link: Link) -> LinkRow:
    person, thing, location = link.person, link.thing, link.location
    described, named = person or thing, person or location
    return LinkRow(
        role=link.role,
        name=named.name if named else "",
        description=described.description if described else "",
        person_id=link.person_id,
        thing_id=link.thing_id,
        location_id=link.location_id,
        mark=thing.mark if thing else "",
        value_pence=thing.value_pence if thing else None,
    )


def named_like(text: str) -> RawSQL:
    wanted = text[:200].replace("\x00", "")
    return RawSQL("lower(pole_person.name) %% lower(%s)", [wanted], output_field=BooleanField())
