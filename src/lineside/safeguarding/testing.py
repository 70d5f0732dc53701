"""Makers for tests: a referral from a contact or a log, and one in the unit's hands."""

from typing import Any
from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.safeguarding.commands import ReferralFacts, accept_referral, refer, return_referral
from lineside.safeguarding.models import Referral
from lineside.safeguarding.permissions import CanSafeguard

HANDLER = an_actor(
    CanSafeguard.VIEW, CanSafeguard.REFER, CanContact.VIEW, CanIncident.VIEW, name="Kim Osei", key=uuid7()
)
UNIT = an_actor(
    CanSafeguard.VIEW,
    CanSafeguard.WORK,
    CanIncident.VIEW,
    CanIncident.VIEW_RESTRICTED,
    name="Jo Lindqvist",
    key=uuid7(),
)
WORDS = "The children's team meets her at the station"


def referral_facts(**facts: Any) -> ReferralFacts:
    whole: dict[str, Any] = {
        "subject": "A girl of about 13 in a red coat, platform 8",
        "kind": "child_alone",
        "seen": "She has no ticket and says that she may not go home.",
        "basis": "child",
        "basis_words": "She is a child, alone and afraid",
        "urgency": "now",
    }
    return ReferralFacts(**{**whole, **facts})


def make_referral(actor: Actor = HANDLER, incident_id: UUID | None = None, **facts: Any) -> Referral:
    about: dict[str, Any] = {"incident_id": incident_id} if incident_id else {"contact_id": make_message().id}
    return refer(actor=actor, content=referral_facts(**facts), **about)


def make_returned(actor: Actor = HANDLER) -> Referral:
    return return_referral(actor=UNIT, referral_id=make_referral(actor).id, words="Which platform and which train?")


def make_accepted(incident_id: UUID | None = None) -> Referral:
    return accept_referral(actor=UNIT, referral_id=make_referral(incident_id=incident_id).id, words=WORDS)
