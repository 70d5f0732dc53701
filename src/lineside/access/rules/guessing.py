"""How often may be guessed (ASVS 5.0, 6.1.1 and 6.3.1): by account, browser and address, from dated limits.

A browser in which somebody of the force has signed in before carries a signed mark. Wrong attempts from browsers
without it close the account to such browsers only: whoever guesses from outside locks nobody out of the control room.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from lineside.kernel.rule_tables import editions


@dataclass(frozen=True, slots=True)
class GuessLimit:
    """So many attempts at one step, counted by these facts, within so long."""

    code: str
    step: str
    by: tuple[str, ...]
    strangers_only: bool
    most: int
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An attempt: at which account (its name's hash), at which step, from where."""

    step: str
    account: str
    browser: str
    address: str

    @property
    def is_stranger(self) -> bool:
        return not self.browser


@cache
def guess_limits() -> tuple[GuessLimit, ...]:
    newest = editions(Path(__file__).parents[1] / "data" / "guess_limits")[-1]
    return tuple(
        GuessLimit(
            code=str(row["code"]),
            step=str(row["step"]),
            by=tuple(row["by"]),
            strangers_only=bool(row["strangers_only"]),
            most=int(row["most"]),
            within=timedelta(minutes=int(row["within_minutes"])),
        )
        for row in newest.rows
    )


def wait_until(tried: Tried, before: list[tuple[Tried, datetime]], at: datetime) -> datetime | None:
    """When the next attempt is allowed, or None when this one is; `before` is the newest first."""
    waits = [_opens(limit, tried, before, at) for limit in guess_limits() if _applies(limit, tried)]
    return max((wait for wait in waits if wait is not None), default=None)


def _applies(limit: GuessLimit, tried: Tried) -> bool:
    return limit.step == tried.step and not (limit.strangers_only and not tried.is_stranger)


def _opens(limit: GuessLimit, tried: Tried, before: list[tuple[Tried, datetime]], at: datetime) -> datetime | None:
    alike = [
        when
        for other, when in before
        if when > at - limit.within
        and _applies(limit, other)
        and all(getattr(other, fact) == getattr(tried, fact) for fact in limit.by)
    ]
    return alike[limit.most - 1] + limit.within if len(alike) >= limit.most else None
