"""The states of a protection, and what moves it from one to the next; a change of level is another request."""

from dataclasses import dataclass
from datetime import datetime

from lineside.kernel.errors import RuleBroken

REQUESTED, IN_FORCE, RESTORE_ASKED = "requested", "in_force", "restore_asked"
RESTORED, WITHDRAWN, TOLD = "restored", "withdrawn", "told"
OPEN = (REQUESTED, IN_FORCE, RESTORE_ASKED)
STATES = {
    REQUESTED: "asked, not confirmed",
    IN_FORCE: "in force",
    RESTORE_ASKED: "restore asked",
    RESTORED: "given back",
    WITHDRAWN: "withdrawn",
    TOLD: "control informed",
}
AFTER = {
    (REQUESTED, "confirm"): IN_FORCE,
    (REQUESTED, "withdraw"): WITHDRAWN,
    (IN_FORCE, "ask_restore"): RESTORE_ASKED,
    (RESTORE_ASKED, "keep"): IN_FORCE,
    (RESTORE_ASKED, "restore"): RESTORED,
}
WHY_NOT = {
    "confirm": "Only a request that waits for control's word is confirmed",
    "withdraw": "Only a request that control has not confirmed is withdrawn; what is in force is given back",
    "ask_restore": "A restore is asked for while the protection is in force",
    "keep": "There is no restore to take back",
    "restore": "Ask for the restore first, so that everybody is known to be clear",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Who at control gave it, in which role, when by their clock or ours, and their reference."""

    name: str
    role: str
    at: datetime
    reference: str = ""


def state_after(state: str, deed: str, *, protects: bool = True) -> str:
    """The state that a deed leads to; what protects nobody is over once control has heard of it."""
    after = AFTER.get((state, deed))
    if after is None:
        raise RuleBroken(f"{WHY_NOT[deed]}; this one is: {STATES[state]}.")
    return TOLD if deed == "confirm" and not protects else after


def check_given_at(at: datetime, requested_at: datetime, now: datetime) -> datetime:
    """Control cannot have given it before it was asked, nor in time to come."""
    if not requested_at <= at <= now:
        raise RuleBroken(
            "Give the time at which control gave it: after it was asked for, and not in time to come.", "at"
        )
    return at


def is_late(state: str, confirm_by: datetime, now: datetime) -> bool:
    return state == REQUESTED and now >= confirm_by
