"""Major incidents: the list, and the board of one with what is written beside it."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.desks import major_forms as forms
from lineside.desks.major_rows import board_of
from lineside.desks.rules import whole_number
from lineside.desks.views.major_beside import done, rights
from lineside.gazetteer.queries import locate
from lineside.incidents.queries import by_serial_or_reference, parts_of
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.major_incidents import commands, queries
from lineside.major_incidents.permissions import CanMajor
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

SERIAL = re.compile(r"[0-9]{1,5}", re.ASCII)


@require_GET
@page(needs=CanMajor.VIEW)
def desk(request: Asking) -> HttpResponse:
    return _list(request, forms.MajorDeclareForm(initial={"log": request.GET.get("log", "")[:40]}))


@require_GET
@page(needs=CanMajor.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_major_rows.html", {"majors": queries.majors_open(request.actor)})


@require_GET
@page(needs=CanMajor.VIEW)
def owed(request: Asking) -> HttpResponse:
    """What a supervisor must know: a list that nobody is left on, somebody whom nobody rang, a task that is overdue."""
    return render(request, "desks/_major_owed.html", {"owed": queries.owed(request.actor)})


@require_GET
@page(needs=CanMajor.VIEW, sighting="major_incidents.board")
def board(request: Asking, major_incident_id: UUID) -> HttpResponse:
    row = queries.major_incident(request.actor, major_incident_id)
    facts = board_of(row) | {"majors": queries.majors_open(request.actor), "beside": "", "said": ""}
    return render(request, "desks/major.html", facts | rights(request))


@require_GET
@page(needs=CanMajor.VIEW)
def parts(request: Asking, major_incident_id: UUID) -> HttpResponse:
    """The logs that are parts of it, as they stand now."""
    row = queries.major_incident(request.actor, major_incident_id)
    return render(request, "desks/_major_parts.html", {"parts_of_it": parts_of(request.actor, row.incident_id)})


@require_POST
@page(needs=CanMajor.DIRECT)
def declare(request: Asking) -> HttpResponse:
    form, made = forms.MajorDeclareForm(request.POST), None
    if form.is_valid():
        with refusals_shown_on(form):
            typed = form.cleaned_data["log"].strip()
            if not typed:
                raise RuleBroken("Name the log by today's number or by its whole reference.", "log")
            serial = int(typed) if SERIAL.fullmatch(typed) else 0
            found = by_serial_or_reference(request.actor, serial, "" if serial else typed)
            made = once(
                form.once_key,
                commands.declare_major,
                actor=request.actor,
                incident_id=found.id,
                reason=form.cleaned_data["reason"],
            )
    if made is None:
        return _list(request, form)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("desks:major", args=[made.id])
    return answer


@require_POST
@page(needs=CanMajor.DIRECT)
def stand_down(request: Asking, major_incident_id: UUID) -> HttpResponse:
    return _ended(request, major_incident_id, "over", commands.stand_major_down, "It is stood down.")


@require_POST
@page(needs=CanMajor.DIRECT)
def mode_off(request: Asking, major_incident_id: UUID) -> HttpResponse:
    said = "Contacts are proposed no more."
    return _ended(request, major_incident_id, "mode-off", commands.switch_attach_mode_off, said)


def _ended(request: Asking, key: UUID, name: str, command: Callable[..., object], done_words: str) -> HttpResponse:
    form = forms.MajorReasonForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        once(
            form.once_key,
            command,
            actor=request.actor,
            major_incident_id=key,
            reason=said["reason"],
            seen_version=said["seen_version"] or 0,
        )
        return done_words

    return done(request, queries.major_incident(request.actor, key), name, form, work)


@require_POST
@page(needs=CanMajor.DIRECT)
def mode(request: Asking, major_incident_id: UUID) -> HttpResponse:
    form = forms.AttachModeForm(request.POST)

    def work(said: dict[str, Any]) -> str:
        once(
            form.once_key,
            commands.switch_attach_mode_on,
            actor=request.actor,
            major_incident_id=major_incident_id,
            mode=_mode(said),
            seen_version=said["seen_version"] or 0,
        )
        return "Call-attach mode is on."

    return done(request, queries.major_incident(request.actor, major_incident_id), "mode", form, work)


def _mode(said: dict[str, Any]) -> commands.AttachMode:
    """The mode as it was typed; a place that several readings fit is asked about, never guessed."""
    text = said["place_text"].strip()
    located = locate(text) if text else None
    if located and located.ambiguous:
        raise RuleBroken("More than one place fits; say it more exactly.", "place_text")
    reading = located.readings[0] if located and located.readings else None
    return commands.AttachMode(
        place_text=reading.name if reading else text,
        lat=reading.lat if reading else None,
        lon=reading.lon if reading else None,
        radius_m=whole_number(said["radius_m"], "radius_m"),
        words=tuple(each for each in said["words"].split(",") if each.strip()),
    )


def _list(request: Asking, form: forms.MajorDeclareForm) -> HttpResponse:
    facts = {"majors": queries.majors_open(request.actor), "declare_form": form, "major": None} | rights(request)
    template = "desks/_major_declare.html" if is_fragment(request) else "desks/major.html"
    return render(request, template, facts, status=form.status)
