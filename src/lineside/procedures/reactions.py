"""What procedures do when an incident is opened or changes: cards attach by themselves, events take in its log."""

from lineside.incidents.events import IncidentChanged, IncidentClosed, IncidentGraded, IncidentOpened, IncidentReopened
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.procedures.commands import attach_always, inherit_events, recount_events
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
    """Whose clocks ran is shown no more, and an event counts it as closed."""
    attach_always(actor=EDITION, incident_id=event.incident_id)
    recount_events(actor=EDITION, incident_id=event.incident_id)


@when(IncidentReopened)
def attach_at_reopening(event: IncidentReopened) -> None:
    attach_always(actor=EDITION, incident_id=event.incident_id)
    recount_events(actor=EDITION, incident_id=event.incident_id)


@when(IncidentOpened)
def inherit_at_opening(event: IncidentOpened) -> None:
    inherit_events(actor=EDITION, incident_id=event.incident_id)


@when(IncidentChanged)
def inherit_at_change(event: IncidentChanged) -> None:
    """Another place may be an event's; another result counts for it."""
    if event.what == "place":
        inherit_events(actor=EDITION, incident_id=event.incident_id)
    if event.what in ("result", "crime"):
        recount_events(actor=EDITION, incident_id=event.incident_id)
