"""Passing on a contact whose caller is on the line: the call goes with it, and both desks say how it stands."""

import pytest
from django.urls import reverse

from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.desks import rows
from lineside.desks.tests.hostile import HTMX
from lineside.kernel.actors import system_actor
from lineside.queues.commands import choose_state
from lineside.queues.permissions import CanQueue
from lineside.queues.queries import seat_of
from lineside.switchboard.commands import claim_move, tell_move
from lineside.switchboard.models import Move
from lineside.switchboard.permissions import CanSwitchboard
from lineside.switchboard.testing import make_speaking

pytestmark = pytest.mark.django_db
SWITCH = system_actor("a switch", CanSwitchboard.CONNECT)


@pytest.fixture
def speaking(client, sign_in):
    """A supervisor's page, two who sit at telephones, and the call of the first as the switch itself has told it."""
    sign_in(*CanContact, *CanQueue)
    return client, *make_speaking()


def pass_on(client, call, to, said):
    version = Contact.objects.get(pk=call.id).version
    facts = {"to": str(to.id), "reason": "Speaks Polish", "seen_version": version} | said
    return client.post(reverse("desks:contact-pass", args=[call.id]), facts, headers=HTMX)


def html_of(seat_key, account):
    return {each.id: each.html for each in rows.render(f"seat:{seat_key}")}[f"moves-{account.id}"]


def test_a_call_that_is_up_is_offered_to_go_with_its_contact(speaking):
    client, _, _, call = speaking
    page = client.get(reverse("desks:contact-passing", args=[call.id]), headers=HTMX).content.decode()
    assert "Rings at their telephone" in page
    assert "the contact alone" in page


@pytest.mark.parametrize("said", [{"call": "with"}, {}])
def test_the_call_is_passed_on_and_both_desks_say_live_how_it_stands(said, speaking):
    client, one, two, call = speaking
    assert pass_on(client, call, two, said).status_code == 204
    assert Contact.objects.get(pk=call.id).handler_id == one.id
    row = claim_move(actor=SWITCH)
    assert row
    assert row.to_id == two.id
    mine, theirs = ((seat.id, actor) for actor in (one, two) if (seat := seat_of(actor.id)))
    assert "Your call is passed on" in html_of(*mine)
    assert "passes you a call" in html_of(*theirs)
    assert "telephone 202" in html_of(*theirs)
    tell_move(actor=SWITCH, move_id=row.id, state="ended", outcome="came_back")
    for each in (mine, theirs):
        assert "did not pick up" in html_of(*each)


def test_a_contact_passed_alone_says_that_the_call_stays(speaking):
    client, _, two, call = speaking
    pass_on(client, call, two, {"call": "alone"})
    assert not Move.objects.exists()
    contact = Contact.objects.get(pk=call.id)
    assert contact.handler_id == two.id
    assert "The call itself was not moved: Priya Shah has the caller" in contact.marks[-1]


def test_somebody_without_a_telephone_is_refused_beside_the_field_and_what_was_typed_stays(speaking):
    client, _, two, call = speaking
    choose_state(actor=two, state="available", telephone="")
    html = pass_on(client, call, two, {"call": "with"}).content.decode()
    assert "has given no telephone" in html
    assert 'aria-describedby="pass-to-refusal"' in html
    assert "Speaks Polish" in html
    assert not Move.objects.exists()


def test_another_word_than_those_offered_is_refused(speaking):
    client, _, two, call = speaking
    assert "goes with the contact or stays" in pass_on(client, call, two, {"call": "elsewhere"}).content.decode()
