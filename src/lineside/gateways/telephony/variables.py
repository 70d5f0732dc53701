"""What the switch's dialplan says of a call by variables of ours: when 999 began to connect, silence, a relay. Pure."""

from datetime import UTC, datetime

from lineside.gateways.telephony.protocol import Message

CONNECTED, FACTS = "LINESIDE_CONNECTED_AT", {"LINESIDE_SILENT": "silent", "LINESIDE_RELAY": "relay"}


def said_in(message: Message, at: datetime) -> tuple[str, datetime, dict[str, str]] | None:
    """The kind of moment, when it was and what is said; none for any other variable of the dialplan's own.

    LINESIDE_CONNECTED_AT holds the seconds since 1970 at which the 999 operator began to connect, as the carrier told;
    LINESIDE_SILENT `yes` or `55`; LINESIDE_RELAY a code of the table of relays.
    """
    name, value = message.get("Variable"), message.known("Value")
    if name in FACTS and value:
        return "told", at, {FACTS[name]: value}
    if name != CONNECTED or not value:
        return None
    try:
        return "connecting", datetime.fromtimestamp(float(value), UTC), {}
    except (ValueError, OverflowError, OSError):
        return "told", at, {"connecting": f"at a time that cannot be read: {value[:40]}"}
