"""What major incidents do about a M/ETHANE that declares one, about a contact that was assessed, and by the clock."""

from django.db import close_old_connections
from procrastinate.contrib.django import app

from lineside.contacts.permissions import CanContact
from lineside.entries.events import MethaneChanged
from lineside.entries.queries import methane_of
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.major_incidents.commands import (
    declare_major,
    note_own_incident,
    pass_turns_on,
    stand_major_down,
    tell_of_tasks,
)
from lineside.major_incidents.permissions import CanMajor
from lineside.major_incidents.queries import major_of
from lineside.triage.events import ContactAssessed

BY_METHANE = system_actor(
    "the M/ETHANE",
    CanMajor.DIRECT,
    CanMajor.ATTACH,
    CanContact.VIEW,
    CanIncident.VIEW,
    CanIncident.VIEW_RESTRICTED,
    CanIncident.LOG,
)
DECLARED, OVER = "declared", ("stand_down", "cancelled")


@when(MethaneChanged)
def declare_by_methane(event: MethaneChanged) -> None:
    """The newest version in the log declares it, or stands it down; a draft does neither."""
    report = methane_of(event.incident_id)
    told = [each for each in report.versions if each.entry_id] if report else []
    if not told or told[-1].number != event.number:
        return
    version, known = told[-1], major_of(event.incident_id)
    why = f"M/ETHANE version {version.number}, by {version.by_name}: {version.stage_label}"
    is_open = known is not None and known.over_at is None
    if version.stage == DECLARED and not is_open:
        declare_major(actor=BY_METHANE, incident_id=event.incident_id, reason=why)
    if version.stage in OVER and known is not None and is_open:
        stand_major_down(actor=BY_METHANE, major_incident_id=known.id, reason=why)


@when(ContactAssessed)
def answer_by_own_incident(event: ContactAssessed) -> None:
    note_own_incident(actor=BY_METHANE, contact_id=event.contact_id, incident_id=event.incident_id)


@app.periodic(cron="* * * * * */10")
@app.task(name="major_incidents.clock", queue="clock", queueing_lock="major_incidents")
def run_clocks(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes when it was due
    close_old_connections()
    pass_turns_on()
    tell_of_tasks()
