"""Which numbers are a radio's, who may order what, and what an answer of the radio system changes."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from lineside.kernel.errors import RuleBroken

STUN, UNSTUN = "stun", "unstun"
ASKED, APPROVED, SENT, ACCEPTED, DONE = "asked", "approved", "sent", "accepted", "done"
REFUSED, UNANSWERED, DECLINED, WITHDRAWN = "refused", "unanswered", "declined", "withdrawn"
UNCLEAR = "unclear"  # an answer that nobody can read: it stays open, and a person sees what came
UNKNOWN = "unknown"  # the radio system has no such order, so it is a person's again
DEAD = "dead"  # given up: no longer asked after, and no order for the radio waits behind it
OPEN_ORDERS = (ASKED, APPROVED, SENT, ACCEPTED, UNANSWERED)
MISSING, FOUND, BACK = "missing", "found", "back"
HOW = {"lost": "Lost", "left": "Left behind", "stolen": "Stolen"}
LARGEST_ISSI = 2**24 - 1  # an individual short subscriber identity has 24 bits (ETSI EN 300 392-1)
ANSWERED_WITHIN = timedelta(seconds=30)
SENT_WITHIN = timedelta(seconds=60)  # of its approval, else no gateway is there to send it
FOLLOWED_FOR = timedelta(minutes=5)
NOT_SENT = "It has not gone out: the radio gateway is away. Ring radio management, then ask anew or send it again."
GIVEN_UP = "Given up: ask radio management whether it was carried out, then ask anew or send it again."
SHORTEST_PROOF = 10
LONGEST = 2000
BEGINNING = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LostFacts:
    """A radio as the person who misses it tells of it."""

    issi: str
    tei: str = ""
    holder: str
    collar_number: str = ""
    how: str = "lost"
    missed_at: datetime
    place: str
    circumstances: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFacts:
    """A radio that turned up."""

    issi: str
    found_by: str
    found_at: datetime
    place: str
    tei: str = ""


def issi_of(text: str) -> str:
    """The number by which the network knows the radio."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{1,8}", digits) or not 0 < int(digits) <= LARGEST_ISSI:
        raise RuleBroken("Give the radio's ISSI, the number of up to 8 digits on its label, like 7301234.", "issi")
    return str(int(digits))


def tei_of(text: str) -> str:
    """The number of the equipment itself, where it is known."""
    plain = re.sub(r"[\s-]", "", text).upper()
    if plain and not re.fullmatch(r"[0-9A-F]{14,15}", plain):
        raise RuleBroken(
            "A TEI has 14 or 15 characters, 0 to 9 and A to F; leave it empty if you do not know it.", "tei"
        )
    return plain


def check_lost(facts: LostFacts, now: datetime) -> None:
    if facts.how not in HOW:
        raise RuleBroken("Say whether it was lost, left behind or stolen.", "how")
    if not facts.holder.strip():
        raise RuleBroken("Say whose radio it is.", "holder")
    if not facts.place.strip():
        raise RuleBroken("Say where it was last seen; roughly is enough.", "place")
    if facts.missed_at > now + timedelta(minutes=1):
        raise RuleBroken("That is in the future; give the time it was last seen.", "missed_at")


def check_found(facts: FoundFacts, now: datetime) -> None:
    if not facts.found_by.strip():
        raise RuleBroken("Say who has it in hand.", "found_by")
    if not facts.place.strip():
        raise RuleBroken("Say where it was found.", "place")
    if facts.found_at > now + timedelta(minutes=1):
        raise RuleBroken("That is in the future; give the time it was found.", "found_at")


def check_request(action: str, *, state: str, is_disabled: bool | None, proof: str, reason: str) -> None:
    """What must be true before a radio is stopped, or let back; None is a radio of which nobody knows how it is."""
    if action not in (STUN, UNSTUN):
        raise RuleBroken("A radio is stunned or unstunned.", "action")
    if state == BACK:
        raise RuleBroken("This radio is back with its holder; report it again if it is lost again.")
    if action == STUN and is_disabled:
        raise RuleBroken("This radio is stunned already.")
    if action == UNSTUN and is_disabled is False:
        raise RuleBroken("This radio is not stunned; give it back to its holder instead.")
    if action == UNSTUN and state != FOUND:
        raise RuleBroken("Only a radio that was found is unstunned; have it reported as found first.")
    if len(proof.strip()) < SHORTEST_PROOF:
        raise RuleBroken(
            "Say how you know who reported it: whom you rang back, and on which number of ours."
            if action == STUN
            else "Say how you know that we hold it: who has it in hand, and the serial number they read out.",
            "proof",
        )
    if not reason.strip():
        raise RuleBroken("Say why.", "reason")


def check_second_person(state: str, *, is_second: bool) -> None:
    """Nobody stops or frees a radio alone."""
    if state != ASKED:
        raise RuleBroken("This order is not waiting for a second person any more.")
    if not is_second:
        raise RuleBroken(
            "A second person approves it: not who asked, not a machine's key, and both by accounts of staff records."
        )


def check_withdraw(state: str, sendings: int, reason: str) -> None:
    """What may have reached the radio system is followed to its end: nobody may believe that it was never sent."""
    if state not in (ASKED, APPROVED) or sendings:
        raise RuleBroken("This order has gone out or has ended; ask for the opposite order once it is done.")
    if not reason.strip():
        raise RuleBroken("Say why.", "reason")


def check_again(state: str, action: str, radio: str, *, is_last: bool) -> None:
    if state not in (UNANSWERED, DEAD):
        raise RuleBroken("Only an order that the radio system did not answer is sent again.")
    if not is_last:
        raise RuleBroken("A later order for this radio was asked for; see to that one.")
    if action == UNSTUN and radio != FOUND:
        raise RuleBroken("This radio is not in hand any more; only one that was found is unstunned.")


def state_after(state: str, outcome: str) -> str:
    """How the order stands after what the radio system says; a late answer counts, one that repeats does not."""
    if outcome not in (ACCEPTED, DONE, REFUSED, UNCLEAR, UNKNOWN):
        raise RuleBroken("The radio system accepts, does or refuses an order.", "outcome")
    if state not in (SENT, UNANSWERED, ACCEPTED) or outcome == UNCLEAR:
        return state
    return UNANSWERED if outcome == UNKNOWN else outcome


def said_of(text: str) -> str:
    """Its words as one line."""
    return " ".join(text.split())[:300]


def is_news(state: str, said: str, outcome: str, says: str) -> bool:
    """Whether an answer changes anything: an order is asked after every few seconds, for days if a radio is off.

    Of an answer that nobody can read the beginning counts, since a time or number of its own often stands further on.
    """
    if state not in (SENT, UNANSWERED, ACCEPTED):
        return False
    counts = BEGINNING if outcome == UNCLEAR else LONGEST
    return state_after(state, outcome) != state or said[:counts] != says[:counts]


def is_known(is_disabled: bool, last: str, sendings: int) -> bool | None:  # noqa: FBT001 - what was last heard
    """None after a last order that may have been carried out, and of which nothing was heard."""
    return None if last == DEAD and sendings else is_disabled


def check_return(state: str, *, is_disabled: bool | None, has_open_order: bool) -> None:
    if state != FOUND:
        raise RuleBroken("Only a radio that was found is given back.")
    if is_disabled is None:
        raise RuleBroken("Nobody knows whether it is stunned; send its last order again, or ask for the opposite one.")
    if is_disabled or has_open_order:
        raise RuleBroken("It is stunned, or an order is under way; see to that first.")
