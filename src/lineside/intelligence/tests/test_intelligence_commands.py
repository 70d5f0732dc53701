"""A report is graded, sanitised by another, taken and acknowledged by the bureau; its source stays apart."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_message
from lineside.intelligence.commands import (
    Sanitised,
    Told,
    acknowledge_report,
    claim_report,
    decline_report,
    give_up,
    release_report,
    send_again,
)
from lineside.intelligence.models import IntelligenceReport
from lineside.intelligence.permissions import CanIntel
from lineside.intelligence.queries import first_of_contact, owed, report, reports, source_of
from lineside.intelligence.rules import LEASE, TAKEN_WITHIN
from lineside.intelligence.testing import BUREAU, GRADES, SOURCE, TEXT, WRITER, make_released, make_report
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine, EventRecord
from lineside.kernel.testing import an_actor, clock
from lineside.people.testing import on_staff

pytestmark = pytest.mark.django_db
HANDLER = an_actor(CanIntel.REFER, *CanContact, name="Priya Shah", key=uuid7())
OTHER = an_actor(CanIntel.REFER, name="Kim Osei", key=uuid7())
SUPERVISOR = an_actor(CanIntel.REFER, CanIntel.VIEW, CanIntel.RELEASE, name="Sam Ash", key=uuid7())
DUTY_OFFICER = an_actor(*(set(CanIntel) - {CanIntel.DELIVER}), name="Rowan Hale", key=uuid7())
AIB = system_actor("Area Intelligence Bureau, B", CanIntel.DELIVER)
NAMING = "Robin Vale says that cable is taken; ring 07700 900123."


def states():
    return list(IntelligenceReport.objects.order_by("id").values_list("state", flat=True))


@pytest.fixture(autouse=True)
def _all_on_staff(db):
    on_staff(HANDLER, OTHER, SUPERVISOR, DUTY_OFFICER)


def test_a_report_goes_to_the_bureau_only_when_another_has_sanitised_it():
    row = make_report(actor=HANDLER, text=NAMING)
    assert claim_report(actor=BUREAU, bureau="fib") is None
    with pytest.raises(RuleBroken, match="by name and by number"):
        release_report(actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=NAMING))
    released = release_report(
        actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=TEXT), seen_version=row.version
    )
    assert (released.text, released.alone_because) == (TEXT, "")
    taken = claim_report(actor=BUREAU, bureau="fib")
    assert taken
    assert (taken.id, taken.text) == (row.id, TEXT)
    assert claim_report(actor=BUREAU, bureau="fib") is None
    acknowledge_report(actor=BUREAU, report_id=row.id, bureau_reference="FIB/1")
    assert acknowledge_report(actor=BUREAU, report_id=row.id, bureau_reference="FIB/1").state == "acknowledged"
    assert report(HANDLER, row.id).bureau_reference == "FIB/1"


def test_nothing_of_the_source_stands_in_the_trail_the_events_or_what_the_bureau_gets():
    mail = make_message()
    who = replace(SOURCE, contact_id=mail.id)
    with_conditions: dict[str, Any] = {"actor": HANDLER, "grades": replace(GRADES, handling="C"), "secret": who}
    with pytest.raises(RuleBroken, match="conditions"):
        make_report(content=Told(text=NAMING, conditions="Never tell Vale"), **with_conditions)
    row = make_report(content=Told(text=NAMING, conditions="Ask the depot.example desk"), **with_conditions)
    with pytest.raises(RuleBroken):
        release_report(actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=NAMING))
    release_report(actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=TEXT))
    lines = AuditLine.objects.filter(name__startswith="intelligence.").values_list("facts", "why")
    events = EventRecord.objects.filter(name__startswith="intelligence.").values_list("facts", flat=True)
    told = json.dumps([*lines, *events], default=str)
    assert str(row.id) in told
    for word in ("Vale", "Bobby", "900123", "depot.example", str(mail.id), mail.reference):
        assert word not in told
    for word in ("Vale", "Bobby", "900123", str(mail.id), mail.reference):
        assert word not in str(report(SUPERVISOR, row.id))


def test_only_those_permitted_read_the_source_for_a_reason_and_every_look_is_on_record():
    mail = make_message()
    row = make_report(actor=HANDLER, text=NAMING, secret=replace(SOURCE, contact_id=mail.id))
    for who in (HANDLER, SUPERVISOR, BUREAU):
        with pytest.raises(NotPermitted):
            source_of(who, row.id, "curious")
    with pytest.raises(RuleBroken, match="Say why"):
        source_of(DUTY_OFFICER, row.id, " ")
    assert not AuditLine.objects.filter(name="intelligence.source").exists()
    found = source_of(DUTY_OFFICER, row.id, "Threat to the source's life")
    assert (found.name, found.contact_id, found.told) == ("Robin Vale", mail.id, NAMING)
    [line] = AuditLine.objects.filter(name="intelligence.source", kind="looked")
    assert (line.actor_name, line.why, line.facts) == (
        "Rowan Hale",
        "Threat to the source's life",
        {"subject": str(row.id)},
    )


def test_who_only_refers_sees_their_own_reports():
    mine = make_report(actor=HANDLER)
    make_report(actor=OTHER)
    assert [each.id for each in reports(HANDLER)] == [mine.id]
    assert len(reports(SUPERVISOR)) == 2
    with pytest.raises(NotFound):
        report(OTHER, mine.id)
    with pytest.raises(NotPermitted):
        reports(an_actor(*CanContact))
    with pytest.raises(NotPermitted):
        release_report(actor=HANDLER, report_id=mine.id, content=Sanitised(text=TEXT))


def test_who_wrote_it_releases_it_alone_only_for_a_reason_on_record():
    row = make_report(actor=SUPERVISOR)
    with pytest.raises(RuleBroken, match="Somebody else"):
        release_report(actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=TEXT))
    alone = release_report(
        actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=TEXT, alone_because="Alone at night")
    )
    assert alone.alone_because == "Alone at night"
    lines = AuditLine.objects.filter(name="intelligence.release_report").values_list("facts", flat=True)
    assert "Alone" not in json.dumps([*lines])


def test_a_reason_that_names_the_source_is_refused_and_is_no_fact_of_the_trail():
    row = make_report(actor=SUPERVISOR)
    with pytest.raises(RuleBroken, match="reason gives the source away, by name"):
        release_report(
            actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=TEXT, alone_because="Vale trusts nobody else")
        )
    lines = AuditLine.objects.filter(name="intelligence.release_report").values_list("facts", "why")
    assert "Vale" not in json.dumps([*lines])


def test_what_is_taken_and_not_acknowledged_comes_again_and_then_dies_in_sight():
    make_released()
    at = now()
    for turn in range(5):
        with clock(at + turn * LEASE + timedelta(seconds=turn + 1)):
            assert claim_report(actor=BUREAU, bureau="fib")
    with clock(at + 6 * LEASE):
        assert claim_report(actor=BUREAU, bureau="fib") is None
        assert give_up(actor=BUREAU) == 1
    row = IntelligenceReport.objects.get()
    assert (row.state, row.failure) == ("dead", "Taken 5 times and never acknowledged.")
    send_again(actor=WRITER, report_id=row.id, seen_version=row.version)
    assert claim_report(actor=BUREAU, bureau="fib")


def test_what_no_bureau_takes_in_time_dies_in_sight():
    make_released()
    assert give_up(actor=BUREAU) == 0
    with clock(now() + TAKEN_WITHIN):
        assert give_up(actor=BUREAU) == 1
    assert states() == ["dead"]


def test_what_the_bureau_declines_is_seen_with_the_reason():
    row = make_released()
    with pytest.raises(RuleBroken, match="was given"):
        decline_report(actor=BUREAU, report_id=row.id, why="x")
    with pytest.raises(RuleBroken, match="was given"):
        acknowledge_report(actor=BUREAU, report_id=row.id, bureau_reference="FIB/1")
    claim_report(actor=BUREAU, bureau="fib")
    decline_report(actor=BUREAU, report_id=row.id, why="The text is cut off")
    assert report(SUPERVISOR, row.id).failure.endswith("The text is cut off")
    with pytest.raises(NotPermitted):
        send_again(actor=HANDLER, report_id=row.id)


def test_the_form_begins_with_what_the_contact_says_of_itself():
    mail = make_message()
    assert first_of_contact(HANDLER, mail.id).reached_by == "sam.porter@passenger.example"


def test_each_bureau_is_given_its_own_reports_alone():
    make_released(grades=replace(GRADES, bureau="aib_b"))
    assert claim_report(actor=BUREAU, bureau="fib") is None
    with pytest.raises(RuleBroken, match="bureau"):
        claim_report(actor=BUREAU, bureau="")
    with pytest.raises(NotPermitted, match="Area Intelligence Bureau, B"):
        claim_report(actor=BUREAU, bureau="aib_b")
    taken = claim_report(actor=AIB, bureau="aib_b")
    assert taken
    with pytest.raises(NotPermitted, match="Area Intelligence Bureau, B"):
        acknowledge_report(actor=BUREAU, report_id=taken.id, bureau_reference="FIB/1")
    with pytest.raises(NotPermitted, match="Area Intelligence Bureau, B"):
        decline_report(actor=BUREAU, report_id=taken.id, why="Not ours")
    assert acknowledge_report(actor=AIB, report_id=taken.id, bureau_reference="B/1").state == "acknowledged"


def test_what_nobody_has_sanitised_is_on_the_list_however_many_came_after():
    waits = make_report(actor=HANDLER)
    done = make_released()
    claim_report(actor=BUREAU, bureau="fib")
    acknowledge_report(actor=BUREAU, report_id=done.id, bureau_reference="FIB/1")
    listed = reports(SUPERVISOR)
    assert [each.id for each in listed] == [waits.id, done.id]
    assert sorted(listed, key=lambda each: each.sort) == listed
    assert [each.id for each in owed(SUPERVISOR)] == [waits.id]


def test_until_it_is_sanitised_the_text_is_for_who_wrote_it_and_who_releases_it():
    row = make_report(actor=HANDLER, text=NAMING)
    looks = an_actor(CanIntel.REFER, CanIntel.VIEW, name="Lou Penn", key=uuid7())
    assert "Vale" not in report(looks, row.id).text + reports(looks)[0].text
    assert report(HANDLER, row.id).text == report(SUPERVISOR, row.id).text == NAMING
    release_report(actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=TEXT))
    assert report(looks, row.id).text == TEXT


def test_another_account_of_who_wrote_it_is_nobody_else():
    row = make_report(actor=HANDLER)
    other_account = an_actor(CanIntel.RELEASE, name="P. Shah", key=uuid7())
    with pytest.raises(RuleBroken, match="Somebody else"):
        release_report(actor=other_account, report_id=row.id, content=Sanitised(text=TEXT))
    assert release_report(actor=SUPERVISOR, report_id=row.id, content=Sanitised(text=TEXT)).alone_because == ""
