"""State 0, from wherever it is recorded, is an emergency; and by the clock, one that nobody answers is told further."""

import logging

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.dispatch.events import EmergencyStateRecorded
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.officer_emergencies.commands import escalate_unanswered, raise_emergency
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.officer_emergencies.queries import is_on_record, unanswered

STATES = system_actor("officer states", CanOfficerEmergency.RAISE)
CLOCK = system_actor("emergency clock", CanOfficerEmergency.ESCALATE)
log = logging.getLogger(__name__)


@when(EmergencyStateRecorded)
def raise_for_state(event: EmergencyStateRecorded) -> None:
    """Whoever raised it by a way of their own has recorded this press already."""
    if is_on_record(event.unit_id, event.at):
        return
    key = f"state {event.unit_id} {event.at.isoformat()}"
    raise_emergency(actor=STATES, unit_id=event.unit_id, source="status", at=event.at, press_key=key)


@app.periodic(cron="* * * * * */3")
@app.task(name="officer_emergencies.escalate", queue="clock", queueing_lock="officer_emergencies_escalate")
def look_for_unanswered(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    escalate_all()


def escalate_all() -> int:
    """How many were looked at; one that trips us holds up none behind it."""
    keys = unanswered()
    for key in keys:
        try:
            escalate_unanswered(actor=CLOCK, emergency_id=key)
        except Exception:
            log.exception("The emergency %s could not be told further", key)
    return len(keys)
