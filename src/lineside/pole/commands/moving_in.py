"""Old records of persons and their links, many at once: what was moved in from another system is nobody's news."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.pole.commands.register import know_words
from lineside.pole.models import Identifier, Link, Person
from lineside.pole.permissions import CanPole
from lineside.pole.rules import (
    EMAIL,
    PERSON_ROLES,
    PHONE,
    PersonFacts,
    Subject,
    check_person,
    check_subject,
    normal,
    parts_of,
    person_keys,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPerson:
    """A person under the key that whoever keeps the ledger has put down for them."""

    id: UUID
    facts: PersonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLink:
    """A person's part in something that was moved in as well."""

    id: UUID
    person_id: UUID
    subject: Subject


@command(needs=CanPole.MOVE_IN)
def move_in_people(*, actor: Actor, source: str, count: int, sha256: str, content: Sequence[MovedPerson]) -> None:  # noqa: ARG001
    """Persons of an old system, marked with it; the line on record tells how many and the digest of what they said."""
    today, people, known_by, words = uk_day(now()), list[Person](), list[Identifier](), set[str]()
    for each in content:
        check_person(each.facts, today)
        row = _person(each, source)
        people.append(row)
        known_by += _identifiers(row, each.facts)
        words |= {*parts_of(row.name).words}
    Person.objects.bulk_create(people)
    Identifier.objects.bulk_create(known_by)
    know_words(sorted(words))


@command(needs=CanPole.MOVE_IN)
def move_in_links(*, actor: Actor, source: str, count: int, sha256: str, content: Sequence[MovedLink]) -> None:  # noqa: ARG001
    """Links of an old system; one that stands already stays as it is."""
    for each in content:
        check_subject(each.subject, PERSON_ROLES)
    rows = [
        Link(
            id=each.id,
            person_id=each.person_id,
            subject_kind=each.subject.kind,
            subject_id=each.subject.id,
            role=each.subject.role,
            by_name=f"moved in from {source}",
        )
        for each in content
    ]
    Link.objects.bulk_create(rows)


def _person(moved: MovedPerson, source: str) -> Person:
    facts = moved.facts
    parts = parts_of(facts.name)
    return Person(
        id=moved.id,
        kind=facts.kind,
        name=facts.name.strip(),
        born_on=facts.born_on,
        description=facts.description.strip(),
        keys=person_keys(facts.name, facts.born_on),
        given=parts.given,
        surname=parts.surname,
        origin=source,
    )


def _identifiers(person: Person, facts: PersonFacts) -> list[Identifier]:
    told = [(PHONE, text) for text in facts.phones] + [(EMAIL, text) for text in facts.emails]
    found = {(kind, normal(kind, text)): text.strip() for kind, text in told}
    return [
        Identifier(person=person, kind=kind, value=value, as_given=as_given[:254])
        for (kind, value), as_given in found.items()
    ]
