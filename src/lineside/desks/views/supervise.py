"""The supervisor's desk: queues and answer times, what waits for a decision, gaps in our hearing, what was refused."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from lineside.contacts import queries
from lineside.contacts.permissions import CanContact
from lineside.desks.forms import RetirePartForm
from lineside.desks.queries import recent_refusals
from lineside.heartbeats import queries as heartbeats
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.kernel.actors import Actor
from lineside.kernel.errors import NotFound
from lineside.ui.pages import Asking, page

MOST_LETTERS = 200
# What each live list of this desk holds: how a row is called, its template, and all of them.
OWED: dict[str, tuple[str, str, Callable[[Actor], list[Any]]]] = {
    "call-backs": ("row", "call_back_row", lambda actor: _call_backs(queries.queue(actor))),
    "failed": ("row", "failed_row", lambda actor: _failed(queries.queue(actor))),
    "letters": ("letter", "letter_row", lambda actor: _unworked(queries.dead_letters(actor, MOST_LETTERS))),
    "gaps": ("gap", "gap_row", lambda actor: queries.hearing_gaps(actor, limit=20)),
}


@require_GET
@page(needs=CanContact.SUPERVISE)
def desk(request: Asking) -> HttpResponse:
    return shown(request, RetirePartForm())


@require_GET
@page(needs=CanContact.SUPERVISE)
def figures(request: Asking) -> HttpResponse:
    return render(request, "desks/_figures.html", _figures(request, queries.queue(request.actor)))


@require_GET
@page(needs=CanContact.SUPERVISE)
def refusals(request: Asking) -> HttpResponse:
    return render(request, "desks/_refusals.html", {"refusals": recent_refusals(30)})


@require_GET
@page(needs=CanContact.SUPERVISE)
def owed_rows(request: Asking, which: str) -> HttpResponse:
    """One of the lists alone, for a desk that was away."""
    if which not in OWED:
        raise NotFound("There is no such list.")
    name, template, found = OWED[which]
    rows = [render_to_string(f"desks/_{template}.html", {name: row}) for row in found(request.actor)]
    return HttpResponse("".join(rows))


def shown(request: Asking, retire_form: RetirePartForm) -> HttpResponse:
    """The desk, with what was typed into the form of parts."""
    queue = queries.queue(request.actor)
    letters = queries.dead_letters(request.actor, MOST_LETTERS)
    facts = _figures(request, queue) | {
        "queue": queue,
        "call_backs": _call_backs(queue),
        "failed": _failed(queue),
        "gaps": queries.hearing_gaps(request.actor, limit=20),
        "letters": _unworked(letters),
        "worked": [letter for letter in letters if letter.worked_by][:20],
        "refusals": recent_refusals(30),
        "parts": heartbeats.heartbeats(),
        "may_retire": request.actor.may(CanHeartbeat.RETIRE),
        "retire_form": retire_form,
    }
    return render(request, "desks/supervise.html", facts, status=retire_form.status)


def _figures(request: Asking, queue: list[queries.ContactRow]) -> dict[str, Any]:
    return {
        "figures": queries.answer_figures(request.actor),
        "ringing": [row for row in queue if row.state == "offered"],
        "waiting": [row for row in queue if row.state == "waiting"],
        "taken": [row for row in queue if row.state == "taken"],
    }


def _call_backs(queue: list[queries.ContactRow]) -> list[queries.ContactRow]:
    owed = [row for row in queue if row.call_back == "needed"]
    return sorted(owed, key=lambda row: row.opened_at)


def _failed(queue: list[queries.ContactRow]) -> list[queries.ContactRow]:
    return [row for row in queue if row.delivery_failure]


def _unworked(letters: list[queries.DeadLetterRow]) -> list[queries.DeadLetterRow]:
    return sorted((letter for letter in letters if not letter.worked_by), key=lambda letter: letter.id)
