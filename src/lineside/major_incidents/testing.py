"""Makers for tests: a declared major incident in call-attach mode, a task, a turn, a decision."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lineside.callouts.permissions import CanCallOut
from lineside.contacts.permissions import CanContact
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor
from lineside.major_incidents.commands import (
    AttachMode,
    JointDecision,
    declare_major,
    give_major_task,
    switch_attach_mode_on,
)
from lineside.major_incidents.models import CallTurn, MajorIncident, MajorTask
from lineside.major_incidents.permissions import CanMajor
from lineside.pole.permissions import CanPole
from lineside.triage.permissions import CanTriage

DIRECTOR = an_actor(
    *CanMajor, *CanIncident, *CanContact, *CanTriage, *CanCallOut, CanPole.LOOK_UP, name="Inspector Robin Vale"
)
PARTS: dict[str, str] = {
    "information": "Smoke in the subway, about forty people below",
    "risks": "Crushing at the stairs; smoke; save life first",
    "powers": "Common law, to save life; evacuation plan of the station",
    "options": "Evacuate by the north stairs, or hold and search",
    "refused": "Hold and search, since the smoke thickens",
    "decision": "Evacuate by the north stairs",
    "reason": "The only stairs that are clear of smoke",
    "review": "In ten minutes",
}


def make_major(actor: Actor = DIRECTOR, incident_id: UUID | None = None) -> MajorIncident:
    key = incident_id or make_incident("I", summary="Smoke in the subway, people below").id
    return declare_major(actor=actor, incident_id=key, reason="Smoke in the subway, many below")


def a_mode(**facts: Any) -> AttachMode:
    asked = {"place_text": "Leeds", "lat": 53.795, "lon": -1.547, "radius_m": 500, "words": ("smoke", "subway")}
    return AttachMode(**{**asked, **facts})


def make_attaching(actor: Actor = DIRECTOR, **facts: Any) -> MajorIncident:
    row = make_major(actor)
    return switch_attach_mode_on(actor=actor, major_incident_id=row.id, mode=a_mode(**facts))


def make_major_task(actor: Actor = DIRECTOR, major: MajorIncident | None = None) -> MajorTask:
    row = major or make_major(actor)
    due = now() + timedelta(minutes=20)
    return give_major_task(
        actor=actor, major_incident_id=row.id, text="Open the reception centre", owner="BX12", due_at=due
    )


def make_turn(major: MajorIncident | None = None) -> CallTurn:
    """The first in line for the first role."""
    return CallTurn.objects.filter(major_incident=major or make_major(), state="next").order_by("id")[0]


def joint_decision(**facts: Any) -> JointDecision:
    return JointDecision(**{**PARTS, **facts})
