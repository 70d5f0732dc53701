"""Talking and on hold: the seat follows what the switch tells of the call in hand, and nothing else changes by it."""

from datetime import timedelta

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import decide_call_back, resolve_contact, return_contact, take_contact, transfer_contact
from lineside.contacts.reactions import return_from_the_absent
from lineside.contacts.rules.on_the_line import line_now
from lineside.contacts.testing import make_call, make_message
from lineside.contacts.tests.test_who_may_take import seat_of, somebody
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import clock, events_of
from lineside.queues import commands as queues
from lineside.queues import queries as seats
from lineside.queues.events import SeatChanged

CALL, OTHER = uuid7(), uuid7()


def at_telephone(number="201", name="alex", collar="C1001"):
    person = somebody("public_calls", "mail", name=name, number=collar)
    queues.choose_state(actor=person, state="available", telephone=number)
    return person


class Line:
    """A call whose moments follow each other by a second."""

    def __init__(self):
        self.key, self.at = str(uuid7()), now() - timedelta(minutes=5)

    def __call__(self, kind, **facts):
        self.at += timedelta(seconds=1)
        return make_call(kind, at=self.at, switch_call_id=self.key, facts=facts)


@pytest.mark.parametrize(
    ("moments", "said"),
    [
        ([], ""),
        ([(CALL, "answered", {})], "talking"),
        ([(CALL, "answered", {}), (CALL, "held", {"on": "yes"})], "hold"),
        ([(CALL, "answered", {}), (CALL, "held", {"on": "yes"}), (CALL, "held", {"on": "no"})], "talking"),
        ([(CALL, "held", {"on": "yes"}), (CALL, "answered", {})], "hold"),
        ([(CALL, "answered", {}), (CALL, "ended", {})], ""),
        ([(CALL, "ended", {}), (CALL, "held", {"on": "no"})], ""),
        ([(CALL, "answered", {}), (CALL, "transferred", {"how": "blind", "result": "Success"})], ""),
        ([(CALL, "answered", {}), (CALL, "transferred", {"how": "attended", "result": "Fail"})], "talking"),
        ([(CALL, "answered", {}), (CALL, "transferred", {}), (CALL, "held", {"on": "yes"})], ""),
        ([(CALL, "answered", {}), (CALL, "held", {"on": "yes"}), (OTHER, "answered", {})], "talking"),
        ([(CALL, "answered", {}), (CALL, "held", {"on": "yes"}), (OTHER, "ended", {})], "hold"),
    ],
)
def test_what_a_call_is_at_follows_from_its_moments(moments, said):
    assert line_now(moments) == said


@pytest.mark.django_db
def test_whoever_picks_up_talks_then_has_the_caller_on_hold_and_talks_again():
    alex, line = at_telephone(), Line()
    line("offered")
    call = line("answered", telephone="201")
    assert (seat_of(alex).state, seat_of(alex).label, seat_of(alex).contact_id) == ("talking", "Talking", call.id)
    line("held", on="yes")
    assert (seat_of(alex).state, seat_of(alex).label) == ("hold", "Caller on hold")
    line("held", on="no")
    line("ended")
    assert (seat_of(alex).state, seat_of(alex).contact_id) == ("on_contact", call.id)
    resolve_contact(actor=alex, contact_id=call.id, disposition="advice_given")
    told = [each.facts["state"] for each in events_of(SeatChanged)]
    assert told == ["available", "talking", "hold", "talking", "on_contact", "wrap"]


@pytest.mark.django_db
def test_a_call_that_is_resolved_while_they_still_talk_is_wrapped_up():
    alex, line = at_telephone(), Line()
    call = line("answered", telephone="201")
    resolve_contact(actor=alex, contact_id=call.id, disposition="advice_given")
    assert (seat_of(alex).state, seat_of(alex).contact_id) == ("wrap", None)
    line("held", on="yes")
    line("ended")
    assert seat_of(alex).state == "wrap"


@pytest.mark.django_db
def test_time_in_a_state_begins_when_the_call_comes_to_it_and_not_with_each_moment():
    alex, line = at_telephone(), Line()
    line("answered", telephone="201")
    began, version = seat_of(alex).since, seat_of(alex).version
    with clock(now() + timedelta(seconds=30)):
        line("pressed", digit="1")
        line("held", on="no")
        assert (seat_of(alex).since, seat_of(alex).version) == (began, version)
        line("held", on="yes")
        assert seat_of(alex).since == now()


@pytest.mark.django_db
def test_a_call_taken_at_the_desk_before_the_switch_says_who_answered_is_talked_on_once_it_does():
    alex, line = at_telephone(""), Line()
    call = line("offered")
    take_contact(actor=alex, contact_id=call.id)
    assert seat_of(alex).state == "on_contact"
    line("answered")
    assert seat_of(alex).state == "talking"


@pytest.mark.django_db
def test_somebody_who_reads_a_mail_beside_the_call_still_talks_until_the_call_is_gone():
    alex, line = at_telephone(), Line()
    call = line("answered", telephone="201")
    mail = take_contact(actor=alex, contact_id=make_message().id)
    assert (seat_of(alex).state, seat_of(alex).contact_id) == ("talking", mail.id)
    return_contact(actor=alex, contact_id=mail.id, reason="Later")
    assert (seat_of(alex).state, seat_of(alex).contact_id) == ("talking", call.id)
    take_contact(actor=alex, contact_id=mail.id)
    return_contact(actor=alex, contact_id=call.id, reason="Not mine")
    assert (seat_of(alex).state, seat_of(alex).contact_id) == ("on_contact", mail.id)


@pytest.mark.django_db
def test_a_call_passed_on_is_talked_on_by_who_has_it_now():
    alex, kim, line = at_telephone(), at_telephone("202", "kim", "C1002"), Line()
    call = line("answered", telephone="201")
    line("held", on="yes")
    transfer_contact(actor=alex, contact_id=call.id, to_id=kim.id, reason="Yours")
    assert (seat_of(alex).state, seat_of(kim).state) == ("available", "hold")
    line("held", on="no")
    assert (seat_of(alex).state, seat_of(kim).state) == ("available", "talking")


@pytest.mark.django_db
def test_a_state_that_was_chosen_during_a_call_is_kept():
    alex, line = at_telephone(), Line()
    line("answered", telephone="201")
    queues.choose_state(actor=alex, state="break")
    line("held", on="yes")
    assert seat_of(alex).state == "break"


@pytest.mark.django_db
def test_who_decides_to_ring_back_has_it_and_does_not_talk():
    alex, line = at_telephone(), Line()
    line("offered")
    lost = line("abandoned")
    decide_call_back(actor=alex, contact_id=lost.id, decision="call", seen_version=lost.version)
    assert (seat_of(alex).state, seat_of(alex).contact_id) == ("on_contact", lost.id)


@pytest.mark.django_db
@pytest.mark.parametrize("on", ["no", "yes"])
def test_whoever_talks_or_holds_may_be_given_the_next_and_passed_another(on):
    alex, kim, line = at_telephone(), at_telephone("202", "kim", "C1002"), Line()
    line("answered", telephone="201")
    line("held", on=on)
    mail = make_message()
    assert [row.id for row in queries.next_for(alex)] == [mail.id]
    take_contact(actor=kim, contact_id=mail.id)
    assert transfer_contact(actor=kim, contact_id=mail.id, to_id=alex.id, reason="Yours").handler_id == alex.id
    assert alex.id in {seat.account_id for seat in seats.taking_seats()}


@pytest.mark.django_db
def test_who_signs_out_while_talking_keeps_nothing():
    alex, line = at_telephone(), Line()
    call = line("answered", telephone="201")
    return_from_the_absent()  # nobody of this test has a sitting
    call.refresh_from_db()
    assert (call.state, call.handler_id, seat_of(alex).state) == ("waiting", None, "offline")
    line("held", on="yes")
    assert seat_of(alex).state == "offline"


@pytest.mark.django_db
def test_nobody_on_a_call_wraps_up_and_is_then_available_by_the_clock():
    alex, line = at_telephone(), Line()
    line("offered")
    line("answered", telephone="201")
    assert seat_of(alex).state == "talking"
    with pytest.raises(RuleBroken, match="wrapping up begins when it ends"):
        queues.choose_state(actor=alex, state="wrap")
    queues.choose_state(actor=alex, state="available")  # their own word, where the switch lost the call's end
