"""Appointments: the diary, and a slot that is agreed, rearranged or ended from its log."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from lineside.appointments import commands, queries
from lineside.appointments.permissions import CanAppoint
from lineside.desks.appointment_forms import AgreeForm, EndAppointmentForm, RearrangeForm
from lineside.desks.forms import said_nowhere
from lineside.desks.rules import whole_number
from lineside.incidents.queries import incident
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.promises.queries import limit_typed
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

Forms = dict[str, DeskForm]


@require_GET
@page(needs=CanAppoint.VIEW)
def diary(request: Asking) -> HttpResponse:
    """Two weeks of agreed slots by day, of all areas that one sees or of one."""
    area = request.GET.get("area", "")[:10]
    found = queries.diary(request.actor, area)
    areas = sorted({row.area for row in queries.diary(request.actor)} | ({area} if area else set()))
    days = [(day, list(rows)) for day, rows in groupby(found, key=lambda row: row.day)]
    return render(request, "desks/diary.html", {"days": days, "areas": areas, "area": area, "count": len(found)})


@require_GET
@page(needs=CanAppoint.VIEW)
def near(request: Asking) -> HttpResponse:
    """Those that are near or missed, for a desk that opens or was away."""
    facts = {"rows": queries.due_soon(request.actor), "where": "near"}
    return render(request, "desks/_appointment_rows.html", facts)


@require_GET
@page(needs=CanAppoint.WORK)
def panel(request: Asking, incident_id: UUID) -> HttpResponse:
    return _panel(request, incident_id, {})


@require_POST
@page(needs=CanAppoint.WORK)
def agree(request: Asking, incident_id: UUID) -> HttpResponse:
    form = AgreeForm(request.POST)

    def agreed() -> None:
        agreement = _agreement(form)
        once(
            form.once_key,
            commands.agree_appointment,
            actor=request.actor,
            incident_id=incident_id,
            agreement=agreement,
        )

    return _carried_out(request, incident_id, "agree", form, agreed, "Agreed; it stands in the diary.")


@require_POST
@page(needs=CanAppoint.WORK)
def rearrange(request: Asking, appointment_id: UUID) -> HttpResponse:
    form, found = RearrangeForm(request.POST), queries.appointment(request.actor, appointment_id)

    def rearranged() -> None:
        facts = {"appointment_id": appointment_id, "reason": form.cleaned_data["reason"]}
        facts |= {"agreement": _agreement(form), "seen_version": _version(form)}
        once(form.once_key, commands.rearrange_appointment, actor=request.actor, **facts)

    return _carried_out(request, found.incident_id, f"rearrange-{appointment_id}", form, rearranged, "Rearranged.")


@require_POST
@page(needs=CanAppoint.WORK)
def end(request: Asking, appointment_id: UUID) -> HttpResponse:
    form, found = EndAppointmentForm(request.POST), queries.appointment(request.actor, appointment_id)

    def ended() -> None:
        facts = {"appointment_id": appointment_id, "how": form.cleaned_data["how"]}
        facts |= {"words": form.cleaned_data["words"], "seen_version": _version(form)}
        once(form.once_key, commands.end_appointment, actor=request.actor, **facts)

    return _carried_out(request, found.incident_id, f"end-{appointment_id}", form, ended, "On record.")


def _agreement(form: AgreeForm) -> commands.Agreement:
    said = form.cleaned_data
    return commands.Agreement(
        begins=_begins(said["begins"]),
        minutes=whole_number(said["minutes"], "minutes"),
        attends=said["attends"],
        place=said["place"],
        agreed_with=said["agreed_with"],
        late_why=said["late_why"],
    )


def _begins(typed: str) -> datetime:
    try:
        return limit_typed(typed)
    except RuleBroken:
        raise RuleBroken("Say when it begins, as 16:30, tomorrow 10:00 or 2026-12-01 10:00.", "begins") from None


def _version(form: DeskForm) -> int:
    return form.cleaned_data["seen_version"] or 0


def _carried_out(
    request: Asking, incident_id: UUID, name: str, form: DeskForm, work: Callable[[], object], said: str
) -> HttpResponse:
    """The panel again: with the refusal beside its field, or with what was done."""
    incident(request.actor, incident_id)
    if form.is_valid():
        with refusals_shown_on(form):
            work()
    return _panel(request, incident_id, {} if form.accepted else {name: form}, said if form.accepted else "", form)


def _panel(
    request: Asking, incident_id: UUID, forms: Forms, said: str = "", used: DeskForm | None = None
) -> HttpResponse:
    chosen = incident(request.actor, incident_id)
    standing = queries.open_of(incident_id)
    begun = {"agreed_with": chosen.informant_name, "place": chosen.place_text[:120]}
    shown = {f"rearrange-{standing.id}", f"end-{standing.id}"} if standing else {"agree"}
    facts: dict[str, Any] = {
        "appointments_for": incident_id,
        "standing": standing,
        "refused": [told for name in forms for told in said_nowhere(used, name, shown)],
        "agree_form": forms.get("agree") or AgreeForm(initial=begun),
        "rearrange_form": (forms.get(f"rearrange-{standing.id}") if standing else None) or RearrangeForm(initial=begun),
        "end_form": (forms.get(f"end-{standing.id}") if standing else None) or EndAppointmentForm(),
        "endings": queries.endings(),
        "appointment_said": said,
    }
    return render(request, "desks/_appointing.html", facts, status=used.status if used else 200)


PATHS = [
    path("diary/", diary, name="diary"),
    path("control/appointments/", near, name="appointments-near"),
    path("control/<uuid:incident_id>/appointments/", panel, name="log-appointments"),
    path("control/<uuid:incident_id>/appointments/agree/", agree, name="appointment-agree"),
    path("control/appointments/<uuid:appointment_id>/rearrange/", rearrange, name="appointment-rearrange"),
    path("control/appointments/<uuid:appointment_id>/end/", end, name="appointment-end"),
]
