"""Alerts: what one must say, by when somebody looks, who may confirm an identity, what may end it. No database."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from lineside.alerts.rules.feeds import TEST, TEST_LABEL
from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parents[1] / "data"

NEW, ASSESSING, ACTIONED, TRANSFERRED, NO_ACTION, EXPIRED = (
    "new", "assessing", "actioned", "transferred", "no_action", "expired",
)  # fmt: skip
OPEN_STATES = (NEW, ASSESSING)
STATES = {
    NEW: "nobody has it yet",
    ASSESSING: "being assessed",
    ACTIONED: "acted on",
    TRANSFERRED: "passed on",
    NO_ACTION: "no action",
    EXPIRED: "expired",
}
PERSON, VEHICLE, OBJECT, PLACE = "person", "vehicle", "object", "place"
NAMED_BY = {
    PERSON: ("name", "description"),
    VEHICLE: ("vrm", "description"),
    OBJECT: ("description",),
    PLACE: ("place", "description"),
}
CAMERA = "camera"
SURE = 100
ASKED, CONFIRMED, NOT_SAME, DIFFER = "asked", "confirmed", "not_same", "differ"
CHECKS = {
    ASKED: "waits for a second person",
    CONFIRMED: "two persons found the same: a match",
    NOT_SAME: "two persons found the same: no match",
    DIFFER: "the two persons differ; check again",
}
MATCH, NO_MATCH = "match", "no_match"
FINDINGS = {MATCH: "It is this person", NO_MATCH: "It is not this person"}
COMPARED = {"name": "Name", "born": "Date of birth", "photo": "Photograph", "document": "Identity document"}
URGENCIES = {"immediate": "immediate", "priority": "priority", "routine": "routine"}
LONGEST_WORDS = 2000
LATER = {
    "channel": "api",
    "confidence": None,
    "is_test": False,
    "is_exercise": False,
}  # what came to the object later, unsaid
FETCHED_WITHIN = timedelta(minutes=15)  # [design] after that a supervisor asks why a sender does not read our answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom or what to look for."""

    kind: str
    name: str = ""
    born: str = ""
    document: str = ""
    vrm: str = ""
    place: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """How the subject travels, where that is known."""

    train: str = ""
    leaves: str = ""
    arrives: str = ""
    eta: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """An alert as its sender tells it, under the sender's own number."""

    sender_ref: str
    kind: str
    summary: str
    subject: Subject
    urgency: str = "priority"
    requested_action: str = ""
    legal_basis: str = ""
    handling: str = ""
    channel: str = "api"
    confidence: int | None = None  # per cent; no clock and no order goes by it
    is_test: bool = False
    is_exercise: bool = False
    do_not: tuple[str, ...] = ()
    do_not_words: str = ""
    expires_at: datetime | None = None
    journey: Journey = Journey()


def table(name: str, on: date) -> Edition:
    return in_force(DATA / name, on)


def label_of(name: str, code: str, on: date) -> str:
    """How a code reads; nothing where it is none of the table in force."""
    row = table(name, on).by_code.get(code, {})
    return str(row.get("label", TEST_LABEL if code == TEST else ""))


def kind_row(code: str, on: date) -> dict[str, Any]:
    row = table("kinds", on).by_code.get(code)
    if row is None:
        raise RuleBroken("This kind of alert is none of the list in force; send one of its codes.", "kind")
    return row


def number_of(code: str, on: date) -> int:
    """One of the numbers by which cameras are grouped and counted."""
    return int(table("cameras", on).by_code[code]["value"])


def digest_of(facts: AlertFacts) -> str:
    """What proves that a second sending says the same; what a sender of before did not know to say is left out."""
    said = {name: value for name, value in asdict(facts).items() if LATER.get(name, facts) != value}
    whole = json.dumps(said, default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode(errors="replace")).hexdigest()


def check_alert(facts: AlertFacts, at: datetime, on: date) -> dict[str, Any]:
    """The row of its kind; one that cannot be worked is refused with what is missing."""
    row = kind_row(facts.kind, on)
    if facts.kind == CAMERA:
        raise RuleBroken("Camera activations come by mail to the boxes of the contact centre.", "kind")
    if not facts.sender_ref.strip():
        raise RuleBroken("Send the alert under a number of your own.", "sender_ref")
    if not facts.summary.strip():
        raise RuleBroken("Say what it is about.", "summary")
    _check_subject(facts.subject, row["subjects"])
    if facts.urgency not in URGENCIES:
        raise RuleBroken("An alert is immediate, priority or routine.", "urgency")
    _check_channel(facts, on)
    if facts.expires_at and facts.expires_at <= at:
        raise RuleBroken("This alert has expired; send one that still stands.", "expires_at")
    unknown = set(facts.do_not) - set(table("do_not", on).by_code)
    if unknown:
        raise RuleBroken(f"We know no flag {min(unknown)}; say it in do_not_words, which stands on top too.", "do_not")
    return row


def _check_channel(facts: AlertFacts, on: date) -> None:
    ways = table("channels", on).by_code
    if facts.channel not in ways:
        raise RuleBroken(f"Say how it came: {', '.join(ways)}.", "channel")
    if facts.confidence is not None and not 0 <= facts.confidence <= SURE:
        raise RuleBroken("Confidence is told in per cent, 0 to 100; leave it out where it is not known.", "confidence")


def _check_subject(subject: Subject, kinds: Sequence[str]) -> None:
    if subject.kind not in kinds:
        raise RuleBroken(f"An alert of this kind is about: {', '.join(kinds)}.", "subject")
    if not any(getattr(subject, name).strip() for name in NAMED_BY[subject.kind]):
        raise RuleBroken(f"Say of the {subject.kind} its {' or '.join(NAMED_BY[subject.kind])}.", "subject")


def flags_of(row: dict[str, Any], sent: Sequence[str]) -> list[str]:
    """Those of its kind stand whatever the sender says; the sender adds to them and takes none away."""
    return list(dict.fromkeys([*row["do_not"], *sent]))


def caution_of(row: dict[str, Any], on: date) -> str:
    """What stands beside the basis that the alert names."""
    ended = row["ended_on"]
    if ended and on > date.fromisoformat(ended):
        return f"The basis of this kind ended on {ended}: act only on another one that stands today."
    return str(row["caution"])


def look_by(received_at: datetime, assess_seconds: int, eta: datetime | None) -> datetime:
    """By when somebody has it: within the time of its kind, and sooner when the train is there sooner."""
    due = received_at + timedelta(seconds=assess_seconds)
    return min(due, max(received_at, eta)) if eta else due


def clock_of(state: str, look: datetime, eta: datetime | None, expires: datetime | None) -> tuple[datetime | None, str]:
    """What the desk counts down to, and its word; an alert that has ended counts down to nothing."""
    if state == NEW:
        return look, "look by"
    if state != ASSESSING:
        return None, ""
    coming = [(at, word) for at, word in ((eta, "arrives"), (expires, "expires")) if at]
    return min(coming) if coming else (None, "")


def check_take(state: str, taken_by: UUID | None, actor: UUID | None, name: str) -> None:
    if state not in OPEN_STATES:
        raise RuleBroken("This alert has ended.")
    if taken_by and taken_by != actor:
        raise RuleBroken(f"{name} has this alert; work it together, or ask them.")


def check_open(state: str) -> None:
    if state == NEW:
        raise RuleBroken("Take the alert first.")
    if state not in OPEN_STATES:
        raise RuleBroken("This alert has ended.")


def check_acknowledged(*, has_flags: bool, by_actor: bool) -> None:
    if has_flags and not by_actor:
        raise RuleBroken("Read what must not be done, and say that you have read it, first.")


def check_finding(subject: str, finding: str, compared: Collection[str]) -> None:
    """A match of a person needs the name, the date of birth, and a photograph or a document."""
    if subject != PERSON:
        raise RuleBroken("Only a person's identity is checked by two persons.")
    if finding not in FINDINGS:
        raise RuleBroken("Say whether it is this person or not.", "finding")
    if set(compared) - set(COMPARED) or not compared:
        raise RuleBroken("Say what you compared: name, date of birth, photograph, document.", "compared")
    if finding == MATCH and not ({"name", "born"} <= set(compared) and {"photo", "document"} & set(compared)):
        raise RuleBroken(
            "A match needs the name, the date of birth, and the photograph or a document compared.", "compared"
        )


def check_second(state: str, *, is_second: bool) -> None:
    """Nobody confirms an identity alone."""
    if state != ASKED:
        raise RuleBroken("This check has both its persons.")
    if not is_second:
        raise RuleBroken(
            "A second person looks: not who made the first check, not a machine's key, and both by accounts of staff "
            "records."
        )


def verdict(first: str, second: str) -> str:
    if first != second:
        return DIFFER
    return CONFIRMED if first == MATCH else NOT_SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is said of an alert's end."""

    outcome: str
    words: str = ""
    incident: str = ""
    despite: str = ""  # on what other power, where it goes against what must not be done


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What of the alert decides how it may end."""

    source: str
    flags: Collection[str]
    last_check: str
    expires_at: datetime | None


def check_ending(ending: Ending, standing: Standing, at: datetime, on: date) -> dict[str, Any]:
    """The row of the outcome; the truth can always be said, with the reason where it goes against a flag."""
    row = table("outcomes", on).by_code.get(ending.outcome)
    if row is None or (row["sources"] and standing.source not in row["sources"]):
        raise RuleBroken("Say what became of it; choose from the list.", "outcome")
    if row["only_after_expiry"] and not (standing.expires_at and standing.expires_at <= at):
        raise RuleBroken("This alert has not expired; say what became of it.", "outcome")
    if row["needs_identity"] and standing.last_check != CONFIRMED:
        raise RuleBroken("Two persons confirm the identity first, each by their own look.", "outcome")
    if row["needs_words"] and not ending.words.strip():
        raise RuleBroken("Say in a few words what was done.", "words")
    if row["needs_incident"] and not ending.incident.strip():
        raise RuleBroken("Give the incident's reference, or its number of today.", "incident")
    if set(row["forbidden_by"]) & set(standing.flags) and not ending.despite.strip():
        raise RuleBroken("The alert says not to do this: say on what other power it was done.", "despite")
    return row


def outcomes_for(source: str, on: date) -> list[tuple[str, str]]:
    return [
        (row["code"], row["label"])
        for row in table("outcomes", on).rows
        if not row["sources"] or source in row["sources"]
    ]
