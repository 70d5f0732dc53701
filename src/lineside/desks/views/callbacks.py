"""Call-backs at the desk for quality: the list with its clocks, one with its calls, who wants none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.callbacks import commands, queries
from lineside.callbacks.permissions import CanCallBack
from lineside.desks.callback_forms import CallBackForm, EndCallBackForm, OptOutForm, RingBackForm, WithdrawForm
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import once
from lineside.kernel.errors import NotFound
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

ANSWER = "answer-"
SUBJECTS = ("contact", "incident", "crime")
COUNTED_DAYS = timedelta(days=28)


@require_GET
@page(needs=CanCallBack.VIEW)
def desk(request: Asking) -> HttpResponse:
    if request.actor.may(CanCallBack.ASK):
        for subject in SUBJECTS:
            if key := request.GET.get(subject):
                return _list(request, new_form=CallBackForm(initial=queries.about(request.actor, subject, _key(key))))
    return _list(request)


@require_GET
@page(needs=CanCallBack.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_callback_rows.html", {"call_backs": queries.board(request.actor)})


@require_GET
@page(needs=CanCallBack.VIEW)
def row(request: Asking, call_back_id: UUID) -> HttpResponse:
    """One row of the list, for who was told that it changed but not what."""
    found = queries.row_of(call_back_id)
    if found is None or found.is_over:
        return HttpResponse(status=404)
    return render(request, "desks/_callback_row.html", {"row": found})


@require_GET
@page(needs=CanCallBack.VIEW)
def call_back(request: Asking, call_back_id: UUID) -> HttpResponse:
    return _show(request, call_back_id)


@require_POST
@page(needs=CanCallBack.ASK)
def ask(request: Asking) -> HttpResponse:
    form, made = CallBackForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            facts = queries.asked_in(form.cleaned_data)
            made = once(form.once_key, commands.ask_call_back, actor=request.actor, facts=facts)
    return _show(request, made.id) if made else _list(request, status=form.status, new_form=form)


@require_POST
@page(needs=CanCallBack.ASK)
def opt_out(request: Asking) -> HttpResponse:
    form, made = OptOutForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            said = {name: form.cleaned_data[name] for name in ("number", "words")}
            made = once(form.once_key, commands.opt_out, actor=request.actor, **said)
    return _list(request, status=form.status, opted_out=made, opt_out_form=OptOutForm() if made else form)


@require_POST
@page(needs=CanCallBack.RING)
def ring(request: Asking, call_back_id: UUID) -> HttpResponse:
    form = RingBackForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        names = ("telephone", "unsafe_reason")
        facts = {name: said[name] for name in names}
        once(form.once_key, commands.begin_call, actor=request.actor, call_back_id=call_back_id, **facts)

    return _done(request, call_back_id, "ring_form", form, work)


@require_POST
@page(needs=CanCallBack.RING)
def end_call(request: Asking, attempt_id: UUID) -> HttpResponse:
    form = EndCallBackForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.end_call,
            actor=request.actor,
            attempt_id=attempt_id,
            answers=_answers(request) if said["outcome"] == commands.DONE else {},
            **{name: said[name] for name in ("outcome", "words", "only_set_words", "told")},
        )

    return _done(request, queries.call_back_of_attempt(attempt_id), "end_form", form, work)


@require_POST
@page(needs=CanCallBack.ASK)
def withdraw(request: Asking, call_back_id: UUID) -> HttpResponse:
    form = WithdrawForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.withdraw_call_back,
            actor=request.actor,
            call_back_id=call_back_id,
            why=said["why"],
            seen_version=said["seen_version"] or 0,
        )

    return _done(request, call_back_id, "withdraw_form", form, work)


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise NotFound("There is no such contact, log or crime.") from None


def _answers(request: Asking) -> dict[str, str]:
    return {name.removeprefix(ANSWER): str(said) for name, said in request.POST.items() if name.startswith(ANSWER)}


def _done(
    request: Asking, call_back_id: UUID, name: str, form: DeskForm, work: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)
    kept = {} if form.accepted else {name: form, "answered": _answers(request)}
    return _show(request, call_back_id, status=form.status, **kept)


def _list(request: Asking, *, status: int = 200, **more: Any) -> HttpResponse:
    today, may_count = uk_day(now()), request.actor.may(CanCallBack.RESULTS)
    facts = {
        "chosen": None,
        "new_form": None,
        "opted_out": None,
        "opt_out_form": OptOutForm(),
        "may_ask": request.actor.may(CanCallBack.ASK),
        "counted": queries.answered(request.actor, today - COUNTED_DAYS, today) if may_count else [],
        **queries.choices(),
        **more,
    }
    if is_fragment(request):
        return render(request, "desks/_callback_start.html", facts, status=status)
    return render(request, "desks/callbacks.html", facts | {"call_backs": queries.board(request.actor)}, status=status)


def _show(request: Asking, call_back_id: UUID, *, status: int = 200, **kept: Any) -> HttpResponse:
    chosen = queries.call_back(request.actor, call_back_id)
    facts = {
        "chosen": chosen,
        "ring_form": RingBackForm(initial={"telephone": chosen.telephone}),
        "end_form": EndCallBackForm(initial={"outcome": chosen.ringing.proposed if chosen.ringing else ""}),
        "withdraw_form": WithdrawForm(),
        "answered": {},
        "questionnaire": queries.questionnaire() if chosen.asks else [],
        "may_ring": request.actor.may(CanCallBack.RING),
        "may_ask": request.actor.may(CanCallBack.ASK),
        **queries.choices(),
        **kept,
    }
    if is_fragment(request):
        return render(request, "desks/_callback.html", facts, status=status)
    return render(request, "desks/callbacks.html", facts | {"call_backs": queries.board(request.actor)}, status=status)
