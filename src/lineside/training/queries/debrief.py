"""What the trainees did in an exercise, beside what its scenario expects."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lineside.contacts import queries as contacts
from lineside.dispatch import queries as dispatch
from lineside.incidents import queries as incidents
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.keys import first_key_at
from lineside.kernel.models import AuditLine, EventRecord
from lineside.training import rules
from lineside.training.models import Exercise, Played
from lineside.training.queries.exercises import ExerciseRow, RemarkRow, exercise, remarks_of
from lineside.triage import queries as triage

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

SLACK = timedelta(minutes=1)  # between the moment of a row and that of its key
TAKEN, RESOLVED = "taken", "resolved"
GRADED, CHANGED = "incidents.IncidentGraded", "contacts.ContactChanged"
MOST_DEEDS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One expected point beside what was done."""

    code: str
    item: str
    text: str
    within_s: int
    standing: str
    at: datetime | None
    after_s: float | None
    did: str
    reference: str  # of the log that it is about, once that was there

    @property
    def words(self) -> str:
        return rules.STANDINGS[self.standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that somebody did, or was refused, while the exercise ran."""

    at: datetime
    who: str
    what: str
    was_refused: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """An exercise as it is talked through."""

    exercise: ExerciseRow
    points: tuple[PointRow, ...]
    deeds: tuple[Deed, ...]
    remarks: tuple[RemarkRow, ...]

    def count(self, standing: str) -> int:
        return sum(point.standing == standing for point in self.points)


def debrief(actor: Actor, exercise_id: UUID) -> Debrief:
    """Read anew from the records of the rooms below, so that nothing in it can differ from what was done."""
    shown = exercise(actor, exercise_id)
    row = Exercise.objects.get(pk=exercise_id)
    until = row.ended_at or now()
    done = _done(actor, row, until)
    expected = rules.points_of(row.scenario, uk_day(row.started_at))
    points = tuple(_point(point, done, until, until_end=not row.is_open) for point in expected)
    return Debrief(
        exercise=shown, points=points, deeds=tuple(_deeds(row, until)), remarks=tuple(remarks_of(exercise_id))
    )


def _point(point: rules.Point, done: dict[str, rules.Did], until: datetime, *, until_end: bool) -> PointRow:
    did = done.get(point.item, rules.Did())
    logs = tuple(log for item in point.wants if item in done for _, log in done[item].opened)
    judged = rules.judge(point.kind, point.within_s, point.wants, did, until=until, logs=logs)
    told = {name: getattr(judged, name) for name in ("standing", "at", "after_s", "did")}
    if until_end and told["standing"] == "waits":
        told["standing"] = "cut"
    began = min(did.opened, default=None)
    # What was done before the log was opened has the whole board beside it: the log was not there yet.
    reference = began[1] if began and judged.at and judged.at >= began[0] else ""
    return PointRow(
        code=point.code, item=point.item, text=point.text, within_s=point.within_s, reference=reference, **told
    )


def _done(actor: Actor, row: Exercise, until: datetime) -> dict[str, rules.Did]:
    """Item -> what became of it; in as many statements as there are rooms to ask, however many items there are."""
    by = {due.item.code: due.item.by for due in rules.plan(row.scenario, row.seed, uk_day(row.started_at), row.turn)}
    played = list(Played.objects.filter(exercise=row).order_by("played_at"))
    came = contacts.came_from(actor, {each.sender for each in played}, (row.started_at, until))
    found = {each.item: _contact_of(each, by[each.item], came) for each in played}
    keys = [contact.id for contact in found.values() if contact]
    said = _said_of(keys, row.started_at, until)
    tied = _logs_of(actor, keys, row.started_at, until)
    return {each.item: _did(each, found[each.item], said, tied) for each in played}


def _contact_of(played: Played, by: str, came: Iterable[contacts.ContactRow]) -> contacts.ContactRow | None:
    """The first that came this way from who played it, after it was played."""
    fits = (
        each
        for each in came
        if each.channel == by and each.opened_at >= played.played_at - SLACK and _same(each, played.sender)
    )
    return min(fits, key=lambda each: each.opened_at, default=None)


def _same(contact: contacts.ContactRow, sender: str) -> bool:
    return contact.sender_address in (sender, contacts.spelled_number(sender))


def _did(
    played: Played,
    contact: contacts.ContactRow | None,
    said: dict[UUID, list[tuple[datetime, str, str]]],
    tied: dict[UUID, dict[str, Any]],
) -> rules.Did:
    if contact is None:
        return rules.Did(came_at=played.played_at)
    told = said.get(contact.id, [])
    return rules.Did(
        came_at=contact.opened_at,
        taken=tuple((at, who) for at, state, who in told if state == TAKEN),
        resolved=tuple((at, contact.disposition) for at, state, _ in told if state == RESOLVED),
        **tied.get(contact.id, {}),
    )


def _said_of(keys: list[UUID], since: datetime, until: datetime) -> dict[UUID, list[tuple[datetime, str, str]]]:
    """Contact -> when it came into which state, and by whom."""
    told: dict[UUID, list[tuple[datetime, str, str]]] = defaultdict(list)
    for at, facts, by in _events(CHANGED, since, until):
        if (key := UUID(facts["contact_id"])) in keys:
            told[key].append((at, facts["state"], by))
    return told


def _events(name: str, since: datetime, until: datetime) -> Iterable[tuple[datetime, dict[str, Any], str]]:
    found = EventRecord.objects.filter(id__gte=first_key_at(since - SLACK), name=name, at__range=(since, until))
    return found.order_by("id").values_list("at", "facts", "by")


def _logs_of(actor: Actor, keys: list[UUID], since: datetime, until: datetime) -> dict[UUID, dict[str, Any]]:
    """Contact -> what its log tells: grade by grade, unit by unit, line by line."""
    tied = triage.tied_to(keys)
    wanted = {incident for each in tied.values() for _, incident in each}
    seen = {row.id: row for row in incidents.visible_to(actor).filter(id__in=wanted)}
    grades: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
    for at, facts, _ in _events(GRADED, since, until):
        grades[UUID(facts["incident_id"])].append((at, facts["grade"]))
    sent = dispatch.sendings(actor, seen, until)
    of = {key: [(at, log) for at, log in links if log in seen] for key, links in tied.items()}
    firsts = {key: min(links) for key, links in of.items() if links}
    return {
        key: _of_log(at, seen[log], grades.get(log, []), sent.get(log, []), until) for key, (at, log) in firsts.items()
    }


def _of_log(
    at: datetime,
    log: "Incident",
    grades: list[tuple[datetime, str]],
    sent: list[dispatch.Sending],
    until: datetime,
) -> dict[str, Any]:
    return {
        "opened": ((at, log.reference),),
        "code": log.opening_code,
        "crs": log.crs,
        "grades": tuple(grades),
        "assigned": tuple((each.at, each.call_sign) for each in sent),
        "warned": tuple((each.at, ", ".join(each.warnings)) for each in sent if each.warnings),
        "lines": tuple((line.recorded_at, line.kind, line.text) for line in incidents.log(log.id, until)),
    }


def _deeds(row: Exercise, until: datetime) -> Iterable[Deed]:
    """What people did and were refused in that time, but for the trainer's own, from the trail."""
    found = AuditLine.objects.filter(
        id__gte=first_key_at(row.started_at - SLACK),
        at__range=(row.started_at, until),
        actor_kind="person",
        kind__in=("did", "refused"),
    ).exclude(actor_id=row.trainer_id)
    for line in found.order_by("id")[:MOST_DEEDS]:
        what = line.name.partition(".")[2].replace("_", " ")
        yield Deed(at=line.at, who=line.actor_name, what=what, was_refused=line.kind == "refused", why=line.why)
