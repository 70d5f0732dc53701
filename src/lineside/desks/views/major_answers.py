"""What a handler is asked about a contact while a major incident is in call-attach mode, at either desk."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts.queries import contact as contact_of
from lineside.desks.major_forms import MajorAnswerForm
from lineside.desks.questions import answers_in
from lineside.desks.views import calls, contact
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.commands import once
from lineside.major_incidents import commands, queries
from lineside.major_incidents.permissions import CanMajor
from lineside.triage.queries import questions
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanMajor.VIEW, sighting="major_incidents.proposals")
def asked(request: Asking, contact_id: UUID) -> HttpResponse:
    """What the contact is proposed for, by what was said so far and where it is said to be."""
    return _asked(request, contact_id)


@require_POST
@page(needs=CanMajor.ATTACH)
def attach(request: Asking, major_incident_id: UUID, contact_id: UUID) -> HttpResponse:
    """It belongs to the major incident; where a life may be at risk, with THRIVE as it is answered in the opening."""
    form = MajorAnswerForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.attach_to_major,
            actor=request.actor,
            contact_id=contact_id,
            major_incident_id=major_incident_id,
            answers=_thrive(request),
            words=said["words"],
            seen_version=said["seen_version"] or 0,
        )

    answer = _answered(request, contact_id, major_incident_id, form, work)
    if not form.accepted:
        return answer
    shown = _joined(request, contact_id, major_incident_id)
    shown["HX-Retarget"] = "#chosen"
    return shown


def _joined(request: Asking, contact_id: UUID, major_incident_id: UUID) -> HttpResponse:
    """What follows at this desk: at control the log that it joined, at the contact desk the contact as it ended."""
    if not request.POST.get("at_control"):
        return contact.show(request, contact_id)
    row = queries.major_incident(request.actor, major_incident_id)
    return calls.log_of(request, incident_of(request.actor, row.incident_id))


@require_POST
@page(needs=CanMajor.ATTACH)
def decline(request: Asking, major_incident_id: UUID, contact_id: UUID) -> HttpResponse:
    """It is about something else."""
    form = MajorAnswerForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.decline_major,
            actor=request.actor,
            contact_id=contact_id,
            major_incident_id=major_incident_id,
            words=said["words"],
        )

    return _answered(request, contact_id, major_incident_id, form, work)


def _thrive(request: Asking) -> dict[str, Any]:
    """The letters alone: what a kind of incident asks was asked when the log was opened."""
    letters = {name for each in questions() for name in (each.code, f"{each.code}_text")}
    return {name: given for name, given in answers_in(request.POST).items() if name in letters}


def _answered(
    request: Asking,
    contact_id: UUID,
    major_incident_id: UUID,
    form: MajorAnswerForm,
    work: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)
    return _asked(request, contact_id, None if form.accepted else (major_incident_id, form))


def _asked(request: Asking, contact_id: UUID, refused: tuple[UUID, MajorAnswerForm] | None = None) -> HttpResponse:
    chosen = contact_of(contact_id, request.actor)
    key, form = refused or (None, MajorAnswerForm())
    facts = {
        "chosen": chosen,
        "mine": chosen.state == "taken" and chosen.handler_id in (None, request.actor.id),
        "proposed": queries.proposals(request.actor, chosen, request.GET.get("place_text", "")),
        "answered": queries.answers_of_contact(request.actor, contact_id),
        "refused_for": key,
        "answer_form": form,
        "fresh_form": MajorAnswerForm(),
        "at_control": request.GET.get("at_control") or request.POST.get("at_control"),
    }
    return render(request, "desks/_major_asked.html", facts, status=form.status)
