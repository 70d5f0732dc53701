"""What the counting rules say of the crime that is about to be recorded, beside the form and before it is sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries.counting import HowTold, count_beside
from lineside.desks.crime_forms import CountForm
from lineside.desks.reports import report_of
from lineside.incidents import queries as incidents
from lineside.kernel.errors import RuleBroken
from lineside.ui.pages import Asking, page


@require_POST
@page(needs=CanCrime.VIEW)
def count(request: Asking, incident_id: UUID) -> HttpResponse:
    """Nothing is done yet: whether, how many, which class and by when, each with its paragraph."""
    form, found, refused = CountForm(request.POST), None, ""
    place = incidents.incident(request.actor, incident_id).place_text
    if not form.is_valid():
        refused = next(str(said) for told in form.errors.values() for said in told)
    else:
        facts = form.cleaned_data
        told = HowTold(reporter=facts["reporter"], confirms=facts["confirms"], jurisdiction=facts["jurisdiction"])
        try:
            found = count_beside(request.actor, incident_id, report_of(facts, request.POST, place), told)
        except RuleBroken as broken:
            refused = broken.sentence
    return render(request, "desks/_crime_counted.html", {"counted": found, "refused": refused})


PATHS = [path("crime/<uuid:incident_id>/count/", count, name="crime-count")]
