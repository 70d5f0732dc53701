"""Finding an offence by words, code, class, statute or CJS code, the best first."""

from datetime import date
from time import perf_counter

import pytest

from lineside.crimes.offence_search import find_offences

TODAY = date(2026, 11, 24)


def first(text: str, count: int = 1) -> list[str]:
    return [f"{found.offence_class} {found.code}" for found in find_offences(text, TODAY)[:count]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("actual bodily harm", "8N 008/06"),
        ("abh", "8N 008/06"),
        ("ABH", "8N 008/06"),
        ("theft from the person", "39 039/00"),
        ("pickpocket", "39 039/00"),
        ("placing anything on railway", "5E 006/01"),
        ("shoplifting", "46 046/00"),
        ("theft pedal cycle", "44 044/00"),
        ("stolen bike", "44 044/00"),
        ("non-fatal strangulation", "8N 008/77"),
        ("section 47 offences against the person", "8N 008/06"),
        ("threats to kill", "3B 003/01"),
        ("throwing at railway carriages", "5E 006/02"),
        ("phone snatch", "39 039/00"),
        ("s4a public order act 1986", "9A 125/09"),
        ("spitting", "105A 105/01"),
        ("theft from the person telephone", "39 039/00"),
        ("8/6", "8N 008/06"),
        ("008/06", "8N 008/06"),
        ("105/1", "105A 105/01"),
    ],
)
def test_the_offence_that_is_meant_comes_first(text, wanted):
    assert first(text) == [wanted]


def test_a_code_gives_every_class_in_which_it_stands():
    assert first("008/06", 5) == ["8N 008/06", "8S 008/06", "8T 008/06"]


def test_a_class_gives_its_offences():
    found = find_offences("8n", TODAY, limit=100)
    assert found
    assert {each.offence_class for each in found} == {"8N"}


def test_a_statute_gives_its_offences():
    found = find_offences("Offences against the Person Act 1861 s47", TODAY)
    assert {each.code for each in found} == {"008/06"}


def test_a_cjs_code_leads_to_the_offences_of_its_classification():
    assert {each.code for each in find_offences("OF61102", TODAY)} == {"008/06"}


def test_what_has_ceased_comes_last():
    current = [found.is_current for found in find_offences("stalking", TODAY, limit=100)]
    assert current == sorted(current, reverse=True)


@pytest.mark.parametrize("text", ["", "   ", "zzzz", "the of and", "%", "\x00", "(" * 500, "/"])
def test_nothing_sensible_finds_nothing_and_breaks_nothing(text):
    assert find_offences(text, TODAY) == []


def test_it_is_quick_enough_to_search_while_typing():
    find_offences("assault", TODAY)
    began = perf_counter()
    for text in ("assault", "criminal damage vehicle", "possession of a knife in public", "8N", "robbery"):
        find_offences(text, TODAY)
    assert (perf_counter() - began) / 5 < 0.2
