"""The supervisor's desk: queues and answer times, what waits for a decision, gaps in our hearing, what was refused."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from lineside.alerts.permissions import CanAlert
from lineside.alerts.queries import AlertRow
from lineside.alerts.queries import owed as alerts_owed
from lineside.appointments.permissions import CanAppoint
from lineside.appointments.queries import AppointmentRow, missed
from lineside.contacts import queries
from lineside.contacts.permissions import CanContact
from lineside.desks.forms import RetirePartForm
from lineside.desks.queries import recent_refusals
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries import UnitRow, welfare_overdue
from lineside.disruption.permissions import CanDisruption
from lineside.files.permissions import CanFile
from lineside.files.queries import StoredFile, quarantined_files
from lineside.gazetteer import queries as gazetteer
from lineside.heartbeats import queries as heartbeats
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import IncidentRow, OfferRow, ReachedRow, disrupting, offers_late, reached
from lineside.intelligence.permissions import CanIntel
from lineside.intelligence.queries import ReportRow, owed
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotFound
from lineside.promises.permissions import CanPromise
from lineside.promises.queries import PromiseRow, due
from lineside.radios.permissions import CanRadio
from lineside.radios.queries import RadioRow, radios
from lineside.safeguarding.permissions import CanSafeguard
from lineside.safeguarding.queries import ReferralRow, overdue
from lineside.sickness.permissions import CanSickness
from lineside.sickness.queries import AbsenceRow, absences
from lineside.triage.queries import OverdueRow, overdue_reassessments
from lineside.ui.pages import Asking, page
from lineside.victims.permissions import CanVictim
from lineside.victims.queries import VictimRow, worklist
from lineside.whereabouts.queries import open_operator_enquiries

MOST_LETTERS = 200


def _quarantined(actor: Actor) -> list[StoredFile]:
    return quarantined_files(actor) if actor.may(CanFile.QUARANTINE) else []


def _radios(actor: Actor) -> list[RadioRow]:
    return [row for row in radios(actor) if row.is_owed] if actor.may(CanRadio.VIEW) else []


def _absences(actor: Actor) -> list[AbsenceRow]:
    return [row for row in absences(actor) if row.is_owed] if actor.may(CanSickness.VIEW) else []


def _overdue(actor: Actor) -> list[OverdueRow]:
    return overdue_reassessments(actor) if actor.may(CanIncident.VIEW) else []


def _reached(actor: Actor) -> list[ReachedRow]:
    return reached(actor, all_of_them=True) if actor.may(CanIncident.HEAR) else []


def _appointments(actor: Actor) -> list[AppointmentRow]:
    return missed(actor) if actor.may(CanAppoint.VIEW) else []


def _disrupted(actor: Actor) -> list[IncidentRow]:
    return disrupting(actor) if actor.may(CanDisruption.VIEW) else []


def _offers(actor: Actor) -> list[OfferRow]:
    return offers_late(actor) if actor.may(CanIncident.OWN) else []


def _referrals(actor: Actor) -> list[ReferralRow]:
    return overdue(actor) if actor.may(CanSafeguard.VIEW) else []


def _victims(actor: Actor) -> list[VictimRow]:
    return worklist(actor, late=True) if actor.may(CanVictim.VIEW) and actor.may(CanIncident.VIEW) else []


def _promises(actor: Actor) -> list[PromiseRow]:
    return due(actor, late=True) if actor.may(CanPromise.VIEW) else []


def _alerts(actor: Actor) -> list[AlertRow]:
    return alerts_owed(actor) if actor.may(CanAlert.VIEW) else []


def _reports(actor: Actor) -> list[ReportRow]:
    return owed(actor) if actor.may(CanIntel.RELEASE) else []


def _welfare(actor: Actor) -> list[UnitRow]:
    return welfare_overdue(actor) if actor.may(CanDispatch.VIEW) else []


# What each live list of this desk holds: how a row is called, its template, and all of them.
OWED: dict[str, tuple[str, str, Callable[[Actor], list[Any]]]] = {
    "alerts": ("row", "alert_owed_row", _alerts),
    "call-backs": ("row", "call_back_row", queries.lost_calls),
    "enquiries": ("asked", "enquiry_row", lambda _actor: open_operator_enquiries()),
    "failed": ("row", "failed_row", queries.failed_replies),
    "ladder": ("row", "reached_row", _reached),
    "offers": ("row", "offer_late_row", _offers),
    "letters": ("letter", "letter_row", lambda actor: _unworked(queries.dead_letters(actor, MOST_LETTERS))),
    "quarantine": ("file", "quarantined_row", _quarantined),
    "radios": ("row", "radio_owed_row", _radios),
    "absences": ("row", "absence_owed_row", _absences),
    "reassess": ("overdue", "reassess_row", _overdue),
    "referrals": ("row", "referral_owed_row", _referrals),
    "victims": ("row", "victim_owed_row", _victims),
    "promises": ("row", "promise_row", _promises),
    "intelligence": ("row", "report_owed_row", _reports),
    "welfare": ("row", "welfare_owed_row", _welfare),
    "appointments": ("row", "appointment_row", _appointments),
    "disrupted": ("row", "disrupted_row", _disrupted),
    "gaps": ("gap", "gap_row", lambda actor: queries.hearing_gaps(actor, limit=20)),
}


@require_GET
@page(needs=CanContact.SUPERVISE)
def desk(request: Asking) -> HttpResponse:
    return shown(request, RetirePartForm())


@require_GET
@page(needs=CanContact.SUPERVISE)
def figures(request: Asking) -> HttpResponse:
    return render(request, "desks/_figures.html", _figures(request))


@require_GET
@page(needs=CanContact.SUPERVISE)
def refusals(request: Asking) -> HttpResponse:
    return render(request, "desks/_refusals.html", {"refusals": recent_refusals(30)})


@require_GET
@page(needs=CanContact.SUPERVISE)
def owed_rows(request: Asking, which: str) -> HttpResponse:
    """One of the lists alone, for a desk that was away."""
    if which not in OWED:
        raise NotFound("There is no such list.")
    name, template, found = OWED[which]
    rows = [
        render_to_string(f"desks/_{template}.html", {name: row, "sort": "", "where": "overdue"})
        for row in found(request.actor)
    ]
    return HttpResponse("".join(rows))


def shown(request: Asking, retire_form: RetirePartForm) -> HttpResponse:
    """The desk, with what was typed into the form of parts."""
    letters = queries.dead_letters(request.actor, MOST_LETTERS)
    facts = _figures(request) | {
        "queue": queries.queue(request.actor),
        "call_backs": queries.lost_calls(request.actor),
        "failed": queries.failed_replies(request.actor),
        "enquiries": open_operator_enquiries(),
        "gaps": queries.hearing_gaps(request.actor, limit=20),
        "letters": _unworked(letters),
        "later_letters": max(0, queries.dead_letters_waiting(request.actor) - MOST_LETTERS),
        "worked": [letter for letter in letters if letter.worked_by][:20],
        "quarantined": _quarantined(request.actor),
        "refusals": recent_refusals(30),
        "parts": heartbeats.heartbeats(),
        "places": gazetteer.ages(uk_day(now())),
        "may_retire": request.actor.may(CanHeartbeat.RETIRE),
        "retire_form": retire_form,
    }
    return render(request, "desks/supervise.html", facts, status=retire_form.status)


def _figures(request: Asking) -> dict[str, Any]:
    return {
        "figures": queries.answer_figures(request.actor),
        "standing": queries.queue_figures(request.actor),
    }


def _unworked(letters: list[queries.DeadLetterRow]) -> list[queries.DeadLetterRow]:
    return sorted((letter for letter in letters if not letter.worked_by), key=lambda letter: letter.id)
