"""Safe contact: by which ways, and in which hours, somebody may be reached without putting them at risk."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from lineside.kernel.clock import UK
from lineside.kernel.errors import RuleBroken

SAFE_CONTACT = "safe_contact"
WAYS = {
    "call": "call",
    "text": "text",
    "mail": "write by e-mail to",
    "social": "write on social media to",
    "post": "write by post to whoever is known by",
    "page": "leave words on the report page of",
}
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeRule:
    """One rule: the ways it is about (none named: every way), and the hours of the day in which they are safe."""

    ways: tuple[str, ...] = ()
    safe_from: time | None = None
    safe_until: time | None = None

    @property
    def hours(self) -> str:
        return f"{self.safe_from:%H:%M} to {self.safe_until:%H:%M}" if self.safe_from and self.safe_until else ""

    def allows(self, way: str, at: datetime) -> bool:
        """Whether this way is safe now; hours may run over midnight, and are the hours of the clock on the wall."""
        if self.ways and way not in self.ways:
            return True
        if self.safe_from is None or self.safe_until is None:
            return False
        clock = at.astimezone(UK).time()
        if self.safe_from <= self.safe_until:
            return self.safe_from <= clock < self.safe_until
        return clock >= self.safe_from or clock < self.safe_until


def unsafe_because(rules: Iterable[SafeRule], way: str, to: str, at: datetime) -> str:
    """Why this way is not safe now, as the beginning of a sentence; empty when nothing stands against it."""
    for rule in rules:
        if not rule.allows(way, at):
            outside = f" outside {rule.hours}" if rule.hours else ""
            return f"It is not safe to {WAYS[way]} {to}{outside}"
    return ""


def check_way(way: str) -> None:
    if way not in WAYS:
        raise RuleBroken(f"A way to somebody is one of {', '.join(WAYS)}.", "way")


def check_safe_rule(kind: str, ways: tuple[str, ...], safe_from: time | None, safe_until: time | None) -> None:
    """Ways and hours belong to a rule of safe contact alone; hours come as a pair."""
    if kind != SAFE_CONTACT and (ways or safe_from or safe_until):
        raise RuleBroken("Only a rule of safe contact names ways and hours.", "ways")
    if strange := [way for way in ways if way not in WAYS]:
        raise RuleBroken(f"{strange[0][:40]!r} is not a way; choose among {', '.join(WAYS)}.", "ways")
    if (safe_from is None) != (safe_until is None):
        raise RuleBroken("Give both hours, from and until, or neither.", "safe_until" if safe_from else "safe_from")
    if safe_from is not None and safe_from == safe_until:
        raise RuleBroken("Those hours are empty; give another end, or no hours where it is never safe.", "safe_until")


def check_overruling(because: str, reason: str) -> str:
    """The reason as it is kept; without one nothing goes out."""
    said = " ".join(reason.split())
    if not said:
        raise RuleBroken(f"{because}; use another way, or say why it must go out now.", "unsafe_reason")
    if len(said) > LONGEST_REASON:
        raise RuleBroken(f"Keep the reason to {LONGEST_REASON} characters; it has {len(said)}.", "unsafe_reason")
    return said
