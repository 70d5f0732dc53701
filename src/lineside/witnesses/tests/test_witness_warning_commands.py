"""A mail of the CJU becomes a request; witnesses are tried safely; it closes answered and with an outcome for each."""

from datetime import timedelta

import pytest

from lineside.contacts.commands import take_contact
from lineside.contacts.models import Contact, Message
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor
from lineside.pole.permissions import CanPole
from lineside.pole.testing import make_marker
from lineside.witnesses.commands import (
    begin_attempt,
    check_warning,
    close_warning,
    end_attempt,
    open_warning,
    settle_witness,
    take_in_mail,
)
from lineside.witnesses.models import Attempt, Witness, WitnessWarning
from lineside.witnesses.permissions import CanWarn
from lineside.witnesses.queries import board, warning
from lineside.witnesses.testing import POST, make_warning, request_facts

pytestmark = pytest.mark.django_db
NUMBER = "07700900123"
WARNER = an_actor(*CanWarn, *CanContact, CanPole.OVERRULE, name="Priya Shah")
READER = an_actor(CanWarn.VIEW, name="Kim Osei", key=uuid7())


def a_mail(**facts):
    whole = {
        "sender_address": "cju.leeds@force.example",
        "subject": "Witness warning for Tuesday",
        "text": f"Case: 45BT1234526\nCourt: Leeds Crown Court\nWitness: Robin Vale; {NUMBER}",
    }
    return make_message(**{**whole, **facts})


def listed(mail):
    row = take_in_mail(actor=POST, contact_id=mail.id)
    assert row is not None
    return row


def first(row):
    return Witness.objects.filter(warning=row).order_by("place")[0]


def rung(witness, outcome, **facts):
    call = begin_attempt(actor=WARNER, witness_id=witness.id)
    return end_attempt(actor=WARNER, attempt_id=call.id, outcome=outcome, **facts)


def test_a_mail_of_the_cju_is_listed_once_and_nobody_is_rung_before_it_is_checked():
    mail = a_mail()
    row = listed(mail)
    assert take_in_mail(actor=POST, contact_id=mail.id) is None
    assert [(each.state, each.contact_id) for each in board(READER)] == [("to_check", mail.id)]
    assert warning(READER, row.id).proposed["witnesses"] == f"Robin Vale; {NUMBER}"
    assert not Witness.objects.exists()
    check_warning(actor=WARNER, warning_id=row.id, asked=request_facts(), seen_version=row.version)
    row.refresh_from_db()
    assert (row.state, row.checked_by, first(row).name) == ("open", "Priya Shah", "Robin Vale")
    with pytest.raises(RuleBroken, match="checked already"):
        check_warning(actor=WARNER, warning_id=row.id, asked=request_facts())


@pytest.mark.parametrize("facts", [{"subject": "Your file"}, {"sender_address": "sam@passenger.example"}])
def test_other_mail_becomes_no_request(facts):
    assert take_in_mail(actor=POST, contact_id=a_mail(**facts).id) is None


def test_a_witness_is_tried_and_what_a_machine_heard_is_kept_word_by_word():
    witness = first(make_warning())
    call = begin_attempt(actor=WARNER, witness_id=witness.id)
    with pytest.raises(RuleBroken, match="rings this witness now"):
        begin_attempt(actor=WARNER, witness_id=witness.id)
    with pytest.raises(RuleBroken, match="only the set words"):
        end_attempt(actor=WARNER, attempt_id=call.id, outcome="voicemail")
    ended = end_attempt(actor=WARNER, attempt_id=call.id, outcome="voicemail", only_set_words=True)
    assert ended.left_words.startswith("Hello, this is a message for Robin Vale.")
    assert "45BT1234526" not in ended.left_words
    with pytest.raises(RuleBroken, match="on record already"):
        end_attempt(actor=WARNER, attempt_id=call.id, outcome="busy")
    assert first(witness.warning).outcome == ""
    rung(witness, "told")
    assert first(witness.warning).outcome == "told"
    with pytest.raises(RuleBroken, match="is settled"):
        begin_attempt(actor=WARNER, witness_id=witness.id)
    [shown] = warning(READER, witness.warning_id).people
    assert [(each.number, each.outcome) for each in shown.attempts] == [(NUMBER, "voicemail"), (NUMBER, "told")]


def test_a_witness_whom_it_is_not_safe_to_ring_is_rung_for_a_reason_on_record_or_not_at_all():
    make_marker(code="unsafe_contact", known_by="phone", value=NUMBER)
    witness = first(make_warning())
    assert warning(READER, witness.warning_id).people[0].unsafe.startswith("It is not safe to call")
    with pytest.raises(RuleBroken) as refusal:
        begin_attempt(actor=WARNER, witness_id=witness.id)
    assert refusal.value.field == "unsafe_reason"
    assert not Attempt.objects.exists()
    why = "She asked the CJU for a call on this line at this hour"
    assert begin_attempt(actor=WARNER, witness_id=witness.id, unsafe_reason=why).unsafe_reason == why
    assert AuditLine.objects.filter(name="pole.overrule_safe_contact", kind="did").count() == 1


def test_a_request_closes_with_the_cju_answered_on_their_mail():
    mail = a_mail()
    row = listed(mail)
    check_warning(actor=WARNER, warning_id=row.id, asked=request_facts())
    with pytest.raises(RuleBroken, match="Not settled yet: Robin Vale"):
        close_warning(actor=WARNER, warning_id=row.id)
    rung(first(row), "no_answer")
    settle_witness(actor=WARNER, witness_id=first(row).id, outcome="handed_over", words="To Leeds")
    with pytest.raises(RuleBroken, match="Take the contact first"):
        close_warning(actor=WARNER, warning_id=row.id)
    assert WitnessWarning.objects.get(pk=row.id).state == "open"
    take_contact(actor=WARNER, contact_id=mail.id)
    version = WitnessWarning.objects.get(pk=row.id).version
    closed = close_warning(actor=WARNER, warning_id=row.id, seen_version=version)
    [answer] = Message.objects.filter(contact_id=mail.id, direction="out")
    assert (answer.recipients, answer.delivery) == (["cju.leeds@force.example"], "queued")
    assert "Robin Vale: Handed to a local unit for a visit (To Leeds)." in answer.text
    assert closed.told_cju == answer.text
    assert Contact.objects.get(pk=mail.id).disposition == "update_given"
    assert board(READER) == []
    with pytest.raises(Stale):
        close_warning(actor=WARNER, warning_id=row.id, seen_version=version)


def test_a_request_that_came_by_telephone_closes_when_it_is_said_how_the_cju_was_told():
    row = open_warning(actor=WARNER, asked=request_facts())
    rung(first(row), "told")
    with pytest.raises(RuleBroken, match="no mail to answer"):
        close_warning(actor=WARNER, warning_id=row.id)
    closed = close_warning(actor=WARNER, warning_id=row.id, words="Told the CJU by telephone at 21:40")
    assert closed.told_cju.endswith("by telephone at 21:40")


def test_not_reached_needs_a_try_that_rang():
    witness = first(make_warning())
    rung(witness, "not_rung", words="Taken off by an Immediate call")
    with pytest.raises(RuleBroken, match="Nobody has tried"):
        settle_witness(actor=WARNER, witness_id=witness.id, outcome="not_reached", words="x")
    rung(witness, "no_answer")
    settle_witness(actor=WARNER, witness_id=witness.id, outcome="not_reached", words="Rang out")
    assert first(witness.warning).settled_by == "Priya Shah"


def test_what_is_overdue_stands_first_and_says_so():
    later = make_warning(warn_by=now() + timedelta(hours=5))
    late = make_warning(warn_by=now() - timedelta(minutes=1))
    assert [(each.id, each.standing) for each in board(READER)] == [(late.id, "overdue"), (later.id, "in time")]


def test_who_may_not_warn_only_reads_and_who_may_nothing_sees_nothing():
    witness = first(make_warning())
    for refused in (
        lambda: open_warning(actor=READER, asked=request_facts()),
        lambda: begin_attempt(actor=READER, witness_id=witness.id),
        lambda: close_warning(actor=READER, warning_id=witness.warning_id),
        lambda: board(an_actor(*CanContact)),
        lambda: warning(an_actor(*CanContact), witness.warning_id),
        lambda: take_in_mail(actor=system_actor("x", CanWarn.WARN), contact_id=uuid7()),
    ):
        with pytest.raises(NotPermitted):
            refused()
    with pytest.raises(NotFound):
        warning(READER, uuid7())
