"""The neutral call event: what any switch can say about a call, and how it is read from JSON. No protocol here."""

import base64
import json
import re
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from lineside.kernel.clock import FIRST_YEAR

KINDS = ("connecting", "offered", "answered", "held", "pressed", "transferred", "told", "abandoned", "ended", "wrapped")
LONGEST_TEXT = 200
MOST_FACTS = 30
AHEAD = 300  # seconds: two clocks may differ by so much, and not by more
MOST_BYTES = 262_144  # of what told one event: a switch is not ours, and our disk is not its to fill
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class CallEvent:
    """One moment of one call. `event_id` stays the same however often the moment is told."""

    event_id: str
    call_id: str
    kind: str
    at: datetime
    number: str = ""
    line_type: str = ""
    name: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    heard_late: bool = False
    raw: bytes = field(default=b"", repr=False)  # what told it, as it came
    raw_name: str = ""


def plain(value: object, longest: int = LONGEST_TEXT) -> str:
    """Text that can be stored and shown on one line."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(value))[:longest].strip()


def plain_facts(facts: dict[str, Any]) -> dict[str, str]:
    return {
        plain(key, 40): plain(value, 1000) for key, value in list(facts.items())[:MOST_FACTS] if value not in ("", None)
    }


def told_by(event: CallEvent, raw: bytes, name: str) -> CallEvent:
    """The event with what told it; of what is longer than we keep, the beginning, which its name says."""
    return replace(event, raw=raw[:MOST_BYTES], raw_name=name if len(raw) <= MOST_BYTES else f"beginning of {name}")


def as_json(event: CallEvent) -> bytes:
    """The event as it is kept when it cannot be taken: whoever looks can read it, and it can be told again."""
    facts = asdict(event) | {"at": event.at.isoformat(), "raw": base64.b64encode(event.raw).decode()}
    return json.dumps(facts, indent=1, ensure_ascii=False).encode()


def from_json(raw: bytes) -> CallEvent:
    facts = json.loads(raw)
    read = {"at": datetime.fromisoformat(facts["at"]), "raw": base64.b64decode(facts.get("raw", ""))}
    return CallEvent(**facts | read)


def in_our_time(event: CallEvent, now: datetime) -> CallEvent:
    """A switch whose clock runs ahead must not make a caller invisible: we say when we heard it, and what it said."""
    if event.at.tzinfo is None or (event.at - now).total_seconds() <= AHEAD:
        return event
    return replace(event, at=now, facts={**event.facts, "clock of the switch": event.at.isoformat()})


def fault_in(event: CallEvent, now: datetime) -> tuple[str, str] | None:
    """The field that is wrong and the sentence that says so; none when the event can be taken."""
    if not event.event_id or not event.call_id:
        return "event_id", "A call event needs an event_id and a call_id."
    if event.kind not in KINDS:
        return "kind", f"The kind of a call event is one of {', '.join(KINDS)}."
    if event.at.tzinfo is None:
        return "at", "Give the time of a call event with its offset, as 2026-04-01T09:30:00Z."
    if event.at.year < FIRST_YEAR:
        return "at", f"The call event is from before {FIRST_YEAR}; check the clock of the switch."
    if (event.at - now).total_seconds() > AHEAD:
        return "at", "The call event is over five minutes in the future; check the clock of the switch."
    return None
