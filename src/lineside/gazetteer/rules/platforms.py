"""Platforms: `p9`, `plat 9`, `platform 12a`, `platform nine`, and the running line (`down slow`, `nb`)."""

import re
from dataclasses import dataclass

NAME_LIST = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
NAMES = NAME_LIST.split()
NUMBERS = {name: str(number) for number, name in enumerate(NAMES)}
PLATFORM = re.compile(
    r"\b(?:platforms?|platfrom|platfom|plaform|pltform|pltfm|plats?|plt|ptfm|pfm|plfm|pf|pl|p)\.?(?: ?: ?| ?)"
    r"(?:no\.? ?|number |num )?"
    rf"((?:\d{{1,2}}(?: ?[a-z](?![a-z]))?)(?:(?: ?[/&] ?| and |-)\d{{1,2}}[a-z]?)?|{'|'.join(NAMES)}|[a-z])\b",
    re.IGNORECASE,
)
TRAILING = re.compile(r"\b(\d{1,2}[a-z]?) (?:platform|plat)\b", re.IGNORECASE)
RUNNING = re.compile(
    r"\b(?:(up|down|dn|dwn) (main|slow|fast|goods|relief|loop|local|through|electric|branch|line|siding|sidings|side)"
    r"|(north|south|east|west|clockwise|anti-?clockwise) ?bound|(nb|sb|eb|wb|n/b|s/b|e/b|w/b))\b",
    re.IGNORECASE,
)
BOUND = {"n": "northbound", "s": "southbound", "e": "eastbound", "w": "westbound"}


@dataclass(frozen=True)
class Platform:
    start: int
    end: int
    name: str
    said: str


@dataclass(frozen=True)
class Running:
    start: int
    end: int
    name: str


def read_platform(text: str) -> Platform | None:
    for match in PLATFORM.finditer(text):
        said = match[1].lower().replace(" ", "") if match[1][0].isdigit() else match[1].lower()
        short = match[0][: match.start(1) - match.start()].strip(" .").lower()
        letter = len(said) == 1 and said.isalpha()
        glued = match[0][match.start(1) - match.start() - 1].isalpha()
        if letter and (
            glued or short in {"p", "pl", "pf"} or (match[1].islower() and match.end() != len(text.rstrip()))
        ):
            continue
        name = NUMBERS.get(said, said.upper().replace("AND", "/").replace("&", "/"))
        return Platform(match.start(), match.end(), name, match[0])
    last = TRAILING.search(text)
    return Platform(last.start(), last.end(), last[1].upper(), last[0]) if last else None


def read_running(text: str) -> Running | None:
    match = RUNNING.search(text)
    if match is None:
        return None
    if match[1]:
        name = f"{'up' if match[1].lower() == 'up' else 'down'} {match[2].lower()}"
    elif match[3]:
        name = f"{match[3].lower().replace('-', '')}bound" if len(match[3]) < 6 else match[3].lower()  # noqa: PLR2004
    else:
        name = BOUND[match[4][0].lower()]
    return Running(match.start(), match.end(), name)
