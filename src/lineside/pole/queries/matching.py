"""Who in the register somebody may be: found by the indexes, weighed by the rule, never merged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.pole.models import Identifier, Person
from lineside.pole.permissions import CanPole
from lineside.pole.queries.register import PersonRow, person_row
from lineside.pole.queries.spelled import spelled_like
from lineside.pole.rules import (
    NO,
    Likeness,
    check_why,
    compare,
    normal,
    particulars_of_person,
    person_keys,
    weights_in_force,
)

MOST_COMPARED, MOST_SHOWN = 200, 8


@dataclass(frozen=True, slots=True)
class Match:
    """A person of the register who may be the one that is asked about, and why: never the same record by itself."""

    person: PersonRow
    likeness: Likeness


def are_without_keys() -> bool:
    """Whether anybody was recorded before there was what they are found by; asked by the upgrade, nobody is named."""
    return Person.objects.filter(surname=None).exists()


def likely_people(
    actor: Actor, name: str, known_by: Mapping[str, str], why: str, born_on: date | None = None
) -> list[Match]:
    """Who in the register may be this person, most likely first: by number, address, handle and name.

    The database finds those worth comparing by their indexes; the rule says how like they are. The look is on record.
    """
    permit(actor, CanPole.LOOK_UP)
    check_why(why)
    known = {kind: value for kind, text in known_by.items() if (value := normal(kind, text))}
    asked = particulars_of_person(name, born_on, known)
    if not asked:
        return []
    record_sighting(actor, "pole.likely_people", " ".join(asked.values()), why.strip())
    weights = weights_in_force(uk_day(now()))
    compared = [
        (key, compare(asked, particulars, weights))
        for key, particulars in _candidates(_worth_comparing(name, born_on, known), known)
    ]
    found = sorted((each for each in compared if each[1].verdict != NO), key=lambda each: -each[1].weight)[:MOST_SHOWN]
    rows = Person.objects.prefetch_related("identifiers", "links").in_bulk([key for key, _ in found])
    return [Match(person_row(rows[key]), likeness) for key, likeness in found]


def _candidates(wanted: set[UUID], known: Mapping[str, str]) -> Iterator[tuple[UUID, dict[str, str]]]:
    """Their particulars as bare values: some hundred are compared for the few that are shown with all they have."""
    held: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    identifiers = Identifier.objects.filter(person_id__in=wanted).order_by("id")
    for key, kind, value in identifiers.values_list("person_id", "kind", "value"):
        held[key].append((kind, value))
    for key, name, born_on in Person.objects.filter(id__in=wanted).values_list("id", "name", "born_on"):
        yield key, _particulars(name, born_on, held[key], known)


def _worth_comparing(name: str, born_on: date | None, known: Mapping[str, str]) -> set[UUID]:
    """The surest ways first: a common name finds thousands, and the one that is meant may not be among the first."""
    people, found = Person.objects.order_by(), set[UUID]()
    for kind, value in known.items():
        mine = Identifier.objects.filter(kind=kind, value=value).values_list("person_id", flat=True)
        found |= set(mine[:MOST_COMPARED])
    sought = person_keys(name, born_on)
    named = [key for key in sought if key.startswith("n:")]
    for keys_of_a_kind in ([key for key in sought if key not in named], named):
        if keys_of_a_kind:
            found |= set(people.filter(keys__overlap=keys_of_a_kind).values_list("id", flat=True)[:MOST_COMPARED])
    if not found:
        found = spelled_like(name, MOST_COMPARED)
    return found


def _particulars(
    name: str, born_on: date | None, identifiers: Iterable[tuple[str, str]], known: Mapping[str, str]
) -> dict[str, str]:
    """Of several numbers or addresses the one that is asked about, where they have it."""
    held: dict[str, str] = {}
    for kind, value in identifiers:
        if kind not in held or value == known.get(kind):
            held[kind] = value
    return particulars_of_person(name, born_on, held)


def records_to_estimate(actor: Actor) -> Iterator[dict[str, str]]:
    """Every person of the register in the form that is compared; that they were read is on record."""
    permit(actor, CanPole.LOOK_UP)
    record_sighting(actor, "pole.records_to_estimate", "every person", "estimate of matching weights")
    people = Person.objects.filter(kind="person").prefetch_related("identifiers")
    return (
        _particulars(row.name, row.born_on, ((each.kind, each.value) for each in row.identifiers.all()), {})
        for row in people.iterator(chunk_size=2000)
    )
