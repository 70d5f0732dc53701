"""Where units are: by radio, by device, or as somebody said it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.dispatch import rules
from lineside.dispatch.commands.working import unit_of
from lineside.dispatch.events import UnitChanged, UnitMoved
from lineside.dispatch.models import Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.gazetteer import queries as gazetteer
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce

BY_HAND = "manual"  # where somebody said it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A position in degrees of WGS84, within how many metres, and how it is known: radio, device or manual."""

    lat: float
    lon: float
    at: datetime
    within_m: float | None = None
    source: str = "radio"
    place: str = ""


@command(needs=CanDispatch.POSITION)
def record_position(
    *,
    actor: Actor,
    unit_id: UUID,
    lat: float,
    lon: float,
    at: datetime | None = None,
    within_m: float | None = None,
) -> Unit:
    """The unit's newest position, and within how many metres; one that arrives late does not replace a newer one."""
    return note_position(unit_of(actor, unit_id), Fix(lat=lat, lon=lon, at=at or now(), within_m=within_m))


def note_position(unit: Unit, fix: Fix) -> Unit:
    """The same for whoever may say it of this unit, whose lock is taken."""
    rules.check_position(fix.lat, fix.lon, fix.at, now())
    rules.check_within(fix.within_m)
    if unit.position_at is None or fix.at >= unit.position_at:
        is_known_so = unit.position_at is not None and unit.position_source == fix.source != BY_HAND
        unit.lat, unit.lon, unit.position_at = fix.lat, fix.lon, fix.at
        unit.position_source, unit.place_text = fix.source, fix.place[:120]
        unit.fixes = rules.with_fix(unit.fixes, lat=fix.lat, lon=fix.lon, at=fix.at, within_m=fix.within_m)
        unit.save(update_fields=["lat", "lon", "position_at", "position_source", "place_text", "fixes"])
        announce((UnitMoved if is_known_so else UnitChanged)(unit_id=unit.id))
    return unit


@command(needs=CanDispatch.POSITION)
def place_unit(*, actor: Actor, unit_id: UUID, text: str, at: datetime | None = None) -> Unit:
    """Where the unit says it is, in words: underground there is no fix, so "KGX platform 9" has to do."""
    located = gazetteer.locate(text)
    if not located.readings:
        raise RuleBroken("No place is known by these words; ask again.", "text")
    if located.ambiguous:
        names = "; ".join(reading.name for reading in located.readings[:5])
        raise RuleBroken(f"More than one place fits: {names}. Say which.", "text")
    reading = located.readings[0]
    if reading.lat is None or reading.lon is None:
        raise RuleBroken(f"{reading.name} has no position; name a station, a platform or a milepost.", "text")
    fix = Fix(lat=reading.lat, lon=reading.lon, at=at or now(), source=BY_HAND, place=reading.name)
    return note_position(unit_of(actor, unit_id), fix)
