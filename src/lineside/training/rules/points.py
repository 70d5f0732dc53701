"""What counts as done, when, and how it stands beside what the scenario expects. No database here.

Each kind of point names one thing that can be read afterwards: that somebody took the contact, opened a log, gave a
grade, sent a unit. Times run from the moment in which the item came in, by the clock on the wall.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

STANDINGS = {
    "met": "as expected",
    "late": "late",
    "other": "otherwise than expected",
    "missed": "not done",
    "waits": "still to come",
    "cut": "not by the end, which came first",
}
Moment = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """What became of one item, as the rooms below tell it; a log is the one that the contact is about."""

    came_at: datetime | None = None
    taken: tuple[Moment, ...] = ()  # when, and by whom
    resolved: tuple[Moment, ...] = ()  # without a log: how
    opened: tuple[Moment, ...] = ()  # the log, by its reference
    code: str = ""
    crs: str = ""
    grades: tuple[Moment, ...] = ()
    assigned: tuple[Moment, ...] = ()
    warned: tuple[Moment, ...] = ()  # a unit was told with these warnings
    lines: tuple[tuple[datetime, str, str], ...] = ()  # when, of which kind, and the words


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How one point stands: when it was done, after how long, and what was done in words."""

    standing: str
    at: datetime | None = None
    after_s: float | None = None
    did: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    at: datetime
    did: str
    fits: bool = True


def judge(
    kind: str, within_s: int, wants: tuple[str, ...], did: Did, *, until: datetime, logs: tuple[str, ...] = ()
) -> Judged:
    """`until` is now, or when the exercise ended; `logs` are those of the items that a point of one log names."""
    if did.came_at is None:
        return Judged(standing="waits")
    found = _KINDS[kind](did, wants, logs)
    if found is None:
        over = (until - did.came_at).total_seconds() > within_s
        return Judged(standing="missed" if over else "waits")
    after_s = (found.at - did.came_at).total_seconds()
    standing = ("met" if after_s <= within_s else "late") if found.fits else "other"
    return Judged(standing=standing, at=found.at, after_s=after_s, did=found.did)


def _first(moments: tuple[Moment, ...]) -> _Found | None:
    return _Found(*min(moments)) if moments else None


def _taken(did: Did, _wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
    return _first(did.taken)


def _opened(did: Did, _wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
    return _first(did.opened)


def _resolved(did: Did, wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
    """Ended without a log, which is right here; a log of its own is otherwise."""
    if did.opened:
        at, reference = min(did.opened)
        return _Found(at, f"log {reference} was opened", fits=False)
    if not did.resolved:
        return None
    at, how = min(did.resolved)
    return _Found(at, how, fits=not wants or how in wants)


def _of_the_log(told: Callable[[Did], str]) -> Callable[[Did, tuple[str, ...], tuple[str, ...]], _Found | None]:
    def found(did: Did, wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
        said = told(did)
        if not did.opened or not said:
            return None
        return _Found(min(did.opened)[0], said, fits=said in wants)

    return found


def _graded(did: Did, wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
    """The first that was given as expected; else the last that was given."""
    if not did.grades:
        return None
    fitting = [each for each in sorted(did.grades) if each[1] in wants]
    at, grade = fitting[0] if fitting else max(did.grades)
    return _Found(at, f"grade {grade}", fits=bool(fitting))


def _assigned(did: Did, _wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
    return _first(did.assigned)


def _warned(did: Did, _wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
    """Whoever is sent is told of the warning that stands; sent without it is the warning that was missed."""
    if did.warned:
        return _first(did.warned)
    return _Found(min(did.assigned)[0], "sent without the warning", fits=False) if did.assigned else None


def _said(did: Did, wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
    for at, _, words in sorted(did.lines):
        if any(want.lower() in words.lower() for want in wants):
            return _Found(at, words)
    return None


def _line_of_kind(did: Did, wants: tuple[str, ...], _logs: tuple[str, ...]) -> _Found | None:
    found = [(at, words) for at, kind, words in sorted(did.lines) if kind in wants]
    return _Found(*found[0]) if found else None


def _one_log(did: Did, _wants: tuple[str, ...], logs: tuple[str, ...]) -> _Found | None:
    """It was attached to the log of an earlier item."""
    if not did.opened:
        return None
    at, reference = min(did.opened)
    return _Found(at, f"log {reference}", fits=reference in logs)


_KINDS: dict[str, Callable[[Did, tuple[str, ...], tuple[str, ...]], _Found | None]] = {
    "taken": _taken,
    "opened": _opened,
    "resolved": _resolved,
    "code": _of_the_log(lambda did: did.code),
    "place": _of_the_log(lambda did: did.crs),
    "grade": _graded,
    "assigned": _assigned,
    "warned": _warned,
    "said": _said,
    "line": _line_of_kind,
    "one_log": _one_log,
}
KINDS = frozenset(_KINDS)
