"""That an answer waits on the page is told by mail or text: neutrally, once, where it was chosen and called safe."""

import pytest

from lineside.contacts.commands import claim_message, record_delivery, reply_to_contact, take_contact
from lineside.contacts.events import MessageQueued
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import unsent_messages
from lineside.gateways.web.commands import note_read
from lineside.gateways.web.models import WebReport
from lineside.gateways.web.peer import ANSWERS
from lineside.gateways.web.rules import notice_of, notice_to
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.testing import an_actor, audit_lines, events_of
from lineside.kernel.worker import react_to
from lineside.pole.commands import place_marker
from lineside.pole.permissions import CanPole
from lineside.pole.rules import MarkerFacts
from lineside.pole.testing import REGISTRAR
from lineside.promises.queries import went_out
from lineside.queues.permissions import CanQueue

ALEX = an_actor(*CanContact, *CanQueue, *CanPole, "callouts.view")
CARRIER = system_actor("carrier", CanContact.DELIVER)
MAIL = {"how": "email", "email": "sam@passenger.example", "name": "Sam Vale"}
TEXT = {"how": "text", "phone": "07700 900123"}
WORDS = "We have the pictures of platform 8."


def answered(browser, you):
    browser.send(browser.fill({**ANSWERS, "you": you}))
    return answered_again()


def answered_again():
    contact = take_contact(actor=ALEX, contact_id=Contact.objects.get().id)
    message = reply_to_contact(actor=ALEX, contact_id=contact.id, text=WORDS)
    for news in events_of(MessageQueued):
        react_to(news.id)
    return message


def notices():
    return list(Message.objects.filter(direction="out", is_auto=True).order_by("id"))


@pytest.mark.django_db(transaction=True)
def test_a_mail_goes_by_the_usual_way_out_and_says_nothing_to_who_else_reads_it(browser):
    answered(browser, MAIL)
    (notice,) = notices()
    assert notice.recipients == ["sam@passenger.example"]
    whole = f"{notice.subject} {notice.text} {notice.sender_name}"
    assert "There is an answer for you on the page you were given." in whole
    for told in (Contact.objects.get().reference, "Sam", "Police", "police", "report", "http", WORDS):
        assert told not in whole
    assert "contacts.tell_of_answer" in audit_lines()
    assert (unsent_messages("email"), unsent_messages("text")) == ([notice.id], [])
    taken = claim_message(actor=CARRIER)
    assert taken
    record_delivery(actor=CARRIER, message_id=taken.id, outcome="failed", detail="550 no such box")
    assert Contact.objects.get().delivery_failure == "550 no such box"  # who answered sees it


@pytest.mark.django_db(transaction=True)
def test_a_text_goes_to_a_mobile_and_is_claimed_by_the_gateway_for_texts(browser):
    answered(browser, TEXT)
    (notice,) = notices()
    assert "@" not in notice.sender_address
    assert (unsent_messages("email"), unsent_messages("text")) == ([], [notice.id])
    taken = claim_message(actor=CARRIER, channel="text")
    assert taken
    assert taken.recipients == ["+447700900123"]


@pytest.mark.django_db(transaction=True)
def test_no_other_notice_goes_while_an_answer_stands_unread_and_one_goes_for_what_comes_after(browser):
    answered(browser, MAIL)
    answered_again()
    assert len(notices()) == 1
    for news in events_of(MessageQueued):
        react_to(news.id)  # told twice
    assert len(notices()) == 1
    note_read(actor=CARRIER, report_id=WebReport.objects.get().id)
    answered_again()
    assert len(notices()) == 2


@pytest.mark.django_db(transaction=True)
def test_a_rule_of_safe_contact_holds_the_notice_and_a_mark_says_so(browser):
    browser.send(browser.fill({**ANSWERS, "you": MAIL}))
    rule = MarkerFacts(
        code="unsafe_contact",
        known_by="email",
        value="sam@passenger.example",
        words="Her partner reads it.",
        ways=("mail",),
    )
    place_marker(actor=REGISTRAR, marker=rule)
    answered_again()
    assert notices() == []
    assert "They were not told that an answer waits." in Contact.objects.get().marks[-1]


@pytest.mark.django_db(transaction=True)
def test_a_notice_keeps_no_promise(browser):
    answer = answered(browser, MAIL)
    assert [each.key for each in went_out(ALEX, answer.contact_id)] == [str(answer.id)]


@pytest.mark.parametrize(
    "you",
    [
        {"how": "none", "email": "sam@passenger.example"},
        {"how": "phone", "phone": "07700 900123", "email": "sam@passenger.example"},
        {**MAIL, "safe": "My brother reads my email."},
        {},
    ],
)
def test_nobody_is_written_to_by_itself_who_did_not_choose_it_or_named_a_danger(you):
    assert notice_to({"you": you}) == ""


def test_a_welsh_report_is_told_in_welsh_and_in_english_below_until_a_reader_has_checked_it():
    subject, text = notice_of({"form": {"language": "cy"}}, uk_day(now()))
    assert subject == "Neges i chi"
    assert text.startswith("Mae ateb i chi")
    assert text.endswith("Please do not reply to this message.")
    assert notice_of({}, uk_day(now()))[1].startswith("There is an answer")
