"""Markers and safe contact of who is in hand: placed, with the day of review, and ended."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts import queries as contacts
from lineside.desks.marker_forms import LiftForm, MarkerForm
from lineside.desks.views.who import way_of
from lineside.kernel.commands import once
from lineside.pole import commands, queries
from lineside.pole.permissions import CanPole
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

PLACED = ("code", "words", "safe_from", "safe_until", "review_on")


@require_GET
@page(needs=CanPole.KEEP_SAFE)
def marking(request: Asking, contact_id: UUID) -> HttpResponse:
    return _show(request, contact_id, {})


@require_POST
@page(needs=CanPole.KEEP_SAFE)
def place(request: Asking, contact_id: UUID) -> HttpResponse:
    form = MarkerForm(request.POST)
    chosen = contacts.contact(contact_id, request.actor)
    if form.is_valid():
        said = form.cleaned_data
        marker = queries.MarkerFacts(
            known_by=way_of(chosen),
            value=chosen.sender_address,
            ways=tuple(said["ways"]),
            **{name: said[name] for name in PLACED},
        )
        work = commands.place_marker if request.actor.may(CanPole.MARK) else commands.place_safe_contact
        with refusals_shown_on(form):
            once(form.once_key, work, actor=request.actor, marker=marker)
    return _show(request, contact_id, {"place": form})


@require_POST
@page(needs=CanPole.MARK)
def lift(request: Asking, contact_id: UUID, marker_id: UUID) -> HttpResponse:
    form = LiftForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.lift_marker,
                actor=request.actor,
                marker_id=marker_id,
                why=form.cleaned_data["why"],
                seen_version=form.cleaned_data["seen_version"],
            )
    return _show(request, contact_id, {str(marker_id): form})


def _show(request: Asking, contact_id: UUID, used: dict[str, DeskForm]) -> HttpResponse:
    chosen = contacts.contact(contact_id, request.actor)
    value = queries.normal(way_of(chosen), chosen.sender_address)
    seen = request.actor.may(CanPole.LOOK_UP) and value
    kept: dict[str, Any] = {name: form for name, form in used.items() if not form.accepted}
    facts = {
        "chosen": chosen,
        "standing": queries.markers_on(request.actor, [value], f"contact {chosen.reference}") if seen else [],
        "codes": queries.marker_choices(request.actor),
        "ways": queries.WAYS,
        "place_form": kept.get("place") or MarkerForm(),
        "lifts": kept,
        "blank": LiftForm(),
        "may_lift": request.actor.may(CanPole.MARK),
        "is_done": any(form.accepted for form in used.values()),
    }
    status = next((form.status for form in used.values()), 200)
    template = "desks/_marking.html" if is_fragment(request) else "desks/marking.html"
    return render(request, template, facts, status=status)
