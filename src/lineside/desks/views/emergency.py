"""On a call: silence and taps, who speaks for the caller, ringing back. The answer is the panel alone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts import commands, queries
from lineside.contacts.permissions import CanContact
from lineside.desks.emergency_forms import (
    AskForm,
    AskOperatorForm,
    OperatorAnswerForm,
    RelayForm,
    RingBackForm,
    SilentForm,
    TapsForm,
)
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on
from lineside.whereabouts import commands as whereabouts
from lineside.whereabouts import queries as known
from lineside.whereabouts.permissions import CanWhereabouts


@require_GET
@page(needs=CanContact.TAKE, sighting="contacts.silent_questions")
def panel(request: Asking, contact_id: UUID) -> HttpResponse:
    return show(request, contact_id)


@require_POST
@page(needs=CanContact.TAKE)
def silent(request: Asking, contact_id: UUID) -> HttpResponse:
    form = SilentForm(request.POST)
    return act(request, contact_id, "silent", form, commands.mark_silent, "silent", "words")


@require_POST
@page(needs=CanContact.TAKE)
def ask(request: Asking, contact_id: UUID) -> HttpResponse:
    return act(request, contact_id, "ask", AskForm(request.POST), commands.ask_silently, "question")


@require_POST
@page(needs=CanContact.TAKE)
def taps(request: Asking, contact_id: UUID, question_id: UUID) -> HttpResponse:
    form = TapsForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                commands.answer_silently,
                actor=request.actor,
                question_id=question_id,
                taps=form.cleaned_data["taps"],
            )
    return show(request, contact_id, taps=form)


@require_POST
@page(needs=CanContact.TAKE)
def relay(request: Asking, contact_id: UUID) -> HttpResponse:
    return act(request, contact_id, "relay", RelayForm(request.POST), commands.mark_relay, "relay", "relay_id")


@require_POST
@page(needs=CanContact.TAKE)
def ring_back(request: Asking, contact_id: UUID) -> HttpResponse:
    form = RingBackForm(request.POST)
    return act(request, contact_id, "ring_back", form, commands.record_ring_back, "outcome", "words")


def act(
    request: Asking, contact_id: UUID, name: str, form: DeskForm, command: Callable[..., object], *typed: str
) -> HttpResponse:
    if form.is_valid():
        with refusals_shown_on(form):
            said = {each: form.cleaned_data[each] for each in typed}
            once(form.once_key, command, actor=request.actor, contact_id=contact_id, **said)
    return show(request, contact_id, **{name: form})


def show(request: Asking, contact_id: UUID, **forms: DeskForm) -> HttpResponse:
    """The panel as it is now; a form that was refused keeps what was typed."""
    chosen = queries.contact(contact_id, request.actor)
    asked = queries.silent_questions(contact_id)
    kept = {name: form for name, form in forms.items() if not form.accepted}
    done = {row.code for row in asked}
    choices = queries.choices("silent_questions")
    facts: dict[str, Any] = {
        "chosen": chosen,
        "waiting": next((row for row in asked if not row.answer), None),
        "questions": choices,
        "next_question": next((row["code"] for row in choices if row["code"] not in done), ""),
        "relays": [(row["code"], row["label"]) for row in queries.choices("relays")],
        "outcomes": [(row["code"], row["label"]) for row in queries.choices("ring_back_outcomes")],
        "relay_kind": queries.relay_kind(chosen),
        "used": next(iter(forms), ""),
        "silent_form": kept.get("silent") or SilentForm(),
        "ask_form": kept.get("ask") or AskForm(),
        "taps_form": kept.get("taps") or TapsForm(),
        "relay_form": kept.get("relay") or RelayForm(initial={"relay": chosen.relay, "relay_id": chosen.relay_id}),
        "ring_back_form": kept.get("ring_back") or RingBackForm(),
    }
    status = next((form.status for form in forms.values()), 200)
    return render(request, "desks/_emergency_panel.html", facts, status=status)


@require_GET
@page(needs=CanWhereabouts.ENQUIRE, sighting="whereabouts.operator_enquiries")
def operator(request: Asking, contact_id: UUID) -> HttpResponse:
    return _operator(request, contact_id)


@require_POST
@page(needs=CanWhereabouts.ENQUIRE)
def ask_operator(request: Asking, contact_id: UUID) -> HttpResponse:
    form = AskOperatorForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            said = {name: form.cleaned_data[name] for name in ("asked_of", "why")}
            once(form.once_key, whereabouts.ask_operator, actor=request.actor, contact_id=contact_id, **said)
    return _operator(request, contact_id, ask=form)


@require_POST
@page(needs=CanWhereabouts.ENQUIRE)
def operator_answer(request: Asking, contact_id: UUID, operator_enquiry_id: UUID) -> HttpResponse:
    form = OperatorAnswerForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            once(
                form.once_key,
                whereabouts.record_operator_answer,
                actor=request.actor,
                operator_enquiry_id=operator_enquiry_id,
                **{name: form.cleaned_data[name] for name in ("outcome", "told", "seen_version")},
            )
    return _operator(request, contact_id, answer=form)


def _operator(request: Asking, contact_id: UUID, **forms: DeskForm) -> HttpResponse:
    chosen = queries.contact(contact_id, request.actor)
    asked = known.operator_enquiries(contact_id)
    kept = {name: form for name, form in forms.items() if not form.accepted}
    waiting = next((row for row in asked if not row.outcome), None)
    if "answer" in kept and waiting is None:  # it was answered meanwhile: what was typed stays in sight
        waiting = asked[-1] if asked else None
    facts = {
        "chosen": chosen,
        "waiting": waiting,
        "operators": known.operator_choices("operators_asked"),
        "outcomes": known.operator_choices("operator_outcomes"),
        "ask_form": kept.get("ask") or AskOperatorForm(),
        "answer_form": kept.get("answer") or OperatorAnswerForm(),
    }
    status = next((form.status for form in forms.values()), 200)
    return render(request, "desks/_operator_panel.html", facts, status=status)
