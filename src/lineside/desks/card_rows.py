"""What a log shows of its action cards, live, and the clocks of cards on the control desk."""

from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from lineside.desks.live_row import LiveRow
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import incident_row
from lineside.procedures import queries
from lineside.procedures.permissions import CanProcedure
from lineside.ui.pages import Asking

# How a step's `opens` is found on the log: the name of it, and the key or page.
OPENS = {
    "methane": "M/ETHANE, Alt X or /me",
    "decision": "Decision, Alt J",
    "referral": "Safeguarding, Alt V",
    "protection": "the line: /caution, /off, /clear",
    "callout": "Ring, Alt O",
    "press": "the press desk",
    "briefing": "a briefing to IIMARCH",
}


def card(incident_id: UUID) -> list[LiveRow]:
    row = incident_row(incident_id)
    if row is None:
        return []
    needs = CanIncident.VIEW_RESTRICTED if row.is_restricted else CanProcedure.VIEW
    seen: dict[str, Any] = {"needs": needs, "area": row.area, "restricted": row.is_restricted}
    clock = queries.clock_of(incident_id)
    html = render_to_string("desks/_card_clock.html", {"clock": clock}) if clock else ""
    state = render_to_string("desks/_cards_state.html", _facts(incident_id))
    return [
        LiveRow(id=f"cards-state-{incident_id}", html=state, **seen),
        LiveRow(
            id=f"card-clock-{incident_id}",
            list="card-clocks",
            sort=clock.due_at.isoformat() if clock else "",
            gone=clock is None,
            html=html,
            **seen,
        ),
    ]


def cards_of_log(request: Asking, incident_id: UUID) -> dict[str, Any]:
    """What the log shows, to whom may see it."""
    if not request.actor.may(CanProcedure.VIEW):
        return {"may_work_cards": None}
    may = request.actor.may(CanProcedure.WORK)
    return _facts(incident_id) | {"may_work_cards": may}


def _facts(incident_id: UUID) -> dict[str, Any]:
    cards = queries.cards_of(incident_id)
    return {
        "cards_for": incident_id,
        "cards": cards,
        "next_steps": {each.id: [step for step in each.steps if step.is_open][:2] for each in cards},
        "cards_proposed": queries.proposed_for(incident_id),
        "events_of_log": queries.events_of(incident_id),
    }
