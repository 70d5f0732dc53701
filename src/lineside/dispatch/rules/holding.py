"""When a unit is held: for some seconds while somebody decides; it ends by itself, and a person may override it."""

from datetime import datetime

from lineside.kernel.errors import RuleBroken


def seconds_left(until: datetime, at: datetime) -> int:
    """Whole seconds, rounded up; none when the hold is over."""
    left = (until - at).total_seconds()
    return max(0, -int(-left // 1))


def check_hold(call_sign: str, by_name: str, until: datetime, at: datetime) -> None:
    """Another person's hold is no wall: the refusal says who has the unit, for how long, and what one may do."""
    left = seconds_left(until, at)
    if left:
        raise RuleBroken(
            f"{call_sign} is held by {by_name or 'another desk'} for {left} seconds more; "
            "wait, take another, or override the hold.",
            "unit",
        )
