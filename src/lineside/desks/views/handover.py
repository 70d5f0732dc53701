"""Handing a desk over: the sheet is written by itself, read item by item, and taken by whoever comes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.handover_forms import GiveSheetForm, TakeSheetForm
from lineside.handovers import commands, queries
from lineside.handovers.permissions import CanHandOver
from lineside.incidents.queries import desk_of
from lineside.kernel.commands import once
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanHandOver.VIEW)
def desk(request: Asking) -> HttpResponse:
    return _list(request, GiveSheetForm(initial={"desk": desk_of(request.actor)}))


@require_GET
@page(needs=CanHandOver.VIEW)
def rows(request: Asking) -> HttpResponse:
    """The list alone, for a desk that was away."""
    found = [render_to_string("desks/_handover_row.html", {"row": row}) for row in queries.sheets(request.actor)]
    return HttpResponse("".join(found))


@require_POST
@page(needs=CanHandOver.GIVE)
def give(request: Asking) -> HttpResponse:
    form = GiveSheetForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            facts = form.cleaned_data
            done = once(
                form.once_key, commands.give_sheet, actor=request.actor, desk=facts["desk"], remarks=facts["remarks"]
            )
            return _sheet(request, done.id, TakeSheetForm(), said="Given. It waits for whoever takes the desk over.")
    return _list(request, form)


@require_GET
@page(needs=CanHandOver.VIEW, sighting="handovers.sheet")
def sheet(request: Asking, sheet_id: UUID) -> HttpResponse:
    return _sheet(request, sheet_id, TakeSheetForm())


@require_POST
@page(needs=CanHandOver.GIVE)
def take(request: Asking, sheet_id: UUID) -> HttpResponse:
    form, said = TakeSheetForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.take_sheet,
                actor=request.actor,
                sheet_id=sheet_id,
                ticked=tuple(form.cleaned_data["ticked"]),
                words=form.cleaned_data["words"],
            )
            said = "The desk is yours; who gave it sees that you have taken it."
    return _sheet(request, sheet_id, form, said=said)


def _list(request: Asking, form: GiveSheetForm) -> HttpResponse:
    facts = {"rows": queries.sheets(request.actor), "form": form, "may_give": request.actor.may(CanHandOver.GIVE)}
    return render(request, "desks/handovers.html", facts, status=form.status)


def _sheet(request: Asking, sheet_id: UUID, form: TakeSheetForm, said: str = "") -> HttpResponse:
    row = queries.sheet(request.actor, sheet_id)
    may_take = row.is_waiting and request.actor.may(CanHandOver.GIVE) and request.actor.id != row.given_by_id
    facts = {
        "row": row,
        "form": form,
        "kept": form.kept(),
        "ticks": queries.ticks_of(sheet_id),
        "may_take": may_take or (form.is_bound and not form.accepted),
        "said": said,
    }
    return render(request, "desks/handover.html", facts, status=form.status)
