"""Sweeps: begun, taken a part further, taken up again; and a few records judged as they change."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from lineside.compliance.commands.judging import Judged, judge_keys, judge_span
from lineside.compliance.events import FindingChanged, SweepChanged
from lineside.compliance.models import Finding, Span, Sweep
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.queries.reading import first_day_known, moments_of
from lineside.compliance.rules.checks import number
from lineside.compliance.rules.spans import DAILY, check_kind, spans_between
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked

MOST_TOLD = 100  # of one step; who looks while a first sweep finds thousands reads the list again


@command(needs=CanCompliance.SWEEP)
def begin_sweep(*, actor: Actor, kind: str) -> Sweep:
    """Write down what is to be judged; the clock carries it on, and takes it up where it was broken off."""
    today, first = uk_day(now()), first_day_known()
    if Sweep.objects.filter(kind=check_kind(kind), ended_at=None).exists():
        raise RuleBroken("That sweep is under way; it ends by itself.", "kind")
    make_spans(first, today)
    if kind == DAILY:
        first = max(first, today - timedelta(days=number("daily_days", today)))
    row = Sweep(kind=kind, first_day=first, last_day=today, started_at=now(), spans=0, by_name=actor.name)
    row.spans = owed_by(row).count()
    row.save()
    announce(SweepChanged(sweep_id=row.id, done=0))
    return row


@command(needs=CanCompliance.JUDGE)
def sweep_next(*, actor: Actor, sweep_id: UUID) -> bool:
    """Judge the next part of a month that nobody has in hand; false when there is none left to take."""
    row = Sweep.objects.get(pk=sweep_id)
    span = owed_by(row).select_for_update(skip_locked=True).order_by("-first_day").first()
    if span is None:
        if row.ended_at is None and not owed_by(row).exists():
            _end(row.id)
        return False
    found = _judge_whole(actor, span)
    counts = {"subjects": found.subjects, "found": len(found.made), "mended": len(found.mended)}
    more: dict[str, Any] = {name: F(name) + each for name, each in (counts | {"done": 1, "version": 1}).items()}
    Sweep.objects.filter(pk=row.id).update(**more)
    announce(SweepChanged(sweep_id=row.id, done=row.done + 1))
    return True


@command(needs=CanCompliance.JUDGE)
def recount(*, actor: Actor) -> bool:
    """Count one part of a month again in which something has changed; false when there is none."""
    span = Span.objects.filter(stale_at__isnull=False).select_for_update(skip_locked=True).order_by("stale_at").first()
    if span is None:
        return False
    _judge_whole(actor, span)
    return True


@command(needs=CanCompliance.JUDGE)
def judge(*, actor: Actor, subject: str, keys: Sequence[UUID]) -> Judged:
    """A few incidents with their crimes, or contacts, as something about them has changed."""
    return judge_now(actor, subject, keys)


def judge_now(actor: Actor, subject: str, keys: Sequence[UUID]) -> Judged:
    """Within a command that is under way."""
    days, opened = moments_of(subject, keys)
    if opened is None:
        return Judged(0, [], [])
    mark_stale(days)
    found = judge_keys(subject, keys, opened, now(), actor.name)
    _tell(found)
    return found


def mark_stale(days: Sequence[date]) -> None:
    """The counts of these days are to be made again.

    Before any finding is touched, as a sweep takes a part of a month before its findings: so neither waits for the
    other in a ring. One that is being counted is waited for, or its mark would be lost with the count.
    """
    for day in sorted(set(days)):
        Span.objects.filter(first_day__lte=day, last_day__gte=day).update(stale_at=now())


def make_spans(first: date, last: date) -> None:
    known = set(Span.objects.filter(last_day__gte=first).values_list("first_day", flat=True))
    for begin, end in spans_between(first, last):
        if begin not in known:
            Span(first_day=begin, last_day=end).save()


def owed_by(sweep: Sweep) -> Any:  # noqa: ANN401 - a query that is narrowed further
    """What a sweep has still to judge; a daily one also what has changed before its days."""
    lies_in = Q(last_day__gte=sweep.first_day)
    if sweep.kind == DAILY:
        lies_in |= Q(stale_at__isnull=False)
    not_yet = Q(judged_at=None) | Q(judged_at__lt=sweep.started_at)
    return Span.objects.filter(lies_in & not_yet, first_day__lte=sweep.last_day)


def _judge_whole(actor: Actor, span: Span) -> Judged:
    at = now()
    found = judge_span(span, at, actor.name)
    span.judged_at, span.stale_at, span.subjects = at, None, found.subjects
    span.save()
    _tell(found)
    return found


def _end(sweep_id: UUID) -> None:
    row = locked(Sweep, sweep_id)
    if row.ended_at is None:
        row.ended_at = now()
        row.save()
        announce(SweepChanged(sweep_id=row.id, done=row.done))


def _tell(found: Judged) -> None:
    told = [*found.made, *found.mended][:MOST_TOLD]
    for row in Finding.objects.filter(id__in=told).only("id", "state"):
        announce(FindingChanged(finding_id=row.id, state=row.state))
