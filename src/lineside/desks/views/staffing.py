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
    """The shift that runs beside what this hour's contacts ask for: whoever answers them, and whatever is short."""
    day, shift = people.shift_now(now())
    asked = forecast(request.actor)
    whole = people.strength(day, shift, people.rota_of(request.actor, day))
    answers = {each.role for each in asked.sites}
    rows = [each for each in whole if each.role in answers or min(each.planned, each.there) < each.needed]
    facts = {
        "rows": [(each, asked.people_at(each.site, each.role)) for each in rows],
        "as_needed": len(whole) - len(rows),
        "asked": asked,
        "site_names": people.sites(day),
    }
    return render(request, "desks/_staffing.html", facts)


@require_GET
@page(needs=CanContact.SUPERVISE)
def dip_samples(request: Asking) -> HttpResponse:
    return render(request, "desks/_dip_samples.html", {"waiting": quality.waiting()})
