"""The records of mail that come in a flood."""

from tests.api.witness_records import Ids

from lineside.contacts.commands import take_contact
from lineside.contacts.testing import make_flood
from lineside.kernel.actors import Actor


def in_flood(actor: Actor) -> Ids:
    return {"contact_id": take_contact(actor=actor, contact_id=make_flood()[-1].id).id}


READY = {"resolve_flood": in_flood}
