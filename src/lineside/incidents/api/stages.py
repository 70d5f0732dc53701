"""What becomes of an incident: put off, sent for review, cancelled, closed, opened again."""

from collections.abc import Callable
from uuid import UUID

from ninja import Router

from lineside.incidents import commands
from lineside.incidents.api.asking import incident_out, seeing
from lineside.incidents.api.schemas import DeferIn, IncidentOut, WhyIn
from lineside.incidents.models import Incident
from lineside.kernel.http import asked_once, seen_version
from lineside.ui.operations import changes
from lineside.ui.pages import Asking

router = Router()


@router.post("/incidents/{uuid:incident_id}/defer", response=IncidentOut)
@changes(commands.defer_incident)
def defer_incident(request: Asking, incident_id: UUID, asked: DeferIn) -> IncidentOut:
    """Put it off until a time, with the reason; the clock brings it back."""
    return _done(request, incident_id, commands.defer_incident, until=asked.until, reason=asked.reason)


@router.post("/incidents/{uuid:incident_id}/requeue", response=IncidentOut)
@changes(commands.requeue_incident)
def requeue_incident(request: Asking, incident_id: UUID) -> IncidentOut:
    """Back into the queue before its time."""
    return _done(request, incident_id, commands.requeue_incident)


@router.post("/incidents/{uuid:incident_id}/review", response=IncidentOut)
@changes(commands.send_for_review)
def send_for_review(request: Asking, incident_id: UUID) -> IncidentOut:
    """A second person looks at it before it closes."""
    return _done(request, incident_id, commands.send_for_review)


@router.post("/incidents/{uuid:incident_id}/review/reject", response=IncidentOut)
@changes(commands.reject_review)
def reject_review(request: Asking, incident_id: UUID, why: WhyIn) -> IncidentOut:
    return _done(request, incident_id, commands.reject_review, reason=why.reason)


@router.post("/incidents/{uuid:incident_id}/close", response=IncidentOut)
@changes(commands.close_incident)
def close_incident(request: Asking, incident_id: UUID) -> IncidentOut:
    return _done(request, incident_id, commands.close_incident)


@router.post("/incidents/{uuid:incident_id}/cancel", response=IncidentOut)
@changes(commands.cancel_incident)
def cancel_incident(request: Asking, incident_id: UUID, why: WhyIn) -> IncidentOut:
    return _done(request, incident_id, commands.cancel_incident, reason=why.reason)


@router.post("/incidents/{uuid:incident_id}/reopen", response=IncidentOut)
@changes(commands.reopen_incident)
def reopen_incident(request: Asking, incident_id: UUID, why: WhyIn) -> IncidentOut:
    return _done(request, incident_id, commands.reopen_incident, reason=why.reason)


def _done(request: Asking, incident_id: UUID, command: Callable[..., Incident], **facts: object) -> IncidentOut:
    """One command on this incident, as it was read."""
    actor = seeing(request, incident_id)
    return incident_out(
        asked_once(request, command, actor=actor, incident_id=incident_id, seen_version=seen_version(request), **facts)
    )
