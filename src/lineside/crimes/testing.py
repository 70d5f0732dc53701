"""Makers for tests: a recorder, a report, a crime."""

from typing import Any
from uuid import UUID

from lineside.crimes.commands import Choice, Party, Report, record_crime
from lineside.crimes.models import Crime
from lineside.crimes.permissions import CanCrime
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.testing import an_actor
from lineside.pole.permissions import CanPole

RECORDING = (
    CanCrime.VIEW,
    CanCrime.RECORD,
    CanCrime.DECIDE_NONE,
    CanIncident.VIEW,
    CanIncident.LOG,
    CanIncident.HOLD,
    CanPole.RECORD,
    CanPole.LOOK_UP,
)
RECORDER = an_actor(*RECORDING, name="Priya Marsh")
REGISTRAR = an_actor(*RECORDING, CanCrime.RECLASSIFY, name="Jo Lindqvist")
ABH = Choice(code="008/06", offence_class="8N")
VICTIM = Party(role="victim", name="Robin Vale", phone="07700 900123")


def a_report(**facts: Any) -> Report:
    return Report(**{"choice": ABH, "parties": (VICTIM,), "summary": "Punched on platform 3.", **facts})


def make_crime(incident_id: UUID | None = None, **facts: Any) -> Crime:
    wanted = incident_id or make_incident(opening_code="HATE").id
    return record_crime(actor=RECORDER, incident_id=wanted, report=a_report(**facts))
