"""Who to send: asked beside the log, kept fresh, and sent by one key."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.lines import Done, carry_out
from lineside.desks.recommend_forms import LONGEST_TASKS, SendForm, WhoForm, digest, recommended
from lineside.desks.rules import Line
from lineside.desks.views.panels import panel_of
from lineside.desks.writing import Writing
from lineside.dispatch import queries
from lineside.dispatch.permissions import CanDispatch
from lineside.incidents import queries as incidents
from lineside.ui.pages import Asking, page, refusals_shown_on

LONGEST_MARKS, LONGEST_SHOWN = 200, 1000


@require_POST
@page(needs=CanDispatch.ASSIGN)
def who(request: Asking, incident_id: UUID) -> HttpResponse:
    """The five for this log; the first is held for who asks."""
    chosen = incidents.incident(request.actor, incident_id)
    form = WhoForm(request.POST)
    facts = panel_of(request, chosen, "recommend", form)
    return render(request, "desks/_panel.html", facts, status=form.status)


@require_GET
@page(needs=CanDispatch.VIEW)
def now(request: Asking, incident_id: UUID) -> HttpResponse:
    """The order as it stands now, in words alone; nothing when it is as shown. It holds and looks up nothing."""
    words = request.GET.get("tasks", "")[:LONGEST_TASKS].split()
    marks = request.GET.get("marks", "")[:LONGEST_MARKS].split()
    found = queries.recommend(request.actor, incident_id, tasks=words, markers=marks)
    shown = digest(found)
    if shown == request.GET.get("shown", "")[:LONGEST_SHOWN]:
        return HttpResponse(status=204)
    facts = {"found": found, "shown": shown, "asked_for": " ".join(words), "marks": " ".join(marks)}
    facts |= {"first": request.GET.get("first", "")[:LONGEST_SHOWN]}
    return render(request, "desks/_recommended_now.html", facts)


@require_POST
@page(needs=CanDispatch.ASSIGN)
def send(request: Asking, incident_id: UUID) -> HttpResponse:
    """Send the unit or units of one proposal; whoever else holds them is no wall."""
    chosen = incidents.incident(request.actor, incident_id)
    form, done = SendForm(request.POST), Done()
    if form.is_valid():
        by = Writing(actor=request.actor, incident_id=incident_id, seen_version=None, key=form.once_key)
        with refusals_shown_on(form):
            done = carry_out(Line(verb="/u", call_signs=tuple(form.cleaned_data["call_signs"].upper().split())), by)
    if form.accepted and done.panel:  # a warning stands, and is ticked first
        begun = {"units": form.cleaned_data["call_signs"].upper()}
        return render(request, "desks/_panel.html", panel_of(request, chosen, done.panel, begun=begun))
    if form.accepted:
        return render(request, "desks/_panel.html", {"panel": "", "panel_said": done.said, "chosen": chosen})
    facts = {"panel": "recommend", "panel_said": "", "chosen": chosen}
    asked = WhoForm({"tasks": request.POST.get("tasks", "")[:LONGEST_TASKS]})
    facts |= recommended(request, chosen, asked, holds=False)  # what is refused changes nothing
    return render(request, "desks/_panel.html", facts | {"send_form": form}, status=form.status)


PATHS = [
    path("control/<uuid:incident_id>/who/", who, name="log-who"),
    path("control/<uuid:incident_id>/who/now/", now, name="log-who-now"),
    path("control/<uuid:incident_id>/who/send/", send, name="log-send"),
]
