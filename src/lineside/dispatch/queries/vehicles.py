"""Vehicles of the force as they are shown: what each is, whether it is on the road, and which unit has it now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.models import Unit, Vehicle
from lineside.dispatch.permissions import CanDispatch
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_in


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRow:
    """A vehicle; of a covert unit that has it nothing is told to who may not know."""

    id: UUID
    version: int
    registration: str
    kind: str
    kind_label: str
    name: str
    base: str
    area: str
    equipment: tuple[str, ...]
    off_road_at: datetime | None
    off_road_why: str
    off_road_until: datetime | None
    unit: str

    @property
    def is_overdue(self) -> bool:
        return self.off_road_until is not None and self.off_road_until < now()


def vehicles(actor: Actor) -> list[VehicleRow]:
    """All that are in the actor's areas, by registration; two statements."""
    permit(actor, CanDispatch.VIEW)
    found = [row for row in Vehicle.objects.order_by("registration") if rules.is_within(row.area, actor.areas)]
    return _rows(found, actor)


def vehicles_page(actor: Actor, paging: Paging) -> Page[VehicleRow]:
    return page_in(vehicles(actor), paging)


def vehicle(actor: Actor, vehicle_id: UUID) -> VehicleRow:
    found = next((row for row in vehicles(actor) if row.id == vehicle_id), None)
    if found is None:
        raise NotFound("There is no such vehicle, or not one of your areas.")
    return found


def vehicle_kinds() -> list[tuple[str, str]]:
    return [(str(row["code"]), str(row["label"])) for row in rules.table("vehicle_kinds", uk_day(now())).rows]


def _rows(found: list[Vehicle], actor: Actor) -> list[VehicleRow]:
    units = Unit.objects.filter(is_on_duty=True, vehicle__isnull=False)
    if not actor.may(CanDispatch.VIEW_COVERT):
        units = units.filter(is_covert=False)
    # A unit of an area that is not the actor's is nothing that they may see.
    with_it = {
        key: sign
        for key, sign, area in units.values_list("vehicle_id", "call_sign", "area")
        if rules.is_within(area, actor.areas)
    }
    labels = dict(vehicle_kinds())
    plain = [name for name in VehicleRow.__slots__ if name not in ("kind_label", "equipment", "unit")]
    return [
        VehicleRow(
            **{name: getattr(row, name) for name in plain},
            kind_label=labels.get(row.kind, row.kind),
            equipment=tuple(row.equipment),
            unit=with_it.get(row.id, ""),
        )
        for row in found
    ]
