"""How long a message waits for its next try; what nobody answers is tried for as long as it takes."""

from datetime import timedelta

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(seconds=60)
CLAIMED_FOR = timedelta(seconds=30)  # who fell silent after a claim is taken over; its own key makes it one over there
QUEUED, SENT, DEAD, TAKEN, TOLD_BY_A_PERSON = "queued", "sent", "dead", "taken", "told"


def wait_after(attempts: int) -> timedelta:
    """Twice as long each time, to a minute: an agency that is back hears of everything within one."""
    doubled: int = 2 ** min(attempts, 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)
