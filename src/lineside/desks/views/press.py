"""The desk for the press: what journalists ask with its clock, who is on duty, what was said."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.press_forms import EndDutyForm, EndForm, EnquiryForm, PassOnForm, PressDutyForm, SaidForm
from lineside.kernel.commands import once
from lineside.press import commands, queries
from lineside.press.permissions import CanPress
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on


@require_GET
@page(needs=CanPress.VIEW, sighting="press.enquiries")
def desk(request: Asking) -> HttpResponse:
    if request.GET.get("new"):
        return _list(request, enquiry_form=EnquiryForm())
    return _list(request, duty_form=PressDutyForm()) if request.GET.get("duty") else _list(request)


@require_GET
@page(needs=CanPress.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_press_rows.html", {"enquiries": queries.enquiries(request.actor)})


@require_GET
@page(needs=CanPress.VIEW)
def row(request: Asking, enquiry_id: UUID) -> HttpResponse:
    return render(request, "desks/_press_row.html", {"row": queries.enquiry(request.actor, enquiry_id)})


@require_GET
@page(needs=CanPress.VIEW, sighting="press.enquiry")
def enquiry(request: Asking, enquiry_id: UUID) -> HttpResponse:
    return _show(request, enquiry_id)


@require_POST
@page(needs=CanPress.TAKE)
def open_enquiry(request: Asking) -> HttpResponse:
    form, made = EnquiryForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            asked = queries.enquiry_in(form.cleaned_data)
            made = once(form.once_key, commands.open_enquiry, actor=request.actor, asked=asked)
    return _show(request, made.id) if made else _list(request, enquiry_form=form)


@require_POST
@page(needs=CanPress.ROSTER)
def plan_duty(request: Asking) -> HttpResponse:
    form = PressDutyForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            duty = queries.duty_in(form.cleaned_data)
            once(form.once_key, commands.plan_press_duty, actor=request.actor, duty=duty)
    return _list(request, duty_form=PressDutyForm() if form.accepted else form)


@require_POST
@page(needs=CanPress.ROSTER)
def end_duty(request: Asking, duty_id: UUID) -> HttpResponse:
    queries.duty(request.actor, duty_id)
    form = EndDutyForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        facts = {"duty_id": duty_id, "reason": said["reason"], "seen_version": said["seen_version"] or 0}
        with refusals_shown_on(form):
            once(form.once_key, commands.end_press_duty, actor=request.actor, **facts)
    kept = {} if form.accepted else {"ending_form": form}
    return _list(request, status=form.status, ending=duty_id, duty_form=PressDutyForm(), **kept)


@require_POST
@page(needs=CanPress.TAKE)
def pass_on(request: Asking, enquiry_id: UUID) -> HttpResponse:
    return _done(request, enquiry_id, "pass_form", PassOnForm(request.POST), commands.pass_enquiry)


@require_POST
@page(needs=CanPress.TAKE)
def say(request: Asking, enquiry_id: UUID) -> HttpResponse:
    return _done(request, enquiry_id, "said_form", SaidForm(request.POST), commands.note_said, "words", "cleared_by")


@require_POST
@page(needs=CanPress.TAKE)
def close(request: Asking, enquiry_id: UUID) -> HttpResponse:
    return _done(request, enquiry_id, "end_form", EndForm(request.POST), commands.close_enquiry, "outcome")


def _done(
    request: Asking, enquiry_id: UUID, name: str, form: DeskForm, work: Callable[..., object], *fields: str
) -> HttpResponse:
    if form.is_valid():
        said = {field: form.cleaned_data[field] for field in fields}
        with refusals_shown_on(form):
            once(
                form.once_key,
                work,
                actor=request.actor,
                enquiry_id=enquiry_id,
                seen_version=form.cleaned_data["seen_version"] or 0,
                **said,
            )
    return _show(request, enquiry_id, status=form.status, **({} if form.accepted else {name: form}))


def _list(request: Asking, status: int = 0, ending: UUID | None = None, **forms: DeskForm) -> HttpResponse:
    form = next(iter(forms.values()), None)
    status = status or (form.status if form else 200)
    facts = {
        "chosen": None,
        "enquiry_form": forms.get("enquiry_form"),
        "duty_form": forms.get("duty_form"),
        "ending": ending,
        "ending_form": forms.get("ending_form"),
        "blank": EndDutyForm(),
        "duties": queries.duties(request.actor),
        "may_roster": request.actor.may(CanPress.ROSTER),
        **_beside(request),
    }
    if is_fragment(request) and forms:
        part = "desks/_press_new.html" if "enquiry_form" in forms else "desks/_press_duty.html"
        return render(request, part, facts, status=status)
    return render(request, "desks/press.html", facts, status=status)


def _show(request: Asking, enquiry_id: UUID, status: int = 200, **kept: DeskForm) -> HttpResponse:
    facts = {
        "chosen": queries.enquiry(request.actor, enquiry_id),
        "said": queries.said_of(enquiry_id),
        "outcomes": queries.outcomes(),
        "pass_form": PassOnForm(),
        "said_form": SaidForm(),
        "end_form": EndForm(),
        **_beside(request),
        **kept,
    }
    template = "desks/_press.html" if is_fragment(request) else "desks/press.html"
    return render(request, template, facts, status=status)


def _beside(request: Asking) -> dict[str, Any]:
    return {
        "officer": queries.on_duty(),
        "enquiries": queries.enquiries(request.actor),
        "may_take": request.actor.may(CanPress.TAKE),
    }
