"""A text as plain words: abbreviations of callers written out, slips of the keyboard mended, clauses marked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

LONGEST_READ = 20_000
END = "."
WORD = re.compile(r"£|[a-z0-9][a-z0-9*&':/-]*|[.,;!?:()\n\"“”]+")
# Where a clause ends, a denial does not reach over.
ENDS = re.compile(r"[.,;!?:()\n\"“”]+|but|however|although|though")
YEARS = re.compile(r"(\d{1,2})-?(?:yo|yrs?|y)|(\w+)-years?-olds?")
MAY_BE = frozenset(["he", "she", "it", "that", "there", "who", "someone", "somebody"])
ENDINGS = (("n't", " not"), ("'ll", " will"), ("'d", " would"), ("'re", " are"), ("'ve", " have"), ("'m", " am"))
SHORTEST_MENDED, SHORTEST_BEGUN = 6, 4
NEAR_ENOUGH = 0.83


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words and the beginnings of words that phrases know, and what shortened words stand for."""

    words: frozenset[str]
    beginnings: frozenset[str]
    right: frozenset[str]  # words that are no slips, though one letter makes a known word of them
    spelt: Mapping[str, str]

    def has(self, word: str) -> bool:
        if word in self.words or word in self.right:
            return True
        return any(word[:length] in self.beginnings for length in range(2, len(word) + 1))

    def is_near(self, word: str) -> bool:
        """Whether it is the other number or tense of a word that is known, and so no slip."""
        return any(word[:length] in self.words for length in range(SHORTEST_BEGUN, len(word)))


# Two words that are one thing: what happens in a car park does not happen to a car.
JOINED = re.compile(r"\b(car|bus|coach) (park|station|stop)\b")


def words_of(text: str, vocabulary: Vocabulary) -> list[str]:
    """The words in order, clause ends as a full stop; a word near a known one is read as that."""
    found: list[str] = []
    said = JOINED.sub(r"\1\2", text[:LONGEST_READ].lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    for token in WORD.findall(said):
        if ENDS.fullmatch(token):
            found += [] if found and found[-1] == END else [END]
        else:
            found += _plain(token.strip("'-:/"), vocabulary.spelt)
    return [mended(word, vocabulary) for word in found]


def _plain(token: str, spelt: Mapping[str, str]) -> list[str]:
    if token in spelt:
        return spelt[token].split()
    if years := YEARS.fullmatch(token):
        number = years[1] or years[2]
        return [spelt.get(number, number), "year", "old"]
    for ending, means in ENDINGS:
        if token.endswith(ending):
            return [*_plain(token.removesuffix(ending), spelt), *means.split()]
    stem = token.removesuffix("'s")
    if not stem:
        return []
    return [stem, "is"] if stem != token and stem in MAY_BE else [stem]


@lru_cache(maxsize=20_000)
def mended(word: str, vocabulary: Vocabulary) -> str:
    """The word, or the known one that it is a slip of: whole, or in how it begins."""
    if len(word) < SHORTEST_MENDED or not word.isalpha() or vocabulary.has(word) or vocabulary.is_near(word):
        return word
    near = process.extractOne(
        word, _shelf(vocabulary.words, word[0]), scorer=OSA.normalized_similarity, score_cutoff=NEAR_ENOUGH
    )
    if near:
        return str(near[0])
    begun = (each for each in _shelf(vocabulary.beginnings, word[0]) if OSA.distance(word[: len(each)], each) <= 1)
    return next(begun, word)


@lru_cache(maxsize=128)
def _shelf(words: frozenset[str], letter: str) -> tuple[str, ...]:
    """People mistake the first letter of a word last of all."""
    return tuple(sorted(word for word in words if word.startswith(letter) and len(word) >= SHORTEST_MENDED))
