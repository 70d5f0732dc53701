"""From a mention of a name to readings: which of its places is meant, and whether they are one place or several."""

from dataclasses import replace

from lineside.gazetteer.rules.mileage import metres_apart
from lineside.gazetteer.rules.names import Hit, Place, distinct, keys
from lineside.gazetteer.rules.nearness import metres_off
from lineside.gazetteer.rules.platforms import Platform, Running
from lineside.gazetteer.rules.reading import Found, Reading
from lineside.gazetteer.rules.said import LINES, MAIN, TUBE, Mention, Text

THINGS = {"tunnel", "viaduct", "bridge", "lc", "crossing", "jn", "yard", "depot", "sidings", "box", "footbridge"}
NEXT_DOOR = 250
REACH = 40  # words on either side that may choose among a name's places
TOGETHER = 650  # metres between a main-line station and the Underground station of the same name
GREAT, SMALL, MANY = 10_000_000, 3_000_000, 7  # people a year, and a platform number that only a great station has
HOWS = {
    "name": "station name",
    "base": "station name",
    "city": "station name",
    "alias": "known short form",
    "code": "CRS code",
    "prefix": "beginning of a station name",
    "part": "part of a station name",
    "short": "cut short from a station name",
    "fuzzy": "spelt like",
}


def found_from(
    said: Text, mention: Mention, platform: Platform | None, running: Running | None
) -> tuple[Found, set[int]]:
    """The readings of one mention, and the further words that it used up."""
    hits, used = _decided(said, mention, distinct(mention.hits), platform)
    hits, alike = _one_place(hits)
    tube, line = _line(said, hits, running)
    used |= tube
    readings = tuple(_reading(hit, platform if mention.rank == 3 else None, line) for hit in hits[:25])  # noqa: PLR2004
    readings = tuple(_off(said, mention, one) for one in readings)
    other_thing = _other_thing(said, mention, hits)
    if other_thing:
        why = f"; no {other_thing} of that name is known"
        readings = tuple(replace(one, score=one.score * 0.65, why=one.why + why) for one in readings)
    start, end = said.words[mention.start].start, said.words[mention.end - 1].end
    if alike:
        readings = (readings[0], *(replace(one, score=max(0.1, one.score - 0.25)) for one in readings[1:]))
    elif len(readings) > 1:
        readings = tuple(replace(one, score=min(one.score, 0.6)) for one in readings)
    return Found(start, end, readings, mention.rank, alike), used


def _other_thing(said: Text, mention: Mention, hits: list[Hit]) -> str:
    """A tunnel or a bridge that is named after a station, or after which a station is named, is not the station."""
    last = said.words[mention.end - 1].key
    if last in THINGS and hits and all(hit.how == "prefix" for hit in hits):
        return last
    after = said.after(mention.end)
    return after if after in THINGS else ""


def _off(said: Text, mention: Mention, reading: Reading) -> Reading:
    """The text may say that it is only near, and how near; the accuracy then says so too."""
    far = 0 if reading.kind == "platform" else metres_off(said.text[: said.words[mention.start].start])
    if far <= (reading.accuracy_m or 0):
        return reading
    return replace(reading, accuracy_m=far, why=f"{reading.why}; said to be near it, so within {far} m")


def _decided(said: Text, mention: Mention, hits: list[Hit], platform: Platform | None) -> tuple[list[Hit], set[int]]:
    """Words around the name that choose among its places: a county, `tube`, a line, a high platform number."""
    used: set[int] = set()
    near_by = range(max(0, mention.start - REACH), min(len(said.words), mention.end + REACH))
    around = {said.words[place].key: place for place in near_by if not mention.start <= place < mention.end}
    lined = {key for key in LINES & set(around) if _names_a_line(said, around[key])}
    if around.keys() & TUBE or lined:
        tube = [hit for hit in hits if hit.place.kind == "underground" and (not lined or _on(hit.place, lined))]
        hits = tube or hits
        used |= {around[key] for key in (TUBE | lined) & around.keys()} if tube else set()
    elif around.keys() & (MAIN - {"rail", "nr"}):
        hits = [hit for hit in hits if hit.place.kind == "station"] or hits
    if len(hits) > 1:
        near = {key for key, place in around.items() if mention.start - 3 <= place < mention.end + 3 and len(key) > 3}  # noqa: PLR2004
        told = [(hit, near & _words(hit.place)) for hit in hits]
        chosen = [(hit, words) for hit, words in told if words]
        if chosen and len(chosen) < len(hits):
            hits = [hit for hit, _ in chosen]
            used |= {around[key] for _, words in chosen for key in words}
    if len(hits) > 1 and platform and mention.rank == 3 and platform.name.rstrip("ABCDEFGHIJ").isdigit():  # noqa: PLR2004
        great = [hit for hit in hits if hit.place.weight >= GREAT]
        rest = [hit for hit in hits if hit.place.kind == "station" and SMALL < hit.place.weight < GREAT]
        if great and not rest and int(platform.name.rstrip("ABCDEFGHIJ")) >= MANY:
            hits = great
    return hits, used


def _names_a_line(said: Text, place: int) -> bool:
    return (
        said.words[place].key in {"bakerloo", "jubilee", "dlr", "tramlink", "tram"} or said.after(place + 1) == "line"
    )


def _on(place: Place, lined: set[str]) -> bool:
    return any(line.split()[0].lower().startswith(name) for line in place.lines for name in lined)


def _words(place: Place) -> set[str]:
    return set(place.words) | ({"london"} if place.lines else set())


def _one_place(hits: list[Hit]) -> tuple[list[Hit], bool]:
    """A main-line and an Underground station that share a name and a street are one place with two names."""
    if len(hits) < 2:  # noqa: PLR2004
        return hits, True
    chief = max(hits, key=lambda hit: (hit.score + 0.1 * (hit.place.kind == "station"), hit.place.weight))
    order = [chief, *(hit for hit in hits if hit is not chief)]
    here = [hit for hit in order if _apart(hit, chief) < TOGETHER and _may_join(hit, chief)]
    if len(here) == len(order):
        return order, True
    heavy = sorted(order, key=lambda hit: (not _in_its_town(hit), -hit.place.weight, -hit.score))
    return heavy, False


def _in_its_town(hit: Hit) -> bool:
    """`Worcester` is said of its own stations before Worcester Park, which lies in another borough."""
    return hit.how != "prefix" or bool(set(keys(hit.said)) & hit.place.words)


def _may_join(hit: Hit, chief: Hit) -> bool:
    if hit is chief:
        return True
    joined = hit.place.hub or chief.place.hub or _apart(hit, chief) < NEXT_DOOR
    return joined and {hit.place.kind, chief.place.kind} == {"station", "underground"}


def _apart(one: Hit, other: Hit) -> float:
    return metres_apart((one.place.lat, one.place.lon), (other.place.lat, other.place.lon))


def _line(said: Text, hits: list[Hit], running: Running | None) -> tuple[set[int], str]:
    """The line's name for an Underground station, with the way it runs; `down slow` as it is."""
    named, used = "", set()
    for place, word in enumerate(said.words[: 4 * REACH]):
        if word.key in LINES and _names_a_line(said, place) and hits and hits[0].place.lines:
            match = [line for line in hits[0].place.lines if line.lower().startswith(word.key)]
            if match:
                named = match[0]
                used = {place, place + 1} if said.after(place + 1) == "line" else {place}
    return used, " ".join(part for part in (named, running.name if running else "") if part)


def _reading(hit: Hit, platform: Platform | None, line: str) -> Reading:
    place = hit.place
    why = f"{HOWS[hit.how]} {place.crs}, '{hit.said}'" if hit.how == "code" else f"{HOWS[hit.how]} '{hit.said}'"
    codes: dict[str, str | int] = {**({"crs": place.crs} if place.crs else {}), **dict(place.codes)}
    if line:
        codes["line"] = line
    elif place.lines:
        codes["line"] = ", ".join(place.lines)
    name, kind = place.name, place.kind
    if platform:
        codes["platform"] = platform.name
        name, why = f"{name}, platform {platform.name}", f"{why}, '{platform.said}'"
        kind = "platform" if kind == "station" else kind
    return Reading(kind, name, why, hit.score, place.lat, place.lon, place.accuracy_m, codes)
