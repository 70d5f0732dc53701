"""What triage does when a room below announces: a caller was located after the call had become an incident."""

from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import system_actor
from lineside.kernel.events import when
from lineside.triage.commands import tell_later_position, tell_operator_answer
from lineside.triage.permissions import CanTriage
from lineside.whereabouts.events import CallerLocated, OperatorAnswered

WHEREABOUTS = system_actor("whereabouts", CanTriage.ATTACH, CanIncident.LOG)


@when(CallerLocated)
def tell_where_the_caller_is(event: CallerLocated) -> None:
    """A later position belongs into the log of each incident that the call has become; the place stays a person's."""
    tell_later_position(actor=WHEREABOUTS, contact_id=event.contact_id, fix_id=event.fix_id)


@when(OperatorAnswered)
def tell_what_the_operator_said(event: OperatorAnswered) -> None:
    """Who or where the caller is, as the operator told it, belongs into the log of what the call has become."""
    tell_operator_answer(actor=WHEREABOUTS, contact_id=event.contact_id, operator_enquiry_id=event.operator_enquiry_id)
