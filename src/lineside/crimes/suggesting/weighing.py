"""Classes for the signs that a text gives, the likeliest first, each with its reason and what would decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lineside.crimes.rules import DATA
from lineside.crimes.suggesting.likeness import likeness, said_in
from lineside.crimes.suggesting.signs import told_in
from lineside.kernel.rule_tables import in_force

NOTHING = "none"  # the class of what is not notifiable
MOST = 5
# How far being like known narratives moves a score: measured on narratives apart from those that it was learnt from.
LIKE_ALONE, LIKE_COUNTS, FURTHEST = 0.30, 0.03, 12.0
# As logarithms, how far words must tell a crime where no rule does, and may speak against one where a rule does.
CRIME, DOUBTFUL, NO_CRIME, STRONG = 3.0, -2.0, -5.0, 70
LEAST = 0.05
BESIDE = 0.55  # of its neighbour's score, for a class that one answer would make of it


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class, how strongly it is proposed from 0 to 1, and why; `ask` is what would decide."""

    offence_class: str
    title: str
    score: float
    why: str
    ask: tuple[str, ...] = ()

    @property
    def because(self) -> str:
        return " ".join([f"{self.why}.", *self.ask])

    def as_json(self) -> dict[str, object]:
        return {"class": self.offence_class, "title": self.title, "score": self.score, "because": self.because}


@dataclass(frozen=True, slots=True)
class Rule:
    offence_class: str
    when: tuple[frozenset[str], ...]
    unless: frozenset[str]
    weight: int
    because: str

    def fits(self, signs: Mapping[str, str]) -> bool:
        return all(not each.isdisjoint(signs) for each in self.when) and self.unless.isdisjoint(signs)


def suggest(text: str, on: date) -> list[Suggestion]:
    """Classes that the text proposes by the editions in force that day; none where nothing notifiable is told."""
    told = told_in(text, on)
    best = _best_rules(told.signs, on)
    floor = best.pop(NOTHING).weight if NOTHING in best else 0
    said, known = said_in(told), likeness(on)
    strongest = max((rule.weight for rule in best.values()), default=0)
    if _tells_nothing(strongest, floor, known.of_a_crime(said)) or (told.denies and not strongest):
        return []
    scores = {code: rule.weight / 100 for code, rule in best.items()}
    whys = {code: _why(rule, told.signs) for code, rule in best.items()}
    if best:
        _add_neighbours(scores, whys, on)
    likes = known.scores(said)
    most = max(likes.values())
    for code, like in likes.items():
        scores[code] = scores.get(code, LIKE_ALONE) - LIKE_COUNTS * min(most - like, FURTHEST)
        whys.setdefault(code, _like(known.words_for(code, said)))
    return _ranked(scores, whys, on)


def _best_rules(signs: Mapping[str, str], on: date) -> dict[str, Rule]:
    best: dict[str, Rule] = {}
    for rule in sorted(_rules(on), key=lambda rule: rule.weight):
        if rule.fits(signs):
            best[rule.offence_class] = rule
    return best


def _tells_nothing(strongest: int, floor: int, of_a_crime: float) -> bool:
    """Whether rules and words agree that nothing notifiable is told; strong rules need no help of words."""
    if not strongest:
        return bool(floor) or of_a_crime < CRIME
    return strongest <= floor or of_a_crime < (NO_CRIME if strongest >= STRONG else DOUBTFUL)


def _like(words: Sequence[str]) -> str:
    told = ", ".join(f"“{word}”" for word in words)
    return f"As other reports of it tell ({told})" if told else "As other reports of it tell"


def sentences(found: Sequence[Suggestion]) -> list[str]:
    """What a person reads, a line each; the decision stays with them."""
    if not found:
        return ["These words tell nothing notifiable; a person decides, and hears the whole of it."]
    told = [f"{each.offence_class} {each.title} ({each.score:.2f}): {each.because}" for each in found]
    return [*told, "Nothing is recorded by this: a recorder decides."]


def _why(rule: Rule, signs: Mapping[str, str]) -> str:
    words = dict.fromkeys(signs[sign] for each in rule.when for sign in sorted(each) if sign in signs)
    return f"{rule.because[0].upper()}{rule.because[1:]} ({', '.join(f'“{said}”' for said in words)})"


def _add_neighbours(scores: dict[str, float], whys: dict[str, str], on: date) -> None:
    first = max(scores, key=lambda code: scores[code])
    for row in _questions(on):
        if row["class"] == first and row["other"] not in scores:
            scores[row["other"]] = scores[first] * BESIDE
            whys[row["other"]] = f"Beside {first}, if the answer to its question says so"


def _ranked(scores: Mapping[str, float], whys: Mapping[str, str], on: date) -> list[Suggestion]:
    codes = sorted((code for code in scores if scores[code] >= LEAST), key=lambda code: -scores[code])[:MOST]
    titles = _titles(on)
    return [Suggestion(code, titles[code], round(scores[code], 2), whys[code], _asked(code, on)) for code in codes]


def _asked(code: str, on: date) -> tuple[str, ...]:
    return tuple(row["ask"] for row in _questions(on) if code == row["class"])


@lru_cache(maxsize=4)
def _rules(on: date) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            row["class"],
            tuple(frozenset(each.split("|")) for each in row["when"].split()),
            frozenset(row["unless"].split()),
            int(row["weight"]),
            row["because"],
        )
        for row in in_force(DATA / "told_classes", on).rows
    )


@lru_cache(maxsize=4)
def _questions(on: date) -> tuple[dict[str, str], ...]:
    return in_force(DATA / "told_questions", on).rows


@lru_cache(maxsize=4)
def _titles(on: date) -> dict[str, str]:
    return {row["class"]: row["class_title"] for row in in_force(DATA / "offences", on).rows}
