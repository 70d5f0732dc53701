"""Units at the control desk: booked on, in detail, crewed, placed, kept, asked whether all is well, booked off."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineside.desks.crews import crew_named, outfit_of
from lineside.desks.rows import unit_row
from lineside.desks.unit_forms import BookUnitForm, CrewForm, FenceForm, NoForm, PlaceForm, SaidByForm
from lineside.dispatch import commands, queries
from lineside.dispatch.permissions import CanDispatch
from lineside.gazetteer.queries import areas
from lineside.kernel.clock import UK
from lineside.kernel.commands import once
from lineside.kernel.errors import NotFound
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

FORMS: dict[str, type[DeskForm]] = {
    "accept": SaidByForm,
    "well": SaidByForm,
    "place": PlaceForm,
    "crew": CrewForm,
    "fence": FenceForm,
    "release": NoForm,
    "off": NoForm,
    "confidential": NoForm,
}


@require_GET
@page(needs=CanDispatch.VIEW)
def row(request: Asking, unit_id: UUID) -> HttpResponse:
    """One row, for who was told that it changed but not what."""
    return HttpResponse(unit_row(_found(request, unit_id)))


@require_GET
@page(needs=CanDispatch.VIEW, sighting="dispatch.unit")
def sheet(request: Asking, unit_id: UUID) -> HttpResponse:
    return _sheet(request, unit_id)


@require_http_methods(["GET", "POST"])
@page(needs=CanDispatch.BOOK)
def book(request: Asking) -> HttpResponse:
    form = BookUnitForm(request.POST) if request.method == "POST" else BookUnitForm(initial={"kind": "pair"})
    if form.is_valid():
        with refusals_shown_on(form, {"members": "crew", "driver": "crew", "duty_until": "until"}):
            unit = once(form.once_key, commands.book_on_unit, actor=request.actor, **_booking(form.cleaned_data))
            return _sheet(request, unit.id, said=f"{unit.call_sign} is booked on.")
    known = [(each.code, each.name) for each in areas() if request.actor.covers(each.code)]
    facts = {"book_form": form, "kinds": queries.unit_kinds(), "areas": known}
    return render(request, "desks/_unit_book.html", facts, status=form.status)


def _booking(said: dict[str, Any]) -> dict[str, Any]:
    members, words = crew_named(said["crew"])
    facts = {name: said[name] for name in ("call_sign", "area", "post")}
    outfit = outfit_of(said, members)
    return facts | {"crew": words, "duty_until": _uk(said["until"]), "outfit": outfit}


@require_POST
@page(needs=CanDispatch.BOOK)
def crew(request: Asking, unit_id: UUID) -> HttpResponse:
    def work(said: dict[str, Any], key: str) -> str:
        members, words = crew_named(said["crew"])
        if words:
            raise NotFound("Name the crew by collar numbers, as C1042 C1043.")
        driver = members[0] if members else None
        once(
            key,
            commands.change_crew,
            actor=request.actor,
            unit_id=unit_id,
            members=members,
            driver_id=driver,
            seen_crew=said["seen_version"] or 0,
        )
        return "The crew is changed."

    return _act(request, unit_id, "crew", work, {"members": "crew", "driver": "crew"})


@require_POST
@page(needs=CanDispatch.POSITION)
def place(request: Asking, unit_id: UUID) -> HttpResponse:
    def work(said: dict[str, Any], key: str) -> str:
        once(key, commands.place_unit, actor=request.actor, unit_id=unit_id, text=said["text"])
        return "Its position is as they say."

    return _act(request, unit_id, "place", work)


@require_POST
@page(needs=CanDispatch.STATE)
def well(request: Asking, unit_id: UUID) -> HttpResponse:
    def work(said: dict[str, Any], key: str) -> str:
        once(key, commands.say_all_well, actor=request.actor, unit_id=unit_id, by=said["by"])
        return "All well; its clock begins anew."

    return _act(request, unit_id, "well", work)


@require_POST
@page(needs=CanDispatch.STATE)
def accepted(request: Asking, unit_id: UUID, message_id: UUID) -> HttpResponse:
    def work(said: dict[str, Any], key: str) -> str:
        once(key, commands.record_acceptance, actor=request.actor, message_id=message_id, by=said["by"])
        return "Accepted by voice."

    return _act(request, unit_id, "accept", work)


@require_POST
@page(needs=CanDispatch.BOOK)
def fence(request: Asking, unit_id: UUID) -> HttpResponse:
    def work(said: dict[str, Any], key: str) -> str:
        facts = {"for_what": said["for_what"], "why": said["why"], "until": _uk(said["until"])}
        facts |= {"seen_fence": said["seen_version"] or 0}
        once(key, commands.ring_fence_unit, actor=request.actor, unit_id=unit_id, **facts)
        return "It is kept."

    called = {"ring_fenced_for": "for_what", "ring_fence_why": "why", "ring_fenced_until": "until"}
    return _act(request, unit_id, "fence", work, called)


@require_POST
@page(needs=CanDispatch.BOOK)
def release(request: Asking, unit_id: UUID) -> HttpResponse:
    def work(said: dict[str, Any], key: str) -> str:
        seen = said["seen_version"] or 0
        once(key, commands.release_unit, actor=request.actor, unit_id=unit_id, seen_fence=seen)
        return "It is kept for nothing any more."

    return _act(request, unit_id, "release", work)


@require_POST
@page(needs=CanDispatch.BOOK)
def off(request: Asking, unit_id: UUID) -> HttpResponse:
    def work(said: dict[str, Any], key: str) -> str:
        seen = said["seen_version"] or 0
        once(key, commands.book_off_unit, actor=request.actor, unit_id=unit_id, seen_crew=seen)
        return "It is booked off."

    return _act(request, unit_id, "off", work)


@require_POST
@page(needs=CanDispatch.VIEW_COVERT)
def confidential(request: Asking, unit_id: UUID) -> HttpResponse:
    def work(_said: dict[str, Any], key: str) -> str:
        once(key, commands.answer_confidential, actor=request.actor, unit_id=unit_id)
        return "The confidential message is taken."

    return _act(request, unit_id, "confidential", work)


def _act(
    request: Asking,
    unit_id: UUID,
    name: str,
    work: Callable[[dict[str, Any], str], str],
    called: dict[str, str] | None = None,
) -> HttpResponse:
    """Done and said, or refused beside the field; the sheet stays."""
    _found(request, unit_id)
    form, said = FORMS[name](request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form, called):
            said = work(form.cleaned_data, form.once_key)
    return _sheet(request, unit_id, said=said, refused={} if form.accepted else {name: form})


def _sheet(request: Asking, unit_id: UUID, said: str = "", refused: dict[str, DeskForm] | None = None) -> HttpResponse:
    unit = _found(request, unit_id)
    forms = {name: form() for name, form in FORMS.items()} | (refused or {})
    told = queries.messages_to(unit.id, unit.incident_id) if unit.incident_id else []
    status = next((form.status for form in (refused or {}).values()), 200)
    # Not its version: that grows with each position, and would refuse whoever types for more than some seconds.
    marks = dict.fromkeys(("crew", "off"), unit.crew_mark) | dict.fromkeys(("fence", "release"), unit.fence_mark)
    facts = {"unit": unit, "forms": forms, "said": said, "messages": told, "marks": marks}
    return render(request, "desks/_unit_sheet.html", facts, status=status)


def _found(request: Asking, unit_id: UUID) -> queries.UnitRow:
    found = queries.unit_row(unit_id, request.actor)
    if found is None or not request.actor.covers(found.area):
        raise NotFound("There is no such unit.")
    return found


def _uk(at: Any) -> Any:  # noqa: ANN401 - a moment or none
    """What is typed at a desk is UK time."""
    return at.replace(tzinfo=UK) if at is not None and at.tzinfo is None else at
