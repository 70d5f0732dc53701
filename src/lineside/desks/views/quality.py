"""The desk for quality: what is to be scored, marks by two, a moderator's decision, results and one's own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.quality_forms import (
    AnswerResultForm,
    ByHandForm,
    DecideForm,
    ResultsForm,
    ScoreForm,
    WeekForm,
)
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import once
from lineside.quality import commands, queries
from lineside.quality.permissions import CanQuality
from lineside.ui.forms import DeskForm
from lineside.ui.operations import PagingIn
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

MARK = "mark-"
MOST_SHOWN = PagingIn(cursor="", limit=100)


@require_GET
@page(needs=CanQuality.OWN)
def start(request: Asking) -> HttpResponse:
    """What somebody may do here: score and lead, or read their own results."""
    return _start(request) if request.actor.may(CanQuality.VIEW) else _own(request, None)


@require_GET
@page(needs=CanQuality.VIEW)
def desk(request: Asking) -> HttpResponse:
    return _start(request)


@require_GET
@page(needs=CanQuality.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_review_rows.html", {"reviews": queries.board(request.actor)})


@require_GET
@page(needs=CanQuality.VIEW)
def row(request: Asking, review_id: UUID) -> HttpResponse:
    """One row of the list, for who was told that it changed but not what."""
    found = queries.row_of(review_id)
    if found is None or found.is_over:
        return HttpResponse(status=404)
    return render(request, "desks/_review_row.html", {"row": found})


@require_GET
@page(needs=CanQuality.VIEW)
def review(request: Asking, review_id: UUID) -> HttpResponse:
    return _show(request, review_id)


@require_GET
@page(needs=CanQuality.OWN)
def own(request: Asking) -> HttpResponse:
    return _own(request, None)


@require_GET
@page(needs=CanQuality.OWN)
def own_result(request: Asking, review_id: UUID) -> HttpResponse:
    return _own(request, review_id)


@require_GET
@page(needs=CanQuality.VIEW)
def proof(request: Asking, draw_id: UUID) -> HttpResponse:
    return _start(request, proof=queries.proof(request.actor, draw_id))


@require_GET
@page(needs=CanQuality.LEAD)
def results(request: Asking) -> HttpResponse:
    today = uk_day(now())
    days = {"since": str(today - timedelta(days=28)), "until": str(today)}
    form, found = ResultsForm({**days, **request.GET.dict()}), None
    if form.is_valid():
        with refusals_shown_on(form):
            found = queries.results(request.actor, *queries.days_typed(form.cleaned_data))
    return render(request, "desks/quality_results.html", {"form": form, "found": found}, status=form.status)


@require_POST
@page(needs=CanQuality.LEAD)
def draw(request: Asking) -> HttpResponse:
    form, made = WeekForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            week = queries.day_typed(form.cleaned_data["week"], "week")
            made = once(form.once_key, commands.draw_week, actor=request.actor, week=week)
    return _start(request, week_form=WeekForm() if made else form, made=made, status=form.status)


@require_POST
@page(needs=CanQuality.LEAD)
def by_hand(request: Asking) -> HttpResponse:
    form, made = ByHandForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            made = once(
                form.once_key,
                commands.take_by_hand,
                actor=request.actor,
                contact_id=queries.contact_to_take(request.actor, form.cleaned_data["reference"]),
                why=form.cleaned_data["why"],
            )
    return _show(request, made.id) if made else _start(request, hand_form=form, status=form.status)


@require_POST
@page(needs=CanQuality.SCORE)
def score(request: Asking, review_id: UUID) -> HttpResponse:
    form = ScoreForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.score_contact,
            actor=request.actor,
            review_id=review_id,
            marks=_marks(request),
            words=said["words"],
        )

    _do(form, work)
    return _show(request, review_id, form, "score_form")


@require_POST
@page(needs=CanQuality.MODERATE)
def decide(request: Asking, review_id: UUID) -> HttpResponse:
    form = DecideForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.decide_review,
            actor=request.actor,
            review_id=review_id,
            marks=_marks(request),
            why=said["why"],
            seen_version=said["seen_version"] or 0,
        )

    _do(form, work)
    return _show(request, review_id, form, "decide_form")


@require_POST
@page(needs=CanQuality.OWN)
def answer(request: Asking, review_id: UUID) -> HttpResponse:
    form = AnswerResultForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.answer_result,
            actor=request.actor,
            review_id=review_id,
            words=said["words"],
            seen_version=said["seen_version"] or 0,
        )

    _do(form, work)
    return _own(request, review_id, form)


def _do(form: DeskForm, work: Callable[[dict[str, Any]], None]) -> None:
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)


def _marks(request: Asking) -> dict[str, str]:
    return {name.removeprefix(MARK): str(mark) for name, mark in request.POST.items() if name.startswith(MARK)}


def _start(request: Asking, *, status: int = 200, **more: Any) -> HttpResponse:
    facts = {
        "chosen": None,
        "week_form": WeekForm(initial={"week": str(uk_day(now()) - timedelta(days=7))}),
        "hand_form": ByHandForm(),
        "made": None,
        "proof": None,
        "draws": queries.draws(request.actor, MOST_SHOWN).items,
        "may_lead": request.actor.may(CanQuality.LEAD),
        **more,
    }
    if is_fragment(request):
        return render(request, "desks/_quality_start.html", facts, status=status)
    return render(request, "desks/quality.html", facts | {"reviews": queries.board(request.actor)}, status=status)


def _show(request: Asking, review_id: UUID, form: DeskForm | None = None, name: str = "") -> HttpResponse:
    facts = {"score_form": ScoreForm(), "decide_form": DecideForm(), **_one(request, review_id, form)}
    if form and not form.accepted:
        facts[name] = form
    status = form.status if form else 200
    if is_fragment(request):
        return render(request, "desks/_review.html", facts, status=status)
    return render(request, "desks/quality.html", facts | {"reviews": queries.board(request.actor)}, status=status)


def _own(request: Asking, review_id: UUID | None, form: DeskForm | None = None) -> HttpResponse:
    facts: dict[str, Any] = {"answer_form": AnswerResultForm(), "chosen": None}
    if review_id:
        facts |= _one(request, review_id, form)
    if form and not form.accepted:
        facts["answer_form"] = form
    status = form.status if form else 200
    if is_fragment(request):
        return render(request, "desks/_own_result.html", facts, status=status)
    found = queries.own_results(request.actor, MOST_SHOWN)
    return render(request, "desks/quality_own.html", facts | {"own": found.items}, status=status)


def _one(request: Asking, review_id: UUID, form: DeskForm | None) -> dict[str, Any]:
    kept = form is not None and not form.accepted
    return {
        "chosen": queries.review(request.actor, review_id),
        "marks": queries.marks_to_choose(),
        "marked": _marks(request) if kept else {},
        "may_score": request.actor.may(CanQuality.SCORE),
        "may_decide": request.actor.may(CanQuality.MODERATE),
    }
