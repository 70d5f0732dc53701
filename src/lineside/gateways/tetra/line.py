"""The line to the terminal: signed on, kept alive, and made again within seconds after every silence."""

import logging
import socket
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from lineside.gateways.tetra.heard import last_heard, note_heard
from lineside.gateways.tetra.inbound import Hearing, Stopped
from lineside.gateways.tetra.outbound import carry
from lineside.gateways.tetra.protocol import pei
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.tetra")
LONGEST_WAIT = 8.0  # seconds between two tries; a line that is cut is back within thirty
ANSWER_WITHIN = 5.0
ALIVE_EVERY = 5.0
TURN = 0.5  # seconds after which texts that wait are looked for, also while nothing is heard
REGISTERED = ("1", "5")  # at home, or as a guest


class TerminalGone(Exception):
    """The terminal cannot be reached, does not answer, or has no network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the terminal is, and where it is noted up to when it was heard."""

    host: str
    port: int
    note: Path


def place_of(url: str, folder: Path) -> Place:
    """`pei://host:port`: a terminal behind a serial server, or what speaks its language for a line dispatcher."""
    parts = urlsplit(url)
    if parts.scheme != "pei" or not parts.hostname or not parts.port:
        raise ValueError("LINESIDE_TETRA_URL must look like pei://host:port.")
    return Place(host=parts.hostname, port=parts.port, note=folder / f"tetra-{parts.hostname}-{parts.port}.json")


class Terminal:
    """One line to one terminal, kept up until it is told to stop."""

    def __init__(self, place: Place, hearing: Hearing, pulse: Pulse, stop: Event) -> None:
        self.place, self.hearing, self.pulse, self.stop = place, hearing, pulse, stop
        self._line: socket.socket | None = None
        self._reader = pei.Reader()
        self._waiting: deque[pei.Saying] = deque()

    def run(self) -> None:
        with suppress(Stopped):
            self._keep_up()
        self.pulse.stop()

    def _keep_up(self) -> None:
        wait = 0.5
        self._deaf("the gateway was not running")
        while not self.stop.is_set():
            try:
                self._connect()
                self._sign_on()
                self.hearing.gap_ends()
                wait = 0.5
                self._listen()
            except (OSError, TerminalGone) as fault:
                why = str(fault) or type(fault).__name__
                log.warning("The terminal is gone (%s); trying again in %.1f s.", why, wait)
                self._take_what_waits()
                self._deaf(why)
                self.pulse.beat(is_well=False, says=why)
                self.stop.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            finally:
                self._hang_up()

    def _take_what_waits(self) -> None:
        """What came before the line broke was heard: no radio says it again, and an emergency may be among it."""
        while self._waiting:
            saying = self._waiting.popleft()
            if not isinstance(saying.heard, pei.Answer):
                self.hearing.take(saying)

    def _deaf(self, why: str) -> None:
        """What radios say meanwhile is told to nobody again: the gap itself is what a person sees."""
        if was := last_heard(self.place.note):
            self.hearing.gap_begins(was, why)

    def _connect(self) -> None:
        self._line = socket.create_connection((self.place.host, self.place.port), timeout=ANSWER_WITHIN)
        self._line.settimeout(TURN)
        self._reader, self._waiting = pei.Reader(), deque()

    def _sign_on(self) -> None:
        """A profile that the terminal does not know is passed over; without the network it is of no use."""
        for command in pei.SIGN_ON:
            if not self._ask(command)[-1].is_good:
                log.info("The terminal does not know %s.", command)
        self._check_network()

    def _check_network(self) -> None:
        answers = self._ask(pei.REGISTRATION)
        told = next((each.words for each in answers if each.name == "+CREG"), "")
        if told.split(",")[0].strip() not in REGISTERED:
            raise TerminalGone(f"the terminal is not on the network ({told or 'it does not say'})")

    def _listen(self) -> None:
        asked_at = time.monotonic()
        while not self.stop.is_set():
            self._read()
            while self._waiting:
                self._take(self._waiting.popleft())
            note_heard(self.place.note, datetime.now(UTC))
            self.pulse.beat()
            self.hearing.until_done(lambda: carry(self.send))
            if time.monotonic() - asked_at >= ALIVE_EVERY:
                self._check_network()
                self.hearing.tell_unfinished()
                asked_at = time.monotonic()

    def _take(self, saying: pei.Saying) -> None:
        if isinstance(saying.heard, pei.Answer):
            return  # what it tells of itself unasked: signal, battery, groups
        report = self.hearing.take(saying)
        if report is not None and isinstance(saying.heard, pei.ShortData):
            self.send(saying.heard.source, report)

    def send(self, destination: str, octets: bytes) -> str:
        """Empty when the terminal took it, else why not."""
        self._ask(pei.select(pei.SDS_TL))
        final = self._ask(pei.send_sds(destination, octets), is_whole=True)[-1]
        return "" if final.is_good else f"The terminal did not take it: {final.name} {final.words}".strip()

    def _ask(self, command: str, *, is_whole: bool = False) -> list[pei.Answer]:
        """The answers up to the final one; what is heard meanwhile waits its turn."""
        assert self._line  # noqa: S101 - asked only between connecting and hanging up
        self._line.sendall((command if is_whole else pei.command_of(command)).encode("ascii"))
        answers: list[pei.Answer] = []
        limit = time.monotonic() + ANSWER_WITHIN
        while not (answers and answers[-1].is_final):
            if time.monotonic() > limit or self.stop.is_set():
                raise TerminalGone("the terminal does not answer")
            for saying in self._heard():
                if isinstance(saying.heard, pei.Answer):
                    answers.append(saying.heard)
                else:
                    self._waiting.append(saying)
        return answers

    def _read(self) -> None:
        self._waiting.extend(self._heard())

    def _heard(self) -> list[pei.Saying]:
        assert self._line  # noqa: S101 - as above
        try:
            octets = self._line.recv(4096)
        except TimeoutError:
            return []
        if not octets:
            raise TerminalGone("the terminal hung up")
        return self._reader.feed(octets)

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()
            self._line = None
