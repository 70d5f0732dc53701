"""Asking for a call, claiming it once, and ending what nobody tells of any more."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from lineside.callouts.commands import claim_call, place_call, say_who_answered, tell_call_out
from lineside.callouts.models import CallOut
from lineside.callouts.permissions import CanCallOut
from lineside.callouts.queries import calls_about, calls_for, telephone_of
from lineside.callouts.reactions import end_overdue
from lineside.callouts.testing import damage
from lineside.contacts.models import Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import contact, history
from lineside.contacts.testing import make_call, until_somebody_waits
from lineside.incidents.models import LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.commands import once
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, clock
from lineside.pole.permissions import CanPole
from lineside.pole.testing import make_marker

pytestmark = pytest.mark.django_db
RINGER = an_actor(*CanCallOut, CanContact.TAKE, CanContact.VIEW, *CanIncident, *CanPole, name="Priya Shah")
DIALLER = system_actor("a gateway", CanCallOut.DIAL)
NUMBER = "07700 900123"


def ask(**facts):
    whole = {"number": NUMBER, "telephone": "201", **facts}
    if not {"about_id", "incident_id"} & set(whole):
        whole["about_id"] = make_call().id
    return place_call(actor=RINGER, **whole)


def told(call, *states, **facts):
    for state in states:
        tell_call_out(actor=DIALLER, call_out_id=call.id, state=state, **facts)
    return CallOut.objects.get(pk=call.pk)


def test_a_call_is_a_contact_that_is_in_no_queue_and_counts_for_no_repeat_caller():
    about = make_call()
    call = ask(about_id=about.id)
    being = Contact.objects.get(pk=call.contact_id)
    assert (being.channel, being.state, being.handler_name) == ("call_out", "calling", "Priya Shah")
    found = history(RINGER, contact(about.id))
    assert (found.day, [row.id for row in found.earlier]) == (0, [being.id])
    assert [row.number for row in calls_about(RINGER, about.id)] == ["07700900123"]
    assert telephone_of(RINGER) == "201"


def test_the_same_asking_twice_is_one_call():
    about = make_call().id
    for _ in range(2):
        once("the form's key", place_call, actor=RINGER, number=NUMBER, telephone="201", about_id=about)
    assert CallOut.objects.count() == 1
    assert audit_lines().count("callouts.place_call") == 1


def test_a_call_is_claimed_once_and_not_when_it_is_stale():
    call = ask()
    assert claim_call(actor=DIALLER) == call
    assert claim_call(actor=DIALLER) is None
    ask()
    with clock(now() + timedelta(seconds=31)):
        assert claim_call(actor=DIALLER) is None


def test_what_no_gateway_takes_or_tells_of_ends_in_words_that_say_what_to_do():
    claimed, waiting = ask(), ask()
    assert claim_call(actor=DIALLER) == claimed
    with clock(now() + timedelta(minutes=4)):
        assert end_overdue() == 2
        assert end_overdue() == 0
    assert told(waiting).outcome == "not_dialled"
    assert "nothing was dialled" in told(waiting).says
    assert told(claimed).outcome == "unknown"


@pytest.mark.django_db(transaction=True)
def test_a_call_that_is_dialled_while_the_clock_looks_goes_on():
    call, has_claimed = ask(), Event()

    def dial():
        with transaction.atomic():
            claim_call(actor=DIALLER)
            has_claimed.set()
            until_somebody_waits()
        connection.close()

    dialling = Thread(target=dial)
    dialling.start()
    assert has_claimed.wait(10)
    with clock(now() + timedelta(seconds=31)):
        assert end_overdue() == 0
    dialling.join(10)
    assert told(call).state == "dialling"
    assert told(call, "ringing", "up", "ended").outcome == "answered"


def test_one_that_cannot_be_ended_holds_up_none_behind_it():
    stuck, waiting = ask(), ask()
    damage(stuck, outcome="no such one")
    with clock(now() + timedelta(minutes=4)):
        assert end_overdue() == 1
    assert told(waiting).outcome == "not_dialled"


def test_a_machine_that_picked_up_is_voicemail_in_the_log_and_at_the_contact():
    incident = make_incident()
    call = ask(incident_id=incident.id)
    claim_call(actor=DIALLER)
    told(call, "ringing", "up", "ended")
    row = CallOut.objects.get(pk=call.pk)
    assert row.outcome == "answered"
    say_who_answered(actor=RINGER, call_out_id=row.id, outcome="voicemail", seen_version=row.version)
    assert Contact.objects.get(pk=call.contact_id).disposition == "could_not_reach"
    lines = LogEntry.objects.filter(incident_id=incident.id, kind="contact").order_by("id")
    assert [line.text.rpartition(": ")[2] for line in lines][-2:] == ["answered", "voicemail"]
    assert [each.outcome for each in calls_for(RINGER, incident.id)] == ["voicemail"]
    other = an_actor(*CanCallOut, name="Kim Osei", key=uuid7())
    with pytest.raises(RuleBroken, match="Only who rang"):
        say_who_answered(actor=other, call_out_id=row.id, outcome="answered")


def test_a_number_that_is_not_safe_is_rung_for_a_reason_that_is_kept_or_not_at_all():
    make_marker(code="unsafe_contact", known_by="phone", value=NUMBER)
    with pytest.raises(RuleBroken) as refusal:
        ask()
    assert refusal.value.field == "unsafe_reason"
    assert not CallOut.objects.exists()
    assert not Contact.objects.filter(channel="call_out").exists()
    why = "She asked for it on this line today"
    assert ask(unsafe_reason=why).unsafe_reason == why


def test_a_call_is_for_one_thing_and_only_who_may_ring_rings():
    with pytest.raises(RuleBroken, match="one contact or for one incident"):
        place_call(actor=RINGER, number=NUMBER, telephone="201")
    with pytest.raises(NotPermitted):
        place_call(actor=an_actor(*CanContact), number=NUMBER, telephone="201", about_id=make_call().id)
    with pytest.raises(NotPermitted):
        claim_call(actor=an_actor(CanCallOut.PLACE))
