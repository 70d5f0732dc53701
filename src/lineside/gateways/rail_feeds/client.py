"""One line to a broker: connects, subscribes for good, takes frames in by lots, and acknowledges what is committed."""

import logging
import socket
import time
from dataclasses import dataclass
from threading import Event
from urllib.parse import parse_qs, unquote, urlsplit

from django.db import close_old_connections, connection

from lineside.gateways.rail_feeds.inbound import DATABASE_FAULTS, Hearing, take_in
from lineside.gateways.rail_feeds.protocol import Broken, StompFrame, StompReader, heart_beat, written
from lineside.heartbeats.commands import Pulse
from lineside.kernel.clock import now

log = logging.getLogger("lineside.rail_feeds")
BEAT_MS = 15_000
PATIENCE = 20.0  # seconds for the broker to answer that we are connected
LOT, LOT_SECONDS = 200, 0.5  # so many frames, or all of half a second, are one transaction with one line of audit
FIRST_WAIT, LONGEST_WAIT = 15.0, 300.0  # between two tries; the operators of the feeds ask for 15 s at least
MISSED = 2  # so many expected heart-beats may be missing
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Address:
    """Where a feed is heard, and as whom."""

    host: str
    port: int
    topic: str
    user: str = ""
    secret: str = ""
    client: str = ""
    wait: float = FIRST_WAIT


def address_of(url: str) -> Address:
    """`stomp://user:secret@host:61618/topic/TRAIN_MVT_ALL_TOC?client=name&wait=15`; ValueError says what is wrong."""
    parts = urlsplit(url)
    if parts.scheme != "stomp" or not parts.hostname or not parts.path.strip("/"):
        raise ValueError("Give the address of a feed as stomp://user:secret@host:61618/topic/NAME?client=NAME.")
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return Address(
        parts.hostname,
        parts.port or 61618,
        parts.path,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        asked.get("client") or unquote(parts.username or "") or "lineside",
        float(asked.get("wait", FIRST_WAIT)),
    )


class Line:
    """A connection to one feed, which may come and go meanwhile."""

    def __init__(self, feed: str, address: Address) -> None:
        self.feed, self.address = feed, address
        self._socket: socket.socket | None = None
        self._reader = StompReader()
        self._lot: list[StompFrame] = []
        self._send_every = self._hear_every = 0.0
        self._sent_at = self._heard_at = self._lot_at = 0.0

    def run(self, stop: Event) -> None:
        """Until told to stop; what was not acknowledged then comes again."""
        pulse, hearing, wait = Pulse(f"{self.feed.upper()} feed"), Hearing(self.feed), self.address.wait
        while not stop.is_set():
            close_old_connections()
            why = self._listen(stop, pulse, hearing)
            if stop.is_set():
                break
            wait = self.address.wait if self._heard_at else min(wait * 2, LONGEST_WAIT)
            self._heard_at = 0.0
            log.warning("%s is not heard: %s. Next try in %.0f s.", self.feed, why, wait)
            self._tell_lost(pulse, hearing, why)
            stop.wait(wait)
        self.close()
        pulse.stop()

    def _listen(self, stop: Event, pulse: Pulse, hearing: Hearing) -> str:
        """Hear the feed until that ends; why it did."""
        try:
            self.connect()
            while not stop.is_set():
                self.turn()
                pulse.beat()
                hearing.back()
        except DATABASE_FAULTS as fault:
            connection.close()
            return f"the database is away ({type(fault).__name__})"
        except (OSError, Broken) as fault:
            return str(fault) or type(fault).__name__
        except Exception as fault:
            log.exception("A frame of %s trips us", self.feed)
            return type(fault).__name__
        finally:
            self.close()
        return ""

    def _tell_lost(self, pulse: Pulse, hearing: Hearing, why: str) -> None:
        try:
            pulse.beat(is_well=False, says=why)
            hearing.lost(why)
        except DATABASE_FAULTS:
            connection.close()

    def connect(self) -> None:
        """Connect and subscribe; OSError or Broken when that fails."""
        self.close()
        self._reader, self._lot = StompReader(), []
        self._socket = socket.create_connection((self.address.host, self.address.port), timeout=PATIENCE)
        self._say(
            "CONNECT",
            {
                "accept-version": "1.2",
                "host": self.address.host,
                "login": self.address.user,
                "passcode": self.address.secret,
                "client-id": self.address.client,
                "heart-beat": f"{BEAT_MS},{BEAT_MS}",
            },
        )
        answer = self._first_frame()
        if answer.command != "CONNECTED":
            raise Broken(f"The broker does not let us in: {answer.headers.get('message', answer.command)[:200]}")
        self._send_every, self._hear_every = heart_beat((BEAT_MS, BEAT_MS), answer.headers.get("heart-beat", "0,0"))
        # The broker keeps for this name what comes while we are away.
        name = {"activemq.subscriptionName": f"{self.address.client}-{self.feed}"}
        self._say("SUBSCRIBE", {"id": "0", "destination": self.address.topic, "ack": "client", **name})

    def _first_frame(self) -> StompFrame:
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            for frame in self._hear(PATIENCE):
                return frame
        raise Broken("The broker does not answer.")

    def turn(self, wait: float = LOT_SECONDS) -> int:
        """Hear for a moment; take in what is due, and only then acknowledge it. How many frames were acknowledged."""
        for frame in self._hear(wait):
            if frame.command == "ERROR":
                raise Broken(f"The broker says: {frame.headers.get('message', '')[:200]}")
            if frame.command == "MESSAGE":
                self._lot_at = self._lot_at if self._lot else time.monotonic()
                self._lot.append(frame)
        self._beat()
        if len(self._lot) >= LOT or (self._lot and time.monotonic() - self._lot_at >= min(wait, LOT_SECONDS)):
            return self._take_in()
        return 0

    def _take_in(self) -> int:
        lot, self._lot = self._lot, []
        take_in(self.feed, [frame.body for frame in lot], now())
        # In this mode the last one stands for all before it.
        self._say("ACK", {"id": lot[-1].headers.get("ack", "")})
        return len(lot)

    def _hear(self, wait: float) -> list[StompFrame]:
        if self._socket is None:
            raise OSError("not connected")
        self._socket.settimeout(wait)
        try:
            more = self._socket.recv(CHUNK)
        except TimeoutError:
            return []
        if not more:
            raise OSError("the broker hung up")
        self._heard_at = time.monotonic()
        return list(self._reader.feed(more))

    def _beat(self) -> None:
        at = time.monotonic()
        if self._hear_every and at - self._heard_at > self._hear_every * MISSED:
            raise OSError("no heart-beat of the broker")
        if self._send_every and at - self._sent_at > self._send_every / 2:
            self._send(b"\n")

    def _say(self, command: str, headers: dict[str, str]) -> None:
        self._send(written(StompFrame(command, headers)))

    def _send(self, raw: bytes) -> None:
        if self._socket is None:
            raise OSError("not connected")
        self._socket.settimeout(PATIENCE)
        self._socket.sendall(raw)
        self._sent_at = time.monotonic()

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
