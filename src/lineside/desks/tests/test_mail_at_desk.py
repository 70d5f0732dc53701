"""A mail at the contact desk: its reasons, its clocks, its thread, and what the scanner said."""

import pytest
from django.urls import reverse

from lineside.contacts.commands import resolve_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.contacts.testing import make_message, make_taken_contact
from lineside.desks import rows
from lineside.files.commands import record_scan
from lineside.files.permissions import CanFile
from lineside.files.testing import make_file
from lineside.kernel.actors import system_actor
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
SCANNER = system_actor("scanner", CanFile.SCAN)
ALEX = an_actor(*CanContact)


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def handler(client, sign_in):
    sign_in(*CanContact, CanFile.READ, CanFile.QUARANTINE)
    return client


def page_of(handler, shown):
    return handler.get(reverse("desks:contact", args=[shown.id])).content.decode()


def test_its_reasons_its_kind_and_its_clocks_stand_there(handler):
    shown = make_message(sender_address="alarm7@cameras.network.example", text="Somebody on the track")
    page = page_of(handler, shown)
    for said in (
        "Why it stands at 70",
        "says \u201con the track\u201d (70)",
        "Camera activation",
        "Look by",
        "Answer by",
    ):
        assert said in page


def test_the_thread_of_a_closed_contact_stands_there(handler):
    first = make_taken_contact(ALEX, message_id="<a@x.example>")
    resolve_contact(actor=ALEX, contact_id=first.id, disposition="advice_given")
    page = page_of(handler, make_message(in_reply_to="<a@x.example>"))
    assert "The same thread" in page
    assert reverse("desks:contact", args=[first.id]) in page


def test_harm_in_an_attachment_is_told_at_the_message_and_on_the_supervisors_desk(handler):
    file = make_file(name="invoice.pdf")
    shown = make_message(attachment_ids=(file.id,))
    assert "not scanned" in page_of(handler, shown)
    record_scan(actor=SCANNER, attachment_id=file.id, state="infected", says="Test.Harm")
    assert "infected, in quarantine: Test.Harm" in page_of(handler, shown)
    pushed = {row.list: row.html for row in rows.render(f"file:{file.id}")}
    assert "Test.Harm" in pushed["quarantine"]
    assert "Test.Harm" in pushed[f"talk-{shown.id}"]
    assert "Test.Harm" in handler.get("/supervise/").content.decode()


def test_a_row_of_the_queue_says_by_when_somebody_looks(handler):
    make_message()
    assert "look by" in handler.get("/contact/").content.decode()
    assert contact(make_message(box="fcrl").id).look_by
