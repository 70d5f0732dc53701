"""A terminal to test against, in a process of its own, with every radio that its network carries.

    python -m lineside.gateways.tetra.peer --port 4930

Say something to one that runs, by another call of the same module: `status ISSI STATE`, `text ISSI WORDS…`,
`place ISSI LAT LON`, `emergency ISSI [LAT LON]` (state 0, the emergency call, and where it is), `call ISSI PRIORITY`,
`raw LINE`, `texts` (prints what was sent to radios), `mute ISSI` (that radio reports nothing), `drop` (hang up),
`deaf` (refuse new lines), `hear`; each as `--port 4930 --tell "status 6400010 5"`. A radio reports each text received
and read.
"""

import argparse
import socket
import sys
import threading
from collections.abc import Callable
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

from lineside.gateways.tetra.protocol import lip, pei, sds
from lineside.gateways.tetra.rules import status_of
from lineside.kernel.clock import now, uk_day

CONTROL, GROUP = "6400001", "3500"
SAY = b"say "


class Network(ThreadingTCPServer):
    """The lines that listen, and what radios were sent. A line that begins with `say` is somebody who plays a radio."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Line)
        self.port = int(self.server_address[1])
        self.lines: list[_Line] = []
        self.texts: list[tuple[str, str]] = []
        self.reports: list[tuple[str, int]] = []
        self.mute: set[str] = set()
        self.is_deaf = False
        self._reference = 0

    def speak(self, words: str) -> int:
        """To every line that listens; how many heard it."""
        for line in list(self.lines):
            line.write(words)
        return len(self.lines)

    def reference(self) -> int:
        self._reference = (self._reference + 1) & 0xFF
        return self._reference

    def status(self, issi: str, state: str) -> int:
        number = status_of(int(state), uk_day(now()))
        return self.speak(pei.indication(issi, CONTROL, pei.STATUS, number.to_bytes(2, "big")))

    def text(self, issi: str, *words: str) -> int:
        parts = sds.write_text(" ".join(words), self.reference(), wants=sds.WANTS_RECEIVED)
        return min(self.speak(pei.indication(issi, CONTROL, pei.SDS_TL, part)) for part in parts)

    def place(self, issi: str, lat: str, lon: str, reason: str = "129") -> int:
        report = lip.write_short(lat=float(lat), lon=float(lon), error=1, reason=int(reason))
        return self.speak(pei.indication(issi, CONTROL, pei.SDS_TL, report))

    def emergency(self, issi: str, lat: str = "", lon: str = "") -> int:
        heard = self.status(issi, "0")
        self.call(issi, str(pei.EMERGENCY_PRIORITY))
        if lat and lon:
            self.place(issi, lat, lon, str(lip.EMERGENCY_REASON))
        return heard

    def call(self, issi: str, priority: str) -> int:
        return self.speak(pei.incoming_call(issi, GROUP, int(priority)))

    def sent(self, issi: str, octets: bytes) -> None:
        """A radio has it: its person reads a text, and both are reported unless it is mute."""
        said = sds.read(octets)
        if isinstance(said, sds.Delivery):
            self.reports.append((issi, said.reference))
        if not isinstance(said, sds.Text) or issi in self.mute:
            return
        self.texts.append((issi, said.text))
        if said.reference is None:
            return
        for status in (sds.RECEIVED, sds.CONSUMED):
            self.speak(pei.indication(issi, CONTROL, pei.SDS_TL, sds.write_report(said.reference, status)))

    def drop(self) -> None:
        for line in list(self.lines):
            line.hang_up()

    def done(self, said: str) -> str:
        """One command of whoever plays the radios; how many lines heard it, or what was asked for."""
        verb, *words = said.split()
        deeds: dict[str, Callable[..., Any]] = {
            "status": self.status, "text": self.text, "place": self.place, "emergency": self.emergency,
            "call": self.call, "mute": self.mute.add, "drop": self.drop,
            "raw": lambda *rest: self.speak(f"{' '.join(rest)}\r\n"),
            "texts": lambda: "\n".join(f"{issi}: {text}" for issi, text in self.texts),
            "deaf": lambda: setattr(self, "is_deaf", True), "hear": lambda: setattr(self, "is_deaf", False),
        }  # fmt: skip
        if verb not in deeds:
            return f"No such command; one of {', '.join(deeds)}."
        answer = deeds[verb](*words)
        return f"{answer} heard it" if isinstance(answer, int) else str(answer or "done")


class _Line(BaseRequestHandler):
    server: Network

    def setup(self) -> None:
        self._lock = threading.Lock()
        self._to = ""

    def handle(self) -> None:
        first = self._next()
        if first.startswith(SAY):
            self.request.sendall(f"{self.server.done(first[len(SAY) :].decode().strip())}\n".encode())
            return
        if self.server.is_deaf:
            return
        self.server.lines.append(self)
        try:
            rest = first
            while octets := rest or self._next():
                rest = self._answered(octets)
        except OSError:
            return
        finally:
            self.server.lines.remove(self)

    def _next(self) -> bytes:
        try:
            return bytes(self.request.recv(65536))
        except OSError:
            return b""

    def _answered(self, octets: bytes) -> bytes:
        """Each whole command is answered; what is not whole yet waits for the rest."""
        *commands, rest = octets.replace(b"\x1a", b"\x1a\r\n").split(b"\r\n")
        for command in commands:
            self._answer(command.decode("ascii", "replace"))
        more = self._next() if rest else b""
        return rest + more if more else b""  # who hung up in the middle of a command says no more

    def _answer(self, command: str) -> None:
        if command.startswith("AT+CMGS="):
            self._to = command.removeprefix("AT+CMGS=").partition(",")[0]
        elif command.endswith("\x1a"):
            self.write("\r\n+CMGS: 0,0,1\r\n\r\nOK\r\n")
            self.server.sent(self._to, bytes.fromhex(command.rstrip("\x1a")))
        elif command == pei.REGISTRATION:
            self.write("\r\n+CREG: 1,2231,90116383\r\n\r\nOK\r\n")
        elif command == "AT+CTSP=1,3,10":
            self.write("\r\n+CME ERROR: 35\r\n")
        elif command.startswith("AT"):
            self.write("\r\nOK\r\n")

    def write(self, words: str) -> None:
        with self._lock:
            try:
                self.request.sendall(words.encode("ascii"))
            except OSError:
                return

    def hang_up(self) -> None:
        self.request.shutdown(socket.SHUT_RDWR)


def tell(port: int, words: str) -> str:
    """Say it to a peer that runs already."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(SAY + words.encode())
        return line.makefile().read().strip()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--port", type=int, default=4930)
    asked.add_argument("--tell", default="")
    options = asked.parse_args()
    if options.tell:
        sys.stdout.write(f"{tell(options.port, options.tell)}\n")
        return
    with Network(options.port) as network:
        network.serve_forever()


if __name__ == "__main__":
    main()
