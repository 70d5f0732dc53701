"""Short data (EN 300 392-2, 29): texts with and without the transport layer, their parts, and delivery reports."""

from dataclasses import dataclass

from lineside.gateways.tetra.protocol.bits import Malformed
from lineside.gateways.tetra.protocol.letters import read_letters, write_letters

SIMPLE_TEXT, SIMPLE_IMMEDIATE = 0x02, 0x09
TEXT, IMMEDIATE_TEXT, WITH_HEADER = 0x82, 0x89, 0x8A
TRANSFER, REPORT, ACK = 0, 1, 2
RECEIVED, CONSUMED = 0x00, 0x02
WANTS_RECEIVED, WANTS_BOTH = 1, 3
LONGEST_TEXT = 140  # octets of letters in one message (control_room.md c.6)
PART_REFERENCE = 0
STAMP_OCTETS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text, or one part of it; `reference` answers it in a report, `part` of `parts` of one that was split."""

    text: str
    is_immediate: bool = False
    reference: int | None = None
    wants: int = 0
    group: int | None = None
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a radio says of a text that was sent to it: received, read, or why not."""

    reference: int
    status: int
    wants_ack: bool = False

    @property
    def is_received(self) -> bool:
        return self.status in (RECEIVED, CONSUMED)

    @property
    def is_read(self) -> bool:
        return self.status == CONSUMED

    @property
    def is_failed(self) -> bool:
        """From 0x40 on the text does not arrive; below it is on its way [memory for the bands]."""
        return self.status >= 0x40  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A protocol that is none of ours; it is kept and told of."""

    protocol: int


def read(octets: bytes) -> Text | Delivery | Other:
    if not octets:
        raise Malformed("The message is empty.")
    protocol = octets[0]
    if protocol in (SIMPLE_TEXT, SIMPLE_IMMEDIATE):
        scheme = _at(octets, 1) & 0x7F
        return Text(text=read_letters(scheme, octets[2:]), is_immediate=protocol == SIMPLE_IMMEDIATE)
    if protocol in (TEXT, IMMEDIATE_TEXT, WITH_HEADER):
        return _with_transport(protocol, octets)
    return Other(protocol=protocol)


def _with_transport(protocol: int, octets: bytes) -> Text | Delivery:
    head = _at(octets, 1)
    kind = head >> 4
    if kind == TRANSFER:
        return _transfer(protocol, head, octets)
    if kind in (REPORT, ACK):
        return Delivery(status=_at(octets, 2), reference=_at(octets, 3), wants_ack=kind == REPORT and bool(head & 0x08))
    raise Malformed(f"Transport messages of type {kind} are reserved.")


def _transfer(protocol: int, head: int, octets: bytes) -> Text:
    if head & 0x01:
        raise Malformed("It holds store-and-forward fields, which are not read here.")
    reference, coding, at = _at(octets, 2), _at(octets, 3), 4
    if coding & 0x80:
        at += STAMP_OCTETS  # day, hour and minute of the sender's clock; ours is the one that counts
        _at(octets, at - 1)
    group, part, parts = None, 1, 1
    if protocol == WITH_HEADER:
        length = _at(octets, at)
        _at(octets, at + length)
        group, parts, part = _part(octets[at + 1 : at + 1 + length])
        at += 1 + length
    return Text(
        text=read_letters(coding & 0x7F, octets[at:]),
        is_immediate=protocol == IMMEDIATE_TEXT,
        reference=reference,
        wants=(head >> 2) & 0x03,
        group=group,
        part=part,
        parts=parts,
    )


def _part(header: bytes) -> tuple[int, int, int]:
    if len(header) < 5 or header[0] != PART_REFERENCE or header[1] != 3:  # noqa: PLR2004 - the element of parts
        raise Malformed("Its header does not say of which text it is a part.")
    group, parts, part = header[2], header[3], header[4]
    if not 1 <= part <= parts:
        raise Malformed(f"It says that it is part {part} of {parts}.")
    return group, parts, part


def _at(octets: bytes, place: int) -> int:
    if place >= len(octets):
        raise Malformed(f"It is cut short: {place + 1} octets are needed and {len(octets)} came.")
    return octets[place]


def write_text(text: str, reference: int, wants: int = WANTS_BOTH) -> list[bytes]:
    """The text as one message, or in parts of at most 140 octets of letters; `reference` is of the first."""
    scheme, letters = write_letters(text)
    head = (TRANSFER << 4) | (wants << 2) | 0x02
    if len(letters) <= LONGEST_TEXT:
        return [bytes((TEXT, head, reference & 0xFF, scheme)) + letters]
    pieces = [letters[at : at + LONGEST_TEXT] for at in range(0, len(letters), LONGEST_TEXT)]
    if len(pieces) > 0xFF:  # noqa: PLR2004 - an octet counts them
        raise Malformed("The text is too long for the radio.")
    return [
        bytes((WITH_HEADER, head, (reference + number) & 0xFF, scheme))
        + bytes((5, PART_REFERENCE, 3, reference & 0xFF, len(pieces), number + 1))
        + piece
        for number, piece in enumerate(pieces)
    ]


def write_report(reference: int, status: int = RECEIVED, protocol: int = TEXT) -> bytes:
    return bytes((protocol, REPORT << 4, status, reference & 0xFF))
