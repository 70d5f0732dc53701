"""How far from a named place the text itself says it is: `two miles south of`, `approaching`, `just left`, `near`."""

import re

from lineside.gazetteer.rules.numbers import figured

UNITS = {"mile": 1609.0, "mi": 1609.0, "km": 1000.0, "kilom": 1000.0, "m": 1.0, "metre": 1.0, "meter": 1.0, "y": 0.9144}
MINUTE = 3000.0  # metres a train may run in a minute
MEASURED = re.compile(
    r"(\d+(?:\.\d+)?|\bhalf an?|\ban?|\bfew)\s*(miles?|mi|kms?|kilomet\w+|m|met(?:re|er)s?|yards?|yds?|minutes?|mins?)"
    r"(?: or so)?(?: to the)?(?: (?:north|south|east|west)\w*)?"
    r" (?:of|from|outside|before|after|past|beyond|out of|away from|short of|down the line from) (?:the )?$",
    re.IGNORECASE,
)
DIRECTION = re.compile(r"\b(?:north|south|east|west)\w* of (?:the )?$", re.IGNORECASE)
SAID = (
    (DIRECTION, 5000),
    (
        re.compile(
            r"\b(?:approaching|nearing|towards?|leaving|left|departed|departing|passed|past|after|before|beyond)"
            r" (?:the )?$",
            re.IGNORECASE,
        ),
        3000,
    ),
    (re.compile(r"\b(?:near|nr|close to|not far from|next to|around) (?:the )?$", re.IGNORECASE), 1000),
    (re.compile(r"\b(?:outside|opposite|behind) (?:the )?$", re.IGNORECASE), 300),
)


def is_placed_from(before: str) -> bool:
    """Whether the words just before measure from what follows, as nobody does from an ordinary word: `north of`."""
    before = figured(before[-80:])
    return bool(MEASURED.search(before) or DIRECTION.search(before))


def metres_off(before: str) -> int:
    """What the words just before a name say, in metres; nothing said is nothing."""
    before = figured(before[-80:])
    match = MEASURED.search(before)
    if match:
        return round(_number(match[1]) * _metres(match[2].lower()) * 1.25) + 150
    return next((metres for pattern, metres in SAID if pattern.search(before)), 0)


def _number(said: str) -> float:
    if said[0].isdigit():
        return float(said)
    return 0.5 if said.lower().startswith("half") else 3.0 if said.lower() == "few" else 1.0


def _metres(unit: str) -> float:
    if unit.startswith("min"):
        return MINUTE
    return next((size for name, size in UNITS.items() if unit.startswith(name)), 1.0)
