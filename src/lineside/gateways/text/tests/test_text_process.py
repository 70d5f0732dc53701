"""The text process as it runs: killed in the middle of a burst, nothing is lost and nothing is there twice."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection

from lineside.contacts.commands import reply_to_contact, take_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_text
from lineside.gateways.text.models import TextPart
from lineside.gateways.text.tests.conftest import until, url_of
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db(transaction=True)
RUN = "import django; django.setup(); from lineside.gateways.text.run import run; run()"
WORDS = "This is report number {0} of somebody who stands on the platform and sees a man with a knife; he shouts. " * 3


class Running:
    """The gateway's own process, on the test's database."""

    def __init__(self, server, files):
        self.server = server
        known = connection.settings_dict
        login = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}" if known["PASSWORD"] else quote(known["USER"])
        address = f"postgresql://{login}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
        self.surroundings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
            "DATABASE_URL": address,
            "DATABASE_OWNER_URL": address,
            "LINESIDE_AS_OWNER": "no",
            "LINESIDE_FILES": str(files),
            "LINESIDE_SMPP_URL": url_of(server),
        }

    def start(self):
        self.process = subprocess.Popen([sys.executable, "-c", RUN], env=self.surroundings)
        until(self.server.is_bound, 40)

    def end(self, sign):
        self.process.send_signal(sign)
        return self.process.wait(30)


@pytest.fixture
def running(server, tmp_path):
    running = Running(server, tmp_path / "files")
    try:
        running.start()
        yield running
    finally:
        running.end(signal.SIGKILL)


def test_kills_in_the_middle_of_a_burst_lose_no_text_and_double_none(running, centre):
    sent = {}
    for number in range(60):
        words = WORDS.format(number)
        sent[f"+4477009{number:05d}"] = words.strip()
        centre.text(f"4477009{number:05d}", words, way=("8", "16", "sar")[number % 3])
    for kept in (20, 80):
        until(lambda kept=kept: TextPart.objects.count() >= kept, 30)
        running.end(signal.SIGKILL)
        assert TextPart.objects.count() < 180, "the kill came too late to prove anything"
        until(lambda: not running.server.is_bound())
        running.start()
    assert centre.until(lambda: not centre.open, 40)
    assert {each.status for each in centre.deliveries} == {0}
    assert TextPart.objects.count() == 180
    found = dict(Message.objects.filter(direction="in").values_list("sender_address", "text"))
    assert found == sent
    assert Contact.objects.count() == Message.objects.filter(direction="in").count() == 60


def test_it_sends_replies_and_ends_cleanly_when_told_to(running, centre):
    alex = an_actor(*CanContact)
    contact = take_contact(actor=alex, contact_id=make_text().id)
    reply_to_contact(actor=alex, contact_id=contact.id, text="Which coach?")
    until(lambda: centre.texts("+447700900123") == ["Which coach?"], 20)
    begun = time.monotonic()
    assert running.end(signal.SIGTERM) == 0
    assert time.monotonic() - begun < 8
