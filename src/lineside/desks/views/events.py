"""Planned events: the list, one operation order with its live figures, its logs and its units."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.event_forms import (
    EventForm,
    EventLogForm,
    EventLogOffForm,
    EventOverForm,
    EventUnitForm,
    EventUnitOffForm,
)
from lineside.desks.rules import read_plan
from lineside.dispatch import commands as dispatch
from lineside.dispatch import queries as units
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import by_serial_or_reference
from lineside.kernel.clock import UK, now
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.procedures import commands, queries
from lineside.procedures.permissions import CanProcedure
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

SERIAL = re.compile(r"[0-9]{1,5}", re.ASCII)


@require_GET
@page(needs=CanProcedure.VIEW)
def desk(request: Asking) -> HttpResponse:
    may_plan = request.actor.may(CanProcedure.PLAN)
    return _list(request, new=EventForm() if request.GET.get("new") and may_plan else None)


@require_GET
@page(needs=CanProcedure.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_event_rows.html", {"events": queries.planned_events(request.actor)})


@require_GET
@page(needs=CanProcedure.VIEW, sighting="procedures.event")
def event(request: Asking, planned_event_id: UUID) -> HttpResponse:
    return _show(request, planned_event_id)


@require_POST
@page(needs=CanProcedure.PLAN)
def plan(request: Asking) -> HttpResponse:
    form, made = EventForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            order = read_plan(form.cleaned_data, now())
            made = once(form.once_key, commands.plan_event, actor=request.actor, plan=order)
    return _show(request, made.id, "The event is planned.") if made else _list(request, new=form)


@require_POST
@page(needs=CanProcedure.PLAN)
def change(request: Asking, planned_event_id: UUID) -> HttpResponse:
    form = EventForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        once(
            form.once_key,
            commands.change_event,
            actor=request.actor,
            planned_event_id=planned_event_id,
            plan=read_plan(said, now()),
            seen_version=said["seen_version"] or 0,
        )
        return "The order is changed."

    return _done(request, planned_event_id, "change", form, work)


@require_POST
@page(needs=CanProcedure.PLAN)
def end(request: Asking, planned_event_id: UUID) -> HttpResponse:
    form = EventOverForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        once(
            form.once_key,
            commands.end_event,
            actor=request.actor,
            planned_event_id=planned_event_id,
            reason=said["reason"],
            is_cancelled=said["is_cancelled"] == "yes",
            seen_version=said["seen_version"] or 0,
        )
        return "The event is over."

    return _done(request, planned_event_id, "over", form, work)


@require_POST
@page(needs=CanProcedure.WORK)
def add_log(request: Asking, planned_event_id: UUID) -> HttpResponse:
    form = EventLogForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        typed = said["log"].strip()
        if not typed:
            raise RuleBroken("Name the log by today's number or by its whole reference.", "log")
        serial = int(typed) if SERIAL.fullmatch(typed) else 0
        found = by_serial_or_reference(request.actor, serial, "" if serial else typed)
        once(
            form.once_key,
            commands.add_log_to_event,
            actor=request.actor,
            planned_event_id=planned_event_id,
            incident_id=found.id,
            reason=said["reason"],
        )
        return f"{found.reference} belongs to the event."

    return _done(request, planned_event_id, "log", form, work)


@require_POST
@page(needs=CanProcedure.WORK)
def take_off(request: Asking, event_log_id: UUID) -> HttpResponse:
    form = EventLogOffForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        actor = request.actor
        once(
            form.once_key,
            commands.take_log_off_event,
            actor=actor,
            event_log_id=event_log_id,
            reason=said["reason"],
        )
        return "The log is taken off."

    return _done(request, queries.event_of_log(request.actor, event_log_id), f"off-{event_log_id}", form, work)


@require_POST
@page(needs=CanProcedure.PLAN)
def add_unit(request: Asking, planned_event_id: UUID) -> HttpResponse:
    """The unit is kept for the event in dispatch as well, when it is on duty."""
    form = EventUnitForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        _check_open(request, said["call_sign"])
        made = once(
            form.once_key,
            commands.name_unit_for_event,
            actor=request.actor,
            planned_event_id=planned_event_id,
            call_sign=said["call_sign"],
            task=said["task"],
        )
        return f"{made.call_sign} is named. {_keep(request, planned_event_id, made.call_sign, made.task)}"

    return _done(request, planned_event_id, "unit", form, work)


@require_POST
@page(needs=CanProcedure.PLAN)
def release_unit(request: Asking, event_resource_id: UUID) -> HttpResponse:
    form = EventUnitOffForm(request.POST)
    event_id, sign = queries.event_of_unit(request.actor, event_resource_id)

    def work(_said: dict[str, Any]) -> str:
        actor = request.actor
        once(form.once_key, commands.release_unit_from_event, actor=actor, event_resource_id=event_resource_id)
        return f"{sign} is named no more. {_let_go(request, event_id, sign)}"

    return _done(request, event_id, f"unit-{event_resource_id}", form, work)


def _check_open(request: Asking, sign: str) -> None:
    """An order has more readers than may know where a covert unit is."""
    on_duty = units.units_on_duty(request.actor) if request.actor.may(CanDispatch.VIEW) else []
    named = next((each for each in on_duty if each.call_sign == sign.strip().upper()), None)
    if named and named.is_covert:
        raise RuleBroken(f"{named.call_sign} is covert; an order does not name it.", "call_sign")


def _keep(request: Asking, event_id: UUID, sign: str, task: str) -> str:
    """Ring-fence the unit; what dispatch says to that is told, and the name on the order stands."""
    order = queries.planned_event(request.actor, event_id)
    shown = EventUnitForm({"call_sign": sign})
    with refusals_shown_on(shown):
        unit = units.unit_row(units.unit_by_call_sign(request.actor, sign).id, request.actor)
        if unit is None or (unit.duty_until and unit.duty_until <= order.starts_at):
            return "Its duty ends before the event begins; name it again in the duty that it works the event."
        if unit.ring_fence and unit.ring_fence.for_what != order.name:
            return f"It is not kept for it: it is kept for {unit.ring_fence.for_what}."
        dispatch.ring_fence_unit(
            actor=request.actor,
            unit_id=unit.id,
            for_what=order.name,
            why=task,
            until=order.ends_at,
            seen_fence=unit.fence_mark,
        )
        return f"It is kept for it until {order.ends_at.astimezone(UK):%d %b %H:%M}."
    return f"It is not kept for it: {_first(shown)}"


def _let_go(request: Asking, event_id: UUID, sign: str) -> str:
    order = queries.planned_event(request.actor, event_id)
    shown = EventUnitForm({"call_sign": sign})
    with refusals_shown_on(shown):
        unit = units.unit_row(units.unit_by_call_sign(request.actor, sign).id, request.actor)
        if unit is None or unit.ring_fence is None or unit.ring_fence.for_what != order.name:
            return ""
        dispatch.release_unit(actor=request.actor, unit_id=unit.id, seen_fence=unit.fence_mark)
        return "It is free for anything."
    return f"It is kept as it was: {_first(shown)}"


def _first(form: DeskForm) -> str:
    return next((str(said) for each in form.errors.values() for said in each), "")


def _done(request: Asking, key: UUID, name: str, form: DeskForm, work: Callable[[dict[str, Any]], str]) -> HttpResponse:
    said = ""
    if form.is_valid():
        with refusals_shown_on(form, {"text": "starts_at"}):
            said = work(form.cleaned_data)
    return _show(request, key, said, **({} if form.accepted else {name: form}))


def _list(request: Asking, new: EventForm | None) -> HttpResponse:
    facts: dict[str, Any] = {"chosen": None, "new_form": new, "may_plan": request.actor.may(CanProcedure.PLAN)}
    facts["events"] = queries.planned_events(request.actor)
    template = "desks/_event_new.html" if new and is_fragment(request) else "desks/events.html"
    return render(request, template, facts, status=new.status if new else 200)


def _show(request: Asking, key: UUID, said: str = "", **kept: DeskForm) -> HttpResponse:
    """The event: its figures run live on it."""
    row = queries.planned_event(request.actor, key)
    form = next(iter(kept.values()), None)
    sees_restricted = request.actor.may(CanIncident.VIEW_RESTRICTED)
    facts = {
        "chosen": row,
        "new_form": None,
        "may_plan": request.actor.may(CanProcedure.PLAN),
        "may_work": request.actor.may(CanProcedure.WORK),
        "events": queries.planned_events(request.actor),
        "event": row,
        "event_said": said,
        "tote": queries.event_tote(key),
        "tote_restricted": queries.event_tote(key, restricted=True) if sees_restricted else None,
        "logs": queries.event_logs(request.actor, key),
        "event_units": queries.event_units(key),
        "kept": kept,
        "change_form": kept.get("change") or EventForm(initial=_typed(row)),
        "over_form": kept.get("over") or EventOverForm(),
        "log_form": kept.get("log") or EventLogForm(),
        "unit_form": kept.get("unit") or EventUnitForm(),
        "off_form": EventLogOffForm(),
        "free_form": EventUnitOffForm(),
    }
    template = "desks/_event.html" if is_fragment(request) else "desks/events.html"
    return render(request, template, facts, status=form.status if form else 200)


def _typed(row: queries.PlannedEventRow) -> dict[str, Any]:
    """The order as a person would type it."""
    facts = {name: getattr(row, name) for name in queries.PlannedEventRow.__slots__}
    times = {name: f"{facts[name].astimezone(UK):%d/%m %H:%M}" for name in ("starts_at", "ends_at")}
    point = {
        name: "" if facts[name] is None else str(round(facts[name], 6)) for name in ("lat", "lon", "radius_m")
    }  # 0.0 is one
    return facts | times | point | {name: " ".join(facts[name]) for name in ("stations", "headcodes")}
