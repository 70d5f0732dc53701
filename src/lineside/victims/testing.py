"""Makers for tests: a victim of a recorded crime, whose clocks run."""

from typing import Any
from uuid import UUID

from lineside.crimes.permissions import CanCrime
from lineside.crimes.testing import make_crime
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import system_actor
from lineside.kernel.testing import an_actor
from lineside.pole.permissions import CanPole
from lineside.victims.commands import open_care
from lineside.victims.models import Duty, Victim
from lineside.victims.permissions import CanVictim

CLOCK = system_actor("victims' rights", CanVictim.WATCH)
CARER = an_actor(
    CanVictim.VIEW, CanVictim.CARE, CanVictim.STEP, CanCrime.VIEW, CanIncident.VIEW,
    CanPole.RECORD, CanPole.LOOK_UP, CanPole.OVERRULE, name="Sunita Birch",
)  # fmt: skip


def make_victim(incident_id: UUID | None = None, opening_code: str = "VIOL", **facts: Any) -> Victim:
    crime = make_crime(incident_id or make_incident(opening_code=opening_code).id, **facts)
    open_care(actor=CLOCK, crime_id=crime.id)
    return Victim.objects.get(crime_id=crime.id)


def duty_of(victim_id: UUID, code: str) -> Duty:
    """The newest with this code."""
    found = Duty.objects.filter(victim_id=victim_id, code=code).order_by("-id").first()
    assert found, code
    return found
