"""The supervisor's desk: queues, gaps in our hearing, what was refused, letters that could not become contacts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lineside.contacts import queries
from lineside.contacts.permissions import CanContact
from lineside.desks.forms import RetirePartForm
from lineside.desks.queries import recent_refusals
from lineside.heartbeats import queries as heartbeats
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.ui.pages import Asking, page


@require_GET
@page(needs=CanContact.SUPERVISE)
def desk(request: Asking) -> HttpResponse:
    return shown(request, RetirePartForm())


def shown(request: Asking, retire_form: RetirePartForm) -> HttpResponse:
    """The desk, with what was typed into the form of parts."""
    queue = queries.queue(request.actor)
    facts = {
        "queue": queue,
        "ringing": [row for row in queue if row.state == "offered"],
        "waiting": [row for row in queue if row.state == "waiting"],
        "call_backs": [row for row in queue if row.call_back == "needed"],
        "failed": [row for row in queue if row.delivery_failure],
        "gaps": queries.hearing_gaps(request.actor, limit=20),
        "letters": queries.dead_letters(request.actor, limit=50),
        "refusals": recent_refusals(30),
        "parts": heartbeats.heartbeats(),
        "may_retire": request.actor.may(CanHeartbeat.RETIRE),
        "retire_form": retire_form,
    }
    return render(request, "desks/supervise.html", facts, status=retire_form.status)
