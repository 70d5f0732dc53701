"""The live rows of a major incident: its line on the log, and its board."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.dispatch.queries import deployed_to
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.kernel.actors import Actor
from lineside.major_incidents import queries
from lineside.major_incidents.permissions import CanMajor


def major(incident_id: UUID) -> list[LiveRow]:
    row, incident = queries.major_of(incident_id), incident_row(incident_id)
    if row is None or incident is None:
        return []
    needs = CanIncident.VIEW_RESTRICTED if incident.is_restricted else CanMajor.VIEW
    seen: dict[str, Any] = {"needs": needs, "area": row.area, "restricted": row.is_restricted}
    state = render_to_string("desks/_major_state.html", {"major": row, "major_for": incident_id})
    board = render_to_string("desks/_major_board.html", board_of(row))
    gone = row.over_at is not None
    listed = "" if gone else render_to_string("desks/_major_row.html", {"row": row})
    return [
        LiveRow(id=f"major-state-{incident_id}", html=state, **seen),
        LiveRow(id=f"major-board-{row.id}", html=board, **seen),
        LiveRow(id=f"major-{row.id}", list="majors", sort=row.declared_at.isoformat(), gone=gone, html=listed, **seen),
    ]


def board_of(row: queries.MajorRow) -> dict[str, Any]:
    """All that stands on the board, without anything to type into."""
    return {
        "major": row,
        "tote": queries.tote_of(row.id),
        "tasks": queries.tasks_of(row.id),
        "cascade": queries.cascade_of(row.id, row.times_declared),
        "decisions": queries.major_decisions(row.id),
        "parts": queries.PARTS,
        "units_here": deployed_to(row.incident_id),
    }


def major_of_log(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """What the log shows, to whom may see it."""
    if not actor.may(CanMajor.VIEW):
        return {"major_for": None}
    return {"major_for": incident_id, "major": queries.major_of(incident_id)}
