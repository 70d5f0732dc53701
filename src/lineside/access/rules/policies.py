"""What an administrator may set about sign-in, and between which bounds (ASVS 5.0, 7.1.1)."""

from dataclasses import dataclass
from typing import Any

from lineside.kernel.errors import RuleBroken


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """A whole number with its meaning, what holds without a choice, and its bounds."""

    name: str
    label: str
    default: int
    least: int
    most: int


POLICIES = {
    rule.name: rule
    for rule in (
        # A desk that only watches a board at night must not lock every few minutes; touching a key keeps it open.
        PolicyRule("access.idle_minutes", "Minutes without a touch until a desk locks", 30, 5, 60),
        PolicyRule("access.sitting_hours", "Hours until a sitting ends, whatever happens", 13, 1, 14),
    )
}


def check_policy(name: str, value: Any) -> int:  # noqa: ANN401 - whatever was sent
    rule = POLICIES.get(name)
    if rule is None:
        raise RuleBroken("There is no such policy value.", "name")
    number = int(value) if str(value).strip().isascii() and str(value).strip().isdigit() else -1
    if not rule.least <= number <= rule.most:
        raise RuleBroken(f"{rule.label}: a whole number from {rule.least} to {rule.most}.", "value")
    return number
