"""The search box of the frame: a number leads to its record."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.ui.pages import Asking, page

LONGEST_SERIAL = 5


@require_GET
@page(needs=CanIncident.VIEW)
def find(request: Asking) -> HttpResponse:
    """Today's log by its number, or any by its whole reference."""
    wanted = request.GET.get("q", "").strip().upper().removeprefix("LOG ")[:40]
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_SERIAL:
        found = incidents.by_today_serial(request.actor, int(wanted))
    elif "-" in wanted:
        found = incidents.by_reference(request.actor, wanted)
    else:
        sentence = "Give today's log number, or a whole reference."
        return render(request, "ui/refusal.html", {"sentence": sentence, "title": "Nothing found"}, status=404)
    return HttpResponseRedirect(reverse("desks:incident", args=[found.reference]))
