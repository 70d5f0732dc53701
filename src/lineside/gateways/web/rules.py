"""What a report says, where it stands in the queue and for its reporter, and which files it may hold."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.kernel.clock import UK
from lineside.kernel.rule_tables import Edition, in_force

DATA = Path(__file__).parent / "data"
STEPS = ("what", "where", "when", "people", "you")
LINK_LASTS = timedelta(days=90)
MOST_FILES, MOST_AT_ONCE, LARGEST_FILE = 20, 5, 10 * 1024 * 1024
LARGEST_REQUEST = MOST_AT_ONCE * LARGEST_FILE + 1024 * 1024
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
Facts = Mapping[str, Mapping[str, str]]  # step -> field -> what was answered
ROLES = {
    "victim": "It happened to them",
    "witness": "They saw it",
    "staff": "They work on the railway",
    "other": "Other",
}
LANGUAGES = {"cy": "Welsh: they filled in the form in Welsh"}
HURT = {"no": "No", "yes": "Yes", "unknown": "Not known"}
HOW = {"phone": "By telephone", "text": "By text", "email": "By e-mail", "none": "Do not contact"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A file that came with an addition."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Line:
    """One structured fact as a desk reads it."""

    name: str
    said: str


def said_only(text: str) -> str:
    """Without what nobody types: control characters, halves of characters, and turns of the reading direction."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign
        for sign in plain
        if sign in "\n\t" or (unicodedata.category(sign) not in ("Cc", "Cs") and sign not in TURNS)
    )


def address_seen(remote: str, forwarded: str, proxies: int) -> str:
    """The address that the outermost of our own proxies saw; what stands before it, anybody may have written."""
    told = [each.strip() for each in forwarded.split(",") if each.strip()]
    return told[-proxies] if proxies and len(told) >= proxies else remote


def kinds(on: date) -> Edition:
    return in_force(DATA / "report_kinds", on)


def fact(facts: Facts, step: str, name: str) -> str:
    return str(facts.get(step, {}).get(name, ""))


def box_of(facts: Facts) -> str:
    """How pressing the reporter's own answers make it."""
    if fact(facts, "when", "when") == "now":
        return "web_now"
    return "web_hurt" if fact(facts, "people", "hurt") == "yes" else "web"


def time_said(facts: Facts) -> str:
    """When it happened, in words."""
    when = facts.get("when", {})
    begins = f"{when.get('from_day', '')} {when.get('from_time', '')}".strip()
    ends = f"{when.get('to_day', '')} {when.get('to_time', '')}".strip()
    if when.get("when") == "between":
        return f"between {begins} and {ends}"
    return {"now": "It is happening now", "at": begins}.get(when.get("when", ""), "Not known")


def moment(day: str, clock: str) -> datetime | None:
    """The UK time of a day and, where it is known, a time of day."""
    try:
        return datetime.fromisoformat(f"{day}T{clock or '00:00'}").replace(tzinfo=UK)
    except ValueError:
        return None


def lines(facts: Facts, on: date) -> list[Line]:
    """Every answer that was given, in the order of the form."""
    kind = kinds(on).by_code.get(fact(facts, "what", "kind"), {})
    told = [
        ("Kind", str(kind.get("label", ""))),
        ("Language", LANGUAGES.get(fact(facts, "form", "language"), "")),
        ("When", time_said(facts)),
        ("Place, as typed", fact(facts, "where", "place")),
        ("Place, as read", fact(facts, "where", "reading")),
        ("Train", fact(facts, "where", "train")),
        ("Reported by", ROLES.get(fact(facts, "people", "role"), "")),
        ("Anyone hurt", HURT.get(fact(facts, "people", "hurt"), "")),
        ("People involved", fact(facts, "people", "people")),
        ("Property", fact(facts, "people", "property")),
        ("Name", fact(facts, "you", "name")),
        ("Telephone", fact(facts, "you", "phone")),
        ("E-mail", fact(facts, "you", "email")),
        ("How to contact", HOW.get(fact(facts, "you", "how"), "")),
        ("Contacting safely", fact(facts, "you", "safe")),
        ("Agrees to support services", "Yes" if fact(facts, "you", "support") else "No"),
    ]
    return [Line(name, said) for name, said in told if said]


def words(facts: Facts, on: date) -> str:
    """The report as a message: what happened first, then each fact on a line."""
    rest = "\n".join(f"{line.name}: {line.said}" for line in lines(facts, on))
    return f"{fact(facts, 'what', 'text')}\n\n{rest}"


def sender(facts: Facts) -> str:
    """Where an earlier contact of the same person would be found."""
    return fact(facts, "you", "email") or fact(facts, "you", "phone")


def notice_to(facts: Facts) -> str:
    """Where we may say by ourselves that an answer waits: the way they chose, if that can be written to, else nowhere.

    Whoever chose to be rung or not to be contacted, or said of any way that it is not safe, is told by a person.
    """
    if fact(facts, "you", "safe").strip():
        return ""
    written = {"email": "email", "text": "phone"}.get(fact(facts, "you", "how"))
    return fact(facts, "you", written) if written else ""


def notice_of(facts: Facts, on: date) -> tuple[str, str]:
    """Its subject and words in the reporter's language; a language that no reader has checked has the English below."""
    known = in_force(DATA / "answer_notices", on).by_code
    english, row = known["en"], known.get(fact(facts, "form", "language"), known["en"])
    below = "" if row is english or row["standing"] == "checked" else f"\n\n{english['text']}"
    return str(row["subject"]), f"{row['text']}{below}"


def standing(state: str, incidents_closed: list[bool]) -> str:
    """How the report stands, as a code that the page has words for; nothing of the inside is told."""
    if incidents_closed:
        return "finished" if all(incidents_closed) else "incident"
    return {"taken": "read", "resolved": "closed"}.get(state, "waiting")


def file_refusal(name: str, size: int, head: bytes, on: date) -> str:
    """`size` or `kind` where a file cannot be taken, else empty. Its ending and its first bytes must say the same."""
    if size > LARGEST_FILE:
        return "size"
    ending = name.rpartition(".")[2].lower()
    kind = next((row for row in in_force(DATA / "file_kinds", on).rows if ending in row["endings"]), None)
    if kind is None:
        return "kind"
    begins = tuple(bytes.fromhex(start) for start in kind["begins"])
    return "" if head[int(kind["at"]) :].startswith(begins) else "kind"


def prefill(facts: Facts, on: date) -> dict[str, Any]:
    """What the opening form begins with; a person at the desk checks each of it."""
    kind = kinds(on).by_code.get(fact(facts, "what", "kind"), {})
    place = fact(facts, "where", "reading") or fact(facts, "where", "place")
    train = fact(facts, "where", "train").strip().upper()
    began = {"now": "yes", "at": "no", "between": "no"}.get(fact(facts, "when", "when"), "")
    text = fact(facts, "what", "text")
    return {
        "place_text": place,
        "place_status": "approximate" if place else "",
        "opening_code": str(kind.get("opening_code", "")),
        "happening_now": began,
        "headcode": train if len(train) <= 4 else "",  # noqa: PLR2004 - 1A23
        "informant_name": fact(facts, "you", "name"),
        "informant_number": (fact(facts, "you", "phone") or fact(facts, "you", "email"))[:60],
        "summary": f"{kind.get('label', '')}: {text}"[:2000],
    }
