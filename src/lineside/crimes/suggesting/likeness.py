"""How like a text is to narratives whose class is known: naive Bayes over its words and signs, from a compiled table.

The table holds logarithms. For each class `said` is a word, or a sign after #: how far its telling speaks for the class
beyond silence; * is what silence on a known word costs; and - is how common the class is. Of `none` the words tell a
crime apart from what is none.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lineside.crimes.rules import DATA
from lineside.crimes.suggesting.signs import Told
from lineside.crimes.suggesting.words import END
from lineside.kernel.rule_tables import in_force

NOTHING = "none"
COMMON, UNTOLD = "-", "*"
ENDINGS = ("ings", "ing", "edly", "ed", "es", "s", "ly")
SHORTEST_STEM = 3
EVENED = 4.0  # so many narratives' worth of the general share is added to each class, since few are known of each
PRIOR_COUNTS = 0.3
LITTLE = frozenset(
    """a an the and or of to in on at my i he she it was were is are be been his her me him them they we you with for
    from that this as so had has have by there their our us who when what which im am not but""".split()  # noqa: SIM905
)
MOST_WORDS = 3


@dataclass(frozen=True)
class Likeness:
    """By class how strongly each word speaks for it, and of every known word whether it tells of a crime at all."""

    by_class: Mapping[str, Mapping[str, float]]
    of_crime: Mapping[str, float]
    known: frozenset[str]

    def scores(self, said: Mapping[str, str]) -> dict[str, float]:
        """By class the logarithm of its likelihood, up to what is equal for all."""
        told = said.keys() & self.known
        return {
            code: words[COMMON] + words[UNTOLD] * len(told) + sum(words[word] for word in told if word in words)
            for code, words in self.by_class.items()
        }

    def of_a_crime(self, said: Mapping[str, str]) -> float:
        return sum(self.of_crime.get(word, 0.0) for word in said)

    def words_for(self, code: str, said: Mapping[str, str]) -> list[str]:
        """The words, as they were told, that spoke most for the class; signs are no words."""
        words = self.by_class[code]
        told = [word for word in said if word in words and not word.startswith("#")]
        return [said[word] for word in sorted(told, key=lambda word: (-words[word], word))[:MOST_WORDS]]


def said_in(told: Told) -> dict[str, str]:
    """What counts of a text: its words without their endings, each with the word as it was told, and its signs."""
    words = {_stem(word): word for word in told.words if word != END and word not in LITTLE}
    return words | {f"#{sign}": sign for sign in told.signs}


def learnt(narratives: Iterable[tuple[str, frozenset[str]]]) -> list[tuple[str, str, float]]:
    """The rows of the table from narratives with their class, `none` for what is no crime."""
    kept = list(narratives)
    crimes = [each for each in kept if each[0] != NOTHING]
    shares = {word: count / len(crimes) for word, count in Counter(w for _, said in crimes for w in said).items()}
    rows: list[tuple[str, str, float]] = []
    for code in sorted({code for code, _ in crimes}):
        own = [said for each, said in crimes if each == code]
        told = Counter(word for said in own for word in said)
        rows.append((code, COMMON, PRIOR_COUNTS * math.log(len(own) / len(crimes))))
        rows.append((code, UNTOLD, math.log(EVENED / (len(own) + EVENED))))
        rows += [(code, word, math.log1p(told[word] / (EVENED * shares[word]))) for word in sorted(told)]
    return rows + _telling_crimes(crimes, [said for code, said in kept if code == NOTHING])


def _telling_crimes(
    crimes: list[tuple[str, frozenset[str]]], others: list[frozenset[str]]
) -> list[tuple[str, str, float]]:
    of_crimes = Counter(word for _, said in crimes for word in said)
    of_others = Counter(word for said in others for word in said)
    even = math.log((len(others) + 1) / (len(crimes) + 1))
    return [
        (NOTHING, word, even + math.log((of_crimes[word] + 0.5) / (of_others[word] + 0.5)))
        for word in sorted(of_crimes | of_others)
    ]


@lru_cache(maxsize=4)
def likeness(on: date) -> Likeness:
    by_class: dict[str, dict[str, float]] = {}
    for row in in_force(DATA / "told_words", on).rows:
        by_class.setdefault(row["class"], {})[row["said"]] = float(row["weight"])
    of_crime = by_class.pop(NOTHING)
    known = frozenset(word for words in by_class.values() for word in words) - {COMMON, UNTOLD}
    return Likeness(by_class, of_crime, known)


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
