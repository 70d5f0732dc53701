"""What somebody's call is at, from the moments that the switch told: talking, the caller on hold, or no call."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

TALKING, HOLD = "talking", "hold"
TOLD = ("answered", "held", "transferred", "abandoned", "ended")  # the moments that say it
WENT = ("", "success")  # how a transfer went; of any other result the call is still here


def line_now(moments: Iterable[tuple[UUID, str, dict[str, Any]]]) -> str:
    """Of the calls in one person's hands, each moment as (contact, kind, facts), oldest first.

    After a transfer the call is at another telephone, and what is told of it is of nobody here any more. Of two
    calls, one of which waits on hold, the person talks on the other.
    """
    at: dict[UUID, str] = {}
    gone: set[UUID] = set()
    for contact, kind, facts in moments:
        if kind in ("ended", "abandoned") or (kind == "transferred" and str(facts.get("result", "")).lower() in WENT):
            gone.add(contact)
        elif kind == "answered":
            at[contact] = at.get(contact, TALKING)
        elif kind == "held":
            at[contact] = HOLD if facts.get("on") == "yes" else TALKING
    live = {state for contact, state in at.items() if contact not in gone}
    return TALKING if TALKING in live else HOLD if HOLD in live else ""
