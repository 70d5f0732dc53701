"""Between two stations: the pair that fits best, on one line where the text leaves a choice."""

import re
from dataclasses import dataclass, replace

from lineside.gazetteer.rules.mileage import metres_apart
from lineside.gazetteer.rules.names import Hit, NameIndex, Place, distinct, tokens
from lineside.gazetteer.rules.reading import Found, Reading

JOINER = r"(?: (?:and|&|to) | ?/ ?| [-\u2013] )"
BETWEEN = re.compile(rf"\b(?:in ?)?(?:between|btwn|betwn|betw|btw|bet|b/w|b/t)\b ?(.+?){JOINER}(.+)", re.IGNORECASE)
JOINT = re.compile(JOINER, re.IGNORECASE)
PAIR = re.compile(r"(?P<one>[^/]+?)(?: to | ?/ ?| [-\u2013] )(?P<other>[^/]+)", re.IGNORECASE)
JOURNEY = re.compile(r"\b(?:from|train|service|going|went|travel\w*|ticket|journey|due)\b|\d", re.IGNORECASE)
FAR, NEIGHBOURS, TOGETHER = 250_000, 5_000, 650
NEXT_STOPS = 12_000  # metres; two names farther apart with `to` between them are the ends of a journey
NOISE = {"station", "stn", "the", "stations"}


@dataclass(frozen=True)
class Side:
    start: int
    end: int
    hits: tuple[Hit, ...]


def read_between(text: str, index: NameIndex, by_crs: dict[str, Place]) -> Found | None:
    if len(text) > 300:  # noqa: PLR2004 - a sentence, not a letter
        return None
    match = BETWEEN.search(text)
    if match is None:
        return _next_stops(text, index, by_crs)
    joints = list(reversed(list(JOINT.finditer(text, match.start(1)))[:4]))  # `Harrow & Wealdstone and Headstone Lane`
    for whole in (True, False):
        for joint in joints:
            one = _side(text[match.start(1) : joint.start()], match.start(1), index, by_crs, whole=whole)
            other = _side(text[joint.end() :], joint.end(), index, by_crs, whole=False) if one else None
            if one and other:
                return _pair(match.start(), one, other)
    return None


def _next_stops(text: str, index: NameIndex, by_crs: dict[str, Place]) -> Found | None:
    """`Abercynon to Quakers Yard`: nothing but two full names, near each other, is the line between them."""
    match = PAIR.fullmatch(text)
    if match is None or JOURNEY.search(text):
        return None
    sides = [_side(match[name], match.start(name), index, by_crs, whole=True) for name in ("one", "other")]
    one, other = ((_full(side) if side else None) for side in sides)
    found = _pair(0, one, other) if one and other else None
    if found is None or any(reading.accuracy_m > NEXT_STOPS / 2 for reading in found.readings if reading.accuracy_m):
        return None
    return found


def _full(side: Side) -> Side | None:
    """Only those whose whole name was said, as it is spelt."""
    hits = tuple(hit for hit in side.hits if hit.how not in {"part", "prefix", "fuzzy", "code"})
    return replace(side, hits=hits) if hits else None


def _pair(start: int, one: Side, other: Side) -> Found | None:
    pairs = sorted(
        (
            (_cost(a, b), a.place.name, b.place.name, a, b)
            for a in one.hits
            for b in other.hits
            if a.place is not b.place
        ),
        key=lambda pair: pair[:3],
    )
    if not pairs or _apart(pairs[0][3].place, pairs[0][4].place) > FAR:
        return None
    partly = _partly(pairs[0][3], pairs[0][4])
    pairs = [pair for pair in pairs if _partly(pair[3], pair[4]) <= partly]
    rivals = [pair for pair in pairs if pair[0] < pairs[0][0] * 1.5 + 500 and _elsewhere(pair[3], pair[4], pairs[0])]
    chosen = [(a, b) for _, _, _, a, b in [pairs[0], *rivals[:5]]]
    readings = tuple(_reading(a, b, (_crs(a, one), _crs(b, other))) for a, b in chosen)
    return Found(start, other.end, readings, rank=3)


def _crs(hit: Hit, side: Side) -> str:
    """The station's code, or for an Underground station that of the main-line station it shares a name with."""
    near = [other.place for other in side.hits if other.place.crs and _apart(other.place, hit.place) < TOGETHER]
    return hit.place.crs or (near[0].crs if near else "")


def says_between(text: str) -> bool:
    return bool(BETWEEN.search(text))


def _side(said: str, start: int, index: NameIndex, by_crs: dict[str, Place], *, whole: bool) -> Side | None:
    """The place one side names: all of its words, or on the far side as many from the first as are a name."""
    words = [token for token in tokens(said) if token.key]
    while words and words[0].key in NOISE:
        words = words[1:]
    while words and words[-1].key in NOISE:
        words = words[:-1]
    words = words[:8]
    if not words:
        return None  # a stroke with nothing but signs on this side
    for guess in (False, True):
        for size in range(len(words), len(words) - 1 if whole else 0, -1):
            key = tuple(token.key for token in words[:size])
            raw = said[words[0].start : words[size - 1].end]
            hits = index.nearest(raw) if guess else _known(key, raw, index, by_crs)
            if hits:
                return Side(start + words[0].start, start + words[size - 1].end, tuple(_chief(distinct(hits))[:20]))
    return None


def _chief(hits: list[Hit]) -> list[Hit]:
    """Of a city's stations, where only the city is named, the busiest stands for its neighbours."""
    if any(hit.how not in {"prefix", "part"} for hit in hits):
        return hits
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: -one.place.weight):
        if all(_apart(hit.place, other.place) > NEIGHBOURS for other in kept):
            kept.append(hit)
    return kept


def _known(key: tuple[str, ...], raw: str, index: NameIndex, by_crs: dict[str, Place]) -> list[Hit]:
    if key == ("london",):
        return []  # a city of a thousand stations is no end of a line
    hits = index.whole(key) or index.partly(key)
    if len(key) == 1 and len(raw) == 3 and raw.upper() in by_crs:  # noqa: PLR2004 - a CRS code
        hits.append(Hit(by_crs[raw.upper()], "code", 0.97))
    return hits


def _apart(one: Place, other: Place) -> float:
    return metres_apart((one.lat, one.lon), (other.lat, other.lon))


def _cost(one: Hit, other: Hit) -> float:
    """Metres apart, and more for names only partly said or for two railways; less on one Underground line."""
    cost = _apart(one.place, other.place)
    cost += 3000 * _partly(one, other)
    if set(one.place.lines) & set(other.place.lines):
        return max(0.0, cost - 4000)
    return cost if one.place.kind == other.place.kind and not one.place.lines else cost + 3000


def _partly(one: Hit, other: Hit) -> int:
    return sum(hit.how in {"part", "prefix"} for hit in (one, other))


def _elsewhere(one: Hit, other: Hit, best: tuple[float, str, str, Hit, Hit]) -> bool:
    return _apart(one.place, best[3].place) > 1500 or _apart(other.place, best[4].place) > 1500  # noqa: PLR2004


def _reading(one: Hit, other: Hit, crs: tuple[str, str]) -> Reading:
    a, b = one.place, other.place
    apart = _apart(a, b)
    shared = sorted(set(a.lines) & set(b.lines))
    codes: dict[str, str | int] = {}
    codes |= {key: code for key, code in zip(("from_crs", "to_crs"), crs, strict=True) if code}
    codes |= {"line": "/".join(shared)} if shared else {}
    why = (
        f"midway between two {'Underground ' if shared else ''}stations {apart / 1000:.1f} km apart in a straight line"
    )
    score = min(one.score, other.score) * (0.97 if apart < 40_000 else 0.8)  # noqa: PLR2004 - neighbours lie nearer
    lat, lon = (a.lat + b.lat) / 2, (a.lon + b.lon) / 2
    name = f"between {a.name} and {b.name}"
    return Reading("between_stations", name, why, score, lat, lon, max(100, round(apart / 2)), codes)
