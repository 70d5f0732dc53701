"""The API of the register: who is known by a number, an address or a handle."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status
from pydantic import WithJsonSchema

from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page, page_in
from lineside.pole import commands, queries
from lineside.pole.permissions import CanPole
from lineside.pole.rules import check_why
from lineside.ui.operations import Day, PageOut, PagingIn, changes, example, reads
from lineside.ui.pages import Asking

router = Router()
HOURS = {"safe_from", "safe_until"}
HourOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


# The standard's format `time` wants a zone, which an hour of every day does not have.
HourShown = Annotated[time, WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}$"})]


class MarkerIn(Schema):
    model_config = example(
        code="caller_noted",
        known_by="phone",
        value="07700 900123",
        words="Rings most nights about the same neighbour; lonely, no danger so far.",
    )

    code: str = Field(max_length=40)
    known_by: Literal["phone", "email", "handle"]
    value: str = Field(max_length=300)
    words: str = Field(max_length=2000)
    review_on: Day | None = None
    ways: list[Literal["call", "text", "mail", "social", "page", "post"]] = Field(
        [], max_length=4, description="Of safe contact: by which ways it is not safe; none named, by none."
    )
    safe_from: HourOfDay | None = Field(None, description="Of safe contact: safe from this hour of the day.")
    safe_until: HourOfDay | None = None


class SafeContactIn(MarkerIn):
    model_config = example(
        code="unsafe_contact",
        known_by="phone",
        value="07700 900123",
        words="He reads her texts; ring her, and only while he is at work.",
        ways=["text"],
        safe_from="09:00",
        safe_until="15:00",
    )


class LiftIn(Schema):
    model_config = example(why="Nothing for three months; reviewed with the neighbourhood team.")

    why: str = Field(max_length=2000)


class MarkerOut(Schema):
    id: UUID
    version: int
    code: str
    label: str
    kind: str
    known_by: str
    value: str
    words: str
    review_on: date
    is_due: bool
    by_name: str
    ways: list[str]
    safe_from: HourShown | None
    safe_until: HourShown | None
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str


class PersonOut(Schema):
    id: UUID
    kind: str
    name: str
    born_on: date | None
    description: str
    identifiers: list[str]
    times_victim: int
    origin: str


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


@router.get("/people/markers", response=PageOut[MarkerOut])
@reads(CanPole.LOOK_UP)
def list_markers(
    request: Asking,
    kind: Literal["phone", "email", "handle"],
    value: Annotated[str, Field(max_length=300)],
    paging: Query[PagingIn],
    why: Annotated[str, Field(max_length=300)],
) -> Page[queries.MarkerRow]:
    """The warnings, rules of safe contact and stage of the caller policy that stand on a number, address or handle."""
    return page_in(queries.markers_on(request.actor, [queries.normal(kind, value)], why), paging)


@router.post("/people/markers", response={201: MarkerOut})
@changes(commands.place_marker, no_version_because="A new marker has no version yet.")
def place_marker(request: Asking, said: MarkerIn) -> Status[queries.MarkerRow]:
    made = asked_once(request, commands.place_marker, actor=request.actor, marker=_facts(said))
    return Status(201, queries.marker(request.actor, made.id))


@router.post("/people/safe-contact", response={201: MarkerOut})
@changes(commands.place_safe_contact, no_version_because="A new marker has no version yet.")
def place_safe_contact(request: Asking, said: SafeContactIn) -> Status[queries.MarkerRow]:
    """A rule of safe contact alone, for whoever hears on the telephone how somebody may be reached."""
    made = asked_once(request, commands.place_safe_contact, actor=request.actor, marker=_facts(said))
    return Status(201, queries.marker(request.actor, made.id))


def _facts(said: MarkerIn) -> queries.MarkerFacts:
    hours = {name: time.fromisoformat(hour) if hour else None for name, hour in said.dict(include=HOURS).items()}
    return queries.MarkerFacts(**{**said.dict(), **hours, "ways": tuple(said.ways)})


@router.get("/people/markers/{uuid:marker_id}", response=MarkerOut)
@reads(CanPole.LOOK_UP)
def read_marker(request: Asking, marker_id: UUID) -> queries.MarkerRow:
    return queries.marker(request.actor, marker_id)


@router.post("/people/markers/{uuid:marker_id}/lift", response=MarkerOut)
@changes(commands.lift_marker)
def lift_marker(request: Asking, marker_id: UUID, said: LiftIn) -> queries.MarkerRow:
    asked_once(
        request,
        commands.lift_marker,
        actor=request.actor,
        marker_id=marker_id,
        why=said.why,
        seen_version=seen_version(request),
    )
    return queries.marker(request.actor, marker_id)
