"""The control desk: incidents of my areas, the log of the chosen one with its command line, the units."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lineside.desks.appointment_rows import appointments_beside
from lineside.desks.call_out_rows import calls_out_of_incident
from lineside.desks.card_rows import cards_of_log
from lineside.desks.clocks import clock_of
from lineside.desks.disruption_rows import disruption_beside
from lineside.desks.entry_rows import entries_of
from lineside.desks.forms import LineForm
from lineside.desks.lines import carry_out, verbs_for
from lineside.desks.listening_rows import heard_for
from lineside.desks.move_rows import moves_for
from lineside.desks.partner_rows import partners_of
from lineside.desks.protection_rows import protection_of
from lineside.desks.referral_rows import referrals_of
from lineside.desks.rows import board_row, held, unit_row
from lineside.desks.rules import LEVELS, LINE_NAMES, Line, read_line
from lineside.desks.train_rows import trains_of
from lineside.desks.views.opening import desk_opening
from lineside.desks.views.panels import panel_of
from lineside.desks.whereabouts_rows import callers_of
from lineside.desks.writing import Done, Writing
from lineside.dispatch import queries as dispatch
from lineside.dispatch.permissions import CanDispatch
from lineside.entries.permissions import CanEnter
from lineside.incidents import queries
from lineside.incidents.permissions import CanIncident
from lineside.procedures.permissions import CanProcedure
from lineside.protection.permissions import CanProtect
from lineside.triage import queries as assessments
from lineside.triage.permissions import CanTriage
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

PANELS = {
    "/g": ("desks:control-regrade", CanTriage.ASSESS),
    "/res": ("desks:control-result", CanIncident.RESULT),
    "/card": ("desks:log-cards-panel", CanProcedure.WORK),
    **dict.fromkeys(LEVELS, ("desks:log-protect", CanProtect.WORK)),
    "/me": ("desks:log-methane-panel", CanEnter.WRITE),
    "/?": ("desks:control-verbs", CanIncident.LOG),
}
ROWS: dict[str, Any] = {"board_row": board_row, "unit_row": unit_row}


@require_GET
@page(needs=CanIncident.VIEW)
def desk(request: Asking) -> HttpResponse:
    return render(request, "desks/control.html", board_facts(request) | {"chosen": None, "in_chosen": ""})


@require_GET
@page(needs=CanIncident.VIEW)
def rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_incident_rows.html", board_facts(request))


@require_GET
@page(needs=CanIncident.VIEW)
def unit_rows(request: Asking) -> HttpResponse:
    return render(request, "desks/_unit_rows.html", ROWS | {"units": _units(request)})


@require_GET
@page(needs=CanIncident.VIEW)
def row(request: Asking, incident_id: UUID) -> HttpResponse:
    """One row, for who was told that it changed but not what; the right to see it is asked here."""
    found = queries.as_row(queries.incident(request.actor, incident_id))
    return HttpResponse(board_row(found, dispatch.deployed_to(incident_id)))


@require_GET
@page(needs=CanIncident.VIEW, sighting="incidents.incident")
def log(request: Asking, incident_id: UUID) -> HttpResponse:
    facts = chosen_facts(request, queries.incident(request.actor, incident_id))
    if is_fragment(request):
        return render(request, "desks/_log.html", facts)
    return render(request, "desks/control.html", board_facts(request) | facts | {"in_chosen": "desks/_log.html"})


@require_GET
@page(needs=CanIncident.VIEW)
def log_rows(request: Asking, incident_id: UUID) -> HttpResponse:
    """The lines alone, for a desk that was away."""
    chosen = queries.incident(request.actor, incident_id)
    return render(request, "desks/_log_rows.html", {"log": queries.log(chosen.id)})


@require_GET
@page(needs=CanIncident.VIEW)
def log_head(request: Asking, incident_id: UUID) -> HttpResponse:
    """What stands above the log and changes, for a desk that was away or was told only that it changed."""
    return render(request, "desks/_log_head_rows.html", _head(request, queries.incident(request.actor, incident_id)))


@require_POST
@page(needs=CanIncident.LOG)
def line(request: Asking, incident_id: UUID) -> HttpResponse:
    """One line of the command line: read by the rules, done by the room that owns it, in one answer."""
    queries.incident(request.actor, incident_id)
    form, read, done = LineForm(request.POST), Line(), Done()
    if form.is_valid():
        with refusals_shown_on(form):
            read = read_line(form.cleaned_data["text"])
            done = carry_out(read, _writing(request, incident_id, form))
    chosen = queries.incident(request.actor, incident_id)
    begun = read.begun | {"level": done.begun, "units": " ".join(read.call_signs)}
    asked = panel_of(request, chosen, done.panel, begun=begun) if done.panel else {}
    facts = asked | _command(request, chosen) | {"said": done.said}
    if not form.accepted:
        facts["line_form"] = form
    return render(request, "desks/_command.html", facts, status=form.status)


def _command(request: Asking, chosen: "Incident") -> dict[str, Any]:
    """What the command line shows."""
    panels = {verb: name for verb, (name, needs) in PANELS.items() if request.actor.may(needs)}
    return {
        "chosen": chosen,
        "line_form": LineForm(),
        "said": "",
        "verbs": verbs_for(request.actor, chosen.state),
        "panels": panels,
        "line_verbs": LINE_NAMES,
    }


@require_http_methods(["GET", "POST"])
@page(needs=CanIncident.OPEN)
def new(request: Asking) -> HttpResponse:
    """A call from staff or another service, opened from this desk with the same questions."""
    form, incident, facts = desk_opening(request)
    if incident is not None:
        return render(request, "desks/_log.html", chosen_facts(request, incident))
    if is_fragment(request):
        return render(request, "desks/_new.html", facts, status=form.status)
    whole = board_facts(request) | facts | {"chosen": None, "in_chosen": "desks/_new.html"}
    return render(request, "desks/control.html", whole, status=form.status)


@require_GET
@page(needs=CanIncident.VIEW, sighting="incidents.incident")
def incident(request: Asking, reference: str) -> HttpResponse:
    """The whole incident on a page of its own."""
    chosen = queries.by_reference(request.actor, reference)
    return render(request, "desks/incident.html", chosen_facts(request, chosen) | {"thrive": _thrive(chosen)})


def _thrive(chosen: "Incident") -> dict[str, Any]:
    """The first judgement and the latest, letter by letter, so that a supervisor sees what changed."""
    known = assessments.assessments(chosen.id)
    if not known:
        return {}
    first, latest = assessments.in_words(known[0]), assessments.in_words(known[-1])
    gaps = assessments.gaps_of(known[-1])
    letters = {question.code: question.label for each in known for question in assessments.questions_of(each)}
    rows = [(label, first.get(code, ""), latest.get(code, "")) for code, label in letters.items()]
    facts = {"first": known[0], "latest": known[-1], "times": len(known), "rows": rows, "gaps": gaps}
    return facts | {"remarks": assessments.remarks_of(known[-1])}


def board_facts(request: Asking) -> dict[str, Any]:
    board = queries.board(request.actor)
    units = _units(request)
    facts = {"board": board, "most_on_board": queries.MOST_ON_BOARD, "units": units}
    return (
        ROWS | facts | {"deployed": dispatch.deployed_now()} | heard_for(request.actor.id) | moves_for(request.actor.id)
    )


def _units(request: Asking) -> list[dispatch.UnitRow]:
    return dispatch.units_on_duty(request.actor) if request.actor.may(CanDispatch.VIEW) else []


def chosen_facts(request: Asking, chosen: "Incident") -> dict[str, Any]:
    facts = {"said_of_it": queries.in_words(chosen), "log": queries.log(chosen.id)}
    beside = calls_out_of_incident(request, chosen.id) | referrals_of(request, incident_id=chosen.id)
    beside |= entries_of(request, chosen.id) | cards_of_log(request, chosen.id)
    beside |= protection_of(request, chosen) | trains_of(request, chosen)
    beside |= disruption_beside(request, chosen) | appointments_beside(request, chosen)
    beside |= partners_of(request, chosen)
    beside |= {"photos": dispatch.photos_of(chosen.id)}
    return _head(request, chosen) | facts | beside | _command(request, chosen)


def _head(request: Asking, chosen: "Incident") -> dict[str, Any]:
    row = queries.as_row(chosen)
    return {
        "row": row,
        "clock": clock_of(row),
        "reached": queries.level_label(row.rung),
        "disruption": queries.disruption_of(row.disruption),
        "offered": queries.open_offer(chosen.id),
        "reassess_by": assessments.reassess_by(row),
        "label": row.opening_label,
        "units_here": dispatch.deployed_to(chosen.id),
        **held(chosen.id, chosen.first_contact_at),
        "callers": callers_of(chosen.id, request.actor),
    }


def _writing(request: Asking, incident_id: UUID, form: LineForm) -> Writing:
    return Writing(
        actor=request.actor,
        incident_id=incident_id,
        seen_version=form.cleaned_data["seen_version"],
        key=form.once_key,
        event_at=form.cleaned_data["event_at"],
    )
