"""Every real message that we have goes through real SMTP into the running process, and no byte of it is lost."""

import base64
import hashlib
import re
import smtplib
import tarfile
import time

import pytest

from lineside.contacts.models import DeadLetter, Message
from lineside.files.models import Attachment
from lineside.files.store import path_of
from lineside.gateways.email.inbound import LARGEST
from lineside.gateways.email.tests.running import Running
from lineside.kernel.testing import real_data

pytestmark = pytest.mark.django_db(transaction=True)
ARCHIVES = ("cpython_test_email", "mail_gem_fixtures", "flanker_fixtures")
SECONDS, MEGABYTES = 2, 256


@pytest.fixture
def running(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    with Running(tmp_path / "files", "") as running:
        yield running


def messages():
    for archive in ARCHIVES:
        with tarfile.open(real_data(f"email/{archive}.tar.gz")) as packed:
            for member in packed:
                file = packed.extractfile(member) if member.isfile() else None
                if file:
                    yield f"{archive}/{member.name}", file.read()


def send_exactly(port, raw):
    """DATA as RFC 5321 has it: a line ends in CRLF alone, so a dot after a bare LF is no dot to be doubled.

    Our peer and most senders use smtplib, which doubles those too; the server must not undo what the rule does not do.
    """
    whole = raw if raw.endswith(b"\r\n") else raw + b"\r\n"  # SMTP ends every message with a line end
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as server:
        server.ehlo()
        server.mail("peer@sender.example")
        server.rcpt("fcc@force.example")
        assert server.docmd("DATA")[0] == 354
        server.send(re.sub(rb"(\A|\r\n)\.", rb"\1..", whole) + b".\r\n")
        assert server.getreply()[0] == 250
    return whole


def original(sent):
    """The bytes that are kept as the original of the message that these were."""
    message = Message.objects.get(direction="in", sha256=hashlib.sha256(sent).hexdigest())
    return path_of(Attachment.objects.get(pk=str(message.raw_id)).sha256).read_bytes()


@pytest.mark.alone
def test_the_original_bytes_of_every_real_message_are_kept_within_two_seconds_and_256_megabytes(running):
    seen, slowest = set(), 0.0
    for name, raw in messages():
        began, burnt = time.monotonic(), running.processor_seconds()
        sent = send_exactly(running.port, raw)
        # A busy machine makes everybody wait; what counts there is what the process itself has burnt.
        took = min(time.monotonic() - began, running.processor_seconds() - burnt)
        slowest = max(slowest, took)
        assert took < SECONDS, name
        assert original(sent) == sent, name
        seen.add(sent)
    assert len(seen) > 90
    assert Message.objects.filter(direction="in").count() == len(seen)
    assert not DeadLetter.objects.exists()
    assert running.most_megabytes() < MEGABYTES
    print(f"\n{len(seen)} messages, the slowest {slowest:.2f} s, at most {running.most_megabytes():.0f} MB")  # noqa: T201


def large(kind):
    """The largest message that is taken, and what of it is most work: a file, a text, or html."""
    size = LARGEST - 4096
    if kind == "file":
        name = b"Content-Type: video/mp4; name=track.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        line = base64.b64encode(bytes(range(57))) + b"\r\n"
        return b"From: a@x.example\r\n" + name + line * (size // len(line))
    kinds = {"text": b"text/plain", "html": b"text/html"}
    line = {"text": b"word " * 15 + b"\r\n", "html": b"<p>" + b"word " * 10 + b"<b>x</b></p>\r\n"}[kind]
    return b"From: a@x.example\r\nContent-Type: " + kinds[kind] + b"\r\n\r\n" + line * (size // len(line))


@pytest.mark.alone  # a processor that is shared by two threads burns twice the seconds for the same work
@pytest.mark.parametrize("kind", ["file", "text", "html"])
def test_the_largest_message_keeps_to_the_same_bounds(running, kind):
    raw, burnt = large(kind), running.processor_seconds()
    sent = send_exactly(running.port, raw)
    took = running.processor_seconds() - burnt
    assert original(sent) == sent
    print(f"\n{len(sent) >> 20} MB of {kind}: {took:.2f} s, at most {running.most_megabytes():.0f} MB")  # noqa: T201
    assert took < SECONDS
    assert running.most_megabytes() < MEGABYTES
