"""A call event that was refused is kept whole and told again; a clock that runs ahead hides no caller."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from lineside.contacts.models import CallMoment, Contact, DeadLetter
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import call_moments
from lineside.files.permissions import CanFile
from lineside.files.queries import open_file
from lineside.gateways.telephony.calls import CallEvent, as_json, from_json, told_by
from lineside.gateways.telephony.commands import retry_dead_letter, take_in_dead
from lineside.gateways.telephony.inbound import GATEWAY, Hearing
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
SUPERVISOR = an_actor(CanContact.SUPERVISE, CanContact.VIEW, CanFile.READ)


def an_event(**facts):
    return replace(CallEvent(event_id="e1", call_id="c1", kind="offered", at=now(), number="07700900123"), **facts)


def test_an_event_is_kept_as_it_was_understood():
    event = told_by(an_event(facts={"queue": "contact-desk"}), b"Event: \xff\r\n", "call.ami")
    assert from_json(as_json(event)) == event


def test_it_is_told_again_and_becomes_its_contact():
    event = told_by(an_event(), b"Event: Newchannel\r\n\r\n", "call.ami")
    key = take_in_dead(actor=GATEWAY, gateway="telephony", event=event, why="It tripped.")
    letter = retry_dead_letter(actor=SUPERVISOR, dead_letter_id=key, seen_version=0)
    assert letter.became == Contact.objects.get()
    assert letter.worked_how == "Told again."
    (moment,) = call_moments(letter.became.id)
    assert moment.raw_id
    assert open_file(SUPERVISOR, moment.raw_id).read() == b"Event: Newchannel\r\n\r\n"


def test_however_it_was_told_it_is_one_dead_letter():
    event = an_event()
    for told in (b"live", b"late"):
        heard = told_by(event, told, "call.ami")
        take_in_dead(actor=GATEWAY, gateway="telephony", event=heard, why="It tripped.")
    assert DeadLetter.objects.count() == 1


def test_one_that_makes_no_sense_still_is_refused_and_stays():
    Hearing("telephony", Event()).call(an_event(kind="whistled"))
    dead = DeadLetter.objects.get()
    with pytest.raises(RuleBroken, match="cannot be taken still"):
        retry_dead_letter(actor=SUPERVISOR, dead_letter_id=dead.id, seen_version=0)
    assert not Contact.objects.exists()


def test_a_caller_is_seen_at_once_though_the_clock_of_the_switch_runs_ahead():
    ahead = now() + timedelta(hours=1)
    Hearing("telephony", Event()).call(an_event(at=ahead))
    moment = CallMoment.objects.get()
    assert moment.at <= now()
    assert moment.facts["clock of the switch"] == ahead.isoformat()
    assert not DeadLetter.objects.exists()
