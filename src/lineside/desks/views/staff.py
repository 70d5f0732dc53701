"""Staff records: who is signed off for what, until when, and who is on probation."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.office_forms import ReasonForm
from lineside.desks.queue_forms import ProbationForm, SignOffForm
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import once
from lineside.people import commands, queries
from lineside.people.permissions import CanPeople
from lineside.ui.forms import DeskForm
from lineside.ui.operations import PagingIn
from lineside.ui.pages import Asking, page, refusals_shown_on

A_PAGE = 100
SOON = timedelta(days=30)


@require_GET
@page(needs=CanPeople.SIGN_OFF)
def desk(request: Asking) -> HttpResponse:
    """Everybody by collar number, and whose sign-offs lapse within the month."""
    find = request.GET.get("find", "").strip()[:80]
    paging = PagingIn(cursor=request.GET.get("cursor", "")[:1000], limit=A_PAGE)
    facts = {
        "found": queries.staff_found(request.actor, find, paging),
        "find": find,
        "lapsing": queries.lapsing(request.actor, uk_day(now()) + SOON),
        "today": uk_day(now()),
    }
    return render(request, "desks/staff.html", facts)


@require_GET
@page(needs=CanPeople.SIGN_OFF, sighting="people.sign_offs")
def member(request: Asking, staff_id: UUID) -> HttpResponse:
    return _show(request, staff_id, {})


@require_POST
@page(needs=CanPeople.SIGN_OFF)
def sign_off(request: Asking, staff_id: UUID) -> HttpResponse:
    form = SignOffForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        facts = {name: said[name] for name in ("code", "evidence", "last_day")}
        once(form.once_key, commands.sign_off, actor=request.actor, staff_id=staff_id, **facts)

    return _done(request, staff_id, "sign_off", form, work)


@require_POST
@page(needs=CanPeople.SIGN_OFF)
def end_sign_off(request: Asking, staff_id: UUID, sign_off_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.end_sign_off,
            actor=request.actor,
            sign_off_id=sign_off_id,
            reason=said["reason"],
            seen_version=said["seen_version"],
        )

    return _done(request, staff_id, f"end-{sign_off_id}", form, work)


@require_POST
@page(needs=CanPeople.SIGN_OFF)
def probation(request: Asking, staff_id: UUID) -> HttpResponse:
    form = ProbationForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            commands.set_probation,
            actor=request.actor,
            staff_id=staff_id,
            until=said["until"],
            reason=said["reason"],
            seen_version=said["seen_version"],
        )

    return _done(request, staff_id, "probation", form, work)


def _done(
    request: Asking, staff_id: UUID, name: str, form: DeskForm, work: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)
    return _show(request, staff_id, {name: form})


def _show(request: Asking, staff_id: UUID, used: dict[str, DeskForm]) -> HttpResponse:
    form = next(iter(used.values()), None)
    kept = {name: each for name, each in used.items() if not each.accepted}
    facts = {
        "row": queries.staff(request.actor, staff_id),
        "standing": queries.standing_row(staff_id),
        "sign_offs": queries.sign_offs_of(request.actor, staff_id),
        "modules": [(each.code, each.label) for each in queries.modules()],
        "sign_off_form": kept.get("sign_off") or SignOffForm(),
        "probation_form": kept.get("probation") or ProbationForm(),
        "ends": kept,
        "blank": ReasonForm(),
    }
    return render(request, "desks/staff_member.html", facts, status=form.status if form else 200)
