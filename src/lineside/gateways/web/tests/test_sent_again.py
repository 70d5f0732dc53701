"""A report that is sent again with other answers, a store that is full, and many addresses of one sender."""

import pytest

from lineside.contacts.models import Contact, Message
from lineside.contacts.queries import contact
from lineside.contacts.testing import make_call
from lineside.gateways.web import allowance
from lineside.gateways.web.draft import Draft, draft_of
from lineside.gateways.web.models import Allowance, WebReport
from lineside.gateways.web.peer import ANSWERS
from lineside.gateways.web.tests.conftest import PNG

pytestmark = pytest.mark.django_db(transaction=True)


def send(public, draft):
    return public.post("/report/", {"draft": draft.signed, "step": "check", "go": "send"})


def test_answers_that_were_changed_after_sending_are_added_once_and_lift_the_contact(public):
    draft = Draft(facts={step: dict(said) for step, said in ANSWERS.items()})
    first = send(public, draft)
    gone_back = draft_of(draft.signed)
    assert gone_back
    gone_back.facts["people"] = {"role": "victim", "hurt": "yes", "people": "A man with a stick"}
    again = [send(public, gone_back) for _ in range(2)]
    assert {answer.headers["Location"] for answer in again} == {first.headers["Location"]}
    contact = Contact.objects.get()
    assert (WebReport.objects.count(), contact.messages.count(), contact.risk >= 55) == (1, 2, True)
    added = Message.objects.latest("id")
    assert added.subject == "Web report sent again with other answers"
    assert "A man with a stick" in added.text


def test_a_full_store_says_wait_and_keeps_every_word_on_the_page(public, browser, settings, tmp_path):
    path = browser.send(browser.fill(ANSWERS))
    (tmp_path / "full").write_text("")
    settings.FILES_DIR = tmp_path / "full" / "files"
    answer = send(public, Draft(facts={step: dict(said) for step, said in ANSWERS.items()}))
    assert answer.status_code == 503
    assert "not sent yet" in answer.content.decode()
    assert ANSWERS["what"]["text"] in answer.content.decode()
    added = browser.add(path, "My words stay", (("a.png", PNG, "image/png"),))
    assert (added.status_code, "My words stay</textarea>" in added.text) == (503, True)
    assert str(tmp_path) not in added.text
    assert Message.objects.count() == 1


def test_all_addresses_of_one_network_of_ipv6_share_one_allowance():
    for address in ("2001:db8::1", "2001:db8::2:3", "2001:db8:0:1::1", "192.0.2.1", "192.0.2.2", "nonsense"):
        allowance.spend(address)
    assert Allowance.objects.exclude(key="everybody").count() == 5


def test_who_leaves_a_number_alone_is_found_by_it_as_one_who_rings(public):
    facts = {**ANSWERS, "you": {"how": "phone", "phone": "07700 900123"}}
    send(public, Draft(facts={step: dict(said) for step, said in facts.items()}))
    row = contact(Contact.objects.get().id)
    assert row.sender_address == make_call(number="07700 900123").sender_address
