"""Calls, letters and crews, and errands to a system that is sometimes away."""

import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from lineside.gateways.text.peer import Centre, CentreServer
from lineside.gateways.text.protocol import joined, part_of, read_pdu
from lineside.simulator.crews import AT_SCENE, EN_ROUTE, ON_PATROL, moved, next_steps, station_in
from lineside.simulator.demand import Contact, Stream
from lineside.simulator.errands import Errands
from lineside.simulator.letters import letter
from lineside.simulator.outside import Api, Doors, Post, Texts
from lineside.simulator.run import Pace, Senders, main
from lineside.simulator.switch import event_body, moments

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
UNIT = {
    "id": "u1",
    "call_sign": "BX12",
    "area": "B",
    "post": "London Victoria",
    "state": 2,
    "state_at": "2026-06-01T09:00:00Z",
    "lat": None,
    "lon": None,
    "incident_id": None,
}


def some(by: str, count: int = 400) -> list[Contact]:
    return list(islice((each for each in Stream("now", 3, START).contacts() if each.by == by), count))


def test_every_call_is_offered_first_and_is_over_in_the_end():
    kinds = [[moment.kind for moment in moments(call)] for call in some("phone")]
    assert all(told[0] == "offered" and told[-1] in {"ended", "abandoned"} for told in kinds)
    abandoned = sum("abandoned" in told for told in kinds) / len(kinds)
    assert 0.02 < abandoned < 0.3


def test_a_call_that_a_desk_takes_is_answered_then_and_ends_after_its_talk():
    impatient = next(call for call in some("phone") if moments(call)[-1].kind == "abandoned")
    offered, answered, *_, last = moments(impatient, 2.5)
    assert (offered.kind, answered.kind, answered.after_s, last.kind) == ("offered", "answered", 2.5, "ended")
    assert last.after_s == 2.5 + impatient.talk_s


def test_nobody_hears_a_caller_before_the_call_is_answered():
    for call in some("phone"):
        heard = [moment.kind for moment in moments(call) if "says" in moment.facts]
        assert heard in ([], ["answered"])
        assert ("answered" in [moment.kind for moment in moments(call)]) == bool(heard)


def test_a_call_tells_the_same_events_at_every_try():
    (call,) = some("phone", 1)
    bodies = [[event_body(call, moment, n, "t") for n, moment in enumerate(moments(call))] for _ in range(2)]
    assert bodies[0] == bodies[1]
    assert len({body["event_id"] for body in bodies[0]}) == len(bodies[0])


def test_a_letter_is_the_same_bytes_at_every_try_and_goes_to_a_box():
    for contact in some("email"):
        assert letter(contact).as_bytes() == letter(contact).as_bytes()
        assert str(letter(contact)["To"]).partition("@")[0] in {"fcc", "fcrl", "crime", "generic"}


def test_a_crew_acknowledges_travels_arrives_reports_and_resumes():
    dice = random.Random(1)  # noqa: S311
    sent = {**UNIT, "incident_id": "i1"}
    assert next_steps(UNIT, "", dice) == []
    assert [step.state for step in next_steps(sent, "", dice)] == [EN_ROUTE]
    (arrive,) = next_steps({**sent, "state": EN_ROUTE}, "Leeds", dice)
    assert arrive.state == AT_SCENE
    last = next_steps({**sent, "state": AT_SCENE}, "Leeds", dice)[-1]
    assert (last.state, last.line.startswith("Result")) == (ON_PATROL, True)


def test_a_crew_en_route_comes_nearer():
    dice, leeds = random.Random(1), station_in("platform 3 at Leeds")  # noqa: S311
    assert leeds
    unit = {**UNIT, "state": EN_ROUTE, "lat": 51.5, "lon": -0.1}
    lat, lon = moved(unit, leeds, dice)
    assert 51.5 < lat < leeds.lat
    assert leeds.lon < lon < -0.1
    assert moved(UNIT, None, dice)[0] == pytest.approx(51.4952)


class System(BaseHTTPRequestHandler):
    """Stands for the control room: away at first, then it takes everything and keeps what it was told."""

    away_until = 0.0
    told: list[tuple[str, str, Any]] = []
    lost: list[Any] = []
    taken: set[str] = set()

    def do_GET(self) -> None:
        if "calls/taken" in self.path:
            self._say({"is_taken": self.path.partition("call_id=")[2] in self.taken})
            return
        unit = {**UNIT, "incident_id": "i1"}
        self._say({"items": [unit], "next": ""} if "units" in self.path else {"place": "Leeds"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if time.monotonic() < self.away_until:
            self.lost.append(body)
            self.send_error(503)
            return
        self.told.append((self.path, self.headers.get("Idempotency-Key", ""), body))
        self._say({})

    def _say(self, answer: object) -> None:
        whole = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(whole)

    def log_message(self, *_: object) -> None:
        pass


class Boxes:
    """The mail server's box for everything."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, _: object, __: object, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope.content)
        return "250 Kept"


@pytest.fixture
def system() -> Iterator[tuple[str, tuple[str, int], Boxes]]:
    boxes = Boxes()
    with socket.create_server(("127.0.0.1", 0)) as free:
        where = ("127.0.0.1", free.getsockname()[1])
    post = Controller(boxes, hostname=where[0], port=where[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), System)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    post.start()
    System.away_until, System.told, System.lost = time.monotonic() + 1.5, [], []
    yield f"http://127.0.0.1:{server.server_address[1]}", where, boxes
    post.stop()
    server.shutdown()
    server.server_close()


def test_it_plays_to_a_system_that_was_away_and_loses_nothing(system):
    address, where, boxes = system
    centre = CentreServer(0, Centre())
    centre.start()
    doors = Doors(base_url=address, smtp=where, smpp=("127.0.0.1", centre.port), api_key="k")
    main(profile="now", speed=600, seed=4, doors=doors, minutes=0.12)
    centre.stop()
    texts = [joined([part_of(read_pdu(each.packet))]).text for each in centre.centre.deliveries]
    assert any(len(text.split()) > 2 for text in texts)
    calls = [body for path, _, body in System.told if path.endswith("calls/events")]
    assert len(calls) > 50
    assert System.lost
    told = [body["event_id"] for body in calls]
    assert len(told) == len(set(told))
    assert {body["event_id"] for body in System.lost if "event_id" in body} <= set(told)
    assert boxes.letters
    assert any(path.endswith("units/u1/state") and body == {"state": EN_ROUTE} for path, _, body in System.told)
    assert any(path.endswith("units/u1/position") for path, _, _ in System.told)


def test_a_ringing_call_that_somebody_takes_is_told_as_answered_and_not_as_given_up(system):
    call = replace(some("phone", 1)[0], at=datetime.now(UTC), silent=False, patience_s=2, wait_s=60, talk_s=1)
    left = replace(call, key="left")
    System.away_until, System.taken = 0.0, {call.key}
    stop, api = threading.Event(), Api(system[0], "k")
    errands = Errands(stop)
    senders = Senders(api, (Post("", 0), Texts("", 0)), errands, Pace(call.at, time.monotonic(), 1.0))
    for each in (call, left):
        senders.plan(each)
    limit = time.monotonic() + 15
    while len(System.told) < 5 and time.monotonic() < limit:
        time.sleep(0.05)
    errands.close()
    told = [(body["call_id"], body["kind"]) for _, _, body in System.told]
    assert [kind for key, kind in told if key == call.key and kind != "held"] == ["offered", "answered", "ended"]
    assert [kind for key, kind in told if key == "left"] == ["offered", "abandoned"]
    assert len({body["event_id"] for _, _, body in System.told}) == len(told)


def test_it_stops_cleanly_when_it_is_told_to():
    code = (
        "from lineside.simulator.run import Doors, main; print('on', flush=True); dead = ('127.0.0.1', 9); "
        "doors = Doors(base_url='http://127.0.0.1:9', smtp=dead, smpp=dead, api_key=''); "
        "main(profile='now', speed=60, seed=1, doors=doors)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(1.5)
        process.terminate()
        _, faults = process.communicate(timeout=15)
    assert process.returncode == 0
    assert b"Traceback" not in faults
