"""Makers for tests: a decision's parts, a M/ETHANE draft, and one that a person has saved."""

from typing import Any
from uuid import UUID

from lineside.entries.commands import DecisionFacts, correct_methane, draft_methane
from lineside.entries.models import Methane
from lineside.entries.permissions import CanEnter
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.testing import an_actor

WRITER = an_actor(*CanEnter, CanIncident.VIEW, CanIncident.LOG, name="Kim Osei")
PARTS: dict[str, str] = {
    "information": "A dog ran along the platform and has left",
    "threat": "None to trains or people now",
    "powers": "None needed",
    "options": "A unit in passing, or none",
    "action": "No unit; the station keeps watch",
    "ethics": "Proportionate to what is known",
    "review": "At the next call",
}
LETTERS: dict[str, str] = {
    "major": "Not declared",
    "location": "Leeds platform 8",
    "kind": "Smoke in a train",
    "hazards": "Traction power",
    "access": "By the north ramp",
    "casualties": "None known",
    "services": "Fire service on the way",
}


def decision_facts(**facts: Any) -> DecisionFacts:
    return DecisionFacts(**{"kind": "no_deployment", **PARTS, **facts})


def make_methane(actor: Actor = WRITER, incident_id: UUID | None = None) -> Methane:
    return draft_methane(actor=actor, incident_id=incident_id or make_incident("P").id)


def make_read_methane(actor: Actor = WRITER) -> Methane:
    return correct_methane(actor=actor, methane_id=make_methane(actor).id, letters=LETTERS)
