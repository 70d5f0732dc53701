"""What a message centre knows: texts that wait for us until we have answered for them, and what we sent to handsets."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Condition

from lineside.gateways.text.protocol import Command, Pdu, Status, Tag, Tlv, joined, message_pdu, part_of, segments
from lineside.gateways.text.rules import number_of

UDHI = 0x40


@dataclass(slots=True)
class Delivery:
    """A packet for one of the numbers that we serve; `status` is our answer, none while it is not answered."""

    order: int
    number: str
    packet: bytes
    status: int | None = None
    times: int = 0


@dataclass(slots=True)
class Moods:
    """How the network behaves; tests turn these."""

    throttle: int = 0  # so many submits more are answered with 0x58
    refused: set[str] = field(default_factory=set)  # numbers that it does not know
    lost: set[str] = field(default_factory=set)  # numbers that cannot be reached
    early: bool = False  # receipts before the answer to the submit
    decimal: bool = False  # ids in hexadecimal in answers and in decimal in receipts
    slow: float = 0  # seconds until it answers a submit
    mute: bool = False  # hears everything and answers nothing
    password: str = ""  # what a bind must bring, when set


class Centre:
    """Stores and forwards: what is not answered with 0 comes again, until it is answered or refused."""

    def __init__(self, numbers: tuple[str, ...] = ("61016",)) -> None:
        self.numbers = set(numbers)
        self.moods = Moods()
        self.submitted: deque[Pdu] = deque(maxlen=20_000)
        self.deliveries: deque[Delivery] = deque(maxlen=20_000)
        self.open: list[Delivery] = []  # those not answered yet, in order
        self.changed = Condition()
        self._orders, self._ids, self._references = count(1), count(0x1A0), count(1)

    def text(self, sender: str, words: str, to: str = "61016", way: str = "8") -> list[Delivery]:
        """Somebody texts. `way` says how the parts of a long text are told apart: 8, 16, sar or payload."""
        return [self.deliver(pdu) for pdu in self.packets(sender, words, to, way)]

    def packets(self, sender: str, words: str, to: str = "61016", way: str = "8") -> list[Pdu]:
        facts = {"source": sender.removeprefix("+"), "source_ton": 1 if sender[:1] in "+4" else 0, "source_npi": 1}
        pieces = segments(words)
        reference = next(self._references) % 256
        if way == "payload":
            whole = b"".join(piece.payload for piece in pieces)
            return [message_pdu(Command.DELIVER_SM, **facts, dest=to, coding=pieces[0].coding, short_message=whole)]
        found = []
        for piece in pieces:
            header, tlvs, esm = _told(piece.number, piece.total, reference, way)
            found.append(
                message_pdu(
                    Command.DELIVER_SM,
                    **facts,
                    dest=to,
                    coding=piece.coding,
                    esm_class=esm,
                    short_message=header + piece.payload,
                    tlvs=tlvs,
                )
            )
        return found

    def deliver(self, pdu: Pdu) -> Delivery:
        return self.deliver_raw(pdu.encode(), pdu.dest)

    def deliver_raw(self, packet: bytes, number: str = "61016") -> Delivery:
        """Any bytes, also what is no packet at all."""
        with self.changed:
            delivery = Delivery(next(self._orders), number, packet)
            self.deliveries.append(delivery)
            self.open.append(delivery)
            self.changed.notify_all()
        return delivery

    def answered(self, delivery: Delivery, status: int) -> None:
        """Final, whatever it says; only what is to come again stays open."""
        if delivery.status is None and status != Status.COME_AGAIN:
            delivery.status = status
            self.open.remove(delivery)

    def submit(self, pdu: Pdu) -> Pdu:
        """The answer to a text of ours, or of a handset that texts one of the numbers."""
        with self.changed:
            if self.moods.throttle > 0:
                self.moods.throttle -= 1
                return pdu.answer(Status.THROTTLED)
            if pdu.dest in self.moods.refused:
                return pdu.answer(Status.BAD_DESTINATION)
            network_id = f"{next(self._ids):X}"
            if pdu.dest not in self.numbers:
                self.submitted.append(pdu)
        if pdu.dest in self.numbers:
            self.deliver(
                message_pdu(
                    Command.DELIVER_SM,
                    source=pdu.source,
                    source_ton=pdu.source_ton,
                    source_npi=pdu.source_npi,
                    dest=pdu.dest,
                    esm_class=pdu.esm_class,
                    coding=pdu.coding,
                    short_message=pdu.short_message,
                    tlvs=pdu.tlvs,
                )
            )
        return pdu.answer(Status.OK, network_id)

    def receipt(self, pdu: Pdu, network_id: str) -> Delivery | None:
        """What became of it, sent to whoever serves the number that it came from."""
        if not pdu.registered or pdu.dest in self.numbers:
            return None
        state = "UNDELIV" if pdu.dest in self.moods.lost else "DELIVRD"
        shown = str(int(network_id, 16)) if self.moods.decimal else network_id
        words = f"id:{shown} sub:001 dlvrd:001 submit date:2611261200 done date:2611261201 stat:{state} err:000 text:"
        told = (Tlv(Tag.RECEIPTED_MESSAGE_ID, shown.encode() + b"\0"),)
        return self.deliver(
            message_pdu(
                Command.DELIVER_SM,
                source=pdu.dest,
                source_ton=pdu.dest_ton,
                source_npi=pdu.dest_npi,
                dest=pdu.source,
                esm_class=4,
                short_message=words.encode(),
                tlvs=told,
            )
        )

    def texts(self, number: str = "") -> list[str]:
        """What handsets show of ours, long texts joined, oldest first."""
        shown: dict[tuple[str, int], list[Pdu]] = {}
        for place, pdu in enumerate(self.submitted):
            part = part_of(pdu)
            key = (pdu.dest, -place - 1 if part.is_alone else part.reference)
            shown.setdefault(key, []).append(pdu)
        return [
            joined([part_of(pdu) for pdu in pdus]).text
            for (dest, _), pdus in shown.items()
            if number in ("", dest, number_of(dest, 1))
        ]

    @contextmanager
    def in_the_mood(self, **moods: object) -> Iterator[None]:
        before = {name: getattr(self.moods, name) for name in moods}
        for name, value in moods.items():
            setattr(self.moods, name, value)
        try:
            yield
        finally:
            for name, value in before.items():
                setattr(self.moods, name, value)

    def until(self, true: Callable[[], bool], seconds: float = 15) -> bool:
        """Wait for something that a session changes."""
        with self.changed:
            return self.changed.wait_for(true, seconds)


def _told(number: int, total: int, reference: int, way: str) -> tuple[bytes, tuple[Tlv, ...], int]:
    if total == 1:
        return b"", (), 0
    if way == "sar":
        tlvs = (
            Tlv(Tag.SAR_REFERENCE, reference.to_bytes(2, "big")),
            Tlv(Tag.SAR_TOTAL, bytes((total,))),
            Tlv(Tag.SAR_NUMBER, bytes((number,))),
        )
        return b"", tlvs, 0
    if way == "16":
        return bytes((6, 8, 4, 0x12, reference, total, number)), (), UDHI
    return bytes((5, 0, 3, reference, total, number)), (), UDHI
