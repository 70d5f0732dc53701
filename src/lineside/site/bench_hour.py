"""For the bench, the busy hour outside the browser, as a process of its own: radios of units, and desks that work logs.

What is to be played comes as JSON on standard input, what was measured leaves as JSON on standard output. Each desk is
a person's sitting and sends the forms of the pages; a unit speaks by the API, as the gateway of its radio does.
"""

import json
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

POSITION_EVERY_S = 20.0  # as the simulator's crews tell theirs
A_LOG_LASTS_S = 120.0  # so that twenty desks, each at one log after the other, open one every six seconds
HANDS_OF_RADIO = 4
DONE = 300
FORM_TOKEN = "b" * 32  # the cookie and the header of one browser hold the same, whatever it is
LOG = re.compile(r'data-live-list="log-([0-9a-f-]{36})"')
OPENING = {
    "place_text": "leeds p8", "place_status": "confirmed", "opening_code": "ASB",
    "thrive-threat": "present", "thrive-harm": "low", "thrive-risk": "possible", "thrive-investigation": "attend",
    "thrive-vulnerability": "staff", "thrive-threat-text": "Still shouting", "thrive-risk-text": "Train is due",
    "thrive-vulnerability-text": "Guard alone", "thrive-scene": "not_needed", "thrive-prevention": "given",
}  # fmt: skip
LINES = ("Staff say two men by the gates", "Gates are closed, nobody let through", "Both spoken to, calm now",
         "One gave his name and address", "Train staff are content to go on")  # fmt: skip


@dataclass
class Told:
    """What took how long, in milliseconds, and what was refused."""

    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(self, kind: str, began: float) -> None:
        with self._lock:
            self.times[kind].append((time.monotonic() - began) * 1000)

    def refuse(self, sentence: str) -> None:
        with self._lock:
            self.refused.append(sentence)


class Line:
    """One kept connection to the node, as a browser or a radio's gateway has it."""

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        self.port, self.headers = port, headers
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, body: str | None = None) -> str:
        try:
            answer = self._answer(method, path, body)
        except (ConnectionError, HTTPException):
            # The server closes a connection that was idle for a while; a browser then opens another, and so do we.
            self.connection.close()
            answer = self._answer(method, path, body)
        text = answer.read().decode(errors="replace")
        if answer.status >= DONE:
            raise OSError(f"{method} {path}: {answer.status} {text[:200]}")
        return text

    def _answer(self, method: str, path: str, body: str | None) -> HTTPResponse:
        self.connection.request(method, path, body and body.encode(), self.headers)
        return self.connection.getresponse()


def desk_line(port: int, cookie: str, token_name: str) -> Line:
    headers = {
        "Cookie": f"{cookie}; {token_name}={FORM_TOKEN}",
        "X-CSRFToken": FORM_TOKEN,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return Line(port, headers)


@dataclass
class Desk:
    """A person at a control desk who works one log after another with two units."""

    line: Line
    radio: Line
    units: list[tuple[str, str]]  # key and call sign
    others: list[str]  # logs that are looked into meanwhile
    told: Told
    dice: random.Random
    key: str = ""

    def work(self, stop: Event, after_s: float) -> None:
        stop.wait(after_s)
        while not stop.is_set():
            began = time.monotonic()
            for at, act in self._steps():
                if stop.wait(max(0.0, began + at - time.monotonic())):
                    break
                try:
                    act()
                except (OSError, HTTPException) as fault:
                    self.told.refuse(str(fault))
            stop.wait(max(0.0, began + A_LOG_LASTS_S - time.monotonic()))

    def _steps(self) -> Iterator[tuple[float, Any]]:
        first, second = self.units
        says = list(LINES)
        self.dice.shuffle(says)
        yield 0, self._open
        yield 4, lambda: self._type("unit sent", f"/u {first[1]}")
        yield 6, lambda: self._type("unit sent", f"/u {second[1]}")
        yield 9, lambda: self._type("line written", says[0])
        for at, unit in ((12, first), (14, second)):
            yield at, lambda unit=unit: self._say(unit, 5)
        yield 18, self._read_another
        yield 26, lambda: self._type("line written", says[1])
        yield 34, self._read_another
        for at, unit in ((40, first), (44, second)):
            yield at, lambda unit=unit: self._say(unit, 6)
        yield 50, lambda: self._type("line written", says[2])
        yield 58, self._read_own
        yield 66, self._read_another
        yield 74, lambda: self._type("line written", says[3])
        yield 82, self._read_another
        for at, unit in ((90, first), (94, second)):
            yield at, lambda unit=unit: self._say(unit, 2)
        yield 100, lambda: self._type("resulted and closed", "/res ASB2 ADV close")
        yield 108, self._read_another

    def _open(self) -> None:
        self.key = ""
        facts = {**OPENING, "summary": f"Shouting by the gates {uuid4().hex[:8]}", "key": str(uuid4())}
        shown = self._send("log opened new", "/control/new/", facts)
        found = LOG.search(shown)
        if found is None:
            raise OSError("No log was shown after it was opened.")
        self.key = found[1]

    def _type(self, kind: str, text: str) -> None:
        if self.key:
            version = self._version() if text.startswith("/res") else 0
            facts = {"text": text, "seen_version": str(version), "key": str(uuid4())}
            self._send(kind, f"/control/{self.key}/line/", facts)

    def _version(self) -> int:
        """Only a result is refused for an old one; the page that a person looks at holds the newest."""
        return int(json.loads(self.radio.ask("GET", f"/api/v1/incidents/{self.key}"))["version"])

    def _read_own(self) -> None:
        self._read(self.key or self.dice.choice(self.others))

    def _read_another(self) -> None:
        self._read(self.dice.choice(self.others))

    def _read(self, key: str) -> None:
        began = time.monotonic()
        self.line.ask("GET", f"/control/{key}/")
        self.told.add("log read", began)

    def _send(self, kind: str, path: str, facts: dict[str, str]) -> str:
        began = time.monotonic()
        shown = self.line.ask("POST", path, urlencode(facts))
        self.told.add(kind, began)
        return shown

    def _say(self, unit: tuple[str, str], state: int) -> None:
        began = time.monotonic()
        self.radio.ask("POST", f"/api/v1/dispatch/units/{unit[0]}/state", json.dumps({"state": state}))
        self.told.add("state of a unit", began)


def move(line: Line, units: list[dict[str, Any]], told: Told, stop: Event, dice: random.Random) -> None:
    """Each of these units tells where it is every twenty seconds, one after the other."""
    while not stop.is_set():
        began = time.monotonic()
        for number, unit in enumerate(units):
            if stop.wait(max(0.0, began + POSITION_EVERY_S * number / len(units) - time.monotonic())):
                return
            where = {"lat": unit["lat"] + dice.gauss(0, 0.002), "lon": unit["lon"] + dice.gauss(0, 0.003)}
            sent = time.monotonic()
            try:
                line.ask("POST", f"/api/v1/dispatch/units/{unit['id']}/position", json.dumps(where))
            except (OSError, HTTPException) as fault:
                told.refuse(str(fault))
            else:
                told.add("position of a unit", sent)
        stop.wait(max(0.0, began + POSITION_EVERY_S - time.monotonic()))


def play(asked: dict[str, Any], stop: Event) -> Told:
    """Radios and desks, until they are told to stop."""
    told, port = Told(), asked["port"]
    by_api = {"Authorization": f"Bearer {asked['key']}", "Content-Type": "application/json"}
    units, sent = asked["units"], asked["sent"]
    hands = [
        Thread(target=move, args=(Line(port, by_api), units[at::HANDS_OF_RADIO], told, stop, random.Random(at)))  # noqa: S311
        for at in range(HANDS_OF_RADIO)
    ]
    pause = A_LOG_LASTS_S / len(asked["desks"])
    for number, cookie in enumerate(asked["desks"]):
        line = desk_line(port, cookie, asked["token_name"])
        mine = [(unit["id"], unit["call_sign"]) for unit in sent[2 * number : 2 * number + 2]]
        desk = Desk(line, Line(port, by_api), mine, asked["others"], told, random.Random(number))  # noqa: S311
        hands.append(Thread(target=desk.work, args=(stop, number * pause)))
    for hand in hands:
        hand.start()
    stop.wait()
    for hand in hands:
        hand.join()
    return told


def until_told(stop: Event) -> None:
    """Whoever began it closes our input to end it."""
    sys.stdin.read()
    stop.set()


def main() -> None:
    stop, began = Event(), time.monotonic()
    asked = json.loads(sys.stdin.readline())
    Thread(target=until_told, args=(stop,), daemon=True).start()
    found = play(asked, stop)
    told = {"times": found.times, "refused": found.refused, "seconds": time.monotonic() - began}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
