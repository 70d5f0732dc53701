"""How the command line of a log is read: plain text adds a line, a slash begins a command."""

import re
from dataclasses import dataclass

from lineside.kernel.errors import RuleBroken

LONGEST_LINE = 4000
GRADES = "IPSRCE"
MOST_UNITS = 12
HIGHEST_STATE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A command as the help shows it: how it is written, and what it will do."""

    name: str
    usage: str
    does: str
    needs: str = "incidents.log"


VERBS = (
    Verb(name="/g", usage="/g p knife seen", does="Grade I, P, S, R, C or E, with the reason", needs="incidents.grade"),
    Verb(name="/u", usage="/u BX12 BX14", does="Send these units", needs="dispatch.assign"),
    Verb(
        name="/st", usage="/st BX12 6", does="Record a unit's state: 5 on the way, 6 at scene", needs="dispatch.state"
    ),
    Verb(name="/l", usage="/l kgx p9", does="Put the incident at this place", needs="incidents.log"),
    Verb(name="/dup", usage="/dup 457", does="Close as a duplicate of today's log 457", needs="incidents.link"),
    Verb(name="/link", usage="/link 457 same suspect", does="Link with today's log 457", needs="incidents.link"),
    Verb(name="/own", usage="/own", does="Take this incident over", needs="incidents.own"),
    Verb(
        name="/res", usage="/res CODE ARR ADV", does="Result: closing code, then result codes", needs="incidents.result"
    ),
    Verb(name="/close", usage="/close", does="Close the incident", needs="incidents.close"),
    Verb(name="/?", usage="/?", does="Show these commands"),
)
NAMES = {verb.name for verb in VERBS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was typed, read: `verb` is empty for a plain line of the log."""

    verb: str = ""
    text: str = ""
    grade: str = ""
    call_signs: tuple[str, ...] = ()
    state: int = 0
    serial: int = 0
    codes: tuple[str, ...] = ()


def read_line(typed: str) -> Line:
    """Read one line; a line meant to begin with a slash is typed with two."""
    typed = typed.strip()
    if not typed:
        raise RuleBroken("Type a line, or / for a command.", "text")
    if len(typed) > LONGEST_LINE:
        raise RuleBroken(f"A line holds {LONGEST_LINE} characters; this has {len(typed)}.", "text")
    if typed.startswith("//"):
        return Line(text=typed[1:])
    if not typed.startswith("/"):
        return Line(text=typed)
    verb, _, rest = typed.partition(" ")
    verb = verb.lower()
    if verb not in NAMES:
        near = ", ".join(name for name in sorted(NAMES) if name.startswith(verb[:2])) or "/? shows them all"
        raise RuleBroken(f"There is no command {verb}: {near}. To begin a line with a slash, type two.", "text")
    reader = _READERS.get(verb)
    return reader(rest.strip()) if reader else Line(verb=verb)


def help_for(typed: str) -> tuple[Verb, ...]:
    """The commands that what is typed so far may become."""
    verb = typed.strip().partition(" ")[0].lower()
    if not verb.startswith("/") or verb.startswith("//"):
        return ()
    exact = tuple(known for known in VERBS if known.name == verb)
    return exact if " " in typed.strip() else tuple(known for known in VERBS if known.name.startswith(verb))


def _grade(rest: str) -> Line:
    grade, _, reason = rest.partition(" ")
    if grade.upper() not in tuple(GRADES):
        raise RuleBroken("Grade with I, P, S, R, C or E: /g p knife seen", "text")
    return Line(verb="/g", grade=grade.upper(), text=reason.strip())


def _units(rest: str) -> Line:
    signs = tuple(dict.fromkeys(re.split(r"[\s,]+", rest.upper()))) if rest else ()
    if not signs or len(signs) > MOST_UNITS:
        raise RuleBroken(f"Name one to {MOST_UNITS} units: /u BX12 BX14", "text")
    return Line(verb="/u", call_signs=signs)


def _state(rest: str) -> Line:
    words = rest.split()
    if len(words) != 2 or not (words[1].isascii() and words[1].isdigit()) or int(words[1]) > HIGHEST_STATE:  # noqa: PLR2004 - unit, state
        raise RuleBroken(f"Name the unit and its state, 0 to {HIGHEST_STATE}: /st BX12 6", "text")
    return Line(verb="/st", call_signs=(words[0].upper(),), state=int(words[1]))


def _place(rest: str) -> Line:
    if not rest:
        raise RuleBroken("Name the place: /l kgx p9", "text")
    return Line(verb="/l", text=rest)


def _duplicate(rest: str) -> Line:
    return Line(verb="/dup", serial=_serial(rest, "/dup 457"))


def _link(rest: str) -> Line:
    number, _, why = rest.partition(" ")
    return Line(verb="/link", serial=_serial(number, "/link 457 same suspect"), text=why.strip())


def _result(rest: str) -> Line:
    codes = tuple(rest.upper().split())
    if not codes:
        raise RuleBroken("Name the closing code and the results: /res CODE ARR ADV", "text")
    return Line(verb="/res", codes=codes)


def _serial(number: str, usage: str) -> int:
    if not (number.isascii() and number.isdigit()) or not 0 < int(number[:9]) < 100_000:  # noqa: PLR2004 - a day's logs
        raise RuleBroken(f"Name today's log by its number: {usage}", "text")
    return int(number)


_READERS = {
    "/g": _grade,
    "/u": _units,
    "/st": _state,
    "/l": _place,
    "/dup": _duplicate,
    "/link": _link,
    "/res": _result,
}


def readable(raw: bytes) -> str:
    """Bytes as a person may look at them: text where they are text, and a sign for each byte that is none."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    return "".join(sign if sign in "\n\t" or sign.isprintable() else "\N{MIDDLE DOT}" for sign in text)
