"""An exercise stays one: what came of it goes to no real log."""

from lineside.kernel.errors import RuleBroken


def check_same_world(*, alert_is: bool, log_is: bool) -> None:
    """What came of an exercise goes to no real log, and a real alert to no exercise (standards.md 4, 11)."""
    if alert_is and not log_is:
        raise RuleBroken(
            "This alert is an exercise and that log is real; open a log that is marked as one.", "incident"
        )
    if log_is and not alert_is:
        raise RuleBroken("That log is an exercise and this alert is real; open a log of its own for it.", "incident")
