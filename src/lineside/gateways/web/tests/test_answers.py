"""What the force answers stands on the reporter's page: for who asks to read it, on record, and noted as read."""

import re
from datetime import timedelta

import pytest

from lineside.contacts.commands import reply_to_contact, take_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules.replies import PAGE_LASTS
from lineside.gateways.web.peer import ANSWERS, hidden
from lineside.gateways.web.queries import followed
from lineside.gateways.web.rules import LINK_LASTS
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock
from lineside.pole.commands import place_marker
from lineside.pole.permissions import CanPole
from lineside.pole.rules import MarkerFacts
from lineside.pole.testing import REGISTRAR
from lineside.queues.permissions import CanQueue

pytestmark = pytest.mark.django_db(transaction=True)
ALEX = an_actor(*CanContact, *CanQueue, *CanPole)
WORDS = "We have the pictures of platform 8 and an officer looks at them today."


@pytest.fixture
def path(browser):
    return browser.send(browser.fill(ANSWERS))


def answered(text=WORDS, **facts):
    contact = take_contact(actor=ALEX, contact_id=Contact.objects.get().id)
    return reply_to_contact(actor=ALEX, contact_id=contact.id, text=text, **facts)


def read(browser, path):
    page = browser.client.get(path).text
    facts = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "go": "read"}
    return browser.client.post(path, data=facts)


def looks():
    return AuditLine.objects.filter(name__endswith="web.note_read", kind="did").count()


def test_the_page_lasts_as_long_as_its_link():
    assert PAGE_LASTS == LINK_LASTS


def test_an_answer_is_shown_to_who_asks_for_it_and_noted_as_read(browser, path):
    message = answered()
    assert message.delivery == "sent"
    page = browser.client.get(path).text
    assert WORDS not in page, "nobody asked to see it"
    assert "Show our answers" in page
    message.refresh_from_db()
    assert message.delivery == "sent"
    assert WORDS in read(browser, path).text
    message.refresh_from_db()
    assert message.delivery == "delivered"
    assert re.search(r"Answered on \d\d/\d\d/\d{4} \d\d:\d\d", read(browser, path).text)
    assert looks() == 2, "each look is on record"


def test_without_an_answer_the_page_says_nothing_of_one(browser, path):
    page = browser.client.get(path).text
    assert "What we have answered" not in page
    assert [each.answers for each in [followed(path.split("/")[-2])] if each] == [0]


def test_a_wrong_link_reads_nothing(browser, path):
    answered()
    page = browser.client.get(path).text
    facts = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "go": "read"}
    wrong = browser.client.post("/follow/another/", data=facts)
    assert wrong.status_code == 404
    assert WORDS not in wrong.text
    assert Message.objects.get(direction="out").delivery == "sent"


def test_what_was_half_written_stays_when_the_answer_is_read(browser, path):
    answered()
    page = browser.client.get(path).text
    facts = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"), "go": "read", "text": "Half a line"}
    assert "Half a line" in browser.client.post(path, data=facts).text


def test_what_a_handler_writes_is_no_markup_on_the_publics_page(browser, path):
    answered("<script>alert(1)</script> & more")
    assert "&lt;script&gt;" in read(browser, path).text


def test_it_is_held_where_it_is_not_safe_and_goes_for_a_reason_on_record(browser):
    browser.send(browser.fill({**ANSWERS, "you": {"how": "email", "email": "sam@passenger.example"}}))
    rule = MarkerFacts(
        code="unsafe_contact",
        known_by="email",
        value="sam@passenger.example",
        words="Her partner reads it too.",
    )
    place_marker(actor=REGISTRAR, marker=rule)
    with pytest.raises(RuleBroken, match="not safe to leave words on the report page"):
        answered()
    assert answered(unsafe_reason="She asked for it by telephone").unsafe_reason == "She asked for it by telephone"


def test_a_page_that_is_closed_takes_no_answer(browser, path):
    contact = take_contact(actor=ALEX, contact_id=Contact.objects.get().id)
    with clock(now() + LINK_LASTS + timedelta(minutes=1)), pytest.raises(RuleBroken, match="closed after 90 days"):
        reply_to_contact(actor=ALEX, contact_id=contact.id, text=WORDS)
