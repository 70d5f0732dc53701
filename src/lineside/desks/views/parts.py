"""Parts of the system: which is down, on every desk; all of them, on the supervisor's."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.forms import RetirePartForm
from lineside.desks.views.supervise import shown
from lineside.heartbeats import commands, queries
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanHeartbeat.VIEW)
def outages(request: Asking) -> HttpResponse:
    return render(request, "desks/_outages.html", {"down": queries.parts_down()})


@require_GET
@page(needs=CanHeartbeat.VIEW)
def table(request: Asking) -> HttpResponse:
    return render(request, "desks/_heartbeats.html", {"parts": queries.heartbeats()})


@require_POST
@page(needs=CanHeartbeat.RETIRE)
def retire(request: Asking) -> HttpResponse:
    form = RetirePartForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            commands.retire_part(
                actor=request.actor, part=form.cleaned_data["part"], reason=form.cleaned_data["reason"]
            )
            return HttpResponseRedirect(reverse("desks:supervise"))
    return shown(request, form)
