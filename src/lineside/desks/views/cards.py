"""Action cards beside a log: what fits, what is on, each step done, skipped or rung."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.callouts import commands as callouts
from lineside.callouts.permissions import CanCallOut
from lineside.desks.card_forms import CardOffForm, ScaleForm, StepForm, StepRingForm, TakeCardForm
from lineside.desks.card_rows import OPENS
from lineside.desks.rules import whole_number
from lineside.desks.views.calls_out import own_telephone
from lineside.incidents.queries import incident
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.procedures import commands, queries
from lineside.procedures.permissions import CanProcedure
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

SKIP = "skip"
IN_PANEL = "panel-cards"  # they may be open above the log and at the command line at once: ids of one page differ


@require_GET
@page(needs=CanProcedure.WORK)
def cards(request: Asking, incident_id: UUID) -> HttpResponse:
    return _show(request, incident_id)


@require_GET
@page(needs=CanProcedure.WORK)
def panel(request: Asking, incident_id: UUID) -> HttpResponse:
    """The same, as the panel of the command line."""
    chosen = incident(request.actor, incident_id)
    facts = {"panel": "card_panel", "panel_said": "", "chosen": chosen}
    return render(request, "desks/_panel.html", facts | working_facts(request, chosen))


@require_GET
@page(needs=CanProcedure.VIEW)
def clocks(request: Asking) -> HttpResponse:
    """The clocks of cards on the control desk, for a desk that opens or was away."""
    return render(request, "desks/_card_clock_rows.html", {"clocks": queries.clocks(request.actor)})


@require_GET
@page(needs=CanProcedure.VIEW)
def clock(request: Asking, incident_id: UUID) -> HttpResponse:
    """One of them, for who was told that it changed but not what."""
    found = queries.clock_of(incident(request.actor, incident_id).id)
    if found is None:
        return HttpResponse(status=404)
    return render(request, "desks/_card_clock.html", {"clock": found})


@require_POST
@page(needs=CanProcedure.WORK)
def take(request: Asking, incident_id: UUID) -> HttpResponse:
    form, said = TakeCardForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            code = form.cleaned_data["code"]
            made = once(form.once_key, commands.take_card, actor=request.actor, incident_id=incident_id, code=code)
            said = f"The card {made.label} is on."
    return _show(request, incident_id, said, take=form)


@require_POST
@page(needs=CanProcedure.WORK)
def step(request: Asking, card_step_id: UUID) -> HttpResponse:
    """Done, or skipped when that button was pressed."""
    incident_id, form, said = queries.incident_of_step(request.actor, card_step_id), StepForm(request.POST), ""
    if form.is_valid():
        words, is_skip = form.cleaned_data["words"], form.cleaned_data["deed"] == SKIP
        with refusals_shown_on(form):
            if is_skip:
                once(form.once_key, commands.skip_step, actor=request.actor, card_step_id=card_step_id, reason=words)
            else:
                once(form.once_key, commands.complete_step, actor=request.actor, card_step_id=card_step_id, words=words)
            said = "Skipped." if is_skip else "Done."
    return _show(request, incident_id, said, **{f"step-{card_step_id}": form})


@require_POST
@page(needs=CanCallOut.PLACE)
def ring(request: Asking, card_step_id: UUID) -> HttpResponse:
    """Ring whom the step names, from the log, by a call out like any other."""
    incident_id, form, said = queries.incident_of_step(request.actor, card_step_id), StepRingForm(request.POST), ""
    whom = queries.step_row(card_step_id).ring
    if form.is_valid():
        with refusals_shown_on(form):
            if whom is None:
                raise RuleBroken("This step names nobody to ring.")
            telephone = form.cleaned_data["telephone"] or own_telephone(request)
            once(
                form.once_key,
                callouts.place_call,
                actor=request.actor,
                number=whom.number,
                telephone=telephone,
                incident_id=incident_id,
            )
            said = f"Your telephone {telephone} rings first, then {whom.label}."
    return _show(request, incident_id, said, **{f"ring-{card_step_id}": form})


@require_POST
@page(needs=CanProcedure.WORK)
def take_off(request: Asking, card_id: UUID) -> HttpResponse:
    incident_id, form, said = queries.incident_of_card(request.actor, card_id), CardOffForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.take_off_card,
                actor=request.actor,
                card_id=card_id,
                reason=form.cleaned_data["reason"],
                seen_version=form.cleaned_data["seen_version"] or 0,
            )
            said = "The card is taken off."
    return _show(request, incident_id, said, **{f"off-{card_id}": form})


@require_POST
@page(needs=CanProcedure.WORK)
def scale(request: Asking, incident_id: UUID) -> HttpResponse:
    form, said = ScaleForm(request.POST), ""
    if form.is_valid():
        with refusals_shown_on(form):
            numbers = {name: whole_number(form.cleaned_data[name], name) for name in ("people", "delay_minutes")}
            seen = {"seen_scale": form.cleaned_data["seen_version"] or 0}
            once(form.once_key, commands.note_scale, actor=request.actor, incident_id=incident_id, **numbers, **seen)
            said = "The scale is on the log."
    return _show(request, incident_id, said, scale=form)


def working_facts(request: Asking, chosen: "Incident") -> dict[str, Any]:
    """What the cards show when the command line opens them."""
    return _facts(request, chosen, "", {}) | {"cards_at": "panel-"}


def _show(request: Asking, incident_id: UUID, said: str = "", **used: DeskForm) -> HttpResponse:
    """The cards again: with what was done, or with the refusal beside what was typed."""
    form = next(iter(used.values()), None)
    kept = used if form and not form.accepted else {}
    at = "panel-" if request.headers.get("HX-Target") == IN_PANEL else ""
    facts = _facts(request, incident(request.actor, incident_id), said, kept) | {"cards_at": at}
    return render(request, "desks/_card_working.html", facts, status=form.status if form else 200)


def _facts(request: Asking, chosen: "Incident", said: str, kept: dict[str, DeskForm]) -> dict[str, Any]:
    scale = queries.scale_of(chosen.id)
    return {
        "scale_now": scale,
        "scale_seen": queries.scale_seen(scale),
        "cards_for": chosen.id,
        "cards_said": said,
        "cards": queries.cards_of(chosen.id),
        "cards_proposed": queries.proposed(chosen),
        "all_cards": queries.all_cards(),
        "cards_kept": kept,
        "take_form": kept.get("take") or TakeCardForm(),
        "scale_form": kept.get("scale") or ScaleForm(),
        "empty_step": StepForm(),
        "empty_ring": StepRingForm(initial={"telephone": own_telephone(request)}) if _may_ring(request) else None,
        "empty_off": CardOffForm(),
        "opens_words": OPENS,
    }


def _may_ring(request: Asking) -> bool:
    return request.actor.may(CanCallOut.PLACE)
