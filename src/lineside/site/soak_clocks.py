"""After a soak: what fell due against what was raised, worked out anew from what happened and the editions' minutes.

Nothing of the product's own reckoning is believed: when a rung or a THRIVE was due follows from when a log was graded,
when units went and came, and who wrote in it last. Each that came due is to be there once, soon and never before.
Within LATEST of a change either is right: whoever changed it and the clock may come in either order.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

LATEST = timedelta(seconds=60)  # a clock looks every ten seconds; a process that was killed is back within the rest
EXACT = timedelta(seconds=2)


@dataclass(frozen=True, kw_only=True)
class Grading:
    at: datetime
    grade: str


@dataclass(frozen=True, kw_only=True)
class LogFacts:
    """What happened to one log, from the tables of those who did it."""

    id: str
    name: str
    first_contact_at: datetime
    gradings: tuple[Grading, ...]
    units: tuple[tuple[datetime, datetime | None], ...] = ()  # assigned and cleared
    touched: tuple[datetime, ...] = ()  # a person wrote in it
    there_at: datetime | None = None
    resulted_at: datetime | None = None
    closed_at: datetime | None = None
    dispatch_by: datetime | None = None
    attend_by: datetime | None = None
    rung_lines: int = 0


@dataclass(frozen=True, kw_only=True)
class Rung:
    """What the product wrote down: which step of which grade, when it was due and when it was raised."""

    log: str
    grade: str
    step: str
    due_at: datetime
    raised_at: datetime


@dataclass(frozen=True, kw_only=True)
class Promise:
    id: str
    due_at: datetime
    done_at: datetime | None
    missed_at: datetime | None
    told: int  # how often its being open was announced: when it was given, and when it was missed


@dataclass(frozen=True)
class Due:
    """A rung that came due; a doubtful one was so for less than LATEST."""

    log: str
    grade: str
    step: str
    at: datetime
    since: datetime  # when it could be seen first: a log may be graded when its target is over already
    is_sure: bool


@dataclass(frozen=True)
class Tables:
    """The minutes of the editions in force."""

    grades: dict[str, dict[str, Any]]
    ladder: tuple[dict[str, Any], ...]
    thrive: dict[str, dict[str, Any]]


@dataclass
class Found:
    """What is wrong, a sentence each, and how late each clock was, in seconds."""

    faults: list[str] = field(default_factory=list)
    late: dict[str, list[float]] = field(default_factory=dict)

    def raised(self, clock: str, name: str, due: datetime, at: datetime, began: datetime | None = None) -> None:
        """What was due before anybody watched the clocks was to be raised soon after they did."""
        after = max(at - max(due, began or due), timedelta(0))
        self.late.setdefault(clock, []).append(after.total_seconds())
        if at < due - EXACT:
            self.faults.append(f"{name} was raised {(due - at).total_seconds():.1f} s too early")
        if after > LATEST:
            self.faults.append(f"{name} was raised {after.total_seconds():.0f} s late")


def check_targets(logs: list[LogFacts], tables: Tables) -> list[str]:
    """The grade's clocks: counted from the first contact, by the minutes of its last grade."""
    wrong = []
    for log in logs:
        if not log.gradings:
            wrong.append(f"{log.name} was never graded")
            continue
        row = tables.grades[log.gradings[-1].grade]
        for name, has in (("dispatch_within", log.dispatch_by), ("attend_within", log.attend_by)):
            within = row.get(name)
            wanted = log.first_contact_at + timedelta(minutes=within) if within else None
            if (has is None) != (wanted is None) or (has and wanted and abs(has - wanted) > EXACT):
                wrong.append(f"{log.name}: {name} stands at {has} and not at {wanted}")
    return wrong


def check_ladder(logs: list[LogFacts], rungs: list[Rung], tables: Tables, seen: tuple[datetime, datetime]) -> Found:
    """Every rung of every log; `seen` is from when the clocks could be watched, and when the tables were read."""
    found, began = Found(), seen[0]
    raised: dict[tuple[str, str, str], list[Rung]] = {}
    for rung in rungs:
        raised.setdefault((rung.log, rung.grade, rung.step), []).append(rung)
    for log in logs:
        mine = sum(len(each) for key, each in raised.items() if key[0] == log.id)
        if mine != log.rung_lines:
            found.faults.append(f"{log.name} has {mine} rungs and {log.rung_lines} lines of them")
        for due in rungs_due(log, tables, seen[1]):
            there = raised.get((log.id, due.grade, due.step), [])
            fits = [rung for rung in there if abs(rung.due_at - due.at) <= EXACT]
            raised[log.id, due.grade, due.step] = [rung for rung in there if rung not in fits]
            _check_rung(found, f"{log.name}: {due.grade} {due.step}, due {due.at:%H:%M:%S},", due, fits, began)
    names = {log.id: log.name for log in logs}
    for rung in (rung for each in raised.values() for rung in each):
        found.faults.append(f"{names.get(rung.log, rung.log)}: {rung.grade} {rung.step} was raised and never due")
    return found


def _check_rung(found: Found, name: str, due: Due, fits: list[Rung], began: datetime) -> None:
    if len(fits) > 1:
        found.faults.append(f"{name} was raised {len(fits)} times")
    elif fits:
        found.raised("ladder", name, due.since, fits[0].raised_at, began)
    elif due.is_sure:
        found.faults.append(f"{name} was never raised")


def rungs_due(log: LogFacts, tables: Tables, until: datetime) -> Iterator[Due]:
    """What ought to be raised, from the day's happenings alone."""
    away = min((at for at in (log.there_at, log.resulted_at, log.closed_at) if at), default=until)
    for number, grading in enumerate(log.gradings):
        ends = min([away, *(each.at for each in log.gradings[number + 1 : number + 2])])
        for row in tables.ladder:
            if row["grade"] != grading.grade:
                continue
            counted = _counted(log, row["counted_from"], grading, ends, tables)
            for since, again in zip(counted, [*counted[1:], ends], strict=True):
                at = since + timedelta(minutes=row["minutes"])
                first = max(at, grading.at)
                stays = min(ends, again)  # it is counted again from the next moment
                if row["step"] != "overdue":
                    stays = min(stays, _next_unit(log, first, ends))
                if _has_unit(log, first) and row["step"] != "overdue":
                    continue
                if first < stays + EXACT and first <= until:
                    is_sure = stays - first > LATEST and until - first > LATEST
                    yield Due(log.id, grading.grade, row["step"], at, first, is_sure)


def _counted(log: LogFacts, what: str, grading: Grading, ends: datetime, tables: Tables) -> list[datetime]:
    """The moments from which a step is counted under this grading."""
    if what == "first_contact":
        return [log.first_contact_at]
    if what == "target":
        within = tables.grades[grading.grade].get("attend_within")
        return [log.first_contact_at + timedelta(minutes=within)] if within else []
    cleared = [at for _, at in log.units if at and grading.at < at < ends and not _has_unit(log, at + EXACT)]
    waits = [grading.at, *cleared]
    if what == "waiting":
        return waits
    return sorted(at for at in log.touched if at < ends) or waits


def _has_unit(log: LogFacts, at: datetime) -> bool:
    return any(assigned <= at and (cleared is None or cleared > at) for assigned, cleared in log.units)


def _next_unit(log: LogFacts, after: datetime, otherwise: datetime) -> datetime:
    return min((assigned for assigned, _ in log.units if assigned > after), default=otherwise)


def check_thrive(logs: list[LogFacts], looks: list[Any], tables: Tables) -> Found:
    """Every look at what was overdue: all that was, once, with its time, and nothing else."""
    found = Found()
    for look in looks:
        keys = Counter(key for key, _ in look.listed)
        found.faults += [f"{key} was listed {count} times as overdue" for key, count in keys.items() if count > 1]
        listed = {key: datetime.fromisoformat(due) for key, due in look.listed}
        for log in logs:
            for fault in _seen_rightly(log, look, listed.get(log.id), tables):
                found.faults.append(f"{log.name}: {fault}")
    return found


def _seen_rightly(log: LogFacts, look: Any, listed: datetime | None, tables: Tables) -> Iterator[str]:  # noqa: ANN401 - a Look
    early, late = look.asked_at - EXACT.total_seconds(), look.told_at + EXACT.total_seconds()
    changes = [*(each.at for each in log.gradings), *(at for pair in log.units[:1] for at in pair[:1]), log.closed_at]
    if any(early <= at.timestamp() <= late for at in changes if at):
        return  # it changed while it was asked for
    due = thrive_due(log, look.asked_at, tables)
    if due and due.timestamp() < early and listed is None:
        yield f"THRIVE was due by {due:%H:%M:%S} and not listed at {look.asked_at:.0f}"
    if listed and (due is None or due.timestamp() > late):
        yield f"THRIVE was listed as due by {listed:%H:%M:%S} and was not"
    if listed and due and abs(listed - due) > EXACT:
        yield f"THRIVE was listed as due by {listed:%H:%M:%S} and was by {due:%H:%M:%S}"


def thrive_due(log: LogFacts, at: float, tables: Tables) -> datetime | None:
    """When THRIVE was due again, as it stood at that moment."""
    graded = [each for each in log.gradings if each.at.timestamp() <= at]
    row = tables.thrive.get(graded[-1].grade) if graded else None
    if row is None or (log.closed_at and log.closed_at.timestamp() <= at):
        return None
    was_sent = any(assigned.timestamp() <= at for assigned, _ in log.units)
    return graded[-1].at + timedelta(minutes=row["resourced" if was_sent else "unresourced"])


def check_promises(promises: list[Promise], read_at: datetime) -> Found:
    """A limit that was over while nobody had told them is on record, once; one that was kept before is not."""
    found = Found()
    for each in promises:
        name = f"promise due {each.due_at:%H:%M:%S}"
        ended = each.done_at or read_at
        if each.missed_at:
            found.raised("promises", name, each.due_at, each.missed_at)
            # Ended late before the clock came by, it is missed by that and announced by that.
            if each.told > 2 or (each.told < 2 and ended - each.due_at > LATEST):  # noqa: PLR2004 - given and missed
                found.faults.append(f"{name} was announced {each.told} times")
        elif ended - each.due_at > LATEST:
            found.faults.append(f"{name} was missed and is not on record")
        if each.missed_at and each.done_at and each.done_at <= each.due_at:
            found.faults.append(f"{name} was kept in time and stands as missed")
    return found
