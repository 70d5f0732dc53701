"""A caller who waits is offered to be rung back: never where it may do harm, once, and they keep their place."""

from datetime import timedelta

import pytest

from lineside.callouts.commands import claim_call, say_who_answered, tell_call_out
from lineside.callouts.models import CallOut
from lineside.callouts.permissions import CanCallOut
from lineside.contacts.commands import claim_message, record_call_moment, resolve_contact, take_contact
from lineside.contacts.models import Contact, Message, RingBack
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import next_for
from lineside.contacts.testing import GATEWAY, a_call, make_text
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import clock
from lineside.pole.testing import make_marker
from lineside.queues.commands import choose_state
from lineside.switchboard.commands import count_attempt, ring_who_asked
from lineside.switchboard.models import Offer
from lineside.switchboard.rules import Caller, OfferPlan, may_be_offered, rest_after
from lineside.switchboard.testing import SWITCH, asks, make_ready, make_ringing

pytestmark = pytest.mark.django_db
POST = system_actor("test post", *CanContact)
DIALLER = system_actor("test dialler", *CanCallOut)
PLAN = OfferPlan(timedelta(seconds=60), 50, 3, timedelta(minutes=10), "2026-11")


@pytest.fixture(autouse=True)
def enforced(settings):
    settings.SIGN_OFFS_ENFORCED = True


@pytest.fixture
def busy():
    """Everybody who may take the call is on another one."""
    desk = make_ready("201", "public_calls", "texts")
    take_contact(actor=desk, contact_id=make_text(number="+447700900999").id)
    return desk


def later(seconds):
    return clock(now() + timedelta(seconds=seconds))


def a_caller(**facts):
    whole = {"line": "PUBLIC_FREEPHONE", "number": "+447700900123", "risk": 45, "waited": timedelta(seconds=61)}
    return Caller(**{**whole, "is_silent": False, "through_relay": False, **facts})


@pytest.mark.parametrize(
    ("facts", "may"),
    [
        ({}, True),
        ({"line": "999_BT"}, False),
        ({"is_silent": True}, False),
        ({"through_relay": True}, False),
        ({"risk": 51}, False),
        ({"number": ""}, False),
        ({"number": "anonymous"}, False),
        ({"waited": timedelta(seconds=59)}, False),
    ],
)
def test_who_may_be_asked_to_hang_up(facts, may):
    assert may_be_offered(PLAN, a_caller(**facts)) is may
    assert not may_be_offered(None, a_caller(**facts))


def test_it_is_tried_as_often_as_the_edition_says_and_no_more_once_they_were_reached():
    assert rest_after(PLAN, 2, reached=False) == timedelta(minutes=10)
    assert rest_after(PLAN, 3, reached=False) is None
    assert rest_after(PLAN, 1, reached=True) is None


def test_it_is_offered_once_after_a_minute_and_kept_only_for_the_key_one(busy):
    call = make_ringing()
    assert asks(call).word == "wait"
    with later(61):
        assert asks(call).word == "offer"
        assert asks(call, key="5").word == "wait"
        assert asks(call).word == "wait"
        assert Offer.objects.get().accepted_at is None
        assert asks(call, key="1").word == "kept"
        assert asks(call, key="1").word == "kept"  # told twice, agreed once


def test_a_key_without_an_offer_hangs_nobody_up(busy):
    assert asks(make_ringing(), key="1").word == "wait"
    assert not Offer.objects.exists()


def test_key_two_texts_the_address_of_the_form_once_and_the_call_waits_on(busy, settings):
    call = make_ringing(number="07700900123")
    with later(61):
        assert asks(call).word == "offer"
        assert asks(call, key="2").word == "texted"
        assert asks(call, key="2").word == "texted"  # told twice, texted once
        assert asks(call).word == "wait"
        claimed = claim_message(actor=POST, channel="text")
    [text] = Message.objects.filter(contact=call, direction="out")
    assert settings.REPORT_ORIGIN in text.text
    assert (text.recipients, text.sender_address, text.delivery) == (["+447700900123"], "61016", "sending")
    assert claimed is not None
    assert claimed.id == text.id
    call.refresh_from_db()
    assert (call.state, call.handler_id) == ("offered", None)


@pytest.mark.parametrize("facts", [{"number": "02079460000"}, {"number": "07700900123", "is_unsafe": True}])
def test_no_text_goes_to_a_number_of_a_line_or_where_it_is_not_safe(busy, facts):
    call = make_ringing(number=facts["number"])
    with later(61):
        assert asks(call).word == "offer"
        if facts.get("is_unsafe"):
            make_marker(facts["number"], code="unsafe_contact")
        assert asks(call, key="2").word == "wait"
    assert not Message.objects.filter(direction="out").exists()


def test_a_key_two_without_an_offer_texts_nobody(busy):
    assert asks(make_ringing(number="07700900123"), key="2").word == "wait"
    assert not Message.objects.filter(direction="out").exists()


@pytest.mark.parametrize("line", ["999_BT", "999_RELAY", "SIGNALLER", "AMB_FIRE"])
def test_no_emergency_line_and_no_other_service_is_ever_offered_it(line):
    make_ready("201", "public_calls")
    call = make_ringing(line_type=line)
    with later(400):
        assert asks(call).word == "everybody"
    assert not Offer.objects.exists()


def test_a_silent_call_on_the_public_line_is_not_offered_it(busy):
    call = make_ringing(facts={"silent": "yes"})
    with later(61):
        assert asks(call).word == "wait"


@pytest.mark.parametrize("code", ["unsafe_contact", "self_harm", "vulnerable"])
def test_a_number_that_is_not_safe_to_ring_or_is_warned_of_is_not_offered_it(busy, code):
    make_marker("07700 900123", code=code, known_by="phone")
    call = make_ringing()
    with later(61):
        assert asks(call).word == "wait"


def agreed(call):
    with later(61):
        asks(call)
        assert asks(call, key="1").word == "kept"
        record_call_moment(actor=GATEWAY, call=a_call("abandoned", switch_call_id=call.switch_call_id))
    call.refresh_from_db()


def test_who_hung_up_keeps_their_place_before_who_came_later(busy):
    first, second = make_ringing(), None
    agreed(first)
    second = make_ringing(number="07700900456")
    choose_state(actor=busy, state="available")
    assert (first.state, first.call_back) == ("waiting", "asked_back")
    assert [row.id for row in next_for(busy)] == [first.id, second.id]


def rung(desk, call, outcome):
    """Next gives them, they are rung by the telephone at the desk, and so it goes."""
    take_contact(actor=desk, contact_id=call.id)
    placed = ring_who_asked(actor=desk, contact_id=call.id)
    assert placed
    assert (placed.number, placed.telephone, placed.about_id) == ("+447700900123", "201", call.id)
    claim_call(actor=DIALLER)
    states = ("ringing", "up", "ended") if outcome == "answered" else ("ringing", "ended")
    for state in states:
        said = outcome if state == "ended" else ""
        tell_call_out(actor=DIALLER, call_out_id=placed.id, state=state, outcome=said)
    count_attempt(actor=SWITCH, call_out_id=placed.id)
    count_attempt(actor=SWITCH, call_out_id=placed.id)  # told twice is one attempt
    call.refresh_from_db()


def test_next_rings_them_and_who_was_reached_stays_with_who_rang(busy):
    call = make_ringing()
    agreed(call)
    rung(busy, call, "answered")
    assert (call.state, call.handler_id) == ("taken", busy.id)
    assert list(RingBack.objects.values_list("outcome", flat=True)) == ["spoke"]
    assert Offer.objects.get().settled_at is not None
    resolve_contact(actor=busy, contact_id=call.id, disposition="called_back")


def test_a_machine_that_picked_up_is_no_conversation_and_they_are_rung_again(busy):
    call = make_ringing()
    agreed(call)
    rung(busy, call, "answered")
    placed = CallOut.objects.get()
    say_who_answered(actor=busy, call_out_id=placed.id, outcome="voicemail")
    count_attempt(actor=SWITCH, call_out_id=placed.id)
    count_attempt(actor=SWITCH, call_out_id=placed.id)
    call.refresh_from_db()
    assert list(RingBack.objects.values_list("outcome", flat=True)) == ["voicemail"]
    assert (call.state, call.handler_id, Offer.objects.get().settled_at) == ("waiting", None, None)
    with clock(now() + timedelta(minutes=11)):
        choose_state(actor=busy, state="available")
        assert [row.id for row in next_for(busy)] == [call.id]


def test_who_is_not_reached_goes_back_rests_and_is_rung_three_times_at_most(busy):
    call = make_ringing()
    agreed(call)
    at = now()
    for attempt in range(3):
        with clock(at + timedelta(minutes=11 * attempt + 2)):
            choose_state(actor=busy, state="available")
            assert call.id in [row.id for row in next_for(busy)]
            rung(busy, call, "no_answer")
            if attempt < 2:
                assert (call.state, call.handler_id) == ("waiting", None)
                assert call.id not in [row.id for row in next_for(busy)]
    assert (call.state, call.handler_id) == ("taken", busy.id)
    assert RingBack.objects.count() == CallOut.objects.count() == 3
    assert Offer.objects.get().settled_at is not None


def test_nobody_closes_it_without_an_attempt(busy):
    call = make_ringing()
    agreed(call)
    take_contact(actor=busy, contact_id=call.id)
    with pytest.raises(RuleBroken, match="ring this caller back"):
        resolve_contact(actor=busy, contact_id=call.id, disposition="advice_given")


def test_where_it_is_not_safe_any_more_nobody_is_rung_by_itself_and_it_says_why(busy):
    call = make_ringing()
    agreed(call)
    make_marker("07700 900123", code="unsafe_contact", known_by="phone")
    take_contact(actor=busy, contact_id=call.id)
    assert ring_who_asked(actor=busy, contact_id=call.id) is None
    assert not CallOut.objects.exists()
    assert call.messages.get().text.startswith("Asked to be rung back and not rung by itself")


def test_who_was_put_through_after_all_waits_for_no_call(busy):
    call = make_ringing()
    with later(61):
        asks(call)
        asks(call, key="1")
        facts = {"agent": "PJSIP/201", "telephone": "201"}
        record_call_moment(actor=GATEWAY, call=a_call("answered", switch_call_id=call.switch_call_id, facts=facts))
    found = Contact.objects.get(id=call.id)
    assert (found.state, found.call_back, found.handler_id) == ("taken", "", busy.id)
