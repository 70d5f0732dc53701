"""Units booked on and off, crewed and kept for an event, over the API."""

from typing import Any
from uuid import UUID

from ninja import Field, Schema, Status

from lineside.dispatch import commands, queries
from lineside.dispatch.api.schemas import UnitOut, unit_out
from lineside.dispatch.api.units import router  # one address has one router
from lineside.kernel.errors import RuleBroken
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import Moment, changes, example
from lineside.ui.pages import Asking

STAFF = {"staff_id": "01900000-0000-7000-8000-000000000001", "is_driver": True}


class UnitMemberIn(Schema):
    """Somebody of the crew, by their staff record."""

    staff_id: UUID
    is_driver: bool = False


class CrewIn(Schema):
    """The whole crew from now on: whoever is not named leaves."""

    model_config = example(members=[STAFF])

    members: list[UnitMemberIn] = Field(max_length=30)


class BookUnitIn(Schema):
    """What a unit is at the start of its duty; `crew` is for names of those who have no staff record."""

    model_config = example(call_sign="BX16", area="B", post="King's Cross", kind="single", members=[STAFF])

    call_sign: str = Field(max_length=10)
    area: str = Field(max_length=10)
    post: str = Field("", max_length=80)
    crew: str = Field("", max_length=200)
    duty_until: Moment | None = None
    kind: str = Field("patrol", max_length=20)
    base: str = Field("", max_length=80)
    talkgroup: str = Field("", max_length=40)
    device: str = Field("", max_length=40)
    vehicle_id: UUID | None = None
    members: list[UnitMemberIn] = Field(default=[], max_length=30)
    radios: list[int] = Field(default=[], max_length=30, description="The numbers (ISSI) of the radios it carries.")
    is_covert: bool = False

    def facts(self) -> dict[str, Any]:
        """As the command takes it."""
        return self.dict(include={"call_sign", "area", "post", "crew", "duty_until"}) | {"outfit": self.outfit()}

    def outfit(self) -> commands.Outfit:
        return commands.Outfit(
            **self.dict(include={"kind", "base", "talkgroup", "device", "vehicle_id", "is_covert"}),
            members=tuple(each.staff_id for each in self.members),
            driver_id=_driver(self.members),
            radios=tuple(self.radios),
        )


class FenceIn(Schema):
    """For which event a unit is kept, why, and until when."""

    model_config = example(for_what="Wembley", why="The final", until="2036-11-24T19:00:00Z")

    for_what: str = Field(max_length=120)
    why: str = Field(max_length=200)
    until: Moment


@router.post("/dispatch/units", response={201: UnitOut})
@changes(commands.book_on_unit, no_version_because="A unit that is on duty already is refused.")
def book_on_unit(request: Asking, said: BookUnitIn) -> Status[queries.UnitRow]:
    """Book a unit on for a duty; nothing of the duty before is believed of this one."""
    unit = asked_once(request, commands.book_on_unit, actor=request.actor, **said.facts())
    return Status(201, unit_out(request, unit.id))


@router.post("/dispatch/units/{uuid:unit_id}/book-off", response=UnitOut)
@changes(commands.book_off_unit, no_version_because="One that is assigned is refused; any other is off duty after it.")
def book_off_unit(request: Asking, unit_id: UUID) -> queries.UnitRow:
    """Nobody is in it any more, and it carries no radio."""
    asked_once(request, commands.book_off_unit, actor=request.actor, unit_id=unit_id)
    return unit_out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/crew", response=UnitOut)
@changes(commands.change_crew)
def change_crew(request: Asking, unit_id: UUID, said: CrewIn) -> queries.UnitRow:
    """Who is in it from now on; who was stays on record with the time at which they left."""
    asked_once(
        request,
        commands.change_crew,
        actor=request.actor,
        unit_id=unit_id,
        members=[each.staff_id for each in said.members],
        driver_id=_driver(said.members),
        seen_version=seen_version(request),
    )
    return unit_out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/ring-fence", response=UnitOut)
@changes(commands.ring_fence_unit)
def ring_fence_unit(request: Asking, unit_id: UUID, said: FenceIn) -> queries.UnitRow:
    """Keep it for an event; it is not offered for anything else until then."""
    asked_once(
        request,
        commands.ring_fence_unit,
        actor=request.actor,
        unit_id=unit_id,
        **said.dict(),
        seen_version=seen_version(request),
    )
    return unit_out(request, unit_id)


@router.post("/dispatch/units/{uuid:unit_id}/ring-fence/end", response=UnitOut)
@changes(commands.release_unit, no_version_because="One that is kept for nothing is refused.")
def release_unit(request: Asking, unit_id: UUID) -> queries.UnitRow:
    asked_once(request, commands.release_unit, actor=request.actor, unit_id=unit_id)
    return unit_out(request, unit_id)


def _driver(members: list[UnitMemberIn]) -> UUID | None:
    drivers = [each.staff_id for each in members if each.is_driver]
    if len(drivers) > 1:
        raise RuleBroken("One of the crew drives; name one.", "members")
    return drivers[0] if drivers else None
