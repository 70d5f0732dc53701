"""The switch's plan asks us whom to ring on its own line; the peer follows the same plan in a process of its own."""

import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from lineside.contacts.commands import take_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.testing import make_text
from lineside.gateways.telephony.asking import Asked, Promptness, answer_to, asked_by
from lineside.gateways.telephony.protocol import message_of
from lineside.gateways.telephony.tests.test_switch_to_contact import a_switch, the_gateway, until
from lineside.queues.models import Seat
from lineside.switchboard.models import Ring
from lineside.switchboard.testing import make_ready

ROOT = Path(__file__).parents[5]
BOTH = ("public_calls", "emergency_calls")


def a_question(**facts):
    whole = {"Event": "UserEvent", "UserEvent": "LinesideAsks", "Channel": "PJSIP/trunk-1", "Uniqueid": "17.1"}
    return message_of({**whole, "Round": "2", "How": "NOANSWER", **facts})


def test_a_question_is_read_and_answered_in_a_variable_of_its_own_round():
    asked = asked_by(a_question())
    assert asked == Asked(channel="PJSIP/trunk-1", call_id="17.1", round="2", how="NOANSWER")
    assert answer_to(asked, "ring,201,10") == (
        b"Action: Setvar\r\nChannel: PJSIP/trunk-1\r\nVariable: LINESIDE_SAID_2\r\nValue: ring,201,10\r\n\r\n"
    )


@pytest.mark.parametrize(
    "facts", [{"UserEvent": "Other"}, {"Event": "Hangup"}, {"Round": "2,3"}, {"Round": ""}, {"Channel": ""}]
)
def test_what_is_no_question_of_ours_is_not_answered(facts):
    assert asked_by(a_question(**facts)) is None


def test_a_question_that_lay_in_the_line_is_not_answered_whatever_the_two_clocks_say():
    prompt, at = Promptness(), datetime(2026, 11, 27, 4, 0, tzinfo=UTC)

    def heard(stamp, after):
        return prompt.is_prompt(a_question(Timestamp=f"{at.timestamp() + stamp}"), at + timedelta(seconds=after))

    assert heard(-5, 0)  # the switch's clock is five seconds behind
    assert heard(0, 5.2)
    assert not heard(5, 11.5)
    assert prompt.is_prompt(a_question(), at)


def test_the_plan_of_the_deployment_asks_as_the_peer_does():
    plan = (ROOT / "deploy/asterisk/extensions.conf").read_text()
    assert "UserEvent(LinesideAsks,Round: ${ROUND},How: ${HOW},Key: ${KEY})" in plan
    assert "${LINESIDE_SAID_${ROUND}}" in plan


@contextmanager
def a_switch_that_asks(folder):
    with a_switch(folder / "Master.csv", more=("--asks",)) as peer:
        yield peer


@pytest.mark.django_db(transaction=True)
def test_one_is_rung_does_not_pick_up_the_next_does_and_has_the_call(tmp_path, settings):
    settings.SIGN_OFFS_ENFORCED = True
    make_ready("201", *BOTH)
    kim = make_ready("202", *BOTH)
    with a_switch_that_asks(tmp_path) as peer, the_gateway(peer, tmp_path):
        key = peer.do("ring 07700900123 999")
        until(lambda: Ring.objects.filter(telephone="202").exists())
        until(lambda: peer.do(f"lift {key}") == "202")
        until(lambda: Contact.objects.get().handler_id == kim.id)
        assert peer.do(f"went {key}") == "ring:201 ring:202"
        until(lambda: Seat.objects.get(telephone="202").state == "talking")
        assert Seat.objects.get(telephone="201").state == "available"
        peer.do(f"hangup {key}")
    assert list(Ring.objects.order_by("id").values_list("telephone", "outcome")) == [("201", "no_answer"), ("202", "")]


@pytest.mark.django_db(transaction=True)
def test_without_us_on_the_line_the_switch_rings_everybody_after_a_second(tmp_path):
    with a_switch_that_asks(tmp_path) as peer:
        key, began = peer.do("ring 07700900123 999"), time.monotonic()
        until(lambda: peer.do(f"went {key}") == "everybody")
        assert time.monotonic() - began < 2


@pytest.mark.django_db(transaction=True)
def test_we_are_killed_while_somebody_is_rung_and_the_switch_goes_on_to_everybody(tmp_path, settings):
    settings.SIGN_OFFS_ENFORCED = True
    make_ready("201", *BOTH)
    with a_switch_that_asks(tmp_path) as peer:
        with the_gateway(peer, tmp_path):
            key = peer.do("ring 07700900123 999")
            until(lambda: peer.do(f"went {key}") == "ring:201")
        until(lambda: peer.do(f"went {key}") == "ring:201 everybody")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_holds_us_up_holds_up_no_caller(tmp_path, settings):
    settings.SIGN_OFFS_ENFORCED = True
    make_ready("201", *BOTH)
    with a_switch_that_asks(tmp_path) as peer, the_gateway(peer, tmp_path):
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE queues_seat IN ACCESS EXCLUSIVE MODE")
            key, began = peer.do("ring 07700900123 999"), time.monotonic()
            until(lambda: peer.do(f"went {key}") == "everybody")
            assert time.monotonic() - began < 2
            cursor.execute("ROLLBACK")
        until(lambda: Contact.objects.count() == 1)


def waits_long(peer):
    """A call on the public line that has waited for over a minute, as the carrier's own time says."""
    key = peer.do("ring 07700900123 0800")
    peer.do(f"set {key} LINESIDE_CONNECTED_AT {time.time() - 100:.0f}")
    until(lambda: peer.do(f"went {key}").endswith("offer"))
    return key


@pytest.fixture
def busy(settings):
    settings.SIGN_OFFS_ENFORCED = True
    desk = make_ready("201", *BOTH, "texts")
    take_contact(actor=desk, contact_id=make_text(number="+447700900999").id)


@pytest.mark.django_db(transaction=True)
def test_a_caller_who_presses_1_is_told_that_we_ring_back_and_waits_in_the_queue(tmp_path, busy):
    with a_switch_that_asks(tmp_path) as peer, the_gateway(peer, tmp_path):
        key = waits_long(peer)
        peer.do(f"press {key} 1")
        until(lambda: peer.do(f"went {key}").endswith("offer kept"))
        until(lambda: Contact.objects.get(channel="phone").ended_at)
    call = Contact.objects.get(channel="phone")
    assert (call.state, call.call_back) == ("waiting", "asked_back")


@pytest.mark.django_db(transaction=True)
def test_a_caller_who_presses_2_is_sent_the_address_of_the_form_and_waits_on(tmp_path, busy, settings):
    with a_switch_that_asks(tmp_path) as peer, the_gateway(peer, tmp_path):
        key = waits_long(peer)
        peer.do(f"press {key} 2")
        until(lambda: peer.do(f"went {key}").endswith("offer texted wait"))
    call = Contact.objects.get(channel="phone")
    assert (call.state, call.ended_at) == ("offered", None)
    assert settings.REPORT_ORIGIN in Message.objects.get(contact=call, direction="out").text


@pytest.mark.django_db(transaction=True)
def test_a_caller_who_presses_1_when_we_have_just_died_is_not_hung_up_on(tmp_path, busy):
    with a_switch_that_asks(tmp_path) as peer:
        with the_gateway(peer, tmp_path):
            key = waits_long(peer)
        peer.do(f"press {key} 1")
        until(lambda: peer.do(f"went {key}").endswith("offer everybody"))
    assert Contact.objects.get(channel="phone").call_back == ""
