"""What becomes of a recorded crime at the crime desk: outcome, cancelling, flags, transfer and its answer."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from lineside.crimes import commands, queries
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import finals, worklists
from lineside.desks import crime_forms as forms
from lineside.desks.crime_work import cancelling_weighed, outcome_weighed
from lineside.desks.views.crime import show
from lineside.kernel.commands import once
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

Work = Callable[[], Any]


@require_GET
@page(needs=CanCrime.VIEW, sighting="crimes.finals")
def state(request: Asking, crime_id: UUID) -> HttpResponse:
    """How it stands, for who was told that it changed but not what."""
    incident_id = queries.crime(request.actor, crime_id).incident_id
    standing = next((each for each in worklists.standings_of(incident_id) if each.crime.id == crime_id), None)
    if standing is None:
        raise NotFound("There is no such crime.")
    return render(request, "desks/_crime_state.html", {"standing": standing})


@require_POST
@page(needs=CanCrime.FINALISE)
def outcome(request: Asking, crime_id: UUID) -> HttpResponse:
    form = forms.OutcomeForm(request.POST)
    return _done(request, crime_id, "outcome", form, lambda: {"claim": form.claim()}, commands.give_outcome)


@require_POST
@page(needs=CanCrime.CANCEL)
def cancel(request: Asking, crime_id: UUID) -> HttpResponse:
    form = forms.CancelForm(request.POST)
    return _done(request, crime_id, "cancel", form, lambda: {"asked": form.cancelling()}, commands.cancel_crime)


@require_POST
@page(needs=CanCrime.RECORD)
def flags(request: Asking, crime_id: UUID) -> HttpResponse:
    form = forms.FlagsForm(request.POST)
    return _done(request, crime_id, "flags", form, lambda: {"flags": form.cleaned_data["flags"]}, commands.flag_crime)


@require_POST
@page(needs=CanCrime.TRANSFER)
def send(request: Asking, crime_id: UUID) -> HttpResponse:
    form = forms.SendCrimeForm(request.POST)

    def facts() -> dict[str, Any]:
        said = form.cleaned_data
        return {"force": said["force"], "change": form.change(), "in_btp_place": said["in_btp_place"]}

    return _done(request, crime_id, "send", form, facts, commands.send_crime)


@require_POST
@page(needs=CanCrime.TRANSFER)
def answer(request: Asking, crime_transfer_id: UUID) -> HttpResponse:
    crime_id = finals.crime_transfer(request.actor, crime_transfer_id).crime_id
    form = forms.ForceAnswerForm(request.POST)

    def facts() -> dict[str, Any]:
        said = {name: form.cleaned_data[name] for name in ("reference", "reference_kind", "answer")}
        if form.cleaned_data["takes"] not in {"yes", "no"}:
            raise RuleBroken("Say whether they take it.", "takes")
        return {**said, "accepted": form.cleaned_data["takes"] == "yes", "transfer_id": crime_transfer_id}

    return _done(request, crime_id, "answer", form, facts, commands.record_force_answer, of_transfer=True)


@require_POST
@page(needs=CanCrime.VIEW)
def weigh_outcome(request: Asking, crime_id: UUID) -> HttpResponse:
    """What the rules ask for the outcome that is chosen, and what of it is still missing; nothing is done yet."""
    crime, form = queries.crime(request.actor, crime_id), forms.OutcomeForm(request.POST)
    weighed = outcome_weighed(request.actor, crime_id, form)
    return render(request, "desks/_crime_weighed.html", {"crime": crime, "weighed": weighed, "form": form})


@require_POST
@page(needs=CanCrime.VIEW)
def weigh_cancelling(request: Asking, crime_id: UUID) -> HttpResponse:
    """The same of a code under which it is to be cancelled."""
    crime, form = queries.crime(request.actor, crime_id), forms.CancelForm(request.POST)
    weighed = cancelling_weighed(request.actor, crime_id, form)
    return render(request, "desks/_crime_weighed.html", {"crime": crime, "weighed": weighed, "form": form})


def _done(
    request: Asking,
    crime_id: UUID,
    name: str,
    form: DeskForm,
    facts: Work,
    work: Callable[..., Any],
    *,
    of_transfer: bool = False,
) -> HttpResponse:
    crime = queries.crime(request.actor, crime_id)  # who may not see it is told so before the form is read
    if form.is_valid():
        with refusals_shown_on(form):
            about = {} if of_transfer else {"crime_id": crime_id}
            seen = form.cleaned_data["seen_version"]
            once(form.once_key, work, actor=request.actor, seen_version=seen, **about, **facts())
    kept = {} if form.accepted else {f"{name}-{crime_id}": form}
    return show(request, crime.incident_id, status=form.status, kept=kept, acted=crime_id)


ONE = "crime/crimes/<uuid:crime_id>/"
PATHS = [
    path(f"{ONE}state/", state, name="crime-state"),
    path(f"{ONE}outcome/", outcome, name="crime-outcome"),
    path(f"{ONE}outcome/weigh/", weigh_outcome, name="crime-outcome-weigh"),
    path(f"{ONE}cancel/", cancel, name="crime-cancel"),
    path(f"{ONE}cancel/weigh/", weigh_cancelling, name="crime-cancel-weigh"),
    path(f"{ONE}flags/", flags, name="crime-flags"),
    path(f"{ONE}send/", send, name="crime-send"),
    path("crime/transfers/<uuid:crime_transfer_id>/answer/", answer, name="crime-answer"),
]
