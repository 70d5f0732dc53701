"""Structured entries of a log: a decision by the National Decision Model, and a M/ETHANE from draft to log."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.entry_forms import DecisionForm, DraftForm, MethaneForm
from lineside.entries import commands, queries
from lineside.entries.commands import DecisionFacts
from lineside.entries.permissions import CanEnter
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

OF_A_FORM = ("key", "seen_version")


@require_GET
@page(needs=CanEnter.WRITE)
def decision(request: Asking, incident_id: UUID) -> HttpResponse:
    incident_of(request.actor, incident_id)
    return _decision(request, incident_id, DecisionForm())


@require_POST
@page(needs=CanEnter.WRITE)
def decide(request: Asking, incident_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            facts = DecisionFacts(**_said(form))
            once(
                form.once_key,
                commands.record_decision,
                actor=request.actor,
                incident_id=incident_id,
                facts=facts,
            )
    if not form.accepted:
        return _decision(request, incident_id, form)
    return _decision(request, incident_id, DecisionForm(), said="The decision stands in the log.")


def _decision(request: Asking, incident_id: UUID, form: DecisionForm, said: str = "") -> HttpResponse:
    facts = {
        "incident_id": incident_id,
        "decision_form": form,
        "decision_said": said,
        "decision_kinds": queries.decision_kinds(),
        "parts": queries.decision_parts(),
    }
    return render(request, "desks/_deciding.html", facts, status=form.status)


@require_GET
@page(needs=CanEnter.WRITE)
def methane(request: Asking, incident_id: UUID) -> HttpResponse:
    incident_of(request.actor, incident_id)
    return _methane(request, incident_id)


@require_POST
@page(needs=CanEnter.WRITE)
def draft(request: Asking, incident_id: UUID) -> HttpResponse:
    form = DraftForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, commands.draft_methane, actor=request.actor, incident_id=incident_id)
    return _methane(request, incident_id, draft=form)


@require_POST
@page(needs=CanEnter.WRITE)
def correct(request: Asking, methane_id: UUID) -> HttpResponse:
    form = MethaneForm(request.POST)
    row = queries.methane(request.actor, methane_id)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.correct_methane,
                actor=request.actor,
                methane_id=methane_id,
                letters=_said(form),
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _methane(request, row.incident_id, letters=form)


@require_POST
@page(needs=CanEnter.WRITE)
def to_log(request: Asking, methane_id: UUID) -> HttpResponse:
    form = DraftForm(request.POST)
    row = queries.methane(request.actor, methane_id)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.log_methane,
                actor=request.actor,
                methane_id=methane_id,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _methane(request, row.incident_id, to_log=form)


def _methane(request: Asking, incident_id: UUID, **used: DeskForm) -> HttpResponse:
    form = next(iter(used.values()), None)
    kept = used if form and not form.accepted else {}
    row = queries.methane_of(incident_id)
    facts = {
        "incident_id": incident_id,
        "methane": row,
        "letters": queries.methane_letters(),
        "draft_form": kept.get("draft") or DraftForm(),
        "log_form": kept.get("to_log") or DraftForm(),
        "methane_form": kept.get("letters") or MethaneForm(initial=row.latest.letters if row else {}),
    }
    return render(request, "desks/_methane.html", facts, status=form.status if form else 200)


def _said(form: DeskForm) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if name not in OF_A_FORM}
