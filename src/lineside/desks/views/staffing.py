"""The supervisor's desk: who is there against the rota and against what comes, and contacts that wait for a score."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import forecast
from lineside.kernel.clock import now
from lineside.people import queries as people
from lineside.quality import queries as quality
from lineside.ui.pages import Asking, page


@require_GET
@page(needs=CanContact.SUPERVISE)
def table(request: Asking) -> HttpResponse:
    """The shift that runs, site by site, beside what this hour's contacts ask for."""
    day, shift = people.shift_now(now())
    asked = forecast(request.actor)
    rows = [
        (each, asked.people_at(each.site, each.role))
        for each in people.strength(day, shift, people.rota_of(request.actor, day))
    ]
    names = people.sites(day)
    return render(request, "desks/_staffing.html", {"rows": rows, "asked": asked, "site_names": names})


@require_GET
@page(needs=CanContact.SUPERVISE)
def dip_samples(request: Asking) -> HttpResponse:
    return render(request, "desks/_dip_samples.html", {"waiting": quality.waiting()})
