"""SMPP's packets: framing a stream, reading, writing. What breaks the format is told apart, never guessed at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from struct import Struct

from lineside.gateways.text.protocol.words import RESPONSE, Command, Tag

HEADER = Struct("!IIII")
LONGEST = 70_000  # message_payload holds 64 kB; nothing lawful is much longer
LONGEST_SHORT_MESSAGE = 254
VERSION = 0x34
BODIES = {Command.DELIVER_SM, Command.SUBMIT_SM, Command.DATA_SM}


class Unreadable(Exception):
    """Bytes that are no packet of SMPP 3.4; the sentence says where they break."""


@dataclass(frozen=True, slots=True)
class Tlv:
    """An optional parameter."""

    tag: int
    value: bytes

    @property
    def number(self) -> int:
        return int.from_bytes(self.value, "big")

    @property
    def text(self) -> str:
        return self.value.rstrip(b"\0").decode("latin-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdu:
    """One packet. The fields of a message are empty in all others; `raw` is what came over the wire."""

    command: int
    status: int = 0
    sequence: int = 0
    name: str = ""  # system_id of a bind and its answer, message_id of a submit's answer
    password: str = ""
    address_range: str = ""
    service_type: str = ""
    source_ton: int = 0
    source_npi: int = 0
    source: str = ""
    dest_ton: int = 0
    dest_npi: int = 0
    dest: str = ""
    esm_class: int = 0
    protocol_id: int = 0
    priority: int = 0
    registered: int = 0
    coding: int = 0
    short_message: bytes = b""
    tlvs: tuple[Tlv, ...] = ()
    raw: bytes = b""

    @property
    def is_response(self) -> bool:
        return bool(self.command & RESPONSE)

    @property
    def body(self) -> bytes:
        """What makes two sendings of one message the same: everything but the header and its sequence number."""
        return self.raw[HEADER.size :]

    @property
    def payload(self) -> bytes:
        """The words, whichever of the two places they stand in."""
        long = self.tlv(Tag.PAYLOAD)
        return self.short_message or (long.value if long else b"")

    def tlv(self, tag: int) -> Tlv | None:
        return next((each for each in self.tlvs if each.tag == tag), None)

    def answer(self, status: int = 0, name: str = "") -> "Pdu":
        return Pdu(command=self.command | RESPONSE, status=status, sequence=self.sequence, name=name)

    def numbered(self, sequence: int) -> "Pdu":
        return replace(self, sequence=sequence)

    def encode(self) -> bytes:
        body = _body_of(self)
        return HEADER.pack(HEADER.size + len(body), self.command, self.status, self.sequence) + body


class Frames:
    """Cuts a stream into packets; what is left waits for more."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, heard: bytes) -> Iterator[bytes]:
        """Each whole packet; raises when a length cannot be, since nothing after it can be trusted."""
        self._rest += heard
        while len(self._rest) >= HEADER.size:
            length = int.from_bytes(self._rest[:4], "big")
            if not HEADER.size <= length <= LONGEST:
                raise Unreadable(f"A packet says that it is {length} bytes long.")
            if len(self._rest) < length:
                return
            packet, self._rest = self._rest[:length], self._rest[length:]
            yield packet

    @property
    def rest(self) -> bytes:
        return self._rest


def read_pdu(raw: bytes) -> Pdu:
    if len(raw) < HEADER.size:
        raise Unreadable("It is shorter than a header.")
    length, command, status, sequence = HEADER.unpack_from(raw)
    if length != len(raw):
        raise Unreadable(f"It says that it is {length} bytes long and is {len(raw)}.")
    known = Pdu(command=command, status=status, sequence=sequence, raw=raw)
    body = _Body(raw)
    if command in BODIES:
        return _read_message(known, body)
    if command & ~RESPONSE in (Command.BIND_RECEIVER, Command.BIND_TRANSMITTER, Command.BIND_TRANSCEIVER):
        return _read_bind(known, body)
    if command in (Command.SUBMIT_SM | RESPONSE, Command.DATA_SM | RESPONSE, Command.DELIVER_SM | RESPONSE):
        # An answer that refuses often comes without its body.
        return replace(known, name=body.text() if body.left else "")
    return known


def header_of(raw: bytes) -> tuple[int, int]:
    """Command and sequence number of a packet, whatever the rest of it is like."""
    _, command, _, sequence = HEADER.unpack_from(raw)
    return command, sequence


def bind(command: Command, system_id: str, password: str, address_range: str = "") -> Pdu:
    return Pdu(command=command, name=system_id, password=password, address_range=address_range)


def message_pdu(command: Command = Command.SUBMIT_SM, **facts: object) -> Pdu:
    """A submit_sm or deliver_sm; words longer than the short field go into message_payload."""
    pdu = Pdu(command=command, **facts)  # type: ignore[arg-type]
    if len(pdu.short_message) > LONGEST_SHORT_MESSAGE:
        return replace(pdu, short_message=b"", tlvs=(*pdu.tlvs, Tlv(Tag.PAYLOAD, pdu.short_message)))
    return pdu


def _read_message(known: Pdu, body: "_Body") -> Pdu:
    service_type = body.text()
    source_ton, source_npi, source = body.byte(), body.byte(), body.text()
    dest_ton, dest_npi, dest = body.byte(), body.byte(), body.text()
    esm_class, protocol_id, priority, short = body.byte(), 0, 0, b""
    if known.command == Command.DATA_SM:
        registered, coding = body.byte(), body.byte()
    else:
        protocol_id, priority = body.byte(), body.byte()
        body.text(), body.text()  # schedule and validity: not ours to keep
        registered, _, coding, _ = body.byte(), body.byte(), body.byte(), body.byte()
        short = body.take(body.byte())
    return replace(
        known,
        service_type=service_type,
        source_ton=source_ton,
        source_npi=source_npi,
        source=source,
        dest_ton=dest_ton,
        dest_npi=dest_npi,
        dest=dest,
        esm_class=esm_class,
        protocol_id=protocol_id,
        priority=priority,
        registered=registered,
        coding=coding,
        short_message=short,
        tlvs=body.tlvs(),
    )


def _read_bind(known: Pdu, body: "_Body") -> Pdu:
    if known.is_response:
        return replace(known, name=body.text() if body.left else "", tlvs=body.tlvs())
    name, password = body.text(), body.text()
    body.text()  # system_type
    body.take(3)
    return replace(known, name=name, password=password, address_range=body.text())


def _body_of(pdu: Pdu) -> bytes:
    tlvs = b"".join(each.tag.to_bytes(2, "big") + len(each.value).to_bytes(2, "big") + each.value for each in pdu.tlvs)
    if pdu.command in BODIES:
        return _message_body(pdu) + tlvs
    if pdu.command in (Command.BIND_RECEIVER, Command.BIND_TRANSMITTER, Command.BIND_TRANSCEIVER):
        return _c(pdu.name) + _c(pdu.password) + _c("") + bytes((VERSION, 0, 0)) + _c(pdu.address_range)
    plain = pdu.command & ~RESPONSE
    if pdu.is_response and plain in (*BODIES, *range(Command.BIND_RECEIVER, Command.BIND_TRANSMITTER + 1), 9):
        return _c(pdu.name) + tlvs
    return tlvs


def _message_body(pdu: Pdu) -> bytes:
    head = _c(pdu.service_type)
    head += bytes((pdu.source_ton, pdu.source_npi)) + _c(pdu.source)
    head += bytes((pdu.dest_ton, pdu.dest_npi)) + _c(pdu.dest)
    if pdu.command == Command.DATA_SM:
        return head + bytes((pdu.esm_class, pdu.registered, pdu.coding))
    head += bytes((pdu.esm_class, pdu.protocol_id, pdu.priority)) + _c("") + _c("")
    return head + bytes((pdu.registered, 0, pdu.coding, 0, len(pdu.short_message))) + pdu.short_message


def _c(text: str) -> bytes:
    return text.encode("latin-1", "replace").replace(b"\0", b"") + b"\0"


class _Body:
    """The rest of a packet, read from the front."""

    def __init__(self, raw: bytes) -> None:
        self._raw, self._at = raw, HEADER.size

    @property
    def left(self) -> int:
        return len(self._raw) - self._at

    def take(self, count: int) -> bytes:
        if self.left < count:
            raise Unreadable(f"It ends at byte {len(self._raw)}, in the middle of a field.")
        self._at += count
        return self._raw[self._at - count : self._at]

    def byte(self) -> int:
        return self.take(1)[0]

    def text(self) -> str:
        """A C-octet string. Some senders write other than ASCII there: each byte is kept as one character."""
        end = self._raw.find(b"\0", self._at)
        if end < 0:
            raise Unreadable(f"The text that begins at byte {self._at} has no end.")
        return self.take(end - self._at + 1)[:-1].decode("latin-1")

    def tlvs(self) -> tuple[Tlv, ...]:
        found = []
        while self.left:
            tag, length = int.from_bytes(self.take(2), "big"), int.from_bytes(self.take(2), "big")
            found.append(Tlv(tag, self.take(length)))
        return tuple(found)
