"""A small broker of the peer: STOMP 1.2, durable subscriptions, acknowledgement by the client, redelivery."""

import socket
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from lineside.gateways.rail_feeds.protocol import Broken, StompFrame, StompReader, written

BEAT = "15000,15000"
MOST_HELD = 20_000  # what a subscriber that is away is kept; then the oldest goes


@dataclass
class Subscriber:
    """What waits for one durable name on one topic, and what was sent and not acknowledged."""

    topic: str
    waiting: deque[tuple[str, bytes]] = field(default_factory=lambda: deque(maxlen=MOST_HELD))
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    at: "socket.socket | None" = None


class Broker:
    """Listens on a port; what is published goes to every name that ever subscribed to its topic."""

    def __init__(self, port: int = 0) -> None:
        self._listening = socket.create_server(("127.0.0.1", port))
        self.port = int(self._listening.getsockname()[1])
        self.subscribers: dict[str, Subscriber] = {}
        self.acked: set[str] = set()
        self.told: list[StompFrame] = []  # what clients sent themselves, as word to the peer
        self._numbers, self._lock = count(1), threading.Lock()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def publish(self, topic: str, body: bytes) -> str:
        """Its number, to ask whether it was acknowledged."""
        number = f"m{next(self._numbers)}"
        with self._lock:
            for each in self.subscribers.values():
                if each.topic == topic:
                    each.waiting.append((number, body))
                    self._deliver(each)
        return number

    def hang_up(self) -> None:
        """Every client is cut off, as by a fault of the network."""
        with self._lock:
            cut, self._open = self._open, []
        for each in cut:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def close(self) -> None:
        self._listening.close()
        self.hang_up()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self._open.append(client)
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        reader, mine = StompReader(), set[str]()
        with suppress(OSError, Broken):
            while more := client.recv(65_536):
                for frame in reader.feed(more):
                    self._answer(client, frame, mine)
        with self._lock:
            for name in mine:
                self._left(self.subscribers[name], client)

    def _left(self, each: Subscriber, client: socket.socket) -> None:
        """What was not acknowledged comes first when the name is back."""
        if each.at is client:
            each.at = None
            each.waiting.extendleft(reversed(each.sent))
            each.sent = []

    def _answer(self, client: socket.socket, frame: StompFrame, mine: set[str]) -> None:
        if frame.command in ("CONNECT", "STOMP"):
            client.sendall(written(StompFrame("CONNECTED", {"version": "1.2", "heart-beat": BEAT})))
        elif frame.command == "SUBSCRIBE":
            name = frame.headers.get("activemq.subscriptionName", frame.headers.get("id", ""))
            with self._lock:
                each = self.subscribers.setdefault(name, Subscriber(frame.headers.get("destination", "")))
                if each.at is not None:
                    self._left(each, each.at)
                each.at = client
                mine.add(name)
                self._deliver(each)
        elif frame.command == "ACK":
            self._acknowledge(client, frame.headers.get("id", ""))
        elif frame.command == "SEND":
            self.told.append(frame)

    def _acknowledge(self, client: socket.socket, number: str) -> None:
        """The number and all that were sent before it, as the mode `client` has it."""
        with self._lock:
            for each in self.subscribers.values():
                numbers = [sent for sent, _ in each.sent]
                if each.at is client and number in numbers:
                    place = numbers.index(number) + 1
                    self.acked.update(numbers[:place])
                    each.sent = each.sent[place:]

    def _deliver(self, each: Subscriber) -> None:
        while each.at is not None and each.waiting:
            number, body = each.waiting.popleft()
            each.sent.append((number, body))
            headers = {"subscription": "0", "message-id": number, "ack": number, "destination": each.topic}
            try:
                each.at.sendall(written(StompFrame("MESSAGE", headers, body)))
            except OSError:
                self._left(each, each.at)
