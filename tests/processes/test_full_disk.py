"""A disk that is full to the last byte: one sentence, nothing half done, and all is well when there is room again."""

import smtplib
from contextlib import suppress
from email.message import EmailMessage
from typing import Any

import httpx
import psycopg
import pytest
from tests.processes.conftest import Node, until

from lineside.contacts.models import Contact
from lineside.files.models import Attachment
from lineside.gateways.email.inbound import Listener
from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.site.node import first_free_port

pytestmark = [pytest.mark.timeout(900), pytest.mark.xdist_group("node")]
PICTURE = bytes(range(256)) * 12_000  # three megabytes that do not fit where one is left


@pytest.fixture
def listener(transactional_db, disk, settings):
    settings.FILES_DIR = disk.folder / "files"
    one = Listener("127.0.0.1", first_free_port(2770))
    one.start()
    yield one
    one.stop()


def send_picture(port):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "kim@passenger.example", "fcc@lineside.example", "Smoke"
    message.set_content("There is smoke under the second carriage.")
    message.add_attachment(PICTURE, maintype="image", subtype="jpeg", filename="smoke.jpg")
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        server.send_message(message)


def test_mail_that_does_not_fit_stays_at_its_sender_and_nothing_of_it_is_kept(listener, disk):
    disk.fill()
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send_picture(listener.port)
    assert refused.value.smtp_code == 452
    assert (Contact.objects.count(), Attachment.objects.count()) == (0, 0)
    assert [path for path in (disk.folder / "files").rglob("*") if path.is_file()] == []
    assert "free space" in AuditLine.objects.filter(kind="refused").latest("id").why

    disk.make_room()
    send_picture(listener.port)
    assert Contact.objects.get().subject == "Smoke"
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["original.eml", "smoke.jpg"]


class Outside:
    """Everybody who speaks to one node, each by the real protocol, and what the node said it had taken."""

    def __init__(self, a_node):
        self.a_node = a_node
        self.key = a_node.python(
            "import lineside.site.urls;"
            "from lineside.access.commands import enrol_client;"
            "from lineside.kernel.actors import system_actor;"
            "print(enrol_client(actor=system_actor('test', 'access.manage'), name='disk',"
            " scopes=('incidents.open', 'incidents.view', 'incidents.log', 'contacts.receive')).shown_key)"
        )
        self.taken: dict[str, set[str]] = {"incident": set(), "call": set(), "mail": set()}

    def open_incident(self):
        """Its answer; the place is long, so that pages of tables run out."""
        opening = {"summary": "Smoke under a train", "opening_code": "ASB", "place_text": "Leeds " * 40}
        answer = self._ask("incidents", opening)
        self.taken["incident"] |= {answer.json()["id"]} if answer.status_code == 201 else set()
        return answer

    def ring(self):
        call = str(uuid7())
        moment = {"event_id": f"{call}-1", "call_id": call, "kind": "offered", "at": now().isoformat()}
        answer = self._ask("calls/events", moment)
        self.taken["call"] |= {answer.json()["contact_id"]} if answer.status_code == 200 else set()
        return answer

    def send_mail(self):
        """0 when it was taken, else the code that keeps it at its sender."""
        try:
            self.taken["mail"].add(self.a_node.send_mail())
        except smtplib.SMTPResponseException as refused:
            return refused.smtp_code
        return 0

    def kept(self):
        rows = {
            "incident": "SELECT id FROM incidents_incident",
            "call": "SELECT id FROM contacts_contact WHERE channel = 'phone'",
            "mail": "SELECT subject FROM contacts_contact WHERE channel = 'email'",
        }
        return {what: {str(row[0]) for row in self.a_node.asked(statement)} for what, statement in rows.items()}

    def _ask(self, path, body):
        return httpx.post(
            f"http://127.0.0.1:{self.a_node.port}/api/v1/{path}", json=body, timeout=30, trust_env=False,
            headers={"Authorization": f"Bearer {self.key}"},
        )  # fmt: skip


@pytest.mark.parametrize("disk", [420], indirect=True)
def test_a_database_without_room_answers_so_loses_nothing_and_recovers_when_there_is_some(disk):
    a_node = Node(disk.folder / "var")
    try:
        a_node.up()
        outside = Outside(a_node)
        assert (outside.open_incident().status_code, outside.ring().status_code, outside.send_mail()) == (201, 200, 0)
        disk.fill()
        check_refusals(*fill_up(outside))
        end_the_log(a_node)
        check_refusals([outside.open_incident(), outside.ring()], [outside.send_mail()])

        disk.make_room()
        assert until(lambda: outside.open_incident().status_code == 201, 200), (a_node.var / "up.out").read_text()
        # The database may take work a moment before its keeper has noticed.
        assert until(lambda: "PostgreSQL is back." in (a_node.var / "up.out").read_text(), 60)
        assert (outside.ring().status_code, outside.send_mail()) == (200, 0)
        assert outside.kept() == outside.taken
        assert a_node.lineside("verify").returncode == 0
        assert a_node.stop() == 0
    finally:
        a_node.end()


def check_refusals(answers, codes):
    """On the wire, a sentence that says to send it again; by mail, a code that makes the sender's server do so."""
    assert {answer.status_code for answer in answers} <= {200, 201, 503}, answers[-1].text
    for answer in answers[-2:]:
        assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
        assert "send it again" in answer.json()["detail"]
    assert set(codes) <= {0, 451, 452}
    assert codes[-1] != 0


def fill_up(outside):
    """Ask until nothing more is taken, and then for a while: every answer, and the code of every mail."""
    answers: list[Any] = []
    codes: list[int] = []
    refused = 0
    while refused < 40 and len(answers) < 6000:
        answers.append(outside.open_incident())
        refused += answers[-1].status_code == 503
        if refused > 36:
            answers.append(outside.ring())
            codes.append(outside.send_mail())
    return answers, codes


def end_the_log(a_node):
    """Ask for new segments of the write-ahead log until there is no room for one, of which PostgreSQL dies."""
    address = a_node.cluster().addresses().super_url
    with suppress(psycopg.OperationalError), psycopg.connect(address, autocommit=True) as connection:
        for number in range(64):
            connection.execute(f"SELECT pg_logical_emit_message(true, 'full', '{number}'), pg_switch_wal()")
    assert until(lambda: not a_node.cluster().is_running(), 30)


def test_a_backup_that_does_not_fit_leaves_nothing_that_looks_like_one(a_node, disk):
    a_node.cluster().start()
    try:
        target = disk.folder / "night.tar"
        with disk.filler.open("wb") as file:
            file.write(b"\0" * (disk.size - 4_096))  # even of a database without a table a backup is three times that
        done = a_node.lineside("backup", str(target))
        assert done.returncode == 1
        assert done.stderr.strip().count("\n") == 0, done.stderr
        assert "full" in done.stderr or "No space left" in done.stderr
        assert [path.name for path in disk.folder.iterdir()] == ["filler"]
    finally:
        a_node.cluster().stop()
