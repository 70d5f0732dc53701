"""Makers for tests: an agency's message, an incident offered to one, one offered by one."""

from typing import Any
from uuid import UUID, uuid4

from lineside.contacts.permissions import CanContact
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor
from lineside.partners import commands, rules
from lineside.partners.models import ExchangeMessage, Transfer
from lineside.partners.permissions import CanPartner

WORKER = an_actor(CanPartner.VIEW, CanPartner.WORK, *CanIncident, name="Kim Osei")
GATEWAY = system_actor("MAIT gateway", CanPartner.CARRY, CanContact.RECEIVE, CanIncident.LOG, CanIncident.HOLD)
NAS = "nas.ambulance.example"


def a_message(kind: str = rules.CREATE, **facts: Any) -> rules.Exchange:
    """What the Northern Ambulance Service says."""
    said = {
        "exchange_id": str(uuid4()),
        "kind": kind,
        "sender": NAS,
        "to": "control.lineside.example",
        "sent_at": now(),
        "shared_id": str(uuid4()),
        "operator": "Robin Vale",
        "desk": "Dispatch 4",
        "phone": "01632 960103",
        "own_ref": "NAS-7781",
    }
    if kind == rules.CREATE:
        said |= {"headline": "Man assaulted on platform 8, crew with him", "narrative": "Head injury; he is calm now."}
    return rules.Exchange(**{**said, **facts})


def make_heard(said: rules.Exchange | None = None, content: bytes = b"", **facts: Any) -> ExchangeMessage:
    message = said or a_message(**facts)
    raw = content or f"{message.exchange_id} {message.kind}".encode()
    return commands.take_in(actor=GATEWAY, said=message, content=raw, received_at=now())


def make_offered(**facts: Any) -> Transfer:
    """An incident that an agency offers to us."""
    heard = make_heard(**facts)
    assert heard.transfer
    return heard.transfer


def make_transfer(
    actor: Actor = WORKER, incident_id: UUID | None = None, agency: str = "NAS", **facts: Any
) -> Transfer:
    """An incident of ours that is offered to an agency."""
    offer = rules.Offer(**{"headline": "Woman has collapsed at the gates, not breathing", **facts})
    log = incident_id or make_incident("I", actor=actor).id
    return commands.send_to_agency(actor=actor, incident_id=log, agency=agency, facts=offer)


def answer_of(transfer: Transfer, kind: str, **facts: Any) -> rules.Exchange:
    """What the agency says about this transfer."""
    create = transfer.messages.filter(kind=rules.CREATE).get()
    status = rules.EXERCISE if transfer.is_exercise else rules.ACTUAL
    told = {"shared_id": transfer.shared_id, "in_reply_to": create.exchange_id, "status": status}
    return a_message(kind, **{**told, **facts})
