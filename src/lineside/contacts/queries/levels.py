"""Queue by queue: what waits, for how long, and how much was answered in time."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, DurationField, F, Min, Q, Value, When

from lineside.contacts import rules
from lineside.contacts.models import WAITING_SINCE, Contact
from lineside.contacts.queries.next import of_queue
from lineside.contacts.queries.reading import TO_WRITE_UP, open_ones
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.keys import first_key_at
from lineside.queues import queries as queues
from lineside.queues.permissions import CanQueue

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One queue now, and its last hour; `per_cent` is None when nothing counts towards it."""

    queue: queues.Queue
    waiting: int
    longest: datetime | None
    in_hand: int
    answered: int
    in_time: int
    gave_up: int
    per_cent: int | None

    @property
    def is_short(self) -> bool:
        return self.per_cent is not None and self.per_cent < self.queue.share

    @property
    def is_late(self) -> bool:
        return self.longest is not None and now() - self.longest > self.queue.within

    @property
    def target(self) -> str:
        seconds = int(self.queue.within.total_seconds())
        span = f"{seconds}\N{NO-BREAK SPACE}s" if seconds < 120 else f"{seconds // 60}\N{NO-BREAK SPACE}min"  # noqa: PLR2004 - two minutes read better so
        return f"{self.queue.share} % within {span}"


def levels(actor: Actor) -> list[Level]:
    """Every queue in force, in the order of the list, in two statements."""
    permit(actor, CanQueue.VIEW)
    open_ones, counts = _open_ones(), _last_hour()
    return [
        Level(
            queue=queue,
            waiting=sum(each[1] for each in open_ones if each[0] == queue.code),
            longest=min((each[2] for each in open_ones if each[0] == queue.code and each[2]), default=None),
            in_hand=sum(each[3] for each in open_ones if each[0] == queue.code),
            answered=counts[queue.code, "in_time"] + counts[queue.code, "late"],
            in_time=counts[queue.code, "in_time"],
            gave_up=counts[queue.code, "gave_up_late"] + counts[queue.code, "gave_up_early"],
            per_cent=queues.answered_in_time(
                in_time=counts[queue.code, "in_time"],
                late=counts[queue.code, "late"],
                gave_up_late=counts[queue.code, "gave_up_late"],
            ),
        )
        for queue in queues.queues()
    ]


def _open_ones() -> list[tuple[str, int, datetime | None, int]]:
    """Queue, how many wait, since when the longest, how many are in hand."""
    taken = Q(state=rules.TAKEN)
    rows = (
        open_ones()
        .values("channel", "box_or_line")
        .annotate(
            waiting=Count("id", filter=~taken),
            longest=Min("waiting_since", filter=~taken),
            in_hand=Count("id", filter=taken & ~TO_WRITE_UP),
        )
        .order_by()
    )
    return [
        (queues.queue_of(row["channel"], row["box_or_line"]).code, row["waiting"], row["longest"], row["in_hand"])
        for row in rows
    ]


def _last_hour() -> Counter[tuple[str, str]]:
    """How many were answered or gave up, counted where they lie: a busy hour is thousands of rows."""
    since, known = now() - AN_HOUR, queues.queues()
    came = Q(id__gte=first_key_at(since)) | Q(waits_since__gte=since)
    spans = (When(of_queue(queue, known), then=Value(queue.within)) for queue in known)
    target = F("waiting_since") + Case(*spans, output_field=DurationField())
    answered = Q(answered_at__gte=F("waiting_since"))
    gave_up = (Q(answered_at=None) | ~answered) & Q(ended_at__gte=F("waiting_since"))
    kinds = {
        "in_time": answered & Q(answered_at__lte=F("target")),
        "late": answered & Q(answered_at__gt=F("target")),
        "gave_up_early": gave_up & Q(ended_at__lte=F("target")),
        "gave_up_late": gave_up & Q(ended_at__gt=F("target")),
    }
    found = Contact.objects.filter(came, heard_late=False).annotate(waiting_since=WAITING_SINCE, target=target)
    by_line = found.values("channel", "box_or_line").order_by()
    counts: Counter[tuple[str, str]] = Counter()
    counted = by_line.annotate(**{kind: Count("id", filter=which) for kind, which in kinds.items()})
    for channel, line, *numbers in counted.values_list("channel", "box_or_line", *kinds):
        code = queues.queue_of(channel, line).code
        counts.update({(code, kind): number for kind, number in zip(kinds, numbers, strict=True)})
    return counts
