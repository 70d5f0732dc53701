"""Texts at the contact desk: the conversation, the reply with its size, and what could not be read."""

import pytest
from django.urls import reverse

from lineside.contacts.models import DeadLetter, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_text
from lineside.files.permissions import CanFile
from lineside.gateways.text.commands import take_in_dead
from lineside.gateways.text.inbound import ACTOR
from lineside.gateways.text.rules import Dead

pytestmark = pytest.mark.django_db
HANDLER = (CanContact.VIEW, CanContact.TAKE, CanContact.RESOLVE, CanContact.REPLY)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def handler(client, sign_in):
    sign_in(*HANDLER)
    return client


def post(client, name, key, **facts):
    return client.post(reverse(f"desks:{name}", args=[key]), facts, headers=HTMX)


def test_a_conversation_by_text_is_read_and_answered(handler):
    contact = make_text("He has a knife")
    make_text("coach C now")
    page = post(handler, "contact-take", contact.id).content.decode()
    assert page.index("He has a knife") < page.index("coach C now")
    assert "Where are you?" in page
    contact.refresh_from_db()
    page = post(handler, "contact-reply", contact.id, template="where", text="", seen_version=contact.version)
    assert page.status_code == 200
    assert "which train are you on" in page.content.decode()
    assert "Answer awaited" in page.content.decode()
    assert Message.objects.get(direction="out").recipients == ["+447700900123"]


def test_a_reply_in_another_language_is_seen_whole_with_how_far_it_can_be_relied_on(handler):
    contact = make_text()
    page = post(handler, "contact-reply-size", contact.id, template="where", language="pl").content.decode()
    assert "no translator has checked it" in page
    assert page.index("w którym pociągu") < page.index("which train are you on")
    page = post(handler, "contact-reply-size", contact.id, template="update_promised").content.decode()
    assert "by when an update was promised, and that is not known" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Which coach?", "<b>1 text</b>, 12 characters"),
        ("x" * 161, "<b>2 texts</b>, 161 characters"),
        ("Який вагон?", "70 to a text"),
        ("", "Write what you want to tell them."),
        ("x" * 1001, "holds 1000 characters at most"),
    ],
)
def test_the_size_of_a_text_is_shown_before_it_is_sent(handler, text, says):
    contact = make_text()
    page = post(handler, "contact-reply-size", contact.id, template="plain", text=text)
    assert page.status_code == 200
    assert says in page.content.decode()
    assert not Message.objects.filter(direction="out").exists()


def test_what_is_typed_cannot_become_markup_in_the_preview(handler):
    page = post(handler, "contact-reply-size", make_text().id, template="plain", text="<b onclick=x>")
    assert "&lt;b onclick" in page.content.decode()


def test_a_packet_that_could_not_be_read_is_taken_in_as_it_came(client, sign_in, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    sign_in(CanContact.SUPERVISE, CanContact.VIEW, CanFile.READ)
    raw = b"\0\0\0\x20\0\0\0\5\0\0\0\0\0\0\0\1He has a knife!!"
    take_in_dead(actor=ACTOR, content=Dead(link="smpp", raw=raw, why="It ends in the middle of a field."))
    letter = DeadLetter.objects.get()
    page = client.get(reverse("desks:letter", args=[letter.id]), headers=HTMX).content.decode()
    assert "in the middle of a field" in page
    again = post(client, "letter-retry", letter.id, seen_version=letter.version)
    assert again.status_code == 422
    assert "still cannot be read" in again.content.decode()
    taken = post(client, "letter-retry", letter.id, seen_version=letter.version, as_it_came="yes")
    assert taken.status_code == 200
    letter.refresh_from_db()
    message = Message.objects.get()
    assert message.contact_id == letter.became_id
    assert "He has a knife!!" in message.text
    assert message.raw_id == letter.raw_id
