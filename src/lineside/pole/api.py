"""The API of the register: who is known by a number, an address or a handle."""

from dataclasses import asdict
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from lineside.pole import queries

router = Router()


class PersonOut(Schema):
    id: UUID
    kind: str
    name: str
    born_on: date | None
    description: str
    identifiers: list[str]
    times_victim: int


@router.get("/people", response=list[PersonOut])
def people_known_by(
    request: HttpRequest, kind: Literal["phone", "email", "handle"], value: str, why: str = ""
) -> list[dict[str, Any]]:
    """At most 20 persons, the latest record first; the look-up is on record with its reason."""
    found = queries.people_known_by(request.actor, kind, value, why[:300])  # type: ignore[attr-defined]
    return [asdict(person) for person in found]
