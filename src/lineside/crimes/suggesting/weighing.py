"""Classes for the signs that a text gives, the likeliest first, each with its reason and what would decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lineside.crimes.rules import DATA
from lineside.crimes.suggesting.signs import signs_in
from lineside.kernel.rule_tables import in_force

NOTHING = "none"  # the class of what is not notifiable
MOST = 5
LEAST = 30
BESIDE = 55  # of 100 of its neighbour's score, a class that one answer would make of it


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
    signs = signs_in(text, on)
    best: dict[str, Rule] = {}
    for rule in _rules(on):
        if rule.fits(signs) and rule.weight > (best[rule.offence_class].weight if rule.offence_class in best else 0):
            best[rule.offence_class] = rule
    floor = best.pop(NOTHING).weight if NOTHING in best else LEAST
    told = {code: rule for code, rule in best.items() if rule.weight >= LEAST}
    if not told or max(rule.weight for rule in told.values()) <= floor:
        return []
    scores = {code: float(rule.weight) for code, rule in told.items()}
    whys = {code: _why(rule, signs) for code, rule in told.items()}
    _add_neighbours(scores, whys, on)
    return _ranked(scores, whys, on)


def sentences(found: Sequence[Suggestion]) -> list[str]:
    """What a person reads, a line each; the decision stays with them."""
    if not found:
        return ["These words tell nothing notifiable; a person decides, and hears the whole of it."]
    told = [f"{each.offence_class} {each.title} ({each.score:.0%}): {each.because}" for each in found]
    return [*told, "Nothing is recorded by this: a recorder decides."]


def _why(rule: Rule, signs: Mapping[str, str]) -> str:
    words = dict.fromkeys(signs[sign] for each in rule.when for sign in sorted(each) if sign in signs)
    return f"{rule.because[0].upper()}{rule.because[1:]} ({', '.join(f'“{said}”' for said in words)})"


def _add_neighbours(scores: dict[str, float], whys: dict[str, str], on: date) -> None:
    first = max(scores, key=lambda code: scores[code])
    for row in _questions(on):
        if row["class"] == first and row["other"] not in scores:
            scores[row["other"]] = scores[first] * BESIDE / 100
            whys[row["other"]] = f"Beside {first}, if the answer to its question says so"


def _ranked(scores: Mapping[str, float], whys: Mapping[str, str], on: date) -> list[Suggestion]:
    codes = sorted(scores, key=lambda code: -scores[code])[:MOST]
    titles = _titles(on)
    return [
        Suggestion(code, titles[code], round(scores[code] / 100, 2), whys[code], _asked(code, codes, on))
        for code in codes
    ]


def _asked(code: str, beside: list[str], on: date) -> tuple[str, ...]:
    return tuple(row["ask"] for row in _questions(on) if code == row["class"] and row["other"] in beside)


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
