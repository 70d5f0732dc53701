"""An officer's emergency over every desk: its bar, the take-over's panel, who answered, and the outcome."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.officer_emergency_forms import AnswerEmergencyForm, EmergencyOutcomeForm, ResolveEmergencyForm
from lineside.kernel.commands import once
from lineside.officer_emergencies import commands, queries
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanOfficerEmergency.VIEW)
def bars(request: Asking) -> HttpResponse:
    """Every one that is open, on a desk that signs in, comes back or is loaded again."""
    return render(request, "desks/_officer_emergency_bars.html", {"rows": queries.open_emergencies(request.actor)})


@require_GET
@page(needs=CanOfficerEmergency.ANSWER, sighting="officer_emergencies.emergency")
def panel(request: Asking, emergency_id: UUID) -> HttpResponse:
    return _show(request, emergency_id)


@require_POST
@page(needs=CanOfficerEmergency.ANSWER)
def answer(request: Asking, emergency_id: UUID) -> HttpResponse:
    """The first who answers goes on with it; every other goes back to what they were at."""
    form = AnswerEmergencyForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, commands.answer_emergency, actor=request.actor, emergency_id=emergency_id)
    row = queries.emergency(request.actor, emergency_id)
    has_it = bool(row.answers) and row.answers[0].by_id == request.actor.id
    return _show(request, emergency_id, back=form.accepted and not has_it, answer=form)


@require_POST
@page(needs=CanOfficerEmergency.ANSWER)
def outcome(request: Asking, emergency_id: UUID) -> HttpResponse:
    form = EmergencyOutcomeForm(request.POST)
    if form.is_valid():
        said = commands.Outcome(
            outcome=form.cleaned_data["outcome"],
            words=form.cleaned_data["words"],
            spoken_with=form.cleaned_data["spoken_with"],
            challenge_answered=form.cleaned_data["challenge"],
        )
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.record_outcome,
                actor=request.actor,
                emergency_id=emergency_id,
                said=said,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, emergency_id, outcome=form)


@require_POST
@page(needs=CanOfficerEmergency.ANSWER)
def resolve(request: Asking, emergency_id: UUID) -> HttpResponse:
    form = ResolveEmergencyForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.resolve_emergency,
                actor=request.actor,
                emergency_id=emergency_id,
                words=form.cleaned_data["resolved"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, emergency_id, resolve=form)


def _show(request: Asking, emergency_id: UUID, *, back: bool = False, **used: DeskForm) -> HttpResponse:
    """The panel as it is now for this person; a form that was refused keeps what was typed."""
    row = queries.emergency(request.actor, emergency_id)
    kept = {name: form for name, form in used.items() if not form.accepted}
    facts = {
        "row": row,
        "is_answered": any(each.by_id == request.actor.id for each in row.answers),
        "goes_back": back or row.is_over,
        "nearest": queries.nearest(request.actor, row),
        "outcomes": queries.outcome_choices(),
        "answer_form": kept.get("answer") or AnswerEmergencyForm(),
        "outcome_form": kept.get("outcome") or EmergencyOutcomeForm(),
        "resolve_form": kept.get("resolve") or ResolveEmergencyForm(),
    }
    status = next((form.status for form in used.values()), 200)
    return render(request, "desks/_officer_emergency.html", facts, status=status)
