"""My seat, passing a contact on, asking for a supervisor; the surge and the wallboard."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lineside.callouts.permissions import CanCallOut
from lineside.contacts import commands as contacts
from lineside.contacts import queries as contact_queries
from lineside.contacts.permissions import CanContact
from lineside.desks.forms import TakeForm
from lineside.desks.listening_rows import facts_of_seats
from lineside.desks.queue_forms import AnswerForm, HelpForm, PassForm, StateForm, SurgeForm
from lineside.desks.seat_rows import sort_of
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.queues import commands, queries
from lineside.queues.permissions import CanQueue
from lineside.switchboard.commands import pass_call, ring_who_asked
from lineside.switchboard.permissions import CanSwitchboard
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

LISTS: dict[str, tuple[str, str]] = {
    "help": ("help", "_help_row"),
    "surge": ("surge", "_surge_row"),
}


@require_GET
@page(needs=CanQueue.SIT)
def seat(request: Asking) -> HttpResponse:
    return _seat(request, StateForm())


@require_POST
@page(needs=CanQueue.SIT)
def choose_state(request: Asking) -> HttpResponse:
    form = StateForm(request.POST)
    if form.is_valid():
        telephone = form.cleaned_data["telephone"] if "telephone" in form.data else None
        said = {"state": form.cleaned_data["state"], "telephone": telephone}
        with refusals_shown_on(form):
            once(form.once_key, commands.choose_state, actor=request.actor, **said)
    return _seat(request, form)


@require_POST
@page(needs=CanContact.TAKE)
def next_contact(request: Asking) -> HttpResponse:
    """Take the first of the queue that nobody has; when another was quicker, the one after it."""
    try:
        offered = contact_queries.next_for(request.actor)
    except RuleBroken as refused:
        return render(request, "ui/_refusal.html", {"sentence": refused.sentence}, status=409)
    for row in offered:
        form = TakeForm({})
        form.is_valid()
        with refusals_shown_on(form):
            contacts.take_contact(actor=request.actor, contact_id=row.id)
            if row.call_back == "asked_back" and request.actor.may(CanCallOut.PLACE):
                ring_who_asked(actor=request.actor, contact_id=row.id)
            there = reverse("desks:contact", args=[row.id])
            return (
                redirect(there)
                if not is_fragment(request)
                else HttpResponse(status=204, headers={"HX-Redirect": there})
            )
    return render(request, "ui/_refusal.html", {"sentence": "Nobody is waiting."}, status=409)


@require_POST
@page(needs=CanContact.TAKE)
def reserve(request: Asking, contact_id: UUID) -> HttpResponse:
    """Keep it for me while I read who it is; what it says of that takes the button's place."""
    form = DeskForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, contacts.reserve_contact, actor=request.actor, contact_id=contact_id)
    facts = {"form": form, "seat": queries.own_seat(request.actor)}
    return render(request, "desks/_reserved.html", facts, status=form.status)


@require_GET
@page(needs=CanContact.TAKE)
def passing(request: Asking, contact_id: UUID) -> HttpResponse:
    return _passing(request, contact_id, {})


@require_POST
@page(needs=CanContact.TAKE)
def pass_on(request: Asking, contact_id: UUID) -> HttpResponse:
    """With its call where that is up, unless it is said to stay: it rings there, and the contact follows."""
    form = PassForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(
            form.once_key,
            pass_call if goes_with_call(contact_id, said["call"]) else contacts.transfer_contact,
            actor=request.actor,
            contact_id=contact_id,
            to_id=_somebody(said["to"]),
            reason=said["reason"],
            seen_version=said["seen_version"],
        )

    return _passed(request, contact_id, "pass", form, work)


def goes_with_call(contact_id: UUID, said: str) -> bool:
    """A form that was made before the caller was on the line says nothing of a call; then it is meant as well."""
    return said == "with" or (not said and contact_queries.line_of_call(contact_id) is not None)


@require_POST
@page(needs=CanContact.TAKE)
def ask_for_help(request: Asking, contact_id: UUID) -> HttpResponse:
    form = HelpForm(request.POST)

    def work(said: dict[str, Any]) -> None:
        once(form.once_key, contacts.ask_for_help, actor=request.actor, contact_id=contact_id, why=said["why"])

    return _passed(request, contact_id, "help", form, work)


@require_GET
@page(needs=CanQueue.VIEW)
def help_call(request: Asking, help_id: UUID) -> HttpResponse:
    return _help(request, help_id, AnswerForm())


@require_POST
@page(needs=CanQueue.DIRECT)
def answer_help(request: Asking, help_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.answer_help,
                actor=request.actor,
                help_id=help_id,
                answer=form.cleaned_data["answer"],
                seen_version=form.cleaned_data["seen_version"],
            )
    return _help(request, help_id, form)


@require_GET
@page(needs=CanQueue.DIRECT)
def surge(request: Asking) -> HttpResponse:
    return _surge(request, SurgeForm())


@require_POST
@page(needs=CanQueue.DIRECT)
def declare_surge(request: Asking) -> HttpResponse:
    form = SurgeForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, commands.declare_surge, actor=request.actor, why=form.cleaned_data["why"])
    return _surge(request, form)


@require_POST
@page(needs=CanQueue.DIRECT)
def end_surge(request: Asking, surge_id: UUID) -> HttpResponse:
    form = DeskForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(form.once_key, commands.end_surge, actor=request.actor, surge_id=surge_id)
    return _surge(request, SurgeForm(), ending=form)


@require_GET
@page(needs=CanQueue.VIEW)
def levels(request: Asking) -> HttpResponse:
    facts = {"levels": contact_queries.levels(request.actor), "are_enforced": queries.are_enforced()}
    return render(request, "desks/_levels.html", facts)


@require_GET
@page(needs=CanQueue.VIEW)
def rows(request: Asking, which: str) -> HttpResponse:
    """One of the live lists alone, for a desk that was away."""
    if which == "seats":
        facts = facts_of_seats(sorted(queries.seats(request.actor), key=sort_of))
        return HttpResponse("".join(render_to_string("desks/_seat_row.html", each) for each in facts))
    found: dict[str, list[Any]] = {
        "help": queries.help_calls(request.actor),
        "surge": [each for each in (queries.surge(),) if each],
    }
    name, template = LISTS[which]
    return HttpResponse("".join(render_to_string(f"desks/{template}.html", {name: row}) for row in found[which]))


@require_GET
@page(needs=CanQueue.VIEW)
def wallboard(request: Asking) -> HttpResponse:
    """Big figures for a wall: what waits and what was answered in time, and no figure of any person."""
    seats = queries.seats(request.actor)
    facts = {
        "levels": contact_queries.levels(request.actor),
        "free": sum(each.state == "available" for each in seats),
        "busy": sum(each.state in (*queries.IN_HAND, "reserved", "wrap") for each in seats),
        "talking": sum(each.state == queries.TALKING for each in seats),
        "on_hold": sum(each.state == queries.HOLD for each in seats),
        "away": sum(each.state in ("break", "training") for each in seats),
        "surge": queries.surge(),
    }
    template = "desks/_wall.html" if is_fragment(request) else "desks/wallboard.html"
    return render(request, template, facts)


def _seat(request: Asking, form: StateForm) -> HttpResponse:
    facts = {
        "seat": queries.own_seat(request.actor),
        "states": queries.chosen_states(),
        "shut": queries.shut_queues(request.actor),
        "surge": queries.surge(),
        "form": StateForm() if form.accepted else form,  # with a new key, or the next choice were the same
    }
    return render(request, "desks/_seat.html", facts, status=form.status)


def _passed(
    request: Asking, contact_id: UUID, name: str, form: DeskForm, work: Callable[[dict[str, Any]], None]
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form, {"to_id": "to"}):
            work(form.cleaned_data)
    if form.accepted and name == "pass":
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("desks:contact", args=[contact_id])
        return response if is_fragment(request) else HttpResponseRedirect(response["HX-Redirect"])
    return _passing(request, contact_id, {name: form})


def _passing(request: Asking, contact_id: UUID, used: dict[str, DeskForm]) -> HttpResponse:
    chosen = contact_queries.contact(contact_id, request.actor)
    form = next(iter(used.values()), None)
    kept = {name: each for name, each in used.items() if not each.accepted}
    facts = {
        "chosen": chosen,
        "seats": [each for each in queries.taking_seats() if each.account_id != request.actor.id],
        "line": contact_queries.line_of_call(contact_id),
        "asked": queries.asked_for_help(contact_id),
        "pass_form": kept.get("pass") or PassForm(),
        "help_form": kept.get("help") or HelpForm(),
    }
    return render(request, "desks/_passing.html", facts, status=form.status if form else 200)


def _help(request: Asking, help_id: UUID, form: AnswerForm) -> HttpResponse:
    asked = queries.help_call(request.actor, help_id)
    on_calls = contact_queries.calls_in_hand() if request.actor.may(CanSwitchboard.LISTEN) else {}
    whose = next((account for account, call in on_calls.items() if call == asked.contact_id), None)
    facts = {
        "help": asked,
        "listen_at": queries.seat_of(whose) if whose else None,
        "form": form,
        "may_answer": request.actor.may(CanQueue.DIRECT),
    }
    template = "desks/_help_call.html" if is_fragment(request) else "desks/help.html"
    return render(request, template, facts, status=form.status)


def _surge(request: Asking, form: SurgeForm, ending: DeskForm | None = None) -> HttpResponse:
    used = ending or form
    facts = {
        "surge": queries.surge(),
        "form": SurgeForm() if form.accepted else form,
        "ending": ending if ending and not ending.accepted else DeskForm(),
    }
    return render(request, "desks/_surge.html", facts, status=used.status)


def _somebody(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise RuleBroken("Choose from the list who takes it over.", "to") from wrong
