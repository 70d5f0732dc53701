"""What became of a message to a unit on its way by radio."""

from datetime import datetime
from uuid import UUID

from lineside.dispatch.events import UnitChanged
from lineside.dispatch.models import UnitMessage
from lineside.dispatch.permissions import CanDispatch
from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.events import announce
from lineside.kernel.models import locked


@command(needs=CanDispatch.STATE)
def note_carriage(*, actor: Actor, message_id: UUID, at: datetime, is_read: bool = False) -> UnitMessage:  # noqa: ARG001
    """It has arrived at the radio, or was read there; the first time counts, and what was read has arrived."""
    message = locked(UnitMessage, message_id)
    message.delivered_at = message.delivered_at or at
    if is_read:
        message.read_at = message.read_at or at
    message.save(update_fields=["delivered_at", "read_at"])
    announce(UnitChanged(unit_id=message.unit_id))
    return message
