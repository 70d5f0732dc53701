"""Every read of units."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from lineside.dispatch import rules
from lineside.dispatch.models import Deployment, Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound, NotPermitted
from lineside.kernel.paging import Page, Paging, page_of


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit as a board shows it."""

    id: UUID
    call_sign: str
    version: int
    kind: str
    crew: str
    area: str
    post: str
    state: int
    state_label: str
    state_at: datetime
    lat: float | None
    lon: float | None
    position_at: datetime | None
    incident_id: UUID | None
    incident_reference: str
    is_on_restricted: bool
    is_free: bool
    is_on_duty: bool


def _with_incident(found: QuerySet[Unit]) -> QuerySet[Unit]:
    open_one = Deployment.objects.filter(unit=OuterRef("pk"), cleared_at=None)
    return found.annotate(
        at_incident=Subquery(open_one.values("incident_id")[:1]),
        at_reference=Subquery(open_one.values("incident__reference")[:1]),
        at_restricted=Subquery(open_one.values("incident__is_restricted")[:1]),
    )


def units_on_duty(actor: Actor, area: str = "") -> list[UnitRow]:
    """Every unit on duty in the actor's areas, in the order of call signs; one statement."""
    return [_row(unit, actor) for unit in _with_incident(_seen_by(actor, area).order_by("call_sign"))]


def units_page(actor: Actor, paging: Paging, area: str = "") -> Page[UnitRow]:
    return page_of(_with_incident(_seen_by(actor, area)), ("call_sign", "id"), partial(_row, actor=actor), paging)


def _seen_by(actor: Actor, area: str) -> QuerySet[Unit]:
    if not actor.may(CanDispatch.VIEW):
        raise NotPermitted("You do not have the right to see units.")
    found = Unit.objects.filter(is_on_duty=True)
    if actor.areas:
        found = found.filter(area__in=[*actor.areas, ""])
    return found.filter(area=area) if area else found


def unit_row(unit_id: UUID, actor: Actor | None = None) -> UnitRow | None:
    """One unit as this actor sees it; for nobody in particular, as whoever sees it least."""
    found = _with_incident(Unit.objects.filter(id=unit_id)).first()
    return _row(found, actor) if found else None


def unit_by_call_sign(actor: Actor, call_sign: str) -> Unit:
    found = _seen_by(actor, "").filter(call_sign=call_sign.strip().upper()).first()
    if found is None:
        raise NotFound(f"No unit {call_sign.strip().upper()[:10]} is on duty.")
    return found


def state_label(number: int) -> str:
    return rules.state(number, uk_day(now())).label


def deployed_to(incident_id: UUID) -> tuple[str, ...]:
    """Call signs attached to the incident now."""
    return _attached(Deployment.objects.filter(incident_id=incident_id)).get(incident_id, ())


def deployed_now() -> dict[UUID, tuple[str, ...]]:
    """Incident -> call signs attached to it now, of every incident; one statement for a whole board."""
    return _attached(Deployment.objects.all())


def _attached(deployments: QuerySet[Deployment]) -> dict[UUID, tuple[str, ...]]:
    attached: dict[UUID, tuple[str, ...]] = {}
    open_ones = deployments.filter(cleared_at=None).order_by("assigned_at")
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


def _row(unit: Unit, actor: Actor | None) -> UnitRow:
    meaning = rules.state(unit.state, uk_day(now()))
    incident_id = getattr(unit, "at_incident", None)
    is_on_restricted = bool(getattr(unit, "at_restricted", None))
    is_told = not is_on_restricted or (actor is not None and actor.may(CanIncident.VIEW_RESTRICTED))
    return UnitRow(
        id=unit.id,
        call_sign=unit.call_sign,
        version=unit.version,
        kind=unit.kind,
        crew=unit.crew,
        area=unit.area,
        post=unit.post,
        state=unit.state,
        state_label=meaning.label,
        state_at=unit.state_at,
        lat=unit.lat,
        lon=unit.lon,
        position_at=unit.position_at,
        incident_id=incident_id if is_told else None,
        incident_reference=(getattr(unit, "at_reference", None) or "") if is_told else "",
        is_on_restricted=is_on_restricted,
        is_free=incident_id is None and bool(meaning.dispatchable_for),
        is_on_duty=unit.is_on_duty,
    )
