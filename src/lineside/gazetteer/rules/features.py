"""Level crossings, tunnels, viaducts, bridges, junctions and boxes by name."""

import re

from lineside.gazetteer.rules.names import NameIndex, Place, distinct, tokens
from lineside.gazetteer.rules.plain_words import INCIDENT, PLAIN
from lineside.gazetteer.rules.reading import Found, Reading

CROSSING = re.compile(r"\b(?:l\.?c\.?|lx|level ?crossing|level ?xing|crossing|xing|ahb|uwc|l/c)(?!\w)", re.IGNORECASE)
KINDS = {
    "tunnel",
    "viaduct",
    "bridge",
    "jn",
    "loop",
    "depot",
    "sidings",
    "yard",
    "box",
    "crossovers",
    "crossover",
    "north",
    "south",
    "east",
    "west",
    "sb",
}
CONTROLS = {"cctv", "mcb", "ahb", "uwc", "sb", "aocl", "r"}
LONGEST = 6


def names_a_crossing(text: str) -> bool:
    return bool(CROSSING.search(text))


def read_features(text: str, index: NameIndex) -> list[Found]:
    match = CROSSING.search(text)
    if match:
        found = _before(text, match.start(), match.end(), index, crossing=True)
        return [found] if found else []
    words = [token for token in tokens(text) if token.key]
    for end in range(len(words), 0, -1):
        alone = end == len(words)
        if words[end - 1].key in KINDS or alone:
            found = _before(text, words[end - 1].end, words[end - 1].end, index, crossing=False)
            whole = found is not None and not text[: found.start].strip() and not text[found.end :].strip()
            if found and (words[end - 1].key in KINDS or whole):
                return [found]
    return []


def _before(text: str, stop: int, end: int, index: NameIndex, *, crossing: bool) -> Found | None:
    """The longest run of words up to here that is a name; a misspelling only where it is all that is said."""
    words = [token for token in tokens(text[:stop]) if token.key and token.key not in CONTROLS][-LONGEST:]
    for first in range(len(words)):
        key = tuple(token.key for token in words[first:])
        if len(key) == 1 and not crossing and key[0] in PLAIN | INCIDENT | KINDS:
            continue
        places = [hit.place for hit in index.exact.get(key, ()) if not crossing or hit.place.kind == "crossing"]
        if places:
            return _found(words[first].start, end, places, 0.93)
    if words and crossing:
        raw = text[words[0].start : words[-1].end]
        places = [hit.place for hit in distinct(index.nearest(raw, 2)) if hit.place.kind == "crossing"]
        return _found(words[0].start, end, places, 0.72, "spelt like ") if places else None
    return None


def _found(start: int, end: int, places: list[Place], score: float, how: str = "") -> Found:
    readings = [
        Reading(
            place.kind,
            place.name,
            f"{how}named in the list of {place.kind}s",
            score if len(places) == 1 else 0.6,
            place.lat,
            place.lon,
            place.accuracy_m,
            dict(place.codes),
        )
        for place in places[:20]
    ]
    return Found(start, end, tuple(readings), rank=2)
