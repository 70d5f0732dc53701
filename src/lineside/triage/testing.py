"""Makers for tests: a contact that somebody assessed, with its incident."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_taken_contact
from lineside.incidents.commands import Opening
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, permissions_of
from lineside.triage.commands import open_incident_from_contact
from lineside.triage.permissions import CanTriage

CALM = {"threat": "none", "harm": "low", "risk": "unlikely", "investigation": "desk", "vulnerability": ["none"],
        "scene": "not_needed", "prevention": "given"}  # fmt: skip


def make_assessed_contact(person: Actor, **facts: Any) -> UUID:
    """A contact that this person took, assessed as Priority and opened an incident from."""
    may = replace(person, permissions=permissions_of([*CanTriage, *CanContact, *CanIncident]))
    contact = make_taken_contact(may, **facts)
    opening = Opening(summary="Shouting at staff", opening_code="ASB", place_text="Leeds", place_status="approximate")
    answers = {**CALM, "threat": "present", "threat_text": "Still shouting"}
    open_incident_from_contact(actor=may, contact_id=contact.id, opening=opening, answers=answers, grade="P")
    return contact.id
