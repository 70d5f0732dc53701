"""The wallboard, the levels and the seat on the screen."""

from datetime import timedelta

import pytest

from lineside.access.queries import actor_of
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call, make_message
from lineside.desks import seat_rows
from lineside.kernel.clock import now
from lineside.kernel.testing import an_actor
from lineside.queues.commands import choose_state, declare_surge
from lineside.queues.permissions import CanQueue
from lineside.queues.queries import seats

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_the_wallboard_shows_each_queue_and_no_figure_of_a_person(client, sign_in):
    sign_in(*CanQueue)
    choose_state(actor=an_actor(*CanQueue), state="available")
    declare_surge(actor=an_actor(*CanQueue), why="A train stopped in a tunnel")
    make_message()
    page = client.get("/wallboard/").content.decode()
    assert "Surge since" in page
    assert page.count("waiting</small>") == 8
    assert "Alex Reed" not in page.split('id="wall"')[1]
    assert "<html" not in client.get("/wallboard/", headers=HTMX).content.decode()


def test_a_call_on_hold_is_shown_on_the_seat_by_the_supervisor_and_on_the_wall(client, sign_in):
    alex = actor_of(sign_in(*CanQueue, *CanContact))
    choose_state(actor=alex, state="available", telephone="201")
    facts = {"switch_call_id": "c1", "at": now() - timedelta(minutes=1)}
    make_call("answered", facts={"telephone": "201"}, **facts)
    assert "(<b>1</b> talking, <b>0</b> with a caller on hold)" in client.get("/wallboard/").content.decode()
    make_call("held", facts={"on": "yes"}, switch_call_id="c1")
    assert "(<b>0</b> talking, <b>1</b> with a caller on hold)" in client.get("/wallboard/").content.decode()
    assert "Caller on hold" in client.get("/supervise/people/seats/").content.decode()
    panel = client.get("/seat/").content.decode()
    assert "Caller on hold" in panel.split("seat-now-")[1]
    assert '<option value="">As it is now</option>' in panel
    (seat,) = seats(alex)
    live = {row.id: row for row in seat_rows.seat(seat.id)}[f"seat-now-{seat.id}"]
    assert live.html.strip() in panel


def test_the_levels_count_who_waits_and_what_was_answered_in_time(client, sign_in):
    sign_in(*CanQueue, CanContact.VIEW)
    began = now() - timedelta(minutes=5)
    for number, waited in enumerate((4, 9, 30)):
        facts = {"switch_call_id": f"c{number}", "line_type": "999_BT"}
        make_call(at=began, **facts)
        make_call("answered", at=began + timedelta(seconds=waited), **facts)
    make_call(line_type="999_BT")
    page = " ".join(client.get("/supervise/levels/").content.decode().split())
    assert "66 %" in page
    assert "90 % within 10 s" in page
    assert "not enforced" in page


@pytest.mark.usefixtures("sign_offs")
def test_the_levels_say_nothing_of_sign_offs_where_these_are_enforced(client, sign_in):
    sign_in(*CanQueue)
    assert "not enforced" not in client.get("/supervise/levels/").content.decode()


def test_each_choice_of_a_state_has_a_key_of_its_own(client, sign_in):
    sign_in(*CanQueue)
    page = client.post("/seat/state/", {"state": "break", "key": "first"}, headers=HTMX).content.decode()
    assert "On a break" in page
    assert 'value="first"' not in page
    assert client.post("/seat/state/", {"state": "on_contact"}, headers=HTMX).status_code == 422


def test_next_gives_nothing_to_who_is_on_a_break_and_says_so_in_a_sentence(client, sign_in):
    sign_in(*CanQueue, *CanContact)
    contact = make_message()
    client.post("/seat/state/", {"state": "break"}, headers=HTMX)
    answer = client.post("/contact/next/", headers=HTMX)
    assert answer.status_code == 409
    assert "You are set to “On a break”" in answer.content.decode()
    client.post("/seat/state/", {"state": "available"}, headers=HTMX)
    assert str(contact.id) in client.post("/contact/next/", headers=HTMX)["HX-Redirect"]


def test_a_contact_is_kept_for_a_moment_from_the_desk(client, sign_in):
    sign_in(*CanQueue, *CanContact)
    contact = make_message()
    assert "Keep <kbd>" in client.get(f"/contact/{contact.id}/").content.decode()
    answer = client.post(f"/contact/{contact.id}/reserve/", headers=HTMX)
    assert "kept for you until" in answer.content.decode()
