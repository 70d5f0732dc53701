"""Lost radios: one person asks for a stun or an unstun, another decides, and both see what became of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.desks.internal_forms import DecideForm, OrderForm
from lineside.desks.radio_rows import sort_of
from lineside.kernel.commands import once
from lineside.radios import commands, queries
from lineside.radios.permissions import CanRadio
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanRadio.VIEW, sighting="radios.radios")
def desk(request: Asking) -> HttpResponse:
    rows = sorted(queries.radios(request.actor), key=sort_of)
    return render(request, "desks/radios.html", {"rows": rows, "sort_of": sort_of})


@require_GET
@page(needs=CanRadio.VIEW)
def rows(request: Asking) -> HttpResponse:
    found = queries.radios(request.actor)
    return HttpResponse(
        "".join(render_to_string("desks/_radio_row.html", {"row": row, "sort": sort_of(row)}) for row in found)
    )


@require_GET
@page(needs=CanRadio.VIEW, sighting="radios.radio")
def radio(request: Asking, radio_id: UUID) -> HttpResponse:
    return _show(request, radio_id, {})


@require_POST
@page(needs=CanRadio.REQUEST, proof=True)
def ask(request: Asking, radio_id: UUID) -> HttpResponse:
    form = OrderForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        facts = {name: said[name] for name in ("action", "proof", "reason", "seen_version")}
        once(form.once_key, commands.request_order, actor=request.actor, radio_id=radio_id, **facts)

    return _done(request, radio_id, "ask", form, work)


@require_POST
@page(needs=CanRadio.APPROVE, proof=True)
def approve(request: Asking, radio_id: UUID, order_id: UUID) -> HttpResponse:
    return _decided(request, radio_id, "approve", commands.approve_order, {"order_id": order_id})


@require_POST
@page(needs=CanRadio.APPROVE)
def decline(request: Asking, radio_id: UUID, order_id: UUID) -> HttpResponse:
    return _decided(request, radio_id, "decline", commands.decline_order, {"order_id": order_id}, says_why=True)


@require_POST
@page(needs=CanRadio.REQUEST)
def withdraw(request: Asking, radio_id: UUID, order_id: UUID) -> HttpResponse:
    return _decided(request, radio_id, "withdraw", commands.withdraw_order, {"order_id": order_id}, says_why=True)


@require_POST
@page(needs=CanRadio.REQUEST)
def again(request: Asking, radio_id: UUID, order_id: UUID) -> HttpResponse:
    return _decided(request, radio_id, "again", commands.send_order_again, {"order_id": order_id})


@require_POST
@page(needs=CanRadio.REQUEST)
def give_back(request: Asking, radio_id: UUID) -> HttpResponse:
    return _decided(request, radio_id, "back", commands.return_radio, {"radio_id": radio_id})


def _decided(
    request: Asking,
    radio_id: UUID,
    name: str,
    deed: Callable[..., Any],
    facts: dict[str, Any],
    *,
    says_why: bool = False,
) -> HttpResponse:
    form = DecideForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        why = {"reason": said["reason"]} if says_why else {}
        once(form.once_key, deed, actor=request.actor, seen_version=said["seen_version"], **facts, **why)

    return _done(request, radio_id, name, form, work)


def _done(
    request: Asking, radio_id: UUID, name: str, form: DeskForm, work: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    queries.radio(request.actor, radio_id)
    if form.is_valid():
        with refusals_shown_on(form):
            work(form.cleaned_data)
            return HttpResponseRedirect(reverse("desks:radio", args=[radio_id]))
    return _show(request, radio_id, {name: form})


def _show(request: Asking, radio_id: UUID, used: dict[str, DeskForm]) -> HttpResponse:
    row = queries.radio(request.actor, radio_id)
    form = next(iter(used.values()), None)
    order = row.open_order
    facts = {
        "row": row,
        "used": used,
        "ask_form": used.get("ask") or OrderForm(initial={"action": "unstun" if row.is_disabled else "stun"}),
        "blank": DecideForm(),
        "is_mine": order is not None and order.asked_by_id == request.actor.id,
        "may_ask": request.actor.may(CanRadio.REQUEST),
        "may_approve": request.actor.may(CanRadio.APPROVE),
        "sort_of": sort_of,
    }
    return render(request, "desks/radio.html", facts, status=form.status if form else 200)
