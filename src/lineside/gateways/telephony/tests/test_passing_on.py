"""Calls that are passed on, against a switch in a process of its own: moved once, and what became of each."""

from contextlib import contextmanager

import pytest

from lineside.contacts.models import CallMoment, Contact
from lineside.contacts.permissions import CanContact
from lineside.gateways.telephony.moving import GATEWAY
from lineside.gateways.telephony.outgoing import Placing
from lineside.gateways.telephony.protocol import message_of
from lineside.gateways.telephony.redirecting import MOVE, PLAN, Redirecting, redirect, way_of
from lineside.gateways.telephony.tests.test_calls_out import dialler
from lineside.gateways.telephony.tests.test_switch_to_contact import a_switch, the_gateway, until
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor
from lineside.queues.commands import choose_state
from lineside.queues.permissions import CanQueue
from lineside.switchboard.commands import claim_move, pass_call
from lineside.switchboard.models import Move

pytestmark = pytest.mark.django_db(transaction=True)
KEY = uuid7()


def at_desk(name, telephone):
    actor = an_actor(*CanQueue, *CanContact, name=name, key=uuid7())
    choose_state(actor=actor, state="available", telephone=telephone)
    return actor


@contextmanager
def a_call(folder, to="202", back="201", *, listens=True):
    """Priya speaks with a caller, as the switch itself has told; Sam sits at the other telephone."""
    with a_switch(folder / "Master.csv") as peer, the_gateway(peer, folder):
        one, two = at_desk("Priya Shah", back), at_desk("Sam Okoro", to)
        key = peer.do("ring 07700900123 999")
        until(Contact.objects.exists)
        peer.do(f"answer {key} {back}")
        until(lambda: Contact.objects.get().handler_id == one.id)

        def ask():
            return pass_call(actor=one, contact_id=Contact.objects.get().id, to_id=two.id, reason="Speaks Polish.")

        if listens:
            with dialler(peer, folder):
                yield peer, key, ask
        else:
            yield peer, key, ask


def standing():
    return Move.objects.order_by("-id").values_list("state", "outcome")[0]


def reach(*state):
    until(lambda: standing() == state)


def handler():
    return Contact.objects.get().handler_name


def test_the_channel_of_the_caller_is_a_fact_of_the_call(tmp_path):
    with a_call(tmp_path, listens=False):
        assert CallMoment.objects.get(kind="answered").facts["channel"] == "PJSIP/trunk-00000001"


def test_the_other_telephone_rings_is_picked_up_and_the_contact_follows(tmp_path):
    with a_call(tmp_path) as (peer, key, ask):
        ask()
        reach("ended", "moved")
        assert peer.do("moved") == "PJSIP/trunk-00000001>202@lineside-pass"
        assert handler() == "Sam Okoro"
        assert Contact.objects.get().ended_at is None
        peer.do(f"hangup {key}")
        until(lambda: Contact.objects.get().ended_at)


def test_until_it_is_picked_up_whoever_passes_it_has_the_contact(tmp_path):
    with a_call(tmp_path, to="209") as (peer, _, ask):
        ask()
        reach("moving", "")
        until(lambda: peer.do("moved") != "nowhere")
        assert handler() == "Priya Shah"
        until(lambda: peer.do("pickup") and standing() == ("ended", "moved"))
        assert handler() == "Sam Okoro"


def test_a_telephone_that_is_not_picked_up_gives_the_caller_back(tmp_path):
    with a_call(tmp_path, to="205") as (peer, key, ask):
        ask()
        reach("ended", "came_back")
        assert handler() == "Priya Shah"
        assert "did not pick up" in Contact.objects.get().marks[-1]
        assert peer.do(f"hold {key}") == "hold"


def test_where_neither_picks_up_it_rings_at_every_telephone(tmp_path):
    with a_call(tmp_path, to="205", back="215") as (_, _, ask):
        ask()
        reach("ended", "rings_everywhere")
        assert handler() == "Priya Shah"
        assert "every telephone" in Contact.objects.get().marks[-1]


def test_a_caller_who_hangs_up_while_it_rings_is_told_of(tmp_path):
    with a_call(tmp_path, to="209") as (peer, key, ask):
        ask()
        until(lambda: peer.do("moved") != "nowhere")
        peer.do(f"hangup {key}")
        reach("ended", "hung_up")
        assert handler() == "Priya Shah"
        until(lambda: Contact.objects.get().ended_at)


def test_a_switch_without_the_plan_is_never_asked_to_move_a_call(tmp_path):
    with a_call(tmp_path, listens=False) as (peer, key, ask):
        peer.do("planless")
        with dialler(peer, tmp_path):
            ask()
            reach("ended", "refused")
        assert peer.do("moved") == "nowhere"
        assert peer.do(f"hold {key}") == "hold"
        assert "lineside-pass" in Contact.objects.get().marks[-1]


def test_a_line_that_is_lost_while_it_rings_is_said_and_when_it_is_back_it_is_known_who_has_the_call(tmp_path):
    with a_call(tmp_path, to="209") as (peer, _, ask):
        ask()
        until(lambda: peer.do("moved") != "nowhere")
        peer.do("deaf")
        peer.do("drop")
        reach("unsure", "")
        peer.do("pickup")
        peer.do("hear")
        reach("ended", "moved")
        assert handler() == "Sam Okoro"
        assert peer.do("moved").count(">") == 1


def test_what_a_gateway_claimed_before_it_died_is_never_asked_for_again_and_ends_in_words(tmp_path):
    with a_call(tmp_path, listens=False) as (peer, _, ask):
        row = ask()
        assert claim_move(actor=GATEWAY) == row
        with dialler(peer, tmp_path):
            reach("ended", "stayed")
        assert peer.do("moved") == "nowhere"
        assert "whether it rang at Sam Okoro is not known" in Contact.objects.get().marks[-1]


def test_a_call_that_is_gone_when_the_line_is_back_is_not_known_of(tmp_path):
    with a_call(tmp_path, to="209") as (peer, key, ask):
        ask()
        until(lambda: peer.do("moved") != "nowhere")
        peer.do("deaf")
        peer.do("drop")
        reach("unsure", "")
        peer.do(f"hangup {key}")
        peer.do("hear")
        reach("ended", "unknown")
        assert handler() == "Priya Shah"


def test_what_was_passed_on_once_may_be_passed_on_again(tmp_path):
    with a_call(tmp_path) as (peer, _, ask):
        ask()
        reach("ended", "moved")
        three = at_desk("Ana Silva", "203")
        key = Contact.objects.get().handler_id
        assert key
        two = an_actor(*CanContact, name="Sam Okoro", key=key)
        pass_call(actor=two, contact_id=Contact.objects.get().id, to_id=three.id, reason="Back to nights.")
        until(lambda: handler() == "Ana Silva")
        assert peer.do("moved").split()[-1] == "PJSIP/trunk-00000001>203@lineside-pass"


def on_its_way(to="202", back="201"):
    way = way_of(Placing(), KEY, to=to, back=back)
    return Redirecting(open={"8.1": way})


def test_what_the_switch_refuses_ends_in_its_words():
    gone = message_of({"Response": "Error", "ActionID": f"{MOVE}{KEY}", "Message": "Channel does not exist: PJSIP/t-1"})
    [told] = on_its_way().take(gone)
    assert (told.outcome, told.says) == ("refused", "The switch said: Channel does not exist: PJSIP/t-1.")


def test_a_telephone_that_cannot_be_reached_rings_back_at_once_with_no_word_of_it():
    """Asterisk tells nothing of a Dial whose channel it cannot make."""
    moving = on_its_way()
    begun = {"Event": "DialBegin", "Uniqueid": "8.1", "DestChannel": "PJSIP/201-0000000a"}
    assert "it rings again at telephone 201" in next(iter(moving.take(message_of(begun)))).says
    ended = {"Event": "DialEnd", "Uniqueid": "8.1", "DestChannel": "PJSIP/201-0000000a", "DialStatus": "ANSWER"}
    assert [told.outcome for told in moving.take(message_of(ended))] == ["came_back"]


def test_what_is_told_of_other_calls_and_of_telephones_that_begin_alike_is_nothing():
    moving = on_its_way(to="20", back="201")
    other = {"Event": "Hangup", "Uniqueid": "9.1"}
    assert list(moving.take(message_of(other))) == []
    answered = {"Event": "DialEnd", "Uniqueid": "8.1", "DestChannel": "PJSIP/201-0000000a", "DialStatus": "ANSWER"}
    assert [told.outcome for told in moving.take(message_of(answered))] == ["came_back"]


@pytest.mark.parametrize(("response", "has_plan"), [("Success", True), ("Error", False)])
def test_the_plan_is_known_from_the_switchs_answer(response, has_plan):
    moving = Redirecting()
    assert list(moving.take(message_of({"Response": response, "ActionID": PLAN}))) == []
    assert moving.has_plan is has_plan


def test_the_telephone_to_go_back_to_is_said_before_the_call_is_moved():
    said = redirect(Placing(), KEY, "PJSIP/trunk-00000001", to="202", back="201").decode()
    back, moved = said.split("\r\n\r\n")[:2]
    assert "Action: Setvar" in back
    assert "Value: 201" in back
    assert "Action: Redirect" in moved
    assert "Exten: 202" in moved
