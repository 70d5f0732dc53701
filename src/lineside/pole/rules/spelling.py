"""Names written otherwise: which words of the register somebody may have meant. Pure.

Two words with a slip between them, a letter lost, added, changed or exchanged with the next, share what is left when a
letter is taken out of either; with two slips, when two are (W. Garbe's symmetric delete). The first letters are enough
for that. Of all that is found so, only those words stay that the matching rule takes for each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lineside.pole.rules.alike import are_alike
from lineside.pole.rules.nicknames import forms_of
from lineside.pole.rules.particulars import particulars_of_person

LONGEST_BEGINNING, TWO_SLIPS_FROM = 8, 6  # letters
LONGEST_PART = 40  # letters of a given name or a surname that are kept to be sought


@dataclass(frozen=True, slots=True)
class Parts:
    """Given name and surname in their comparable form; one word alone is a surname, and no name is two empty parts."""

    given: str
    surname: str

    @property
    def words(self) -> list[str]:
        return sorted({self.given, self.surname} - {""})


def parts_of(name: str) -> Parts:
    found = particulars_of_person(name, None, {})
    return Parts(found.get("given", "")[:LONGEST_PART], found.get("surname", "")[:LONGEST_PART])


def what_is_left(word: str) -> list[str]:
    """The beginning of the word, and what is left of it without any one letter, of a longer word without any two."""
    found = last = {word[:LONGEST_BEGINNING]}
    for _ in range(1 if len(word) < TWO_SLIPS_FROM else 2):
        last = {each[:place] + each[place + 1 :] for each in last for place in range(len(each))}
        found |= last
    return sorted(found - {""})


def alike_of(word: str, known: Iterable[str]) -> set[str]:
    """Those of the known words that may be this one written otherwise, and itself."""
    return {word, *(each for each in known if are_alike(word, each))} - {""}


def given_forms(given: str) -> set[str]:
    """What else stands where a given name does: the full name it is short for, its initial, or nothing."""
    return {*forms_of(given), given[:1], ""}
