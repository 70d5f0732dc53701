"""The numbers of SMPP 3.4 (issue 1.2) that we use, with what they mean for a message of ours."""

from enum import IntEnum

RESPONSE = 0x80000000


class Command(IntEnum):
    """Command ids, section 5.1.2."""

    BIND_RECEIVER = 0x01
    BIND_TRANSMITTER = 0x02
    QUERY_SM = 0x03
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    BIND_TRANSCEIVER = 0x09
    OUTBIND = 0x0B
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102
    DATA_SM = 0x103
    GENERIC_NACK = 0x80000000


class Status(IntEnum):
    """Command statuses, section 5.1.3."""

    OK = 0x00
    BAD_LENGTH = 0x01
    BAD_COMMAND_LENGTH = 0x02
    BAD_COMMAND = 0x03
    WRONG_BIND_STATE = 0x04
    ALREADY_BOUND = 0x05
    SYSTEM_ERROR = 0x08
    BAD_SOURCE = 0x0A
    BAD_DESTINATION = 0x0B
    BIND_FAILED = 0x0D
    BAD_PASSWORD = 0x0E
    BAD_SYSTEM_ID = 0x0F
    QUEUE_FULL = 0x14
    SUBMIT_FAILED = 0x45
    THROTTLED = 0x58
    COME_AGAIN = 0x64  # ESME_RX_T_APPN: the receiver cannot keep it now, send it again
    NEVER_AGAIN = 0x65  # ESME_RX_P_APPN: the receiver will not be able to take it
    UNKNOWN_ERROR = 0xFF


class Tag(IntEnum):
    """Tags of optional parameters, section 5.3.2."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_REFERENCE = 0x020C
    SAR_TOTAL = 0x020E
    SAR_NUMBER = 0x020F
    INTERFACE_VERSION = 0x0210
    NETWORK_ERROR = 0x0423
    PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


# The network is busy or not ready: the same message, later.
PASSING = frozenset(
    {
        Status.WRONG_BIND_STATE,
        Status.SYSTEM_ERROR,
        Status.QUEUE_FULL,
        Status.SUBMIT_FAILED,
        Status.THROTTLED,
        Status.COME_AGAIN,
        Status.UNKNOWN_ERROR,
    }
)
BUSY = frozenset({Status.THROTTLED, Status.QUEUE_FULL})
SAYS = {
    Status.BAD_LENGTH: "the message has a length the network does not take",
    Status.SYSTEM_ERROR: "the network has a fault",
    Status.BAD_SOURCE: "the network does not take our number as the sender",
    Status.BAD_DESTINATION: "the network does not know the number",
    Status.QUEUE_FULL: "the network's queue is full",
    Status.SUBMIT_FAILED: "the network could not take the message",
    Status.THROTTLED: "the network asks us to send more slowly",
    Status.COME_AGAIN: "the network cannot take it now",
    Status.NEVER_AGAIN: "the network will not take it",
    Status.UNKNOWN_ERROR: "the network has a fault that it does not name",
}


def in_words(status: int) -> str:
    """A status as a person reads it, with its number for whoever rings the operator."""
    said = SAYS.get(Status(status)) if status in Status._value2member_map_ else None
    return f"{said or 'the network refused the message'} (SMPP 0x{status:X})"
