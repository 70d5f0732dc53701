"""Which records are worth comparing: two that share a key. Keys are made of sound, nickname and parts of the date."""

from collections.abc import Iterator, Mapping
from itertools import product

from lineside.pole.rules.nicknames import forms_of

SOUNDS = {letter: code for code, letters in {
    "1": "bfpv", "2": "cgjkqsxz", "3": "dt", "4": "l", "5": "mn", "6": "r"}.items() for letter in letters}  # fmt: skip
LONGEST_SOUND = 4


def sound(word: str) -> str:
    """American Soundex: the first letter and three codes; names that sound alike in English mostly share it."""
    letters = [letter for letter in word if letter.isascii() and letter.isalpha()]
    if not letters:
        return ""
    found, last = letters[0], SOUNDS.get(letters[0], "")
    for letter in letters[1:]:
        code = SOUNDS.get(letter, "")
        if code and code != last:
            found += code
        if letter not in "hw":
            last = code
    return found[:LONGEST_SOUND].ljust(LONGEST_SOUND, "0")


def keys(record: Mapping[str, str]) -> frozenset[str]:
    """Every key under which a record is kept and sought. What is mistyped in one is made up for by others."""
    ways = (_name_keys, _one_name_keys, _date_keys, _known_by_keys, _place_keys)
    return frozenset(key for way in ways for key in way(record))


def _sounds(record: Mapping[str, str]) -> set[str]:
    """How either name sounds, each part of it and each full name that it may be short for."""
    words = {*forms_of(record.get("given", "")), *record.get("surname", "").split()}
    return {sound(word) for word in words} - {""}


def _name_keys(record: Mapping[str, str]) -> Iterator[str]:
    given, surname = record.get("given", ""), record.get("surname", "")
    if given and surname:
        for form, part in product(forms_of(given), surname.split()):
            yield "n:" + "+".join(sorted((sound(form), sound(part))))  # sorted: names change places


def _one_name_keys(record: Mapping[str, str]) -> Iterator[str]:
    """One name alone finds only what is rare: a key that many share is passed over."""
    for name in ("given", "surname"):
        if word := record.get(name, ""):
            yield from (f"a:{word}", f"l:{sound(word)}")


def _date_keys(record: Mapping[str, str]) -> Iterator[str]:
    born_on = record.get("born_on", "")
    if born_on.count("-") != len(("month", "day")):
        return
    year, month, day = born_on.split("-")
    # A day that was made up where only the year was known tells nobody from another.
    if (month, day) != ("01", "01"):
        yield f"d:{born_on}"
    for word in _sounds(record):
        yield from (f"y:{word}+{year}", f"m:{word}+{month}-{day}", f"z:{word}+{year[:2]}{month}{day}")


def _known_by_keys(record: Mapping[str, str]) -> Iterator[str]:
    for name in ("phone", "email", "number"):
        if record.get(name):
            yield f"k:{record[name]}"
    if email := record.get("email"):
        yield f"e:{email.rpartition('@')[0]}"


def _place_keys(record: Mapping[str, str]) -> Iterator[str]:
    postcode = record.get("postcode", "").replace(" ", "")
    if postcode:
        yield f"p:{postcode}"
        yield f"b:{postcode[:-1]}+{record.get('born_on', '')[:4]}"
    if record.get("street"):
        yield f"s:{record.get('house', '')}+{record['street'][:4]}+{postcode[:3]}"
    for name in ("place", "birth_place"):
        if place := record.get(name, ""):
            yield from (f"w:{word}+{place[:5]}" for word in _sounds(record))
            yield f"g:{postcode[:3]}+{place}"
            yield f"o:{record.get('occupation', '')}+{place}"
