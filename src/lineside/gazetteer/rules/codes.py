"""Codes for places: TIPLOC, STANOX and NLC, read where the text is the code, names it, or says "at" before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lineside.gazetteer.rules.mileage import metres_apart
from lineside.gazetteer.rules.names import Place
from lineside.gazetteer.rules.reading import Found, Reading

STANOX = re.compile(r"(?<![\w.,£/+-])(?:(stanox|stnx)[ :#]*(?:code )?)?(\d{4,5})(?![\w]|[.,/]\d)", re.IGNORECASE)
NLC = re.compile(r"(?<![\w])(nlc)[ :#]*(?:code )?(\d{4}|\d{6})(?!\w)|(?<![\w.])(\d{6})(?![\w.])", re.IGNORECASE)
TIPLOC = re.compile(r"(?<![\w])(?:(tiploc|tpl)[ :#]*(?:code )?)?([A-Za-z][A-Za-z0-9]{2,6})(?!\w)", re.IGNORECASE)
CRS = re.compile(
    r"\b(?:crs|station code|three letter code|3[ -]?alpha)\b[ :=]*(?:(?:code|is)\b[ :]*)?([A-Z]{3})(?!\w)",
    re.IGNORECASE,
)
ATCO = re.compile(r"(?<!\w)910[0G]([A-Z][A-Z0-9]{2,6})(?!\w)", re.IGNORECASE)
TOLD = re.compile(
    r"\b(?:stanox|stnx|nlc|tiploc|tpl|crs|station code|three letter code|3[ -]?alpha)\b|\b910[0G]", re.IGNORECASE
)
POINTING = re.compile(r"(?:\bat|@|\bnear|\bnr) $", re.IGNORECASE)
CODE_LETTERS = 4


@dataclass(frozen=True)
class CodeBook:
    """Each code with its places: stations first, other locations after."""

    stations: Mapping[str, Mapping[str, Sequence[Place]]]
    locations: Mapping[str, Mapping[str, Sequence[Place]]]

    def places(self, kind: str, code: str) -> list[Place]:
        both = self.sharing(kind, code)
        return [both[0], *(place for place in both[1:] if not both[0].crs)] if both else []

    def sharing(self, kind: str, code: str) -> list[Place]:
        return [*self.stations.get(kind, {}).get(code, ()), *self.locations.get(kind, {}).get(code, ())]


def read_codes(text: str, book: CodeBook, *, platform: bool, told: bool = False) -> list[Found]:
    """Codes; only those with their own word before them when `told`."""
    if told and not TOLD.search(text):
        return []
    stanoxes, nlcs, tiplocs = (
        [match for match in pattern.finditer(text) if match[1] or not told] for pattern in (STANOX, NLC, TIPLOC)
    )
    found = [_crs(match, book) for match in CRS.finditer(text) if told]
    found += [_atco(match, book) for match in ATCO.finditer(text) if told]
    found += [_stanox(match, text, book, platform=platform) for match in stanoxes]
    found += [_nlc(match, text, book) for match in nlcs]
    found += [_tiploc(match, text, book) for match in tiplocs]
    return [one for one in found if one]


def _alone(match: re.Match[str], text: str) -> bool:
    return match[0].strip() == text.replace("\x01", " ").strip()


def _stanox(match: re.Match[str], text: str, book: CodeBook, *, platform: bool) -> Found | None:
    told, code = match[1], match[2]
    if len(code) < 5 and not told:  # noqa: PLR2004 - a STANOX has five figures
        return None
    pointed = bool(told or platform or _alone(match, text) or POINTING.search(text[: match.start()]))
    places = book.places("stanox", code.zfill(5))
    if not places or not pointed:
        return None
    where = places[0]
    every = book.sharing("stanox", code.zfill(5))
    spread = max(metres_apart((where.lat, where.lon), (place.lat, place.lon)) for place in every)
    codes: dict[str, str | int] = {
        **dict(where.codes),
        **({"crs": where.crs} if where.crs else {}),
        "stanox": code.zfill(5),
    }
    why = f"STANOX {code.zfill(5)}" + (f", first of {len(places)} locations that share it" if len(places) > 1 else "")
    accuracy = 250 + round(spread)
    reading = Reading("stanox", where.name, why, 0.95 if told else 0.9, where.lat, where.lon, accuracy, codes)
    return Found(match.start(), match.end(), (reading,))


def _crs(match: re.Match[str], book: CodeBook) -> Found | None:
    code = match[1].upper()
    places = book.stations.get("crs", {}).get(code, ())
    return (
        Found(match.start(), match.end(), (_station(places[0], f"CRS code {code}", 0.97),), rank=2) if places else None
    )


def _atco(match: re.Match[str], book: CodeBook) -> Found | None:
    places = book.places("tiploc", match[1].upper())
    if not places or not places[0].crs:
        return None
    reading = _station(places[0], f"NaPTAN code '{match[0]}'", 0.95)
    return Found(match.start(), match.end(), (reading,), rank=2)


def _station(where: Place, why: str, score: float) -> Reading:
    codes: dict[str, str | int] = {"crs": where.crs, **dict(where.codes)}
    return Reading("station", where.name, why, score, where.lat, where.lon, where.accuracy_m, codes)


def _nlc(match: re.Match[str], text: str, book: CodeBook) -> Found | None:
    code = match[2] or match[3]
    if len(code) == 6 and not code.endswith("00"):  # noqa: PLR2004 - a station's NLC ends so
        return None
    places = book.places("nlc", code[:4])
    if not places or not (match[1] or _alone(match, text)):
        return None
    where = places[0]
    codes: dict[str, str | int] = {"crs": where.crs, **dict(where.codes), "nlc": f"{code[:4]}00"}
    reading = Reading(
        "station", where.name, f"NLC {code}", 0.93 if match[1] else 0.85, where.lat, where.lon, 150, codes
    )
    return Found(match.start(), match.end(), (reading,))


def _tiploc(match: re.Match[str], text: str, book: CodeBook) -> Found | None:
    told, code = match[1], match[2].upper()
    alone = _alone(match, text)
    capitals = match[2].isupper() and not text.replace("\x01", "").isupper() and len(code) >= CODE_LETTERS
    if not (told or capitals or (alone and len(code) >= CODE_LETTERS)):
        return None
    places = book.places("tiploc", code)
    if not places:
        return None
    where = places[0]
    if where.crs and where.kind == "station" and not told and not match[2].isupper():
        return (
            None
            if not alone
            else Found(  # a name that is misspelt as its own code
                match.start(), match.end(), (_station(where, f"spelt as its TIPLOC {code}", 0.88),)
            )
        )
    codes: dict[str, str | int] = {**({"crs": where.crs} if where.crs else {}), **dict(where.codes), "tiploc": code}
    score = 0.96 if told or (alone and match[2].isupper()) else 0.88
    reading = Reading("tiploc", where.name, f"TIPLOC {code}", score, where.lat, where.lon, where.accuracy_m + 50, codes)
    return Found(match.start(), match.end(), (reading,))
