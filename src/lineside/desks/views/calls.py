"""Calls at the control desk: rail staff and other services ring here, and a log is opened with the same questions."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts import commands, queries
from lineside.contacts.permissions import CanContact
from lineside.desks.contact_rows import call as call_row
from lineside.desks.emergency_rows import facts_of as emergency_facts
from lineside.desks.emergency_rows import kinds_of, may_enquire
from lineside.desks.forms import NoteForm, OpeningForm, TakeForm
from lineside.desks.switch_rows import rings_of
from lineside.desks.views.control import board_facts, chosen_facts
from lineside.desks.views.opening import CALLED, bound, open_from_contact, opening_context
from lineside.incidents import queries as incidents
from lineside.kernel.commands import once
from lineside.triage.commands import attach_contact
from lineside.triage.permissions import CanTriage
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

if TYPE_CHECKING:
    from lineside.incidents.models import Incident


@require_GET
@page(needs=CanContact.VIEW)
def rows(request: Asking) -> HttpResponse:
    found = [call_row(row) for row in queries.queue(request.actor)]
    return HttpResponse("\n".join(row.html for row in found if not row.gone))


@require_GET
@page(needs=CanContact.VIEW, sighting="contacts.contact")
def call(request: Asking, contact_id: UUID) -> HttpResponse:
    return _show(request, contact_id, TakeForm())


@require_POST
@page(needs=CanContact.TAKE)
def take(request: Asking, contact_id: UUID) -> HttpResponse:
    form = TakeForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.take_contact,
                actor=request.actor,
                contact_id=contact_id,
                seen_version=form.cleaned_data["seen_version"],
            )
    return _show(request, contact_id, form, status=form.status)


@require_POST
@page(needs=CanTriage.ASSESS)
def open_incident(request: Asking, contact_id: UUID) -> HttpResponse:
    """Open the incident from the call; its log follows at once."""
    form = bound(request)
    chosen = queries.contact(contact_id, request.actor)
    incident: Incident | None = None
    if form.is_valid():
        with refusals_shown_on(form, CALLED):
            incident = open_from_contact(request, chosen, form)
    if incident is not None:
        return log_of(request, incident)
    return _show(request, contact_id, TakeForm(), form, status=form.status)


@require_POST
@page(needs=CanTriage.ATTACH)
def attach(request: Asking, contact_id: UUID, incident_id: UUID) -> HttpResponse:
    """It is that incident already: the call joins it, and its log follows."""
    form = TakeForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                attach_contact,
                actor=request.actor,
                contact_id=contact_id,
                incident_id=incident_id,
                seen_version=form.cleaned_data["seen_version"],
            )
    if form.accepted:
        return log_of(request, incidents.incident(request.actor, incident_id))
    return _show(request, contact_id, form, status=form.status)


def log_of(request: Asking, incident: "Incident") -> HttpResponse:
    response = render(request, "desks/_log.html", chosen_facts(request, incident))
    response["HX-Push-Url"] = reverse("desks:control-log", args=[incident.id])
    return response


def _show(
    request: Asking, contact_id: UUID, take_form: TakeForm, form: OpeningForm | None = None, status: int = 200
) -> HttpResponse:
    chosen = queries.contact(contact_id, request.actor)
    facts: dict[str, Any] = {
        "chosen": chosen,
        "mine": chosen.state == "taken" and chosen.handler_id in (None, request.actor.id),
        "moments": queries.call_moments(contact_id),
        "talk": queries.conversation_page(contact_id, queries.Stretch()),
        "note_form": NoteForm(),
        "take_form": take_form,
        **emergency_facts(chosen),
        **rings_of(contact_id),
        **kinds_of(chosen),
        "may_enquire": may_enquire(request.actor, chosen),
        **opening_context(request, chosen, form, at_control=True),
    }
    if is_fragment(request):
        return render(request, "desks/_call.html", facts, status=status)
    whole = board_facts(request) | facts | {"in_chosen": "desks/_call.html"}
    return render(request, "desks/control.html", whole, status=status)
