"""CAP 1.2, bare or in an envelope of EDXL-DE, as it comes in: what it warns of, and whether it is real. Pure."""

from dataclasses import dataclass
from datetime import datetime

from lineside.exchanges.rules import Unreadable
from lineside.exchanges.rules.markup import Node, read_markup

SPACE = "urn:oasis:names:tc:emergency:cap:1.2"
ENVELOPE = "edxldistribution"
ACTUAL, EXERCISE, TEST, SYSTEM = "Actual", "Exercise", "Test", "System"
KINDS, NEED_REFERENCES = ("Alert", "Update", "Cancel", "Ack", "Error"), ("Update", "Cancel", "Ack")
URGENT = {"Immediate": "immediate", "Expected": "priority"}
LONGEST_REF, LONGEST_SUMMARY, LONGEST_AREA, MOST_AREAS = 100, 1900, 190, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """One warning as we read it."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    kind: str
    references: str
    headline: str
    words: str
    area: str
    urgency: str
    expires: datetime | None

    @property
    def is_exercise(self) -> bool:
        return self.status == EXERCISE

    @property
    def is_test(self) -> bool:
        return self.status in (TEST, SYSTEM)


def is_warning(raw: bytes) -> bool:
    """By its outermost element alone; what cannot be read at all is told by who reads it further."""
    root = read_markup(raw)
    return root.name == "alert" or root.name.lower() == ENVELOPE


def read(raw: bytes) -> Warned:
    """The alert; where envelope and alert differ on whether it is real, it is not taken as real."""
    root = read_markup(raw)
    if root.name == "alert":
        return _alert(root, "")
    found = list(_alerts(root))
    if len(found) != 1:
        raise Unreadable(f"Its envelope holds {len(found)} alerts; one is read at a time.")
    return _alert(found[0], _said_any(root, "distributionStatus"))


def _alerts(node: Node) -> list[Node]:
    if node.name == "alert":
        return [node]
    return [each for part in node.inside for each in _alerts(part)]


def _alert(node: Node, around: str) -> Warned:
    if node.space != SPACE:
        raise Unreadable("It is no CAP of version 1.2.")
    missing = [name for name in ("identifier", "sender", "sent", "status", "msgType", "scope") if not node.said(name)]
    if missing:
        raise Unreadable(f"It does not say its {', '.join(missing)}.")
    kind, references = node.said("msgType"), node.said("references")
    if kind not in KINDS:
        raise Unreadable(f"Its type {kind[:20]!r} is none of CAP.")
    if kind in NEED_REFERENCES and not references:
        raise Unreadable(f"It is an {kind} and does not say of what.")
    info = node.first("info") or Node("", "", {})
    words = " ".join(filter(None, (info.said("description"), info.said("instruction"))))
    areas = [area.said("areaDesc") for area in info.each("area")[:MOST_AREAS]]
    return Warned(
        identifier=node.said("identifier")[:LONGEST_REF],
        sender=node.said("sender")[:LONGEST_REF],
        sent=_moment(node.said("sent")),
        status=_status(node.said("status"), around),
        kind=kind,
        references=references,
        headline=info.said("headline") or info.said("event") or node.said("note"),
        words=words[:LONGEST_SUMMARY],
        area="; ".join(filter(None, areas))[:LONGEST_AREA],
        urgency=URGENT.get(info.said("urgency"), "routine"),
        expires=_moment(info.said("expires")) if info.said("expires") else None,
    )


def _status(own: str, around: str) -> str:
    """An exercise is one if either says so; a status that nobody knows is a person's."""
    said = {own, around} - {""}
    if unknown := said - {ACTUAL, EXERCISE, TEST, SYSTEM}:
        raise Unreadable(f"Its status {min(unknown)[:20]!r} does not say whether it is real.")
    return next(each for each in (EXERCISE, TEST, SYSTEM, ACTUAL) if each in said)


def _said_any(root: Node, name: str) -> str:
    found = next((each for each in root.inside if each.name.lower() == name.lower()), None)
    return found.text.strip() if found else ""


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("A time in it cannot be read.") from None
    if at.tzinfo is None:
        raise Unreadable("A time in it names no zone.")
    return at
