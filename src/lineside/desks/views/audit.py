"""The auditor's desk: who looked at or changed what, when and why; a look at it is on the trail itself."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lineside.audit import commands, queries
from lineside.audit.permissions import CanAudit
from lineside.audit.queries import TrailRow, Wanted
from lineside.contacts import queries as contacts
from lineside.contacts.permissions import CanContact
from lineside.crimes import queries as crimes
from lineside.crimes.permissions import CanCrime
from lineside.desks.office_forms import TrailForm
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.audit import record_sighting
from lineside.kernel.errors import NotFound
from lineside.kernel.paging import Page
from lineside.ui.operations import PagingIn
from lineside.ui.pages import Asking, page, refusals_shown_on

A_PAGE = 100
ASKED = ("first", "last", "person", "record", "kind", "why")
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a line; a record's key leads to all that was done with that record."""

    name: str
    said: str
    is_key: bool


@require_GET
@page(needs=CanAudit.READ)
def desk(request: Asking) -> HttpResponse:
    return _desk(request, TrailForm(request.GET))


@require_POST
@page(needs=CanAudit.EXPORT, proof=True)
def export(request: Asking) -> HttpResponse:
    """The lines as a table for a spreadsheet, all of them or none."""
    form = TrailForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            wanted = _wanted(request.actor, form.cleaned_data)
            until = commands.copy_trail(actor=request.actor, wanted=wanted, reason=form.cleaned_data["reason"])
            _, lines = queries.copy_of(wanted, until)
            # A byte order mark, without which spreadsheets read names in another encoding.
            answer = HttpResponse(f"{BOM}{lines}", content_type="text/csv; charset=utf-8")
            answer["Content-Disposition"] = (
                f'attachment; filename="{queries.named_apart()}trail-{wanted.first}-{wanted.last}.csv"'
            )
            return answer
    return _desk(request, form)


def _desk(request: Asking, form: TrailForm) -> HttpResponse:
    found: Page[TrailRow] = Page([], "")
    days: dict[str, Any] = {}
    if set(form.errors) <= {"reason"}:  # a copy without its purpose is refused; its lines are shown all the same
        with refusals_shown_on(form):
            wanted = _wanted(request.actor, form.cleaned_data)
            days = {"first": wanted.first, "last": wanted.last}
            paging = PagingIn(cursor=request.GET.get("cursor", "")[:1000], limit=A_PAGE)
            found = queries.trail_page(wanted, paging)
            record_sighting(request.actor, "audit.trail", str(wanted), form.cleaned_data["why"])
    facts = form.cleaned_data
    asked = {name: str(facts.get(name) or days.get(name) or "") for name in ASKED}
    shown = {
        "form": form,
        "rows": [(row, _facts(row)) for row in found.items],
        "days": days,
        "kinds": queries.KINDS,
        "asked": asked,
        "more": urlencode({**asked, "cursor": found.next}) if found.next else "",
    }
    return render(request, "desks/audit.html", shown, status=form.status)


def _wanted(actor: Actor, facts: dict[str, Any]) -> Wanted:
    records = _records(actor, facts["record"].strip())
    return queries.asked_for(facts["first"], facts["last"], person=facts["person"], records=records, kind=facts["kind"])


def _records(actor: Actor, text: str) -> tuple[str, ...]:
    """The words by which a record stands in the trail: what was typed, and the key of the record of that reference."""
    if not text:
        return ()
    keys: list[UUID] = []
    if "-" in text and " " not in text:
        try:
            keys += [incidents.by_reference(actor, text).id] if actor.may(CanIncident.VIEW) else []
        except NotFound:
            keys += _elsewhere(actor, text.upper())
    return (text, *(str(key) for key in keys))


def _elsewhere(actor: Actor, reference: str) -> list[UUID]:
    keys: list[UUID] = []
    if actor.may(CanContact.VIEW):
        keys += [row.id for row in contacts.find_contacts(actor, reference) if row.reference == reference]
    if actor.may(CanCrime.VIEW) and actor.may(CanIncident.VIEW):
        keys += [row.id for row in crimes.find_crimes(actor, reference) if row.reference == reference]
    return keys


def _facts(row: TrailRow) -> list[Fact]:
    return [Fact(name, _said(value), _is_key(value)) for name, value in row.facts.items() if value not in (None, "")]


def _said(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _is_key(value: object) -> bool:
    try:
        UUID(str(value))
    except ValueError:
        return False
    return True
