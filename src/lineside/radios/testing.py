"""Makers for tests: a lost radio, and an order on its way."""

from datetime import timedelta

from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.people.testing import on_staff
from lineside.radios.commands import LostFacts, approve_order, report_lost, request_order
from lineside.radios.models import LostRadio, RadioOrder
from lineside.radios.permissions import CanRadio

RIGHTS = tuple(right for right in CanRadio if right != CanRadio.DELIVER)
FIRST = an_actor(*RIGHTS, name="Alex Reed")
SECOND = an_actor(*RIGHTS, name="Kim Osei", key=uuid7())
PROOF = "Rang the station's own number back; Robin Vale answered."


def lost_facts(issi: str = "7301234", how: str = "stolen") -> LostFacts:
    return LostFacts(
        issi=issi, holder="Robin Vale", how=how, missed_at=now() - timedelta(minutes=5), place="Leeds, platform 8"
    )


def make_lost_radio(issi: str = "7301234", how: str = "stolen") -> LostRadio:
    return report_lost(actor=FIRST, facts=lost_facts(issi, how))


def make_order(radio: LostRadio | None = None, action: str = "stun") -> RadioOrder:
    on_staff(FIRST, SECOND)
    radio = radio or make_lost_radio()
    return request_order(actor=FIRST, radio_id=radio.id, action=action, proof=PROOF, reason="Stolen")


def make_approved(radio: LostRadio | None = None, action: str = "stun") -> RadioOrder:
    return approve_order(actor=SECOND, order_id=make_order(radio, action).id)
