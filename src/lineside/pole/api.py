"""The API of the register: who is known by a number, an address or a handle."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from lineside.kernel.paging import Page, page_in
from lineside.pole import queries
from lineside.pole.permissions import CanPole
from lineside.pole.rules import check_why
from lineside.ui.operations import PageOut, PagingIn, reads
from lineside.ui.pages import Asking

router = Router()


class PersonOut(Schema):
    id: UUID
    kind: str
    name: str
    born_on: date | None
    description: str
    identifiers: list[str]
    times_victim: int


@router.get("/people", response=PageOut[PersonOut])
@reads(CanPole.LOOK_UP)
def list_people(
    request: Asking,
    kind: Literal["phone", "email", "handle"],
    value: Annotated[str, Field(max_length=300)],
    paging: Query[PagingIn],
    why: Annotated[str, Field(max_length=300)],
) -> Page[queries.PersonRow]:
    """At most 20 persons, the latest record first; the look-up is on record with its reason."""
    check_why(why)
    return page_in(queries.people_known_by(request.actor, kind, value, why.strip()), paging)


@router.get("/people/found", response=PageOut[PersonOut])
@reads(CanPole.LOOK_UP)
def find_people(
    request: Asking,
    text: Annotated[str, Query(max_length=300)],
    why: Annotated[str, Query(max_length=300)],
    paging: Query[PagingIn],
) -> Page[queries.PersonRow]:
    """At most 20 by name, number, address or handle, spelled nearly right; the reason goes on record."""
    return page_in(queries.find_people(request.actor, text, why), paging)
