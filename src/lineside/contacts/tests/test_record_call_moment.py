"""Calls: there before anybody answers, whole in any order, and never forgotten when abandoned."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import connection

from lineside.contacts import queries
from lineside.contacts.commands import (
    Original,
    begin_hearing_gap,
    decide_call_back,
    end_hearing_gap,
    record_call_moment,
    resolve_contact,
    return_contact,
    take_contact,
)
from lineside.contacts.events import CallAbandoned, ContactOpened
from lineside.contacts.models import CallMoment, Contact
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import GATEWAY, a_call
from lineside.files.models import Attachment
from lineside.files.queries import open_file
from lineside.files.testing import STORER
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, events_of

ALEX = an_actor(*CanContact)
RANG = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
MOMENTS = [("offered", 0), ("answered", 5), ("held", 20), ("ended", 60)]


def say(kind, seconds, **facts):
    return record_call_moment(
        actor=GATEWAY, call=a_call(kind, RANG + timedelta(seconds=seconds), switch_call_id="7.1", **facts)
    )


@pytest.mark.django_db
def test_a_ringing_call_is_a_contact_before_anybody_answers():
    contact = say("offered", 0, line_type="SIGNALLER")
    row = queries.contact(contact.id, ALEX)
    assert (row.state, row.risk, row.sender_address, row.opened_at) == ("offered", 85, "+447700900123", RANG)
    assert len(events_of(ContactOpened)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(permutations(MOMENTS))[::5])
def test_moments_in_any_order_and_repeated_tell_the_same_story(order):
    for kind, seconds in [*order, *order]:
        say(kind, seconds)
    row = queries.contact(Contact.objects.get().id)
    assert (row.state, row.opened_at, row.answered_at) == ("taken", RANG, RANG + timedelta(seconds=5))
    assert row.ended_at == RANG + timedelta(seconds=60)
    assert row.call_back == ""
    assert CallMoment.objects.count() == 4


@pytest.mark.django_db
def test_an_abandoned_call_cannot_be_resolved_before_calling_back_is_decided():
    contact = say("offered", 0)
    say("abandoned", 9)
    assert queries.contact(contact.id).call_back == "needed"
    assert len(events_of(CallAbandoned)) == 1
    taken = take_contact(actor=ALEX, contact_id=contact.id)
    with pytest.raises(RuleBroken, match="calling back"):
        resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given")
    with pytest.raises(RuleBroken, match="why"):
        decide_call_back(actor=ALEX, contact_id=contact.id, decision="no_call", seen_version=taken.version)
    decided = decide_call_back(actor=ALEX, contact_id=contact.id, decision="call", seen_version=taken.version)
    assert decided.call_back == "decided_to_call"
    assert resolve_contact(actor=ALEX, contact_id=contact.id, disposition="called_back").state == "resolved"


@pytest.mark.django_db
def test_a_call_taken_at_the_desk_and_then_abandoned_still_asks_for_the_decision():
    contact = say("offered", 0)
    take_contact(actor=ALEX, contact_id=contact.id)
    say("abandoned", 9)
    assert queries.contact(contact.id).call_back == "needed"


@pytest.mark.django_db
def test_a_resolved_call_stays_resolved_when_a_late_moment_comes():
    contact = say("answered", 3)
    take_contact(actor=ALEX, contact_id=contact.id)
    resolve_contact(actor=ALEX, contact_id=contact.id, disposition="advice_given")
    say("ended", 60)
    assert queries.contact(contact.id).state == "resolved"


@pytest.mark.django_db
def test_a_call_given_back_to_the_queue_stays_there_when_it_ends():
    contact = say("answered", 3)
    take_contact(actor=ALEX, contact_id=contact.id)
    return_contact(actor=ALEX, contact_id=contact.id, reason="Needs a Welsh speaker")
    assert say("ended", 60).state == "waiting"


@pytest.mark.django_db
def test_a_call_heard_of_late_is_marked():
    assert say("offered", 0, heard_late=True).heard_late
    assert say("ended", 3).heard_late


@pytest.mark.django_db(transaction=True)
def test_eight_moments_of_one_call_in_one_instant_are_one_contact():
    def tell(seconds):
        try:
            return say("held", seconds).id
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(tell, range(8)))) == 1
    assert CallMoment.objects.count() == 8


@pytest.mark.django_db
def test_a_gap_in_our_hearing_is_kept_with_the_calls_heard_late():
    gap = begin_hearing_gap(actor=GATEWAY, gateway="telephony", started_at=RANG)
    assert begin_hearing_gap(actor=GATEWAY, gateway="telephony", started_at=RANG).id == gap.id
    end_hearing_gap(actor=GATEWAY, gap_id=gap.id, ended_at=RANG + timedelta(minutes=3), heard_late=2)
    (row,) = queries.hearing_gaps(ALEX)
    assert (row.heard_late, row.ended_at) == (2, RANG + timedelta(minutes=3))


@pytest.mark.django_db
def test_a_moment_that_is_none_is_refused():
    with pytest.raises(RuleBroken):
        say("exploded", 0)
    assert Contact.objects.count() == 0


@pytest.mark.django_db
def test_what_a_switch_says_of_a_caller_is_kept_without_what_nobody_says():
    contact = say(
        "offered", 0, name="\u2068Dai\x00 \x1bRees\u2069", number="\u202a+447700900123\u202c", line_type="\u2068ODD"
    )
    assert (contact.sender_name, contact.sender_address) == ("Dai Rees", "+447700900123")
    assert (contact.box_or_line, contact.gist) == ("ODD", "Call on ODD")


@pytest.mark.django_db
def test_what_told_a_moment_is_kept_with_it_as_it_came(settings, tmp_path):
    settings.FILES_DIR = tmp_path
    told = Original(b"Event: \xff Newchannel\r\n", "call.ami", "text/plain")
    contact = say("offered", 0, original=told)
    say("offered", 0, original=told)
    (moment,) = queries.call_moments(contact.id)
    assert moment.raw_id
    assert open_file(STORER, moment.raw_id).read() == told.content
    assert Attachment.objects.count() == 1
    lines = AuditLine.objects.filter(name="contacts.record_call_moment")
    assert lines.count() == 2
    assert not any("Newchannel" in str(line.facts) for line in lines)


@pytest.mark.django_db
def test_a_full_disk_costs_what_told_the_call_and_never_the_call(settings, tmp_path):
    (tmp_path / "full").write_bytes(b"")
    settings.FILES_DIR = tmp_path / "full"
    contact = say("offered", 0, original=Original(b"Event: Newchannel\r\n", "call.ami", "text/plain"))
    assert queries.call_moments(contact.id)[0].raw_id is None
