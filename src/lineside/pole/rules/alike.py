"""How far two texts about a person agree: one level for each kind of field, the same wherever persons are compared."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

SAME, NICKNAME, SLIP, ALIKE, INITIAL = "same", "nickname", "one_slip", "alike", "initial"
SWAPPED, PART, TURNED, TWO_PARTS, AREA, DIFFERENT = "swapped", "part", "turned", "two_parts", "area", "different"
NAME_LIKE, TEXT_LIKE = 0.86, 0.9
SHORTEST_SLIP = 4  # one letter of Ann or Lee is another name
MOST_SLIPS_OF_A_NUMBER = 2
LEVELS = {
    "given": (SAME, NICKNAME, SLIP, ALIKE, INITIAL, SWAPPED, DIFFERENT),
    "surname": (SAME, SLIP, ALIKE, PART, DIFFERENT),
    "date": (SAME, SLIP, TURNED, TWO_PARTS, PART, DIFFERENT),
    "code": (SAME, SLIP, AREA, DIFFERENT),
    "number": (SAME, SLIP, ALIKE, DIFFERENT),
    "text": (SAME, SLIP, ALIKE, PART, DIFFERENT),
    "email": (SAME, SLIP, PART, ALIKE, DIFFERENT),
    "plain": (SAME, DIFFERENT),
}
Nicknames = Callable[[str, str], bool]


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    """Small letters and digits without accents, words one space apart: O'Brien is obrien, Zoë is zoe."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"['\u2019.]", "", bare)).split())


def names_agree(a: tuple[str, str], b: tuple[str, str], nickname: Nicknames) -> tuple[str | None, str | None]:
    """Given names and surnames of two records; where they stand in each other's place, that is one agreement."""
    if (
        all(a + b)
        and are_alike(a[0], b[1])
        and are_alike(a[1], b[0])
        and not (are_alike(a[0], b[0]) or are_alike(a[1], b[1]))
    ):
        return SWAPPED, None
    return _given(a[0], b[0], nickname), _surname(a[1], b[1])


def agree(how: str, a: str, b: str) -> str | None:
    """The level at which two texts of a field agree; none where one of them says nothing."""
    return KINDS[how](a, b) if a and b else None


def _given(a: str, b: str, nickname: Nicknames) -> str | None:
    if not a or not b:
        return None
    if a == b:
        return SAME
    if nickname(a, b):
        return NICKNAME
    if min(len(a), len(b)) == 1:
        return INITIAL if a[0] == b[0] else DIFFERENT
    return _spelled(a, b, NAME_LIKE)


def _surname(a: str, b: str) -> str | None:
    if not a or not b:
        return None
    level = _spelled(a, b, NAME_LIKE)
    return PART if level == DIFFERENT and set(a.split()) & set(b.split()) else level


def _spelled(a: str, b: str, like: float) -> str:
    if a == b:
        return SAME
    if min(len(a), len(b)) >= SHORTEST_SLIP and OSA.distance(a, b, score_cutoff=1) <= 1:
        return SLIP
    return ALIKE if JaroWinkler.similarity(a, b) >= like else DIFFERENT


def are_alike(a: str, b: str) -> bool:
    """Whether the rule takes one for the other: the same, one slip apart, or spelled alike."""
    return _spelled(a, b, NAME_LIKE) != DIFFERENT


@lru_cache(maxsize=500_000)
def _date(a: str, b: str) -> str:
    """Dates as year-month-day; one may hold a month that is none, as somebody mistyped it."""
    if a == b:
        return SAME
    if OSA.distance(a, b, score_cutoff=1) <= 1:
        return SLIP
    year_a, *day_a = a.split("-")
    year_b, *day_b = b.split("-")
    if year_a == year_b and day_a == day_b[::-1]:
        return TURNED
    alike = (year_a == year_b) + sum(one == two for one, two in zip(day_a, day_b, strict=False))
    if alike >= len(("month", "day")):
        return TWO_PARTS
    return PART if year_a == year_b else DIFFERENT


@lru_cache(maxsize=500_000)
def _code(a: str, b: str) -> str:
    """Postcodes: what stands before the last three signs is the area."""
    a, b = a.replace(" ", ""), b.replace(" ", "")
    if a == b:
        return SAME
    if OSA.distance(a, b, score_cutoff=1) <= 1:
        return SLIP
    return AREA if a[:-3] == b[:-3] and len(a) > len("123") else DIFFERENT


@lru_cache(maxsize=500_000)
def _number(a: str, b: str) -> str:
    slips = OSA.distance(a, b, score_cutoff=MOST_SLIPS_OF_A_NUMBER)
    return {0: SAME, 1: SLIP, 2: ALIKE}.get(slips, DIFFERENT) if min(len(a), len(b)) >= SHORTEST_SLIP else _plain(a, b)


@lru_cache(maxsize=500_000)
def _text(a: str, b: str) -> str:
    level = _spelled(a, b, TEXT_LIKE)
    return PART if level == DIFFERENT and set(a.split()) & set(b.split()) else level


@lru_cache(maxsize=500_000)
def _email(a: str, b: str) -> str:
    """The same box at another provider is a part of it."""
    level = _spelled(a, b, TEXT_LIKE)
    return PART if level in {ALIKE, DIFFERENT} and a.rpartition("@")[0] == b.rpartition("@")[0] else level


def _plain(a: str, b: str) -> str:
    return SAME if a == b else DIFFERENT


KINDS: dict[str, Callable[[str, str], str]] = {
    "date": _date, "code": _code, "number": _number, "text": _text, "email": _email, "plain": _plain,
}  # fmt: skip
