"""Units as they stood at a moment, and where they were sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.dispatch import rules
from lineside.dispatch.models import Deployment, Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.formerly.queries import put_back
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import uk_day
from lineside.kernel.errors import NotPermitted


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerUnit:
    """One unit that was on duty: what it said of itself, and which incident it was sent to.

    Of one that is or was covert, who may not know of such is told its call sign alone (`is_hidden`).
    """

    call_sign: str
    crew: str
    state: int
    state_label: str
    state_at: datetime
    incident_id: UUID | None
    incident_reference: str
    is_hidden: bool


def units_as_they_were(actor: Actor, at: datetime) -> list[FormerUnit]:
    """Units on duty at that moment in the actor's areas, in the order of call signs; three statements."""
    if not actor.may(CanDispatch.VIEW):
        raise NotPermitted("You do not have the right to see units.")
    units = list(Unit.objects.filter(created_at__lte=at).order_by("call_sign"))
    hidden = {unit.id for unit in units if unit.is_covert}
    put_back(units, at)
    hidden |= {unit.id for unit in units if unit.is_covert}
    if actor.may(CanDispatch.VIEW_COVERT):
        hidden = set()
    seen = [unit for unit in units if unit.is_on_duty and rules.is_within(unit.area, actor.areas)]
    sent = _sent(actor, at)
    return [_former(unit, *sent.get(unit.id, (None, "")), at=at, is_hidden=unit.id in hidden) for unit in seen]


def deployed_at(at: datetime) -> Mapping[UUID, tuple[str, ...]]:
    """Incident -> call signs that were attached to it at that moment, without those of units covert then or now."""
    attached: dict[UUID, tuple[str, ...]] = {}
    found = list(_open_at(at).filter(unit__is_covert=False).select_related("unit").order_by("assigned_at"))
    put_back([each.unit for each in found], at)
    for each in found:
        if not each.unit.is_covert:
            attached[each.incident_id] = (*attached.get(each.incident_id, ()), each.unit.call_sign)
    return attached


def _open_at(at: datetime) -> QuerySet[Deployment]:
    return Deployment.objects.filter(Q(cleared_at=None) | Q(cleared_at__gt=at), assigned_at__lte=at)


def _sent(actor: Actor, at: datetime) -> dict[UUID, tuple[UUID | None, str]]:
    """Unit -> the incident it was sent to; of one that is restricted only that there was one."""
    found = _open_at(at).values_list("unit_id", "incident_id", "incident__reference", "incident__is_restricted")
    may_know = actor.may(CanIncident.VIEW_RESTRICTED)
    return {
        unit: (None, "a restricted incident") if is_restricted and not may_know else (incident, reference)
        for unit, incident, reference, is_restricted in found
    }


def _former(unit: Unit, incident_id: UUID | None, reference: str, *, at: datetime, is_hidden: bool) -> FormerUnit:
    return FormerUnit(
        call_sign=unit.call_sign,
        crew="" if is_hidden else unit.crew,
        state=unit.state,
        state_label=rules.state(unit.state, uk_day(at)).label,
        state_at=unit.state_at,
        incident_id=None if is_hidden else incident_id,
        incident_reference="" if is_hidden else reference,
        is_hidden=is_hidden,
    )
