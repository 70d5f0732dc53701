"""No way out to somebody who is not safe to reach: held by the command, whatever screen or client asks."""

from datetime import datetime, time

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import claim_message, decide_call_back, receive_message, reply_to_contact, take_contact
from lineside.contacts.models import Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, an_arrival, make_call, make_message, make_text
from lineside.kernel.clock import UK
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock
from lineside.pole.commands import place_marker
from lineside.pole.permissions import CanPole
from lineside.pole.rules import MarkerFacts
from lineside.pole.testing import REGISTRAR

ALEX = an_actor(*CanContact, *CanPole)
DAY, NIGHT = datetime(2026, 11, 26, 11, 0, tzinfo=UK), datetime(2026, 11, 26, 23, 30, tzinfo=UK)
WHY = "Her life is in danger and nothing else reaches her."
MADE = {
    "text": (make_text, "phone", "+447700900123"),
    "email": (make_message, "email", "sam.porter@passenger.example"),
}
pytestmark = pytest.mark.django_db


def unsafe(known_by="phone", value="+447700900123", **rule):
    words = "Her partner reads what comes in the evening."
    facts = MarkerFacts(code="unsafe_contact", known_by=known_by, value=value, words=words, **rule)
    return place_marker(actor=REGISTRAR, marker=facts)


def taken(make):
    return take_contact(actor=ALEX, contact_id=make().id)


@pytest.mark.parametrize("channel", MADE)
def test_a_reply_that_is_not_safe_is_refused_and_goes_for_a_reason_on_record(channel):
    make, known_by, value = MADE[channel]
    unsafe(known_by, value)
    contact = taken(make)
    with pytest.raises(RuleBroken, match="It is not safe to"):
        reply_to_contact(actor=ALEX, contact_id=contact.id, text="We are coming.")
    assert not Message.objects.filter(direction="out").exists()
    sent = reply_to_contact(actor=ALEX, contact_id=contact.id, text="We are coming.", unsafe_reason=WHY)
    assert sent.unsafe_reason == WHY
    assert AuditLine.objects.get(kind="did", name="pole.overrule_safe_contact").facts["reason"] == WHY
    claimed = claim_message(actor=GATEWAY, channel=channel)
    assert claimed
    assert claimed.id == sent.id


def test_who_may_not_overrule_sends_nothing_even_with_a_reason():
    unsafe()
    contact = taken(make_text)
    with pytest.raises(NotPermitted):
        reply_to_contact(actor=an_actor(*CanContact), contact_id=contact.id, text="x", unsafe_reason=WHY)


def test_another_way_stays_open():
    unsafe(ways=("call",))
    assert reply_to_contact(actor=ALEX, contact_id=taken(make_text).id, text="May we write?").unsafe_reason == ""


def test_what_waited_until_it_is_not_safe_any_more_does_not_go_and_comes_back_to_the_desk():
    unsafe(safe_from=time(9), safe_until=time(17))
    with clock(DAY):
        contact = taken(make_text)
        reply_to_contact(actor=ALEX, contact_id=contact.id, text="May we call you?")
    with clock(NIGHT):
        assert claim_message(actor=GATEWAY, channel="text") is None
        assert claim_message(actor=GATEWAY, channel="text") is None
    row = queries.contact(contact.id)
    assert row.delivery_failure == "Not sent: it is not safe to text +447700900123 outside 09:00 to 17:00 any more."
    assert row.has_news


def test_no_machine_answers_by_itself_where_it_is_not_safe():
    unsafe()
    contact = receive_message(
        actor=GATEWAY, arrival=an_arrival(channel="text", box="61016", sender_address="+447700900123", text="55")
    )
    assert not Message.objects.filter(direction="out").exists()
    assert "No answer went by itself. It is not safe to text +447700900123." in queries.contact(contact.id).marks


def test_an_abandoned_call_is_called_back_only_where_it_is_safe_or_for_a_reason():
    unsafe()
    contact = make_call("abandoned")
    with pytest.raises(RuleBroken, match="not safe to call"):
        decide_call_back(actor=ALEX, contact_id=contact.id, decision="call", seen_version=contact.version)
    decide_call_back(actor=ALEX, contact_id=contact.id, decision="call", reason=WHY, seen_version=contact.version)
    assert AuditLine.objects.filter(name="pole.overrule_safe_contact", kind="did").count() == 1
