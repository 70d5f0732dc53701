"""Which signs a text gives: phrases of an edition found in its words, unless denied or only threatened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lineside.crimes.rules import DATA
from lineside.crimes.suggesting.words import END, Vocabulary, words_of
from lineside.kernel.rule_tables import in_force

GAPS = {"..": 4, "...": 8}
AGES = {"#child": range(13), "#teen": range(13, 16), "#adult": range(16, 111)}
DENIALS = frozenset("not no never nobody nothing without neither cannot none nor denies denied".split())  # noqa: SIM905
DENIED_WITHIN = 3
# These deny a thing, and reach no further than it: "a man without a ticket spat".
OF_THINGS, THINGS_WITHIN = frozenset(["no", "without"]), 2
# Words after which an act is only spoken of as to come.
TO_COME = frozenset("will would gonna threatened threatens threatening threaten threat threats going".split())  # noqa: SIM905
TO_COME_WITHIN = 4
ONLY_SAID = frozenset("threatened threatens threatening threaten threat threats".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: any of the words, any word so begun, or an age."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    ages: frozenset[int] = frozenset()

    def fits(self, word: str) -> bool:
        if word in self.words or (self.beginnings and word.startswith(self.beginnings)):
            return True
        return bool(self.ages) and word.isdecimal() and int(word) in self.ages


@dataclass(frozen=True, slots=True)
class Phrase:
    sign: str
    elements: tuple[Element | int, ...]  # a number is a gap of at most so many words
    even_denied: bool
    as_threat: str


@dataclass(frozen=True)
class Lexicon:
    """The phrases of an edition by how their first word may begin, and the words that they know."""

    by_word: dict[str, list[Phrase]]
    by_beginning: dict[str, list[Phrase]]
    by_age: list[Phrase]
    vocabulary: Vocabulary

    def beginning_with(self, word: str) -> Iterator[Phrase]:
        yield from self.by_word.get(word, ())
        for length in range(1, len(word) + 1):
            yield from self.by_beginning.get(word[:length], ())
        if word.isdecimal():
            yield from (phrase for phrase in self.by_age if isinstance(phrase.elements[0], Element)
                        and phrase.elements[0].fits(word))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A text as words, each sign that it gives with the words that first gave it, and whether any was denied."""

    words: tuple[str, ...]
    signs: dict[str, str]
    denies: bool


def told_in(text: str, on: date) -> Told:
    lexicon = _lexicon(on)
    words = words_of(text, lexicon.vocabulary)
    ended = [*words, END]
    found: dict[str, str] = {}
    denies = False
    for start, word in enumerate(ended):
        for phrase in lexicon.beginning_with(word):
            if phrase.sign in found and not phrase.as_threat:
                continue
            end = _end_of(phrase.elements, ended, start)
            if not end:
                continue
            if sign := _meant(phrase, words, start):
                found.setdefault(sign, " ".join(each for each in ended[start:end] if each != END))
            else:
                denies = True
    return Told(tuple(words), found, denies)


def _end_of(elements: Sequence[Element | int], words: Sequence[str], at: int) -> int:
    """Where the phrase ends that begins here, or 0."""
    if not elements:
        return at
    first = elements[0]
    if isinstance(first, int):
        for skipped in range(first + 1):
            if at + skipped < len(words) and (end := _end_of(elements[1:], words, at + skipped)):
                return end
            if at + skipped < len(words) and words[at + skipped] == END:
                break
        return 0
    if at < len(words) and first.fits(words[at]):
        return _end_of(elements[1:], words, at + 1)
    return 0


def _meant(phrase: Phrase, words: Sequence[str], start: int) -> str:
    """The sign that is meant: none where it is denied, another where it is only threatened."""
    before = _before(words, start, DENIED_WITHIN)
    denied = not DENIALS.isdisjoint(before[:THINGS_WITHIN]) or not (DENIALS - OF_THINGS).isdisjoint(before)
    if denied and not phrase.even_denied:
        return ""
    if phrase.as_threat:
        told = set(_before(words, start, TO_COME_WITHIN))
        if not ONLY_SAID.isdisjoint(told) or (not TO_COME.isdisjoint(told) and not words[start].endswith("ed")):
            return phrase.as_threat
    return phrase.sign


def _before(words: Sequence[str], start: int, within: int) -> list[str]:
    taken: list[str] = []
    for word in reversed(words[max(0, start - within) : start]):
        if word == END:
            break
        taken.append(word)
    return taken


@lru_cache(maxsize=4)
def _lexicon(on: date) -> Lexicon:
    rows = in_force(DATA / "told_signs", on).rows
    named = {row["code"]: frozenset(row["said"].split()) for row in rows if row["code"].startswith("<")}
    phrases = [
        _phrase(row, said.split(), named) for row in rows if row["code"] not in named for said in row["said"].split("|")
    ]
    lexicon = Lexicon({}, {}, [], _vocabulary(phrases, named, on))
    for phrase in phrases:
        first = phrase.elements[0]
        if isinstance(first, int):
            continue
        for word in first.words:
            lexicon.by_word.setdefault(word, []).append(phrase)
        for beginning in first.beginnings:
            lexicon.by_beginning.setdefault(beginning, []).append(phrase)
        if first.ages:
            lexicon.by_age.append(phrase)
    return lexicon


def _phrase(row: dict[str, str], said: Sequence[str], named: dict[str, frozenset[str]]) -> Phrase:
    elements = tuple(GAPS[part] if part in GAPS else _element(part, named) for part in said)
    return Phrase(row["code"], elements, bool(row.get("even_denied")), row.get("as_threat", ""))


def _element(part: str, named: dict[str, frozenset[str]]) -> Element:
    words: set[str] = set()
    beginnings: list[str] = []
    ages: set[int] = set()
    for option in part.split("/"):
        if option in named:
            words |= named[option]
        elif option in AGES:
            ages |= set(AGES[option])
        elif option.endswith("*") and len(option) > 1:
            beginnings.append(option[:-1])
        else:
            words.add(option)
    return Element(frozenset(words), tuple(beginnings), frozenset(ages))


def _vocabulary(phrases: Sequence[Phrase], named: Mapping[str, frozenset[str]], on: date) -> Vocabulary:
    elements = [element for phrase in phrases for element in phrase.elements if isinstance(element, Element)]
    return Vocabulary(
        frozenset().union(*(element.words for element in elements)),
        frozenset(beginning for element in elements for beginning in element.beginnings),
        named.get("<right>", frozenset()),
        {row["code"]: row["means"] for row in in_force(DATA / "told_spellings", on).rows},
    )
