"""One position of a caller: what it holds, when it is refused, and the warnings that go with it."""

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lineside.kernel.errors import RuleBroken

EISEC, AML, SIP = "EISEC", "AML", "SIP"
SOURCES = {
    "FIXED": "installation address",
    "CELL": "cell of a mobile",
    "AML": "the handset itself",
    "VOIP": "registered address",
    "NETWORK": "the caller's network",
    "MANUAL": "told by a person",
}
METHODS = {"G": "satellites", "W": "Wi-Fi", "C": "cell", "U": "a way not told", "F": "several ways"}
# The position of a handset comes after the call does, so the source is asked again (control_room.md a.2).
ENQUIRED_AT = (0, 5, 10, 20, 30)
STALE_AFTER = timedelta(minutes=15)  # [design] in a train a quarter of an hour is 30 km
CLOCKS_DIFFER = timedelta(minutes=2)
BEFORE_ITS_CALL = timedelta(minutes=5)
LOOKED_BACK = timedelta(days=7)  # for longer than the worker is ever away
WARNINGS = {
    "voip": "Internet telephone: this is the registered address, the caller may be elsewhere.",
    "length": "The message is not as long as it says: a digit of the position may be lost.",
    "switchboard": "Switchboard: this is the registered address, the caller may be elsewhere.",
}
MOST_METRES = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FixCame:
    """A position as it was told; what nobody said is None. `key` makes the same telling again harmless."""

    way: str
    source: str
    key: str
    received_at: datetime
    number: str = ""
    contact_id: UUID | None = None
    positioned_at: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    uncertainty_m: float | None = None
    confidence_pct: int | None = None
    area: dict[str, Any] = field(default_factory=dict)
    address: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)
    raw_id: UUID | None = None


def check_fix(fix: FixCame) -> None:
    """Refuse what shows nothing, cannot be, or is too old to show where the caller is now."""
    if fix.way not in (EISEC, AML, SIP) or fix.source not in SOURCES:
        raise RuleBroken(f"There is no source of positions {fix.way} {fix.source}.", "source")
    if fix.lat is None or fix.lon is None:
        if not fix.address or (fix.lat, fix.lon) != (None, None):
            raise RuleBroken("It holds no position and no address.", "lat")
    else:
        _check_position(fix.lat, fix.lon, fix.uncertainty_m)
    if fix.positioned_at is not None:
        _check_age(fix.received_at - fix.positioned_at)


def _check_position(lat: float, lon: float, uncertainty_m: float | None) -> None:
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - degrees
        raise RuleBroken("Its latitude or longitude is not on the earth.", "lat")
    if (lat, lon) == (0, 0):
        raise RuleBroken("Its position is 0, 0, which handsets send when they know none.", "lat")
    if uncertainty_m is not None and not 0 < uncertainty_m < MOST_METRES:
        raise RuleBroken("Its uncertainty is not a distance on the earth.", "uncertainty_m")


def _check_age(age: timedelta) -> None:
    if age > STALE_AFTER:
        raise RuleBroken(
            f"The position was taken {_span(age)} before it came; one older than"
            f" {_span(STALE_AFTER)} does not show where a caller is.",
            "positioned_at",
        )
    if age < -CLOCKS_DIFFER:
        raise RuleBroken(f"The position is dated {_span(-age)} in the future.", "positioned_at")


def may_be_before_its_call(opened_at: datetime) -> tuple[datetime, datetime]:
    """When a position came that no call answered to yet, and that belongs to this one."""
    return opened_at - BEFORE_ITS_CALL, opened_at + CLOCKS_DIFFER


def its_call_began(received_at: datetime) -> tuple[datetime, datetime]:
    """When a call began that shows this position: the other way round, so that no position falls between the two."""
    return received_at - CLOCKS_DIFFER, received_at + BEFORE_ITS_CALL


def unclaimed_at(now: datetime) -> tuple[datetime, datetime]:
    """When a position came for which no call is to be expected any more, and that somebody must see."""
    return now - LOOKED_BACK, now - BEFORE_ITS_CALL - CLOCKS_DIFFER


def round_due(age: timedelta) -> int | None:
    """The enquiry that is due for a call of this age; those that were missed before it are not made up for."""
    seconds = age.total_seconds()
    return max((at for at in ENQUIRED_AT if 0 <= seconds - at < ENQUIRED_AT[-1]), default=None)


def said_of(fix: FixCame) -> list[str]:
    """What a person must be told beside the position."""
    return [WARNINGS[each] for each in fix.warnings if each in WARNINGS]


def _span(age: timedelta) -> str:
    minutes = max(1, round(age.total_seconds() / 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} day{'s' if days > 1 else ''}"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} minute{'s' if minutes > 1 else ''}"
