"""Call-attach mode (control_room.md c.2): which new contact is proposed for a major incident, and what asks for more.

What is proposed, and that somebody's life may be at risk, is read from words and places; a person decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt

from lineside.kernel.errors import RuleBroken
from lineside.major_incidents.rules.words import said, table

NEAREST, WIDEST = 50, 50_000
MOST_WORDS, LONGEST_WORD = 20, 40
KILOMETRE = 1000
EARTH = 6_371_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachMode:
    """Where the major incident is, how far around it a contact is proposed, and the words that propose one."""

    place_text: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a contact says, and where it may be: each point with what tells it."""

    said: str
    points: tuple[tuple[str, float, float], ...] = ()


def check_mode(mode: AttachMode) -> AttachMode:
    """A mode has a place with its radius, or words; without either it would propose nothing."""
    words = tuple(dict.fromkeys(kept.lower() for each in mode.words if (kept := said(each, "words"))))
    if len(words) > MOST_WORDS or any(len(each) > LONGEST_WORD for each in words):
        raise RuleBroken(f"At most {MOST_WORDS} words of up to {LONGEST_WORD} characters fit here.", "words")
    place = said(mode.place_text, "place_text", longest=300)
    if place and (mode.lat is None or mode.lon is None):
        raise RuleBroken("No place is known by these words; say it in another way.", "place_text")
    if mode.lat is not None and not _is_near(mode.radius_m):
        raise RuleBroken(f"Give from {NEAREST} to {WIDEST} metres around it.", "radius_m")
    if mode.lat is None and not words:
        raise RuleBroken("Give a place with how far around it, or words that callers use.", "words")
    radius = mode.radius_m if mode.lat is not None else None
    return AttachMode(place_text=place, lat=mode.lat, lon=mode.lon, radius_m=radius, words=words)


def _is_near(radius_m: int | None) -> bool:
    return radius_m is not None and NEAREST <= radius_m <= WIDEST


def why_attach(mode: AttachMode, told: Told) -> tuple[str, ...]:
    """Why this contact may belong to the major incident, in words; empty when nothing says so."""
    heard = [word for word in mode.words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", told.said, re.IGNORECASE)]
    away = _nearest(mode, told)
    near = away is not None and mode.radius_m is not None and away[1] <= mode.radius_m
    reasons = [f"{_far(away[1])} from {mode.place_text or 'its place'}, by {away[0]}"] if away and near else []
    reasons += [f"says {', '.join(repr(word) for word in heard)}"] if heard else []
    # Words alone propose it also from afar, for a place may be read wrongly; that it is far is said with them.
    reasons += [f"but {_far(away[1])} away, by {away[0]}"] if away and heard and not near else []
    return tuple(reasons)


def _nearest(mode: AttachMode, told: Told) -> tuple[str, float] | None:
    if mode.lat is None or mode.lon is None:
        return None
    away = [(label, _metres(mode.lat, mode.lon, lat, lon)) for label, lat, lon in told.points]
    return min(away, key=lambda each: each[1], default=None)


def _metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    slant = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 2 * EARTH * asin(sqrt(slant))


def _far(metres: float) -> str:
    return f"{round(metres)} m" if metres < KILOMETRE else f"{metres / KILOMETRE:.1f} km"


def life_signs(text: str, on: date) -> tuple[str, ...]:
    """Words by which somebody's life may be at risk; they only ever ask for more care, never for less."""
    found = [re.search(rf"\b(?:{row['pattern']})\b", text, re.IGNORECASE) for row in table("life_words", on).rows]
    return tuple(dict.fromkeys(match.group(0).lower() for match in found if match))


def check_reasons(reasons: Iterable[str], words: str) -> str:
    """It is attached for what proposes it, or for what a person writes."""
    kept = said(words, "words")
    if not list(reasons):
        kept = said(words, "words", missing="Nothing proposes it any more; write why it belongs to the major incident.")
    return kept


def check_declining(words: str) -> str:
    return said(words, "words", missing="Write why this contact is about something else.")
