"""A fatality on its log: confirmed, classified, the driver's account, the line handed back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.protection_forms import ClassForm, ConfirmedForm, DriverForm, HandBackForm
from lineside.incidents.queries import incident as incident_of
from lineside.kernel.commands import once
from lineside.protection import commands, queries
from lineside.protection.permissions import CanProtect
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

OF_A_FORM = ("key", "seen_version")


@require_GET
@page(needs=CanProtect.WORK, sighting="protection.fatality")
def of_log(request: Asking, incident_id: UUID) -> HttpResponse:
    return _show(request, incident_id)


@require_POST
@page(needs=CanProtect.WORK)
def confirm(request: Asking, incident_id: UUID) -> HttpResponse:
    return _done(request, incident_id, "confirm", ConfirmedForm(request.POST), commands.confirm_fatality)


@require_POST
@page(needs=CanProtect.WORK)
def classify(request: Asking, incident_id: UUID) -> HttpResponse:
    """The newest class is the one that counts, so whoever gives it has seen those before."""
    form = ClassForm(request.POST)
    seen = {"seen_classes": form.cleaned_data["seen_version"] or 0} if form.is_valid() else {}
    return _done(request, incident_id, "classify", form, commands.classify_fatality, **seen)


@require_POST
@page(needs=CanProtect.WORK)
def driver(request: Asking, incident_id: UUID) -> HttpResponse:
    return _done(request, incident_id, "driver", DriverForm(request.POST), commands.record_driver_account)


@require_POST
@page(needs=CanProtect.WORK)
def hand_back(request: Asking, incident_id: UUID) -> HttpResponse:
    return _done(request, incident_id, "hand_back", HandBackForm(request.POST), commands.hand_back)


def _done(
    request: Asking,
    incident_id: UUID,
    name: str,
    form: DeskForm,
    command: Any,  # noqa: ANN401
    **seen: int,
) -> HttpResponse:
    if form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key not in OF_A_FORM}
        with refusals_shown_on(form):
            once(form.once_key, command, actor=request.actor, incident_id=incident_id, **said, **seen)
    return _show(request, incident_id, form, name)


def _show(request: Asking, incident_id: UUID, form: DeskForm | None = None, name: str = "") -> HttpResponse:
    chosen = incident_of(request.actor, incident_id)
    kept = {name: form} if form and not form.accepted else {}
    facts = {
        "incident_id": incident_id,
        "fatality": queries.fatality_of(chosen),
        "class_choices": queries.class_choices(),
        "confirm_form": kept.get("confirm") or ConfirmedForm(),
        "class_form": kept.get("classify") or ClassForm(),
        "driver_form": kept.get("driver") or DriverForm(),
        "hand_back_form": kept.get("hand_back") or HandBackForm(),
    }
    return render(request, "desks/_fatality.html", facts, status=form.status if form else 200)
