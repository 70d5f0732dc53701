"""How a victim wants to be told: the way, to where, how often, by whom; and the next update that follows from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken
from lineside.victims.rules.tables import chosen
from lineside.victims.rules.words import reason, said, told

# As pole names the ways out of which it knows whether they are safe; in person there is none to ask.
WAYS = {"call": "Telephone", "text": "Text", "mail": "E-mail", "post": "Letter", "person": "In person"}
ASKED_OF_POLE = ("call", "text", "mail", "post")
MOST_DAYS = 90
CHOICES = {"no": "they do not want it", "yes": "they want it again"}
BEGUN, ACKNOWLEDGED, ANSWERED = "open", "acknowledged", "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was agreed about telling them."""

    way: str
    address: str
    every_days: int | None
    by_whom: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """Which service, whether they agreed, and what was said."""

    service: str
    consent: str
    words: str = ""


CONSENT = {"agreed": "they agreed", "declined": "they said no", "self": "they go there themselves"}


def check_plan(plan: Plan) -> Plan:
    if plan.way not in WAYS:
        raise RuleBroken("Say how they want to be told; choose from the list.", "way")
    if plan.every_days is None or not 1 <= plan.every_days <= MOST_DAYS:
        raise RuleBroken(f"Say every how many days they hear from us, from 1 to {MOST_DAYS}.", "every_days")
    return Plan(
        way=plan.way,
        address=said(plan.address, "address", "Give the number or address where they want to be reached.", 254),
        every_days=plan.every_days,
        by_whom=said(plan.by_whom, "by_whom", "Say who tells them, by name.", 200),
        words=said(plan.words, "words"),
    )


def next_update(at: datetime, every_days: int) -> datetime:
    """An agreed update is owed by the calendar, as it was agreed, by the end of its day."""
    day = at.astimezone(UK) + timedelta(days=every_days)
    return day.replace(hour=23, minute=59, second=0, microsecond=0)


def check_referral(referral: Referral, regime: str, on: date) -> Referral:
    if referral.consent not in CONSENT:
        raise RuleBroken("Say what they answered to the referral.", "consent")
    row = chosen("services", referral.service, on, "service", "Say which service; choose from the list.")
    if row["regime"] != regime:
        raise RuleBroken(f"{row['label']} does not serve this nation; choose another.", "service")
    return Referral(service=referral.service, consent=referral.consent, words=said(referral.words, "words"))


def check_choice(answer: str, right: int | None, known: set[int], words: str) -> str:
    if answer not in CHOICES:
        raise RuleBroken("Say whether they want it.", "answer")
    if right not in known:
        raise RuleBroken("Say which right; choose from the list.", "right")
    return reason(words, "words", "Say in a sentence what they said, and how.")


def check_statement(answer: str, reader: str, words: str, on: date) -> str:
    chosen("answers", answer, on, "answer", "Say what they answered when a statement was offered.")
    if reader:
        chosen("readers", reader, on, "reader", "Say who reads it; choose from the list.")
    if answer == "taken" and not reader:
        raise RuleBroken("Say who reads it in court; they may choose.", "reader")
    return said(words, "words")


def check_complaint(words: str) -> str:
    return told(words, "words", "Write down what they complain of, in their words.")


def check_answer(state: str, words: str, *, is_final: bool) -> tuple[str, str]:
    """The state that follows, and the answer as kept: an acknowledgement keeps the limit, the answer ends it."""
    if state == ANSWERED:
        raise RuleBroken("This complaint is answered already.", "words")
    if state == ACKNOWLEDGED and not is_final:
        raise RuleBroken("This complaint is acknowledged already; answer it.", "words")
    kept = told(words, "words", "Write down what they were answered, and how.")
    return (ANSWERED if is_final else ACKNOWLEDGED), kept
