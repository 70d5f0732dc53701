"""Where a unit may be and how old a position may be. No database here."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from lineside.dispatch.rules.states import check_time
from lineside.dispatch.rules.units import table
from lineside.kernel.errors import RuleBroken

FARTHEST_M = 20_000_000  # half way around the world
KEPT_FIXES = 3  # what an officer's emergency shows (control_room.md c.4)


@dataclass(frozen=True, slots=True)
class Age:
    """How far a position is to be believed: its word, its mark, and from how many seconds on."""

    code: str
    label: str
    from_seconds: int
    mark: str


@lru_cache(maxsize=100)
def ages(on: date) -> tuple[Age, ...]:
    """The ages of the table, the youngest first (control_room.md c.5: stale after 120 s, hollow after 10 min)."""
    rows = table("position_ages", on).rows
    found = [Age(str(row["code"]), str(row["label"]), int(row["from_seconds"]), str(row["mark"])) for row in rows]
    return tuple(sorted(found, key=lambda each: each.from_seconds))


def age_of(position_at: datetime, at: datetime, on: date) -> Age:
    seconds = (at - position_at).total_seconds()
    known = ages(on)
    return next((each for each in reversed(known) if seconds >= each.from_seconds), known[0])


def check_position(lat: float, lon: float, at: datetime, now: datetime) -> None:
    check_time(at, now)
    if not (49.0 <= lat <= 61.5 and -9.0 <= lon <= 2.5):  # noqa: PLR2004 - Great Britain and its waters
        raise RuleBroken("That position is not in Great Britain.", "position")


def with_fix(
    fixes: list[dict[str, Any]], *, lat: float, lon: float, at: datetime, within_m: float | None
) -> list[dict[str, Any]]:
    """The last three fixes with this one among them, the newest first; degrees in WGS84, `within_m` in metres."""
    own = {"lat": lat, "lon": lon, "at": at.isoformat(), "within_m": within_m}
    whole = [own, *(each for each in fixes if each["at"] != own["at"])]
    return sorted(whole, key=lambda each: datetime.fromisoformat(each["at"]), reverse=True)[:KEPT_FIXES]


def check_within(within_m: float | None) -> None:
    if within_m is not None and not 0 <= within_m <= FARTHEST_M:
        raise RuleBroken("How exact a position is, is told in metres.", "within_m")
