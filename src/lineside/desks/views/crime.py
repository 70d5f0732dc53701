"""The crime desk: what waits for a decision with its clock, the occurrence, classification."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.crimes import commands, queries
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import finals, worklists
from lineside.desks.crime_work import LISTS, choices, crime_deeds, work_list
from lineside.desks.forms import CrimeForm, NoCrimeForm, ReclassifyForm
from lineside.desks.reports import choice_of, items_in, packed, report_of, said_of, suspects_in
from lineside.incidents import queries as incidents
from lineside.interpreters.queries import statements_of_incident
from lineside.kernel.commands import once
from lineside.pole.queries import THING_ROLES
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on, seen_in_answer

CALLED = {
    "code": "offence",
    "offence_class": "offence",
    "title": "offence",
    "parties": "victim_name",
    "place": "place_text",
    "rationale": "reason",
}
WORDS_OF_ID = re.compile(r"[a-zA-Z0-9-]{1,60}")


@require_GET
@page(needs=CanCrime.VIEW)
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/crime.html", {"chosen": None, **listed(request)})


@require_GET
@page(needs=CanCrime.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_crime_rows.html", listed(request))


@require_GET
@page(needs=CanCrime.VIEW)
def row(request: Asking, incident_id: UUID) -> HttpResponse:
    """One row of the reports to decide, or of those that are late, for who was told that it changed but not what."""
    incidents.incident(request.actor, incident_id)
    found, of_late = queries.worklist_row(incident_id), request.GET.get("list") == "late"
    if found is None or (of_late and not found.is_overdue):
        return HttpResponse(status=404)
    return render(request, "desks/_crime_row.html", {"row": found, "of_late": of_late})


@require_GET
@page(needs=CanCrime.VIEW)
def finalise_row(request: Asking, crime_id: UUID) -> HttpResponse:
    """The same of a crime that waits for its outcome."""
    queries.crime(request.actor, crime_id)
    found = worklists.to_finalise_row(crime_id)
    return render(request, "desks/_crime_finalise_row.html", {"row": found}) if found else HttpResponse(status=404)


@require_GET
@page(needs=CanCrime.VIEW)
def transfer_row(request: Asking, crime_transfer_id: UUID) -> HttpResponse:
    """The same of a crime that is with another force."""
    finals.crime_transfer(request.actor, crime_transfer_id)
    found = worklists.transfer_out_row(crime_transfer_id)
    return render(request, "desks/_crime_transfer_row.html", {"row": found}) if found else HttpResponse(status=404)


@require_GET
@page(needs=CanCrime.VIEW, sighting="crimes.occurrence")
def occurrence(request: Asking, incident_id: UUID) -> HttpResponse:
    return show(request, incident_id)


@require_GET
@page(needs=CanCrime.VIEW)
def offences(request: Asking) -> HttpResponse:
    """Offences found by words, code, class or statute."""
    text, into = request.GET.get("find", "")[:200], request.GET.get("into", "")
    found = [(each, packed(each)) for each in queries.search_offences(text, limit=12)]
    into = into if WORDS_OF_ID.fullmatch(into) else "offence-found"
    return render(request, "desks/_offences.html", {"found": found, "text": text, "into": into})


@require_POST
@page(needs=CanCrime.RECORD)
def record(request: Asking, incident_id: UUID) -> HttpResponse:
    form = CrimeForm(request.POST)
    place = incidents.incident(request.actor, incident_id).place_text
    if form.is_valid():
        with refusals_shown_on(form, CALLED):
            once(
                form.once_key,
                commands.record_crime,
                actor=request.actor,
                incident_id=incident_id,
                report=report_of(form.cleaned_data, request.POST, place),
                seen_version=form.cleaned_data["seen_version"],
            )
    return show(request, incident_id, crime_form=None if form.accepted else form, status=form.status)


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
    return show(request, incident_id, no_crime_form=None if form.accepted else form, status=form.status)


@require_POST
@page(needs=CanCrime.RECLASSIFY)
def reclassify(request: Asking, incident_id: UUID, crime_id: UUID) -> HttpResponse:
    """Another class for a crime that is recorded; the earlier one stays in its history."""
    form = ReclassifyForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form, CALLED):
            once(
                form.once_key,
                commands.reclassify_crime,
                actor=request.actor,
                crime_id=crime_id,
                choice=choice_of(form.cleaned_data["offence"]),
                reason=form.cleaned_data["reason"],
                confirmed=form.cleaned_data["confirmed"],
                seen_version=form.cleaned_data["seen_version"],
            )
    kept = {} if form.accepted else {"reclassify_form": form, "reclassified": crime_id}
    return show(request, incident_id, status=form.status, **kept)


def show(request: Asking, incident_id: UUID, status: int = 200, **forms: Any) -> HttpResponse:
    """The occurrence with its crimes and everything that may be done; `kept` are forms that were refused."""
    chosen = incidents.incident(request.actor, incident_id)
    seen_in_answer(request, "crimes.occurrence", str(incident_id))
    crime_file = queries.crime_file(request.actor, incident_id)
    crime_form = forms.get("crime_form") or CrimeForm(initial=_known_of(chosen))
    proposals = [(each, packed(each.offence)) for each in queries.proposals(chosen.opening_code)]
    facts: dict[str, Any] = {
        "chosen": chosen,
        "label": incidents.as_row(chosen).opening_label,
        "statements": statements_of_incident(incident_id),
        "log": incidents.log(incident_id),
        "file": crime_file,
        "linked": _linked(request, incident_id, forms.get("kept") or {}),
        "choices": choices(request.actor),
        "acted": forms.get("acted"),
        "reasons": queries.no_crime_reasons(),
        "proposals": proposals,
        "proposed": [text for _, text in proposals],
        "suggestions": queries.suggestions(chosen.summary),
        "said_of": said_of,
        "crime_form": crime_form,
        "suspects": suspects_in(request.POST if crime_form.is_bound else {}),
        "items": items_in(request.POST if crime_form.is_bound else {}),
        "item_roles": THING_ROLES,
        "no_crime_form": forms.get("no_crime_form") or NoCrimeForm(),
        "reclassify_form": forms.get("reclassify_form") or ReclassifyForm(),
        "reclassified": forms.get("reclassified"),
    }
    if is_fragment(request):
        return render(request, "desks/_occurrence.html", facts, status=status)
    return render(request, "desks/crime.html", facts | listed(request), status=status)


def listed(request: Asking) -> dict[str, Any]:
    """The list that is asked for: of the reports to decide all, of the others a page."""
    name, cursor = request.GET.get("list", ""), request.GET.get("cursor", "")[:1000]
    if name not in LISTS or name == "decide":
        return {
            "lists": LISTS,
            "list": "decide",
            "worklist": queries.worklist(request.actor),
            "more": "",
            "begun": True,
        }
    found = work_list(request.actor, name, cursor)
    return {"lists": LISTS, "list": name, "worklist": found.items, "more": found.next, "begun": not cursor}


def _linked(request: Asking, incident_id: UUID, kept: dict[str, Any]) -> list[dict[str, Any]]:
    """Each crime with its people and things, how it stands, and what its panels need."""
    return [
        {
            "standing": each,
            "parties": queries.parties_and_things(request.actor, each.crime.id),
            "deeds": crime_deeds(request.actor, each.crime.id, kept),
        }
        for each in worklists.standings_of(incident_id)
    ]


def _known_of(chosen: Any) -> dict[str, str]:  # noqa: ANN401 - an incident of the room below
    return {
        "summary": chosen.summary,
        "place_text": chosen.place_text,
        "victim_kind": "person",
        "victim_name": chosen.informant_name,
        "victim_phone": "" if "@" in chosen.informant_number else chosen.informant_number,
        "victim_email": chosen.informant_number if "@" in chosen.informant_number else "",
    }
