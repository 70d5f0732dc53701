"""One bound session with a message centre: reads, answers, asks whether it is there, and submits."""

import logging
import socket
import ssl
import time
from collections.abc import Callable
from itertools import count
from threading import Condition, Event, Lock

from lineside.gateways.text.inbound import Ears, bury_stream
from lineside.gateways.text.link import Link
from lineside.gateways.text.protocol import Command, Frames, Pdu, Status, Unreadable, bind, read_pdu
from lineside.gateways.text.protocol.pdu import header_of
from lineside.gateways.text.protocol.words import RESPONSE, in_words

log = logging.getLogger("lineside.text")
CONNECT_PATIENCE = 10.0
ASK_EVERY = 8.0
ANSWER_WITHIN = 8.0  # with the question's interval, a line that died is found in half of the 30 seconds allowed
TICK = 0.5
AT_ONCE = 50  # packets of one transaction


class Away(Exception):
    """The message centre is not there, does not answer, or does not let us in."""


class Late(Away):
    """The line lives, and the answer may still come."""


class Session:
    """From connect to close. `run` reads in the caller's thread; `submit` may be called from others."""

    def __init__(self, link: Link) -> None:
        self.link, self.ears = link, Ears(link)
        self._socket = _connected(link)
        self._frames, self._numbers = Frames(), count(1)
        self._writing, self._arrived = Lock(), Condition()
        self._waiting: dict[int, Pdu | None] = {}
        self._late: dict[int, Callable[[Pdu], object]] = {}  # what to do with an answer that nobody waits for now
        self._asked_at: float | None = None
        self._last_asked_at = self._heard_at = time.monotonic()
        self.is_bound = False

    def bind(self) -> None:
        """As a transceiver; a refusal is in the network's words."""
        asked = bind(Command.BIND_TRANSCEIVER, self.link.system_id, self.link.password, self.link.number)
        self._write(asked.numbered(next(self._numbers)))
        limit = time.monotonic() + CONNECT_PATIENCE
        while time.monotonic() < limit:
            for raw in self._read():
                answer = self._parsed(raw)
                if answer.command == Command.BIND_TRANSCEIVER | RESPONSE or answer.command == Command.GENERIC_NACK:
                    if answer.status not in (Status.OK, Status.ALREADY_BOUND):
                        raise Away(f"the bind was refused: {in_words(answer.status)}")
                    self.is_bound = True
                    return
        raise Away("the bind was not answered")

    def run(self, stop: Event, tick: Callable[[], None] = lambda: None) -> None:
        """Until told to stop, or until the line is lost, which raises."""
        while not stop.is_set():
            self._take(self._read())
            self._ask_whether_there()
            tick()
        self._leave()

    def submit(self, pdu: Pdu, late: Callable[[Pdu], object]) -> Pdu:
        """The network's answer; raises when none comes in time, and gives it to `late` when it comes after all."""
        number = next(self._numbers)
        with self._arrived:
            self._waiting[number] = None
        try:
            self._write(pdu.numbered(number))
            with self._arrived:
                if not self._arrived.wait_for(lambda: self._waiting[number] or not self.is_bound, ANSWER_WITHIN):
                    self._late[number] = late
                    raise Late("the network did not answer in time")
                answer = self._waiting[number]
        finally:
            with self._arrived:
                self._waiting.pop(number, None)
        if answer is None:
            raise Away("the line was lost before the network answered")
        return answer

    def close(self) -> None:
        with self._arrived:
            self.is_bound = False
            self._arrived.notify_all()
        self._socket.close()

    def _read(self) -> list[bytes]:
        """Whole packets, or none within a tick."""
        try:
            heard = self._socket.recv(65_536)
        except TimeoutError:
            return []
        except OSError as fault:
            raise Away(f"the line broke: {fault}") from fault
        if not heard:
            raise Away("the network closed the line")
        found: list[bytes] = []
        try:
            for raw in self._frames.feed(heard):
                found.append(raw)
                self._heard_at = time.monotonic()  # bytes that make no packet are no sign of life
        except Unreadable as fault:
            self._take(found)
            if bury_stream(self.link, self._frames.rest, str(fault)):
                self._write(Pdu(command=Command.GENERIC_NACK, status=Status.BAD_COMMAND_LENGTH))
            raise Away(f"nothing on the line can be told apart any more: {fault}") from fault
        return found

    def _take(self, packets: list[bytes]) -> None:
        coming: list[bytes] = []
        for raw in packets:
            command, _ = header_of(raw)
            if command & RESPONSE or command in (Command.ENQUIRE_LINK, Command.UNBIND, Command.ALERT_NOTIFICATION,
                                                 Command.OUTBIND):  # fmt: skip
                self._hear(coming)
                coming = []
                self._housekeep(self._parsed(raw))
            else:
                coming.append(raw)
        self._hear(coming)

    def _hear(self, packets: list[bytes]) -> None:
        for start in range(0, len(packets), AT_ONCE):
            answers = self.ears.hear(packets[start : start + AT_ONCE])
            self._write(*answers)
            self.ears.answered()

    def _housekeep(self, pdu: Pdu) -> None:
        if pdu.command == Command.ENQUIRE_LINK:
            self._write(pdu.answer())
        elif pdu.command == Command.UNBIND:
            self._write(pdu.answer())
            raise Away("the network ended the session")
        elif pdu.command == Command.ENQUIRE_LINK | RESPONSE:
            self._asked_at = None
            self.ears.proven()
        elif pdu.is_response:
            with self._arrived:
                late = self._late.pop(pdu.sequence, None)
                if pdu.sequence in self._waiting:
                    self._waiting[pdu.sequence] = pdu
                    self._arrived.notify_all()
            if late:
                late(pdu)

    def _parsed(self, raw: bytes) -> Pdu:
        try:
            return read_pdu(raw)
        except Unreadable as fault:
            # An answer of ours that cannot be read: its number is enough to give up waiting for it.
            bury_stream(self.link, raw, str(fault))
            command, sequence = header_of(raw)
            return Pdu(command=command, sequence=sequence, status=Status.UNKNOWN_ERROR, raw=raw)

    def _ask_whether_there(self) -> None:
        """Regularly, and soon after something was answered, since the answer to it proves that ours were read."""
        moment = time.monotonic()
        quiet = moment - self._heard_at
        if self._asked_at is not None:
            if moment - self._asked_at > ANSWER_WITHIN and quiet > ANSWER_WITHIN:
                if self._frames.rest:
                    bury_stream(self.link, self._frames.rest, "A packet began that never ended.")
                raise Away("the network does not answer whether it is there")
        elif moment - self._last_asked_at > ASK_EVERY or (self.ears.heard and quiet > TICK):
            self._asked_at = self._last_asked_at = moment
            self.ears.ask()
            self._write(Pdu(command=Command.ENQUIRE_LINK, sequence=next(self._numbers)))

    def _write(self, *pdus: Pdu) -> None:
        if not pdus:
            return
        with self._writing:
            try:
                self._socket.sendall(b"".join(pdu.encode() for pdu in pdus))
            except OSError as fault:
                raise Away(f"the line broke: {fault}") from fault

    def _leave(self) -> None:
        """Say good-bye, and answer what was still coming in while we did."""
        try:
            self._write(Pdu(command=Command.UNBIND, sequence=next(self._numbers)))
            limit = time.monotonic() + 2
            while time.monotonic() < limit:
                packets = self._read()
                if any(header_of(raw)[0] == Command.UNBIND | RESPONSE for raw in packets):
                    return
                self._take(packets)
        except Away as away:
            log.info("Leaving: %s", away)


def _connected(link: Link) -> socket.socket:
    try:
        line = socket.create_connection((link.host, link.port), CONNECT_PATIENCE)
        if link.is_tls:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=link.host)
    except OSError as fault:
        raise Away(f"{link.host}:{link.port} cannot be reached: {fault}") from fault
    line.settimeout(TICK)
    return line
