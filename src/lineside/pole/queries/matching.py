"""Who in the register somebody may be: found by the indexes, weighed by the rule, never merged."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.pole.models import Person
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
    parts_of,
    person_keys,
    weights_in_force,
)

MOST_COMPARED, MOST_SHOWN = 200, 8
Bare = tuple[str, date | None, list[tuple[str, str]]]
# Each way has room of its own: a common name finds thousands, and who is meant may not be among the first. Who bears
# the very name comes before all who only sound like it.
BY_KEYS = """
WITH wanted AS (
  SELECT held.id FROM unnest(%(kinds)s::varchar[], %(values)s::varchar[]) AS asked (kind, value), LATERAL (
    SELECT person_id AS id FROM pole_identifier WHERE kind = asked.kind AND value = asked.value LIMIT %(most)s) held
  UNION (SELECT id FROM pole_person WHERE keys && %(dated)s::varchar[] LIMIT %(most)s)
  UNION (SELECT id FROM pole_person WHERE surname = %(surname)s AND given = %(given)s LIMIT %(most)s / 2)
  UNION (SELECT id FROM pole_person WHERE keys && %(named)s::varchar[] LIMIT %(most)s))
"""
BY_ID = "WITH wanted AS (SELECT unnest(%(ids)s::uuid[]) AS id)"
# The subquery keeps the planner from reading the whole table of numbers for some hundred persons.
WITH_IDENTIFIERS = """
SELECT person.id, person.name, person.born_on, held.kind, held.value
FROM wanted JOIN pole_person person USING (id)
LEFT JOIN LATERAL (SELECT kind, value FROM pole_identifier WHERE person_id = person.id OFFSET 0) held ON true
ORDER BY person.id, held.kind, held.value
"""


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
    people = _found_by_keys(name, born_on, known) or _those(spelled_like(name, MOST_COMPARED))
    compared = [(key, compare(asked, _particulars(*facts, known), weights)) for key, facts in people.items()]
    found = sorted((each for each in compared if each[1].verdict != NO), key=lambda each: -each[1].weight)[:MOST_SHOWN]
    rows = Person.objects.prefetch_related("identifiers", "links").in_bulk([key for key, _ in found])
    return [Match(person_row(rows[key]), likeness) for key, likeness in found]


def _found_by_keys(name: str, born_on: date | None, known: Mapping[str, str]) -> dict[UUID, Bare]:
    sought, parts = person_keys(name, born_on), parts_of(name)
    named = [key for key in sought if key.startswith("n:")]
    keys = {"named": named, "dated": [key for key in sought if key not in named]}
    ways = {
        "kinds": list(known),
        "values": list(known.values()),
        "surname": parts.surname,
        "given": parts.given or None,
    }
    return _bare(BY_KEYS, {**keys, **ways, "most": MOST_COMPARED})


def _those(wanted: set[UUID]) -> dict[UUID, Bare]:
    return _bare(BY_ID, {"ids": list(wanted)}) if wanted else {}


def _bare(which: str, asked: Mapping[str, Any]) -> dict[UUID, Bare]:
    """Bare values in one look: some hundred are compared for the few that are shown with all they have."""
    found: dict[UUID, Bare] = {}
    with connection.cursor() as cursor:
        cursor.execute(which + WITH_IDENTIFIERS, asked)
        for key, name, born_on, kind, value in cursor.fetchall():
            identifiers = found.setdefault(key, (name, born_on, []))[2]
            if kind:
                identifiers.append((kind, value))
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
