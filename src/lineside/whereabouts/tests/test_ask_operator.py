"""The 999 enquiry: a task with its clock, who asked and why, what it brought; locked after the hour."""

from datetime import timedelta

import pytest

from lineside.contacts.commands import record_call_moment
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, a_call
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.whereabouts import queries
from lineside.whereabouts.commands import ask_operator, record_operator_answer
from lineside.whereabouts.permissions import CanWhereabouts

pytestmark = pytest.mark.django_db
PRIYA = an_actor(CanContact.VIEW, *CanWhereabouts, name="Priya Shah")
WHY = "She whispered that he has a knife; the line went dead."


def lost(minutes):
    call_id, began = str(uuid7()), now() - timedelta(minutes=minutes + 1)
    for kind, at in (("offered", began), ("answered", began), ("ended", began + timedelta(minutes=1))):
        call = record_call_moment(actor=GATEWAY, call=a_call(kind, at, switch_call_id=call_id, line_type="999_BT"))
    return call


def test_the_enquiry_has_a_clock_who_asked_and_why_and_keeps_what_it_brought():
    call = lost(20)
    asked = ask_operator(actor=PRIYA, contact_id=call.id, asked_of="call_handling_agent", why=WHY)
    assert asked.until == call.ended_at + timedelta(hours=1)
    assert [row.id for row in queries.open_operator_enquiries()] == [asked.id]
    record_operator_answer(actor=PRIYA, operator_enquiry_id=asked.id, outcome="told", told="A flat in LS1 0AA")
    [row] = queries.operator_enquiries(call.id)
    assert (row.asked_by, row.answered_by, row.why) == ("Priya Shah", "Priya Shah", WHY)
    assert row.in_words.endswith("Told who or where. A flat in LS1 0AA")
    assert queries.open_operator_enquiries() == []
    with pytest.raises(RuleBroken, match="written down what it brought already"):
        record_operator_answer(actor=PRIYA, operator_enquiry_id=asked.id, outcome="nothing_known")


def test_after_the_hour_it_is_locked():
    with pytest.raises(RuleBroken, match="single point of contact"):
        ask_operator(actor=PRIYA, contact_id=lost(61).id, asked_of="network", why=WHY)


def test_the_same_operator_is_asked_once_at_a_time():
    call = lost(5)
    ask_operator(actor=PRIYA, contact_id=call.id, asked_of="network", why=WHY)
    with pytest.raises(RuleBroken, match="asked already"):
        ask_operator(actor=PRIYA, contact_id=call.id, asked_of="network", why=WHY)


def test_it_needs_a_right_of_its_own():
    with pytest.raises(NotPermitted):
        ask_operator(actor=an_actor(*CanContact), contact_id=lost(5).id, asked_of="network", why=WHY)
