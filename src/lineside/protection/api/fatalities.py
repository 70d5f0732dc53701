"""The marks and clocks of a fatality."""

from collections.abc import Callable
from uuid import UUID

from ninja import Router

from lineside.kernel.http import asked_once
from lineside.protection import commands, queries
from lineside.protection.api.schemas import (
    DriverAccountIn,
    FatalityClassIn,
    FatalityConfirmedIn,
    FatalityOut,
    HandBackIn,
)
from lineside.protection.permissions import CanProtect
from lineside.ui.operations import changes, reads
from lineside.ui.pages import Asking

router = Router()
ONE_MARK = "Each mark is set once, and a class stands beside the earlier ones."


@router.get("/incidents/{uuid:incident_id}/fatality", response=FatalityOut)
@reads(CanProtect.VIEW, sighting="protection.fatality")
def read_fatality(request: Asking, incident_id: UUID) -> queries.FatalityRow:
    """The clocks and marks of an incident that was opened as a fatality; of any other none run."""
    return _row(request, incident_id)


@router.post("/incidents/{uuid:incident_id}/fatality/confirm", response=FatalityOut)
@changes(commands.confirm_fatality, no_version_because=ONE_MARK)
def confirm_fatality(request: Asking, incident_id: UUID, said: FatalityConfirmedIn) -> queries.FatalityRow:
    """Record who confirmed it."""
    return _done(request, incident_id, commands.confirm_fatality, **said.dict())


@router.post("/incidents/{uuid:incident_id}/fatality/classify", response=FatalityOut)
@changes(commands.classify_fatality, no_version_because=ONE_MARK)
def classify_fatality(request: Asking, incident_id: UUID, said: FatalityClassIn) -> queries.FatalityRow:
    """Classify it, or classify it again."""
    return _done(request, incident_id, commands.classify_fatality, **said.dict())


@router.post("/incidents/{uuid:incident_id}/fatality/driver", response=FatalityOut)
@changes(commands.record_driver_account, no_version_because=ONE_MARK)
def record_driver_account(request: Asking, incident_id: UUID, said: DriverAccountIn) -> queries.FatalityRow:
    """Record what the driver said."""
    return _done(request, incident_id, commands.record_driver_account, account=said.account)


@router.post("/incidents/{uuid:incident_id}/fatality/hand-back", response=FatalityOut)
@changes(commands.hand_back, no_version_because=ONE_MARK)
def hand_back_line(request: Asking, incident_id: UUID, said: HandBackIn) -> queries.FatalityRow:
    """Record who took the line back."""
    return _done(request, incident_id, commands.hand_back, to=said.to)


def _done(request: Asking, incident_id: UUID, command: Callable[..., object], **said: object) -> queries.FatalityRow:
    asked_once(request, command, actor=request.actor, incident_id=incident_id, **said)
    return _row(request, incident_id)


def _row(request: Asking, incident_id: UUID) -> queries.FatalityRow:
    """Of an incident that was not opened as one, no clock runs."""
    row = queries.fatality(request.actor, incident_id)
    return row or queries.FatalityRow(incident_id=incident_id, timers=[], classes=[])
