"""What we write first: sent once by the gateway of its way, in no queue, and told of to whoever wrote it."""

from typing import Any

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import claim_message, receive_message, record_delivery, write_first
from lineside.contacts.events import MessageDelivered
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules.letters_out import check_body, check_to
from lineside.contacts.testing import GATEWAY, an_arrival, make_text
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, events_of
from lineside.pole.permissions import CanPole
from lineside.pole.testing import make_marker

WRITER = an_actor(CanContact.REPLY, CanPole.OVERRULE, name="Sunita Birch")
MAIL: dict[str, Any] = {
    "way": "mail",
    "to": "robin@passenger.example",
    "content": ("Robin Vale", "Your crime", "Dear Robin"),
}
TEXT: dict[str, Any] = {"way": "text", "to": "07700 900123", "content": ("Robin Vale", "", "Police: ring us.")}


def test_it_goes_only_where_its_way_can_go():
    assert check_to("text", "07700 900123") == "+447700900123"
    assert check_to("mail", " robin@passenger.example ") == "robin@passenger.example"
    for way, to in (("text", "withheld"), ("mail", "robin"), ("mail", "a@b.example\nBcc: x@y.example"), ("post", "x")):
        with pytest.raises(RuleBroken):
            check_to(way, to)
    with pytest.raises(RuleBroken, match="what you want to tell"):
        check_body("mail", " ")
    with pytest.raises(RuleBroken, match="1000 characters"):
        check_body("text", "x" * 1001)


@pytest.mark.django_db
@pytest.mark.parametrize(("facts", "channel"), [(MAIL, "email"), (TEXT, "text")])
def test_it_is_sent_once_by_its_gateway_and_is_in_no_queue(facts, channel):
    message = write_first(actor=WRITER, **facts)
    contact = Contact.objects.get(pk=message.contact_id)
    assert (contact.state, contact.handler_name, contact.sender_name) == ("resolved", "Sunita Birch", "Robin Vale")
    assert claim_message(actor=GATEWAY, channel="text" if channel == "email" else "email") is None
    claimed = claim_message(actor=GATEWAY, channel=channel)
    assert claimed == message
    record_delivery(actor=GATEWAY, message_id=message.id, outcome="sent")
    assert claim_message(actor=GATEWAY, channel=channel) is None
    assert "Robin" not in str(AuditLine.objects.get(name="contacts.write_first", kind="did").facts)


@pytest.mark.django_db
def test_what_does_not_arrive_brings_nobody_to_the_queue_and_is_news():
    message = write_first(actor=WRITER, **MAIL)
    claim_message(actor=GATEWAY)
    record_delivery(actor=GATEWAY, message_id=message.id, outcome="failed", detail="550 no such box")
    row = queries.contact(message.contact_id)
    assert (row.state, row.delivery_failure) == ("resolved", "550 no such box")
    assert events_of(MessageDelivered)[-1].facts["outcome"] == "failed"
    bounce = an_arrival(bounce_of=message.message_id, is_auto=True, sender_address="")
    assert receive_message(actor=GATEWAY, arrival=bounce).id == row.id
    assert Contact.objects.get(pk=row.id).state == "resolved"


@pytest.mark.django_db
def test_an_answer_to_it_is_a_contact_of_its_own_that_names_it():
    message = write_first(actor=WRITER, **MAIL)
    came = an_arrival(in_reply_to=message.message_id, sender_address="robin@passenger.example")
    contact = receive_message(actor=GATEWAY, arrival=came)
    assert (contact.state, contact.channel) == ("waiting", "email")
    assert Contact.objects.get(pk=message.contact_id).reference in contact.marks[0]
    write_first(actor=WRITER, **TEXT)
    assert make_text(number="+447700900123").state == "waiting"


@pytest.mark.django_db
def test_where_it_is_not_safe_it_goes_for_a_reason_alone_and_who_may_not_writes_nothing():
    make_marker("07700 900123", code="unsafe_contact")
    with pytest.raises(RuleBroken, match="not safe"):
        write_first(actor=WRITER, **TEXT)
    message = write_first(actor=WRITER, **TEXT, unsafe_reason="They asked for it this morning")
    assert claim_message(actor=GATEWAY, channel="text") == message
    with pytest.raises(NotPermitted):
        write_first(actor=an_actor(CanContact.VIEW), **TEXT)
    assert Message.objects.filter(direction="out").count() == 1
