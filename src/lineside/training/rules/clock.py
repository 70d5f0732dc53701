"""The clock of an exercise: it stands while the exercise is paused, and runs at the speed that is stated."""

from datetime import datetime

from lineside.kernel.errors import RuleBroken

SPEEDS = (0.5, 1.0, 2.0, 4.0)  # [design] of what comes in; the trainees' own times are always real


def elapsed(*, played_s: float, running_since: datetime | None, speed: float, at: datetime) -> float:
    """The seconds of the scenario that are over."""
    if running_since is None:
        return played_s
    return played_s + max(0.0, (at - running_since).total_seconds()) * speed


def check_speed(speed: float) -> float:
    if speed not in SPEEDS:
        raise RuleBroken("Choose one of the speeds: half, as it is, double or four times.", "speed")
    return speed
