"""What the contacts of the same hour in the weeks before ask for, site by site."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Least

from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules import forecast as rules
from lineside.contacts.rules.calls_out import OURS
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import permit
from lineside.kernel.keys import first_key_at
from lineside.queues import queries as queues

CALLS = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What comes to a site in an hour like this one, and how many people that asks for; none where it is not known."""

    site: str
    role: str
    calls: rules.Work
    written: rules.Work
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The hour that was looked back on, in how many weeks anything was recorded, and what each site is asked for."""

    begins: datetime
    ends: datetime
    weeks: int
    least: int
    looked_back: int
    most: timedelta
    sites: list[Ask]

    @property
    def is_enough(self) -> bool:
        return self.weeks >= self.least

    def people_at(self, site: str, role: str) -> int | None:
        found = next((each for each in self.sites if (each.site, each.role) == (site, role)), None)
        return found.people if found and self.is_enough else None


def forecast(actor: Actor) -> Forecast:
    """Counted where they lie, in one statement: by their keys, which sort by time, only those hours are read.

    An hour in which nothing at all came is no week: nothing was recorded then.
    """
    permit(actor, CanContact.SUPERVISE)
    at = now()
    plan = rules.plan(uk_day(at))
    hours = rules.hours_before(at, plan.weeks)
    found = _counted(hours, plan.most)
    weeks = len({row["week"] for row in found})
    here = at.replace(minute=0, second=0, microsecond=0)
    return Forecast(
        begins=here,
        ends=here + rules.AN_HOUR,
        weeks=weeks,
        least=plan.least,
        looked_back=plan.weeks,
        most=plan.most,
        sites=[_ask(site, role, found, weeks) for site, role in plan.roles.items()],
    )


def _counted(hours: list[tuple[datetime, datetime]], most: timedelta) -> list[dict[str, Any]]:
    """How many came by each line in each week, how many of them were seen through, and for how long in all."""
    spans = [Q(id__gte=first_key_at(begins), id__lt=first_key_at(ends)) for begins, ends in hours]
    week = Case(*(When(span, then=Value(number)) for number, span in enumerate(spans)))
    ended = Q(answered_at__isnull=False, ended_at__gte=F("answered_at"))
    found = Contact.objects.filter(reduce(or_, spans), heard_late=False).exclude(channel__in=OURS).annotate(week=week)
    by_line = found.values("week", "channel", "box_or_line").annotate(
        came=Count("id"),
        ended=Count("id", filter=ended),
        took=Sum(Least(F("ended_at") - F("answered_at"), Value(most)), filter=ended),
    )
    return [dict(row) for row in by_line.order_by()]


def _ask(site: str, role: str, found: list[dict[str, Any]], weeks: int) -> Ask:
    here = [row for row in found if queues.queue_of(row["channel"], row["box_or_line"]).site == site]
    calls = _work([row for row in here if row["channel"] == CALLS], weeks)
    written = _work([row for row in here if row["channel"] != CALLS], weeks)
    strictest = _strictest(site)
    people = rules.people_for(calls, written, strictest.within, strictest.share)
    return Ask(site=site, role=role, calls=calls, written=written, people=people)


def _work(rows: list[dict[str, Any]], weeks: int) -> rules.Work:
    ended = sum(row["ended"] for row in rows)
    took = sum((row["took"] for row in rows if row["took"]), timedelta())
    came = sum(row["came"] for row in rows)
    return rules.Work(
        an_hour=came / weeks if weeks else 0.0,
        mean_s=took.total_seconds() / ended if ended else None,
    )


def _strictest(site: str) -> queues.Queue:
    """The queue of the site's calls that is to be answered soonest."""
    known = [each for each in queues.queues() if each.site == site]
    calls = [each for each in known if each.channel == CALLS]
    return min(calls or known or queues.queues(), key=lambda each: (each.within, -each.share))
