"""The crime desk: what waits for a decision with its clock, the occurrence, classification."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.crimes import commands, queries
from lineside.crimes.commands import Choice, Item, Party, Report
from lineside.crimes.permissions import CanCrime
from lineside.desks.forms import CrimeForm, NoCrimeForm
from lineside.incidents import queries as incidents
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

CALLED = {"code": "offence", "offence_class": "offence", "title": "offence", "parties": "victim_name"}


@require_GET
@page(needs=CanCrime.VIEW)
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/crime.html", {"worklist": queries.worklist(request.actor), "chosen": None})


@require_GET
@page(needs=CanCrime.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_crime_rows.html", {"worklist": queries.worklist(request.actor)})


@require_GET
@page(needs=CanCrime.VIEW)
def row(request: Asking, incident_id: UUID) -> HttpResponse:
    """One row of the worklist, for who was told that it changed but not what."""
    incidents.incident(request.actor, incident_id)
    found = queries.worklist_row(incident_id)
    if found is None:
        return HttpResponse(status=404)
    return render(request, "desks/_crime_row.html", {"row": found})


@require_GET
@page(needs=CanCrime.VIEW, sighting="crimes.occurrence")
def occurrence(request: Asking, incident_id: UUID) -> HttpResponse:
    return _show(request, incident_id)


@require_GET
@page(needs=CanCrime.VIEW)
def offences(request: Asking) -> HttpResponse:
    """Offences found by words, code, class or statute."""
    found = [(each, _packed(each)) for each in queries.search_offences(request.GET.get("find", "")[:200], limit=12)]
    return render(request, "desks/_offences.html", {"found": found, "text": request.GET.get("find", "")})


@require_POST
@page(needs=CanCrime.RECORD)
def record(request: Asking, incident_id: UUID) -> HttpResponse:
    form = CrimeForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form, CALLED):
            once(
                form.once_key,
                commands.record_crime,
                actor=request.actor,
                incident_id=incident_id,
                report=_report(form.cleaned_data),
                seen_version=form.cleaned_data["seen_version"],
            )
    return _show(request, incident_id, crime_form=None if form.accepted else form, status=form.status)


@require_POST
@page(needs=CanCrime.DECIDE_NONE)
def no_crime(request: Asking, incident_id: UUID) -> HttpResponse:
    form = NoCrimeForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            facts = form.cleaned_data
            once(
                form.once_key,
                commands.decide_no_crime,
                actor=request.actor,
                incident_id=incident_id,
                reason_code=facts["reason_code"],
                rationale=facts["rationale"],
                told_reporter_at=facts["told_reporter_at"],
                telling=facts["telling"],
                seen_version=facts["seen_version"],
            )
    return _show(request, incident_id, no_crime_form=None if form.accepted else form, status=form.status)


def _show(
    request: Asking,
    incident_id: UUID,
    crime_form: CrimeForm | None = None,
    no_crime_form: NoCrimeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = incidents.incident(request.actor, incident_id)
    crime_file = queries.crime_file(request.actor, incident_id)
    facts: dict[str, Any] = {
        "chosen": chosen,
        "label": incidents.as_row(chosen).opening_label,
        "log": incidents.log(incident_id),
        "file": crime_file,
        "linked": [(each, queries.parties_and_things(request.actor, each.id)) for each in crime_file.crimes],
        "reasons": queries.no_crime_reasons(),
        "crime_form": crime_form or CrimeForm(initial=_known_of(chosen)),
        "no_crime_form": no_crime_form or NoCrimeForm(),
    }
    if is_fragment(request):
        return render(request, "desks/_occurrence.html", facts, status=status)
    return render(request, "desks/crime.html", facts | {"worklist": queries.worklist(request.actor)}, status=status)


def _known_of(chosen: Any) -> dict[str, str]:  # noqa: ANN401 - an incident of the room below
    return {
        "summary": chosen.summary,
        "place_text": chosen.place_text,
        "victim_name": chosen.informant_name,
        "victim_phone": "" if "@" in chosen.informant_number else chosen.informant_number,
        "victim_email": chosen.informant_number if "@" in chosen.informant_number else "",
    }


def _report(facts: dict[str, Any]) -> Report:
    victim = Party(role="victim", name=facts["victim_name"], phone=facts["victim_phone"], email=facts["victim_email"])
    suspect = Party(
        role="suspect",
        name=facts["suspect_name"] or "Not known",
        description=facts["suspect_description"],
    )
    has_suspect = facts["suspect_name"].strip() or facts["suspect_description"].strip()
    item = Item(role="stolen", kind="property", description=facts["property_description"], mark=facts["property_mark"])
    return Report(
        choice=_choice(facts["offence"]),
        parties=(*((victim,) if facts["victim_name"].strip() else ()), *((suspect,) if has_suspect else ())),
        items=(item,) if facts["property_description"].strip() else (),
        summary=facts["summary"],
        place_text=facts["place_text"],
        committed_from=facts["committed_from"],
        committed_to=facts["committed_to"],
        late_reason=facts["late_reason"],
    )


def _packed(offence: Any) -> str:  # noqa: ANN401 - an offence as crimes finds it
    return json.dumps([offence.code, offence.offence_class, offence.title, offence.statute])


def _choice(text: str) -> Choice:
    """The offence as the search gave it, or a code and a class typed by hand: 008/06 8N."""
    if text.startswith("["):
        try:
            code, offence_class, title, statute = (str(part) for part in json.loads(text))
        except ValueError:
            raise RuleBroken("Choose an offence from the list.", "offence") from None
        return Choice(code=code, offence_class=offence_class, title=title, statute=statute)
    code, _, offence_class = text.strip().partition(" ")
    if not code:
        raise RuleBroken("Choose an offence from the list.", "offence")
    return Choice(code=code, offence_class=offence_class.strip())
