"""Makers for tests: somebody at a desk with a telephone, a call that rings at the switch, one that is listened to."""

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from lineside.access.queries import actor_of
from lineside.access.testing import make_account
from lineside.contacts.commands import take_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import calls_in_hand
from lineside.contacts.testing import make_call
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.people.testing import make_signed_off
from lineside.queues.commands import choose_state
from lineside.queues.permissions import CanQueue
from lineside.queues.queries import SeatRow, seat_of
from lineside.switchboard.commands import listen_in, pass_call, whom_to_ring
from lineside.switchboard.models import Listening, Move
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


def make_on_call(telephone: str = "201", **facts: Any) -> tuple[SeatRow, "Contact"]:
    """Somebody at this telephone who speaks with a caller; their seat and the call."""
    handler = an_actor(*CanQueue, *CanContact, name="Priya Shah", key=uuid7())
    choose_state(actor=handler, state="available", telephone=telephone)
    key = str(uuid7())
    call = make_call(switch_call_id=key, **facts)
    make_call("answered", switch_call_id=key)
    take_contact(actor=handler, contact_id=call.id)
    seat = seat_of(handler.id) if handler.id else None
    assert seat
    return seat, call


def make_supervisor(name: str = "Sarah Cole") -> Actor:
    return an_actor(*CanSwitchboard, *CanQueue, *CanContact, name=name, key=uuid7())


def make_listening(supervisor: Actor | None = None, telephone: str = "201", own: str = "301") -> Listening:
    seat, _ = make_on_call(telephone)
    asked = {"mode": "listen", "why": "First week on 999", "telephone": own}
    return listen_in(actor=supervisor or make_supervisor(), seat_id=seat.id, **asked)


def hang_up(call: "Contact") -> None:
    make_call("ended", switch_call_id=call.switch_call_id)


def damage_listening(row: Listening, **fields: object) -> None:
    """As no command leaves it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'damage', true)")
        Listening.objects.filter(pk=row.pk).update(**fields)


def make_speaking(telephone: str = "201", to: str = "202") -> "tuple[Actor, Actor, Contact]":
    """Two who sit at telephones, and the call of the first, of which the switch has named the caller's channel."""
    one = an_actor(*CanQueue, *CanContact, name="Priya Shah", key=uuid7())
    two = an_actor(*CanQueue, *CanContact, name="Sam Okoro", key=uuid7())
    choose_state(actor=one, state="available", telephone=telephone)
    choose_state(actor=two, state="available", telephone=to)
    key = str(uuid7())
    call = make_call(switch_call_id=key)
    told = {"agent": f"PJSIP/{telephone}", "telephone": telephone, "channel": "PJSIP/trunk-00000001"}
    make_call("answered", switch_call_id=key, facts=told)
    assert calls_in_hand(one.id)
    return one, two, call


def make_move(telephone: str = "201", to: str = "202") -> Move:
    one, two, call = make_speaking(telephone, to)
    assert two.id
    return pass_call(actor=one, contact_id=call.id, to_id=two.id, reason="Speaks Polish.")
