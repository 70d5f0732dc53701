"""A source of caller locations, as a process of its own: what each number is known by, and moods that tests turn.

    python -m lineside.gateways.eisec.peer --port 4999

A number of which nothing was told answers by its last digit: 0 to 5 a mobile, first by its cell and from the third
asking on by its handset; 6 internet telephony; 7 and 8 a switchboard; 9 nothing known. Invented people and places.
"""

import argparse
import json
import socketserver
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from threading import Thread
from typing import Any

from lineside.gateways.eisec.protocol import line

STATIONS = (
    (53.79490, -1.54770),
    (51.53090, -0.12330),
    (52.47780, -1.89850),
    (53.47740, -2.23090),
    (54.96850, -1.61710),
)
OFFICE = {
    "name": "Example Holdings",
    "premises": "7",
    "street": "Invented Street",
    "town": "Leeds",
    "postcode": "LS1 0AA",
}
FROM_THE_HANDSET = 3  # asking


class Source(socketserver.ThreadingTCPServer):
    """Answers until it is stopped; `known` wins over what a digit says."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Line)
        self.port = self.server_address[1]
        self.noise = b""  # said before each answer
        self.known: dict[str, list[dict[str, Any]]] = {}
        self.askings: Counter[str] = Counter()
        self.is_mute, self.slow = False, 0.0

    def start(self) -> None:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()

    def answer(self, asked: dict[str, Any]) -> bytes:
        number = str(asked.get("cli", ""))
        self.askings[number] += 1
        told = self.known.get(number)
        if told:
            return line(ref=asked.get("ref"), cli=number, **told[min(self.askings[number], len(told)) - 1])
        return line(ref=asked.get("ref"), cli=number, **by_digit(number, self.askings[number]))


class _Line(socketserver.StreamRequestHandler):
    server: Source

    def handle(self) -> None:
        with suppress(OSError):
            for raw in self.rfile:
                with suppress(ValueError, AttributeError):
                    self._hear(json.loads(raw))

    def _hear(self, asked: dict[str, Any]) -> None:
        if asked.get("op") == "logon":
            self.wfile.write(line(op="logon", ok=asked.get("password") == "peer"))
        elif asked.get("op") == "ping":
            self.wfile.write(line(op="pong"))
        elif asked.get("op") == "locate" and not self.server.is_mute:
            answer = self.server.answer(asked)
            if self.server.slow:
                time.sleep(self.server.slow)
            self.wfile.write(self.server.noise + answer)


def by_digit(number: str, asking: int) -> dict[str, Any]:
    """What a number of the demonstration is known by."""
    digit = int(number[-1]) if number[-1:].isdecimal() else 9
    if digit >= 9:  # noqa: PLR2004 - a digit
        return {"result": "NOT_FOUND"}
    if digit >= 6:  # noqa: PLR2004 - a digit
        voip = digit == 6  # noqa: PLR2004 - a digit
        subscriber = {**OFFICE, "isVoIP": voip, "isBusiness": not voip}
        return {"result": "FOUND", "source": "VOIP" if voip else "FIXED", "subscriber": subscriber}
    lat, lon = STATIONS[digit % len(STATIONS)]
    if asking < FROM_THE_HANDSET:
        return found("CELL", round(lat + 0.004, 5), round(lon - 0.005, 5), 1500)
    return found("AML", lat, lon, 12)


def found(source: str, lat: float, lon: float, metres: float, **more: Any) -> dict[str, Any]:
    area = {"shape": "CIRCLE", "centre": {"lat": lat, "lon": lon}, "semiMajorM": metres, "confidencePct": 67}
    return {"result": "FOUND", "source": source, "area": area, "positionTime": datetime.now(UTC).isoformat(), **more}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--port", type=int, required=True)
    source = Source(asked.parse_args().port)
    sys.stdout.write(f"ready {source.port}\n")
    sys.stdout.flush()
    source.serve_forever()


if __name__ == "__main__":
    main()
