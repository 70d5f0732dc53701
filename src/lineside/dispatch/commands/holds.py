"""Holding units for some seconds while somebody decides, so that two desks do not pick the same one."""

from datetime import datetime, timedelta
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.events import UnitHeld
from lineside.dispatch.models import Unit, UnitHold
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.rules.candidates import weights
from lineside.dispatch.rules.holding import check_hold
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound
from lineside.kernel.events import announce


@command(needs=CanDispatch.ASSIGN)
def hold_units(*, actor: Actor, unit_ids: list[UUID], incident_id: UUID, override: bool = False) -> int:
    """Hold these units for this incident; one that another person holds is refused with who has it, unless overridden.

    Nothing but the holds changes: whoever sends a held unit sends it. Returns how many seconds they are held.
    """
    at = now()
    seconds = int(weights(uk_day(at))["hold_seconds"])
    units = _locked(actor, unit_ids)
    held = {hold.unit_id: hold for hold in UnitHold.objects.filter(unit__in=units)}
    for unit in units:
        hold = held.get(unit.id)
        if hold and hold.by_id != actor.id and not override:
            check_hold(str(unit), hold.by_name, hold.until, at)
    for unit in units:
        hold = held.get(unit.id) or UnitHold(unit=unit)
        hold.incident_id, hold.by_id, hold.by_name = incident_id, actor.id, actor.name
        hold.until = at + timedelta(seconds=seconds)
        hold.save()
        announce(UnitHeld(unit_id=unit.id, incident_id=incident_id))
    return seconds


@command(needs=CanDispatch.ASSIGN)
def let_units_go(*, actor: Actor, incident_id: UUID) -> int:
    """End one's own holds for this incident before their time; returns how many there were."""
    at = now()
    own = UnitHold.objects.select_for_update(of=("self",)).filter(incident_id=incident_id, by_id=actor.id, until__gt=at)
    count = 0
    for hold in own.order_by("unit_id"):
        hold.until = at
        hold.save(update_fields=["until"])
        announce(UnitHeld(unit_id=hold.unit_id, incident_id=incident_id))
        count += 1
    return count


def end_hold(actor: Actor, unit: Unit, at: datetime) -> str:
    """Whoever sends a unit ends its hold; another's is no wall, but the log says whose it was."""
    hold = UnitHold.objects.filter(unit=unit, until__gt=at).first()
    if hold is None:
        return ""
    hold.until = at
    hold.save(update_fields=["until"])
    return f" {hold.by_name or 'Another desk'} was holding it." if hold.by_id != actor.id else ""


def _locked(actor: Actor, unit_ids: list[UUID]) -> list[Unit]:
    """The units with their locks, always in one order; one of another area is not there for who is held to areas."""
    found = list(Unit.objects.select_for_update().filter(id__in=unit_ids, is_on_duty=True).order_by("id"))
    seen = [unit for unit in found if rules.is_within(unit.area, actor.areas)]
    if len(seen) != len(set(unit_ids)) or not seen:
        raise NotFound("There is no such unit on duty.")
    return seen
