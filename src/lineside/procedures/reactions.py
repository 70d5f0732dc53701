"""What procedures do when an incident is opened or changes: the cards that always belong to it attach by themselves."""

from lineside.incidents.events import IncidentClosed, IncidentGraded, IncidentOpened, IncidentReopened
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.procedures.commands import attach_always
from lineside.procedures.permissions import CanProcedure

EDITION = system_actor(
    "action cards",
    CanProcedure.WORK,
    CanIncident.VIEW,
    CanIncident.VIEW_RESTRICTED,
    CanIncident.LOG,
    CanIncident.HOLD,
)


@when(IncidentOpened)
def attach_at_opening(event: IncidentOpened) -> None:
    attach_always(actor=EDITION, incident_id=event.incident_id)


@when(IncidentGraded)
def attach_at_grading(event: IncidentGraded) -> None:
    attach_always(actor=EDITION, incident_id=event.incident_id)


@when(IncidentClosed)
def stop_clocks(event: IncidentClosed) -> None:
    """Whose clocks ran is shown no more."""
    attach_always(actor=EDITION, incident_id=event.incident_id)


@when(IncidentReopened)
def attach_at_reopening(event: IncidentReopened) -> None:
    attach_always(actor=EDITION, incident_id=event.incident_id)
