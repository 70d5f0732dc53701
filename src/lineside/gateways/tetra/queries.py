"""What the gateway asks of its own tables."""

from lineside.dispatch.queries import RadioMessage, radio_messages
from lineside.gateways.tetra.models import CarriedText


def texts_to_carry() -> list[RadioMessage]:
    """Messages to units that carry a radio, and that nobody has claimed yet."""
    waiting = radio_messages()
    claimed = set(
        CarriedText.objects.filter(message_id__in=[each.id for each in waiting]).values_list("message_id", flat=True)
    )
    return [each for each in waiting if each.id not in claimed]
