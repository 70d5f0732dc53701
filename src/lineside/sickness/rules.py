"""What an absence must say, and how long the HR system is tried."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lineside.kernel.errors import RuleBroken

QUEUED, SENDING, DELIVERED, DEAD, ASIDE = "queued", "sending", "delivered", "dead", "aside"
BEGINS, ENDS = "begins", "ends"
LAST_ATTEMPT = 12  # the waits add up to about two hours; then a person looks
LONGEST_WAIT = timedelta(minutes=20)
LEASE = timedelta(minutes=2)  # longer than the slowest answer is waited for
LONGEST_REASON = 1000
MAY_BEGIN_BEFORE, MAY_BEGIN_AFTER = timedelta(days=60), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceFacts:
    """Who is absent and since when; the reason travels apart, since it is health data."""

    name: str
    collar_number: str
    first_day: date
    expected_day: date | None = None


def check_begins(facts: AbsenceFacts, reason: str, today: date) -> None:
    if not facts.name.strip():
        raise RuleBroken("Say who is sick.", "name")
    collar_of(facts.collar_number)
    if not today - MAY_BEGIN_BEFORE <= facts.first_day <= today + MAY_BEGIN_AFTER:
        raise RuleBroken(
            "The first day of sickness lies within the last 60 days, or is tomorrow; check it.", "first_day"
        )
    if facts.expected_day and facts.expected_day < facts.first_day:
        raise RuleBroken("The expected day of return is before the first day; check both.", "expected_day")
    if not reason.strip():
        raise RuleBroken("Say in a few words what the HR system is to be told; nobody at the desks reads it.", "reason")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(f"Keep the reason to {LONGEST_REASON} characters.", "reason")


def collar_of(text: str) -> str:
    plain = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z0-9]{2,8}", plain):
        raise RuleBroken("Give the collar number, like C1042.", "collar_number")
    return plain


def check_ends(first_day: date, last_day: date, today: date) -> None:
    if not first_day <= last_day <= today:
        raise RuleBroken("The last day of sickness lies between its first day and today; check it.", "last_day")


def next_try(attempts: int) -> timedelta:
    """Ten seconds, doubling, and never over twenty minutes."""
    return min(timedelta(seconds=10 * 2 ** max(attempts - 1, 0)), LONGEST_WAIT)


def state_after(outcome: str, attempts: int) -> str:
    if outcome == "kept":
        return DELIVERED
    if outcome == "refused" or attempts >= LAST_ATTEMPT:
        return DEAD
    if outcome != "later":
        raise RuleBroken("The HR system keeps a notice, refuses it, or is tried again later.", "outcome")
    return QUEUED


def check_dead(state: str, how: str = "tried again") -> None:
    if state != DEAD:
        raise RuleBroken("Only a notice that could not be delivered needs a person.")
    if not how.strip():
        raise RuleBroken("Say what was done about it.", "how")
