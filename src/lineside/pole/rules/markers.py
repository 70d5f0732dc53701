"""Markers on a number, an address or a handle: warnings, safe contact, and the staged policy for repeat callers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import editions, in_force
from lineside.pole.rules.safe_contact import check_safe_rule
from lineside.pole.rules.written import IDENTIFIER_KINDS, LONGEST_TEXT, check_text, normal

MARKERS = Path(__file__).parents[1] / "data" / "markers"
CALLER_POLICY = "caller_policy"
SHORTEST_WHY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerFacts:
    """What is placed: which marker, on what somebody is known by, and why in words that the next handler reads."""

    code: str
    known_by: str
    value: str
    words: str
    review_on: date | None = None
    ways: tuple[str, ...] = ()  # of safe contact: by which ways it is not safe; none named, by none
    safe_from: time | None = None
    safe_until: time | None = None


def marker_row(code: str, on: date) -> dict[str, Any]:
    row = in_force(MARKERS, on).by_code.get(code)
    if row is None:
        raise RuleBroken("That is not a marker in force; choose one from the list.", "code")
    return row


def marker_said(edition: str, code: str) -> dict[str, Any]:
    """The marker in the words that it had when it was placed."""
    return next(each for each in editions(MARKERS) if each.edition == edition).by_code[code]


def marker_edition(on: date) -> str:
    return in_force(MARKERS, on).edition


def marker_order(on: date) -> list[str]:
    return list(in_force(MARKERS, on).by_code)


def check_marker(marker: MarkerFacts, standing: Collection[str], today: date) -> date:
    """The day of its review; refused where its stage does not follow one that stands, or nobody could read why."""
    row = marker_row(marker.code, today)
    if marker.known_by not in IDENTIFIER_KINDS or not normal(marker.known_by, marker.value):
        raise RuleBroken("Give the number, the e-mail address or the handle that the marker is for.", "value")
    if marker.code in standing:
        raise RuleBroken(f"“{row['label']}” stands already; review it or lift it.", "code")
    if row["after"] and row["after"] not in standing:
        raise RuleBroken(f"This stage follows “{marker_row(row['after'], today)['label']}”; place that first.", "code")
    check_marker_words(marker.words, "words")
    check_safe_rule(row["kind"], marker.ways, marker.safe_from, marker.safe_until)
    longest = today + timedelta(days=int(row["review_days"]))
    if marker.review_on and not today < marker.review_on <= longest:
        raise RuleBroken(f"Review it after today and by {longest.isoformat()}.", "review_on")
    return marker.review_on or longest


def check_marker_words(words: str, field: str) -> None:
    if len(words.strip()) < SHORTEST_WHY:
        raise RuleBroken("Say in a sentence why, for whoever reads it next.", field)
    check_text(words, field, LONGEST_TEXT)
