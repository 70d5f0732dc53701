"""Supervisors on calls, against a switch in a process of its own: let on once, taken off, and what became of each."""

import socket
from contextlib import contextmanager

import pytest

from lineside.contacts.models import Contact
from lineside.gateways.telephony.listening import GATEWAY, Listener
from lineside.gateways.telephony.outgoing import Outgoing, Placing
from lineside.gateways.telephony.protocol import message_of
from lineside.gateways.telephony.spying import Spying, name_of, spy
from lineside.gateways.telephony.tests.test_calls_out import dialler
from lineside.gateways.telephony.tests.test_switch_to_contact import a_switch, the_gateway, until
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.switchboard.commands import claim_listening, end_listening, listen_in, tell_listening
from lineside.switchboard.models import Listening
from lineside.switchboard.queries import heard_now
from lineside.switchboard.testing import damage_listening, make_on_call, make_supervisor

pytestmark = pytest.mark.django_db(transaction=True)
SUPERVISOR = make_supervisor()
KEY = uuid7()


@contextmanager
def a_call_at(telephone, folder):
    """Somebody speaks at this telephone, at the switch and as we know it; our line is up."""
    with a_switch(folder / "Master.csv") as peer, dialler(peer, folder):
        key = peer.do("ring 07700900123 999")
        peer.do(f"answer {key} {telephone}")
        seat, _ = make_on_call(telephone)
        yield peer, key, seat


def ask(seat, own="301", mode="listen", by=SUPERVISOR):
    return listen_in(actor=by, seat_id=seat.id, mode=mode, why="First week on 999", telephone=own)


def standing():
    return Listening.objects.values_list("state", "outcome").get()


def reach(*state):
    until(lambda: standing() == state)


def test_a_supervisor_is_on_the_call_until_it_is_over(tmp_path):
    with a_call_at("201", tmp_path) as (peer, key, seat):
        ask(seat)
        reach("up", "")
        assert [each.words for each in heard_now(seat.account_id)] == ["listens to the call"]
        peer.do(f"hangup {key}")
        reach("ended", "listened")
        assert peer.do("spied") == "PJSIP/301:ChanSpy(PJSIP/201-,bqES)"


@pytest.mark.parametrize(("mode", "options"), [("whisper", "bqESw"), ("barge", "bqESB")])
def test_the_mode_that_is_shown_is_the_mode_that_the_switch_is_given(mode, options, tmp_path):
    with a_call_at("201", tmp_path) as (peer, _, seat):
        ask(seat, mode=mode)
        reach("up", "")
        assert peer.do("spied").endswith(f"(PJSIP/201-,{options})")


def test_a_supervisor_who_ends_it_is_taken_off_and_the_call_goes_on(tmp_path):
    with a_call_at("201", tmp_path) as (peer, key, seat):
        row = ask(seat)
        reach("up", "")
        end_listening(actor=SUPERVISOR, listening_id=row.id)
        reach("ended", "listened")
        assert peer.do(f"hold {key}") == "hold"  # it is there still


def test_one_that_rings_and_is_ended_was_never_on_the_call(tmp_path):
    with a_call_at("201", tmp_path) as (_, _, seat):
        row = ask(seat, own="309")  # rings on
        reach("dialling", "")
        end_listening(actor=SUPERVISOR, listening_id=row.id)
        reach("ended", "given_up")


def test_a_telephone_that_is_not_picked_up_and_one_that_finds_no_call(tmp_path):
    with a_call_at("201", tmp_path) as (peer, key, seat):
        ask(seat, own="305")
        reach("ended", "not_picked_up")
        elsewhere, _ = make_on_call("20")  # as 201 begins, and is not
        row = ask(elsewhere)
        until(lambda: Listening.objects.get(pk=row.pk).state == "ended")
        assert Listening.objects.get(pk=row.pk).outcome == "nothing_to_hear"
        assert peer.do(f"hold {key}") == "hold"


def test_a_line_that_is_lost_is_shown_to_whoever_is_listened_to_and_it_goes_on_when_it_is_back(tmp_path):
    with a_call_at("201", tmp_path) as (peer, key, seat):
        ask(seat)
        reach("up", "")
        peer.do("deaf")
        peer.do("drop")
        reach("unsure", "")
        assert "may be on the call" in heard_now(seat.account_id)[0].words
        peer.do("hear")
        reach("up", "")
        peer.do(f"hangup {key}")
        reach("ended", "listened")
        assert peer.do("spied").count("ChanSpy") == 1


def test_what_ended_while_the_line_was_lost_ends_as_not_known(tmp_path):
    with a_call_at("201", tmp_path) as (peer, key, seat):
        ask(seat)
        reach("up", "")
        peer.do("deaf")
        peer.do("drop")
        reach("unsure", "")
        peer.do(f"hangup {key}")
        peer.do("hear")
        reach("ended", "unknown")


def test_what_was_ended_while_the_line_was_lost_is_taken_off_when_it_is_back(tmp_path):
    with a_call_at("201", tmp_path) as (peer, key, seat):
        row = ask(seat)
        reach("up", "")
        peer.do("deaf")
        peer.do("drop")
        reach("unsure", "")
        tell_listening(actor=GATEWAY, listening_id=row.id, state="ended", outcome="not_told")  # as the clock does
        peer.do("hear")
        reach("ended", "listened")
        assert heard_now(seat.account_id) == []
        assert peer.do(f"hold {key}") == "hold"


def test_what_was_claimed_by_a_gateway_that_died_is_never_dialled_again_and_ends_in_words(tmp_path):
    seat, _ = make_on_call("201")
    row = ask(seat)
    assert claim_listening(actor=GATEWAY) == row
    with a_switch(tmp_path / "Master.csv") as peer, dialler(peer, tmp_path):
        reach("ended", "unknown")
        assert peer.do("spied") == ""
    assert "not there any more" in Listening.objects.get().says


def test_one_that_trips_us_is_seen_and_the_next_goes_on(tmp_path):
    with a_switch(tmp_path / "Master.csv") as peer:
        key = peer.do("ring 07700900123 999")
        peer.do(f"answer {key} 201")
        seat, _ = make_on_call("201")
        stuck = ask(seat)
        damage_listening(stuck, own_telephone="3\n01")  # no action to a switch can hold it
        with dialler(peer, tmp_path):
            until(lambda: Listening.objects.get(pk=stuck.pk).outcome == "unknown")
            row = ask(seat)
            until(lambda: Listening.objects.get(pk=row.pk).state == "up")
            assert peer.do("spied").count("ChanSpy") == 1
    assert AuditLine.objects.filter(name="heartbeats.record_turn", facts__part="calls out").exists()


def test_a_supervisor_on_a_call_is_no_call_that_comes_in_and_none_that_goes_out(tmp_path):
    with a_switch(tmp_path / "Master.csv") as peer, the_gateway(peer, tmp_path), dialler(peer, tmp_path):
        key = peer.do("ring 07700900123 999")
        until(Contact.objects.exists)
        peer.do(f"answer {key} 201")
        seat, _ = make_on_call("201")
        before = set(Contact.objects.values_list("id", flat=True))
        ask(seat)
        reach("up", "")
        peer.do(f"hangup {key}")
        reach("ended", "listened")
        assert set(Contact.objects.values_list("id", flat=True)) == before
    hung_up = message_of({"Event": "Hangup", "Uniqueid": name_of(KEY)})
    assert list(Outgoing(open={name_of(KEY): "up"}).take(hung_up)) == []


def a_spying(stands="dialling"):
    return Spying(open={name_of(KEY): stands})


def test_an_end_that_is_heard_before_the_answer_to_our_asking_is_no_silence():
    """The two come from different threads of Asterisk."""
    spying = a_spying()
    assert list(spying.take(message_of({"Event": "Hangup", "Uniqueid": name_of(KEY)}))) == []
    answer = message_of({"Event": "OriginateResponse", "Response": "Success", "ActionID": name_of(KEY)})
    assert [told.outcome for told in spying.take(answer)] == ["nothing_to_hear"]
    assert spying.open == {}


def test_what_the_switch_refuses_ends_in_its_words_and_what_it_does_not_know_is_over():
    refused = message_of({"Response": "Error", "ActionID": name_of(KEY), "Message": "Permission denied"})
    [told] = a_spying().take(refused)
    assert (told.outcome, told.says) == ("not_dialled", "The switch refused it: Permission denied.")
    spying = a_spying("up")
    assert b"Channel: lineside-ear-" in spying.off(name_of(KEY))
    gone = message_of({"Response": "Error", "ActionID": f"off-{name_of(KEY)}", "Message": "No such channel"})
    assert [each.outcome for each in spying.take(gone)] == ["unknown"]


def test_one_ended_before_the_switch_has_made_its_channel_is_hung_up_once_it_is_there():
    seat, _ = make_on_call("201")
    row = ask(seat)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        listener = Listener(Placing())
        listener.work(ours)
        assert b"Action: Originate" in theirs.recv(4096)
        end_listening(actor=SUPERVISOR, listening_id=row.id)
        listener.work(ours)
        theirs.setblocking(False)
        with pytest.raises(BlockingIOError):
            theirs.recv(4096)
        made = message_of({"Event": "Newchannel", "Uniqueid": name_of(row.id), "Channel": "PJSIP/301-0000002a"})
        assert list(listener.spying.take(made)) == []
        listener.work(ours)
        assert b"Action: Hangup" in theirs.recv(4096)
        listener.work(ours)
        with pytest.raises(BlockingIOError):
            theirs.recv(4096)  # it is asked once


def test_only_the_supervisors_own_channel_is_hung_up_by_the_name_that_the_switch_has_for_it():
    spying = a_spying()
    named = {"Event": "Newchannel", "Uniqueid": name_of(KEY), "Channel": "PJSIP/301-0000002a"}
    assert list(spying.take(message_of(named))) == []
    assert b"Channel: PJSIP/301-0000002a\r\n" in spying.off(name_of(KEY))


def test_no_words_of_a_person_reach_the_switch():
    told = spy(Placing(), KEY, own="301", theirs="201", mode="whisper").decode()
    fields = dict(line.split(": ", 1) for line in told.strip().splitlines())
    assert fields == {
        "Action": "Originate",
        "ActionID": f"lineside-ear-{KEY}",
        "Channel": "PJSIP/301",
        "Application": "ChanSpy",
        "Data": "PJSIP/201-,bqESw",
        "Timeout": "20000",
        "Async": "true",
        "ChannelId": f"lineside-ear-{KEY}",
    }
