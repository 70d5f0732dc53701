"""A flood of one sender waits as one, is kept whole, and hides nothing grave."""

from datetime import date, timedelta

import pytest

from lineside.contacts import queries
from lineside.contacts.commands import resolve_flood, take_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.rules.mail import Flood, flood_of
from lineside.contacts.testing import make_flood, make_message, make_text
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor, clock
from lineside.queues.permissions import CanQueue

pytestmark = pytest.mark.django_db
ALEX = an_actor(*CanContact, *CanQueue)


def in_queue():
    return [row.id for row in queries.queue(ALEX)]


def test_the_rule_is_an_edition_and_for_mail_alone():
    on = date(2026, 11, 27)
    assert flood_of("email", on) == Flood(10, timedelta(hours=1))
    assert flood_of("text", on) is None


def test_what_comes_after_ten_in_an_hour_stands_in_the_queue_as_one():
    sent = make_flood(15)
    assert in_queue() == [each.id for each in sent[:11]]
    head = queries.contact(sent[10].id)
    assert (head.flood_waiting, head.waits_behind) == (5, False)
    assert [row.id for row in queries.flood_rows(head)] == [each.id for each in sent[11:]]


def test_all_of_it_is_kept_whole_and_found_by_the_api():
    make_flood(15)
    assert Contact.objects.count() == Message.objects.count() == 15
    assert len({each.reference for each in Contact.objects.all()}) == 15


def test_what_says_something_grave_is_in_the_queue_by_itself_with_its_own_risk():
    sent = make_flood(14)
    grave = make_flood(1, text="There is a man with a knife on platform 2.")[0]
    alone = make_message(text="There is a man with a knife on platform 2.")
    assert grave.flood_id == sent[-1].flood_id
    assert in_queue()[:2] == [grave.id, alone.id]
    assert grave.risk == alone.risk


def test_others_mail_and_other_channels_are_no_part_of_it():
    make_flood(11)
    assert make_message().flood_id is None
    texts = [make_text(text=f"Hello {place}", number=f"+4477009001{place:02}") for place in range(12)]
    assert {each.flood_id for each in texts} == {None}


def test_ten_in_a_day_are_no_flood():
    at = now() - timedelta(hours=20)
    for place in range(15):
        with clock(at + place * timedelta(hours=1)):
            (each,) = make_flood(1, received_at=at + place * timedelta(hours=1))
        assert each.flood_id is None


def test_a_sender_whom_the_edition_knows_sends_bursts_and_no_flood():
    sent = make_flood(12, sender_address="north@cameras.example", subject="Camera activation 12")
    assert {each.flood_id for each in sent} == {None}


def test_next_gives_the_flood_one_turn_and_then_somebody_else(settings):
    settings.SIGN_OFFS_ENFORCED = False
    sent = make_flood(20)
    other = make_message()
    offered = [row.id for row in queries.next_for(ALEX)]
    assert offered == [*(each.id for each in sent[:11]), other.id]


def test_when_the_first_is_taken_the_next_stands_for_the_rest():
    sent = make_flood(13)
    take_contact(actor=ALEX, contact_id=sent[10].id)
    assert sent[11].id in in_queue()
    assert sent[12].id not in in_queue()
    assert [queries.stands_for(each.flood_id) for each in sent if each.flood_id] == [sent[11].id] * 3


def test_the_rest_is_closed_together_with_a_reason_and_each_has_its_disposition():
    sent = make_flood(14)
    held = take_contact(actor=ALEX, contact_id=sent[10].id)
    close(held, seen_count=3)
    assert {queries.contact(each.id).state for each in sent[11:]} == {"resolved"}
    assert {queries.contact(each.id).disposition_reason for each in sent[11:]} == {"One advertisement"}
    assert queries.contact(held.id).state == "taken"
    assert queries.contact(sent[0].id).state == "waiting"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"seen_count": 2}, "3 wait in this flood now, not 2: look at them again, then close them."),
        ({"reason": " "}, "Say why they are closed together."),
        ({"disposition": "no such"}, "That is not a disposition in force"),
    ],
)
def test_nothing_is_closed_that_nobody_saw_or_without_a_word(facts, sentence):
    sent = make_flood(14)
    held = take_contact(actor=ALEX, contact_id=sent[10].id)
    with pytest.raises(RuleBroken, match=sentence):
        close(held, **{"seen_count": 3, **facts})
    assert {queries.contact(each.id).state for each in sent[11:]} == {"waiting"}


def test_who_has_none_of_it_in_hand_closes_nothing():
    sent = make_flood(13)
    with pytest.raises(RuleBroken, match="Take the contact first"):
        close(sent[10], seen_count=2)


def close(held, **facts):
    whole = {"disposition": "advice_given", "reason": "One advertisement", "seen_version": held.version, **facts}
    return resolve_flood(actor=ALEX, contact_id=held.id, **whole)
