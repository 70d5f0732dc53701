"""Being on somebody's call, from the supervisors' desk."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts.permissions import CanContact
from lineside.desks.call_forms import ListenForm
from lineside.desks.listening_rows import listening_facts
from lineside.kernel.commands import once
from lineside.kernel.errors import NotFound
from lineside.queues import queries as queues
from lineside.switchboard import commands, queries
from lineside.switchboard.permissions import CanSwitchboard
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

MODES = (("listen", "Listen"), ("whisper", "Whisper to them alone"), ("barge", "Be on the call with both"))


@require_GET
@page(needs=CanContact.SUPERVISE, sighting="switchboard.listening")
def listening(request: Asking, seat_id: UUID) -> HttpResponse:
    return _show(request, seat_id)


@require_POST
@page(needs=CanSwitchboard.LISTEN)
def listen_in(request: Asking, seat_id: UUID) -> HttpResponse:
    form = ListenForm(request.POST)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("mode", "why", "telephone")}
        with refusals_shown_on(form):
            once(form.once_key, commands.listen_in, actor=request.actor, seat_id=seat_id, **said)
    return _show(request, seat_id, form=form)


@require_POST
@page(needs=CanSwitchboard.LISTEN)
def end_listening(request: Asking, listening_id: UUID) -> HttpResponse:
    form, row = DeskForm(request.POST), queries.listening(listening_id)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, commands.end_listening, actor=request.actor, listening_id=listening_id)
    return _show(request, row.seat_id, ending=form)


def _show(
    request: Asking, seat_id: UUID, *, form: ListenForm | None = None, ending: DeskForm | None = None
) -> HttpResponse:
    seat = queues.seat_row(seat_id)
    if seat is None:
        raise NotFound("There is no such seat.")
    own = queues.own_seat(request.actor)
    used = form or ending
    kept = form if form and not form.accepted else ListenForm(initial={"telephone": own.telephone if own else ""})
    facts = {
        **listening_facts(seat),
        "earlier": [row for row in queries.listened_to(request.actor, seat_id) if row.is_over],
        "form": kept,
        "ending": ending if ending and not ending.accepted else DeskForm(),
        "modes": MODES,
        "may_listen": request.actor.may(CanSwitchboard.LISTEN),
    }
    facts["is_mine"] = any(row.by_id == request.actor.id and not row.is_over for row in facts["heard"])
    template = "desks/_listening.html" if is_fragment(request) else "desks/listening.html"
    return render(request, template, facts, status=used.status if used else 200)
