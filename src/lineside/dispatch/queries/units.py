"""Units on duty, one of them, and which are attached to what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lineside.dispatch import rules
from lineside.dispatch.models import Deployment, Unit, Vehicle
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries.rows import UnitRow, rows_of
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.paging import Page, Paging, page_of


def units_on_duty(actor: Actor, area: str = "") -> list[UnitRow]:
    """Every unit on duty in the actor's areas, in the order of call signs; six statements for all of them."""
    return rows_of(list(seen_by(actor, area).order_by("call_sign")), actor)


def units_page(actor: Actor, paging: Paging, area: str = "") -> Page[UnitRow]:
    """The same page by page."""
    found: Page[Unit] = page_of(seen_by(actor, area), ("call_sign", "id"), lambda unit: unit, paging)
    return Page(rows_of(found.items, actor), found.next)


def seen_by(actor: Actor, area: str) -> QuerySet[Unit]:
    """From here every list of units starts."""
    if not actor.may(CanDispatch.VIEW):
        raise NotPermitted("You do not have the right to see units.")
    found = Unit.objects.select_related("vehicle", "hold").filter(is_on_duty=True)
    if actor.areas:
        found = found.filter(area__in=[*actor.areas, ""])
    return found.filter(area=area) if area else found


def unit_row(unit_id: UUID, actor: Actor | None = None) -> UnitRow | None:
    """One unit as this actor sees it; for nobody in particular, as whoever sees it least."""
    return next(iter(rows_of(list(Unit.objects.select_related("vehicle", "hold").filter(id=unit_id)), actor)), None)


@dataclass(frozen=True, slots=True)
class PositionRow:
    """Where a unit on duty is, in degrees of WGS84, and since when that is known."""

    id: UUID
    area: str
    lat: float
    lon: float
    position_at: datetime
    is_covert: bool


def positions_of(unit_ids: Collection[UUID]) -> list[PositionRow]:
    """Of those on duty that have one; whoever shows them to somebody sees to who may know."""
    found = Unit.objects.filter(id__in=unit_ids, is_on_duty=True)
    facts = found.values_list("id", "area", "lat", "lon", "position_at", "is_covert")
    return [
        PositionRow(key, area, lat, lon, at, is_covert)
        for key, area, lat, lon, at, is_covert in facts
        if lat is not None and lon is not None and at is not None
    ]


def named(unit: Unit | UnitRow) -> str:
    """What a log calls it: a log has more readers than may know where a covert unit is."""
    return "A covert unit" if unit.is_covert else unit.call_sign


def unit_by_call_sign(actor: Actor, call_sign: str) -> Unit:
    found = seen_by(actor, "").filter(call_sign=call_sign.strip().upper()).first()
    if found is None:
        raise NotFound(f"No unit {call_sign.strip().upper()[:10]} is on duty.")
    return found


def state_label(number: int) -> str:
    return rules.state(number, uk_day(now())).label


@dataclass(frozen=True, slots=True)
class RaisedUnit:
    """What an emergency needs to know of its unit, whoever asks and whatever its area."""

    id: UUID
    call_sign: str
    crew: str
    area: str
    talkgroup: str
    state: int
    fixes: tuple[dict[str, Any], ...]
    incident_id: UUID | None
    is_covert: bool


def raised_unit(unit_id: UUID) -> RaisedUnit | None:
    unit = Unit.objects.filter(id=unit_id).first()
    if unit is None:
        return None
    open_one = Deployment.objects.filter(unit=unit, cleared_at=None).first()
    return RaisedUnit(
        unit.id,
        unit.call_sign,
        unit.crew,
        unit.area,
        unit.talkgroup,
        unit.state,
        tuple(unit.fixes),
        open_one.incident_id if open_one else None,
        unit.is_covert,
    )


def deployed_to(incident_id: UUID) -> tuple[str, ...]:
    """Call signs attached to the incident now, without those of covert units."""
    return _attached(Deployment.objects.filter(incident_id=incident_id)).get(incident_id, ())


def deployed_now() -> dict[UUID, tuple[str, ...]]:
    """Incident -> call signs attached to it now, of every incident; one statement for a whole board."""
    return _attached(Deployment.objects.all())


def _attached(deployments: QuerySet[Deployment]) -> dict[UUID, tuple[str, ...]]:
    attached: dict[UUID, tuple[str, ...]] = {}
    open_ones = deployments.filter(cleared_at=None, unit__is_covert=False).order_by("assigned_at")
    for incident_id, call_sign in open_ones.values_list("incident_id", "unit__call_sign"):
        attached[incident_id] = (*attached.get(incident_id, ()), call_sign)
    return attached


def nearest_free(actor: Actor, lat: float | None, lon: float | None, most: int = 5) -> list[UnitRow]:
    """Free units, the nearest first by straight line; those without a position last."""

    def away(row: UnitRow) -> float:
        if lat is None or lon is None or row.lat is None or row.lon is None:
            return float("inf")
        return float((row.lat - lat) ** 2 + ((row.lon - lon) * 0.62) ** 2)

    return sorted((row for row in units_on_duty(actor) if row.is_free), key=away)[:most]


def welfare_overdue(actor: Actor) -> list[UnitRow]:
    """Units whose clock is over: nobody heard of them, or they have not accepted what they were told."""
    at = now()
    late = [row for row in units_on_duty(actor) if row.clocks and row.clocks[0].is_over(at)]
    return sorted(late, key=lambda row: row.clocks[0].by)


def position_ages() -> tuple[rules.Age, ...]:
    return rules.ages(uk_day(now()))


def unit_kinds() -> list[tuple[str, str]]:
    """Every kind of unit with its word, in the order of the table."""
    return [(str(row["code"]), str(row["label"])) for row in rules.table("unit_kinds", uk_day(now())).rows]


def vehicle_by_registration(registration: str) -> UUID:
    found = Vehicle.objects.filter(registration=rules.check_registration(registration)).first()
    if found is None:
        raise RuleBroken("That vehicle is not written down; check the plate.", "vehicle")
    return found.id
