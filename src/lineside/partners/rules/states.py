"""The states of a transfer, and what moves it (control_room.md d.2).

A machine's ACK says that it arrived; only a person's ACCEPT says that it is taken.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.exchanges.rules.canonical import (
    ACCEPT,
    ACK,
    ACTUAL,
    CANCEL,
    CLOSE,
    CREATE,
    EXERCISE,
    INFO,
    PING,
    REJECT,
    RESOURCE_REQUEST,
    RESOURCE_STATUS,
    STATUSES,
    UPDATE,
)
from lineside.kernel.errors import RuleBroken

OFFERED, RECEIVED, ACCEPTED, REJECTED, CLOSED, CANCELLED = (
    "offered",
    "received",
    "accepted",
    "rejected",
    "closed",
    "cancelled",
)
OPEN = (OFFERED, RECEIVED, ACCEPTED)
UNTAKEN = (OFFERED, RECEIVED)
STATES = {
    OFFERED: "sent, NOT accepted",
    RECEIVED: "their system has it, NOT accepted",
    ACCEPTED: "accepted",
    REJECTED: "not taken",
    CLOSED: "closed",
    CANCELLED: "withdrawn",
}
OWNER, OTHER = "owner", "other"  # who offered the incident, and to whom it was offered
MORE = (UPDATE, INFO, RESOURCE_REQUEST, RESOURCE_STATUS)
AFTER: dict[tuple[str, str, str], str] = {
    **{(state, kind, by): state for state in OPEN for kind in MORE for by in (OWNER, OTHER)},
    (OFFERED, ACK, OTHER): RECEIVED,
    (OFFERED, ACCEPT, OTHER): ACCEPTED,
    (RECEIVED, ACCEPT, OTHER): ACCEPTED,
    (ACCEPTED, ACCEPT, OTHER): ACCEPTED,
    (OFFERED, REJECT, OTHER): REJECTED,
    (RECEIVED, REJECT, OTHER): REJECTED,
    (REJECTED, REJECT, OTHER): REJECTED,
    (ACCEPTED, CLOSE, OWNER): CLOSED,
    (ACCEPTED, CLOSE, OTHER): CLOSED,
    **{(state, CANCEL, OWNER): CANCELLED for state in OPEN},
}
WHY_NOT = {
    CREATE: "An incident is offered once; what is new about it is an update",
    ACCEPT: "Only who was offered it accepts, while it waits",
    REJECT: "Only who was offered it refuses it, before it was accepted",
    CLOSE: "Only what was accepted is closed; what waits is withdrawn by who offered it",
    CANCEL: "Only who offered it withdraws it, while it is open",
    PING: "A sign of life belongs to no incident",
}


def state_after(state: str, kind: str, by: str) -> str:
    """The state that a message leads to. An ACK alone never leads past `received`, and ends nothing."""
    if kind == ACK:
        return AFTER.get((state, kind, by), state)
    after = AFTER.get((state, kind, by))
    if after is None:
        why = WHY_NOT.get(kind, "Nothing more is told of what has ended")
        raise RuleBroken(f"{why}; this one is: {STATES[state]}.")
    return after


def check_status(wanted: str, *, is_exercise: bool) -> str:
    """The status that a message leaves with; an exercise leaves as Exercise or not at all (standards.md 11, 10)."""
    if wanted and wanted not in STATUSES:
        raise RuleBroken("Say whether it is Actual or Exercise.", "status")
    if is_exercise and wanted == ACTUAL:
        raise RuleBroken("This is an exercise; it never leaves as Actual. Send it as Exercise.", "status")
    return wanted or (EXERCISE if is_exercise else ACTUAL)


def check_same_world(*, transfer_is: bool, message_is: bool) -> None:
    """What comes to a real incident as an exercise, or the other way round, is a person's to look at."""
    if transfer_is != message_is:
        said, about = ("an exercise", "a real incident") if message_is else ("real", "an exercise")
        raise RuleBroken(f"It says that it is {said}, and is about {about}.")


@dataclass(frozen=True, slots=True)
class RingOutcome:
    """What came of ringing, and what follows from it."""

    code: str
    label: str
    becomes: str
    needs_name: bool
    again: timedelta


def is_due(state: str, ring_due_at: datetime | None, now: datetime) -> bool:
    """Nobody there has accepted, and the time within which they should has passed (60 s, d.2)."""
    return state in UNTAKEN and ring_due_at is not None and now >= ring_due_at
