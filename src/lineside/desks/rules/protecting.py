"""How the commands that protect the line are read: the parts of a line are apart by its commas, semicolon or words."""

import re
from collections.abc import Callable
from typing import TypedDict

from lineside.desks.rules.line_verbs import LEVELS, LINE_VERBS
from lineside.kernel.errors import RuleBroken

USAGE = {verb.name: verb.usage for verb in LINE_VERBS}
PERSONS = ("found", "nobody", "missing")
NUMBER = re.compile(r"([1-9][0-9]{0,2})(?:\s+|$)")


class Parts(TypedDict, total=False):
    """What a line of protection says, by the names of a line's parts."""

    text: str
    number: int
    call_signs: tuple[str, ...]
    words: tuple[str, ...]


def read_protecting(verb: str, rest: str) -> Parts:
    """Read what stands behind the verb; a refusal shows how it is written."""
    return _READERS[verb](verb, rest)


def _request(verb: str, rest: str) -> Parts:
    """Section; nature. The verb alone opens the form."""
    section, parted, nature = rest.partition(";")
    if rest and not (parted and nature.strip()):
        raise RuleBroken(f"Write the section, a semicolon, and what is happening: {USAGE[verb]}", "text")
    return {"words": (section.strip(), nature.strip()) if rest else ()}


def _given(verb: str, rest: str) -> Parts:
    """The number where there is more than one; name, role, and a reference."""
    number, words = _numbered(rest)
    parts = tuple(part.strip() for part in words.split(",", 2))
    if len(parts) < 2 or not all(parts[:2]):  # noqa: PLR2004 - name and role
        raise RuleBroken(f"Name who at control says so, a comma, and what they are: {USAGE[verb]}", "text")
    return {"number": number, "words": (*parts, "")[:3]}


def _alone(verb: str, rest: str) -> Parts:
    number, more = _numbered(rest)
    if more:
        raise RuleBroken(f"{verb} takes the number of the protection and nothing more: {USAGE[verb]}", "text")
    return {"number": number}


def _reason(verb: str, rest: str) -> Parts:
    number, why = _numbered(rest)
    if not why:
        raise RuleBroken(f"Say why: {USAGE[verb]}", "text")
    return {"number": number, "text": why}


def _party(verb: str, rest: str) -> Parts:
    sign, _, label = rest.partition(" ")
    if not sign:
        raise RuleBroken(f"Name the agency by one short word: {USAGE[verb]}", "text")
    return {"call_signs": (sign.upper(),), "text": label.strip()}


def _told(verb: str, rest: str) -> Parts:
    if not rest or " " in rest:
        raise RuleBroken(f"Name the unit or agency: {USAGE[verb]}", "text")
    return {"call_signs": (rest.upper(),)}


def _clear(verb: str, rest: str) -> Parts:
    """The sign, then who says it; `no` between them when not all persons are clear."""
    sign, _, said_by = rest.partition(" ")
    first, _, others = said_by.strip().partition(" ")
    word, name = ("no", others) if first.lower() == "no" else ("yes", said_by)
    if not sign or not name.strip():
        raise RuleBroken(f"Name the unit or agency, and who says that all its persons are clear: {USAGE[verb]}", "text")
    return {"call_signs": (sign.upper(),), "words": (word, name.strip())}


def _person(verb: str, rest: str) -> Parts:
    word, _, says = rest.partition(" ")
    if word.lower() not in PERSONS or not says.strip():
        raise RuleBroken(f"Say found, nobody or missing, and who knows it and how: {USAGE[verb]}", "text")
    return {"words": (word.lower(), says.strip())}


def _numbered(rest: str) -> tuple[int, str]:
    found = NUMBER.match(rest)
    return (int(found[1]), rest[found.end() :].strip()) if found else (0, rest.strip())


_READERS: dict[str, Callable[[str, str], Parts]] = {
    **dict.fromkeys(LEVELS, _request),
    "/confirm": _given,
    "/restored": _given,
    "/restore": _alone,
    "/keep": _reason,
    "/risk": _reason,
    "/party": _party,
    "/told": _told,
    "/clear": _clear,
    "/person": _person,
}
