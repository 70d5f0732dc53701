"""The rota: who sits where today, who is there, and booking on and off."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.duty_rows import sort_of
from lineside.desks.ladder_forms import BookOffForm
from lineside.desks.office_forms import ReasonForm
from lineside.incidents.commands import leave_desk
from lineside.incidents.queries import owned_by, who_may_take_over
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import once
from lineside.people import commands, queries
from lineside.people.permissions import CanPeople
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on


@require_GET
@page(needs=CanPeople.VIEW)
def desk(request: Asking) -> HttpResponse:
    at, day = now(), _day(request)
    rota = queries.rota_of(request.actor, day)
    facts = {
        **_rows(day, rota, at),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "is_today": day == uk_day(at),
        "strengths": [(shift, queries.strength(day, shift.code, rota)) for shift in queries.shifts(day)],
    }
    return render(request, "desks/rota.html", facts)


@require_GET
@page(needs=CanPeople.VIEW)
def rows(request: Asking) -> HttpResponse:
    day = _day(request)
    return render(request, "desks/_duty_rows.html", _rows(day, queries.rota_of(request.actor, day), now()))


@require_GET
@page(needs=CanPeople.VIEW)
def duty(request: Asking, duty_id: UUID) -> HttpResponse:
    return _show(request, duty_id)


@require_POST
@page(needs=CanPeople.BOOK)
def book_on(request: Asking, duty_id: UUID) -> HttpResponse:
    form = BookOffForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, commands.book_on, actor=request.actor, duty_id=duty_id)
    return _show(request, duty_id, form=form)


@require_POST
@page(needs=CanPeople.BOOK)
def book_off(request: Asking, duty_id: UUID) -> HttpResponse:
    form = BookOffForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            if form.cleaned_data["to"]:
                heir = form.cleaned_data["to"]
                once(form.once_key, leave_desk, actor=request.actor, duty_id=duty_id, to_id=heir)
            else:
                once(form.once_key, commands.book_off, actor=request.actor, duty_id=duty_id)
    return _show(request, duty_id, form=form)


@require_POST
@page(needs=CanPeople.PLAN)
def cancel(request: Asking, duty_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.cancel_duty,
                actor=request.actor,
                duty_id=duty_id,
                reason=form.cleaned_data["reason"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, duty_id, cancel=form)


def _show(request: Asking, duty_id: UUID, **forms: DeskForm) -> HttpResponse:
    row = queries.duty(request.actor, duty_id)
    is_own = row.account_id is not None and row.account_id == request.actor.id
    used = next(iter(forms.values()), None)
    facts = {
        "row": row,
        "site_name": queries.sites(row.day)[row.site],
        "may_book": is_own or request.actor.may(CanPeople.BOOK_OTHERS),
        "may_plan": request.actor.may(CanPeople.PLAN),
        "form": forms.get("form") or BookOffForm(),
        "owned": owned_by(row.account_id) if row.account_id and row.is_there else [],
        "heirs": who_may_take_over(row.account_id) if row.account_id and row.is_there else [],
        "cancel_form": forms.get("cancel") or ReasonForm(),
    }
    template = "desks/_duty.html" if is_fragment(request) else "desks/duty.html"
    return render(request, template, facts, status=used.status if used else 200)


def _rows(day: date, rota: list[queries.DutyRow], at: datetime) -> dict[str, Any]:
    return {"day": day, "rota": sorted(rota, key=sort_of), "at": at, "sites": queries.sites(day), "sort_of": sort_of}


def _day(request: Asking) -> date:
    """The day that is asked for, or today; what is no day is today too."""
    try:
        return parse_date(request.GET.get("day", "")) or uk_day(now())
    except ValueError:
        return uk_day(now())


@require_POST
@page(needs=CanPeople.BOOK)
def begin(request: Asking) -> HttpResponse:
    """What was answered at the start: book on to the duty that waits, or not; then the desk opens."""
    waiting = queries.own_duty(request.actor)
    if waiting and request.POST.get("duty") == str(waiting.id) and waiting.booked_on_at is None:
        commands.book_on(actor=request.actor, duty_id=waiting.id)
    return HttpResponseRedirect(reverse("desks:start"))
