"""Vehicles: what each is, whether it is on the road and by when, and which unit has it now."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.vehicle_forms import OffRoadForm, OnRoadForm, VehicleForm
from lineside.dispatch import commands, queries
from lineside.dispatch.permissions import CanDispatch
from lineside.gazetteer.queries import areas
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.moments import moment_typed
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on


@require_GET
@page(needs=CanDispatch.VIEW)
def desk(request: Asking) -> HttpResponse:
    return _show(request, None)


@require_GET
@page(needs=CanDispatch.VIEW)
def vehicle(request: Asking, vehicle_id: UUID) -> HttpResponse:
    return _show(request, vehicle_id)


@require_GET
@page(needs=CanDispatch.VIEW)
def rows(request: Asking) -> HttpResponse:
    """The list beside a vehicle that was just changed."""
    found = queries.vehicles(request.actor)
    chosen = next((row for row in found if str(row.id) == request.GET.get("chosen")), None)
    return render(request, "desks/_vehicle_rows.html", {"vehicles": found, "chosen": chosen})


@require_POST
@page(needs=CanDispatch.RESOURCE)
def record(request: Asking) -> HttpResponse:
    form, made = VehicleForm(request.POST), None
    if form.is_valid():
        said = form.cleaned_data
        told = {name: said[name] for name in ("registration", "kind", "name", "base", "area")}
        carried = tuple(filter(None, (" ".join(each.split()) for each in said["equipment"].split(","))))
        with refusals_shown_on(form):
            facts = commands.VehicleFacts(**told, equipment=carried)
            made = once(form.once_key, commands.record_vehicle, actor=request.actor, facts=facts)
    return _show(request, made.id) if made else _show(request, None, record_form=form)


@require_POST
@page(needs=CanDispatch.RESOURCE)
def off_road(request: Asking, vehicle_id: UUID) -> HttpResponse:
    form = OffRoadForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        with refusals_shown_on(form):
            until = moment_typed(said["until"], "until") if said["until"].strip() else None
            facts = {"why": said["why"], "until": until, "seen_version": said["seen_version"] or 0}
            once(form.once_key, commands.take_off_road, actor=request.actor, vehicle_id=vehicle_id, **facts)
    return _show(request, vehicle_id, **({} if form.accepted else {"off_form": form}))


@require_POST
@page(needs=CanDispatch.RESOURCE)
def on_road(request: Asking, vehicle_id: UUID) -> HttpResponse:
    form = OnRoadForm(request.POST)
    if form.is_valid():
        seen = form.cleaned_data["seen_version"] or 0
        with refusals_shown_on(form):
            once(form.once_key, commands.put_on_road, actor=request.actor, vehicle_id=vehicle_id, seen_version=seen)
    return _show(request, vehicle_id, **({} if form.accepted else {"on_form": form}))


def _show(request: Asking, vehicle_id: UUID | None, **kept: DeskForm) -> HttpResponse:
    form = next(iter(kept.values()), None)
    facts: dict[str, Any] = {
        "chosen": queries.vehicle(request.actor, vehicle_id) if vehicle_id else None,
        "vehicles": queries.vehicles(request.actor),
        "kinds": queries.vehicle_kinds(),
        "areas": [(each.code, each.name) for each in areas() if request.actor.covers(each.code)],
        "may_keep": request.actor.may(CanDispatch.RESOURCE),
        "record_form": VehicleForm(),
        "off_form": OffRoadForm(),
        "on_form": OnRoadForm(),
        **kept,
    }
    part = "desks/_vehicle.html" if vehicle_id else "desks/_vehicle_new.html"
    template = part if is_fragment(request) else "desks/vehicles.html"
    return render(request, template, facts, status=form.status if form else 200)


PATHS = [
    path("vehicles/", desk, name="vehicles"),
    path("vehicles/rows/", rows, name="vehicle-rows"),
    path("vehicles/record/", record, name="vehicle-record"),
    path("vehicles/<uuid:vehicle_id>/", vehicle, name="vehicle"),
    path("vehicles/<uuid:vehicle_id>/off-road/", off_road, name="vehicle-off-road"),
    path("vehicles/<uuid:vehicle_id>/on-road/", on_road, name="vehicle-on-road"),
]
