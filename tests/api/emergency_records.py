"""Calls on which nobody speaks, what was asked of them by taps, and who else was asked about them."""

from uuid import UUID

from lineside.contacts.commands import ask_silently, take_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.files.permissions import CanFile
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.whereabouts.commands import ask_operator, refuse_fix

Ids = dict[str, UUID]
TAKER = system_actor("tests", CanContact.RECEIVE, CanFile.STORE)


def silent_call(actor: Actor) -> Ids:
    """A 999 call on which nobody speaks, in hand, with a question that waits for its taps."""
    call = make_call("abandoned", switch_call_id="c5", line_type="999_BT")
    take_contact(actor=actor, contact_id=call.id)
    question = ask_silently(actor=actor, contact_id=call.id, question="danger_now")
    return {"contact_id": call.id, "question_id": question.id}


def silent_without_question(actor: Actor) -> Ids:
    call = make_call("abandoned", switch_call_id=str(uuid7()), line_type="999_BT")
    take_contact(actor=actor, contact_id=call.id)
    return {"contact_id": call.id}


def asked_operator(actor: Actor) -> Ids:
    ids = silent_without_question(actor)
    why = "She whispered; the line went dead."
    asked = ask_operator(actor=actor, contact_id=ids["contact_id"], asked_of="call_handling_agent", why=why)
    return {"operator_enquiry_id": asked.id}


def dead_position(_: Actor) -> Ids:
    make_call("answered", line_type="999_BT", switch_call_id="c7", number="+447700900123")
    text = f'A"ML=1;lt=+53.79490;lg=-1.54770;rd=9;top={now():%Y%m%d%H%M%S};lc=83;pm=G'
    return {"dead_letter_id": refuse_fix(
        actor=TAKER, gateway="aml", content=text.encode(), why="It was refused.", number="+447700900123"
    ).id}  # fmt: skip
