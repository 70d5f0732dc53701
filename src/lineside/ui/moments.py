"""A day and time as people type it. Pure, so that rules may read it."""

from datetime import datetime

from lineside.kernel.clock import FIRST_YEAR, LAST_YEAR, UK
from lineside.kernel.errors import RuleBroken

TYPED_AS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d %b %Y %H:%M")


def moment_typed(typed: str, field: str) -> datetime:
    """By the clock on the wall."""
    said = " ".join(typed.split())
    for form in TYPED_AS:
        try:
            found = datetime.strptime(said, form).replace(tzinfo=UK)
        except ValueError:
            continue
        if FIRST_YEAR <= found.year < LAST_YEAR:
            return found
    raise RuleBroken("Give the day and the time as 2026-12-01 10:00.", field)
