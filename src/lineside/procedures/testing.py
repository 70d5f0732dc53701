"""Makers for tests: an incident of a type with a card taken on, an event, a log that belongs to it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor
from lineside.procedures.commands import EventPlan, plan_event, take_card
from lineside.procedures.models import Card, PlannedEvent
from lineside.procedures.permissions import CanProcedure

WORKER = an_actor(*CanProcedure, *CanIncident, name="Kim Osei")


def make_card(code: str = "FARE", actor: Actor = WORKER, incident_id: UUID | None = None) -> Card:
    key = incident_id or make_incident("P", opening_code="FARE", summary="Will not pay and will not leave").id
    return take_card(actor=actor, incident_id=key, code=code)


def an_event_plan(**facts: Any) -> EventPlan:
    at = now()
    asked = {
        "name": "Leeds v Hull, football",
        "starts_at": at - timedelta(hours=1),
        "ends_at": at + timedelta(hours=6),
        "stations": ("LDS", "HUL"),
        "headcodes": ("1P45",),
        "gold": "Superintendent Ade Bello",
        "silver": "Inspector Robin Vale",
        "talkgroup": "EVENT 2",
        "briefing": "Two trains of supporters; dry trains; met at both ends.",
    }
    return EventPlan(**{**asked, **facts})


def make_event(actor: Actor = WORKER, **facts: Any) -> PlannedEvent:
    return plan_event(actor=actor, plan=an_event_plan(**facts))
