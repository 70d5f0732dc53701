"""Minutes by road from a router of the OSRM kind, where the settings name one; within a second, or not at all."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from math import isfinite

import httpx
from django.conf import settings

from lineside.dispatch.rules.travel import crow_km
from lineside.exchanges.queries import Exchange
from lineside.exchanges.rules import Unreadable, system_of

PATIENCE_S = 0.4  # of a call; the whole may take twice as long
PAUSE_S = 30.0  # not asked again for so long after it failed
LONGEST = 200_000
MOST = 60  # units asked about at once; a router's own limit is 100 positions
DOWN = "The router does not answer; the times by road are estimates."
Position = tuple[float, float]


@dataclass
class _Rest:
    """Until when the router is left alone, in this process."""

    until: float = field(default=0.0)


_REST = _Rest()


@dataclass(frozen=True, slots=True)
class Roads:
    """Minutes by position, and what is said when there are none though a router is named."""

    minutes: dict[Position, float]
    said: str = ""


def minutes_by_road(starts: Sequence[Position], scene: Position) -> Roads:
    """One question for the nearest of these positions; a router that fails is said and left alone for a while."""
    url = str(settings.ROUTER_URL)
    if not url or not starts:
        return Roads({})
    if time.monotonic() < _REST.until:
        return Roads({}, DOWN)
    asked = sorted(dict.fromkeys(starts), key=lambda start: crow_km(start, scene))[:MOST]
    try:
        return Roads(dict(_asked(_exchange(url), asked, scene)))
    except (httpx.HTTPError, Unreadable, ValueError):
        _REST.until = time.monotonic() + PAUSE_S
        return Roads({}, DOWN)


@cache
def _exchange(url: str) -> Exchange:
    return Exchange(system_of(url, "LINESIDE_ROUTER_URL"), patience=PATIENCE_S, longest=LONGEST)


def _asked(router: Exchange, starts: list[Position], scene: Position) -> list[tuple[Position, float]]:
    points = ";".join(f"{lon:.5f},{lat:.5f}" for lat, lon in (scene, *starts))
    reply = router.ask("GET", f"/table/v1/driving/{points}?destinations=0&annotations=duration")
    if not httpx.codes.is_success(reply.status):
        raise Unreadable(f"It answers {reply.status}.")
    told = json.loads(reply.raw)
    rows = told.get("durations") if isinstance(told, dict) and told.get("code") == "Ok" else None
    if not isinstance(rows, list) or len(rows) != len(starts) + 1:
        raise Unreadable("Its answer has another shape.")
    found = []
    for start, row in zip(starts, rows[1:], strict=True):
        seconds = row[0] if isinstance(row, list) and row else None
        if isinstance(seconds, int | float) and isfinite(seconds) and seconds >= 0:  # null: no road from there
            found.append((start, seconds / 60))
    return found
