"""Listening in at the desks: the supervisor asks and ends it, and whoever is listened to reads it at their own seat."""

import pytest
from django.urls import reverse

from lineside.access.queries import actor_of
from lineside.contacts.commands import take_contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.desks.rows import render
from lineside.desks.tests.hostile import HTMX
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import system_actor
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor
from lineside.queues.commands import call_for_help, choose_state
from lineside.queues.permissions import CanQueue
from lineside.queues.queries import seat_of
from lineside.switchboard.commands import claim_listening, listen_in, tell_listening
from lineside.switchboard.models import Listening
from lineside.switchboard.permissions import CanSwitchboard
from lineside.switchboard.testing import make_listening, make_on_call, make_supervisor

pytestmark = pytest.mark.django_db
SWITCH = system_actor("a switch", CanSwitchboard.CONNECT)
RIGHTS = (CanContact.VIEW, CanContact.SUPERVISE, *CanQueue)
ASKED = {"mode": "barge", "why": "He says he has a knife", "telephone": "301"}


@pytest.fixture
def supervisor(client, sign_in):
    sign_in(*RIGHTS, CanSwitchboard.LISTEN)
    return client


def page(client, name, key):
    return client.get(reverse(f"desks:{name}", args=[key]), headers=HTMX).content.decode()


def post(client, name, key, **said):
    return client.post(reverse(f"desks:{name}", args=[key]), said, headers=HTMX)


def live(row, begins):
    [shown] = [each for each in render(f"seat:{row.seat_id}") if each.id.startswith(begins)]
    return shown.html


def test_it_is_asked_with_a_mode_and_a_reason_and_ended_by_a_button(supervisor):
    seat, _ = make_on_call()
    assert "Listening in" in page(supervisor, "seat-rows", "seats")
    assert post(supervisor, "listen-in", seat.id, **{**ASKED, "why": ""}).status_code == 422
    answer = post(supervisor, "listen-in", seat.id, **ASKED)
    row = Listening.objects.get()
    assert (row.mode, row.why, row.state) == ("barge", "He says he has a knife", "asked")
    assert "is about to be on the call" in answer.content.decode()
    assert reverse("desks:listening-end", args=[row.id]) in answer.content.decode()
    assert post(supervisor, "listening-end", row.id).status_code == 200
    row.refresh_from_db()
    assert row.outcome == "given_up"
    assert "ended before it began" in page(supervisor, "listening", seat.id)
    assert AuditLine.objects.filter(kind="looked", name="switchboard.listening").exists()


def test_whoever_is_listened_to_reads_it_live_at_their_own_seat_and_never_the_reason():
    row = make_listening()
    claim_listening(actor=SWITCH)
    tell_listening(actor=SWITCH, listening_id=row.id, state="up")
    shown = live(row, f"heard-{row.account_id}")
    assert "Sarah Cole" in shown
    assert "listens to the call" in shown
    assert row.why not in shown
    assert "listens to the call" in live(row, f"seat-{row.seat_id}")
    assert row.why in live(row, f"listening-{row.seat_id}")
    tell_listening(actor=SWITCH, listening_id=row.id, state="ended")
    assert "Sarah" not in live(row, f"heard-{row.account_id}")


@pytest.mark.parametrize("desk", ["contact-desk", "control-desk"])
def test_they_read_it_as_well_when_they_open_a_desk(desk, client, sign_in):
    me = actor_of(sign_in(CanContact.VIEW, CanContact.TAKE, *CanQueue, *CanIncident))
    choose_state(actor=me, state="available", telephone="201")
    assert me.id
    seat, call = seat_of(me.id), make_call("answered")
    assert seat
    take_contact(actor=me, contact_id=call.id)
    assert "Sarah Cole" not in client.get(reverse(f"desks:{desk}")).content.decode()
    listen_in(actor=make_supervisor(), seat_id=seat.id, **ASKED)
    shown = client.get(reverse(f"desks:{desk}")).content.decode()
    assert f'id="heard-{me.id}"' in shown
    assert "<b>Sarah Cole</b> is about to be on the call" in shown


def test_a_request_for_help_leads_to_the_call(supervisor):
    seat, call = make_on_call()
    handler = an_actor(*CanQueue, name="Priya Shah", key=seat.account_id)
    asked = call_for_help(actor=handler, contact_id=call.id, reference=call.reference, why="A knife")
    assert reverse("desks:listening", args=[seat.id]) in page(supervisor, "help", asked.id)


def test_who_may_only_read_is_offered_no_form(client, sign_in):
    sign_in(CanContact.VIEW, CanContact.SUPERVISE, CanQueue.VIEW)
    row = make_listening()
    shown = page(client, "listening", row.seat_id)
    assert row.why in shown
    assert "<form" not in shown
    assert post(client, "listen-in", row.seat_id, **ASKED).status_code == 403
    assert post(client, "listening-end", row.id).status_code == 403
