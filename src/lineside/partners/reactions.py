"""A contact that an agency offered has become a log, which a person opened; and by the clock, who has to be rung."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.partners.commands import link_incident, raise_due
from lineside.partners.permissions import CanPartner
from lineside.triage.events import ContactAssessed

JOINER = system_actor("partner agencies", CanPartner.CARRY, CanIncident.LOG, CanIncident.HOLD)


@when(ContactAssessed)
def join_transfer(event: ContactAssessed) -> None:
    """A contact that no agency offered changes nothing."""
    link_incident(actor=JOINER, contact_id=event.contact_id, incident_id=event.incident_id)


@app.periodic(cron="* * * * * */3")
@app.task(name="partners.ring", queue="clock", queueing_lock="partners_ring")
def look_who_has_to_be_rung(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    """What is due is in the tables alone, so a process that starts again goes on where the last one ended."""
    close_old_connections()
    raise_due()
