"""Makers for tests: a call-back for a contact, and one that is being rung."""

from datetime import timedelta
from typing import Any

from lineside.callbacks import commands
from lineside.callbacks.models import Attempt, CallBack
from lineside.callbacks.permissions import CanCallBack
from lineside.callbacks.rules import CallBackFacts
from lineside.callouts.permissions import CanCallOut
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.pole.permissions import CanPole

RINGER = an_actor(*CanCallBack, *CanCallOut, *CanContact, *CanIncident, *CanPole, name="Kim Osei", key=uuid7())
ALL_YES = dict.fromkeys(("listened", "next", "kept", "safe", "again"), "yes")


def call_back_facts(**facts: Any) -> CallBackFacts:
    whole: dict[str, Any] = {
        "name": "Robin Vale",
        "number": "07700 900123",
        "why": "Which coach they sat in",
        "due_by": now() + timedelta(hours=4),
        "kind": "more",
        "role": "victim",
    }
    if not {"contact_id", "incident_id", "crime_id"} & set(facts):
        whole["contact_id"] = make_message().id
    return CallBackFacts(**{**whole, **facts})


def make_call_back(actor: Actor = RINGER, **facts: Any) -> CallBack:
    return commands.ask_call_back(actor=actor, facts=call_back_facts(**facts))


def make_call(row: CallBack, actor: Actor = RINGER) -> Attempt:
    return commands.begin_call(actor=actor, call_back_id=row.id, telephone="201")
