"""Structured entries of a log: a decision by the National Decision Model, and a M/ETHANE from draft to log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.entry_forms import DecisionForm, DraftForm, MethaneForm, ToldForm
from lineside.desks.rules import past, take_time
from lineside.entries import commands, queries
from lineside.entries.commands import DecisionFacts
from lineside.entries.permissions import CanEnter
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

OF_A_FORM = ("key", "seen_version")
IN_PANEL = "panel-methane"  # it may be open above the log and at the command line at once: ids of one page differ


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
                letters={name: words for name, words in _said(form).items() if name != "stage"},
                stage=form.cleaned_data["stage"],
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


@require_POST
@page(needs=CanEnter.WRITE)
def told(request: Asking, methane_id: UUID) -> HttpResponse:
    """Another agency was told by telephone: who, when, and by whom of ours."""
    form = ToldForm(request.POST)
    row = queries.methane(request.actor, methane_id)
    if form.is_valid():
        with refusals_shown_on(form, {"text": "at", "told_at": "at"}):
            begun = incident_of(request.actor, row.incident_id).first_contact_at
            at = form.cleaned_data["at"].strip()
            once(
                form.once_key,
                commands.tell_agency_of_methane,
                actor=request.actor,
                methane_id=methane_id,
                agency=form.cleaned_data["agency"],
                whom=form.cleaned_data["whom"],
                told_at=_told_at(at, begun) if at else None,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _methane(request, row.incident_id, told=form)


def _told_at(typed: str, begun: datetime) -> datetime:
    at, rest = take_time(typed, "14:05.")
    if rest:
        raise RuleBroken("Write a time alone, as 14:05.", "told_at")
    return past(at, now(), begun)


@require_GET
@page(needs=CanEnter.WRITE)
def panel(request: Asking, incident_id: UUID) -> HttpResponse:
    """M/ETHANE as the panel of the command line."""
    chosen = incident_of(request.actor, incident_id)
    facts = {"panel": "methane_panel", "panel_said": "", "chosen": chosen}
    return render(request, "desks/_panel.html", facts | methane_facts(incident_id))


def methane_facts(incident_id: UUID) -> dict[str, Any]:
    """What a M/ETHANE shows when it is opened at the command line."""
    return _facts(incident_id, {}) | {"methane_at": "panel-"}


def _methane(request: Asking, incident_id: UUID, **used: DeskForm) -> HttpResponse:
    form = next(iter(used.values()), None)
    kept = used if form and not form.accepted else {}
    facts = _facts(incident_id, kept) | {"methane_at": "panel-" if request.headers.get("HX-Target") == IN_PANEL else ""}
    return render(request, "desks/_methane.html", facts, status=form.status if form else 200)


def _facts(incident_id: UUID, kept: dict[str, DeskForm]) -> dict[str, Any]:
    row = queries.methane_of(incident_id)
    begun = {**row.latest.letters, "stage": row.latest.stage} if row else {}
    return {
        "incident_id": incident_id,
        "methane": row,
        "letters": queries.methane_letters(),
        "draft_form": kept.get("draft") or DraftForm(),
        "log_form": kept.get("to_log") or DraftForm(),
        "methane_form": kept.get("letters") or MethaneForm(initial=begun),
        "told_form": kept.get("told") or ToldForm(),
        "stages": queries.methane_stages(),
        "agencies": queries.agencies(),
    }


def _said(form: DeskForm) -> dict[str, str]:
    return {name: value for name, value in form.cleaned_data.items() if name not in OF_A_FORM}


@require_GET
@page(needs=CanEnter.VIEW, sighting="entries.briefing")
def briefing(request: Asking, incident_id: UUID) -> HttpResponse:
    """A briefing to print: what the log knows stands under each head, the rest is written by hand."""
    chosen = incident_of(request.actor, incident_id)
    facts = {"chosen": chosen, "heads": queries.briefing(request.actor, incident_id)}
    return render(request, "desks/briefing.html", facts)
