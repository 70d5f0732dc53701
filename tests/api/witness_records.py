"""Requests to warn witnesses in the state that each deed asks for."""

from uuid import UUID

from lineside.contacts.testing import make_message
from lineside.kernel.actors import Actor
from lineside.witnesses.commands import begin_attempt, settle_witness, take_in_mail
from lineside.witnesses.models import Witness
from lineside.witnesses.testing import POST, WARNER, make_warning

Ids = dict[str, UUID]


def a_warning(_: Actor) -> Ids:
    row = make_warning()
    return {"warning_id": row.id, "witness_id": Witness.objects.get(warning=row).id}


def a_call(actor: Actor) -> Ids:
    ids = a_warning(actor)
    return {**ids, "attempt_id": begin_attempt(actor=WARNER, witness_id=ids["witness_id"]).id}


def to_check(_: Actor) -> Ids:
    mail = make_message(sender_address="cju@force.example", subject="Witness warning")
    row = take_in_mail(actor=POST, contact_id=mail.id)
    assert row
    return {"warning_id": row.id}


def settled(actor: Actor) -> Ids:
    ids = a_warning(actor)
    settle_witness(actor=WARNER, witness_id=ids["witness_id"], outcome="handed_over", words="To Leeds")
    return ids


READY = {"begin_attempt": a_warning, "settle_witness": a_warning, "check_warning": to_check, "close_warning": settled}
