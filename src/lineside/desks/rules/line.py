"""How the command line of a log is read: plain text adds a line, a slash begins a command."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from lineside.desks.rules.line_verbs import LINE_NAMES
from lineside.desks.rules.protecting import read_protecting
from lineside.desks.rules.times import Typed, take_time
from lineside.desks.rules.verbs import MISSING, NAMES, VERBS
from lineside.kernel.errors import RuleBroken

LONGEST_LINE = 4000
GRADES = "IPSRCE"
LONGEST_SHOWN = 20
MOST_UNITS = 12
HIGHEST_STATE = 16
MOST_LINES = 100_000
WHOLE_REFERENCE = re.compile(r"[A-Z0-9]{1,8}-[0-9]{8}-[0-9]{4,5}")
REASONED = ("/reject", "/cancel", "/reopen", "/refuse")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was typed, read: `verb` is empty for a plain line of the log."""

    verb: str = ""
    text: str = ""
    grade: str = ""
    call_signs: tuple[str, ...] = ()
    state: int = 0
    serial: int = 0
    reference: str = ""
    number: int = 0
    at: Typed | None = None
    codes: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    closes: bool = False
    words: tuple[str, ...] = ()
    asks: bool = False

    @property
    def begun(self) -> dict[str, str]:
        """What the line already says of what its panel will ask."""
        return {"grade": self.grade, "reason": self.text, "tasks": " ".join(self.codes)}


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
    if verb in MISSING:
        raise RuleBroken(MISSING[verb].sentence, "text")
    if verb not in NAMES:
        near = ", ".join(name for name in sorted(NAMES) if name.startswith(verb[:2])) or "/? shows them all"
        shown = verb if len(verb) <= LONGEST_SHOWN else f"{verb[:LONGEST_SHOWN]}…"
        raise RuleBroken(f"There is no command {shown}: {near}. To begin a line with a slash, type two.", "text")
    if verb in LINE_NAMES:
        return Line(verb=verb, **read_protecting(verb, rest.strip()))
    return _READERS[verb](rest.strip())


def _grade(rest: str) -> Line:
    grade, _, reason = rest.partition(" ")
    if grade and grade.upper() not in tuple(GRADES):
        raise RuleBroken("Grade with I, P, S, R, C or E: /g p knife seen", "text")
    return Line(verb="/g", grade=grade.upper(), text=reason.strip())


def _units(rest: str) -> Line:
    """Whom to send; a question mark asks who, with what is needed beside the type, as /u ? LINE-SEARCH."""
    asked, _, needed = rest.partition(" ")
    if asked == "?":
        return Line(verb="/u", asks=True, codes=tuple(re.split(r"[\s,]+", needed.strip().upper())) if needed else ())
    signs = tuple(dict.fromkeys(re.split(r"[\s,]+", rest.upper()))) if rest else ()
    if not signs or len(signs) > MOST_UNITS:
        raise RuleBroken(f"Name one to {MOST_UNITS} units, or ask who: /u BX12 BX14, /u ?", "text")
    return Line(verb="/u", call_signs=signs)


def _state(rest: str) -> Line:
    words = rest.split()
    if len(words) != 2 or not (words[1].isascii() and words[1].isdigit()) or int(words[1]) > HIGHEST_STATE:  # noqa: PLR2004 - unit, state
        raise RuleBroken(f"Name the unit and its state, 0 to {HIGHEST_STATE}: /st BX12 6", "text")
    return Line(verb="/st", call_signs=(words[0].upper(),), state=int(words[1]))


def _book(rest: str) -> Line:
    """A call sign and its crew, or off and a call sign; whoever is in the crew stands in the text."""
    words = rest.split()
    is_off = bool(words) and words[0].lower() == "off"
    if is_off:
        words = words[1:]
    if not words or (is_off and len(words) > 1):
        raise RuleBroken("Name the unit and its crew, or book it off: /book BX12 C1042, /book off BX12", "text")
    return Line(verb="/book", call_signs=(words[0].upper(),), text=" ".join(words[1:]), closes=is_off)


def _place(rest: str) -> Line:
    if not rest:
        raise RuleBroken("Name the place: /l kgx p9", "text")
    return Line(verb="/l", text=rest)


def _duplicate(rest: str) -> Line:
    serial, reference = _log(rest, "/dup 457")
    return Line(verb="/dup", serial=serial, reference=reference)


def _link(rest: str) -> Line:
    number, _, why = rest.partition(" ")
    serial, reference = _log(number, "/link 457 same suspect")
    return Line(verb="/link", serial=serial, reference=reference, text=why.strip())


def _result(rest: str) -> Line:
    """CRIME ARR TRF:WMP-4411 close: the category, the results, each with its reference; close as well."""
    words = rest.split()
    closes = bool(words) and words[-1].lower() == "close"
    parts = [word.partition(":") for word in (words[:-1] if closes else words)]
    return Line(
        verb="/res",
        codes=tuple(code.upper() for code, _, _ in parts),
        references=tuple((code.upper(), reference) for code, _, reference in parts if reference),
        closes=closes,
    )


def _card(rest: str) -> Line:
    """A name takes a card on; a number does that step, with what was done; skip and a number, with the reason."""
    first, _, more = rest.partition(" ")
    is_skip = first.lower() == "skip"
    number, _, text = more.strip().partition(" ") if is_skip else (first, "", more)
    if number.isascii() and number.isdigit() and 0 < int(number[:9]) < MOST_LINES:
        return Line(verb="/card", number=int(number), text=text.strip(), codes=("SKIP",) if is_skip else ())
    if is_skip or more:
        raise RuleBroken("Name a card, or a step by its number: /card trespass, /card 3 done, /card skip 3 why", "text")
    return Line(verb="/card", codes=(first.upper(),) if first else ())


def _at(rest: str) -> Line:
    at, text = take_time(rest, "/at 14:05 man seen")
    if not text:
        raise RuleBroken("Write what happened at that time: /at 14:05 man seen", "text")
    return Line(verb="/at", at=at, text=text)


def _fix(rest: str) -> Line:
    """A number, then what is right; /at before it corrects the time as well."""
    number, _, text = rest.partition(" ")
    if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) < MOST_LINES) or not text.strip():
        raise RuleBroken("Name the line by its number and write what is right: /fix 7 platform 9", "text")
    line = _at(text.strip()[3:].strip()) if text.strip().lower().startswith("/at ") else Line(text=text.strip())
    return Line(verb="/fix", number=int(number), at=line.at, text=line.text)


def _defer(rest: str) -> Line:
    at, text = take_time(rest, "/defer 18:30 witness at work")
    if not text:
        raise RuleBroken("Say why it waits: /defer 18:30 witness at work", "text")
    return Line(verb="/defer", at=at, text=text)


def _pass(rest: str) -> Line:
    to, _, why = rest.partition(" ")
    if not to:
        raise RuleBroken("Say to which site, area or desk: /pass FCRL their line is blocked", "text")
    return Line(verb="/pass", reference=to, text=why.strip())


def _because(verb: str, usage: str) -> Callable[[str], Line]:
    """A command that takes nothing but its reason."""

    def read(rest: str) -> Line:
        if not rest:
            raise RuleBroken(f"Say why: {usage}", "text")
        return Line(verb=verb, text=rest)

    return read


def _alone(verb: str) -> Callable[[str], Line]:
    """A command of one word: more would be lost, so it is asked about."""

    def read(rest: str) -> Line:
        if rest:
            raise RuleBroken(f"{verb} stands alone; write the rest as a line of its own.", "text")
        return Line(verb=verb)

    return read


def _log(named: str, usage: str) -> tuple[int, str]:
    """Today's log by its number, or the log of any day by its whole reference."""
    if WHOLE_REFERENCE.fullmatch(named.upper()):
        return 0, named.upper()
    return _serial(named, usage), ""


def _serial(number: str, usage: str) -> int:
    if not (number.isascii() and number.isdigit()) or not 0 < int(number[:9]) < 100_000:  # noqa: PLR2004 - a day's logs
        raise RuleBroken(f"Name today's log by its number, that of another day by its whole reference: {usage}", "text")
    return int(number)


_READERS: dict[str, Callable[[str], Line]] = {
    "/g": _grade,
    "/u": _units,
    "/st": _state,
    "/l": _place,
    "/book": _book,
    "/dup": _duplicate,
    "/link": _link,
    "/res": _result,
    "/card": _card,
    "/at": _at,
    "/fix": _fix,
    "/defer": _defer,
    "/pass": _pass,
    **{verb: _because(verb, next(each.usage for each in VERBS if each.name == verb)) for verb in REASONED},
    **{
        verb: _alone(verb)
        for verb in ("/own", "/accept", "/unpass", "/seen", "/back", "/review", "/close", "/me", "/?")
    },
}
