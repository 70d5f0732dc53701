"""Planned events: the order, the logs that belong to it, the units that are named for it."""

from dataclasses import asdict
from uuid import UUID

from lineside.contacts.commands import one_at_a_time
from lineside.gazetteer.queries import areas
from lineside.incidents.commands import add_log_entry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.keys import uuid7
from lineside.kernel.models import locked
from lineside.procedures import rules
from lineside.procedures.events import EventChanged, LogInherited
from lineside.procedures.models import EventLog, EventResource, PlannedEvent
from lineside.procedures.permissions import CanProcedure
from lineside.procedures.queries.events import events_with, logs_in_time, plan_of, running_at, told_of
from lineside.procedures.rules import EventPlan

BY_PLACE = "inherited by time and place"
LISTS = ("stations", "headcodes")
LONGEST_WHY, LONGEST_TASK = 300, 200
ONE_AT_A_TIME = "logs of planned events"
# Time and place give a log to an event, not whoever plans it: restricted logs and those of other areas belong too.
INHERITING = system_actor(
    "planned events", CanProcedure.WORK, CanIncident.VIEW, CanIncident.VIEW_RESTRICTED, CanIncident.LOG
)


@command(needs=CanProcedure.PLAN)
def plan_event(*, actor: Actor, plan: EventPlan) -> PlannedEvent:
    """An operation order is written; logs of its time and place that are open already belong to it at once."""
    one_at_a_time(ONE_AT_A_TIME)
    kept = _checked(actor, plan)
    key = uuid7()
    row = PlannedEvent(id=key, reference=f"E-{key.hex[-8:].upper()}", state=rules.PLANNED, by_name=actor.name)
    return _keep(row, kept)


@command(needs=CanProcedure.PLAN)
def change_event(
    *, actor: Actor, planned_event_id: UUID, plan: EventPlan, seen_version: int | None = None
) -> PlannedEvent:
    """The order says something else now; logs that belong to it stay, and others may be found."""
    one_at_a_time(ONE_AT_A_TIME)
    row = locked(PlannedEvent, planned_event_id, seen_version, lambda each: actor.covers(each.area))
    rules.check_still_planned(row.state)
    was, kept = row.name, _checked(actor, plan)
    if kept.name != was:
        _rename(row)
    return _keep(row, kept)


@command(needs=CanProcedure.PLAN)
def end_event(
    *, actor: Actor, planned_event_id: UUID, reason: str, is_cancelled: bool = False, seen_version: int | None = None
) -> PlannedEvent:
    """It is over before its time, or does not take place; no log belongs to it by itself any more."""
    row = locked(PlannedEvent, planned_event_id, seen_version, lambda each: actor.covers(each.area))
    rules.check_still_planned(row.state)
    row.over_why = rules.said(reason, "reason", missing="Write why it is over.")
    row.state = rules.CANCELLED if is_cancelled else rules.ENDED
    row.over_at, row.over_by = now(), actor.name
    row.save()
    announce(EventChanged(event_id=row.id))
    return row


@command(needs=CanProcedure.WORK)
def inherit_events(*, actor: Actor, incident_id: UUID) -> int:
    """Every event of whose time and place the log is; how many are new. One it was taken off is not given again."""
    one_at_a_time(ONE_AT_A_TIME)  # an order that is being written now finds this log, or is found here
    found = incident_of(actor, incident_id)
    known = set(EventLog.objects.filter(incident=found).values_list("event_id", flat=True))
    facts, new = told_of(found), 0
    for event in running_at(found.first_contact_at):
        why = rules.belongs(plan_of(event), facts)
        if why and event.id not in known:
            _inherit(event, incident_id, why)
            new += 1
    return new


@command(needs=CanProcedure.WORK)
def recount_events(*, actor: Actor, incident_id: UUID) -> int:  # noqa: ARG001 - the audit line names the actor
    """The figures of the events that this log belongs to may be other now; how many events that are."""
    keys = events_with(incident_id)
    for key in keys:
        announce(EventChanged(event_id=key))
    return len(keys)


@command(needs=CanProcedure.WORK)
def add_log_to_event(*, actor: Actor, planned_event_id: UUID, incident_id: UUID, reason: str) -> EventLog:
    """A person says that the log belongs to the event, and why; also after it was taken off."""
    one_at_a_time(ONE_AT_A_TIME)
    event = _seen(actor, planned_event_id)
    incident_of(actor, incident_id)
    why = rules.said(reason, "reason", missing="Write why this log belongs to the event.")
    rules.check_words(why, "reason", LONGEST_WHY)
    found = EventLog.objects.filter(event=event, incident_id=incident_id).first()
    row = locked(EventLog, found.id) if found else EventLog(event=event, incident_id=incident_id)
    if found and row.off_at is None:
        raise RuleBroken(f"It belongs to the event already: {row.why.rstrip('.')}.", "log")
    row.off_at, row.off_by, row.off_why = None, "", ""
    return _join(actor, row, why, by_name=actor.name)


@command(needs=CanProcedure.WORK)
def take_log_off_event(*, actor: Actor, event_log_id: UUID, reason: str) -> EventLog:
    """The log does not belong to the event, and why; it is not given to it again by itself."""
    row = locked(EventLog, event_log_id)
    _seen(actor, row.event_id)
    incident_of(actor, row.incident_id)
    kept = rules.said(reason, "reason", missing="Write why this log does not belong to the event.")
    if row.off_at is not None:
        raise RuleBroken(f"{row.off_by} has taken this log off already.")
    row.off_at, row.off_by, row.off_why = now(), actor.name, kept
    row.save()
    return _tell(actor, row, f"Taken off the event {row.event.name} ({row.event.reference}): {kept}")


@command(needs=CanProcedure.PLAN)
def name_unit_for_event(*, actor: Actor, planned_event_id: UUID, call_sign: str, task: str) -> EventResource:
    """A unit is named for the event, and for what; that it is kept for it is said to dispatch."""
    event = locked(PlannedEvent, planned_event_id, None, lambda each: actor.covers(each.area))
    rules.check_still_planned(event.state)
    sign = call_sign.strip().upper()
    if not (sign.isascii() and sign.isalnum() and 2 < len(sign) <= 8):  # noqa: PLR2004 - as BX12
        raise RuleBroken("Name the unit by its call sign, as BX12.", "call_sign")
    what = rules.said(task, "task", missing="Say what the unit is for.")
    rules.check_words(what, "task", LONGEST_TASK)
    if EventResource.objects.filter(event=event, call_sign=sign, off_at=None).exists():
        raise RuleBroken(f"{sign} is named for this event already.", "call_sign")
    row = EventResource(event=event, call_sign=sign, task=what, by_name=actor.name)
    row.save()
    announce(EventChanged(event_id=event.id))
    return row


@command(needs=CanProcedure.PLAN)
def release_unit_from_event(*, actor: Actor, event_resource_id: UUID) -> EventResource:
    row = locked(EventResource, event_resource_id)
    _seen(actor, row.event_id)
    if row.off_at is not None:
        raise RuleBroken(f"{row.off_by} has taken {row.call_sign} off already.")
    row.off_at, row.off_by = now(), actor.name
    row.save()
    announce(EventChanged(event_id=row.event_id))
    return row


def _checked(actor: Actor, plan: EventPlan) -> EventPlan:
    kept = rules.check_plan(plan, now())
    known = {each.code for each in areas()}
    if kept.area and kept.area not in known:
        raise RuleBroken(f"An area is one of {', '.join(sorted(known))}; leave it empty for all.", "area")
    if not actor.covers(kept.area):
        raise RuleBroken("Plan it for one of your own areas, or leave the area empty for all.", "area")
    return kept


def _keep(row: PlannedEvent, plan: EventPlan) -> PlannedEvent:
    for name, value in asdict(plan).items():
        setattr(row, name, list(value) if name in LISTS else value)
    row.save()
    announce(EventChanged(event_id=row.id))
    known = set(EventLog.objects.filter(event=row).values_list("incident_id", flat=True))
    for found in logs_in_time(INHERITING, plan):
        why = rules.belongs(plan, told_of(found))
        if why and found.id not in known:
            _inherit(row, found.id, why)
    return row


def _rename(event: PlannedEvent) -> None:
    """Each log that belongs to it shows its name."""
    for key in EventLog.objects.filter(event=event, off_at=None).values_list("incident_id", flat=True):
        announce(LogInherited(event_id=event.id, incident_id=key))


def _inherit(event: PlannedEvent, incident_id: UUID, why: str) -> None:
    row = EventLog(event=event, incident_id=incident_id)
    _join(INHERITING, row, why, by_name=BY_PLACE)


def _join(actor: Actor, row: EventLog, why: str, *, by_name: str) -> EventLog:
    row.is_inherited, row.why, row.by_name = by_name == BY_PLACE, why, by_name
    row.save()
    return _tell(actor, row, f"Belongs to the event {row.event.name} ({row.event.reference}): {why}")


def _tell(actor: Actor, row: EventLog, text: str) -> EventLog:
    add_log_entry(actor=actor, incident_id=row.incident_id, text=text, kind="event", source="procedures")
    announce(LogInherited(event_id=row.event_id, incident_id=row.incident_id))
    return row


def _seen(actor: Actor, key: UUID) -> PlannedEvent:
    found = PlannedEvent.objects.filter(pk=key).first()
    if found is None or not actor.covers(found.area):
        raise NotFound("There is no such event.")
    return found
