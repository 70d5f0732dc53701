"""Feeds of alerts: how often each is heard at least, and the tests by which it proves its way. No database."""

from datetime import datetime
from typing import Any

from lineside.kernel.rule_tables import Edition

TEST, TEST_LABEL = "feed_test", "test of the feed"
WORKS = "Your test was kept; the way here works."


def heard_every(feeds: Edition, source: str) -> float | None:
    """Seconds within which something is heard of a feed of this source; None where nobody agreed any."""
    row = next((row for row in feeds.rows if row["source"] == source), None)
    return float(row["heard_every_s"]) if row else None


def part_of(source: str, sender: str) -> str:
    """How the feed is called among the parts of the system."""
    return f"alerts of {source} from {sender}"[:80]


def ended_test(state: str, at: datetime) -> dict[str, Any]:
    """A test has ended when it comes: it makes no work, and nobody owes its sender more than that it was kept."""
    return {
        "state": state,
        "outcome": TEST,
        "ended_at": at,
        "ended_by": TEST_LABEL,
        "owes_feedback": False,
        "told_sender": WORKS,
    }
