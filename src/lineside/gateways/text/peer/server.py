"""The message centre's line: binds, sessions, a window of deliveries, and answers."""

import contextlib
import socket
import threading
import time
from itertools import count
from socketserver import BaseRequestHandler, ThreadingTCPServer

from lineside.gateways.text.peer.centre import Centre, Delivery
from lineside.gateways.text.protocol import Command, Frames, Pdu, Status, Unreadable, read_pdu
from lineside.gateways.text.protocol.words import RESPONSE

BINDS = (Command.BIND_RECEIVER, Command.BIND_TRANSMITTER, Command.BIND_TRANSCEIVER)
WINDOW = 10
ANSWER_WITHIN = 10.0
AGAIN_AFTER = 0.3


class CentreServer(ThreadingTCPServer):
    """Listens for binds; `drop` cuts every line and `deaf` takes no new ones."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, centre: Centre) -> None:
        self.centre = centre
        self.sessions: list[Sitting] = []
        self.deaf = False
        super().__init__(("127.0.0.1", port), Sitting)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.drop()
        self.shutdown()
        self.server_close()

    def drop(self) -> None:
        for sitting in list(self.sessions):
            sitting.cut()

    def is_bound(self) -> bool:
        return any(sitting.number for sitting in self.sessions)


class Sitting(BaseRequestHandler):
    """One client of the centre, from its bind to its end."""

    server: CentreServer
    request: socket.socket

    def setup(self) -> None:
        self.number = ""
        self.centre = self.server.centre
        self._writing = threading.Lock()
        self._numbers = count(1)
        self._under_way: dict[int, tuple[Delivery, float]] = {}
        self._is_open = not self.server.deaf
        self.server.sessions.append(self)

    def handle(self) -> None:
        frames = Frames()
        with contextlib.suppress(OSError, Unreadable):
            while self._is_open and (heard := self.request.recv(65_536)):
                for raw in frames.feed(heard):
                    self._hear(read_pdu(raw))

    def finish(self) -> None:
        self._is_open = False
        with self.centre.changed:
            self.server.sessions.remove(self)
            self._under_way.clear()  # what was not answered is waiting again
            self.centre.changed.notify_all()

    def cut(self) -> None:
        self._is_open = False
        with contextlib.suppress(OSError):
            self.request.shutdown(socket.SHUT_RDWR)

    def _hear(self, pdu: Pdu) -> None:
        if self.centre.moods.mute:
            return
        if pdu.command in BINDS:
            self._bind(pdu)
        elif pdu.command == Command.SUBMIT_SM:
            self._submit(pdu)
        elif pdu.is_response:
            self._answered(pdu)
        elif pdu.command in (Command.ENQUIRE_LINK, Command.UNBIND):
            self.say(pdu.answer())
            self._is_open = pdu.command != Command.UNBIND
        else:
            self.say(Pdu(command=Command.GENERIC_NACK, status=Status.BAD_COMMAND, sequence=pdu.sequence))

    def _bind(self, pdu: Pdu) -> None:
        wanted = self.centre.moods.password
        if wanted and pdu.password != wanted:
            self.say(pdu.answer(Status.BAD_PASSWORD))
            return
        self.say(pdu.answer(Status.OK, "centre"))
        if pdu.command != Command.BIND_TRANSMITTER:
            with self.centre.changed:
                self.number = pdu.address_range or next(iter(self.centre.numbers))
                self.centre.changed.notify_all()
            threading.Thread(target=self._pump, daemon=True).start()

    def _submit(self, pdu: Pdu) -> None:
        answer = self.centre.submit(pdu)
        is_told = answer.status == Status.OK
        if is_told and self.centre.moods.early:
            threading.Thread(target=self._receipt_first, args=(pdu, answer), daemon=True).start()
            return
        if self.centre.moods.slow:
            threading.Timer(self.centre.moods.slow, self._tell, (pdu, answer)).start()
            return
        self._tell(pdu, answer)

    def _tell(self, pdu: Pdu, answer: Pdu) -> None:
        self.say(answer)
        if answer.status == Status.OK:
            self.centre.receipt(pdu, answer.name)

    def _receipt_first(self, pdu: Pdu, answer: Pdu) -> None:
        receipt = self.centre.receipt(pdu, answer.name)
        self.centre.until(lambda: receipt is None or receipt.status is not None, 5)
        self.say(answer)

    def _pump(self) -> None:
        """Deliver what waits, in order, as far as the window allows; in time again what was not answered."""
        while self._is_open:
            with self.centre.changed:
                self._give_up_waiting()
                under_way = {id(delivery) for delivery, _ in self._under_way.values()}
                ready = [
                    each
                    for each in self.centre.open[: WINDOW * 3]
                    if each.number == self.number and id(each) not in under_way
                ][: WINDOW - len(under_way)]
                if not ready:
                    self.centre.changed.wait(0.1)
            for delivery in ready:
                self._deliver(delivery)

    def _deliver(self, delivery: Delivery) -> None:
        sequence = next(self._numbers)
        with self.centre.changed:
            delivery.times += 1
            self._under_way[sequence] = (delivery, time.monotonic())
        packet = delivery.packet
        self._write(packet[:12] + sequence.to_bytes(4, "big") + packet[16:])

    def _answered(self, pdu: Pdu) -> None:
        if pdu.command == Command.SUBMIT_SM | RESPONSE:
            return
        with self.centre.changed:
            delivery, _ = self._under_way.pop(pdu.sequence, (None, 0.0))
            if delivery:
                self.centre.answered(delivery, pdu.status)
            self.centre.changed.notify_all()
        if pdu.status == Status.COME_AGAIN:
            time.sleep(AGAIN_AFTER)

    def _give_up_waiting(self) -> None:
        late = time.monotonic() - ANSWER_WITHIN
        for sequence in [key for key, (_, since) in self._under_way.items() if since < late]:
            del self._under_way[sequence]

    def say(self, pdu: Pdu) -> None:
        self._write(pdu.encode())

    def _write(self, raw: bytes) -> None:
        with self._writing, contextlib.suppress(OSError):
            self.request.sendall(raw)
