"""Makers for tests: a protection asked for, in force, with everybody clear, asked back."""

from typing import Any
from uuid import UUID

from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.protection import commands
from lineside.protection.models import LineProtection
from lineside.protection.permissions import CanProtect

PROTECTOR = an_actor(CanProtect.VIEW, CanProtect.WORK, *CanIncident, name="Kim Osei")
SUPERVISOR = an_actor(*CanProtect, *CanIncident, name="Ash Rowe", key=uuid7())


def request_facts(**facts: Any) -> commands.RequestFacts:
    asked = {
        "level": "stopped",
        "section": "Up and Down Fast, Leeds to Neville Hill",
        "reason": "person",
        "nature": "A man on the track, walking towards Leeds",
        "location": "Signal L3912, bridge HUL4/16",
        "access": "Marsh Lane",
    }
    return commands.RequestFacts(**{**asked, **facts})


def make_protection(actor: Actor = PROTECTOR, incident_id: UUID | None = None, **facts: Any) -> LineProtection:
    log = incident_id or make_incident("I", opening_code="TRESP").id
    return commands.request_protection(actor=actor, incident_id=log, facts=request_facts(**facts))


def make_in_force(actor: Actor = PROTECTOR, incident_id: UUID | None = None, **facts: Any) -> LineProtection:
    row = make_protection(actor, incident_id, **facts)
    given = commands.Given(name="Jo Patel", role="route control", at=now(), reference="RC-4411")
    return commands.confirm_protection(actor=actor, protection_id=row.id, given=given)


def make_restore_asked(actor: Actor = PROTECTOR, incident_id: UUID | None = None) -> LineProtection:
    row = make_in_force(actor, incident_id)
    commands.record_person(actor=actor, incident_id=row.incident_id, person="nobody", says="The driver, by telephone")
    return commands.ask_restore(actor=actor, protection_id=row.id)
