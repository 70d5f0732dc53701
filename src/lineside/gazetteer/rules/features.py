"""Level crossings, tunnels, viaducts, bridges, junctions and boxes by name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineside.gazetteer.rules.names import NameIndex, Place, Token, distinct, keys, tokens
from lineside.gazetteer.rules.plain_words import GENERIC, INCIDENT, PLACEWORDS, PLAIN
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
    "signalbox",
}
NAMING = {"at", "near", "nr", "by", "in", "on", "of", "called", "named", "the", "is"}
BUILT = {"tunnel", "viaduct", "bridge", "depot", "signalbox", "jn", "yard"}
CONTROLS = {"cctv", "mcb", "ahb", "uwc", "sb", "aocl", "r"}
LONGEST = 6


def names_a_crossing(text: str) -> bool:
    return bool(CROSSING.search(text))


@dataclass(frozen=True)
class Known:
    """Crossings and other features by name; and plain locations, which are never guessed at."""

    index: NameIndex
    plain: Mapping[str, Sequence[Place]]

    def named(self, key: tuple[str, ...]) -> list[Place]:
        """Those of exactly these words, or of the same letters where a thing is named: `signalbox`, `signal box`."""
        hits = list(self.index.exact.get(key, ()))
        if not hits and len(key) > 1 and key[-1] in BUILT:
            hits = list(self.index.squashed.get("".join(key), ()))
        return [hit.place for hit in hits] or list(self.plain.get(" ".join(key), ()))


def read_features(text: str, known: Known) -> list[Found]:
    match = CROSSING.search(text)
    if match:
        words = [token for token in tokens(text[: match.start()]) if token.key and token.key not in CONTROLS]
        found = _before(text, words[-LONGEST:], match.end(), known, crossing=True) or _behind(text, match, known)
        return [found] if found else []
    words = [token for token in tokens(text) if token.key]
    for end in range(len(words), 0, -1):
        alone = end == len(words)
        if words[end - 1].key in KINDS or alone:
            found = _before(text, words[max(0, end - LONGEST) : end], words[end - 1].end, known, crossing=False)
            whole = found is not None and not text[: found.start].strip() and not text[found.end :].strip()
            if found and (words[end - 1].key in KINDS or whole):
                return [found]
    return []


def _behind(text: str, match: re.Match[str], known: Known) -> Found | None:
    """`level crossing at Onibury`: the name after the word for the thing."""
    words = [token for token in tokens(text[match.end() :]) if token.key]
    while words and words[0].key in NAMING:
        words = words[1:]
    for size in range(min(LONGEST, len(words)), 0, -1):
        named = known.named(tuple(token.key for token in words[:size]))
        places = [place for place in named if place.kind == "crossing"]
        if places:
            return _found(match.start(), match.end() + words[size - 1].end, places, 0.9)
    return None


def _before(text: str, words: list[Token], end: int, known: Known, *, crossing: bool) -> Found | None:
    """The longest run of words up to here that is a name; a misspelling only where it is all that is said."""
    for first in range(len(words)):
        key = tuple(token.key for token in words[first:])
        if len(key) == 1 and not crossing and key[0] in PLAIN | INCIDENT | KINDS:
            continue
        places = [place for place in known.named(key) if not crossing or place.kind == "crossing"]
        if not crossing and all(word in GENERIC | PLACEWORDS | PLAIN for word in key):
            places = [place for place in places if place.kind != "crossing"]  # a lane, till it is said to be a crossing
        if places:
            return _found(words[first].start, end, places, 0.93)
    return _misspelt(text, words, end, known, crossing=crossing)


def _misspelt(text: str, words: list[Token], end: int, known: Known, *, crossing: bool) -> Found | None:
    while words and words[0].key in NAMING:
        words = words[1:]
    if not words:
        return None
    raw = text[words[0].start : words[-1].end]
    if crossing:
        places = [hit.place for hit in distinct(known.index.nearest(raw, 2)) if hit.place.kind == "crossing"]
        return _found(words[0].start, end, places, 0.72, "spelt like ") if places else None
    named = [word.key for word in words[:-1] if word.key not in PLAIN | GENERIC | KINDS]
    if words[-1].key not in BUILT or len("".join(named)) <= 4:  # noqa: PLR2004 - short words are near anything
        return None
    near = [hit.place for hit in distinct(known.index.nearest(raw, 1))]
    places = [place for place in near if keys(place.name)[-1:] == (words[-1].key,)]
    return _found(words[0].start, end, places, 0.72, "spelt like ") if places else None


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
