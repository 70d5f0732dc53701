"""Which of the three formats it is, and to which room it goes: an exchange to partners, a warning to alerts."""

from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from lineside.contacts.permissions import CanContact
from lineside.exchanges.queries import names_of
from lineside.gateways.mait.protocol import Mapping
from lineside.gateways.mait.protocol.cap import is_warning
from lineside.gateways.mait.warnings import take_in_warning
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor
from lineside.partners.commands import take_in
from lineside.partners.permissions import CanPartner

SHIPPED = Path(__file__).parent / "data" / "mapping"
RIGHTS = (CanContact.RECEIVE, CanPartner.CARRY, CanIncident.LOG, CanIncident.HOLD)


def take_in_any(actor: Actor, raw: bytes, received_at: datetime, mapping: Mapping) -> UUID | None:
    """The contact that it became, where it became one."""
    if is_warning(raw):
        take_in_warning(raw)
        return None
    message = take_in(actor=actor, said=mapping.read(raw), content=raw, received_at=received_at)
    return message.transfer.contact_id if message.transfer else None


@cache
def mapping_of(path: str = "") -> Mapping:
    """The mapping file that the settings name, else the one of our own peer."""
    return Mapping(names_of(path, SHIPPED))


def mapping_in_use() -> Mapping:
    return mapping_of(str(settings.MAIT_MAPPING))
