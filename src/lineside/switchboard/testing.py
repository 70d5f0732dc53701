"""Makers for tests: somebody at a desk with a telephone, and a call that rings at the switch."""

from typing import TYPE_CHECKING, Any

from lineside.access.queries import actor_of
from lineside.access.testing import make_account
from lineside.contacts.testing import make_call
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.keys import uuid7
from lineside.people.testing import make_signed_off
from lineside.queues.commands import choose_state
from lineside.switchboard.commands import whom_to_ring
from lineside.switchboard.permissions import CanSwitchboard
from lineside.switchboard.rules import Said, said_in

if TYPE_CHECKING:
    from lineside.contacts.models import Contact

SWITCH = system_actor("test switch", *CanSwitchboard)


def make_ready(telephone: str, *modules: str, role: str = "contact_handler") -> Actor:
    """Signed off for these modules, free, and sitting at this telephone."""
    account = make_account(role, username=f"desk{telephone}")
    make_signed_off(account.id, *modules, number=f"D{telephone or 100}")
    actor = actor_of(account)
    choose_state(actor=actor, state="available", telephone=telephone)
    return actor


def make_ringing(**facts: Any) -> "Contact":
    return make_call(switch_call_id=str(uuid7()), **facts)


def asks(call: "Contact", how: str = "", key: str = "") -> Said:
    return said_in(whom_to_ring(actor=SWITCH, switch_call_id=call.switch_call_id or "", how=how, pressed=key))
