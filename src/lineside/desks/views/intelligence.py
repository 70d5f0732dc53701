"""The desk for intelligence: write a report, sanitise it, follow it to the bureau; the source by a door of its own."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts.permissions import CanContact
from lineside.desks.intelligence_forms import ReferForm, ReleaseForm, SendAgainForm, SourceForm
from lineside.intelligence import commands, queries
from lineside.intelligence.permissions import CanIntel
from lineside.kernel.commands import once
from lineside.kernel.errors import Refusal
from lineside.people.queries import is_second_to
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

GRADED = ("bureau", "source_grade", "information_grade", "handling")
KNOWN = ("name", "known_as", "reached_by", "how_known")


@require_GET
@page(needs=CanIntel.REFER, sighting="intelligence.reports")
def desk(request: Asking) -> HttpResponse:
    form = ReferForm(initial=_first(request)) if request.GET.get("new") else None
    return _list(request, form)


@require_GET
@page(needs=CanIntel.REFER)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_report_rows.html", {"reports": queries.reports(request.actor)})


@require_GET
@page(needs=CanIntel.REFER)
def row(request: Asking, report_id: UUID) -> HttpResponse:
    return render(request, "desks/_report_row.html", {"row": queries.report(request.actor, report_id)})


@require_GET
@page(needs=CanIntel.REFER, sighting="intelligence.report")
def report(request: Asking, report_id: UUID) -> HttpResponse:
    return _show(request, report_id)


@require_POST
@page(needs=CanIntel.REFER)
def refer(request: Asking) -> HttpResponse:
    form, made = ReferForm(request.POST), None
    if form.is_valid():
        said = form.cleaned_data
        with refusals_shown_on(form):
            made = once(
                form.once_key,
                commands.refer_intelligence,
                actor=request.actor,
                grades=commands.Grades(**{name: said[name] for name in GRADED}),
                content=commands.Told(text=said["text"], conditions=said["conditions"]),
                secret=commands.SourceFacts(**{name: said[name] for name in KNOWN}, contact_id=said["contact"]),
            )
    return _show(request, made.id) if made else _list(request, form)


@require_POST
@page(needs=CanIntel.RELEASE)
def release(request: Asking, report_id: UUID) -> HttpResponse:
    form = ReleaseForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.release_report,
                actor=request.actor,
                report_id=report_id,
                content=commands.Sanitised(text=said["text"], alone_because=said["alone_because"]),
                seen_version=said["seen_version"] or 0,
            )
    return _show(request, report_id, form, release_form=form)


@require_POST
@page(needs=CanIntel.RELEASE)
def send_again(request: Asking, report_id: UUID) -> HttpResponse:
    form = SendAgainForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.send_again,
                actor=request.actor,
                report_id=report_id,
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
    return _show(request, report_id, form, again_form=form)


@require_POST
@page(needs=CanIntel.READ_SOURCE)
def source(request: Asking, report_id: UUID) -> HttpResponse:
    """By POST, so that the reason and the answer stand in no address."""
    form, found = SourceForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            found = queries.source_of(request.actor, report_id, form.cleaned_data["why"])
    return _show(request, report_id, form, source_form=form, source=found)


def _first(request: Asking) -> dict[str, Any]:
    """What the contact says of itself, when the report is written from one."""
    with suppress(Refusal, ValueError):
        contact_id = UUID(request.GET.get("contact", ""))
        if request.actor.may(CanContact.VIEW):
            known = queries.first_of_contact(request.actor, contact_id)
            return {"contact": contact_id, **{name: getattr(known, name) for name in KNOWN}}
    return {}


def _list(request: Asking, form: ReferForm | None) -> HttpResponse:
    status = form.status if form else 200
    facts = {"refer_form": form, "lists": queries.lists(), "chosen": None}
    if form and is_fragment(request):
        return render(request, "desks/_refer.html", facts, status=status)
    return render(request, "desks/intelligence.html", facts | _beside(request), status=status)


def _show(request: Asking, report_id: UUID, used: DeskForm | None = None, **given: Any) -> HttpResponse:
    chosen = queries.report(request.actor, report_id)
    facts = {
        "chosen": chosen,
        "may_release": request.actor.may(CanIntel.RELEASE),
        "may_read_source": request.actor.may(CanIntel.READ_SOURCE),
        "is_alone": not is_second_to(request.actor, chosen.by_id),
        "release_form": ReleaseForm(initial={"text": chosen.text}),
        "again_form": SendAgainForm(),
        "source_form": SourceForm(),
        "source": None,
        **given,
    }
    status = used.status if used else 200
    if is_fragment(request):
        return render(request, "desks/_report.html", facts, status=status)
    return render(request, "desks/intelligence.html", facts | _beside(request), status=status)


def _beside(request: Asking) -> dict[str, Any]:
    return {"reports": queries.reports(request.actor), "sees_all": request.actor.may(CanIntel.VIEW)}
