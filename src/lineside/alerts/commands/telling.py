"""What became of an alert, told to who sent it: read by its machine, or by a person on the telephone."""

from uuid import UUID

from lineside.alerts.events import AlertChanged
from lineside.alerts.models import Alert
from lineside.alerts.permissions import CanAlert
from lineside.alerts.rules import OPEN_STATES
from lineside.alerts.rules.telling import check_told, told_at
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.events import announce
from lineside.kernel.models import locked


def changed(alert: Alert) -> Alert:
    alert.save()
    announce(AlertChanged(alert_id=alert.id, state=alert.state))
    return alert


@command(needs=CanAlert.SEND)
def take_feedback(*, actor: Actor, alert_id: UUID) -> Alert:
    """The sender has read what became of its alert."""
    alert = locked(Alert, alert_id, sees=lambda each: actor.id is not None and each.sender_id == actor.id)
    if alert.state in OPEN_STATES:
        raise RuleBroken("Nothing has become of this alert yet; ask again later.")
    alert.feedback_taken_at = alert.feedback_taken_at or now()
    return changed(alert)


@command(needs=CanAlert.WORK)
def tell_sender_by_telephone(
    *, actor: Actor, alert_id: UUID, whom: str, at: str = "", seen_version: int | None = None
) -> Alert:
    """A person of ours told the sender what became of it: whom, when by the clock on the wall, and who; once."""
    alert = locked(Alert, alert_id, seen_version)
    alert.told_whom = check_told(
        whom, has_ended=alert.state not in OPEN_STATES, owes=alert.owes_feedback, told_by=alert.told_by
    )
    alert.told_at = told_at(at, now(), alert.ended_at)
    alert.told_by, alert.told_by_id = actor.name, actor.id
    return changed(alert)
