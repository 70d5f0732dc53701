"""What somebody at a desk is doing: the states, which of them are chosen, and when one ends by itself."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force
from lineside.queues.rules.who import DATA

AVAILABLE, RESERVED, ON_CONTACT, WRAP, OFFLINE = "available", "reserved", "on_contact", "wrap", "offline"
TALKING, HOLD = "talking", "hold"
IN_HAND = (ON_CONTACT, TALKING, HOLD)
AT_WORK = (AVAILABLE, RESERVED, *IN_HAND, WRAP)
RESERVED_FOR = timedelta(seconds=20)
TELEPHONE = re.compile(r"[0-9A-Za-z_]{1,20}")


@dataclass(frozen=True, slots=True)
class State:
    """A state of the edition in force; `takes` says whether the next contact is given in it."""

    code: str
    label: str
    chosen: bool
    takes: bool
    lasts: timedelta


@lru_cache(maxsize=64)
def states(on: date) -> dict[str, State]:
    return {
        str(row["code"]): State(
            code=str(row["code"]),
            label=str(row["label"]),
            chosen=bool(row["chosen"]),
            takes=bool(row["takes"]),
            lasts=timedelta(minutes=int(row["minutes"])),
        )
        for row in in_force(DATA / "desk_states", on).rows
    }


def in_hand(line: str, on: date) -> str:
    """The state of whoever has a contact in hand: what their call is at, or that they are on a contact."""
    return line if line in (TALKING, HOLD) and line in states(on) else ON_CONTACT


def check_chosen(code: str, on: date) -> State:
    known = states(on)
    if code not in known or not known[code].chosen:
        chosen = ", ".join(each.label for each in known.values() if each.chosen)
        raise RuleBroken(f"Choose one of these states: {chosen}.", "state")
    return known[code]


def check_next(code: str, on: date) -> None:
    """Whether Next gives a contact in this state; who is away and presses it at a desk is away no more."""
    known = states(on)
    if code in known and code != OFFLINE and known[code].chosen and not known[code].takes:
        raise RuleBroken(f"You are set to “{known[code].label}”; say that you are available to be given the next one.")


def ends_at(code: str, at: datetime, on: date, *, is_surge: bool = False) -> datetime | None:
    """When a state is over by itself; in a surge nobody has time for wrapping up."""
    if code == RESERVED:
        return at + RESERVED_FOR
    lasts = states(on)[code].lasts
    if not lasts:
        return None
    return at if code == WRAP and is_surge else at + lasts


def state_now(code: str, until: datetime | None, at: datetime) -> str:
    """Wrapping up and a reservation end by themselves; a break is ended by whoever takes it."""
    return AVAILABLE if code in (WRAP, RESERVED) and until is not None and until <= at else code


def check_reason(reason: str, sentence: str, field: str = "reason") -> str:
    if not reason.strip():
        raise RuleBroken(sentence, field)
    return reason.strip()[:500]


def check_leaving(code: str, was: str, in_hand: str) -> None:
    """Nobody is away with somebody waiting in their hands, and nobody on a call is available by a clock alone."""
    if was in (TALKING, HOLD) and code == WRAP:
        raise RuleBroken(f"You are on a call ({in_hand}); wrapping up begins when it ends.", "state")
    if code == OFFLINE and in_hand:
        raise RuleBroken(f"You have {in_hand} in hand; resolve it, pass it on or give it back first.", "state")


def check_telephone(telephone: str) -> str:
    """The number of a telephone of ours, as the switch knows it; none where somebody has none."""
    said = telephone.strip()
    if said and not TELEPHONE.fullmatch(said):
        raise RuleBroken("Give the number of your own telephone, as 201, or leave it empty.", "telephone")
    return said


def check_transfer(*, to_name: str, state: str, is_oneself: bool, refused: str, on: date) -> None:
    """Only to somebody who sits there, takes contacts now and may take it: never to an empty chair."""
    if is_oneself:
        raise RuleBroken("You have it already; choose somebody else.", "to")
    known = states(on).get(state)
    if known is None or state == OFFLINE:
        raise RuleBroken(f"{to_name or 'Nobody of that name'} is not at a desk now; choose somebody who is.", "to")
    if not known.takes:
        raise RuleBroken(f"{to_name} is set to “{known.label}” and takes nothing now; choose somebody else.", "to")
    if refused:
        raise RuleBroken(f"{to_name} may not take this: {_of_another(refused)}", "to")


def check_help(answered_by: str) -> None:
    if answered_by:
        raise RuleBroken(f"{answered_by} has answered that already.")


def _of_another(sentence: str) -> str:
    words = {"Your sign-off": "their sign-off", "You are": "they are", "your account": "their account"}
    for ours, theirs in words.items():
        sentence = sentence.replace(ours, theirs)
    return sentence.replace("signed you off", "signed them off").replace("ask your supervisor", "ask a supervisor")
