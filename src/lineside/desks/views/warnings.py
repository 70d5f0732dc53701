"""The desk for warning witnesses: the list with its clocks, one request, every call."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.bureau_forms import CloseWarningForm, EndCallForm, RingWitnessForm, SettleForm, WarningForm
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on
from lineside.witnesses import commands, queries
from lineside.witnesses.permissions import CanWarn

ASKED = ("case_ref", "court", "hearing", "warn_by", "witnesses")


@require_GET
@page(needs=CanWarn.VIEW)
def desk(request: Asking) -> HttpResponse:
    return _list(request, new=WarningForm() if request.GET.get("new") else None)


@require_GET
@page(needs=CanWarn.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_warning_rows.html", {"board": queries.board(request.actor)})


@require_GET
@page(needs=CanWarn.VIEW)
def row(request: Asking, warning_id: UUID) -> HttpResponse:
    """One row of the list, for who was told that it changed but not what."""
    found = queries.row_of(warning_id)
    if found is None or found.is_over:
        return HttpResponse(status=404)
    return render(request, "desks/_warning_row.html", {"row": found})


@require_GET
@page(needs=CanWarn.VIEW, sighting="witnesses.warning")
def warning(request: Asking, warning_id: UUID) -> HttpResponse:
    return _show(request, warning_id, {})


@require_POST
@page(needs=CanWarn.WARN)
def open_warning(request: Asking) -> HttpResponse:
    form, made = WarningForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            made = once(
                form.once_key, commands.open_warning, actor=request.actor, asked=queries.asked_in(form.cleaned_data)
            )
    return _show(request, made.id, {}) if made else _list(request, new=form)


@require_POST
@page(needs=CanWarn.WARN)
def check(request: Asking, warning_id: UUID) -> HttpResponse:
    form = WarningForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.check_warning,
            actor=request.actor,
            warning_id=warning_id,
            asked=queries.asked_in(said),
            seen_version=said["seen_version"] or 0,
        )

    return _done(request, warning_id, "asked", form, work)


@require_POST
@page(needs=CanWarn.WARN)
def ring(request: Asking, witness_id: UUID) -> HttpResponse:
    form = RingWitnessForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.begin_attempt,
            actor=request.actor,
            witness_id=witness_id,
            unsafe_reason=said["unsafe_reason"],
        )

    return _done(request, queries.warning_of_witness(witness_id), f"ring-{witness_id}", form, work)


@require_POST
@page(needs=CanWarn.WARN)
def end_call(request: Asking, attempt_id: UUID) -> HttpResponse:
    form = EndCallForm(request.POST)
    warning_id, witness_id = queries.subject_of_attempt(attempt_id)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.end_attempt,
            actor=request.actor,
            attempt_id=attempt_id,
            outcome=said["outcome"],
            words=said["words"],
            only_set_words=said["only_set_words"],
        )

    return _done(request, warning_id, f"end-{witness_id}", form, work)


@require_POST
@page(needs=CanWarn.WARN)
def settle(request: Asking, witness_id: UUID) -> HttpResponse:
    form = SettleForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.settle_witness,
            actor=request.actor,
            witness_id=witness_id,
            outcome=said["outcome"],
            words=said["words"],
        )

    return _done(request, queries.warning_of_witness(witness_id), f"settle-{witness_id}", form, work)


@require_POST
@page(needs=CanWarn.WARN)
def close(request: Asking, warning_id: UUID) -> HttpResponse:
    form = CloseWarningForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.close_warning,
            actor=request.actor,
            warning_id=warning_id,
            words=said["words"],
            seen_version=said["seen_version"] or 0,
        )

    return _done(request, warning_id, "close", form, work)


def _done(
    request: Asking, warning_id: UUID, name: str, form: DeskForm, work: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)
    return _show(request, warning_id, {name: form})


def _list(request: Asking, *, new: WarningForm | None = None) -> HttpResponse:
    if new and is_fragment(request):
        return render(request, "desks/_warning_new.html", {"new_form": new}, status=new.status)
    facts = {
        "board": queries.board(request.actor),
        "chosen": None,
        "new_form": new,
        "may_warn": request.actor.may(CanWarn.WARN),
    }
    return render(request, "desks/warnings.html", facts, status=new.status if new else 200)


def _show(request: Asking, warning_id: UUID, used: dict[str, DeskForm]) -> HttpResponse:
    chosen = queries.warning(request.actor, warning_id)
    form = next(iter(used.values()), None)
    kept = {name: each for name, each in used.items() if not each.accepted}
    facts = {
        "chosen": chosen,
        "may_warn": request.actor.may(CanWarn.WARN),
        "forms": kept,
        "ask_form": kept.get("asked") or WarningForm(initial={name: chosen.proposed.get(name, "") for name in ASKED}),
        "close_form": kept.get("close") or CloseWarningForm(),
        "blank_ring": RingWitnessForm(),
        "blank_end": EndCallForm(),
        "blank_settle": SettleForm(),
        "call_outcomes": queries.outcomes(by_call=True),
        "desk_outcomes": queries.outcomes(by_call=False),
    }
    status = form.status if form else 200
    if is_fragment(request):
        return render(request, "desks/_warning.html", facts, status=status)
    return render(request, "desks/warnings.html", facts | {"board": queries.board(request.actor)}, status=status)
