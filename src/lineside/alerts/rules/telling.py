"""Telling a sender by telephone what became of its alert: of which, whom, and when. No database."""

import re
from datetime import datetime, timedelta

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

LONGEST_NAME = 200


def check_told(whom: str, *, has_ended: bool, owes: bool, told_by: str) -> str:
    """Whom a person of ours told, where something became of it that its sender waits for."""
    if not has_ended:
        raise RuleBroken("Nothing has become of this alert yet; end it first.")
    if not owes or told_by:
        raise RuleBroken(
            f"{told_by} told them already." if told_by else "Nobody waits to hear of an alert of this kind."
        )
    said = " ".join(whom.split())
    if not said or len(said) > LONGEST_NAME:
        raise RuleBroken(f"Say whom you told, by name and office, in {LONGEST_NAME} characters.", "whom")
    return said


def told_at(typed: str, at: datetime, since: datetime | None) -> datetime:
    """When they were told, by the clock on the wall: the last such time that is over; nothing typed is now."""
    if not typed.strip():
        return at
    clock = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", typed.strip(), re.ASCII)
    if clock is None:
        raise RuleBroken("Give the time as 16:30, or leave it empty for now.", "at")
    found = at.astimezone(UK).replace(hour=int(clock[1]), minute=int(clock[2]), second=0, microsecond=0)
    found = found if found <= at else found - timedelta(days=1)
    if since and found + timedelta(minutes=1) <= since:
        raise RuleBroken("That is before the alert ended; nothing could be told then.", "at")
    return found
