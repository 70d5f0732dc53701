"""Finding an offence by words, code, class or statute, the best first. No database here."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from lineside.crimes.rules import DATA, Offence, offence_of, offences
from lineside.kernel.rule_tables import Edition, in_force

CODE = re.compile(r"(\d{1,3})/(\d{1,2})")
CJS_CODE = re.compile(r"[A-Z]{2}\d{5}[A-Z]?")
SECTION = re.compile(r"\bsec(?:tion)?[. ]*(\d+)")
WORD = re.compile(r"[a-z0-9£]+(?:/\d+)?")
IN_TITLE, IN_CLASS, IN_STATUTE = 6, 3, 2
WHOLE_WORD, WHOLE_PHRASE = 2, 20
EXACT = 1000
LONGEST_QUERY = 200
SHORTEST_PLURAL = 3
LITTLE_WORDS = frozenset(["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])


def find_offences(text: str, on: date, limit: int = 30) -> list[Offence]:
    """Offences of the edition in force that answer the text; those that ceased come after all others."""
    text = text[:LONGEST_QUERY].strip()
    if not text:
        return []
    edition = offences(on)
    found = _by_code(edition, text, on) or _by_words(edition, text, on)
    found.sort(key=lambda hit: (hit[1]["current"] != "yes", -hit[0], len(hit[1]["title"]), hit[1]["code"]))
    return [offence_of(row, edition.edition) for _, row in found[:limit]]


def _by_code(edition: Edition, text: str, on: date) -> list[tuple[int, dict[str, str]]]:
    """A whole Home Office code (8/6 is 008/06), a whole class (8n), or a CJS code by its classification."""
    wanted = text.upper()
    if parts := CODE.fullmatch(text):
        code = f"{int(parts[1]):03}/{int(parts[2]):02}"
        return [(EXACT, row) for row in edition.rows if row["code"] == code or row["class"] == wanted]
    if of_class := [row for row in edition.rows if row["class"].upper() == wanted]:
        return [(EXACT, row) for row in of_class]
    if CJS_CODE.fullmatch(wanted):
        known = _classifications(on)
        codes = {known[code] for code in (wanted, wanted[:7]) if code in known}
        return [(EXACT, row) for row in edition.rows if row["code"] in codes]
    return []


def _by_words(edition: Edition, text: str, on: date) -> list[tuple[int, dict[str, str]]]:
    """Offences that have every word; when none has, those that have most of them."""
    text = SECTION.sub(r"s\1", text.lower())
    synonyms = in_force(DATA / "search_words", on).by_code
    wanted = [_alternatives(word, synonyms) for word in sorted(_words(text) - LITTLE_WORDS)]
    if not wanted:
        return []
    phrase = " ".join(WORD.findall(text))
    hits = [(*_score(fields, phrase, wanted), row) for row, fields in _prepared(edition.edition, on)]
    best = max(matched for matched, _, _ in hits)
    if not best or best * 2 < len(wanted):
        return []
    return [(score, row) for matched, score, row in hits if matched == best]


def _alternatives(word: str, synonyms: dict[str, dict[str, str]]) -> tuple[frozenset[str], ...]:
    """The word itself, in the singular, or all the words that the list has for it."""
    forms = {word, word.removesuffix("s")} if len(word) > SHORTEST_PLURAL else {word}
    known = next((synonyms[form] for form in forms if form in synonyms), None)
    means = [frozenset(_words(known["means"]) - LITTLE_WORDS)] if known else []
    return (*(frozenset({form}) for form in forms), *means)


def _score(fields: tuple[str, ...], phrase: str, wanted: Iterable[tuple[frozenset[str], ...]]) -> tuple[int, int]:
    """How many of the words are there, and how much they count by where they are."""
    scores = [max(_score_all(fields, words) for words in alternatives) for alternatives in wanted]
    whole = WHOLE_PHRASE if f" {phrase} " in fields[0] else 0
    return sum(score > 0 for score in scores), sum(scores) + whole


def _score_all(fields: tuple[str, ...], words: frozenset[str]) -> int:
    scores = [_score_word(fields, word) for word in words]
    return sum(scores) // len(scores) if all(scores) else 0


def _score_word(fields: tuple[str, ...], word: str) -> int:
    for field, weight in zip(fields, (IN_TITLE, IN_CLASS, IN_STATUTE), strict=True):
        if f" {word} " in field:
            return weight + WHOLE_WORD
        # A section or a number is meant as it stands: s5 is not s59.
        if word.isalpha() and f" {word}" in field:
            return weight
    return 0


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


@lru_cache(maxsize=4)
def _prepared(_: str, on: date) -> tuple[tuple[dict[str, str], tuple[str, ...]], ...]:
    def field(text: str) -> str:
        return f" {' '.join(WORD.findall(text.lower()))} "

    return tuple(
        (
            row,
            (
                field(row["title"]),
                field(f"{row['class']} {row['class_title']}"),
                field(f"{row['statute']} {row['code']}"),
            ),
        )
        for row in offences(on).rows
    )


@lru_cache(maxsize=2)
def _classifications(on: date) -> dict[str, str]:
    return {row["code"]: row["classification"] for row in in_force(DATA / "cjs_codes", on).rows}
