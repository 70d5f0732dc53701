"""Promised updates: one's own and everybody's at the contact desk, and giving or ending one at its contact."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.promise_forms import EndPromiseForm, PromiseForm
from lineside.kernel.commands import once
from lineside.promises import commands, queries
from lineside.promises.permissions import CanPromise
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanPromise.VIEW)
def lists(request: Asking) -> HttpResponse:
    facts = {"mine": queries.due(request.actor, mine=True), "team": queries.due(request.actor), "me": request.actor.id}
    return render(request, "desks/_promised.html", facts)


@require_GET
@page(needs=CanPromise.VIEW)
def rows(request: Asking, which: str) -> HttpResponse:
    """One of the two lists alone, for a desk that was away."""
    found = queries.due(request.actor, mine=which == "own")
    return render(request, "desks/_promise_rows.html", {"rows": found, "where": "own" if which == "own" else "team"})


@require_GET
@page(needs=CanPromise.MAKE)
def panel(request: Asking, contact_id: UUID) -> HttpResponse:
    return _panel(request, contact_id, PromiseForm())


@require_POST
@page(needs=CanPromise.MAKE)
def make(request: Asking, contact_id: UUID) -> HttpResponse:
    form, said = PromiseForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            facts = form.cleaned_data
            limit = queries.limit_typed(facts["by"])
            once(
                form.once_key,
                commands.promise_update,
                actor=request.actor,
                contact_id=contact_id,
                reach=facts["reach"],
                due_at=limit,
                what=facts["what"],
            )
            said = "Promised."
    return _panel(request, contact_id, PromiseForm() if form.accepted else form, said=said)


@require_POST
@page(needs=CanPromise.MAKE)
def end(request: Asking, promise_id: UUID) -> HttpResponse:
    form, said = EndPromiseForm(request.POST), ""
    row = queries.promise(request.actor, promise_id)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.end_promise,
                actor=request.actor,
                promise_id=promise_id,
                how=form.cleaned_data["how"],
                words=form.cleaned_data["words"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
            said = "On record."
    ending = {} if form.accepted else {promise_id: form}
    return _panel(request, row.contact_id, PromiseForm(), ending, said=said)


def _panel(
    request: Asking,
    contact_id: UUID,
    form: PromiseForm,
    ending: dict[UUID, EndPromiseForm] | None = None,
    said: str = "",
) -> HttpResponse:
    used = next(iter((ending or {}).values()), form)
    facts = {
        "contact_id": contact_id,
        "promise_form": form,
        "reaches": queries.reaches(),
        "standing": [row for row in queries.promises_of(request.actor, contact_id) if row.is_open],
        "ending": ending or {},
        "blank_end": EndPromiseForm(),
        "ways": queries.ways_to_end(),
        "promise_said": said,
    }
    return render(request, "desks/_promising.html", facts, status=used.status)
