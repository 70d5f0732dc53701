"""The search box of the frame: a reference leads to its record, anything else to what is found and may be seen."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lineside.access.permissions import CanAccess
from lineside.contacts import queries as contacts
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import ContactRow
from lineside.crimes import queries as crimes
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import CrimeRow
from lineside.desks.forms import FindForm
from lineside.finding.queries import read_typed, words_in
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import IncidentRow
from lineside.kernel.actors import Actor
from lineside.kernel.errors import NotFound, Refusal
from lineside.pole import queries as pole
from lineside.pole.permissions import CanPole
from lineside.pole.queries import PersonRow
from lineside.ui.pages import Asking, page, refusals_shown_on

LONGEST_SERIAL = 5
MOST_PARTS = 5


@dataclass(slots=True)
class Found:
    """What was found in each room that the actor may look into; None where they may not, or have not asked."""

    contacts: list[ContactRow] | None = None
    incidents: list[IncidentRow] | None = None
    crimes: list[CrimeRow] | None = None
    people: list[tuple[PersonRow, list["Part"]]] | None = None
    form: FindForm = field(default_factory=FindForm)


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody has to do with a record, and where that is."""

    role: str
    name: str
    path: str


@require_http_methods(["GET", "POST"])
@page(needs=CanAccess.SIGN_IN)
def find(request: Asking) -> HttpResponse:
    """Persons are looked up by POST alone, with a reason: no link can look somebody up in another's name."""
    form = FindForm(request.POST or request.GET)
    form.is_valid()
    text = form.cleaned_data.get("q", "").strip()
    if request.method == "GET" and (path := _path_of(request.actor, text)):
        return HttpResponseRedirect(path)
    why = form.cleaned_data.get("why", "").strip() if request.method == "POST" else ""
    found = _found(request.actor, text, why)
    if request.method == "POST" and form.is_valid():
        with refusals_shown_on(form):
            found.people = _people(request.actor, text, why)
    found.form = form
    facts = {"found": found, "text": text, "may_look_up": request.actor.may(CanPole.LOOK_UP), "words": words_in(text)}
    facts["opened"] = read_typed(text).said
    return render(request, "desks/find.html", facts, status=form.status)


def _found(actor: Actor, text: str, why: str) -> Found:
    return Found(
        contacts=contacts.find_contacts(actor, text, why) if actor.may(CanContact.VIEW) else None,
        incidents=incidents.find_incidents(actor, text, why) if actor.may(CanIncident.VIEW) else None,
        crimes=crimes.find_crimes(actor, text, why) if _may_see_crimes(actor) else None,
    )


def _people(actor: Actor, text: str, why: str) -> list[tuple[PersonRow, list[Part]]]:
    return [(row, _parts(actor, row.parts[:MOST_PARTS])) for row in pole.find_people(actor, text, why)]


def _path_of(actor: Actor, text: str) -> str:
    """Where today's log of this number is, or the record of this whole reference; empty for anything else."""
    wanted = text.upper().removeprefix("LOG ").strip()
    try:
        if wanted.isascii() and wanted.isdigit() and len(wanted) <= LONGEST_SERIAL and actor.may(CanIncident.VIEW):
            reference = incidents.by_today_serial(actor, int(wanted)).reference
        elif "-" in wanted and " " not in wanted and actor.may(CanIncident.VIEW):
            reference = incidents.by_reference(actor, wanted[:40]).reference
        else:
            return ""
    except Refusal:
        return ""
    return reverse("desks:incident", args=[reference])


def _parts(actor: Actor, parts: tuple[pole.Subject, ...]) -> list[Part]:
    found = []
    for part in parts:
        try:
            name, path = _named(actor, part.kind, part.id)
        except Refusal:
            continue  # not theirs to see
        found.append(Part(part.role, name, path))
    return found


def _named(actor: Actor, kind: str, key: UUID) -> tuple[str, str]:
    if kind == "crime":
        crime = crimes.crime(actor, key)
        return f"crime {crime.reference}", reverse("desks:occurrence", args=[crime.incident_id])
    if kind == "incident":
        incident = incidents.incident(actor, key)
        return incident.reference, reverse("desks:incident", args=[incident.reference])
    if kind == "contact":
        contact = contacts.contact(key, actor)
        return contact.reference, reverse("desks:contact", args=[contact.id])
    raise NotFound("There is no such record.")


def _may_see_crimes(actor: Actor) -> bool:
    return actor.may(CanCrime.VIEW) and actor.may(CanIncident.VIEW)
