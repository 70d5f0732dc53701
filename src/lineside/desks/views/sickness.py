"""Sickness: who is absent, whether the HR system has acknowledged it, and, for few, why."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.internal_forms import HowForm, WhyForm
from lineside.desks.sickness_rows import sort_of
from lineside.kernel.commands import once
from lineside.sickness import commands, queries
from lineside.sickness.permissions import CanSickness
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanSickness.VIEW, sighting="sickness.absences")
def desk(request: Asking) -> HttpResponse:
    rows = sorted(queries.absences(request.actor), key=sort_of)
    return render(request, "desks/sickness.html", {"rows": rows, "sort_of": sort_of})


@require_GET
@page(needs=CanSickness.VIEW)
def rows(request: Asking) -> HttpResponse:
    found = queries.absences(request.actor)
    return HttpResponse(
        "".join(render_to_string("desks/_absence_row.html", {"row": row, "sort": sort_of(row)}) for row in found)
    )


@require_GET
@page(needs=CanSickness.VIEW, sighting="sickness.absence")
def absence(request: Asking, absence_id: UUID) -> HttpResponse:
    return _show(request, absence_id, {})


@require_POST
@page(needs=CanSickness.VIEW)
def reason(request: Asking, absence_id: UUID) -> HttpResponse:
    """Posted, so that neither the why nor the answer stands in an address; each look is on record."""
    form, found = WhyForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            found = queries.read_reason(request.actor, absence_id, form.cleaned_data["why"])
    return _show(request, absence_id, {"why": form}, found)


@require_POST
@page(needs=CanSickness.WORK)
def retry(request: Asking, absence_id: UUID, notice_id: UUID) -> HttpResponse:
    form = DeskForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        version = said["seen_version"]
        once(form.once_key, commands.retry_notice, actor=request.actor, notice_id=notice_id, seen_version=version)

    return _done(request, absence_id, "retry", form, work)


@require_POST
@page(needs=CanSickness.WORK)
def aside(request: Asking, absence_id: UUID, notice_id: UUID) -> HttpResponse:
    form = HowForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        facts = {"notice_id": notice_id, "how": said["how"], "seen_version": said["seen_version"]}
        once(form.once_key, commands.set_notice_aside, actor=request.actor, **facts)

    return _done(request, absence_id, "aside", form, work)


def _done(
    request: Asking, absence_id: UUID, name: str, form: DeskForm, work: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    queries.absence(request.actor, absence_id)
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)
            return HttpResponseRedirect(reverse("desks:absence", args=[absence_id]))
    return _show(request, absence_id, {name: form})


def _show(request: Asking, absence_id: UUID, used: dict[str, DeskForm], reason: str = "") -> HttpResponse:
    form = next(iter(used.values()), None)
    facts = {
        "row": queries.absence(request.actor, absence_id),
        "reason": reason,
        "why_form": used.get("why") or WhyForm(),
        "how_form": used.get("aside") or HowForm(),
        "retry_form": used.get("retry") or DeskForm(),
        "may_work": request.actor.may(CanSickness.WORK),
        "may_read": request.actor.may(CanSickness.READ_SEALED),
    }
    return render(request, "desks/absence.html", facts, status=form.status if form else 200)
