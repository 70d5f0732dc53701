"""The place reader: asks each kind of rule in turn, sets aside what was understood, and weighs what is left."""

import re
from dataclasses import dataclass, field, replace

from lineside.gazetteer import atlas
from lineside.gazetteer.rules.between import read_between, says_between
from lineside.gazetteer.rules.cleaning import SHUT, cleaned, masked
from lineside.gazetteer.rules.codes import CodeBook, read_codes
from lineside.gazetteer.rules.features import Known, names_a_crossing, read_features
from lineside.gazetteer.rules.grid import read_grid
from lineside.gazetteer.rules.latlon import read_latlon
from lineside.gazetteer.rules.mentions import found_from
from lineside.gazetteer.rules.mileage import metres_apart, read_mileages
from lineside.gazetteer.rules.numbers import figured
from lineside.gazetteer.rules.platforms import Platform, Running, read_platform, read_running
from lineside.gazetteer.rules.reading import Found, Located, Reading
from lineside.gazetteer.rules.said import TUBE, Mention, Names, Text
from lineside.gazetteer.rules.shut import shut_spans
from lineside.gazetteer.rules.signals import names_a_signal, read_signals
from lineside.gazetteer.rules.stations import read_names
from lineside.gazetteer.rules.trains import Coach, read_coach, read_trains

A_LINE, A_FIGURE = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{3} ?\d?(?![A-Za-z])"), re.compile(r"\d")
MEASURED = re.compile(r"\b(?:elr|mileage|mile ?post)\b", re.IGNORECASE)
BREAK = re.compile(r"\S+")
EDGES = " .,;:!?()[]{}\"'/-"
QUIET = {
    "at",
    "@",
    "near",
    "nr",
    "the",
    "on",
    "of",
    "in",
    "and",
    "station",
    "stn",
    "sta",
    "grid",
    "ref",
    "os",
    "gr",
    "ngr",
    "latitude",
    "longitude",
    "lat",
    "lon",
    "between",
    "to",
    "by",
    "is",
    "railway",
}
SAME_PLACE = 700
LETTER = 1000  # a text longer than this is a letter: only names that are certain are read out of it


@dataclass
class Work:
    """One text being read: what was found, what is understood, and what goes with a place rather than being one."""

    text: str
    said: str = ""
    found: list[Found] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    platform: Platform | None = None
    running: Running | None = None
    coach: Coach | None = None

    def take(self, found: list[Found]) -> None:
        for one in found:
            if not any(one.start < end and start < one.end for start, end in self.spans):
                self.found.append(one)
                self.spans.append((one.start, one.end))

    def left(self) -> str:
        return masked(self.text, self.spans)


def read(text: str) -> Located:
    plain = cleaned(text)
    if not plain:
        return Located(text, unread=(text[:40],) if text.strip() else ())
    work = Work(plain, plain)
    _measures(work)
    _beside(work)
    _named(work)
    return _weighed(text, work)


def _measures(work: Work) -> None:
    """Positions that say themselves: coordinates, mileages, grid references, trains."""
    visible = masked(work.text, shut_spans(work.text, atlas.stations()), SHUT)
    work.take(read_latlon(visible))
    work.take([one for one in [read_between(masked(visible, work.spans), atlas.names(), atlas.stations())] if one])
    if A_LINE.search(visible) and A_FIGURE.search(figured(visible)):
        mileages = read_mileages(masked(visible, work.spans), atlas.lines())
        work.take([one for one in mileages if one.readings])
        visible = masked(visible, [(one.start, one.end) for one in mileages if not one.readings])  # beyond its line
    work.take(read_codes(masked(visible, work.spans), _book(), platform=False, told=True))
    work.take(read_grid(masked(visible, work.spans)))
    left = masked(visible, work.spans)
    work.take(read_signals(left, atlas.signals()) if names_a_signal(left) else [])
    work.take(read_trains(masked(visible, work.spans)))
    work.text = visible


def _beside(work: Work) -> None:
    """What goes with a place: the platform, the running line, the coach."""
    work.platform = read_platform(work.left())
    work.running = read_running(work.left())
    for one in (work.platform, work.running):
        if one:
            work.spans.append((one.start, one.end))
    if any(one.readings[0].kind == "elr_mileage" for one in work.found):
        work.spans += [match.span() for match in MEASURED.finditer(work.left())]
    if any(one.readings[0].kind == "train" for one in work.found):
        work.coach = read_coach(work.left())
        if work.coach:
            work.spans.append((work.coach.start, work.coach.end))


def _named(work: Work) -> None:
    """Names and codes: features before stations where they say what they are, stations before other codes."""
    taken: set[int] = set()
    work.take([one for one in read_features(work.left(), _known()) if _says_its_kind(work, one)])
    said = Text.of(work.left(), work.platform.start if work.platform else None)
    names = Names(atlas.names(), atlas.stations())
    if len(said.words) == 1 and not _is_a_name(said, names):
        _coded(work)
        said = Text.of(work.left(), work.platform.start if work.platform else None)
    measured = any(one.rank == 3 for one in work.found)  # noqa: PLR2004 - the rank of a measure
    guessing = len(work.text) <= LETTER and not measured and (not names_a_crossing(work.text) or _crossed(work))
    found = read_names(said, names, guessing=guessing)
    if says_between(work.left()):  # between two ends of which one is unknown: neither end is the place
        found = [mention for mention in found if mention.rank > 1]
    for mention in _with_platform(found, work.platform):
        one, used = found_from(said, mention, work.platform, work.running)
        work.found.append(one)
        work.spans.append((one.start, one.end))
        taken |= used
    work.spans += [(said.words[place].start, said.words[place].end) for place in taken]
    _coded(work)


def _known() -> Known:
    return Known(atlas.features(), atlas.location_names())


def _book() -> CodeBook:
    return CodeBook(atlas.station_codes(), atlas.locations())


def _is_a_name(said: Text, names: Names) -> bool:
    word = said.words[0]
    begun = any(hit.how == "prefix" for hit in names.index.parts.get((word.key,), ()))
    return begun or bool(names.index.whole((word.key,))) or word.raw.upper() in names.by_crs


def _crossed(work: Work) -> bool:
    return any(one.readings[0].kind == "crossing" for one in work.found)


def _coded(work: Work) -> None:
    for one in read_codes(work.left(), _book(), platform=work.platform is not None):
        work.take([replace(one, readings=tuple(_on_platform(each, work.platform) for each in one.readings), rank=2)])


def _with_platform(mentions: list[Mention], platform: Platform | None) -> list[Mention]:
    """A platform said apart from its station still belongs to it where only one station is meant."""
    if platform is None or any(mention.rank == 3 for mention in mentions):  # noqa: PLR2004 - it has its platform
        return mentions
    top = [mention for mention in mentions if mention.rank == max(other.rank for other in mentions)]
    return [replace(mention, rank=3) if [mention] == top else mention for mention in mentions]


def _on_platform(reading: Reading, platform: Platform | None) -> Reading:
    if platform is None:
        return reading
    return replace(reading, name=f"{reading.name}, platform {platform.name}").with_codes(platform=platform.name)


def _says_its_kind(work: Work, found: Found) -> bool:
    """A feature is read before stations, unless what it says is also the whole name of a station."""
    words = Text.of(work.left(), None).words
    if work.text[found.start : found.end].upper() in atlas.stations():
        return False
    inside = [place for place, word in enumerate(words) if word.start < found.end and found.start < word.end]
    if not inside:
        return True
    own = tuple(words[place].key for place in inside if words[place].key not in TUBE)
    if atlas.names().exact.get(own) or atlas.names().parts.get(own):  # `Blackpool`, for a crossing of that name
        return False
    windows = [(inside[0] - before, inside[-1] + 1 + after) for before in range(3) for after in range(3)]
    keys = (tuple(word.key for word in words[max(0, start) : end]) for start, end in windows)
    return not any(atlas.names().exact.get(key) for key in keys)


def _weighed(text: str, work: Work) -> Located:
    """Readings best first. The strongest kind of evidence names the place; rivals of equal strength are ambiguous."""
    trains = [one for one in work.found if one.readings[0].kind == "train"]
    places = sorted((one for one in work.found if one not in trains), key=lambda one: -one.rank)
    chief = [one for one in places if one.rank == places[0].rank] if places else []
    chief = sorted(chief, key=lambda one: -one.readings[0].score)
    ambiguous = _competing(chief) or _contradicted(places)
    headcodes = {one.readings[0].codes.get("headcode") for one in trains} - {None}  # units may run coupled
    ambiguous = ambiguous or len(headcodes) > 1
    readings: list[Reading] = []
    best = places[0].rank if places else 0
    for one in [*chief, *(one for one in places if one.rank != best)]:
        weaker = 0.3 if one.rank < best or one.rank == 0 else 0.0
        readings += [_with_line(replace(r, score=max(0.05, r.score - weaker)), work.running) for r in one.readings]
    at = readings if chief and chief[0].rank > 0 else []  # where it comes from or goes to is not where it is
    carried = [_train(one.readings[0], work, at, ambiguous=ambiguous) for one in trains]
    return Located(text, tuple(_owned(r) for r in _unique([*carried, *readings])), ambiguous, _unread(work))


def _unique(readings: list[Reading]) -> list[Reading]:
    return list({(one.kind, one.name, one.lat): one for one in reversed(readings)}.values())[::-1]


def _competing(chief: list[Found]) -> bool:
    if any(len(one.readings) > 1 and not one.alike for one in chief):
        return True
    firsts = [one.readings[0] for one in chief]
    return any(_far(firsts[0], other) > SAME_PLACE for other in firsts[1:])


def _contradicted(places: list[Found]) -> bool:
    """A measured position and a station said to be at it, but a long way apart: one of them is wrong."""
    if len(places) < 2 or places[0].rank < 3:  # noqa: PLR2004 - the rank of a measure
        return False
    stations = [one for one in places[1:] if one.rank > 0 and one.readings[0].score > 0.6]  # noqa: PLR2004
    return any(_far(places[0].readings[0], one.readings[0]) > 20_000 for one in stations)  # noqa: PLR2004 - not beside it


def _far(one: Reading, other: Reading) -> float:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    return metres_apart((one.lat, one.lon), (other.lat, other.lon))


def _with_line(reading: Reading, running: Running | None) -> Reading:
    if running is None or reading.kind not in {"elr_mileage", "station", "platform", "between_stations"}:
        return reading
    line = f"{reading.codes.get('line', '')} {running.name}".strip()
    return reading if running.name in str(reading.codes.get("line", "")) else reading.with_codes(line=line)


def _train(train: Reading, work: Work, places: list[Reading], *, ambiguous: bool) -> Reading:
    """The train, with the coach in its name and, where the text gives one place, that place's position."""
    if work.coach:
        train = replace(
            train, name=f"{train.name}, coach {work.coach.name}", why=f"{train.why}, coach {work.coach.name}"
        )
    if not places or ambiguous:
        return train
    where = places[0]
    moving = 5000 if where.kind in {"station", "underground"} else 300
    carried: dict[str, str | int] = {
        key: where.codes[key] for key in ("crs", "platform", "from_crs", "to_crs", "line") if key in where.codes
    }
    train = replace(train, lat=where.lat, lon=where.lon, accuracy_m=max(where.accuracy_m or 0, moving))
    return replace(train, why=f"{train.why}; placed by {where.name}", codes={**train.codes, **carried})


def _owned(reading: Reading) -> Reading:
    if reading.lat is None or reading.lon is None:
        return reading
    post, area = atlas.owner(round(reading.lat, 4), round(reading.lon, 4))
    return replace(reading, post=post, area=area)


def _unread(work: Work) -> tuple[str, ...]:
    """Words that no reading used; small words beside a used one count as read with it."""
    spans = work.spans if work.found else []
    if work.platform and not any("platform" in reading.codes for one in work.found for reading in one.readings):
        spans = [span for span in spans if span != (work.platform.start, work.platform.end)]
    left: list[str] = []
    words = list(BREAK.finditer(work.said))
    used = [_used(match, spans) for match in words]
    for place, match in enumerate(words):
        beside = (place > 0 and used[place - 1]) or (place + 1 < len(words) and used[place + 1])
        word = match[0].strip(EDGES).strip("\x01\x02")
        if used[place] or not word or (beside and word.lower() in QUIET):
            used[place] = True
            continue
        left.append(word)
    return tuple(left)


def _used(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(start < match.end() and match.start() < end for start, end in spans)
