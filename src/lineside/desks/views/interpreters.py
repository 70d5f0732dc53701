"""Asking for an interpreter at a contact, and keeping the language of a statement."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.contacts.queries import contact as contact_of
from lineside.desks.interpreter_forms import InterpreterEndForm, InterpreterForm, JoinedForm, StatementForm
from lineside.interpreters import commands, queries
from lineside.interpreters.permissions import CanInterpret
from lineside.kernel.commands import once
from lineside.ui.forms import DeskForm
from lineside.ui.pages import Asking, page, refusals_shown_on


@require_GET
@page(needs=CanInterpret.ASK)
def panel(request: Asking, contact_id: UUID) -> HttpResponse:
    contact_of(contact_id, request.actor)
    return _panel(request, contact_id, "", InterpreterForm())


@require_POST
@page(needs=CanInterpret.ASK)
def ask(request: Asking, contact_id: UUID) -> HttpResponse:
    form = InterpreterForm(request.POST)
    facts = {"contact_id": contact_id}
    return _carried_out(request, contact_id, "ask", form, commands.ask_interpreter, facts)


@require_POST
@page(needs=CanInterpret.ASK)
def statement(request: Asking, contact_id: UUID) -> HttpResponse:
    form = StatementForm(request.POST)
    facts = {"contact_id": contact_id}
    return _carried_out(request, contact_id, "statement", form, commands.keep_statement_language, facts)


@require_POST
@page(needs=CanInterpret.ASK)
def joined(request: Asking, interpreter_request_id: UUID) -> HttpResponse:
    form = JoinedForm(request.POST)
    return _of_request(request, interpreter_request_id, "joined", form, commands.note_interpreter_joined)


@require_POST
@page(needs=CanInterpret.ASK)
def end(request: Asking, interpreter_request_id: UUID) -> HttpResponse:
    form = InterpreterEndForm(request.POST)
    return _of_request(request, interpreter_request_id, "end", form, commands.end_interpreter)


def _of_request(
    request: Asking, interpreter_request_id: UUID, name: str, form: DeskForm, work: Callable[..., object]
) -> HttpResponse:
    row = queries.interpreter(request.actor, interpreter_request_id)
    facts: dict[str, Any] = {"interpreter_request_id": interpreter_request_id}
    if form.is_valid():
        facts["seen_version"] = form.cleaned_data["seen_version"] or 0
    return _carried_out(request, row.contact_id, name, form, work, facts)


def _carried_out(
    request: Asking,
    contact_id: UUID,
    name: str,
    form: DeskForm,
    work: Callable[..., object],
    facts: dict[str, Any],
) -> HttpResponse:
    if form.is_valid():
        said = {key: value for key, value in form.cleaned_data.items() if key not in ("key", "seen_version")}
        with refusals_shown_on(form):
            once(form.once_key, work, actor=request.actor, **facts, **said)
    return _panel(request, contact_id, name, form)


def _panel(request: Asking, contact_id: UUID, name: str, form: DeskForm) -> HttpResponse:
    kept = {name: form} if not form.accepted else {}
    known = queries.statement_of(contact_id)
    facts = {
        "contact_id": contact_id,
        "interpreting": next((row for row in queries.interpreters_of(contact_id) if not row.ended_at), None),
        "interpreter_said": "On record." if form.accepted else "",
        "ask_form": kept.get("ask") or InterpreterForm(),
        "joined_form": kept.get("joined") or JoinedForm(),
        "end_form": kept.get("end") or InterpreterEndForm(),
        "statement_form": kept.get("statement") or StatementForm(initial={"language": known.language if known else ""}),
        "refused_name": name if kept else "",
        "spoken": queries.choices("spoken"),
        "providers": queries.choices("providers"),
        "became": queries.choices("outcomes"),
    }
    return render(request, "desks/_interpreting.html", facts, status=form.status)
