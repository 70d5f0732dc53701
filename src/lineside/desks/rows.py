"""Renders each live row once for every change; the live process sends its bytes to whoever may see it."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import Error
from django.template import engines
from django.template.loader import render_to_string
from django.urls import reverse
from markupsafe import Markup

from lineside.crimes import queries as crimes
from lineside.desks import (
    alert_rows,
    appointment_rows,
    call_out_rows,
    callback_rows,
    card_rows,
    compliance_rows,
    contact_rows,
    crime_rows,
    disruption_rows,
    duty_rows,
    entry_rows,
    event_rows,
    file_rows,
    handover_rows,
    interpreter_rows,
    major_rows,
    officer_emergency_rows,
    partner_rows,
    passing_rows,
    press_rows,
    promise_rows,
    protection_rows,
    quality_rows,
    radio_rows,
    referral_rows,
    report_rows,
    seat_rows,
    sickness_rows,
    train_rows,
    training_rows,
    unit_rows,
    victim_rows,
    warning_rows,
    whereabouts_rows,
)
from lineside.desks.clocks import clock_of, sort_of
from lineside.desks.live_row import NEWEST, LiveRow
from lineside.desks.unit_rows import unit_row
from lineside.dispatch import queries as dispatch
from lineside.heartbeats import queries as heartbeats
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.incidents import queries as incidents
from lineside.incidents.permissions import CanIncident
from lineside.kernel.events import MAY_WAIT
from lineside.triage.queries import reassess_by

__all__ = ["board_row", "held", "render", "render_all", "unit_row", "warm"]
ROWS_KEPT = 4000  # markup of rows that boards share, about 2 kB each
NO_KEY = UUID(int=0)
AT = f"{MAY_WAIT}at:"


def warm() -> None:
    """Load what pages and rows are made of, so that the first of a shift is as quick as the rest."""
    reverse("desks:control-log", args=[NO_KEY])  # reads the paths of every room, and with them the whole API: 0.6 s
    pages = engines["jinja2"].env  # type: ignore[attr-defined]
    for name in pages.list_templates():
        pages.get_template(name)
    incidents.choices()  # the tables of codes, read once
    with suppress(Error):  # no database yet: whoever comes first waits for it a little longer
        for renderer in _RENDERERS.values():
            renderer(NO_KEY)


@lru_cache(maxsize=ROWS_KEPT)
def board_row(row: incidents.IncidentRow, units: tuple[str, ...], *, is_chosen: bool = False) -> Markup:
    """An incident's row, made once for all that it shows, whoever asks.

    All that it shows is the key, and nobody holds the key who may not see the incident: what is kept for one person
    shows another nothing. Ages and clocks run in the browser, so a row stays true for as long as its facts.
    """
    facts = {"sort": sort_of(row), "is_chosen": is_chosen, **_state_facts(row, units)}
    return Markup(render_to_string("desks/_incident_row.html", facts))  # noqa: S704 - our template, escaped as it was made


def render(topic: str) -> list[LiveRow]:
    """The rows that a topic changes; a topic that no desk shows changes none."""
    kind, _, key = topic.partition(":")
    if kind == "part":
        return _part(key)
    renderer = _RENDERERS.get(kind)
    return renderer(UUID(key)) if renderer else []


def render_all(topics: Sequence[str]) -> list[LiveRow]:
    """The same of many: where units are is read together."""
    moved = [UUID(topic.removeprefix(AT)) for topic in topics if topic.startswith(AT)]
    others = [row for topic in topics if not topic.startswith(AT) for row in render(topic)]
    return (unit_rows.moved(moved) if moved else []) + others


def _part(name: str) -> list[LiveRow]:
    row = heartbeats.heartbeat(name)
    if row is None or not row.is_down:
        key = heartbeats.key_of(name)
        return [LiveRow(id=f"outage-{key}", list="outages", needs=CanHeartbeat.VIEW, gone=True)]
    html = render_to_string("desks/_outages.html", {"down": [row]})
    return [LiveRow(id=f"outage-{row.key}", list="outages", needs=CanHeartbeat.VIEW, sort=row.part, html=html)]


def _incident(incident_id: UUID) -> list[LiveRow]:
    row = incidents.incident_row(incident_id)
    if row is None:
        return []
    here = dispatch.deployed_to(incident_id)
    gone = row.closed_at is not None
    board = LiveRow(
        id=f"incident-{row.id}",
        list="incidents",
        needs=CanIncident.VIEW_RESTRICTED if row.is_restricted and not gone else CanIncident.VIEW,
        area=row.area,
        sort=sort_of(row),
        restricted=row.is_restricted,
        gone=gone,
        html="" if gone else board_row(row, here),
    )
    state = LiveRow(
        id=f"incident-state-{row.id}",
        needs=board.needs,
        area=row.area,
        restricted=row.is_restricted,
        html=render_to_string(
            "desks/_incident_state.html", {**_state_facts(row, here), "offered": incidents.open_offer(row.id)}
        ),
    )
    return [board, state, *protection_rows.beside_incident(incident_id)]


def _state_facts(row: incidents.IncidentRow, units: tuple[str, ...]) -> dict[str, Any]:
    """How it stands, and the clocks that run on it."""
    return {
        "row": row,
        "units_here": units,
        "clock": clock_of(row),
        "reassess_by": reassess_by(row),
        "reached": incidents.level_label(row.rung),
        "disruption": incidents.disruption_of(row.disruption),
    }


def held(incident_id: UUID, first_report_at: datetime) -> dict[str, Any]:
    """What closing waits for, with the clock of a crime decision."""
    return {
        "chosen_id": incident_id,
        "holds": incidents.holds(incident_id),
        "record_by": crimes.record_by(first_report_at),
        "first_report_at": first_report_at,
    }


def _holds(incident_id: UUID) -> list[LiveRow]:
    row = incidents.incident_row(incident_id)
    if row is None:
        return []
    html = render_to_string("desks/_holds.html", held(incident_id, row.first_contact_at))
    return [
        LiveRow(
            id=f"incident-holds-{incident_id}",
            needs=CanIncident.VIEW_RESTRICTED if row.is_restricted else CanIncident.VIEW,
            area=row.area,
            restricted=row.is_restricted,
            html=html,
        )
    ]


def _log(incident_id: UUID) -> list[LiveRow]:
    row = incidents.incident_row(incident_id)
    if row is None:
        return []
    lines = incidents.log(incident_id)
    # The newest, and any earlier line that one of them puts right.
    newest = {line.number for line in lines[-NEWEST:]}
    return [
        LiveRow(
            id=f"log-{entry.id}",
            list=f"log-{incident_id}",
            needs=CanIncident.VIEW_RESTRICTED if row.is_restricted else CanIncident.VIEW,
            area=row.area,
            restricted=row.is_restricted,
            sort=str(entry.id),
            html=render_to_string("desks/_log_entry.html", {"entry": entry}),
        )
        for entry in lines
        if entry.number in newest or entry.corrected_by in newest
    ] + unit_rows.log_of_own(incident_id)


_RENDERERS: dict[str, Callable[[UUID], list[LiveRow]]] = {
    "card": card_rows.card,
    "event": event_rows.event,
    "callout": call_out_rows.call_out,
    "contact": contact_rows.contact,
    "gap": contact_rows.gap,
    "whereabouts": whereabouts_rows.whereabouts,
    "alert": alert_rows.alert,
    "warning": warning_rows.warning,
    "report": report_rows.report,
    "press": press_rows.enquiry,
    "exercise": training_rows.exercise,
    "passing": passing_rows.offer,
    "finding": compliance_rows.finding,
    "sample": compliance_rows.sample,
    "sweep": compliance_rows.sweep,
    "review": quality_rows.review,
    "callback": callback_rows.call_back,
    "dead_letter": contact_rows.dead_letter,
    "officer_emergency": officer_emergency_rows.emergency,
    "incident": _incident,
    "log": _log,
    "holds": _holds,
    "unit": unit_rows.unit,
    "at": lambda unit_id: unit_rows.moved([unit_id]),
    "victim": victim_rows.victim,
    "photos": unit_rows.photos,
    "crime": crime_rows.crimes_of,
    "duty": duty_rows.duty,
    "file": file_rows.file,
    "handover": handover_rows.sheet,
    "promise": promise_rows.promise,
    "protection": protection_rows.protection,
    "fatality": protection_rows.fatality,
    "major": major_rows.major,
    "methane": entry_rows.methane,
    "interpreter": interpreter_rows.interpreter,
    "referral": referral_rows.referral,
    "seat": seat_rows.seat,
    "help": seat_rows.help_call,
    "surge": seat_rows.surge,
    "staff": seat_rows.staff,
    "radio": radio_rows.radio,
    "absence": sickness_rows.absence,
    "transfer": partner_rows.transfer,
    "train": train_rows.of_train,
    "interception": train_rows.interception,
    "disruption": disruption_rows.disruption,
    "appointment": appointment_rows.appointment,
}
