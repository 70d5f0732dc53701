"""Stranded trains: taken up with their clock, amended as more is known, and ended by an outcome alone."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.disruption import rules
from lineside.disruption.commands.levels import WATCHER, WRITER, WRITES
from lineside.disruption.events import DisruptionChanged
from lineside.disruption.models import StrandedTrain, ThresholdReached
from lineside.disruption.permissions import CanDisruption
from lineside.disruption.queries import clock_of, thresholds_due, train_known
from lineside.incidents import commands as incidents
from lineside.incidents import queries as logs
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import Refusal, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked
from lineside.trains.commands import watch_train
from lineside.trains.permissions import CanTrain
from lineside.trains.queries import TrainRow

KEEPER = system_actor("disruption", CanTrain.WATCH)
NOT_TOLD = "Say who of the railway told of it, as signaller York or TOC control."
ENDED_BY = "the outcome of each stranded train: how it ended for the people on board"


@dataclass(frozen=True, kw_only=True)
class Stranding:
    """What is known of a train that stands; where a train of the feeds is named it says what is left out."""

    told_by: str
    train: str = ""
    train_id: UUID | None = None
    place: str = ""
    since: datetime | None = None
    people: int | None = None
    conditions: tuple[str, ...] = ()


@command(needs=CanDisruption.DECIDE)
def record_stranded_train(*, actor: Actor, incident_id: UUID, facts: Stranding) -> StrandedTrain:
    """A train stands with people on board: its clock runs from when it stood still, and closing waits for its end."""
    incident = logs.incident(actor, incident_id)
    if incident.closed_at is not None:
        raise RuleBroken(f"{incident} is closed; reopen it first.")
    one_at_a_time(f"stranded {incident_id}")
    known = train_known(facts.train_id)
    row = _new(actor, incident_id, facts, known)
    _check_once(row)
    row.save()
    if row.train_id and known:
        watch_train(actor=KEEPER, train_id=row.train_id)
    since = row.stood_since.astimezone(UK)
    _log(actor, row, f"STRANDED {row.train}, {row.place}, since {since:%H:%M}, {_aboard(row)}. Told by {row.told_by}.")
    incidents.hold_closing(
        actor=actor.also(*WRITES),
        incident_id=incident_id,
        kind=_hold(row),
        why=f"{row.train} stands with people on board",
        released_how=ENDED_BY,
    )
    announce(DisruptionChanged(incident_id=incident_id, what="stranded"))
    return row


@command(needs=CanDisruption.DECIDE)
def amend_stranded_train(
    *,
    actor: Actor,
    stranded_id: UUID,
    place: str = "",
    people: int | None = None,
    conditions: tuple[str, ...] = (),
    seen_version: int | None = None,
) -> StrandedTrain:
    """More is known: how many, where exactly, what makes it hard. The clock runs on from when it stood still."""
    row = _open(actor, stranded_id, seen_version)
    row.place = rules.check_name(place, "place", "") or row.place
    row.people = rules.check_people(people) if people is not None else row.people
    row.conditions = rules.check_conditions(conditions, uk_day(now()))
    row.save()
    _log(actor, row, f"Stranded {row.train}, {row.place}: {_aboard(row)}.")
    announce(DisruptionChanged(incident_id=row.incident_id, what="stranded"))
    return row


@command(needs=CanDisruption.DECIDE)
def end_stranded_train(
    *, actor: Actor, stranded_id: UUID, how: str, words: str = "", seen_version: int | None = None
) -> StrandedTrain:
    """How it ended for the people on board; nothing else ends the clock."""
    row = _open(actor, stranded_id, seen_version)
    label, said = rules.check_outcome(how, words, uk_day(now()))
    row.ended_at, row.ended_how, row.ended_words, row.ended_by = now(), how, said, actor.name
    row.save()
    stood = int((row.ended_at - row.stood_since).total_seconds()) // 60
    _log(actor, row, f"Stranded {row.train} ended after {stood} min: {label}. {said}".strip())
    writer = actor.also(*WRITES)
    incidents.release_hold(actor=writer, incident_id=row.incident_id, kind=_hold(row), reason=f"{row.train}: {label}")
    announce(DisruptionChanged(incident_id=row.incident_id, what="ended"))
    return row


@command(needs=CanDisruption.WATCH)
def reach_threshold(*, actor: Actor, stranded_id: UUID, code: str) -> ThresholdReached:  # noqa: ARG001 - for the audit
    """A threshold is due: on record once, in the log, with who holds the role that it reaches."""
    row = locked(StrandedTrain, stranded_id)
    mark = next((each for each in clock_of(row) if each.code == code and each.due <= now()), None)
    if row.ended_at is not None or mark is None or row.thresholds.filter(code=code).exists():
        raise RuleBroken("That threshold is not due any more, or on record already.")
    told = logs.holders(mark.level) if mark.level > 1 else ()
    done = ThresholdReached(
        stranded=row, code=code, level=mark.level, due_at=mark.due, reached_at=now(), told=list(told)
    )
    done.save()
    line = rules.reached_line(row.train, now() - row.stood_since, mark, row.people, told)
    incidents.add_log_entry(actor=WRITER, incident_id=row.incident_id, text=line, kind="stranded", source="clock")
    announce(DisruptionChanged(incident_id=row.incident_id, what="threshold"))
    return done


@command(needs=CanDisruption.WATCH)
def note_moving(*, actor: Actor, stranded_id: UUID) -> bool:  # noqa: ARG001 - the audit line names the actor
    """A feed reports it further on. That is told and ends nothing: people may still be on board, or have got out."""
    row = locked(StrandedTrain, stranded_id)
    known = train_known(row.train_id)
    last = known.running.last if known else None
    if row.ended_at or row.moved_at or known is None or last is None or last.at <= row.stood_since:
        return False
    row.moved_at = last.at
    row.save()
    words = f"Stranded {row.train} is reported {known.where}: say how it ended, or that its clock runs on."
    incidents.add_log_entry(actor=WRITER, incident_id=row.incident_id, text=words, kind="stranded", source="trains")
    announce(DisruptionChanged(incident_id=row.incident_id, what="moved"))
    return True


def reach_all_due() -> int:
    """Every threshold that is due; how many are new."""
    found = 0
    for stranded_id, code in thresholds_due():
        # Another worker wrote it, or somebody ended the clock a moment ago.
        with suppress(Refusal):
            reach_threshold(actor=WATCHER, stranded_id=stranded_id, code=code)
            found += 1
    return found


def _new(actor: Actor, incident_id: UUID, facts: Stranding, known: TrainRow | None) -> StrandedTrain:
    at = now()
    last = known.running.last if known else None
    return StrandedTrain(
        incident_id=incident_id,
        number=StrandedTrain.objects.filter(incident_id=incident_id).count() + 1,
        train_id=facts.train_id if known else None,
        train=rules.check_name(facts.train or (known.name if known else ""), "train", "Say which train stands."),
        place=rules.check_name(facts.place or (known.where if known else ""), "place", "Say where it stands."),
        people=rules.check_people(facts.people),
        conditions=rules.check_conditions(facts.conditions, uk_day(at)),
        stood_since=rules.check_since(facts.since or (last.at if last else at), at),
        told_by=rules.check_name(facts.told_by, "told_by", NOT_TOLD),
        edition=rules.table("thresholds", uk_day(at)).edition,
        by_id=actor.id,
        by_name=actor.name,
    )


def _check_once(row: StrandedTrain) -> None:
    """One clock a train: two for the same one would be ended by two outcomes."""
    there = StrandedTrain.objects.filter(incident_id=row.incident_id, ended_at=None)
    same = there.filter(train_id=row.train_id) if row.train_id else there.filter(train__iexact=row.train)
    if same.exists():
        raise RuleBroken(f"The clock of {row.train} runs already; add what is new to it.", "train")


def _open(actor: Actor, stranded_id: UUID, seen_version: int | None) -> StrandedTrain:
    row = locked(StrandedTrain, stranded_id, seen_version)
    logs.incident(actor, row.incident_id)
    if row.ended_at is not None:
        raise RuleBroken(f"{row.ended_by} has said how it ended already.")
    return row


def _aboard(row: StrandedTrain) -> str:
    known = rules.table("conditions", uk_day(row.stood_since)).by_code
    hard = ", ".join(str(known[each]["label"]).lower() for each in row.conditions if each in known)
    people = f"{row.people} people on board" if row.people is not None else "how many on board is not known"
    return f"{people}; {hard}" if hard else people


def _hold(row: StrandedTrain) -> str:
    return f"{rules.HOLD}:{row.number}"


def _log(actor: Actor, row: StrandedTrain, text: str) -> None:
    writer = actor.also(*WRITES)
    incidents.add_log_entry(actor=writer, incident_id=row.incident_id, text=text, kind="stranded", source="disruption")
