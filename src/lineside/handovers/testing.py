"""Makers for tests."""

from lineside.handovers import commands
from lineside.handovers.models import Sheet
from lineside.handovers.permissions import CanHandOver
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor

SEES_NO_LOGS = an_actor(*CanHandOver, name="Ola Reid", key=uuid7())  # whose sheet lists nothing
GIVER = an_actor(*CanHandOver, CanIncident.VIEW, name="Kim Osei", key=uuid7())


def make_sheet(desk: str = "Control North", actor: Actor = GIVER, remarks: str = "") -> Sheet:
    return commands.give_sheet(actor=actor, desk=desk, remarks=remarks)
