"""Whether two records are one person, by Fellegi and Sunter: what each field says for it or against it, in words.

I. P. Fellegi and A. B. Sunter, *A Theory for Record Linkage*, JASA 64 (1969). The weights are the edition's; the rule
adds them up. It never says that two records are one: that is a person's decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log2

from lineside.pole.rules.alike import ALIKE, DIFFERENT, SAME, SLIP, agree, names_agree
from lineside.pole.rules.nicknames import is_nickname

CERTAIN, LIKELY, POSSIBLE, NO = "certain", "likely", "possible", "no"
# [design] docs/matching.md says on what sets these were chosen
CERTAIN_FROM, LIKELY_FROM, POSSIBLE_FROM = 0.9999, 0.8, 0.01
FEWEST_FOR_CERTAIN = 3
TELLING = {SAME, SLIP, ALIKE}
OF_A_HOUSEHOLD = {"surname", "phone", "email", "handle"}
HEAVIEST = 40.0
# What was not seen in the records of an estimate may still happen; no one field decides by never having been seen.
RAREST_OF_ONE, RAREST_OF_TWO = 0.001, 0.00001
WORDS = {
    "same": "the same", "nickname": "a short form of the same name", "one_slip": "the same but for one slip",
    "alike": "spelled alike", "initial": "the same initial", "swapped": "given name and surname in each other's place",
    "part": "the same in part", "turned": "day and month in each other's place",
    "two_parts": "two parts of it the same",
    "area": "the same area", "different": "different",
}  # fmt: skip


@dataclass(frozen=True)
class FieldWeights:
    """One field: how it is compared, and for each level how often it is seen of one person (m) and of two (u)."""

    name: str
    how: str
    called: str
    m: Mapping[str, float]
    u: Mapping[str, float]
    shares: Mapping[str, float] = field(default_factory=dict)  # how common a value is, where it is known

    def weight(self, level: str, value: str) -> float:
        """A rare name says more than a common one; a value not listed is rarer than those that are."""
        m, u = self.m.get(level, 0.0), self.u.get(level, 0.0)
        if level == SAME and self.shares:
            u = self.shares.get(value, self.rarest)
        return log2(max(m, RAREST_OF_ONE) / max(u, RAREST_OF_TWO))

    @cached_property
    def rarest(self) -> float:
        return min(self.shares.values(), default=1.0)


@dataclass(frozen=True)
class Weights:
    """One edition. `prior` is the chance that two records taken by chance are one person."""

    edition: str
    prior: float
    fields: tuple[FieldWeights, ...]

    @cached_property
    def by_name(self) -> dict[str, FieldWeights]:
        return {each.name: each for each in self.fields}


@dataclass(frozen=True, slots=True)
class Reason:
    field: str
    level: str
    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like two records are: the sum of the weights, the chance, the verdict, and what each field had to say."""

    weight: float
    chance: float
    verdict: str
    reasons: tuple[Reason, ...]


def levels(a: Mapping[str, str], b: Mapping[str, str], weights: Weights) -> dict[str, str]:
    """At which level each field agrees; fields that one of the two does not have are left out."""
    named = (a.get("given", ""), a.get("surname", "")), (b.get("given", ""), b.get("surname", ""))
    given, surname = names_agree(*named, is_nickname)
    found: dict[str, str | None] = {"given": given, "surname": surname}
    for each in weights.fields:
        if each.how not in {"given", "surname"}:
            found[each.name] = agree(each.how, a.get(each.name, ""), b.get(each.name, ""))
    return {name: level for name, level in found.items() if level is not None and name in weights.by_name}


def compare(a: Mapping[str, str], b: Mapping[str, str], weights: Weights) -> Likeness:
    """The pure rule. Both records hold their fields in the comparable form that `particulars` gives."""
    reasons = []
    for name, level in levels(a, b, weights).items():
        known = weights.by_name[name]
        weight = known.weight(level, a[name])
        reasons.append(Reason(name, level, weight, f"{known.called}: {WORDS[level]} ({weight:+.1f})"))
    total = sum(each.weight for each in reasons)
    chance = _chance(total + log2(weights.prior / (1 - weights.prior)))
    reasons.sort(key=lambda each: -abs(each.weight))
    return Likeness(total, chance, _verdict(chance, reasons), tuple(reasons))


def _verdict(chance: float, reasons: list[Reason]) -> str:
    if chance < POSSIBLE_FROM or not reasons:
        return NO
    if chance < LIKELY_FROM:
        return POSSIBLE
    if _one_household(reasons):
        return POSSIBLE
    agreeing = sum(each.level in TELLING and each.weight > 0 for each in reasons)
    against = any(each.level == DIFFERENT and each.field in {"born_on", "surname"} for each in reasons)
    # A few fields can agree by one typing error or one household; three that nothing contradicts hardly can.
    return CERTAIN if chance >= CERTAIN_FROM and agreeing >= FEWEST_FOR_CERTAIN and not against else LIKELY


def _one_household(reasons: list[Reason]) -> bool:
    """A family shares a surname, a telephone and a box of letters; another given name is then another person."""
    by_field = {each.field: each.level for each in reasons}
    agreeing = {name for name, level in by_field.items() if level != DIFFERENT}
    return by_field.get("given") == DIFFERENT and agreeing <= OF_A_HOUSEHOLD


def _chance(weight: float) -> float:
    weight = max(-HEAVIEST, min(HEAVIEST, weight))
    return 1 / (1 + 2**-weight)


def names_agree_of(a: tuple[str, str], b: tuple[str, str]) -> tuple[str | None, str | None]:
    return names_agree(a, b, is_nickname)
