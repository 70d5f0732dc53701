"""Alerts over HTTP: feeds send theirs and hear what became of them; a desk of another make can work them."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from lineside.alerts import commands, queries
from lineside.alerts.api.schemas import (
    AlertFeedbackOut,
    AlertIn,
    AlertOut,
    AlertReceiptOut,
    CameraOut,
    EndingIn,
    IdentityIn,
    IdentityOut,
    ToldSenderIn,
    WholeAlertOut,
)
from lineside.alerts.permissions import CanAlert
from lineside.alerts.rules import Ending
from lineside.kernel.http import asked_once, seen_version
from lineside.kernel.paging import Page
from lineside.ui.operations import PageOut, PagingIn, changes, reads
from lineside.ui.pages import Asking

router = Router(tags=["alerts"])


@router.get("/alerts", response=PageOut[AlertOut])
@reads(CanAlert.VIEW, sighting="alerts.alerts")
def list_alerts(request: Asking, paging: Query[PagingIn]) -> Page[queries.AlertRow]:
    """Alerts that have not ended: what nobody has first, by its clock."""
    return queries.board_page(request.actor, paging)


@router.post("/alerts", response={201: AlertReceiptOut})
@changes(commands.receive_alert, no_version_because="It is made once for each number of its sender.")
def send_alert(request: Asking, said: AlertIn) -> Status[Any]:
    """Send an alert. The answer means that it is kept; without one, send the same again under the same number."""
    return Status(201, asked_once(request, commands.receive_alert, actor=request.actor, facts=said.facts()))


@router.get("/alerts/sent", response=PageOut[AlertFeedbackOut])
@reads(CanAlert.SEND)
def list_sent_alerts(request: Asking, paging: Query[PagingIn]) -> Page[queries.AlertRow]:
    """What the asker sent, and what became of each: hit or no hit, and the outcome."""
    return queries.sent_page(request.actor, paging)


@router.get("/alerts/cameras", response=PageOut[CameraOut])
@reads(CanAlert.VIEW)
def list_cameras(request: Asking, paging: Query[PagingIn]) -> Page[queries.CameraRow]:
    """Cameras whose bursts were looked at lately, with how often they were nothing."""
    return queries.cameras_page(request.actor, paging)


@router.get("/alerts/{uuid:alert_id}", response=WholeAlertOut)
@reads(CanAlert.VIEW, sighting="alerts.alert")
def read_alert(request: Asking, alert_id: UUID) -> dict[str, Any]:
    return _whole(request, alert_id)


@router.get("/alerts/identity-checks/{uuid:check_id}", response=IdentityOut)
@reads(CanAlert.VIEW, sighting="alerts.identity_check")
def read_identity_check(request: Asking, check_id: UUID) -> queries.CheckRow:
    return queries.check(request.actor, check_id)


@router.post("/alerts/{uuid:alert_id}/take", response=WholeAlertOut)
@changes(commands.take_alert)
def take_alert(request: Asking, alert_id: UUID) -> dict[str, Any]:
    """Have it in hand."""
    seen = seen_version(request)
    asked_once(request, commands.take_alert, actor=request.actor, alert_id=alert_id, seen_version=seen)
    return _whole(request, alert_id)


@router.post("/alerts/{uuid:alert_id}/acknowledge", response=WholeAlertOut)
@changes(commands.acknowledge_do_not)
def acknowledge_do_not(request: Asking, alert_id: UUID) -> dict[str, Any]:
    """Say that one has read what must not be done."""
    seen = seen_version(request)
    asked_once(request, commands.acknowledge_do_not, actor=request.actor, alert_id=alert_id, seen_version=seen)
    return _whole(request, alert_id)


@router.post("/alerts/{uuid:alert_id}/identity-checks", response={201: WholeAlertOut})
@changes(commands.begin_identity_check)
def begin_identity_check(request: Asking, alert_id: UUID, said: IdentityIn) -> Status[dict[str, Any]]:
    """The first person's look; a second person makes another."""
    asked_once(
        request,
        commands.begin_identity_check,
        actor=request.actor,
        alert_id=alert_id,
        finding=said.finding,
        compared=tuple(said.compared),
        seen_version=seen_version(request),
    )
    return Status(201, _whole(request, alert_id))


@router.post("/alerts/identity-checks/{uuid:check_id}/confirm", response=IdentityOut)
@changes(commands.confirm_identity_check)
def confirm_identity_check(request: Asking, check_id: UUID, said: IdentityIn) -> queries.CheckRow:
    """The second person's own look; who made the first is refused."""
    asked_once(
        request,
        commands.confirm_identity_check,
        actor=request.actor,
        check_id=check_id,
        finding=said.finding,
        compared=tuple(said.compared),
        seen_version=seen_version(request),
    )
    return queries.check(request.actor, check_id)


@router.post("/alerts/{uuid:alert_id}/end", response=WholeAlertOut)
@changes(commands.end_alert)
def end_alert(request: Asking, alert_id: UUID, said: EndingIn) -> dict[str, Any]:
    """What became of it."""
    whole = said.dict()
    told = whole.pop("told_sender")
    asked_once(
        request,
        commands.end_alert,
        actor=request.actor,
        alert_id=alert_id,
        ending=Ending(**whole),
        told_sender=told,
        seen_version=seen_version(request),
    )
    return _whole(request, alert_id)


@router.post("/alerts/{uuid:alert_id}/feedback-taken", response=AlertFeedbackOut)
@changes(commands.take_feedback, no_version_because="What became of it does not change any more.")
def take_feedback(request: Asking, alert_id: UUID) -> Any:  # noqa: ANN401
    """The sender has read what became of its alert."""
    return asked_once(request, commands.take_feedback, actor=request.actor, alert_id=alert_id)


@router.post("/alerts/{uuid:alert_id}/told-by-telephone", response=WholeAlertOut)
@changes(commands.tell_sender_by_telephone)
def tell_sender_by_telephone(request: Asking, alert_id: UUID, said: ToldSenderIn) -> dict[str, Any]:
    """A person told the sender what became of it, since its machine did not fetch it or they rang."""
    asked_once(
        request,
        commands.tell_sender_by_telephone,
        actor=request.actor,
        alert_id=alert_id,
        seen_version=seen_version(request),
        **said.dict(),
    )
    return _whole(request, alert_id)


def _whole(request: Asking, alert_id: UUID) -> dict[str, Any]:
    found = queries.alert(request.actor, alert_id)
    rate = found.false_alarms.words if found.false_alarms else ""
    more = {"checks": found.checks, "bursts": found.bursts, "read_by": [*found.read_by.values()], "false_alarms": rate}
    return {**{name: getattr(found.row, name) for name in AlertOut.model_fields}, **more}
