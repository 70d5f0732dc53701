"""Planned events as their page, a log and the board show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from lineside.incidents.queries import choices, visible_to
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import permit
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page, Paging, page_of
from lineside.procedures import rules
from lineside.procedures.models import EventLog, EventResource, PlannedEvent
from lineside.procedures.permissions import CanProcedure

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

MOST_FOUND = 500
LISTS = ("stations", "headcodes")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEventRow:
    """One operation order."""

    id: UUID
    version: int
    reference: str
    name: str
    state: str
    starts_at: datetime
    ends_at: datetime
    stations: list[str]
    headcodes: list[str]
    line: str
    lat: float | None
    lon: float | None
    radius_m: int | None
    area: str
    gold: str
    silver: str
    bronze: str
    talkgroup: str
    briefing: str
    by_name: str
    over_at: datetime | None
    over_by: str
    over_why: str

    @property
    def is_over(self) -> bool:
        return self.state != rules.PLANNED or self.ends_at <= now()

    @property
    def where(self) -> str:
        """Its place in words."""
        parts = [*self.stations, *(f"train {each}" for each in self.headcodes)]
        parts += [f"line {self.line}"] if self.line else []
        parts += [f"{self.radius_m} m around {self.lat:.4f}, {self.lon:.4f}"] if self.lat is not None else []
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLogRow:
    """A log of an event, and why it is one."""

    id: UUID
    incident_id: UUID
    reference: str
    summary: str
    grade: str
    state: str
    is_inherited: bool
    why: str
    by_name: str
    off_at: datetime | None
    off_by: str
    off_why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventResourceRow:
    """A unit that is named for an event."""

    id: UUID
    call_sign: str
    task: str
    by_name: str


def plan_of(event: PlannedEvent) -> rules.EventPlan:
    facts = {name: getattr(event, name) for name in rules.EventPlan.__slots__}
    return rules.EventPlan(**facts | {name: tuple(facts[name]) for name in LISTS})


def told_of(found: "Incident") -> rules.LogFacts:
    """What of a log tells whether it belongs to an event."""
    return rules.LogFacts(
        first_contact_at=found.first_contact_at,
        crs=found.crs,
        headcode=found.headcode,
        line=str(found.place.get("elr") or ""),
        lat=found.lat,
        lon=found.lon,
    )


def running_at(at: datetime) -> list[PlannedEvent]:
    """Events that are not over and in whose time this is."""
    found = PlannedEvent.objects.filter(state=rules.PLANNED, starts_at__lte=at, ends_at__gte=at)
    return list(found.order_by("starts_at", "id"))


def logs_in_time(actor: Actor, plan: rules.EventPlan) -> "list[Incident]":
    """Open logs of an event's time, wherever they are."""
    seen = visible_to(actor).filter(closed_at=None, first_contact_at__range=(plan.starts_at, plan.ends_at))
    return list(seen.order_by("-id")[:MOST_FOUND])


def planned_events(actor: Actor) -> list[PlannedEventRow]:
    """What is not over, the next first."""
    return [_row(each) for each in _seen(actor).filter(state=rules.PLANNED, ends_at__gt=now()).order_by("starts_at")]


def events_page(actor: Actor, paging: Paging) -> Page[PlannedEventRow]:
    """All of them, newest first."""
    return page_of(_seen(actor), ("-id",), _row, paging)


def planned_event(actor: Actor, planned_event_id: UUID) -> PlannedEventRow:
    found = _seen(actor).filter(pk=planned_event_id).first()
    if found is None:
        raise NotFound("There is no such event.")
    return _row(found)


def event_row(planned_event_id: UUID) -> PlannedEventRow | None:
    """For the live stream."""
    found = PlannedEvent.objects.filter(pk=planned_event_id).first()
    return _row(found) if found else None


def event_logs(actor: Actor, planned_event_id: UUID) -> list[EventLogRow]:
    """The logs that the actor may see, newest first; those taken off stand among them with the reason."""
    planned_event(actor, planned_event_id)
    found = EventLog.objects.filter(event_id=planned_event_id, incident__in=visible_to(actor))
    return [_log(each) for each in found.select_related("incident").order_by("-id")]


def event_logs_page(actor: Actor, planned_event_id: UUID, paging: Paging) -> Page[EventLogRow]:
    planned_event(actor, planned_event_id)
    found = EventLog.objects.filter(event_id=planned_event_id, incident__in=visible_to(actor))
    return page_of(found.select_related("incident"), ("-id",), _log, paging)


def event_of_log(actor: Actor, event_log_id: UUID) -> UUID:
    found = EventLog.objects.filter(pk=event_log_id).first()
    if found is None:
        raise NotFound("There is no such log of an event.")
    return planned_event(actor, found.event_id).id


def event_of_unit(actor: Actor, event_resource_id: UUID) -> tuple[UUID, str]:
    """The event for which a unit is named, and its call sign."""
    found = EventResource.objects.filter(pk=event_resource_id).first()
    if found is None:
        raise NotFound("There is no such unit of an event.")
    return planned_event(actor, found.event_id).id, found.call_sign


def event_units(planned_event_id: UUID) -> list[EventResourceRow]:
    """Ask for the event first."""
    found = EventResource.objects.filter(event_id=planned_event_id, off_at=None).order_by("call_sign")
    return [EventResourceRow(**{name: getattr(each, name) for name in EventResourceRow.__slots__}) for each in found]


def event_tote(planned_event_id: UUID, *, restricted: bool = False) -> list[tuple[str, int]]:
    """Logs, open ones, crimes, and each result by its words; restricted logs are counted apart, for who may see them.

    One figure for everybody would tell of an arrest in a log that hardly anybody may know of.
    """
    found = EventLog.objects.filter(event_id=planned_event_id, off_at=None, incident__is_restricted=restricted)
    logs = found.values_list("incident__closed_at", "incident__result_codes", "incident__crime_references")
    labels = {code: label for code, label in choices()["result_codes"] if code != "DUP"}
    return rules.tote(((closed is None, codes, len(crimes)) for closed, codes, crimes in logs), labels)


def events_of(incident_id: UUID) -> list[tuple[UUID, str, str]]:
    """Events to which a log belongs: key, name and why."""
    found = EventLog.objects.filter(incident_id=incident_id, off_at=None).order_by("id")
    return list(found.values_list("event_id", "event__name", "why"))


def events_with(incident_id: UUID) -> list[UUID]:
    """Events whose figures change when this log does."""
    return list(EventLog.objects.filter(incident_id=incident_id, off_at=None).values_list("event_id", flat=True))


def _seen(actor: Actor) -> QuerySet[PlannedEvent]:
    permit(actor, CanProcedure.VIEW)
    found = PlannedEvent.objects.all()
    return found.filter(Q(area="") | Q(area__in=actor.areas)) if actor.areas else found


def _row(event: PlannedEvent) -> PlannedEventRow:
    return PlannedEventRow(**{name: getattr(event, name) for name in PlannedEventRow.__slots__})


def _log(each: EventLog) -> EventLogRow:
    of = each.incident
    own = ("id", "incident_id", "is_inherited", "why", "by_name", "off_at", "off_by", "off_why")
    facts = {name: getattr(each, name) for name in own}
    return EventLogRow(reference=of.reference, summary=of.summary, grade=of.grade, state=of.state, **facts)
