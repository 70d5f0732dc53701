"""What the switch is told: whom to ring and for how long, to ask again, or to ring everybody."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from lineside.kernel.rule_tables import in_force

EMERGENCY = "999"  # how the codes of emergency lines begin
DATA = Path(__file__).parent / "data"
RING, WAIT, EVERYBODY, OFFER, KEPT, TEXTED = "ring", "wait", "everybody", "offer", "kept", "texted"
YES = "1"  # the key by which a caller asks to be rung back
BY_TEXT = "2"  # and by which they ask for the address of the public form as a text
MOBILE = re.compile(r"\+447[1-57-9]\d{8}")  # 070 are personal numbers, 076 pagers
READS_FOR = 6  # seconds in which a key is waited for
# How the switch says that nobody picked up (Asterisk's DIALSTATUS), and what that is to us.
UNANSWERED = {"NOANSWER": "no_answer", "BUSY": "busy", "CHANUNAVAIL": "unreachable", "CONGESTION": "unreachable"}
OUTCOMES = {"no_answer": "no answer", "busy": "busy", "unreachable": "telephone cannot be reached"}
RESTS = timedelta(seconds=60)  # who did not pick up is not rung for the same call meanwhile, where there are others


@dataclass(frozen=True, slots=True)
class Said:
    """What the switch is told; `seconds` is how long one rings, or after how long it asks again."""

    word: str
    telephone: str = ""
    seconds: int = 0

    def __str__(self) -> str:
        return f"{self.word},{self.telephone},{self.seconds}"


def said_in(text: str) -> Said:
    """The same again from its text, which is how the switch hears it."""
    word, telephone, seconds = text.split(",")
    return Said(word, telephone, int(seconds))


@dataclass(frozen=True, slots=True)
class Plan:
    """How a queue of calls is rung, of the edition in force."""

    ring: timedelta
    wait: timedelta
    everybody: timedelta
    graver: timedelta


AT_ONCE = Plan(timedelta(), timedelta(), timedelta(), timedelta())  # a queue that no edition knows


@lru_cache(maxsize=256)
def plan_of(queue: str, on: date) -> Plan:
    row = in_force(DATA / "ringing", on).by_code.get(queue)
    if row is None:
        return AT_ONCE
    return Plan(*(timedelta(seconds=int(row[name])) for name in ("ring_s", "wait_s", "everybody_s", "graver_s")))


def is_for_everybody(plan: Plan, waited: timedelta, *, is_anybody_there: bool) -> bool:
    """A call that was not answered for so long, or for which nobody sits there, rings at every telephone."""
    return not is_anybody_there or waited >= plan.everybody


def when_nobody_is_free(plan: Plan) -> Said:
    return Said(WAIT, seconds=int(plan.wait.total_seconds())) if plan.wait else Said(EVERYBODY)


def outcome_of(how: str) -> str:
    """What became of a telephone that was rung, when the switch asks again."""
    return UNANSWERED.get(how.strip().upper(), "no_answer")


# What became of a call out, as an attempt to ring back; what is not here was none.
ATTEMPTS = {
    "answered": "spoke",
    "no_answer": "no_answer",
    "busy": "engaged",
    "voicemail": "voicemail",
    "refused": "out_of_service",
}
NUMBER = re.compile(r"\+?\d{7,15}")


@dataclass(frozen=True, slots=True)
class OfferPlan:
    """When callers of a queue are offered to be rung back, and how often that is tried."""

    after: timedelta
    most_risk: int
    attempts: int
    again: timedelta
    edition: str
    text_back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What is known of a caller who waits."""

    line: str
    number: str
    risk: int
    waited: timedelta
    is_silent: bool
    through_relay: bool


def offer_plan(queue: str, on: date) -> OfferPlan | None:
    edition = in_force(DATA / "offers", on)
    row = edition.by_code.get(queue)
    if row is None:
        return None
    after, again = timedelta(seconds=int(row["after_s"])), timedelta(minutes=int(row["again_minutes"]))
    text_back = str(row.get("text_back", ""))
    return OfferPlan(after, int(row["most_risk"]), int(row["attempts"]), again, edition.edition, text_back)


def may_be_offered(plan: OfferPlan | None, caller: Caller) -> bool:
    """Whatever an edition says: never to an emergency line, where nobody speaks, or where the number is not theirs."""
    if plan is None or caller.line.startswith(EMERGENCY) or caller.is_silent or caller.through_relay:
        return False
    is_number = NUMBER.fullmatch(caller.number) is not None
    return is_number and caller.risk <= plan.most_risk and caller.waited >= plan.after


def rest_after(plan: OfferPlan, attempts: int, *, reached: bool) -> timedelta | None:
    """How long until they are rung again; none when they were reached or it was tried often enough."""
    return None if reached or attempts >= plan.attempts else plan.again
