"""Engineer's line references with miles and chains, yards, decimals or kilometres, placed between waymarks."""

import math
import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from lineside.gazetteer.rules.numbers import figured
from lineside.gazetteer.rules.plain_words import PLAIN
from lineside.gazetteer.rules.reading import Found, Reading

MILE, CHAIN, CHAINS = 1760, 22, 80
MILES = r"(?:miles?|mls|mi|m)"
CHAIN_WORD, YARD_WORD = r"(?:chains?|chns?|chs?|c)", r"(?:yards?|yds?|y)"
KM_WORD, METRE_WORD = r"(?:kms?|kilomet(?:re|er)s?|k)", r"(?:met(?:re|er)s?|m)"
MEASURE = re.compile(
    rf"""(?<![\d.£$€])(?P<sign>-?)(?:
      miles?[ :=]*(?P<lm>\d{{1,3}})[ ,;]*(?:and\ )?
      (?:{CHAIN_WORD}[ :=]*(?P<lc>\d{{1,2}})|{YARD_WORD}[ :=]*(?P<ly>\d{{1,4}}))
    | (?<![a-z])(?:kms?|kilomet(?:re|er)s?)[ :]*(?P<kp>\d{{1,3}}(?:[.+]\d{{1,4}})?)(?![a-z0-9])
    | (?P<ks>\d{{1,3}}\+\d{{3}})(?![a-z0-9])
    | (?P<cm>\d{{1,3}})\ ?{MILES}[ ,&+]*(?:and\ *)?(?P<cc>\d{{1,2}}(?:\.\d+)?)\ ?{CHAIN_WORD}
      (?:\ ?(?P<cy>\d{{1,2}})\ ?{YARD_WORD})?(?![a-z0-9])
    | (?P<sm>\d{{1,3}})[ ,]+(?P<sc>\d{{1,2}})\ ?(?:chains?|chns?|chs?)(?![a-z0-9])
    | (?P<ym>\d{{1,3}})\ ?{MILES}[ ,&+]*(?:and\ *)?(?P<yy>\d{{1,4}})\ ?{YARD_WORD}(?![a-z0-9])
    | (?P<km>\d{{1,3}})\ ?{KM_WORD}[ ,]*(?:and\ *)?(?P<kmm>\d{{1,3}})\ ?{METRE_WORD}?(?![a-z0-9])
    | (?P<kd>\d{{1,3}}(?:\.\d{{1,4}})?)\ ?{KM_WORD}(?![a-z0-9])
    | (?P<fm>\d{{1,3}})\ +(?:and\ )?(?P<fn>[13])/(?P<fd>[24])\ ?{MILES}?(?![a-z0-9/])
    | (?P<qm>\d{{1,3}})\.(?P<qc>\d{{1,2}})\ ?{CHAIN_WORD}(?![a-z0-9])
    | (?P<dm>\d{{1,3}}\.\d{{1,4}})\ ?{MILES}(?![a-z0-9])
    | (?P<rm>\d{{1,3}})\ ?{MILES}\ ?(?P<rr>\d{{1,4}})?(?![a-z0-9.])
    | (?P<pm>\d{{1,3}})\.(?P<pp>\d{{1,4}})(?![a-z0-9.])
    | (?P<hm>\d{{1,3}})[-:](?P<hh>\d{{2}})(?![a-z0-9])
    | (?P<yo>\d{{1,6}})\ ?{YARD_WORD}(?![a-z0-9])
    | (?P<co>\d{{1,5}})\ ?(?:chains?|chns?|chs?)(?![a-z0-9])
    | (?P<bare>\d{{1,3}})(?![a-z0-9./])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
UNITLESS = ("pm", "hm", "bare", "ks")
BETWEEN_THEM = re.compile(
    r"[ ,;@:/]*(?:(?:line|at|near|about|approx\.?)[ ,]+)*(?:(?:mp|mile ?posts?|mileage|m\.p\."
    rf"|mile(?= ?\d)(?! ?\d{{1,3}}[ ,;]*(?:and )?(?:{CHAIN_WORD}|{YARD_WORD})[ :=]*\d))[ :]*)?",
    re.IGNORECASE,
)
AFTERWARDS = re.compile(r"[ ,]*(?:on |of )?(?:the )?$", re.IGNORECASE)
POST = re.compile(r"(?:mp|mile ?post|mileage)[ :]*$", re.IGNORECASE)
ELR = re.compile(r"(?<![A-Za-z0-9/])([A-Za-z]{3})( ?)(\d?)(?![A-Za-z])")
BRIDGE = re.compile(r"\b(under ?bridge|over ?bridge|bridge|br|plate|brdg|structure)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """One engineer's line: unit M counts yards, K metres; marks are (distance, lat, lon) in order."""

    elr: str
    unit: str
    first: int
    last: int
    marks: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True)
class Point:
    lat: float
    lon: float
    accuracy_m: int
    why: str


def metres_apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[1] - other[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return math.hypot(one[0] - other[0], east) * 111_320


def point_at(line: Line, at: int) -> Point | None:
    """Where a distance lies: on a waymark, between two, or past the last one but within the line; else nowhere."""
    if not line.marks:
        return None
    first, last = min(line.first, line.marks[0][0]), max(line.last, line.marks[-1][0])
    if not first - CHAIN < at < last + CHAIN:  # a chain of slack, as distances are said in whole chains
        return None
    place = bisect_left(line.marks, (at,))
    if place < len(line.marks) and line.marks[place][0] == at:
        return Point(line.marks[place][1], line.marks[place][2], 25, "at a surveyed waymark")
    metres = 0.9144 if line.unit == "M" else 1.0
    if place in (0, len(line.marks)):
        end = line.marks[0] if place == 0 else line.marks[-1]
        beyond = round(abs(at - end[0]) * metres)
        return Point(end[1], end[2], 30 + beyond, f"past the last waymark, which is {beyond} m away")
    before, after = line.marks[place - 1], line.marks[place]
    share = (at - before[0]) / (after[0] - before[0])
    along = (after[0] - before[0]) * metres
    straight = metres_apart(before[1:], after[1:])
    accuracy = max(40, round(along * 0.2), round(abs(along - straight)))
    lat, lon = (before[axis] + share * (after[axis] - before[axis]) for axis in (1, 2))
    return Point(lat, lon, accuracy, f"interpolated between waymarks {round(along)} m apart")


def read_mileages(text: str, lines: Mapping[str, Line]) -> list[Found]:
    text = figured(text)
    found = []
    for match in ELR.finditer(text):
        one = _read_after(text, match, lines) or _read_before(text, match, lines)
        if one:
            found.append(one)
    return found or _apart(text, lines)


def _apart(text: str, lines: Mapping[str, Line]) -> list[Found]:
    """One line reference and one whole mileage, said apart in one text: they belong together."""
    named = {elr for match in ELR.finditer(text) for elr, _ in _elrs(match, lines) if elr[-1].isdigit()}
    whole = [match for match in MEASURE.finditer(text) if any(match[name] for name in ("cc", "yy", "lc", "qc"))]
    if len(named) != 1 or len(whole) != 1:
        return []
    one = _found(whole[0].span(), lines[named.pop()], whole[0], told=True)
    return [one] if one and one.readings else []


def _elrs(match: re.Match[str], lines: Mapping[str, Line]) -> list[tuple[str, int]]:
    """The references this may be, each with where it ends; `ECM 1 31m60c` puts a space in it."""
    name = match[1].upper()
    both = [(name + match[3], match.end())] if match[3] else []
    return [(elr, end) for elr, end in (*both, (name, match.end(1))) if elr in lines]


def _read_after(text: str, match: re.Match[str], lines: Mapping[str, Line]) -> Found | None:
    for elr, end in _elrs(match, lines):
        gap = BETWEEN_THEM.match(text, end)
        measure = MEASURE.match(text, gap.end()) if gap else None
        if gap is None or measure is None or (gap.end() == end and elr[-1].isdigit() and text[end : end + 1].isdigit()):
            continue
        told = bool(gap[0].strip(" ,@:/"))
        if _sure(text, match, elr, measure, told=told):
            return _found((match.start(), measure.end()), lines[elr], measure, told=told)
    return None


def _read_before(text: str, match: re.Match[str], lines: Mapping[str, Line]) -> Found | None:
    for elr, end in _elrs(match, lines):
        for measure in MEASURE.finditer(text, max(0, match.start() - 40), match.start()):
            figures = not elr[-1].isdigit() and not match[1].isupper() and any(measure[name] for name in UNITLESS)
            if AFTERWARDS.fullmatch(text[measure.end() : match.start()]) and not measure["bare"] and not figures:
                post = POST.search(text, 0, measure.start())
                start = post.start() if post else measure.start()
                return _found((start, end), lines[elr], measure, told=True)
    return None


def _sure(text: str, match: re.Match[str], elr: str, measure: re.Match[str], *, told: bool) -> bool:
    """Small words before a number of metres are prose: `man 5m from the edge` is no line reference."""
    if measure["bare"] and BRIDGE.search(text):
        return False
    chains = bool(measure["cm"] or measure["ym"] or measure["lm"] or measure["qm"] or measure["kp"] or told)
    if chains or elr[-1].isdigit() or match[1].isupper():
        return bool(chains or elr[-1].isdigit() or elr.lower() not in PLAIN) or measure.end() == len(text.rstrip())
    whole = match.start() == 0 and measure.end() == len(text.rstrip())
    return whole and elr.lower() not in PLAIN


def distances(measure: re.Match[str], unit: str) -> list[tuple[int, str, float]]:
    """What the figures may mean, in yards or metres from zero, likeliest first."""
    sign = -1 if measure["sign"] else 1
    options = _kilometres(measure) if unit == "K" else _miles(measure)
    if not options:  # said in the other measure than the line's own
        other, scale = (_miles(measure), 0.9144) if unit == "K" else (_kilometres(measure), 1 / 0.9144)
        options = [(at * scale, f"{words}, though the line is measured otherwise", 0.75) for at, words, _ in other]
    return [(sign * round(at), words, score) for at, words, score in options]


def _kilometres(measure: re.Match[str]) -> list[tuple[float, str, float]]:
    said = measure.groupdict()
    posted = said["ks"] or said["kp"]
    if posted:
        return [(float(posted.replace("+", ".")) * 1000, "kilometres", 0.95)]
    if said["km"]:
        return [(int(said["km"]) * 1000 + int(said["kmm"]), "kilometres and metres", 0.97)]
    if said["kd"]:
        return [(float(said["kd"]) * 1000, "kilometres", 0.97)]
    if said["pm"]:
        return [(float(f"{said['pm']}.{said['pp']}") * 1000, "kilometres, as this line is measured", 0.9)]
    return [(int(said["bare"]) * 1000, "a whole kilometre", 0.7)] if said["bare"] else []


def _miles(measure: re.Match[str]) -> list[tuple[float, str, float]]:
    said = measure.groupdict()
    miles, chains, odd = (
        said["cm"] or said["qm"] or said["lm"] or said["sm"],
        said["cc"] or said["qc"] or said["lc"] or said["sc"],
        said["yy"] or said["ly"],
    )
    if miles and chains:
        whole = int(miles) * MILE + float(chains) * CHAIN + int(said["cy"] or 0)
        return [(whole, "miles and chains", 0.97)] if float(chains) < CHAINS else []
    if odd:
        return [(int(miles or said["ym"]) * MILE + int(odd), "miles and yards", 0.97)] if int(odd) < MILE else []
    if said["fm"]:
        return [((int(said["fm"]) + int(said["fn"]) / int(said["fd"])) * MILE, "miles and quarters", 0.95)]
    if said["dm"]:
        return [(float(said["dm"]) * MILE, "decimal miles", 0.93)]
    return _miles_in_short(said)


def _miles_in_short(said: dict[str, str]) -> list[tuple[float, str, float]]:
    if said["rm"]:
        return _bare_rest(int(said["rm"]), said["rr"] or "")
    if said["pm"]:
        return _dotted(int(said["pm"]), said["pp"])
    if said["hm"] and int(said["hh"]) < CHAINS:
        return [(int(said["hm"]) * MILE + int(said["hh"]) * CHAIN, "miles and chains", 0.85)]
    return _one_figure(said)


def _one_figure(said: dict[str, str]) -> list[tuple[float, str, float]]:
    if said["yo"]:
        return [(int(said["yo"]), "yards from the line's zero", 0.9)]
    if said["co"]:
        return [(int(said["co"]) * CHAIN, "chains from the line's zero", 0.9)]
    if said["bare"]:
        return [(int(said["bare"]) * MILE, "a whole mile", 0.7)]
    return []


def _bare_rest(miles: int, rest: str) -> list[tuple[float, str, float]]:
    if not rest:
        return [(miles * MILE, "whole miles", 0.85)]
    if len(rest) <= 2 and int(rest) < CHAINS:  # noqa: PLR2004 - chains have two figures
        return [(miles * MILE + int(rest) * CHAIN, "miles and chains", 0.93)]
    return [(miles * MILE + int(rest), "miles and yards", 0.9)] if int(rest) < MILE else []


def _dotted(miles: int, part: str) -> list[tuple[float, str, float]]:
    decimal = (float(f"{miles}.{part}") * MILE, "decimal miles", 0.6)
    if len(part) == 4 and int(part) < MILE:  # noqa: PLR2004 - miles.yards has four figures
        return [(miles * MILE + int(part), "miles.yards", 0.95)]
    if len(part) == 2 and int(part) < CHAINS:  # noqa: PLR2004
        chains = (miles * MILE + int(part) * CHAIN, "miles.chains", 0.65)
        return [chains] if part == "00" else [chains, decimal]
    if len(part) == 3 and int(part + "0") < MILE:  # noqa: PLR2004 - a lost nought of miles.yards
        return [decimal, (miles * MILE + int(part + "0"), "miles.yards with its last nought lost", 0.5)]
    return [(decimal[0], decimal[1], 0.85)]


def _found(span: tuple[int, int], line: Line, measure: re.Match[str], *, told: bool) -> Found | None:
    readings: list[Reading] = []
    for at, words, score in distances(measure, line.unit):
        point = point_at(line, at)
        if point:
            codes: dict[str, str | int] = {"elr": line.elr, "metres" if line.unit == "K" else "yards": at}
            how = f"{line.elr} with {words}, {point.why}; not for track access"
            sure = min(0.97, score + 0.15) if told and score < 0.8 and len(readings) == 0 else score  # noqa: PLR2004
            readings.append(
                Reading("elr_mileage", named(line, at), how, sure, point.lat, point.lon, point.accuracy_m, codes)
            )
    return Found(*span, tuple(readings), rank=3)


def named(line: Line, at: int) -> str:
    sign = "-" if at < 0 else ""
    if line.unit == "K":
        return f"{line.elr} {sign}{abs(at) // 1000}.{abs(at) % 1000:03d} km"
    miles, yards = divmod(abs(at), MILE)
    chains, odd = divmod(yards, CHAIN)
    return f"{line.elr} {sign}{miles}m {chains}ch" + (f" {odd}yd" if odd else "")
