"""Trains: headcodes, TRUST identities, unit and locomotive numbers, and the coach."""

import re
from dataclasses import dataclass

from lineside.gazetteer.rules.reading import Found, Reading

HEADCODE = re.compile(r"(?<![A-Za-z0-9./-])(\d)([A-Za-z])(\d\d)(?![A-Za-z0-9]|[./]\d)")
TRUST = re.compile(r"(?<![A-Za-z0-9])\d\d(\d[A-Z]\d\d)[A-Z0-9]{2}\d\d(?![A-Za-z0-9])")
UNIT = re.compile(r"(?<![\w.,])(?:(?:unit|class|set|emu|dmu) )?(\d{3})[ -/]?(\d{3})(?![\w]|[.,]\d)", re.IGNORECASE)
LOCO = re.compile(r"\b(?:loco|locomotive|class) ?(\d\d) ?(\d{3})\b", re.IGNORECASE)
COACH = re.compile(r"\b(?:coach|carriage|car|vehicle|cch)s? ?([A-Z]|\d{1,5})\b", re.IGNORECASE)
WORDS = re.compile(r"\b(train|headcode|service|working|trn|id|the|hc)s?\b[ :]*$", re.IGNORECASE)
A_MEASURE = re.compile(r" ?(?:late|delay(?:ed)?|tall|high|long|old|early|ago|away|from)\b", re.IGNORECASE)
SURE = re.compile(r"\b(train|headcode|service|working|coach|carriage|on board|onboard)\b", re.IGNORECASE)
# Classes of multiple unit that run or lately ran on the national railway; from general knowledge, unverified.
CLASS_LIST = (
    "121 139 142 143 144 150 151 153 154 155 156 158 159 165 166 168 170 171 172 175 180 185 195 196 197 198 201 "
    "202 207 220 221 222 230 231 313 314 315 317 318 319 320 321 322 323 325 326 331 332 333 334 345 350 355 357 "
    "360 365 373 374 375 376 377 378 379 380 385 387 390 393 395 396 397 398 399 442 444 450 455 456 457 458 460 "
    "465 466 480 483 484 507 508 555 556 600 614 700 701 706 707 710 717 720 730 745 755 756 757 768 769 777 799 "
    "800 801 802 803 804 805 807 810 895"
)
CLASSES = frozenset(CLASS_LIST.split())


@dataclass(frozen=True)
class Coach:
    start: int
    end: int
    name: str


def read_trains(text: str) -> list[Found]:
    found = [_headcode(match, match[1], text) for match in TRUST.finditer(text)]
    found += [_headcode(match, match[0], text) for match in HEADCODE.finditer(text)]
    found += [_unit(match) for match in UNIT.finditer(text)]
    found += [_loco(match) for match in LOCO.finditer(text)]
    return [one for one in found if one]


def read_coach(text: str) -> Coach | None:
    match = COACH.search(text)
    if match is None or (match[1] in {"a", "i", "s"} and match.end() != len(text.rstrip())):
        return None
    return Coach(match.start(), match.end(), match[1].upper())


def _headcode(match: re.Match[str], code: str, text: str) -> Found | None:
    lower = code != code.upper()
    alone = match[0] == text.strip() or (match.start() == 0 and code[1] not in "hm")
    if lower and code[1] in "chkmpxy" and not (alone or SURE.search(text)):
        return None
    if code[1] in "hmHM" and A_MEASURE.match(text, match.end()) and not SURE.search(text):
        return None  # `1h20 late`, `1m80 tall`
    before = WORDS.search(text, 0, match.start())
    start = before.start() if before and before[1].lower() != "the" else match.start()
    said = f"headcode '{match[0]}'" if match[0] == code else f"headcode in TRUST identity '{match[0]}'"
    reading = Reading("train", f"Train {code.upper()}", said, 0.85 if lower else 0.93, codes={"headcode": code.upper()})
    return Found(start, match.end(), (reading,))


def _unit(match: re.Match[str]) -> Found | None:
    if match[1] not in CLASSES:
        return None
    number = match[1] + match[2]
    why = f"unit number of class {match[1]}"
    return Found(match.start(), match.end(), (Reading("train", f"Unit {number}", why, 0.9, codes={"unit": number}),))


def _loco(match: re.Match[str]) -> Found | None:
    number = match[1] + match[2]
    reading = Reading("train", f"Locomotive {number}", f"'{match[0]}'", 0.9, codes={"unit": number})
    return Found(match.start(), match.end(), (reading,))
