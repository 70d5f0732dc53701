"""The officer's page on a phone: my unit, my job and its log, state buttons, a line, a photo, the emergency button."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.unit_forms import OwnLineForm, OwnPhotoForm, OwnStateForm, OwnStepForm, PressedForm
from lineside.dispatch import commands, queries
from lineside.dispatch.permissions import CanDispatch
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.kernel.errors import Refusal
from lineside.officer_emergencies.commands import Pressed, raise_emergency
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.ui.forms import new_key
from lineside.ui.pages import Asking, page


@require_GET
@page(needs=CanDispatch.CREW, sighting="dispatch.own_unit")
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/unit.html", _facts(request) | {"states": queries.states_for_crew(), "key": new_key})


@require_GET
@page(needs=CanDispatch.CREW, sighting="dispatch.own_unit")
def here(request: Asking) -> HttpResponse:
    """What changes on the page, for when it was told that it changed or was away."""
    return render(request, "desks/_own_unit.html", _facts(request))


@require_POST
@page(needs=CanDispatch.CREW)
def state(request: Asking) -> HttpResponse:
    def work(said: dict[str, Any], at: datetime | None) -> None:
        facts = {"unit_id": said["unit_id"], "state": said["state"], "at": at}
        once(said["key"], commands.say_state, actor=request.actor, **facts)

    return _press(OwnStateForm(request.POST), work)


@require_POST
@page(needs=CanDispatch.CREW)
def line(request: Asking) -> HttpResponse:
    def work(said: dict[str, Any], at: datetime | None) -> None:
        facts = {"incident_id": said["incident_id"], "text": said["text"], "at": at}
        once(said["key"], commands.say_line, actor=request.actor, **facts)

    return _press(OwnLineForm(request.POST), work)


@require_POST
@page(needs=CanDispatch.CREW)
def step(request: Asking) -> HttpResponse:
    def work(said: dict[str, Any], at: datetime | None) -> None:
        facts = {"message_id": said["message_id"], "step": said["step"], "at": at}
        once(said["key"], commands.say_step, actor=request.actor, **facts)

    return _press(OwnStepForm(request.POST), work)


@require_POST
@page(needs=CanDispatch.CREW)
def photo(request: Asking) -> HttpResponse:
    form = OwnPhotoForm(request.POST, request.FILES)

    def work(said: dict[str, Any], at: datetime | None) -> None:
        sent = said["photo"]
        once(
            said["key"],
            commands.send_photo,
            actor=request.actor,
            incident_id=said["incident_id"],
            content=sent.read(queries.LONGEST_PHOTO + 1) if sent else b"",  # of what is larger no more is held
            name=sent.name if sent else "",
            media_type=sent.content_type if sent else "",
            words=said["words"],
            at=at,
        )

    return _press(form, work)


@require_POST
@page(needs=CanOfficerEmergency.RAISE)
def emergency(request: Asking) -> HttpResponse:
    """Help for the officer: no form, no clock and no unit refuses it."""
    form = PressedForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    own = queries.own_unit(request.actor) if request.actor.may(CanDispatch.CREW) else None
    raise_emergency(
        actor=request.actor,
        unit_id=own.unit.id if own else None,
        source="unit",
        at=said.get("event_at") or now(),
        press_key=str(said.get("key") or ""),
        pressed=Pressed(holder=request.actor.name),  # without a unit, all that tells who needs help
    )
    return _plain("Emergency raised: control has been told. Keep pressing if you can; stay on the radio.")


def _press(form: PressedForm, work: Callable[[dict[str, Any], datetime | None], None]) -> HttpResponse:
    """Done, or refused in a sentence, which the page shows beside what was pressed; nothing is swapped into it."""
    if not form.is_valid():
        return _plain(next(str(each) for told in form.errors.values() for each in told), 422)
    try:
        work(form.cleaned_data, form.cleaned_data["event_at"])
    except Refusal as refusal:
        return _plain(refusal.sentence, refusal.status)
    return _plain("")


def _plain(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


def _facts(request: Asking) -> dict[str, Any]:
    return {"own": queries.own_unit(request.actor), "may_raise": request.actor.may(CanOfficerEmergency.RAISE)}
