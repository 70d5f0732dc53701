"""Whom the switch is told to ring: by the rule of the queue, one after another, and everybody when it must be."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from lineside.contacts.commands import record_call_moment, take_contact
from lineside.contacts.models import Contact
from lineside.contacts.testing import GATEWAY, a_call, make_text
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor, clock
from lineside.queues.commands import choose_state
from lineside.queues.models import Seat
from lineside.switchboard.commands import whom_to_ring
from lineside.switchboard.models import Ring
from lineside.switchboard.rules import EVERYBODY, RING, WAIT, Said
from lineside.switchboard.testing import asks, make_ready, make_ringing

pytestmark = pytest.mark.django_db
BOTH = ("public_calls", "emergency_calls")


@pytest.fixture(autouse=True)
def enforced(settings):
    settings.SIGN_OFFS_ENFORCED = True


def later(seconds):
    return clock(now() + timedelta(seconds=seconds))


def test_the_one_who_is_signed_off_for_the_line_is_rung_and_has_the_call_kept_for_them():
    make_ready("201", "public_calls")
    kim = make_ready("202", *BOTH)
    call = make_ringing(line_type="999_BT")
    assert asks(call) == Said(RING, "202", 5)
    seat = Seat.objects.get(telephone="202")
    assert (seat.account_id, seat.state, seat.contact_id) == (kim.id, "reserved", call.id)
    assert seat.until == seat.since + timedelta(seconds=5)


def test_who_has_been_free_for_longest_is_rung_first_and_no_answer_goes_to_the_next_and_then_to_everybody():
    make_ready("201", *BOTH)
    with later(1):
        make_ready("202", *BOTH)
        call = make_ringing(line_type="999_BT")
        assert asks(call).telephone == "201"
    with later(6):
        assert asks(call, "NOANSWER").telephone == "202"
        assert Seat.objects.get(telephone="201").state == "available"
    with later(10):
        assert asks(call, "CHANUNAVAIL").word == EVERYBODY
    assert list(Ring.objects.order_by("id").values_list("telephone", "outcome")) == [
        ("201", "no_answer"),
        ("202", "unreachable"),
    ]


def test_the_graver_call_has_the_only_one_who_is_free_though_it_came_later():
    make_ready("201", *BOTH)
    public, emergency = make_ringing(), make_ringing(line_type="999_BT")
    assert asks(public).word == WAIT
    assert asks(emergency).telephone == "201"


def test_a_graver_text_goes_before_a_call_but_nobody_sits_idle_beside_a_ringing_telephone():
    make_ready("201", "public_calls", "texts")
    call = make_ringing()
    make_text("He has a knife and he stabbed someone")
    assert Contact.objects.get(channel="text").risk > call.risk
    assert asks(call).word == WAIT
    with later(10):
        assert asks(call).telephone == "201"


def test_who_hung_up_or_was_spoken_to_keeps_no_caller_waiting():
    make_ready("201", *BOTH)
    hung_up, spoken_to = make_ringing(line_type="999_BT"), make_ringing(line_type="999_BT")
    record_call_moment(actor=GATEWAY, call=a_call("abandoned", switch_call_id=hung_up.switch_call_id))
    for kind in ("answered", "ended"):
        record_call_moment(actor=GATEWAY, call=a_call(kind, switch_call_id=spoken_to.switch_call_id))
    assert Contact.objects.filter(state="abandoned").exists()
    assert asks(make_ringing()).telephone == "201"


def test_who_has_no_telephone_is_rung_by_no_switch_and_stands_in_no_calls_way():
    make_ready("", "public_calls")
    make_ready("202", "public_calls")
    assert asks(make_ringing()).telephone == "202"


def test_a_room_in_which_nobody_may_take_it_rings_everybody_at_once():
    make_ready("201", "texts")
    assert asks(make_ringing()).word == EVERYBODY


def test_somebody_on_a_break_is_not_rung_and_does_not_count_as_there():
    choose_state(actor=make_ready("201", "public_calls"), state="break")
    assert asks(make_ringing()).word == EVERYBODY


def test_a_call_that_waited_for_its_whole_time_rings_everybody_whoever_is_free():
    make_ready("201", "public_calls")
    call = make_ringing()
    with later(301):
        assert asks(call).word == EVERYBODY


def test_a_call_that_the_switch_alone_knows_rings_everybody():
    assert whom_to_ring(actor=GATEWAY_THAT_ASKS, switch_call_id="unheard of") == str(Said(EVERYBODY))


def test_who_took_the_ringing_call_at_the_desk_is_rung():
    make_ready("201", "public_calls")
    kim = make_ready("202", "public_calls")
    call = make_ringing()
    take_contact(actor=kim, contact_id=call.id)
    assert asks(call).telephone == "202"
    assert asks(call, "NOANSWER").word == EVERYBODY


def test_while_one_is_rung_nobody_else_takes_it_and_when_the_caller_gives_up_both_are_free():
    make_ready("201", "public_calls")
    kim = make_ready("202", "public_calls")
    call = make_ringing()
    asks(call)
    with pytest.raises(RuleBroken, match="kept for them"):
        take_contact(actor=kim, contact_id=call.id)
    record_call_moment(actor=GATEWAY, call=a_call("abandoned", switch_call_id=call.switch_call_id))
    assert Seat.objects.get(telephone="201").state == "available"


def test_the_one_whose_telephone_was_picked_up_has_the_call_even_where_another_was_rung():
    make_ready("201", "public_calls")
    kim = make_ready("202", "public_calls")
    call = make_ringing()
    asks(call)
    answered = a_call("answered", switch_call_id=call.switch_call_id, facts={"agent": "PJSIP/202", "telephone": "202"})
    record_call_moment(actor=GATEWAY, call=answered)
    call.refresh_from_db()
    assert (call.state, call.handler_id, call.handler_name) == ("taken", kim.id, kim.name)
    assert dict(Seat.objects.values_list("telephone", "state")) == {"201": "available", "202": "talking"}


def test_two_cannot_sit_at_one_telephone():
    make_ready("201", "public_calls")
    kim = make_ready("202", "public_calls")
    choose_state(actor=kim, state="available", telephone="201")
    assert sorted(Seat.objects.values_list("telephone", flat=True)) == ["", "201"]
    assert Seat.objects.get(telephone="201").account_id == kim.id


def test_a_telephone_is_a_number_of_ours():
    with pytest.raises(RuleBroken, match="your own telephone"):
        choose_state(actor=make_ready("201"), state="available", telephone="201,20&LOCAL/9")


def test_only_a_switch_may_ask():
    with pytest.raises(NotPermitted):
        whom_to_ring(actor=an_actor("contacts.view"), switch_call_id="1")


GATEWAY_THAT_ASKS = an_actor("switchboard.ask")


@pytest.mark.django_db(transaction=True)
def test_ten_calls_that_ask_in_one_instant_ring_ten_different_people():
    for number in range(201, 211):
        make_ready(str(number), "public_calls")
    calls = [make_ringing() for _ in range(10)]
    gate = threading.Barrier(10)

    def ask(call):
        gate.wait()
        try:
            return asks(call)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        said = list(pool.map(ask, calls))
    assert sorted(each.telephone for each in said) == [str(number) for number in range(201, 211)]
