"""The named decision of two persons on a risk."""

from uuid import UUID

from ninja import Router, Status

from lineside.kernel.http import asked_once, seen_version
from lineside.protection import commands, queries
from lineside.protection.api.schemas import ProtectionOut, ProtectionWhyIn
from lineside.ui.operations import changes
from lineside.ui.pages import Asking

router = Router()
ONCE = "It is decided once; again is refused."


@router.post("/protections/{uuid:protection_id}/risks", response={201: ProtectionOut})
@changes(commands.ask_to_accept_risk)
def ask_to_accept_risk(request: Asking, protection_id: UUID, said: ProtectionWhyIn) -> Status[queries.ProtectionRow]:
    """Ask a supervisor to accept the risk for those who are not clear now."""
    asked_once(
        request,
        commands.ask_to_accept_risk,
        actor=request.actor,
        protection_id=protection_id,
        why=said.why,
        seen_version=seen_version(request),
    )
    return Status(201, queries.protection(request.actor, protection_id))


@router.post("/protections/risks/{uuid:risk_id}/accept", response=ProtectionOut)
@changes(commands.accept_risk, no_version_because=ONCE)
def accept_risk(request: Asking, risk_id: UUID) -> queries.ProtectionRow:
    """The second person accepts it, by name."""
    row = queries.protection_of_risk(request.actor, risk_id)
    asked_once(request, commands.accept_risk, actor=request.actor, risk_id=risk_id)
    return queries.protection(request.actor, row.id)


@router.post("/protections/risks/{uuid:risk_id}/decline", response=ProtectionOut)
@changes(commands.decline_risk, no_version_because=ONCE)
def decline_risk(request: Asking, risk_id: UUID, said: ProtectionWhyIn) -> queries.ProtectionRow:
    """The second person does not accept it, and says why."""
    row = queries.protection_of_risk(request.actor, risk_id)
    asked_once(request, commands.decline_risk, actor=request.actor, risk_id=risk_id, why=said.why)
    return queries.protection(request.actor, row.id)
