"""Makers for tests: a recorder, a report, a crime."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from lineside.crimes.commands import Cancelling, Change, Choice, Claim, Party, Report, record_crime, send_crime
from lineside.crimes.models import Crime, CrimeTransfer
from lineside.crimes.permissions import CanCrime
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
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
DECIDING = (CanCrime.FINALISE, CanCrime.TRANSFER, CanCrime.RECLASSIFY, CanCrime.CANCEL)
DECISION_MAKER = an_actor(*RECORDING, *DECIDING, name="Sam Okoro")
REGISTRAR = an_actor(*RECORDING, *DECIDING, CanCrime.REGISTER, name="Jo Lindqvist")
ABH = Choice(code="008/06", offence_class="8N")
VICTIM = Party(role="victim", name="Robin Vale", phone="07700 900123")


def a_report(**facts: Any) -> Report:
    return Report(**{"choice": ABH, "parties": (VICTIM,), "summary": "Punched on platform 3.", **facts})


def make_crime(incident_id: UUID | None = None, **facts: Any) -> Crime:
    wanted = incident_id or make_incident(opening_code="HATE").id
    return record_crime(actor=RECORDER, incident_id=wanted, report=a_report(**facts))


def make_old_crime() -> Crime:
    """A crime of a report from May 2026, so that what is told about it can lie between then and any later day."""
    incident = make_incident(opening_code="HATE", first_contact_at=datetime(2026, 5, 1, 9, tzinfo=UTC))
    return make_crime(incident.id, late_reason="It came to light in a review.")


def make_sent() -> CrimeTransfer:
    change = Change(
        what="send", rationale="It was done in their area.", confirmed=frozenset({"place_known", "victim_care"})
    )
    return send_crime(
        actor=DECISION_MAKER, crime_id=make_crime().id, force="Kent Police", change=change, in_btp_place=False
    )


def fifteen(**changed: Any) -> Claim:
    """Outcome 15 of an assault, of which the victim was told now."""
    told = now()
    facts: dict[str, Any] = {
        "outcome": "15",
        "suspect": "identified",
        "suspect_age": 31,
        "evidence": "confirmed",
        "victim": "supports",
        "confirmed": frozenset({"difficulties", "suspects_recorded"}),
        "told_victim_at": told,
        "telling": "By telephone, by the officer in the case",
        "rationale": "No witness and no camera saw who struck first.",
    }
    return Claim(**{**facts, **changed})


def no_crime(code: str = "C2", **changed: Any) -> Cancelling:
    """A cancelling with all that the rules ask, of which the victim was told now."""
    facts: dict[str, Any] = {
        "code": code,
        "rationale": "The recordings of two cameras were looked through.",
        "arose": "Two days after it was recorded",
        "came_from": "Cameras 4 and 5",
        "verified": "The recordings are kept",
        "changes": "He fell; nobody was near him",
        "confirmed": frozenset({"compelling", "independent", "outside_area", "told_reference", "same_crime"}),
        "told_victim_at": now(),
        "telling": "By telephone",
    }
    return Cancelling(**{**facts, **changed})
