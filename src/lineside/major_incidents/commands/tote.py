"""The tote of a major incident: counts with who told them, and tasks with their owner and clock."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, Refusal, RuleBroken
from lineside.kernel.models import locked
from lineside.major_incidents import rules
from lineside.major_incidents.commands.cascade import CLOCK
from lineside.major_incidents.commands.declaring import open_major, tell_log
from lineside.major_incidents.models import MajorIncident, MajorTask, ToteChange, ToteLine
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.queries.tote import tasks_due


@command(needs=CanMajor.WORK)
def count_on_tote(
    *,
    actor: Actor,
    major_incident_id: UUID,
    line: str,
    have: int | None = None,
    wanted: int | None = None,
    told_by: str,
) -> ToteLine:
    """A count as somebody told it; a number that is left out stays, and each count before stays in its history."""
    major = open_major(actor, major_incident_id)
    today = uk_day(now())
    teller = rules.check_count(line, have, wanted, told_by, today)
    found = ToteLine.objects.filter(major_incident=major, code=line).first()
    row = locked(ToteLine, found.id) if found else ToteLine(major_incident=major, code=line)
    was = (row.have, row.wanted)
    row.have = row.have if have is None else have
    row.wanted = row.wanted if wanted is None else wanted
    row.by_name, row.changed_at = actor.name, now()
    row.save()
    label = rules.lines_of(today)[line]["label"]
    entry = tell_log(actor, major, rules.count_in_words(label, was, (row.have, row.wanted), teller), "tote")
    change = {"have": row.have, "wanted": row.wanted, "told_by": teller, "by_name": actor.name, "entry_id": entry}
    ToteChange(line=row, **change).save()
    return row


@command(needs=CanMajor.WORK)
def give_major_task(*, actor: Actor, major_incident_id: UUID, text: str, owner: str, due_at: datetime) -> MajorTask:
    """Somebody owns a piece of work by a time."""
    major = open_major(actor, major_incident_id)
    what = rules.said(text, "text", missing="Write what is to be done.", longest=300)
    whose = rules.said(owner, "owner", missing="Write who owns it.", longest=120, shortest=2)
    rules.check_due(due_at, now())
    row = MajorTask(major_incident=major, text=what, owner=whose, due_at=due_at, by_name=actor.name)
    row.save()
    tell_log(actor, major, f"Task for {whose} by {due_at.astimezone(UK):%H:%M}: {what}", "task")
    return row


@command(needs=CanMajor.WORK)
def end_major_task(*, actor: Actor, major_task_id: UUID, is_done: bool = True, words: str = "") -> MajorTask:
    """It is done, or it is given up with the reason."""
    row, major = _locked(actor, major_task_id)
    if row.ended_at is not None:
        raise RuleBroken(f"{row.ended_by} has ended this task already.")
    row.words = rules.said(words, "words", missing="" if is_done else "Write why it is given up.")
    row.is_done, row.ended_at, row.ended_by = is_done, now(), actor.name
    row.save()
    how = "done" if is_done else "given up"
    tell_log(actor, major, f"Task of {row.owner} {how}: {row.text}{': ' + row.words if row.words else ''}", "task")
    return row


@command(needs=CanMajor.WORK)
def tell_of_task(*, actor: Actor, major_task_id: UUID) -> MajorTask:
    """Its time is over and it is not ended: the supervisor is told, once."""
    row, major = _locked(actor, major_task_id)
    if row.ended_at is not None or row.told_at is not None or row.due_at > now():
        raise RuleBroken("It is ended or not due, or the supervisor was told already.")
    row.told_at = now()
    row.save()
    tell_log(actor, major, f"Task of {row.owner} is overdue: {row.text}. The supervisor is told.", "task")
    return row


def tell_of_tasks() -> int:
    """Every task whose time is over; how many."""
    told = 0
    for key in tasks_due():
        with suppress(Refusal):
            tell_of_task(actor=CLOCK, major_task_id=key)
            told += 1
    return told


def _locked(actor: Actor, key: UUID) -> tuple[MajorTask, MajorIncident]:
    found = MajorTask.objects.filter(pk=key).values_list("major_incident_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such task.")
    major = open_major(actor, found)
    return locked(MajorTask, key), major
