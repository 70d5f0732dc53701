"""The registrar's dip samples: drawn by a seed that nobody chooses, reviewed by two, decided by a third."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.compliance import commands, queries
from lineside.compliance.permissions import CanCompliance
from lineside.desks.compliance_forms import DrawSamplesForm, OpinionForm
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.operations import PagingIn
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

MARK = "mark-"
NEWEST = PagingIn(cursor="", limit=50)


@require_GET
@page(needs=CanCompliance.VIEW)
def desk(request: Asking) -> HttpResponse:
    return _start(request)


@require_GET
@page(needs=CanCompliance.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_sample_rows.html", {"samples": queries.samples(request.actor)})


@require_GET
@page(needs=CanCompliance.VIEW)
def row(request: Asking, sample_id: UUID) -> HttpResponse:
    """One row of the list, for who was told that it changed but not what."""
    found = queries.sample(request.actor, sample_id).row
    if found.is_over:
        return HttpResponse(status=404)
    return render(request, "desks/_sample_row.html", {"row": found})


@require_GET
@page(needs=CanCompliance.VIEW)
def sample(request: Asking, sample_id: UUID) -> HttpResponse:
    return _show(request, sample_id)


@require_GET
@page(needs=CanCompliance.VIEW)
def proof(request: Asking, sample_draw_id: UUID) -> HttpResponse:
    return _start(request, proof=queries.prove_draw(request.actor, sample_draw_id))


@require_POST
@page(needs=CanCompliance.DRAW)
def draw(request: Asking) -> HttpResponse:
    form, made = DrawSamplesForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            said = form.cleaned_data
            made = once(
                form.once_key,
                commands.draw_samples,
                actor=request.actor,
                month=queries.day_typed(said["month"], "month"),
                restricted=said["restricted"],
            )
    return _start(request, draw_form=DrawSamplesForm() if made else form, made=made, status=form.status)


@require_POST
@page(needs=CanCompliance.REVIEW)
def review(request: Asking, sample_id: UUID) -> HttpResponse:
    form = OpinionForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.review_sample,
                actor=request.actor,
                sample_id=sample_id,
                marks=_marks(request),
                words=form.cleaned_data["words"],
            )
    return _show(request, sample_id, form)


@require_POST
@page(needs=CanCompliance.REVIEW)
def decide(request: Asking, sample_id: UUID) -> HttpResponse:
    form = OpinionForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.decide_sample,
                actor=request.actor,
                sample_id=sample_id,
                marks=_marks(request),
                words=form.cleaned_data["words"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, sample_id, form)


def _marks(request: Asking) -> dict[str, str]:
    return {name.removeprefix(MARK): str(mark) for name, mark in request.POST.items() if name.startswith(MARK)}


def _start(request: Asking, *, status: int = 200, **more: Any) -> HttpResponse:
    facts = {
        "chosen": None,
        "draw_form": DrawSamplesForm(),
        "made": None,
        "proof": None,
        "draws": queries.draws(request.actor, NEWEST).items,
        "may_draw": request.actor.may(CanCompliance.DRAW),
        **more,
    }
    return _page(request, "desks/_samples_start.html", facts, status)


def _show(request: Asking, sample_id: UUID, form: DeskForm | None = None) -> HttpResponse:
    is_kept = form is not None and not form.accepted
    facts = {
        "chosen": queries.sample(request.actor, sample_id),
        "form": form if is_kept else OpinionForm(),
        "marks": queries.marks_to_choose(),
        "marked": _marks(request) if is_kept else {},
        "may_review": request.actor.may(CanCompliance.REVIEW),
    }
    return _page(request, "desks/_sample.html", facts, form.status if form else 200)


def _page(request: Asking, part: str, facts: dict[str, Any], status: int) -> HttpResponse:
    if is_fragment(request):
        return render(request, part, facts, status=status)
    whole = facts | {"samples": queries.samples(request.actor)}
    return render(request, "desks/dip_samples.html", whole, status=status)
