"""The simulator plays at speed to a whole node: what it sent is there once, and a crew comes to a result."""

import json
import signal
import subprocess
import sys
from collections import Counter

import httpx
import pytest
from tests.processes.conftest import ROOT, Node, until

from lineside.kernel.keys import uuid7
from lineside.site.demo import SIMULATOR_SCOPES
from lineside.site.node import first_free_port

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("node")]
ENROL = (
    "import lineside.site.urls; from lineside.access.commands import enrol_client;"
    "from lineside.kernel.actors import system_actor;"
    "print(enrol_client(actor=system_actor('tests', 'access.manage'), name='{name}', scopes={scopes}).shown_key)"
)
BOOK = (
    "from lineside.dispatch.commands import book_on_unit; from lineside.kernel.actors import system_actor;"
    "actor = system_actor('tests', 'dispatch.book');"
    "print(book_on_unit(actor=actor, call_sign='{sign}', area='B', post='London Victoria', crew='PC Ash').id)"
)
SPEED, FEWEST = 240, {"phone": 30, "email": 3, "text": 3}


@pytest.fixture
def node_with_texts():
    """A node whose text gateway is bound to a network's message centre of its own; its database is kept."""
    one, port = Node(ROOT / "var" / "node"), first_free_port(2975)
    one.environment |= {"LINESIDE_SMPP_URL": f"smpp://lineside:peer@127.0.0.1:{port}/?number=61016"}
    peer = [sys.executable, "-m", "lineside.gateways.text.peer", "centre", "--port", str(port)]
    centre = subprocess.Popen(peer, env=one.environment, cwd=ROOT)
    try:
        one.up()
        yield one, port
    finally:
        one.end()
        centre.terminate()
        centre.wait(10)


class Desk:
    """Whoever opens an incident and sends a unit, by the API."""

    def __init__(self, a_node):
        scopes = ("incidents.open", "incidents.view", "dispatch.assign", "dispatch.view")
        key = a_node.python(ENROL.format(name=f"desk {uuid7()}", scopes=scopes))
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{a_node.port}/api/v1/", trust_env=False, timeout=30,
                                   headers={"Authorization": f"Bearer {key}"})  # fmt: skip

    def open_incident(self):
        place = {"name": "London Victoria", "crs": "VIC", "lat": 51.4952, "lon": -0.1441, "area": "B"}
        opening = {"summary": "Shouting by the gates", "opening_code": "ASB", "place_text": "London Victoria",
                   "place": place, "place_status": "confirmed"}  # fmt: skip
        return self._post("incidents", opening)["id"]

    def send(self, unit, incident):
        self._post(f"dispatch/units/{unit}/assign", {"incident_id": incident})

    def unit(self, unit):
        return next(each for each in self.every("dispatch/units") if each["id"] == unit)

    def every(self, path):
        found, cursor = [], ""
        while True:
            page = self._taken(self.client.get(path, params={"limit": 200, "cursor": cursor}))
            found += page["items"]
            if not (cursor := page["next"]):
                return found

    def _post(self, path, body):
        """A node that has only just begun may say that it cannot yet; the same is then sent again, as it asks."""
        once = {"Idempotency-Key": str(uuid7())}
        for _ in range(5):
            answer = self.client.post(path, json=body, headers=once)
            if answer.status_code != 503:
                break
        return self._taken(answer)

    def _taken(self, answer):
        assert answer.is_success, answer.text
        return answer.json()


def simulating(a_node, centre, sent):
    """The simulator as an operator starts it, with the rights that the demonstration gives it and no more."""
    key = a_node.python(ENROL.format(name=f"simulator {uuid7()}", scopes=SIMULATOR_SCOPES))
    command = [sys.executable, "-m", "lineside.site.cli", "simulate", "--profile", "now", "--speed", str(SPEED),
               "--seed", str(uuid7().int % 1_000_000), "--minutes", "4",
               "--base-url", f"http://127.0.0.1:{a_node.port}", "--smtp", f"127.0.0.1:{a_node.smtp}",
               "--smpp", f"127.0.0.1:{centre}"]  # fmt: skip
    with sent.with_suffix(".out").open("w") as out:
        return subprocess.Popen(command, env=a_node.environment | {"LINESIDE_API_KEY": key, "LINESIDE_SENT": str(sent)},
                                cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)  # fmt: skip


def noted(sent):
    whole = sent.read_text().rpartition("\n")[0] if sent.exists() else ""
    return [json.loads(line) for line in whole.splitlines()]


@pytest.fixture
def desk(node_with_texts):
    one = Desk(node_with_texts[0])
    yield one
    one.client.close()


def test_what_the_simulator_sent_is_there_once_and_its_crew_comes_to_a_result(node_with_texts, desk, tmp_path):
    a_node, centre = node_with_texts
    sent = tmp_path / "sent.jsonl"
    [(before,)] = a_node.asked("SELECT now()")
    unit = a_node.python(BOOK.format(sign=f"Z{chr(65 + uuid7().int % 26)}{uuid7().int % 1000:03d}Z"))
    incident = desk.open_incident()
    desk.send(unit, incident)
    playing = simulating(a_node, centre, sent)
    try:
        assert until(lambda: desk.unit(unit)["incident_id"] is None, 200), sent.with_suffix(".out").read_text()
        assert until(lambda: Counter(each["by"] for each in noted(sent)) >= Counter(FEWEST), 120), len(noted(sent))
    finally:
        playing.send_signal(signal.SIGTERM)
        assert playing.wait(90) == 0
    said = sent.with_suffix(".out").read_text()
    assert "given up 0." in said, said
    check_all_is_there_once(a_node, noted(sent), before)
    check_attendance(a_node, desk, unit, incident)


def check_all_is_there_once(a_node, sent, before):
    """Calls by the switch's number, mail by its Message-ID, texts by who wrote what: no more and no less."""
    keys = {by: Counter(each["key"] for each in sent if each["by"] == by) for by in FEWEST}
    stamp = sent[0]["key"].rpartition("-")[0]
    calls = a_node.asked(f"SELECT switch_call_id FROM contacts_contact WHERE switch_call_id LIKE '{stamp}-%'")
    assert Counter(call for (call,) in calls) == keys["phone"]
    mails = a_node.asked(
        f"SELECT m.message_id, m.contact_id FROM contacts_message m WHERE m.message_id LIKE '%{stamp}-%'"
    )
    assert Counter(name.strip("<>").partition("@")[0] for name, _ in mails) == keys["email"]
    assert len({contact for _, contact in mails}) == len(mails)
    texts = Counter((each["number"][-9:], each["text"]) for each in sent if each["by"] == "text")

    def taken():
        found = a_node.asked(
            "SELECT m.sender_address, m.text FROM contacts_message m JOIN contacts_contact c ON c.id = m.contact_id"
            f" WHERE c.channel = 'text' AND m.direction = 'in' AND m.created_at > '{before.isoformat()}'"
        )
        return Counter((number[-9:], text) for number, text in found)

    assert until(lambda: taken().total() >= texts.total(), 60)
    assert taken() == texts
    assert a_node.asked(
        f"SELECT count(*) FROM contacts_deadletter WHERE created_at > '{before.isoformat()}'"
    ) == [(0,)]  # fmt: skip


def check_attendance(a_node, desk, unit, incident):
    [times] = a_node.asked(
        "SELECT assigned_at, mobile_at, at_scene_at, cleared_at FROM dispatch_deployment"
        f" WHERE unit_id = '{unit}' AND incident_id = '{incident}'"
    )
    assert None not in times
    assert list(times) == sorted(set(times))
    lines = [line["text"] for line in desk.every(f"incidents/{incident}/log")]
    told = [next(at for at, line in enumerate(lines) if words in line)
            for words in (" assigned", ": 5 ", ": 6 ", ": Result")]  # fmt: skip
    assert told == sorted(told), lines
    assert desk.unit(unit)["state"] == 2
