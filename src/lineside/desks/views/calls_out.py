"""Ringing somebody from a contact or from a log."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.callouts import commands, queries
from lineside.callouts.permissions import CanCallOut
from lineside.contacts import queries as contacts
from lineside.desks.call_forms import AnsweredForm, CallOutForm
from lineside.incidents import queries as incidents
from lineside.kernel.commands import once
from lineside.queues import queries as queues
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanCallOut.PLACE)
def for_contact(request: Asking, contact_id: UUID) -> HttpResponse:
    return _panel(request, CallOutForm(initial=_first_of_contact(request, contact_id)), contact_id=contact_id)


@require_GET
@page(needs=CanCallOut.PLACE)
def for_incident(request: Asking, incident_id: UUID) -> HttpResponse:
    known = incidents.incident(request.actor, incident_id)
    first = {
        "number": request.GET.get("number", "")[:40] or known.informant_number,
        "telephone": own_telephone(request),
    }
    return _panel(request, CallOutForm(initial=first), incident_id=incident_id)


@require_POST
@page(needs=CanCallOut.PLACE)
def call_for_contact(request: Asking, contact_id: UUID) -> HttpResponse:
    return _place(request, contact_id=contact_id)


@require_POST
@page(needs=CanCallOut.PLACE)
def call_for_incident(request: Asking, incident_id: UUID) -> HttpResponse:
    return _place(request, incident_id=incident_id)


@require_POST
@page(needs=CanCallOut.PLACE)
def answered_by(request: Asking, call_out_id: UUID) -> HttpResponse:
    """Only who rang knows whether a machine picked up."""
    form = AnsweredForm(request.POST)
    row = queries.call_out_of(request.actor, call_out_id)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.say_who_answered,
                actor=request.actor,
                call_out_id=call_out_id,
                outcome=form.cleaned_data["outcome"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    first = {"number": row.number, "telephone": row.telephone}
    return _panel(
        request, CallOutForm(initial=first), answered=form, contact_id=row.about_id, incident_id=row.incident_id
    )


def _place(request: Asking, *, contact_id: UUID | None = None, incident_id: UUID | None = None) -> HttpResponse:
    form, placed = CallOutForm(request.POST), None
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("number", "telephone", "unsafe_reason")}
        with refusals_shown_on(form):
            placed = once(
                form.once_key,
                commands.place_call,
                actor=request.actor,
                about_id=contact_id,
                incident_id=incident_id,
                **said,
            )
    if placed is None:
        return _panel(request, form, contact_id=contact_id, incident_id=incident_id)
    fresh = CallOutForm(initial={"number": placed.number, "telephone": placed.telephone})
    return _panel(request, fresh, contact_id=contact_id, incident_id=incident_id, placed=queries.call_out(placed.id))


def _panel(
    request: Asking,
    form: CallOutForm,
    *,
    contact_id: UUID | None = None,
    incident_id: UUID | None = None,
    placed: queries.CallOutRow | None = None,
    answered: AnsweredForm | None = None,
) -> HttpResponse:
    if contact_id:
        place, calls = "desks:contact-call-out", queries.calls_about(request.actor, contact_id)
    else:
        assert incident_id  # noqa: S101 - each is for one of the two
        place, calls = "desks:log-call-out", queries.calls_for(request.actor, incident_id)
    facts: dict[str, Any] = {
        "call_out_form": form,
        "place_url": reverse(place, args=[contact_id or incident_id]),
        "placed": placed,
        "picked_up": next((row for row in reversed(calls) if row.answered_at and row.by_id == request.actor.id), None),
        "answered_form": answered or AnsweredForm(),
    }
    status = answered.status if answered else form.status
    return render(request, "desks/_calling.html", facts, status=status)


def _first_of_contact(request: Asking, contact_id: UUID) -> dict[str, str]:
    """The number that is known of them, and this person's own telephone."""
    chosen = contacts.contact(contact_id, request.actor)
    number = chosen.sender_address if "@" not in chosen.sender_address else ""
    return {"number": number, "telephone": own_telephone(request)}


def own_telephone(request: Asking) -> str:
    """The one beside one's state at the desk; else the one from which this person rang last."""
    seat = queues.seat_of(request.actor.id) if request.actor.id else None
    return (seat.telephone if seat else "") or queries.telephone_of(request.actor)
