"""An officer's emergency from the first press until it is over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections

from lineside.dispatch.commands import Outfit, assign_unit, book_on_unit, record_position, record_state
from lineside.dispatch.events import EmergencyStateRecorded
from lineside.dispatch.models import Unit
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents import commands as incidents
from lineside.incidents import queries as known
from lineside.incidents.models import ClosingHold, Incident, IncidentLink
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken, Stale
from lineside.kernel.events import read_event
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, clock, events_of
from lineside.officer_emergencies import queries, reactions
from lineside.officer_emergencies.commands import (
    Outcome,
    Pressed,
    answer_emergency,
    raise_emergency,
    record_outcome,
    resolve_emergency,
)
from lineside.officer_emergencies.events import EmergencyChanged
from lineside.officer_emergencies.models import OfficerEmergency, Press
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.officer_emergencies.testing import ANSWERER, OTHER, RADIO, WORKING, make_emergency

pytestmark = pytest.mark.django_db
ACCIDENT = Outcome(outcome="accidental", spoken_with="PC Hale", challenge_answered=True)
GENUINE = Outcome(outcome="genuine", words="Assaulted on platform 9")


def lines(emergency):
    return [line.text for line in known.log(emergency.incident_id)]


def test_a_press_opens_an_immediate_incident_at_the_last_position_and_holds_it():
    unit = make_unit()
    record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.5319, lon=-0.1233, within_m=20)
    incident = make_emergency(unit_id=unit.id).incident
    assert (incident.grade, incident.opening_code, incident.area) == ("I", "OFFICER", "B")
    assert incident.summary == "OFFICER EMERGENCY: BX12, PC Hale"
    assert (incident.lat, incident.lon, incident.place_status) == (51.5319, -0.1233, "approximate")
    assert ClosingHold.objects.filter(incident=incident, kind="officer_emergency", released_at=None).count() == 1


def test_two_officers_in_no_unit_are_two_emergencies_and_each_is_named():
    for name in ("Robin Vale", "Sam Orr", "Robin Vale"):
        raise_emergency(actor=RADIO, source="unit", pressed=Pressed(holder=name))
    assert sorted(str(each) for each in OfficerEmergency.objects.all()) == ["Robin Vale", "Sam Orr"]


def test_its_unit_says_state_0_and_nobody_counts_as_sent_to_it():
    emergency = make_emergency()
    assert Unit.objects.get().state == 0
    assert Incident.objects.get(id=emergency.incident_id).first_assigned_at is None


def test_the_same_message_twice_is_one_press():
    unit = make_unit()
    for _ in range(2):
        make_emergency(unit_id=unit.id, press_key="raw 1")
    assert (OfficerEmergency.objects.count(), Press.objects.count()) == (1, 1)


def test_a_button_pressed_again_adds_to_the_one_that_is_open():
    unit = make_unit()
    first = make_emergency(unit_id=unit.id)
    again = make_emergency(unit_id=unit.id, source="call", pressed=Pressed(issi="6402012", talkgroup="3500"))
    assert (again.issi, again.talkgroup) == ("6402012", "3500")
    assert (again.id, Press.objects.count(), Incident.objects.count()) == (first.id, 2, 1)
    assert "Emergency pressed again: emergency call." in lines(first)
    assert [row.facts["what"] for row in events_of(EmergencyChanged)] == ["raised", "again"]


def test_a_message_that_is_told_again_after_the_end_opens_nothing():
    emergency = make_emergency(press_key="raw 1")
    record_outcome(actor=ANSWERER, emergency_id=emergency.id, said=ACCIDENT)
    again = make_emergency(unit_id=emergency.unit_id, press_key="raw 1")
    assert (again.id, again.state, OfficerEmergency.objects.count()) == (emergency.id, "over", 1)


def test_a_press_after_the_end_is_another_emergency():
    emergency = make_emergency()
    record_outcome(actor=ANSWERER, emergency_id=emergency.id, said=ACCIDENT)
    assert make_emergency(unit_id=emergency.unit_id).id != emergency.id


def test_a_radio_that_nobody_knows_raises_one_too_and_every_area_sees_it():
    emergency = raise_emergency(actor=RADIO, source="status", pressed=Pressed(issi="6401234", lat=53.8, lon=-1.5))
    assert (emergency.issi, emergency.area, emergency.incident.summary) == (
        "6401234",
        "",
        "OFFICER EMERGENCY: 6401234",
    )
    assert raise_emergency(actor=RADIO, source="call", pressed=Pressed(issi="6401234")).id == emergency.id
    far = an_actor(*WORKING, areas=frozenset({"C"}))
    assert [row.id for row in queries.open_emergencies(far)] == [emergency.id]


def test_of_a_covert_unit_the_incident_is_restricted_and_names_nobody():
    unit = book_on_unit(actor=CONTROLLER, call_sign="BX15", area="B", crew="PC Ash", outfit=Outfit(is_covert=True))
    other = make_incident("P")
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=other.id)
    emergency = make_emergency(unit_id=unit.id)
    assert (emergency.incident.summary, emergency.incident.is_restricted) == ("OFFICER EMERGENCY: A covert unit", True)
    assert "BX15" not in " ".join(line.text for line in known.log(other.id))
    assert queries.emergency(ANSWERER, emergency.id).who == "BX15"


def test_a_unit_that_is_gone_from_the_books_raises_one_all_the_same():
    assert raise_emergency(actor=RADIO, unit_id=uuid7(), source="unit").unit_id is None


def test_the_incident_the_unit_was_on_is_linked_and_keeps_the_unit():
    unit, other = make_unit(), make_incident("P")
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=other.id)
    emergency = make_emergency(unit_id=unit.id)
    link = IncidentLink.objects.get()
    assert (link.one_id, link.other_id) == (emergency.incident_id, other.id)
    assert unit.deployments.get(cleared_at=None).incident_id == other.id


def test_state_0_by_any_way_raises_one_and_one_only(settings):
    unit = make_unit()
    record_state(actor=CONTROLLER, unit_id=unit.id, state=0)
    [event] = events_of_state()
    reactions.raise_for_state(event)
    reactions.raise_for_state(event)
    assert (OfficerEmergency.objects.count(), Press.objects.count()) == (1, 1)


def test_the_state_that_an_emergency_itself_records_is_no_second_press():
    make_emergency(source="unit")
    for event in events_of_state():
        reactions.raise_for_state(event)
    assert Press.objects.count() == 1


def events_of_state():
    return [read_event(row) for row in events_of(EmergencyStateRecorded)]


def test_the_first_who_answers_has_it_and_the_second_is_on_record():
    emergency = make_emergency()
    answer_emergency(actor=ANSWERER, emergency_id=emergency.id)
    answer_emergency(actor=OTHER, emergency_id=emergency.id)
    answer_emergency(actor=ANSWERER, emergency_id=emergency.id)
    row = queries.emergency(ANSWERER, emergency.id)
    assert row.answered_by == "Chris Vale"
    assert [each.by_name for each in row.answers] == ["Chris Vale", "Kim Osei"]
    assert Incident.objects.get().owner_name == "Chris Vale"


@pytest.mark.django_db(transaction=True)
def test_two_desks_that_answer_in_the_same_instant_are_both_on_record_and_one_has_it():
    emergency = make_emergency()

    def answered(actor):
        try:
            return answer_emergency(actor=actor, emergency_id=emergency.id).answered_by
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as desks:
        has_it = set(desks.map(answered, (ANSWERER, OTHER)))
    assert len(has_it) == 1
    assert emergency.answers.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_messages_of_one_radio_in_the_same_instant_are_one_emergency():
    unit = make_unit()

    def pressed(source):
        try:
            return raise_emergency(actor=RADIO, unit_id=unit.id, source=source).id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as radios:
        assert len(set(radios.map(pressed, ("status", "call", "lip")))) == 1
    assert Press.objects.count() == 3


def test_an_accident_ends_it_lets_the_incident_be_closed_and_says_with_whom_it_was_spoken():
    emergency = record_outcome(actor=ANSWERER, emergency_id=make_emergency().id, said=ACCIDENT)
    assert (emergency.state, emergency.spoken_with) == ("over", "PC Hale")
    assert not ClosingHold.objects.filter(released_at=None, kind="officer_emergency").exists()
    assert "Officer emergency: Pressed by accident: spoken by voice with PC Hale, challenge answered." in lines(
        emergency
    )
    assert queries.open_emergencies(ANSWERER) == []


def test_the_same_outcome_from_two_desks_is_harmless():
    emergency = make_emergency()
    seen = emergency.version
    record_outcome(actor=ANSWERER, emergency_id=emergency.id, said=ACCIDENT, seen_version=seen)
    again = record_outcome(actor=OTHER, emergency_id=emergency.id, said=ACCIDENT, seen_version=seen)
    assert again.outcome_by == "Chris Vale"


def test_nobody_calls_a_press_an_accident_that_they_have_not_seen():
    emergency = make_emergency()
    seen = emergency.version
    make_emergency(unit_id=emergency.unit_id)
    with pytest.raises(Stale):
        record_outcome(actor=ANSWERER, emergency_id=emergency.id, said=ACCIDENT, seen_version=seen)


def test_a_genuine_one_stays_until_it_is_resolved():
    emergency = record_outcome(actor=ANSWERER, emergency_id=make_emergency().id, said=GENUINE)
    assert [row.state for row in queries.open_emergencies(ANSWERER)] == ["genuine"]
    with pytest.raises(RuleBroken, match="how it ended"):
        resolve_emergency(actor=ANSWERER, emergency_id=emergency.id, words=" ")
    resolve_emergency(actor=OTHER, emergency_id=emergency.id, words="PC Hale safe, one arrested")
    assert queries.open_emergencies(ANSWERER) == []
    assert "Officer emergency resolved: PC Hale safe, one arrested" in lines(emergency)


def test_the_database_keeps_no_end_without_an_outcome():
    emergency = make_emergency()

    @command(needs=CanOfficerEmergency.ANSWER)
    def end_it_quietly(*, actor):
        emergency.state = "over"
        emergency.save()

    with pytest.raises(IntegrityError):
        end_it_quietly(actor=ANSWERER)


def test_it_is_told_again_after_fifteen_seconds_and_to_every_supervisor_after_thirty():
    emergency = make_emergency()
    far = an_actor(*WORKING, CanOfficerEmergency.SUPERVISE, areas=frozenset({"C"}))
    assert queries.open_emergencies(far) == []
    levels = []
    for seconds in (5, 16, 17, 31):
        with clock(emergency.received_at + timedelta(seconds=seconds)):
            reactions.escalate_all()
            levels.append(OfficerEmergency.objects.get().level)
    assert levels == [0, 1, 1, 2]
    assert [row.id for row in queries.open_emergencies(far)] == [emergency.id]
    assert answer_emergency(actor=far, emergency_id=emergency.id).answered_by == "Alex Reed"


def test_one_that_was_answered_is_told_no_further():
    emergency = make_emergency()
    answer_emergency(actor=ANSWERER, emergency_id=emergency.id)
    with clock(now() + timedelta(minutes=5)):
        assert reactions.escalate_all() == 0
    assert OfficerEmergency.objects.get().level == 0


def test_it_shows_the_last_three_fixes_and_the_nearest_free_units():
    unit = make_unit()
    for minute, lat in enumerate((51.50, 51.51, 51.52, 51.53)):
        at = now() - timedelta(minutes=10 - minute)
        record_position(actor=CONTROLLER, unit_id=unit.id, lat=lat, lon=-0.12, at=at, within_m=20)
    emergency = make_emergency(unit_id=unit.id)
    for sign, lat in (("BX13", 51.60), ("BX14", 51.54)):
        near = make_unit(sign)
        record_position(actor=CONTROLLER, unit_id=near.id, lat=lat, lon=-0.12)
    record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.535, lon=-0.12)
    row = queries.emergency(ANSWERER, emergency.id)
    assert [fix.lat for fix in row.fixes] == [51.535, 51.53, 51.52]
    nearest = queries.nearest(ANSWERER, row)
    assert [each.unit.call_sign for each in nearest] == ["BX14", "BX13"]
    assert nearest[0].metres == pytest.approx(556, abs=2)


def test_a_position_that_came_with_the_press_is_the_first_fix():
    unit = make_unit()
    pressed = Pressed(issi="6401234", talkgroup="BTP-B-1", lat=51.5, lon=-0.1, within_m=200)
    emergency = make_emergency(unit_id=unit.id, source="lip", pressed=pressed)
    assert (emergency.talkgroup, emergency.fixes[0]["within_m"]) == ("BTP-B-1", 200)


def test_its_incident_is_not_closed_while_it_is_open():
    emergency = make_emergency()
    with pytest.raises(RuleBroken):
        incidents.close_incident(actor=OPERATOR, incident_id=emergency.incident_id)
    assert connection.in_atomic_block
