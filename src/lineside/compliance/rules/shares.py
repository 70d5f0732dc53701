"""A share with its confidence interval: Wilson's score, which is right for small numbers and near a hundred too."""

import math
from dataclasses import dataclass

Z = 1.959964  # 95 in a hundred, both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many; a percentage with its interval only where there are enough."""

    n: int
    k: int
    percent: float | None
    low: float | None
    high: float | None


def share_of(k: int, n: int, fewest: int) -> Share:
    """`k` of `n`; of fewer than `fewest` no percentage is told."""
    if n < max(fewest, 1):
        return Share(n=n, k=k, percent=None, low=None, high=None)
    low, high = wilson(k, n)
    return Share(n=n, k=k, percent=_in_hundred(k / n), low=_in_hundred(low), high=_in_hundred(high))


def wilson(k: int, n: int) -> tuple[float, float]:
    part, square = k / n, Z * Z
    middle = (part + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(part * (1 - part) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def _in_hundred(part: float) -> float:
    return round(100 * part, 1)
