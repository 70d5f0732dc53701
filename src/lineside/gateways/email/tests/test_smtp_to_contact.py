"""Mail in by real sockets: kept before it is acknowledged, once, whatever happens to either side."""

import smtplib
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import take_contact
from lineside.contacts.models import Contact, DeadLetter, Message
from lineside.contacts.permissions import CanContact
from lineside.files.models import Attachment
from lineside.files.queries import open_file
from lineside.files.testing import STORER
from lineside.gateways.email import commands, inbound
from lineside.gateways.email.peer import send_mail, write_mail
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import REFUSED, failing_at_commit
from lineside.kernel.testing import an_actor

ALEX = an_actor(*CanContact)
pytestmark = pytest.mark.django_db(transaction=True)


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.fixture
def address(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    settings.MAIL_DOMAIN = "force.example"
    listener = inbound.Listener("127.0.0.1", free_port())
    listener.start()
    yield ("127.0.0.1", listener.port)
    listener.stop()


def a_mail(subject="Bag", **headers):
    return write_mail("Sam Porter <sam@passenger.example>", "fcc@force.example", subject, "A blue bag.", **headers)


class SmtpLine:
    def __init__(self, address):
        self.address = address
        self.mails = {}

    def offer(self, key):
        return self._send(self.mails.setdefault(key, a_mail(key)))

    def offer_rubbish(self):
        return self._send(bytes(range(1, 256)) * 40)

    def database_away(self):
        return failing_at_commit()

    def _send(self, raw):
        try:
            send_mail(self.address, ["fcc@force.example"], raw)
        except smtplib.SMTPException:
            return False
        return True


class TestEmailKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, address):
        return SmtpLine(address)


def test_a_mail_is_a_contact_with_its_original_bytes(address):
    raw = a_mail("A man is on the track")
    send_mail(address, ["FCC+tag@Force.example"], raw)
    (row,) = queries.queue(ALEX)
    assert (row.risk, row.sender_name, row.box_or_line) == (70, "Sam Porter", "fcc")
    (message,) = queries.conversation(row.id)
    assert message.raw_id
    assert open_file(STORER, message.raw_id).read() == raw


@pytest.mark.parametrize(
    "rest",
    [
        b'text/plain; name="text_0.txt"\r\n\r\nA man has a knife.',
        b"multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>kn</b>ife",
    ],
    ids=["a text with a name", "html beside a text"],
)
def test_words_are_weighed_in_whatever_part_they_stand(address, rest):
    head = b"From: sam@passenger.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: "
    send_mail(address, ["fcc@force.example"], head + rest)
    (row,) = queries.queue(ALEX)
    assert (row.risk, row.risk_why) == (75, "says “knife”")


def test_an_unknown_box_is_refused_while_the_sender_listens(address):
    for wrong in ("nobody@force.example", "fcc@other.example", "fcc"):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            send_mail(address, [wrong], a_mail())
        assert next(iter(refused.value.recipients.values()))[0] in (550, 553)
    assert Contact.objects.count() == 0


def test_two_boxes_are_two_contacts_and_a_repeat_is_none(address):
    raw = a_mail()
    for _ in range(2):
        send_mail(address, ["fcc@force.example", "crime@force.example"], raw)
    assert sorted(Contact.objects.values_list("box_or_line", flat=True)) == ["crime", "fcc"]
    assert Message.objects.count() == 2
    assert Attachment.objects.count() == 1


def test_the_largest_size_is_announced_and_kept_to(address):
    with smtplib.SMTP(*address) as server:
        server.ehlo()
        assert int(server.esmtp_features["size"]) == inbound.LARGEST
        assert server.mail("a@x.example", [f"size={inbound.LARGEST + 1}"])[0] == 552


def test_a_commit_that_fails_is_a_451_and_no_contact(address):
    with failing_at_commit(), pytest.raises(smtplib.SMTPDataError) as refused:
        send_mail(address, ["fcc@force.example"], a_mail())
    assert refused.value.smtp_code == 451
    assert Contact.objects.count() == 0


def test_a_full_disk_is_a_452_and_no_contact(address, settings, tmp_path):
    (tmp_path / "in the way").write_text("")
    settings.FILES_DIR = tmp_path / "in the way"
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send_mail(address, ["fcc@force.example"], a_mail())
    assert refused.value.smtp_code == 452
    assert Contact.objects.count() == 0


def test_a_sender_that_dies_in_the_middle_of_its_data_leaves_nothing(address):
    with socket.create_connection(address) as line:
        for said in (b"EHLO x\r\n", b"MAIL FROM:<a@x.example>\r\n", b"RCPT TO:<fcc@force.example>\r\n", b"DATA\r\n"):
            line.recv(4096)
            line.sendall(said)
        line.recv(4096)
        line.sendall(b"Subject: half\r\n\r\nhalf a mess")
    time.sleep(0.3)
    assert Contact.objects.count() == 0
    send_mail(address, ["fcc@force.example"], a_mail())
    assert Contact.objects.count() == 1


def test_a_client_that_dawdles_keeps_nobody_waiting(address):
    slow = [socket.create_connection(address) for _ in range(50)]
    send_mail(address, ["fcc@force.example"], a_mail())
    assert Contact.objects.count() == 1
    for line in slow:
        line.close()


def test_two_hundred_at_once_are_two_hundred_contacts(address, capsys):
    mails = [a_mail(f"number {number}") for number in range(200)]
    begun = time.monotonic()
    with ThreadPoolExecutor(50) as senders:
        list(senders.map(lambda raw: send_mail(address, ["fcc@force.example"], raw), mails))
    took = time.monotonic() - begun
    assert Contact.objects.count() == 200
    with capsys.disabled():
        print(f"\n{200 / took:.0f} mails a second in")  # noqa: T201 - the figure is the point


def test_eight_copies_in_one_instant_are_one_contact(address):
    raw = a_mail()
    with ThreadPoolExecutor(8) as senders:
        list(senders.map(lambda _: send_mail(address, ["fcc@force.example"], raw), range(8)))
    assert Contact.objects.count() == 1


def test_a_line_longer_than_the_rule_is_kept(address):
    with smtplib.SMTP(*address) as server:
        server.sendmail("a@x.example", ["fcc@force.example"], b"Subject: long\r\n\r\n" + b"x" * 100_000)
    assert len(Message.objects.get().text) == 100_000


def test_mail_that_is_refused_is_a_bare_contact_and_at_the_worst_a_dead_letter(address):
    with failing_at_commit(REFUSED, "NEW.subject <> ''"):
        send_mail(address, ["fcc@force.example"], a_mail())
    assert "could not be taken in" in Contact.objects.get().marks[0]
    with failing_at_commit(REFUSED):
        send_mail(address, ["fcc@force.example"], a_mail("other"))
    dead = DeadLetter.objects.get()
    assert dead.why
    assert dead.raw_id
    assert b"Subject: other" in open_file(STORER, dead.raw_id).read()


def test_a_fault_of_our_own_holds_up_nobody(address):
    with patch.object(commands, "receive_message", side_effect=KeyError("x")):
        send_mail(address, ["fcc@force.example"], a_mail("trips us"))
    assert "fault (KeyError)" in DeadLetter.objects.get().why
    send_mail(address, ["fcc@force.example"], a_mail())
    assert Contact.objects.count() == 1


def test_an_attachment_is_stored_unscanned_under_a_name_that_does_not_lie(address):
    raw = (
        b"From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n"
        b'Content-Type: image/png; name="../../etc/\xe2\x80\xaegnp.exe"\r\n\r\nbytes\r\n--b--\r\n'
    )
    send_mail(address, ["fcc@force.example"], raw)
    (message,) = queries.conversation(queries.queue(ALEX)[0].id)
    (file,) = message.files
    assert (file.name, file.scan_state, open_file(STORER, file.id).read()) == ("gnp.exe", "not_scanned", b"bytes")


def test_taking_a_contact_that_came_by_mail(address):
    send_mail(address, ["generic@force.example"], a_mail())
    assert take_contact(actor=ALEX, contact_id=Contact.objects.get().id).state == "taken"
