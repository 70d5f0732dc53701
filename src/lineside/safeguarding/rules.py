"""Referrals: what one must say, on which basis it may be made, how it goes on, what another agency gets. No database.

Without consent a referral needs its basis in words (DPA 2018, Schedule 1, paragraph 18).
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
SENT, RECEIVED, ACCEPTED, RETURNED = "sent", "received", "accepted", "returned"
STATES = {
    SENT: "sent, nobody has it yet",
    RECEIVED: "received by the unit",
    ACCEPTED: "accepted",
    RETURNED: "returned to who referred",
}
WITH_THE_UNIT = (SENT, RECEIVED)
LONGEST = {"subject": 300, "seen": 4000, "basis_words": 500, "risk_words": 500, "words": 500}
SHORTEST_SEEN, SHORTEST_REASON = 20, 10
HOLD = "safeguarding"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFacts:
    """Who is vulnerable, how, what was seen, and on which basis it is passed on."""

    subject: str
    kind: str
    seen: str
    basis: str
    urgency: str
    basis_words: str = ""
    risk: str = ""  # removed, avoided, reduced or accepted until the unit has it; empty: not said
    risk_words: str = ""


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def label_of(name: str, code: str, on: date) -> str:
    return str(table(name, on).by_code.get(code, {}).get("label", code))


def check_referral(facts: ReferralFacts, on: date) -> ReferralFacts:
    """The referral as it is kept; one that the unit could not work is refused with what is missing."""
    for field, missing in (("kind", "how they are vulnerable"), ("urgency", "how urgent it is")):
        if getattr(facts, field) not in table({"kind": "kinds", "urgency": "urgencies"}[field], on).by_code:
            raise RuleBroken(f"Say {missing}; choose from the list.", field)
    basis = table("bases", on).by_code.get(facts.basis)
    if basis is None:
        raise RuleBroken("Say whether they agreed, or on which basis it is made without that.", "basis")
    words = said(facts.basis_words, "basis_words")
    if basis["needs_words"] and len(words) < SHORTEST_REASON:
        raise RuleBroken("They did not agree: say in a sentence why it is made all the same.", "basis_words")
    subject = said(facts.subject, "subject")
    if not subject:
        raise RuleBroken("Say who it is and how they can be found, even if the name is not known.", "subject")
    seen = said(facts.seen, "seen")
    if len(seen) < SHORTEST_SEEN:
        raise RuleBroken("Say what was seen and heard, so that the unit need not ask again.", "seen")
    kept = {"subject": subject, "seen": seen, "basis_words": words, "risk_words": _check_risk(facts, on)}
    return ReferralFacts(**{**asdict(facts), **kept})


def _check_risk(facts: ReferralFacts, on: date) -> str:
    """What was done with the risk, by RARA; a risk that is left standing is answered for in words."""
    words = said(facts.risk_words, "risk_words")
    row = table("rara", on).by_code.get(facts.risk)
    if facts.risk and row is None:
        raise RuleBroken("Say what was done with the risk; choose from the list.", "risk")
    if row and row["needs_words"] and len(words) < SHORTEST_REASON:
        raise RuleBroken("The risk is not gone: say in a sentence what is left of it, and why.", "risk_words")
    if words and row is None:
        raise RuleBroken("Say what was done with the risk as well; choose from the list.", "risk")
    return words


def answer_by(urgency: str, at: datetime, on: date) -> datetime:
    return at + timedelta(minutes=int(table("urgencies", on).by_code[urgency]["minutes"]))


def check_step(state: str, to: str, *, by_referrer: bool) -> None:
    """Received, then accepted or returned, by the unit and not by who referred; a returned one may be sent again."""
    if to == SENT:
        if state != RETURNED:
            raise RuleBroken("Only a referral that was returned is sent again.")
        return
    if state not in WITH_THE_UNIT or (to == RECEIVED and state != SENT):
        raise RuleBroken(f"This referral is {STATES[state].split(',')[0]} already; look at what is new.")
    if by_referrer:
        raise RuleBroken("You made this referral; somebody else of the unit takes it on.")


def check_reason(words: str) -> str:
    kept = said(words, "words")
    if len(kept) < SHORTEST_REASON:
        raise RuleBroken("Say in a sentence what is missing or who deals with it, for who referred.", "words")
    return kept


def is_overdue(state: str, due_at: datetime, at: datetime) -> bool:
    return state in WITH_THE_UNIT and at > due_at


def document(agency: str, facts: dict[str, str], on: date) -> dict[str, Any]:
    """What the agency is told, by its own names and nothing more."""
    row = table("mapping", on).by_code.get(agency)
    if row is None:
        raise RuleBroken("That agency is not on the list; choose one from it.", "agency")
    whole: dict[str, Any] = {}
    for place, ours in row["fields"]:
        *way, last = str(place).split(".")
        part = whole
        for step in way:
            part = part.setdefault(step, {})
        part[last] = facts[ours]
    return whole


def said(words: str, field: str) -> str:
    kept = words.strip()
    if len(kept) > LONGEST[field]:
        raise RuleBroken(f"Keep this to {LONGEST[field]} characters; it has {len(kept)}.", field)
    if any(ord(letter) < ord(" ") and letter not in "\n\r\t" for letter in kept):
        raise RuleBroken("There is a control character in this; take it out.", field)
    return kept
