"""One desk and one person, or the queue: sign-offs, reserving, passing on, help, and what happens to who leaves."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client

from lineside.access.queries import actor_of
from lineside.access.testing import make_account
from lineside.contacts import queries
from lineside.contacts.commands import (
    ask_for_help,
    reserve_contact,
    resolve_contact,
    return_contact,
    take_contact,
    transfer_contact,
)
from lineside.contacts.models import Contact
from lineside.contacts.reactions import return_from_the_absent
from lineside.contacts.testing import make_call, make_message, make_taken_contact, make_text
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import NotPermitted, Refusal, RuleBroken
from lineside.kernel.testing import clock
from lineside.people import queries as people
from lineside.people.commands import set_probation, sign_off
from lineside.people.testing import PLANNER, make_signed_off, make_staff
from lineside.queues import commands as queues
from lineside.queues import queries as seats
from lineside.queues.models import Seat

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def somebody(*codes, name="alex", number="C1001", role="fcc_supervisor"):
    account = make_account(role, username=name)
    make_signed_off(account.id, *codes, number=number)
    return actor_of(account)


def staff_of(actor):
    found = people.standing_of(actor.id).staff_id
    assert found
    return found


def seat_of(actor):
    seat = seats.own_seat(actor)
    assert seat
    return seat


@pytest.mark.django_db
@pytest.mark.usefixtures("sign_offs")
def test_the_sign_off_decides_who_takes_what():
    alex = somebody("mail")
    assert take_contact(actor=alex, contact_id=make_message().id).handler_id == alex.id
    with pytest.raises(NotPermitted, match="not signed off for “Text 61016”"):
        take_contact(actor=alex, contact_id=make_text().id)
    with pytest.raises(NotPermitted, match="No staff record"):
        take_contact(actor=actor_of(make_account(username="nobody")), contact_id=make_message().id)


@pytest.mark.django_db
@pytest.mark.usefixtures("sign_offs")
def test_a_lapsed_sign_off_closes_the_queue_in_one_sentence_and_a_renewed_one_opens_it():
    alex = somebody(role="contact_handler")
    staff_id = staff_of(alex)
    last = uk_day(now()) - timedelta(days=3)
    give = partial(sign_off, actor=PLANNER, staff_id=staff_id, code="emergency_calls", evidence="Seen")
    give(first_day=last - timedelta(days=100), last_day=last)
    call = make_call(line_type="999_BT")
    with pytest.raises(NotPermitted, match=f"lapsed on {last:%d %b %Y}"):
        take_contact(actor=alex, contact_id=call.id)
    assert queries.next_for(alex) == []
    give()
    set_probation(actor=PLANNER, staff_id=staff_id, until=uk_day(now()), reason="New")
    with pytest.raises(NotPermitted, match="on probation"):
        take_contact(actor=alex, contact_id=call.id)
    set_probation(actor=PLANNER, staff_id=staff_id, until=None, reason="Passed")
    assert [row.id for row in queries.next_for(alex)] == [call.id]
    assert take_contact(actor=alex, contact_id=call.id).state == "taken"


@pytest.mark.django_db
@pytest.mark.usefixtures("sign_offs")
def test_next_gives_the_gravest_of_what_is_open_and_never_the_rest():
    alex = somebody("mail", "texts", "web_and_social")
    plain, grave = make_message(), make_message(subject="Man with a knife")
    make_call(line_type="999_BT")
    social = make_message(channel="social", box="@force", sender_address="@sam")
    assert {row.id for row in queries.next_for(alex)} == {plain.id, grave.id, social.id}
    assert queries.next_for(alex)[0].id == grave.id
    mailer = somebody("mail", name="kim", number="C1002")
    assert social.id not in {row.id for row in queries.next_for(mailer)}


@pytest.mark.django_db
@pytest.mark.usefixtures("sign_offs")
def test_another_sites_contact_is_offered_after_its_wait_and_at_once_in_a_surge():
    account = make_account("communications_officer", username="lou")
    staff = make_staff("C1003", account_id=account.id)
    sign_off(actor=PLANNER, staff_id=staff.id, code="rail_calls", evidence="Seen")
    lou = actor_of(account)  # at the FCC, where rail calls are not at home
    call = make_call(line_type="SIGNALLER")
    assert queries.next_for(lou) == []
    with clock(now() + timedelta(seconds=11)):
        assert [row.id for row in queries.next_for(lou)] == [call.id]
    boss = somebody("mail", name="boss", number="C1004")
    queues.declare_surge(actor=boss, why="A train stopped in a tunnel")
    assert [row.id for row in queries.next_for(lou)] == [call.id]


@pytest.mark.django_db
def test_the_seat_follows_the_contact_from_taking_to_wrapping_up():
    alex = somebody("mail")
    first, second = make_taken_contact(alex), make_taken_contact(alex)
    assert (seat_of(alex).state, seat_of(alex).contact_id) == ("on_contact", second.id)
    resolve_contact(actor=alex, contact_id=second.id, disposition="advice_given")
    assert (seat_of(alex).state, seat_of(alex).contact_id) == ("on_contact", first.id)
    resolve_contact(actor=alex, contact_id=first.id, disposition="advice_given")
    seat = seat_of(alex)
    assert (seat.state, seat.contact_id) == ("wrap", None)
    assert seat.until
    with clock(seat.until):
        assert seat_of(alex).state == "available"
    third = make_taken_contact(alex)
    return_contact(actor=alex, contact_id=third.id, reason="For Kim")
    assert seat_of(alex).state == "available"


@pytest.mark.django_db
def test_no_contact_is_closed_without_a_disposition_of_the_edition():
    alex = somebody("mail")
    contact = make_taken_contact(alex)
    for nothing in ("", "gone_home"):
        with pytest.raises(RuleBroken, match="disposition in force"):
            resolve_contact(actor=alex, contact_id=contact.id, disposition=nothing)
    ended = resolve_contact(actor=alex, contact_id=contact.id, disposition="advice_given")
    assert ended.disposition_edition == "2026-11"


@pytest.mark.django_db
@pytest.mark.usefixtures("sign_offs")
def test_a_contact_is_passed_with_all_that_was_written_to_somebody_who_may_take_it():
    alex, kim = somebody("mail"), somebody("texts", name="kim", number="C1002")
    contact = make_taken_contact(alex)
    passed = {"actor": alex, "contact_id": contact.id, "to_id": kim.id, "reason": "Speaks Polish"}
    with pytest.raises(RuleBroken, match="not at a desk"):
        transfer_contact(**passed)
    queues.choose_state(actor=kim, state="available")
    with pytest.raises(RuleBroken, match="they are not signed off for “E-mail”"):
        transfer_contact(**passed)
    sign_off(actor=PLANNER, staff_id=staff_of(kim), code="mail", evidence="Seen")
    with pytest.raises(RuleBroken, match="Say why"):
        transfer_contact(**{**passed, "reason": " "})
    moved = transfer_contact(**passed)
    assert (moved.state, moved.handler_id, moved.has_news) == ("taken", kim.id, True)
    assert moved.marks[-1].endswith("Speaks Polish")
    assert len(queries.conversation(contact.id)) == 1
    assert (seat_of(alex).state, seat_of(kim).contact_id) == ("available", contact.id)
    with pytest.raises(RuleBroken, match="You have it already"):
        transfer_contact(**passed)


@pytest.mark.django_db
def test_a_reserved_contact_waits_for_one_person_and_frees_itself():
    alex, kim = somebody("mail"), somebody("mail", name="kim", number="C1002")
    contact = make_message()
    reserve_contact(actor=alex, contact_id=contact.id)
    with pytest.raises(RuleBroken, match="kept for them until"):
        take_contact(actor=kim, contact_id=contact.id)
    with clock(now() + timedelta(seconds=21)):
        assert seat_of(alex).state == "available"
        assert take_contact(actor=kim, contact_id=contact.id).handler_id == kim.id


@pytest.mark.django_db
def test_help_is_asked_for_with_the_contact_in_hand():
    alex = somebody("mail")
    contact = make_message()
    with pytest.raises(RuleBroken, match="Take the contact first"):
        ask_for_help(actor=alex, contact_id=contact.id, why="A knife")
    take_contact(actor=alex, contact_id=contact.id)
    ask_for_help(actor=alex, contact_id=contact.id, why="A knife")
    asked = seats.asked_for_help(contact.id)
    assert asked
    assert asked.why == "A knife"


@pytest.mark.django_db
def test_what_was_in_the_hands_of_who_signed_out_goes_back_to_the_queue():
    account = make_account("fcc_supervisor", username="alex")
    make_signed_off(account.id, "mail")
    browser, alex = Client(), actor_of(account)
    browser.force_login(account, backend=BACKEND)
    contact = make_taken_contact(alex)
    assert return_from_the_absent() == 0
    browser.logout()
    assert return_from_the_absent() == 1
    contact.refresh_from_db()
    assert (contact.state, contact.handler_id) == ("waiting", None)
    assert "signed out with it in hand" in contact.marks[-1]
    assert seat_of(alex).state == "offline"
    assert return_from_the_absent() == 0


@pytest.mark.django_db
def test_one_that_cannot_be_given_back_holds_up_none_behind_it():
    account = make_account("fcc_supervisor", username="alex")
    make_signed_off(account.id, "mail")
    alex = actor_of(account)  # at no desk
    stuck, free = make_taken_contact(alex), make_taken_contact(alex, message_id="<another@passenger.example>")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
            "CREATE TRIGGER refuse BEFORE UPDATE ON contacts_contact FOR EACH ROW"
            f" WHEN (OLD.id = '{stuck.id}') EXECUTE FUNCTION refuse()"
        )
    assert return_from_the_absent() == 1
    free.refresh_from_db()
    assert free.state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_reach_for_one_contact_in_one_instant_exactly_one_has_it():
    people = [somebody("mail", name=f"p{n}", number=f"C10{n:02d}") for n in range(6)]
    for _round in range(10):
        contact, gate = make_message(), threading.Barrier(len(people))
        taken: list[object] = []

        def take(actor, contact=contact, gate=gate, taken=taken):
            gate.wait()
            try:
                taken.append(take_contact(actor=actor, contact_id=contact.id).handler_id)
            except Refusal:
                pass
            finally:
                connection.close()

        with ThreadPoolExecutor(len(people)) as pool:
            list(pool.map(take, people))
        assert taken == [Contact.objects.get(id=contact.id).handler_id]
        assert Seat.objects.filter(contact_id=contact.id, state="on_contact").count() == 1


TAKER = """
import django, os, signal, sys
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
from lineside.access.models import Account
from lineside.access.queries import actor_of
from lineside.contacts.commands import hands, take_contact
from lineside.queues import commands
def killed(*args, **kwargs):
    print("mid-way", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
commands.announce = killed  # the contact is written by then, and nothing is committed
take_contact(actor=actor_of(Account.objects.get(username="alex")), contact_id=sys.argv[1])
"""


@pytest.mark.django_db(transaction=True)
def test_a_taker_who_is_killed_midway_leaves_it_in_the_queue():
    alex = somebody("mail")
    contact = make_message()
    there = connection.settings_dict
    address = f"postgresql://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    facts = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "lineside.site.settings"}
    run = subprocess.run(
        [sys.executable, "-c", TAKER, str(contact.id)], env=facts, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.strip()) == (-signal.SIGKILL, "mid-way"), run.stderr[-2000:]
    contact.refresh_from_db()
    assert (contact.state, contact.handler_id) == ("waiting", None)
    assert not Seat.objects.exists()
    assert take_contact(actor=alex, contact_id=contact.id).handler_id == alex.id
