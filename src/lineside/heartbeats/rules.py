"""When silence means that a part is down."""

from datetime import datetime, timedelta

BEATS_MISSED = 3  # one may be late on a busy machine; three are not


def silent_after(every: float) -> timedelta:
    """How long nothing may be heard of a part that beats each `every` seconds."""
    return timedelta(seconds=every * BEATS_MISSED)


def is_silent(*, at: datetime, every: float, now: datetime) -> bool:
    return now - at > silent_after(every)
