"""The seat beside the contact: what is kept, what is in hand, where somebody sits, and two who pass to each other."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from lineside.access.queries import actor_of
from lineside.access.testing import make_account
from lineside.contacts.commands import (
    reserve_contact,
    resolve_contact,
    return_contact,
    take_contact,
    transfer_contact,
)
from lineside.contacts.models import Contact
from lineside.contacts.reactions import free_seats
from lineside.contacts.testing import make_message, make_taken_contact
from lineside.contacts.tests.test_who_may_take import seat_of, somebody
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, clock, events_of
from lineside.people.testing import make_signed_off
from lineside.queues import commands as queues
from lineside.queues import queries as seats
from lineside.queues.events import SeatChanged
from lineside.queues.models import Seat
from lineside.queues.permissions import CanQueue


@pytest.mark.django_db
def test_a_state_that_is_chosen_lets_go_of_what_was_only_kept():
    alex, kim = somebody("mail"), somebody("mail", name="kim", number="C1002")
    contact = make_message()
    reserve_contact(actor=alex, contact_id=contact.id)
    queues.choose_state(actor=alex, state="break")
    assert (seat_of(alex).state, seat_of(alex).contact_id, seat_of(alex).contact_reference) == ("break", None, "")
    assert take_contact(actor=kim, contact_id=contact.id).handler_id == kim.id


@pytest.mark.django_db
def test_nothing_is_kept_for_somebody_with_a_contact_in_hand_who_would_then_look_free():
    alex = somebody("mail")
    held = make_taken_contact(alex)
    with pytest.raises(RuleBroken, match=f"You have {held.reference} in hand"):
        reserve_contact(actor=alex, contact_id=make_message().id)
    with clock(now() + timedelta(seconds=21)):
        assert (seat_of(alex).state, seat_of(alex).contact_id) == ("on_contact", held.id)


@pytest.mark.django_db
def test_who_comes_back_sits_at_the_site_that_they_moved_to():
    account = make_account("contact_handler", username="alex")
    alex = actor_of(account)
    queues.choose_state(actor=alex, state="available")
    assert seat_of(alex).site == ""
    staff = make_signed_off(account.id, "mail")
    queues.choose_state(actor=alex, state="offline")
    queues.choose_state(actor=alex, state="available")
    assert seat_of(alex).site == staff.site


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["break", "training"])
def test_nothing_is_passed_to_somebody_who_takes_nothing_now(state):
    alex, kim = somebody("mail"), somebody("mail", name="kim", number="C1002")
    contact = make_taken_contact(alex)
    queues.choose_state(actor=kim, state=state)
    with pytest.raises(RuleBroken, match="takes nothing now; choose somebody else"):
        transfer_contact(actor=alex, contact_id=contact.id, to_id=kim.id, reason="Yours")
    contact.refresh_from_db()
    assert (contact.handler_id, seat_of(kim).state, seat_of(kim).contact_id) == (alex.id, state, None)
    assert [seat.name for seat in seats.taking_seats()] == [alex.name]
    queues.choose_state(actor=kim, state="available")
    assert transfer_contact(actor=alex, contact_id=contact.id, to_id=kim.id, reason="Yours").handler_id == kim.id


@pytest.mark.django_db
def test_nobody_is_away_with_a_contact_in_hand():
    alex = somebody("mail")
    contact = make_taken_contact(alex)
    for on_the_way in ("available", "break"):
        queues.choose_state(actor=alex, state=on_the_way)
        with pytest.raises(RuleBroken, match=f"You have {contact.reference} in hand; resolve it, pass it on or give"):
            queues.choose_state(actor=alex, state="offline")
        assert (seat_of(alex).state, seat_of(alex).contact_id) == (on_the_way, contact.id)
    return_contact(actor=alex, contact_id=contact.id, reason="I go home")
    queues.choose_state(actor=alex, state="offline")
    assert seat_of(alex).state == "offline"


@pytest.mark.django_db(transaction=True)
def test_two_windows_in_which_somebody_sits_down_for_the_first_time_in_one_instant_are_one_seat():
    for number in range(10):
        alex, gate = somebody("mail", name=f"p{number}", number=f"C10{number:02d}"), threading.Barrier(2)

        def sit(state, alex=alex, gate=gate):
            gate.wait()
            try:
                queues.choose_state(actor=alex, state=state)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(sit, ("available", "break")))
        assert seat_of(alex).state in ("available", "break")


@pytest.mark.django_db(transaction=True)
def test_two_who_pass_to_each_other_in_one_instant_both_go_on():
    alex, kim = somebody("mail"), somebody("mail", name="kim", number="C1002")
    for _round in range(15):
        both = [(alex, kim, make_taken_contact(alex)), (kim, alex, make_taken_contact(kim))]
        gate = threading.Barrier(2)

        def give(giver, taker, contact, gate=gate):
            gate.wait()
            try:
                transfer_contact(actor=giver, contact_id=contact.id, to_id=taker.id, reason="Yours")
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(give, *zip(*both, strict=True)))
        hands = [Contact.objects.get(id=contact.id).handler_id for _, _, contact in both]
        assert hands == [kim.id, alex.id]


@pytest.mark.django_db
def test_what_was_kept_for_somebody_and_not_taken_is_over_on_every_desk():
    alex = somebody("mail")
    reserve_contact(actor=alex, contact_id=make_message().id)
    free_seats()
    assert [each.facts["state"] for each in events_of(SeatChanged)] == ["reserved"]
    with clock(now() + timedelta(seconds=21)):
        was_until = Seat.objects.get(account_id=alex.id).until
        free_seats()
        free_seats()
    seat = Seat.objects.get(account_id=alex.id)
    assert (seat.state, seat.contact_id, seat.since) == ("available", None, was_until)
    assert [each.facts["state"] for each in events_of(SeatChanged)] == ["reserved", "available"]


@pytest.mark.django_db
def test_a_surge_cuts_the_wrapping_up_that_had_begun():
    alex = somebody("mail")
    contact = make_taken_contact(alex)
    resolve_contact(actor=alex, contact_id=contact.id, disposition="advice_given")
    assert seat_of(alex).state == "wrap"
    queues.declare_surge(actor=an_actor(*CanQueue, name="Sara Boss", key=uuid7()), why="A train stopped in a tunnel")
    assert (seat_of(alex).state, seat_of(alex).until) == ("available", None)
    assert events_of(SeatChanged)[-1].facts["state"] == "available"
