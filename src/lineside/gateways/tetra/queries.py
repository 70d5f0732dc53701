"""What the gateway asks of its own tables."""

from datetime import datetime

from lineside.dispatch.queries import RadioMessage, radio_messages
from lineside.gateways.tetra import rules
from lineside.gateways.tetra.models import CarriedText, TextPart


def texts_to_carry() -> list[RadioMessage]:
    """Messages to units that carry a radio, and that nobody has claimed yet."""
    waiting = radio_messages()
    claimed = set(
        CarriedText.objects.filter(message_id__in=[each.id for each in waiting]).values_list("message_id", flat=True)
    )
    return [each for each in waiting if each.id not in claimed]


def has_unfinished(at: datetime) -> bool:
    """Whether a text waits whose other parts come no more."""
    return TextPart.objects.filter(told_at=None, received_at__lt=at - rules.PARTS_WITHIN).exists()
