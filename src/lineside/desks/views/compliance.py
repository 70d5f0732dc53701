"""The registrar's desk: what was found, what is done about it, the figures, and the sweeps that they stand on."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.compliance import commands, queries
from lineside.compliance.permissions import CanCompliance
from lineside.desks.compliance_forms import FiguresForm, FindingForm, SweepForm
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import once
from lineside.ui.operations import PagingIn
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

DEEDS = ("explain", "put_right", "dismiss")
A_YEAR = timedelta(days=335)
NEWEST = PagingIn(cursor="", limit=20)


@require_GET
@page(needs=CanCompliance.VIEW)
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/compliance.html", {"board": queries.board(request.actor), "chosen": None})


@require_GET
@page(needs=CanCompliance.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_finding_rows.html", {"board": queries.board(request.actor)})


@require_GET
@page(needs=CanCompliance.VIEW)
def row(request: Asking, finding_id: UUID) -> HttpResponse:
    """One row of the list, for who was told that it changed but not what."""
    found = queries.finding(request.actor, finding_id).row
    if not found.stands:
        return HttpResponse(status=404)
    return render(request, "desks/_finding_row.html", {"row": found})


@require_GET
@page(needs=CanCompliance.VIEW)
def finding(request: Asking, finding_id: UUID) -> HttpResponse:
    return _show(request, finding_id)


@require_POST
@page(needs=CanCompliance.WORK)
def explain(request: Asking, finding_id: UUID) -> HttpResponse:
    return _done(request, finding_id, "explain", commands.explain_finding)


@require_POST
@page(needs=CanCompliance.WORK)
def put_right(request: Asking, finding_id: UUID) -> HttpResponse:
    return _done(request, finding_id, "put_right", commands.put_right)


@require_POST
@page(needs=CanCompliance.WORK)
def dismiss(request: Asking, finding_id: UUID) -> HttpResponse:
    return _done(request, finding_id, "dismiss", commands.dismiss_finding)


@require_GET
@page(needs=CanCompliance.VIEW)
def figures(request: Asking) -> HttpResponse:
    return _figures(request, SweepForm())


@require_GET
@page(needs=CanCompliance.VIEW)
def sweep_rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_sweep_rows.html", {"sweeps": queries.sweeps(request.actor, NEWEST).items})


@require_POST
@page(needs=CanCompliance.SWEEP)
def sweep(request: Asking) -> HttpResponse:
    form = SweepForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, commands.begin_sweep, actor=request.actor, kind=form.cleaned_data["kind"])
    return _figures(request, form, status=form.status)


def _figures(request: Asking, sweep_form: SweepForm, status: int = 200) -> HttpResponse:
    today, found = uk_day(now()), None
    months = {"since": f"{today - A_YEAR:%Y-%m}", "until": f"{today:%Y-%m}", "by": "force"}
    form = FiguresForm({**months, **request.GET.dict()})
    if form.is_valid():
        with refusals_shown_on(form):
            said = form.cleaned_data
            first, last = (queries.day_typed(said[name], name) for name in ("since", "until"))
            found = queries.figures(request.actor, first, last, said["by"])
    facts = {
        "form": form,
        "found": found,
        "ways": list(queries.BY.items()),
        "kinds": list(queries.KINDS.items()),
        "sweep_form": sweep_form,
        "sweeps": queries.sweeps(request.actor, NEWEST).items,
        "may_sweep": request.actor.may(CanCompliance.SWEEP),
    }
    name = "desks/_sweeps.html" if is_fragment(request) else "desks/compliance_figures.html"
    return render(request, name, facts, status=max(status, form.status))


def _done(request: Asking, finding_id: UUID, name: str, work: Callable[..., Any]) -> HttpResponse:
    form = FindingForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                work,
                actor=request.actor,
                finding_id=finding_id,
                words=form.cleaned_data["words"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, finding_id, name, form)


def _show(request: Asking, finding_id: UUID, name: str = "", form: FindingForm | None = None) -> HttpResponse:
    refused = {name: form} if form and not form.accepted else {}
    facts = {
        "chosen": queries.finding(request.actor, finding_id),
        "forms": {each: refused.get(each) or FindingForm() for each in DEEDS},
        "refused": refused,
        "may_work": request.actor.may(CanCompliance.WORK),
    }
    status = form.status if form else 200
    if is_fragment(request):
        return render(request, "desks/_finding.html", facts, status=status)
    return render(request, "desks/compliance.html", facts | {"board": queries.board(request.actor)}, status=status)
