"""A report on its way in: a contact with its facts, once; a link that says little; additions at the same contact."""

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from django.db import connection

from lineside.contacts.commands import resolve_contact, take_contact
from lineside.contacts.models import Contact, DeadLetter, Message, MessageFile
from lineside.contacts.permissions import CanContact
from lineside.gateways.tests.failing import REFUSED, failing_at_commit
from lineside.gateways.web import allowance
from lineside.gateways.web.commands import retry_dead_letter
from lineside.gateways.web.models import Allowance, WebReport
from lineside.gateways.web.peer import ANSWERS, NotTaken, hidden
from lineside.gateways.web.tests.conftest import PNG
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.keys import uuid7
from lineside.kernel.models import EventRecord

pytestmark = pytest.mark.django_db(transaction=True)
ANN = Actor(id=uuid7(), name="Ann Handler", permissions=frozenset(map(str, (*CanContact, "files.read"))))
FULL = {
    "what": {"kind": "violence", "text": "A man pushed me <b>hard</b>."},
    "where": {"place": "Leeds", "train": "1a23"},
    "when": {"when": "now"},
    "people": {"role": "victim", "hurt": "yes", "people": "A tall man in a red coat"},
    "you": {"how": "email", "name": "Robin Sample", "email": "robin@passenger.example", "support": "yes"},
}


@command(needs=CanContact.RECEIVE)
def let_expire(*, actor):
    WebReport.objects.update(expires_at=now() - timedelta(seconds=1))


def test_it_is_a_contact_on_its_channel_with_structured_facts_a_raw_original_and_an_event(browser):
    path = browser.send(browser.fill(FULL))
    contact = Contact.objects.get()
    assert (contact.channel, contact.box_or_line, contact.risk) == ("web", "web_now", 60)
    assert (contact.sender_name, contact.sender_address) == ("Robin Sample", "robin@passenger.example")
    assert contact.subject == "Someone was attacked or hurt"
    report = WebReport.objects.get()
    assert report.facts["where"]["reading"] == "Leeds"
    assert report.facts["people"]["people"] == "A tall man in a red coat"
    message = Message.objects.get()
    assert message.text.startswith("A man pushed me <b>hard</b>.\n\nKind: Someone was attacked")
    assert "How to contact: By e-mail" in message.text
    assert message.raw
    assert message.raw.name == "report.json"
    assert "contacts.MessageReceived" in EventRecord.objects.values_list("name", flat=True)
    assert browser.reference(path) == contact.reference


def test_the_link_is_kept_only_as_a_digest_and_its_page_repeats_nothing_that_was_told(browser):
    path = browser.send(browser.fill(FULL))
    link = path.split("/")[2]
    assert len(link) >= 43
    report = WebReport.objects.get()
    assert report.link_sha256 == hashlib.sha256(link.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM gateway_web_webreport r")
        assert link not in json.dumps(cursor.fetchall())
    page = browser.client.get(path).text
    assert not [word for word in ("Robin", "robin@", "pushed", "red coat", "Leeds") if word in page]


def test_a_link_that_has_expired_or_is_not_ours_opens_nothing(browser):
    path = browser.send(browser.fill(ANSWERS))
    assert browser.client.get("/follow/guess/").status_code == 404
    let_expire(actor=system_actor("tests", CanContact.RECEIVE))
    assert browser.client.get(path).status_code == 404
    assert browser.client.post(path, data={"text": "more"}).status_code in (403, 404)


def test_pressing_send_twice_at_one_moment_is_one_contact_and_one_link(browser):
    filled, paths = browser.fill(FULL), []

    def send():
        try:
            paths.append(browser.send(filled))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(paths) == 4
    assert len(set(paths)) == 1
    assert Contact.objects.count() == WebReport.objects.count() == 1


def test_what_is_added_joins_the_same_contact_after_it_was_closed_and_makes_it_wait_again(browser):
    path = browser.send(browser.fill(ANSWERS))
    contact = Contact.objects.get()
    assert 'data-standing="waiting"' in browser.client.get(path).text
    contact = take_contact(actor=ANN, contact_id=contact.id)
    assert 'data-standing="read"' in browser.client.get(path).text
    resolve_contact(actor=ANN, contact_id=contact.id, disposition="advice_given", reason="Told where to ask.")
    assert 'data-standing="closed"' in browser.client.get(path).text
    answer = browser.add(path, "It had my keys in it.", (("bag.png", PNG, "image/png"),))
    assert answer.headers["Location"] == f"{path}?added=yes"
    contact.refresh_from_db()
    assert (Contact.objects.count(), contact.state, contact.has_news) == (1, "waiting", True)
    added = Message.objects.latest("id")
    assert (added.contact_id, added.text) == (contact.id, "It had my keys in it.")
    held = MessageFile.objects.get().attachment
    assert (held.name, held.scan_state, held.size) == ("bag.png", "not_scanned", len(PNG))


def test_an_addition_that_is_sent_twice_is_one(browser):
    path = browser.send(browser.fill(ANSWERS))
    page = browser.client.get(path).text
    facts = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "key")} | {"text": "More"}
    assert [browser.client.post(path, data=facts).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.count() == 2


def test_a_file_of_another_kind_or_size_is_refused_with_its_reason_and_the_words_stay(browser):
    path = browser.send(browser.fill(ANSWERS))
    for name, content in (("run.exe", b"MZ"), ("photo.png", b"<script>"), ("large.png", PNG + bytes(10 << 20))):
        answer = browser.add(path, "My words stay", ((name, content, "image/png"),))
        assert answer.status_code == 422
        assert "My words stay</textarea>" in answer.text
    assert not MessageFile.objects.exists()


def test_no_more_files_than_a_report_may_hold(browser):
    path = browser.send(browser.fill(ANSWERS))
    five = tuple((f"{number}.png", PNG, "image/png") for number in range(5))
    for turn in range(4):
        assert browser.add(path, f"part {turn}", five).status_code == 302
    assert "hold 20 files" in browser.add(path, "one more", five[:1]).text
    assert MessageFile.objects.count() == 20


def test_a_shared_address_waits_a_moment_and_is_never_locked_out(browser, monkeypatch):
    monkeypatch.setattr(allowance, "ADDRESS", allowance.Limit(most=2, every=600))
    filled = [browser.fill(ANSWERS) for _ in range(3)]
    assert all(browser.send(each) for each in filled[:2])
    with pytest.raises(NotTaken, match=r"429.*not sent yet"):
        browser.send(filled[2])
    monkeypatch.setattr(allowance, "ADDRESS", allowance.Limit(most=2, every=0.001))  # its moment has passed
    assert browser.send(filled[2])
    assert Contact.objects.count() == 3
    assert "127.0.0.1" not in str(list(Allowance.objects.values_list("key", flat=True)))


def test_everybody_together_has_a_limit_too_and_a_refusal_spends_nothing_of_ones_own(browser, monkeypatch):
    monkeypatch.setattr(allowance, "EVERYBODY", allowance.Limit(most=1, every=60))
    filled = browser.fill(ANSWERS)
    assert browser.send(filled)
    before = Allowance.objects.exclude(key="everybody").get().left
    with pytest.raises(NotTaken, match="429"):
        browser.send(browser.fill(ANSWERS))
    assert Allowance.objects.exclude(key="everybody").get().left == before


def test_a_report_that_the_rules_refuse_is_kept_whole_and_a_supervisor_takes_it_in(browser):
    filled = browser.fill(FULL)
    with failing_at_commit(REFUSED):
        facts = {"csrfmiddlewaretoken": filled.mark, "draft": filled.draft, "step": "check", "go": "send"}
        assert browser.client.post("/report/", data=facts).headers["Location"] == "/report/kept/"
    dead = DeadLetter.objects.get()
    assert (dead.gateway, Contact.objects.count()) == ("web", 0)
    worked = retry_dead_letter(actor=ANN, dead_letter_id=dead.id, seen_version=dead.version)
    assert worked.became_id == Contact.objects.get().id
    assert WebReport.objects.get().facts["you"]["name"] == "Robin Sample"
