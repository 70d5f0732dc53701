"""The live rows of victims: on the worklist by clock, beside the chosen one, and with the supervisor when late."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.victims import queries
from lineside.victims.permissions import CanVictim


def victim(victim_id: UUID) -> list[LiveRow]:
    row = queries.victim_row(victim_id)
    known = incident_row(row.incident_id) if row else None
    if row is None or known is None:
        return []
    audience: dict[str, Any] = {"area": known.area, "restricted": known.is_restricted}
    audience["needs"] = CanIncident.VIEW_RESTRICTED if known.is_restricted else CanVictim.VIEW
    over, late = row.next_due_at is None, row.is_late
    listed = "" if over else render_to_string("desks/_victim_row.html", {"row": row})
    owed = render_to_string("desks/_victim_owed_row.html", {"row": row}) if late else ""
    state = render_to_string("desks/_victim_state.html", {"row": row})
    letters = [
        LiveRow(
            id=f"letter-state-{each.id}",
            html=render_to_string("desks/_victim_letter_state.html", {"letter": each}),
            **audience,
        )
        for each in queries.letters_carried(row.id)
    ]
    return [
        *letters,
        LiveRow(id=f"victim-{row.id}", list="victims", sort=row.sort, gone=over, html=listed, **audience),
        LiveRow(id=f"victim-owed-{row.id}", list="victims-owed", sort=row.sort, gone=not late, html=owed, **audience),
        LiveRow(id=f"victim-state-{row.id}", html=state, **audience),
    ]
