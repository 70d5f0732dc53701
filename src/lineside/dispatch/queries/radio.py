"""What whoever carries the radio asks: whose radio a number is, and which messages to units wait to be carried."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lineside.dispatch.models import Deployment, UnitMessage, UnitRadio
from lineside.dispatch.queries.units import named
from lineside.kernel.clock import now

CARRIED_WITHIN = timedelta(minutes=10)  # [design] an older message would say what is no longer so
MOST = 50


@dataclass(frozen=True, slots=True)
class RadioUnit:
    """The unit that carries a radio now, and who of its crew holds it where that is written down."""

    unit_id: UUID
    call_sign: str
    holder: str
    incident_id: UUID | None
    named: str  # as a log calls it


@dataclass(frozen=True, slots=True)
class RadioMessage:
    """A message to a unit, and one radio that the unit carries."""

    id: UUID
    unit_id: UUID
    issi: str
    text: str
    sent_at: datetime


def unit_of_radio(issi: str) -> RadioUnit | None:
    """Nothing for a radio that no unit carries at the moment."""
    if not issi.isascii() or not issi.isdigit():
        return None
    radio = UnitRadio.objects.select_related("unit", "staff").filter(issi=int(issi), carried_until=None).first()
    if radio is None:
        return None
    deployed = Deployment.objects.filter(unit_id=radio.unit_id, cleared_at=None).values_list("incident_id", flat=True)
    holder = str(radio.staff) if radio.staff_id else ""
    return RadioUnit(radio.unit_id, str(radio.unit), holder, deployed.first(), named(radio.unit))


def radio_messages() -> list[RadioMessage]:
    """Those of the last minutes that have not arrived by any way, the oldest first."""
    waiting = UnitMessage.objects.filter(sent_at__gt=now() - CARRIED_WITHIN, delivered_at=None).order_by("sent_at")[
        :MOST
    ]
    carried = UnitRadio.objects.filter(unit_id__in={each.unit_id for each in waiting}, carried_until=None)
    radios = dict(carried.order_by("-carried_from").values_list("unit_id", "issi"))  # the one carried longest
    return [
        RadioMessage(each.id, each.unit_id, str(radios[each.unit_id]), each.text, each.sent_at)
        for each in waiting
        if each.unit_id in radios
    ]
