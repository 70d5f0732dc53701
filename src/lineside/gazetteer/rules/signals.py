"""Signals by the plate on their post, as far as a public location names one: `signal LR325`, `held at K235`."""

import re
from collections.abc import Iterable, Mapping, Sequence

from lineside.gazetteer.rules.names import Place, keys
from lineside.gazetteer.rules.reading import Found, Reading

LISTED = re.compile(r"\bSIG(?:NAL)?S?\b\.? *([A-Z]{0,3})[ .]*(\d{1,4})(?![\d/])", re.IGNORECASE)
PLATE = r"([A-Z]{1,3})[ .-]?(\d{1,4})(?!\w)"
NAMED = re.compile(
    r"\b(?:signal|sig|spad at|plate)s?\b\.?[ :]*(?:at|post|plate|number|no|id)?\b\.?[ :]*"
    rf"(?:{PLATE}|(\d{{2,4}})(?!\w))",
    re.IGNORECASE,
)
AFTER = re.compile(rf"(?<!\w){PLATE} (?:signal|sig)\b", re.IGNORECASE)
HELD = re.compile(rf"\b(?:held|stood|standing|stopped|stand|red|waiting)\b[^.\d]{{0,20}}\bat {PLATE}", re.IGNORECASE)
ALONE = re.compile(
    r"[\s\x01]*([A-Z]{2,3}|[C-DF-LN-Z](?=\d{3}))[ .-]?(\d{2,4})[\s\x01]*", re.IGNORECASE
)  # no road, no platform


def plates(places: Iterable[Place]) -> dict[str, list[Place]]:
    """Signals of a list of locations, by plate; a plate whose letters are not listed stands under its figures."""
    found: dict[str, list[Place]] = {}
    for place in places:
        match = LISTED.search(place.name)
        if match:
            found.setdefault(f"{match[1].upper()}{match[2]}", []).append(place)
    return found


def names_a_signal(text: str) -> bool:
    return bool(NAMED.search(text) or AFTER.search(text) or HELD.search(text) or ALONE.fullmatch(text))


def read_signals(text: str, book: Mapping[str, Sequence[Place]]) -> list[Found]:
    for pattern in (NAMED, AFTER, HELD, ALONE):
        for match in pattern.finditer(text):
            letters, figures, bare = (*match.groups(), "")[:3]
            plate = bare or f"{letters.upper()}{figures}"
            places = [place for place in book.get(plate, ()) if not bare or _town_is_said(place, text)]
            if places:
                return [_found(match, plate, places)]
    return []


def _town_is_said(place: Place, text: str) -> bool:
    """Signals of the same figures stand all over the country: the town has to be named as well."""
    said = set(keys(text))
    return bool(keys(place.name)) and keys(place.name)[0] in said


def _found(match: re.Match[str], plate: str, places: Sequence[Place]) -> Found:
    apart = {(place.lat, place.lon): place for place in places}
    readings = tuple(
        Reading(
            "tiploc",
            place.name,
            f"signal {plate} in the list of locations",
            0.9 if len(apart) == 1 else 0.6,
            place.lat,
            place.lon,
            place.accuracy_m,
            dict(place.codes),
        )
        for place in apart.values()
    )
    return Found(match.start(), match.end(), readings, rank=2)
