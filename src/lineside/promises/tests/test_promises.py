"""A promised update on record: given, kept by what went out, ended for a reason, and missed for good."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from lineside.callouts.commands import claim_call, place_call, tell_call_out
from lineside.callouts.permissions import CanCallOut
from lineside.contacts.commands import record_delivery, reply_to_contact, take_contact
from lineside.contacts.events import MessageDelivered
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact
from lineside.contacts.testing import make_message
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of
from lineside.kernel.worker import react_to
from lineside.people.permissions import CanPeople
from lineside.pole.permissions import CanPole
from lineside.promises.commands import end_promise, promise_update
from lineside.promises.events import PromiseChanged
from lineside.promises.models import Promise, Undone
from lineside.promises.permissions import CanPromise
from lineside.promises.queries import due, promises_of
from lineside.promises.reactions import record_all_missed, take_back_what_did_not_arrive
from lineside.promises.testing import PROMISER, make_promise

pytestmark = pytest.mark.django_db
RINGER = an_actor(*CanCallOut, *CanContact, CanPole.LOOK_UP)
CARRIER = system_actor("mail", CanContact.DELIVER)
WORDS = "Told at the counter by the duty sergeant"


def test_a_promise_is_on_record_with_who_gave_it_and_announced():
    row = make_promise()
    assert audit_lines()[-2:] == ["promises.promise_update", "contacts.note_promised"]
    assert events_of(PromiseChanged)[-1].topics == [f"promise:{row.id}"]
    assert [(each.reference, each.by_name) for each in due(PROMISER)] == [(row.contact.reference, "Kim Osei")]


def test_the_nearest_limit_stands_at_the_contact_until_nothing_is_promised():
    mail = make_message()
    later = make_promise(contact_id=mail.id, due_at=now() + timedelta(hours=5))
    sooner = make_promise(contact_id=mail.id, due_at=now() + timedelta(hours=1))
    assert contact(mail.id).promised_by == sooner.due_at
    for row, left in ((sooner, later.due_at), (later, None)):
        end_promise(actor=PROMISER, promise_id=row.id, how="told_otherwise", words=WORDS)
        assert contact(mail.id).promised_by == left


def test_promising_makes_nobodys_open_form_at_the_contact_stale():
    mail = make_message()
    make_promise(contact_id=mail.id)
    assert contact(mail.id).version == mail.version


def test_a_reply_tells_by_when_an_update_was_promised():
    mail = take_contact(actor=RINGER, contact_id=make_message().id)
    with pytest.raises(RuleBroken, match="that is not known"):
        reply_to_contact(actor=RINGER, contact_id=mail.id, template="update_promised")
    row = make_promise(contact_id=mail.id)
    sent = reply_to_contact(actor=RINGER, contact_id=mail.id, template="update_promised")
    assert f"{row.due_at:%B}" in sent.text
    assert "You will hear from us by" in sent.text


def test_an_answer_that_went_out_keeps_it_and_is_its_proof():
    mail = take_contact(actor=RINGER, contact_id=make_message().id)
    row = make_promise(contact_id=mail.id)
    with pytest.raises(RuleBroken, match="Nothing has been sent to them"):
        end_promise(actor=PROMISER, promise_id=row.id, how="written")
    sent = reply_to_contact(actor=RINGER, contact_id=mail.id, text="We have found the bag.")
    done = end_promise(actor=PROMISER, promise_id=row.id, how="written")
    assert (done.state, done.proof, done.missed_at) == ("kept", str(sent.id), None)


def test_a_call_that_reached_them_keeps_it_and_one_that_did_not_keeps_nothing():
    row = make_promise()
    ring(row.contact_id, "no_answer")
    with pytest.raises(RuleBroken, match="No call from this contact has reached them"):
        end_promise(actor=PROMISER, promise_id=row.id, how="rung")
    call = ring(row.contact_id, "answered")
    assert end_promise(actor=PROMISER, promise_id=row.id, how="rung").proof == str(call.id)


def ring(contact_id, outcome):
    call = place_call(actor=RINGER, number="07700900123", telephone="201", about_id=contact_id)
    claim_call(actor=RINGER)
    for state in ("ringing", "up") if outcome == "answered" else ("ringing",):
        tell_call_out(actor=RINGER, call_out_id=call.id, state=state)
    return tell_call_out(actor=RINGER, call_out_id=call.id, state="ended", outcome=outcome)


def test_a_missed_limit_goes_on_record_by_the_clock_once_and_is_announced():
    row = make_promise()
    assert record_all_missed() == 0
    with clock(row.due_at + timedelta(seconds=5)) as then:
        assert [record_all_missed(), record_all_missed()] == [1, 0]
    missed = Promise.objects.get()
    assert (missed.state, missed.missed_at) == ("open", then)
    assert missed.version == row.version  # nobody's open form goes stale by it
    assert len(events_of(PromiseChanged)) == 2


def test_what_was_missed_stays_missed_although_it_is_kept_afterwards():
    row = make_promise()
    with clock(row.due_at + timedelta(minutes=5)) as then:  # before the clock has looked
        done = end_promise(actor=PROMISER, promise_id=row.id, how="told_otherwise", words=WORDS)
    assert (done.state, done.missed_at, done.done_at) == ("kept", then, then)
    assert [each.is_late for each in promises_of(PROMISER, row.contact_id)] == [True]


@command(needs=CanPromise.MAKE)
def forget(*, actor, promise_id):
    Promise.objects.filter(pk=promise_id).update(missed_at=None)


def test_the_database_lets_nobody_take_a_missed_limit_away():
    row = make_promise()
    with clock(row.due_at + timedelta(minutes=5)):
        end_promise(actor=PROMISER, promise_id=row.id, how="told_otherwise", words=WORDS)
    with pytest.raises(IntegrityError, match="promises_missed_stays_missed"), transaction.atomic():
        forget(actor=PROMISER, promise_id=row.id)


def test_a_promise_ends_once_and_a_stale_form_is_told():
    row = make_promise()
    with pytest.raises(Stale):
        end_promise(actor=PROMISER, promise_id=row.id, how="told_otherwise", words=WORDS, seen_version=9)
    end_promise(actor=PROMISER, promise_id=row.id, how="told_otherwise", words=WORDS, seen_version=0)
    with pytest.raises(RuleBroken, match="on record already"):
        end_promise(actor=PROMISER, promise_id=row.id, how="not_wanted", words=WORDS)


def test_ones_own_list_holds_only_what_one_promised_oneself():
    make_promise()
    other = an_actor(*PROMISER.permissions, name="Robin Vale", key=make_message().id)
    mine = make_promise(other)
    assert [each.id for each in due(other, mine=True)] == [mine.id]
    assert len(due(other)) == 2


def test_who_has_no_right_promises_nothing():
    nobody = system_actor("nobody", CanPeople.VIEW)
    with pytest.raises(NotPermitted):
        promise_update(actor=nobody, contact_id=make_message().id, reach="ring", due_at=now(), what="x")
    assert audit_lines("refused") == ["promises.promise_update"]


def test_a_promise_that_was_kept_by_an_answer_that_fails_falls_due_again_and_tells_how_it_was_kept():
    row, sent, kept = kept_by_an_answer()
    before = len(events_of(PromiseChanged))
    fail(sent)
    again = Promise.objects.get()
    assert (again.state, again.due_at, again.done_at, again.missed_at) == ("open", row.due_at, None, None)
    assert again.version > kept.version
    assert contact(row.contact_id).promised_by == row.due_at
    assert [each.id for each in due(PROMISER, mine=True)] == [row.id]
    was = promises_of(PROMISER, row.contact_id)[0].undone[0]
    assert (was.how_words, was.done_at, was.done_by) == ("Written to them on this contact", kept.done_at, "Kim Osei")
    assert was.failed_why == "550 no such box"
    assert audit_lines()[-2:] == ["promises.fall_due_again", "contacts.note_promised"]
    assert len(events_of(PromiseChanged)) == before + 1


def test_the_news_of_the_failure_told_twice_changes_nothing_more():
    _, sent, _ = kept_by_an_answer()
    fail(sent)
    was = Promise.objects.get()
    take_back_what_did_not_arrive(MessageDelivered(contact_id=sent.contact_id, message_id=sent.id, outcome="failed"))
    assert (Promise.objects.get().version, Undone.objects.count()) == (was.version, 1)


def test_a_failure_after_the_limit_leaves_it_missed_with_the_supervisor_and_it_can_be_kept_again():
    row, sent, _ = kept_by_an_answer()
    with clock(row.due_at + timedelta(minutes=3)) as then:
        fail(sent)
        assert [(each.id, each.missed_at) for each in due(PROMISER, late=True)] == [(row.id, then)]
        done = end_promise(actor=PROMISER, promise_id=row.id, how="told_otherwise", words=WORDS)
    assert (done.state, done.missed_at, done.undone.count()) == ("kept", then, 1)


def test_another_answer_that_fails_leaves_alone_what_was_kept_without_it():
    row, _, kept = kept_by_an_answer()
    mail = contact(row.contact_id)
    later = reply_to_contact(actor=RINGER, contact_id=mail.id, text="One more word.")
    fail(later)
    assert Promise.objects.get().version == kept.version
    row, sent, _ = kept_by_an_answer()
    record_delivery(actor=CARRIER, message_id=sent.id, outcome="delivered")
    work_off()
    assert Promise.objects.get(pk=row.id).state == "kept"


def kept_by_an_answer():
    mail = take_contact(actor=RINGER, contact_id=make_message().id)
    row = make_promise(contact_id=mail.id)
    sent = reply_to_contact(actor=RINGER, contact_id=mail.id, text="We have found the bag.")
    return row, sent, end_promise(actor=PROMISER, promise_id=row.id, how="written")


def fail(sent):
    record_delivery(actor=CARRIER, message_id=sent.id, outcome="failed", detail="550 no such box")
    work_off()


def work_off():
    for news in events_of(MessageDelivered):
        react_to(news.id)
