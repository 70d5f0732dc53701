"""What the map is given of the ground: which layers a scale shows, by the box of the view, and never without bounds."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lineside.gazetteer import queries as gazetteer
from lineside.gazetteer.queries import Box, Track
from lineside.kernel.errors import RuleBroken

MOST = 5000  # features of one answer: what a browser draws thirty times a second (docs/performance.md)
MOST_LAYERS = 12
GREATEST_ZOOM = 19
DECIMALS = 5  # a metre


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the ground: its kinds of places, and from which scale on it is given."""

    code: str
    words: str
    kinds: tuple[str, ...]
    from_zoom: int = 0


# In the order in which they are kept when there are too many: what finds a place comes before what adorns it.
LAYERS = (
    Layer("tracks", "Lines", ()),
    Layer("areas", "Areas and posts", ("area", "post")),
    Layer("stations", "Stations", ("station", "underground")),
    Layer("crossings", "Level crossings", ("crossing",), 9),
    Layer("structures", "Tunnels, bridges and boxes", ("structure",), 10),
    Layer("mileposts", "Mileposts", ("milepost",), 12),
)
# Of the waymarks of a line every so many are given, by the scale: more than a screen's dots say nothing more.
THINNED = {6: 20, 7: 10, 8: 5, 9: 3, 10: 2}


def number(text: str, field: str, least: float, most: float) -> float:
    """A number of an address, within its bounds; anything else is refused in words."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not least <= found <= most:
        raise RuleBroken(f"The {field} of a map is a number from {least:g} to {most:g}.", field)
    return found


def box_of(text: str) -> Box:
    """West, south, east and north, separated by commas."""
    parts = text.split(",")
    if len(parts) != 4:  # noqa: PLR2004 - a box has four sides
        raise RuleBroken("A box is west, south, east and north.", "box")
    west, east = (number(parts[at], "longitude", -180, 180) for at in (0, 2))
    south, north = (number(parts[at], "latitude", -90, 90) for at in (1, 3))
    return Box(min(west, east), min(south, north), max(west, east), max(south, north))


def ground(box: Box, zoom: int, wanted: set[str]) -> dict[str, Any]:
    """The layers in the box, those that weigh most first, with what was left out of each and why."""
    left = MOST
    left_out: dict[str, int] = {}
    too_far: dict[str, int] = {}
    facts: dict[str, Any] = {"tracks": [], "borders": [], "spots": [], "cap": MOST}
    for layer in LAYERS:
        if layer.code not in wanted:
            continue
        if zoom < layer.from_zoom:
            too_far[layer.words] = layer.from_zoom
            continue
        found = _of_layer(layer, box, zoom)
        for name, rows in found.items():
            facts[name] += rows[: max(left, 0)]
            if len(rows) > left:
                left_out[layer.words] = left_out.get(layer.words, 0) + len(rows) - max(left, 0)
            left -= len(rows)
    return facts | {"left_out": left_out, "too_far": too_far}


def _of_layer(layer: Layer, box: Box, zoom: int) -> Mapping[str, list[Any]]:
    if layer.code == "tracks":
        return {"tracks": [_line(track, THINNED.get(max(zoom, min(THINNED)), 1)) for track in gazetteer.tracks_in(box)]}
    spots = [
        [spot.kind, spot.name, spot.code, round(spot.lat, DECIMALS), round(spot.lon, DECIMALS)]
        for kind in layer.kinds
        for spot in gazetteer.spots_in(box, kind)
    ]
    if layer.code == "areas":
        return {"borders": [_line(step, 1) for step in gazetteer.borders_in(box)], "spots": spots}
    return {"spots": spots}


def _line(track: Track, every: int) -> list[Any]:
    """Its reference and its points; the first and the last are always among them, so that pieces meet."""
    kept = [*track.points[:-1:every], track.points[-1]]
    return [track.elr, [round(side, DECIMALS) for point in kept for side in point]]
