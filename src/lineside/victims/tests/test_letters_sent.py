"""Letters go by text and e-mail once, where it is safe and wanted, and what does not arrive is owed again."""

from datetime import timedelta

import pytest

from lineside.contacts.commands import claim_message, record_delivery
from lineside.contacts.models import Contact, Message
from lineside.contacts.testing import GATEWAY
from lineside.crimes.commands import give_outcome, record_crime
from lineside.crimes.testing import DECISION_MAKER, RECORDER, a_report, fifteen
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import EventRecord
from lineside.kernel.testing import clock
from lineside.kernel.worker import react_to
from lineside.pole.testing import make_marker
from lineside.victims import commands, queries
from lineside.victims.commands import Asked
from lineside.victims.models import Duty, Letter, Note, Victim
from lineside.victims.testing import CARER, CLOCK, duty_of, make_victim

pytestmark = pytest.mark.django_db
MAIL = Asked(template="confirmation", language="en", way="mail", address="robin@passenger.example")
TEXT = Asked(template="progress_text", language="en", way="text")


def arrested(row):
    commands.record_step(actor=CARER, crime_id=row.crime_id, step="arrested", at=now())
    return row


def sent(row, asked=TEXT, **facts):
    letter = commands.write_letter(actor=CARER, victim_id=row.id, asked=asked)
    return commands.send_letter(actor=CARER, letter_id=letter.id, **facts)


def taken(channel):
    """By the gateway of this way, to send."""
    message = claim_message(actor=GATEWAY, channel=channel)
    assert message
    return message


def told(letter, outcome, detail=""):
    """As the gateway tells it, and the worker carries it."""
    record_delivery(actor=GATEWAY, message_id=letter.message_id, outcome=outcome, detail=detail)
    react_to(EventRecord.objects.filter(name="contacts.MessageDelivered").order_by("-id")[0].id)
    return Letter.objects.get(pk=letter.id)


def test_a_text_and_an_e_mail_are_handed_to_their_gateways_once_and_keep_the_right():
    row = arrested(make_victim())
    letter = sent(row)
    message = taken("text")
    assert (message.id, message.recipients) == (letter.message_id, ["+447700900123"])
    assert message.text == letter.body
    assert "a suspect has been arrested" in message.text
    assert duty_of(row.id, "told_arrested").state == "done"
    with pytest.raises(RuleBroken, match="gone already"):
        commands.send_letter(actor=CARER, letter_id=letter.id)
    mail = sent(row, MAIL)
    claimed = taken("email")
    assert (claimed.id, claimed.subject) == (mail.message_id, f"Your crime reference {row.crime_reference}")
    assert Message.objects.filter(direction="out").count() == 2


def test_a_letter_for_print_goes_by_no_gateway():
    row = make_victim()
    asked = Asked(template="confirmation", language="en", way="post", address="1 Vale Row, Leeds")
    letter = sent(row, asked)
    assert (letter.message_id, letter.delivery) == (None, "")
    assert Contact.objects.count() == 0


def test_how_far_it_got_stands_at_the_letter():
    letter = sent(arrested(make_victim()))
    assert letter.delivery == "queued"
    claim_message(actor=GATEWAY, channel="text")
    assert told(letter, "sent").delivery == "sent"
    letter = told(letter, "delivered")
    assert queries.letter(CARER, letter.id).delivery_words == "arrived"


def test_what_did_not_arrive_is_owed_again_by_its_old_limit_and_stays_on_record():
    row = arrested(make_victim())
    due = duty_of(row.id, "told_arrested").due_at
    letter = sent(row)
    claim_message(actor=GATEWAY, channel="text")
    with clock(due + timedelta(hours=1)):
        letter = told(letter, "failed", "Absent subscriber")
    duty = duty_of(row.id, "told_arrested")
    assert (duty.state, duty.due_at, duty.unreached_why) == ("open", due, "Absent subscriber")
    assert duty.missed_at == due + timedelta(hours=1)
    shown = queries.victim(CARER, row.id)
    assert (shown.row.unreached, shown.letters[0].delivery_words) == (1, "did not reach them")
    assert "+447700900123" in Note.objects.get(victim=row, kind="not_reached").words
    commands.keep_duty(actor=CARER, victim_duty_id=duty.id, how="call", words="Rang them instead")
    assert queries.victim(CARER, row.id).row.unreached == 0
    assert commands.note_delivery(actor=CLOCK, contact_id=Contact.objects.get().id, message_id=letter.message_id)
    assert duty_of(row.id, "told_arrested").state == "done"


def test_a_letter_that_did_not_arrive_holds_the_outcome_up_again():
    row = make_victim()
    commands.record_step(actor=CARER, crime_id=row.crime_id, step="outcome", at=now(), words="Nobody saw who it was.")
    letter = sent(row)
    claim_message(actor=GATEWAY, channel="text")
    told(letter, "failed", "Unknown subscriber")
    with pytest.raises(RuleBroken, match="told of the outcome before"):
        give_outcome(actor=DECISION_MAKER, crime_id=row.crime_id, claim=fifteen(told_victim_at=None, telling=""))


def test_no_text_goes_where_it_is_not_safe_without_a_reason():
    row = arrested(make_victim())
    make_marker("07700 900123", code="unsafe_contact")
    letter = commands.write_letter(actor=CARER, victim_id=row.id, asked=TEXT)
    with pytest.raises(RuleBroken, match="not safe to text"):
        commands.send_letter(actor=CARER, letter_id=letter.id)
    assert not Message.objects.filter(direction="out").exists()
    why = "They asked for a text at work"
    letter = commands.send_letter(actor=CARER, letter_id=letter.id, unsafe_reason=why)
    assert Message.objects.get(direction="out").unsafe_reason == why
    assert taken("text").id == letter.message_id


def test_what_they_do_not_want_is_not_sent_and_what_keeps_them_safe_is():
    row = arrested(make_victim())
    letter = commands.write_letter(actor=CARER, victim_id=row.id, asked=TEXT)
    commands.record_choice(actor=CARER, victim_id=row.id, right=6, answer="no", words="Said so on the telephone")
    with pytest.raises(RuleBroken, match="do not want this: right 6"):
        commands.send_letter(actor=CARER, letter_id=letter.id)
    with pytest.raises(RuleBroken, match="do not want this"):
        commands.write_letter(actor=CARER, victim_id=row.id, asked=TEXT)
    commands.record_step(actor=CARER, crime_id=row.crime_id, step="bailed", at=now())
    assert sent(row).message_id
    assert sent(row, MAIL).message_id


def test_an_address_that_is_none_is_refused_and_the_letter_stays_unsent():
    row = make_victim()
    letter = commands.write_letter(
        actor=CARER, victim_id=row.id, asked=Asked(template="confirmation", language="en", way="mail", address="robin")
    )
    with pytest.raises(RuleBroken, match="no address of e-mail"):
        commands.send_letter(actor=CARER, letter_id=letter.id)
    assert Letter.objects.get(pk=letter.id).sent_at is None


def test_nothing_of_a_restricted_log_is_put_where_everybody_who_reads_contacts_reads_it():
    incident = make_incident(opening_code="VIOL", is_restricted=True, actor=OPERATOR.also(CanIncident.VIEW_RESTRICTED))
    recorder, carer = (each.also(CanIncident.VIEW_RESTRICTED) for each in (RECORDER, CARER))
    crime = record_crime(actor=recorder, incident_id=incident.id, report=a_report())
    commands.open_care(actor=CLOCK, crime_id=crime.id)
    row = Victim.objects.get(crime_id=crime.id)
    letter = commands.write_letter(actor=carer, victim_id=row.id, asked=MAIL)
    with pytest.raises(RuleBroken, match="log is restricted"):
        commands.send_letter(actor=carer, letter_id=letter.id)
    assert Contact.objects.count() == 0
    assert Duty.objects.get(victim=row, code="confirmation").state == "open"
