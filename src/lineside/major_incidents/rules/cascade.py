"""The call-out cascade: whom to ring for each role, one after the other, and how long each has to answer (d.1)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lineside.kernel.errors import RuleBroken
from lineside.major_incidents.rules.words import said, table

WAITING, NEXT, RUNG = "waiting", "next", "rung"
COMING, DECLINED, NO_ANSWER, TIMED_OUT, NOT_NEEDED = "coming", "declined", "no_answer", "timed_out", "not_needed"
ANSWERS = {COMING: "is coming", DECLINED: "cannot come", NO_ANSWER: "no answer"}
ENDED_WITHOUT = (DECLINED, NO_ANSWER, TIMED_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFacts:
    """One turn as the edition in force lists it."""

    role: str
    role_label: str
    turn: int
    post: str
    telephone: str
    minutes: int


def turns_of(on: date) -> tuple[str, list[TurnFacts]]:
    """The edition in force, and its turns in their order."""
    edition = table("cascade", on)
    return edition.edition, [
        TurnFacts(**{name: row[name] for name in TurnFacts.__slots__ if name in row}) for row in edition.rows
    ]


def due_after(minutes: int, at: datetime) -> datetime:
    return at + timedelta(minutes=minutes)


def check_answer(state: str, answer: str, who: str, words: str) -> tuple[str, str]:
    """An answer is given once, to a call that was made; who is coming is known by name."""
    if state not in (NEXT, RUNG):
        raise RuleBroken("This turn has its answer already, or has not come yet.")
    if answer not in ANSWERS:
        raise RuleBroken("Choose the answer from the list.", "answer")
    if answer == COMING:
        return said(who, "who", missing="Write who is coming.", longest=120, shortest=2), said(words, "words")
    return said(who, "who", longest=120), said(words, "words")


def answer_in_words(role_label: str, post: str, answer: str, who: str, words: str) -> str:
    """One turn as a line of the log tells it."""
    by = f" ({who})" if who else ""
    more = f": {words}" if words else ""
    return f"Call-out, {role_label}: {post}{by} {ANSWERS[answer]}{more}"
