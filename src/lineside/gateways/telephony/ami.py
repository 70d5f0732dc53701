"""The client of Asterisk's Manager Interface: signs in, listens, and after every silence asks what it missed."""

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from threading import Event
from urllib.parse import unquote, urlsplit

from lineside.gateways.telephony.asking import Asked, Promptness, answer_to, asked_by
from lineside.gateways.telephony.calls import CallEvent
from lineside.gateways.telephony.heard import last_heard, note_heard
from lineside.gateways.telephony.protocol import Message, Reader, action
from lineside.gateways.telephony.records import heard_late, read_records
from lineside.gateways.telephony.tracker import Lines, Tracker
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.telephony")
LONGEST_WAIT = 30.0  # seconds between two tries to reach the switch
ANSWER_WITHIN = 10.0


class SwitchGone(Exception):
    """The switch cannot be reached, does not let us in, or has fallen silent."""


@dataclass(frozen=True, kw_only=True)
class Switch:
    """Where the switch is, who we are to it, and what its records and lines mean."""

    host: str
    port: int
    user: str
    secret: str
    note: Path
    records: Path | None = None
    zone: tzinfo = UTC
    lines: Lines = field(default_factory=Lines)
    ping_every: float = 5.0


@dataclass(frozen=True, kw_only=True)
class Ears:
    """Who is told: of each call event, of each gap, and whether the line is well. Each may take its time.

    Whoever is asked answers soon or not at all: a switch that is not answered in a second goes by its own plan.
    """

    call: Callable[[CallEvent], None]
    asked: Callable[[Asked], str]
    gap_begins: Callable[[datetime, str], None]
    gap_ends: Callable[[datetime, int], None]
    pulse: Pulse


def switch_address(url: str) -> tuple[str, int, str, str]:
    """Host, port, user and secret of `ami://user:secret@host:port`."""
    parts = urlsplit(url)
    if parts.scheme != "ami" or not parts.hostname or not parts.username:
        raise ValueError("LINESIDE_AMI_URL must look like ami://user:secret@host:5038.")
    return parts.hostname, parts.port or 5038, unquote(parts.username), unquote(parts.password or "")


class Client:
    """One line to one switch, kept up until it is told to stop."""

    def __init__(self, switch: Switch, ears: Ears, stop: Event) -> None:
        self.switch, self.ears, self.stop = switch, ears, stop
        self.tracker = Tracker(switch.lines)
        self._line: socket.socket | None = None
        self._reader, self._promptness = Reader(), Promptness()
        self._waiting: list[Message] = []

    def run(self) -> None:
        wait = 0.5
        self._deaf_since("the gateway was not running")
        while not self.stop.is_set():
            try:
                self._connect()
                self._catch_up()
                wait = 0.5
                self._listen()
            except (OSError, SwitchGone) as fault:
                why = str(fault) or type(fault).__name__
                log.warning("The switch is gone (%s); trying again in %.1f s.", why, wait)
                self._deaf_since(why)
                self.ears.pulse.beat(is_well=False, says=why)
                self.stop.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            finally:
                self._hang_up()
        self.ears.pulse.stop()

    def _deaf_since(self, why: str) -> None:
        was = last_heard(self.switch.note)
        if was:
            self.ears.gap_begins(was, why)

    def _connect(self) -> None:
        self._line = socket.create_connection((self.switch.host, self.switch.port), timeout=ANSWER_WITHIN)
        self._line.settimeout(self.switch.ping_every)
        self._reader, self._waiting = Reader(), []
        self._send(action("Login", "in", Username=self.switch.user, Secret=self.switch.secret, Events="on"))
        answer = self._until(lambda message: message.get("ActionID") == "in")[-1]
        if not answer.succeeded:
            raise SwitchGone("the switch refused the name or the secret")

    def _catch_up(self) -> None:
        """Ask for the open channels and read the records, so that no call of the silence is lost."""
        was = last_heard(self.switch.note)
        self._send(action("CoreShowChannels", "open"))
        rows = self._until(lambda message: message.event == "CoreShowChannelsComplete")
        at = datetime.now(UTC)
        told: set[str] = set()  # calls that the records tell of
        late = 0
        if was and self.switch.records:
            for event in heard_late(read_records(self.switch.records, self.switch.zone), was, self.switch.lines):
                told.add(event.call_id)
                late += event.kind == "offered" and event.at >= was
                self.ears.call(event)
        channels = [row for row in rows if row.event == "CoreShowChannel"]
        for event in self.tracker.adopt(channels, at, late=was is not None):
            if event.call_id not in told:
                late += bool(was and event.kind == "offered" and event.at >= was)
                self.ears.call(event)
        if was:
            self.ears.gap_ends(at, late)
        note_heard(self.switch.note, at)

    def _listen(self) -> None:
        silent = 0
        for message in self._waiting:
            self._take(message)
        self._waiting = []
        while not self.stop.is_set():
            try:
                for message in self._receive():
                    self._take(message)
                silent = 0
                note_heard(self.switch.note, datetime.now(UTC))
                self.ears.pulse.beat()
            except TimeoutError:
                silent += 1
                if silent > 2:  # noqa: PLR2004 - two pings without an answer
                    raise SwitchGone("the switch has fallen silent") from None
                self._send(action("Ping", "ping"))

    def _take(self, message: Message) -> None:
        heard_at = datetime.now(UTC)
        for event in self.tracker.take(message, heard_at):
            self.ears.call(event)
        asked = asked_by(message)
        if asked and self._promptness.is_prompt(message, heard_at) and (word := self.ears.asked(asked)):
            self._send(answer_to(asked, word))

    def _until(self, last: Callable[[Message], bool]) -> list[Message]:
        """Everything up to that message; live events that come between are kept for after the catching up."""
        heard: list[Message] = []
        deadline = datetime.now(UTC).timestamp() + ANSWER_WITHIN
        while datetime.now(UTC).timestamp() < deadline and not self.stop.is_set():
            try:
                messages = self._receive()
            except TimeoutError:
                continue
            for place, message in enumerate(messages):
                heard.append(message)
                if last(message):
                    self._waiting += messages[place + 1 :]
                    return heard
                if message.event and message.event != "CoreShowChannel":
                    self._waiting.append(message)
        raise SwitchGone("the switch did not answer in time")

    def _receive(self) -> list[Message]:
        assert self._line is not None  # noqa: S101 - connected before it listens
        data = self._line.recv(65_536)
        if not data:
            raise SwitchGone("the switch closed the line")
        return list(self._reader.feed(data))

    def _send(self, data: bytes) -> None:
        assert self._line is not None  # noqa: S101 - connected before it speaks
        self._line.sendall(data)

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()
            self._line = None
