"""What the contact desk shows of a report that came by the form of officers and staff."""

from typing import Any

from lineside.contacts.queries import ContactRow
from lineside.gateways.internal.queries import report_of
from lineside.kernel.actors import Actor
from lineside.radios.queries import radio_of_contact
from lineside.sickness.queries import absence_of_contact


def reported_facts(chosen: ContactRow, actor: Actor) -> dict[str, Any]:
    """Its answers, and the way to the radio or the absence that it tells of."""
    if chosen.channel != "internal":
        return {"reported": [], "radio_id": None, "absence_id": None}
    return {
        "reported": report_of(chosen.id, actor),
        "radio_id": radio_of_contact(chosen.id),
        "absence_id": absence_of_contact(chosen.id),
    }
