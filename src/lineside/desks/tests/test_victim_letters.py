"""A text to a victim at the desk: how far it got, and that what did not arrive is owed again, without a reload."""

import pytest
from django.urls import reverse

from lineside.contacts.commands import claim_message, record_delivery
from lineside.contacts.testing import GATEWAY
from lineside.crimes.permissions import CanCrime
from lineside.desks.victim_rows import victim
from lineside.incidents.permissions import CanIncident
from lineside.kernel.clock import now
from lineside.pole.permissions import CanPole
from lineside.victims.commands import Asked, note_delivery, record_step, send_letter, write_letter
from lineside.victims.models import Letter
from lineside.victims.permissions import CanVictim
from lineside.victims.testing import CARER, CLOCK, make_victim

pytestmark = pytest.mark.django_db
RIGHTS = (CanVictim.VIEW, CanVictim.CARE, CanVictim.STEP, CanIncident.VIEW, CanCrime.VIEW, CanPole.LOOK_UP)


def texted():
    row = make_victim()
    record_step(actor=CARER, crime_id=row.crime_id, step="arrested", at=now())
    asked = Asked(template="progress_text", language="en", way="text")
    letter = write_letter(actor=CARER, victim_id=row.id, asked=asked)
    return row, send_letter(actor=CARER, letter_id=letter.id)


def went(letter, outcome, detail=""):
    claim_message(actor=GATEWAY, channel="text")
    message = record_delivery(actor=GATEWAY, message_id=letter.message_id, outcome=outcome, detail=detail)
    note_delivery(actor=CLOCK, contact_id=message.contact_id, message_id=message.id)


def shown(client, row):
    return client.get(reverse("desks:victim", args=[row.id])).content.decode()


def test_how_far_a_text_got_stands_at_it_and_comes_by_itself(client, sign_in):
    sign_in(*RIGHTS)
    row, letter = texted()
    assert "on its way" in shown(client, row)
    went(letter, "delivered")
    assert "arrived" in shown(client, row)
    [live] = [each for each in victim(row.id) if each.id == f"letter-state-{letter.id}"]
    assert "arrived" in live.html


def test_what_did_not_arrive_is_red_at_the_letter_at_the_right_and_on_the_list(client, sign_in):
    sign_in(*RIGHTS)
    row, letter = texted()
    went(letter, "failed", "Absent subscriber")
    page = shown(client, row)
    assert page.count("Absent subscriber") >= 3  # at the letter, at the right, and among what was said and done
    assert "did not reach them: 1 owed again" in page
    assert "did not reach them" in client.get(reverse("desks:victims")).content.decode()
    assert Letter.objects.get(pk=letter.id).delivery == "failed"
