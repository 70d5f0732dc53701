"""What arrives, how urgent it looks, which states a contact passes through, and who may move it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"
WRITTEN_UP_WITHIN = timedelta(minutes=30)  # [design] after that a call that is over has its place by its risk again
OFFERED, WAITING, TAKEN, RESOLVED, ABANDONED = "offered", "waiting", "taken", "resolved", "abandoned"
OPEN_STATES = (OFFERED, WAITING, TAKEN, ABANDONED)
LATER = ("pressed", "transferred", "told", "abandoned", "ended", "wrapped")
MOMENTS = ("connecting", "offered", "answered", "held", *LATER)
NEEDED, WILL_CALL, WILL_NOT_CALL = "needed", "decided_to_call", "decided_not_to_call"
ASKED_BACK = "asked_back"  # the caller asked the switch to be rung back, and hung up
EMERGENCY = "999"  # how the codes of emergency lines begin
EMERGENCY_WITHIN_S = 10  # 90 % of emergency calls are answered within ten seconds (control_room.md a.6)
READ_FOR_RISK = 20_000
LONGEST_GIST = 140
WRITTEN = (
    "boxes",
    "text_lines",
    "social_lines",
    "web_forms",
    "internal_forms",
    "partner_lines",
)  # what writing comes to
# What nobody says: control characters, halves of characters, and marks that turn the reading direction round.
NOT_SAID = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
LONGEST_NOTE = 2000
NOTED_BEFORE = timedelta(hours=24)
REPEAT_IN_A_DAY, REPEAT_IN_A_MONTH = 2, 3
# Whose contacts a way out serves: who rang is texted, and what we write first is carried as an answer is.
SENT_BY = {"text": ("text", "phone", "text_out"), "email": ("email", "mail_out")}
LONGEST_TEXT = 1000  # seven segments; longer ones are not read, and the network may cut them


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Which server handed us a mail, and in whose name: what SPF is asked about."""

    client: str
    helo: str = ""
    mail_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message as a gateway read it: whatever could be read, with remarks on what could not."""

    box: str
    sha256: str
    received_at: datetime
    raw_id: UUID | None = None
    channel: str = "email"
    sender_name: str = ""
    sender_address: str = ""
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    html_words: str = ""  # weighed beside the text, since a sender's program may put into it what the text leaves out
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachment_ids: tuple[UUID, ...] = ()
    remarks: tuple[str, ...] = ()
    is_auto: bool = False
    is_exercise: bool = False
    bounce_of: str = ""  # the Message-ID of ours that this reports as undeliverable
    handed_over: HandedOver | None = None  # by SMTP alone


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes in which something was told, as they came; in no log, for a caller's number stands in them."""

    content: bytes = field(repr=False)
    name: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFact:
    """One moment of a call as the switch told it."""

    switch_call_id: str
    kind: str
    at: datetime
    number: str = ""
    line_type: str = "PUBLIC_FREEPHONE"
    name: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    heard_late: bool = False
    original: Original | None = None


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def risk_of_message(box: str, subject: str, text: str, on: date) -> tuple[int, str]:
    """Where a message stands in the queue and why: its box, lifted by the gravest danger word."""
    row = next((table(name, on).by_code[box] for name in WRITTEN if box in table(name, on).by_code), {})
    read = f"{subject}\n{text[:READ_FOR_RISK]}"
    found = [(risk, match.group(0)) for risk, pattern in danger_words(on) if (match := pattern.search(read))]
    if box in table("text_lines", on).by_code and (word := whole_word(text, on)):
        found.append((int(word["risk"]), text.strip()))
    gravest, base = max(found, default=(0, "")), int(row.get("risk", 10))
    return (gravest[0], f"says “{gravest[1].lower()}”") if gravest[0] > base else (base, "")


def came_on(box_or_line: str, on: date) -> str:
    """The words of a box or a line, as people say them."""
    for name in ("line_types", *WRITTEN):
        if row := table(name, on).by_code.get(box_or_line):
            return str(row["label"])
    return box_or_line


def risk_of_call(line_type: str, on: date) -> int:
    return int(table("line_types", on).by_code.get(line_type, {}).get("risk", 50))


def danger_words(on: date) -> list[tuple[int, re.Pattern[str]]]:
    return [(int(row["risk"]), _pattern(row["pattern"])) for row in table("danger_words", on).rows]


def whole_word(text: str, on: date) -> dict[str, Any] | None:
    """The row of a text that is nothing but one of the words that mean more."""
    said = " ".join(re.sub(r"[^\w\s]", " ", text[:200]).split())
    rows = table("text_words", on).rows
    return next((row for row in rows if re.fullmatch(row["pattern"], said, re.IGNORECASE)), None)


def text_line(box: str, on: date) -> dict[str, Any]:
    """The line that was texted; a number that no edition knows keeps the times of the first."""
    known = table("text_lines", on)
    return known.by_code.get(box) or known.rows[0]


def may_join(state: str, last_at: datetime, at: datetime, line: dict[str, Any]) -> bool:
    """Whether a text belongs to a conversation: it is still open, and was not silent for longer than the window."""
    return state in OPEN_STATES and at - last_at <= timedelta(hours=line["window_hours"])


def awaiting_until(sent_at: datetime, line: dict[str, Any]) -> datetime:
    return sent_at + timedelta(minutes=line["awaiting_minutes"])


def is_text_number(number: str) -> bool:
    """Whether a text can go there: names and withheld numbers can be read and not answered."""
    return re.fullmatch(r"\+?\d{5,15}", number) is not None


def gist_of(subject: str, text: str) -> str:
    """One line that says what it is about."""
    whole = ": ".join(part for part in (subject.strip(), plain(text[: LONGEST_GIST * 4])) if part)
    return whole if len(whole) <= LONGEST_GIST else f"{whole[: LONGEST_GIST - 1]}…"


def plain(text: str) -> str:
    """One line of what a machine told us, without what nobody says."""
    return " ".join(NOT_SAID.sub("", text).split())


def normal_number(number: str) -> str:
    """A British or international number in one spelling; anything else as it came, but for what nobody says."""
    digits = re.sub(r"[\s().-]", "", NOT_SAID.sub("", number))[:60]
    if re.fullmatch(r"0[1-9]\d{8,9}", digits):
        return f"+44{digits[1:]}"
    if re.fullmatch(r"44\d{9,10}", digits):
        return f"+{digits}"
    return f"+{digits[2:]}" if re.fullmatch(r"00\d{7,15}", digits) else digits


def state_of_call(kinds: Iterable[str], state: str) -> str:
    """The state after these moments, in whatever order they were heard; what a person did is never undone."""
    if state == WAITING:
        return WAITING  # somebody gave it back to the queue, where it stays until it is taken
    heard = set(kinds)
    if state in (TAKEN, RESOLVED) or "answered" in heard or "held" in heard or "transferred" in heard:
        return RESOLVED if state == RESOLVED else TAKEN
    if "abandoned" in heard or "ended" in heard:
        return ABANDONED
    return OFFERED


def check_call(call: CallFact) -> None:
    if call.kind not in MOMENTS:
        raise RuleBroken(f"A call has no moment {call.kind!r}; use one of {', '.join(MOMENTS)}.", "kind")
    if not call.switch_call_id.strip() or len(call.switch_call_id) > 200:  # noqa: PLR2004 - the column's width
        raise RuleBroken("Name the switch's own number of the call, in 200 characters or fewer.", "switch_call_id")
    if call.at.tzinfo is None:
        raise RuleBroken("Say in which time zone the moment was.", "at")


def check_take(state: str, handler_id: UUID | None, actor_id: UUID | None, handler_name: str) -> None:
    if state == RESOLVED:
        raise RuleBroken("This contact is resolved; a new message or call opens another.")
    if state == TAKEN and handler_id and handler_id != actor_id:
        raise RuleBroken(f"{handler_name or 'Somebody'} has taken this contact already.")


def check_hands(state: str, handler_id: UUID | None, actor_id: UUID | None, *, may_supervise: bool) -> None:
    """What may only be done with a contact in one's hands; a call answered by nobody we know is in everybody's."""
    if state != TAKEN:
        raise RuleBroken("Take the contact first.")
    if handler_id and handler_id != actor_id and not may_supervise:
        raise RuleBroken("Somebody else has this contact; ask them or a supervisor.")


def check_note(text: str) -> str:
    """The note as it is kept: what it says, without what cannot be shown."""
    said = NOT_SAID.sub("", text).strip()
    if not said:
        raise RuleBroken("Write down what is said.", "text")
    if len(said) > LONGEST_NOTE:
        raise RuleBroken(f"Keep a note to {LONGEST_NOTE} characters; this has {len(said)}.", "text")
    return said


def check_noted_at(at: datetime, opened_at: datetime) -> datetime:
    """A note tells of something at most a day older than its contact, as a line of the log does."""
    if at < opened_at - NOTED_BEFORE:
        raise RuleBroken(
            "That is more than 24 hours before the contact began; write so old a time in words.", "noted_at"
        )
    return at


def repeat_marks(day: int, month: int) -> tuple[str, ...]:
    """What makes a repeat caller, this contact among them: two in 24 hours, three in 30 days (control_room.md a.7)."""
    found = []
    if day >= REPEAT_IN_A_DAY:
        found.append(f"{day} in 24 hours with this one")
    if month >= REPEAT_IN_A_MONTH:
        found.append(f"{month} in 30 days with this one")
    return tuple(found)


def check_resolution(disposition: str, reason: str, call_back: str, on: date) -> dict[str, Any]:
    row = table("dispositions", on).by_code.get(disposition)
    if row is None:
        raise RuleBroken("That is not a disposition in force; choose one from the list.", "disposition")
    if row["needs_reason"] and not reason.strip():
        raise RuleBroken(f"Say why: “{row['label']}” needs a reason.", "reason")
    if call_back == NEEDED:
        raise RuleBroken("The caller hung up before we answered; decide on calling back first.", "call_back")
    return row


def check_dead_letter(worked_by: str, how: str) -> None:
    if worked_by:
        raise RuleBroken(f"{worked_by} has dealt with this already.")
    if not how.strip():
        raise RuleBroken("Say what was done about it.", "how")


def check_call_back(channel: str, call_back: str, decision: str, reason: str) -> str:
    if channel != "phone" or not call_back:
        raise RuleBroken("Only an abandoned call asks for a decision on calling back.")
    if decision not in ("call", "no_call"):
        raise RuleBroken("Decide to call back or not to.", "decision")
    if decision == "no_call" and not reason.strip():
        raise RuleBroken("Say why the caller is not called back.", "reason")
    return WILL_CALL if decision == "call" else WILL_NOT_CALL


def next_try(attempts: int) -> timedelta:
    """The wait before the next attempt: a minute, doubling, and never over four hours."""
    return timedelta(minutes=min(2 ** max(attempts - 1, 0), 240))


LAST_ATTEMPT = 20  # about two days of trying, which is what senders expect of a mail system
LONGEST_TRYING = timedelta(hours=6)  # where the next try comes within seconds; old advice by text may do harm


def is_time_to_give_up(attempts: int, tried_for: timedelta, again_in: timedelta | None) -> bool:
    return tried_for >= LONGEST_TRYING if again_in else attempts >= LAST_ATTEMPT


def may_follow(was: str, outcome: str) -> bool:
    """What was heard of a delivery is never unsaid: only a mail that was sent can still come back."""
    if was in ("failed", "delivered"):
        return False
    return was != "sent" or outcome in ("delivered", "failed")


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
