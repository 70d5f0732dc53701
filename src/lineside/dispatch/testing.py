"""Makers for tests."""

from lineside.dispatch import commands
from lineside.dispatch.models import Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.kernel.actors import Actor
from lineside.kernel.testing import an_actor

CONTROLLER = an_actor(*CanDispatch, "incidents.view", name="Chris Vale")


def make_unit(call_sign: str = "BX12", actor: Actor = CONTROLLER, area: str = "B") -> Unit:
    return commands.book_on_unit(actor=actor, call_sign=call_sign, area=area, post="King's Cross", crew="PC Hale")
