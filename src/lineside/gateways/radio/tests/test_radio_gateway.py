"""Orders on the wire to a radio system that is well, slow, away or talks rubbish: each is done once or seen."""

from datetime import timedelta
from threading import Event

import pytest

from lineside.exchanges.rules import Unreadable, system_of
from lineside.gateways.radio.client import Client
from lineside.gateways.radio.peer import RadioSystem
from lineside.gateways.radio.protocol import Mapping
from lineside.gateways.radio.run import mapping
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.testing import audit_lines, clock
from lineside.radios.commands import give_up_waiting, send_order_again
from lineside.radios.models import LostRadio, RadioOrder
from lineside.radios.permissions import CanRadio
from lineside.radios.testing import FIRST, make_approved, make_lost_radio, make_order

pytestmark = pytest.mark.django_db
GATEWAY = system_actor("tests", CanRadio.DELIVER)


@pytest.fixture
def system():
    peer = RadioSystem()
    peer.start()
    yield peer
    peer.stop()


@pytest.fixture
def client(system):
    made = Client(system_of(system.url, "LINESIDE_RADIO_URL"), mapping())
    yield made
    made.exchange.close()


def look(client, rounds=1):
    for _ in range(rounds):
        client._asked_at = 0.0
        client.look()
    return RadioOrder.objects.get()


def test_an_approved_stun_reaches_the_radio_system_and_its_answer_the_desk(client, system):
    make_approved(make_lost_radio("7301234"))
    order = look(client)
    assert (order.state, system.disabled, LostRadio.objects.get().is_disabled) == ("done", {"7301234"}, True)


def test_what_nobody_approved_never_goes_out(client, system):
    make_order()
    assert look(client).state == "asked"
    assert system.orders == {}


def test_a_radio_that_is_off_is_stunned_once_it_is_heard(client, system):
    make_approved(make_lost_radio("7301238"))
    assert look(client, 1).state == "accepted"
    assert not LostRadio.objects.get().is_disabled
    assert look(client, 3).state == "done"
    assert system.carried_out.total() == 1


def test_a_refusal_is_told_in_the_systems_own_words(client):
    make_approved(make_lost_radio("7301239"))
    order = look(client)
    assert (order.state, order.says) == ("refused", "No such subscriber in this fleet")


def test_an_order_that_finds_the_system_away_is_offered_until_it_is_back(client, system):
    system.mood = "away"
    make_approved()
    assert look(client, 2).state == "sent"
    system.mood = "well"
    assert look(client).state == "done"


def test_an_order_without_an_answer_is_a_persons_and_sent_again_it_is_done_once(client, system):
    client.exchange.patience = 0.3
    system.mood = "mute"
    order = make_approved()
    assert look(client).state == "sent"
    client._offered.clear()
    with clock(now() + timedelta(seconds=31)):
        give_up_waiting(actor=GATEWAY)
    order.refresh_from_db()
    assert order.state == "unanswered"
    system.mood = "well"
    send_order_again(actor=FIRST, order_id=order.id)
    assert look(client).state == "done"
    assert system.carried_out.total() == 1
    assert len(system.orders) == 1


def test_rubbish_changes_nothing_and_is_shown(client, system):
    system.mood = "rubbish"
    make_approved()
    order = look(client)
    assert order.state == "sent"
    assert "<html>" in order.says
    assert not LostRadio.objects.get().is_disabled


def test_a_wrong_password_is_no_answer_to_the_order(system):
    client = Client(system_of(f"http://lineside:wrong@127.0.0.1:{system.port}", "LINESIDE_RADIO_URL"), mapping())
    make_approved()
    assert look(client).state == "sent"
    client.exchange.close()


def test_the_loop_ends_when_it_is_told_to(client):
    stop = Event()
    stop.set()
    client.run(stop)
    assert client.exchange.http.is_closed


def test_a_mapping_file_that_lacks_a_name_and_an_address_that_is_none_are_refused_in_a_sentence():
    with pytest.raises(Unreadable, match=r"answer\.ref"):
        Mapping({"path.orders": "/orders"})
    with pytest.raises(Unreadable, match="LINESIDE_RADIO_URL"):
        system_of("ftp://x", "LINESIDE_RADIO_URL")
    with pytest.raises(Unreadable, match="this order"):
        mapping().answer(b'{"orderRef":"another","status":"DONE"}', "mine")


def test_a_radio_that_is_off_for_days_leaves_a_line_for_what_changes_and_none_each_time_it_is_asked_after(
    client, system
):
    make_approved(make_lost_radio("7301238"))
    order = look(client)
    lines = len(audit_lines())
    for _ in range(3):
        system.askings.clear()
        assert look(client).version == order.version
    assert (order.state, len(audit_lines())) == ("accepted", lines)


def test_a_radio_system_that_forgot_an_accepted_order_leaves_it_to_a_person(client, system):
    make_approved(make_lost_radio("7301238"))
    assert look(client).state == "accepted"
    system.orders.clear()
    order = look(client)
    assert (order.state, order.says) == ("unanswered", "The radio system has no such order; send it again.")
    assert look(client, 3).version == order.version
