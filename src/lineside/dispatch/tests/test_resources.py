"""What a unit is made of: people, vehicle, radios, skills, and what it is kept for."""

from datetime import timedelta

import pytest

from lineside.dispatch import commands, queries
from lineside.dispatch.commands import Outfit, VehicleFacts
from lineside.dispatch.models import CrewMember
from lineside.dispatch.testing import CONTROLLER, make_crewed, make_officer, make_unit, row_of
from lineside.incidents import queries as incidents
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import clock
from lineside.people.commands import sign_off
from lineside.people.testing import PLANNER

pytestmark = pytest.mark.django_db


def test_skills_come_from_the_crew_and_from_the_vehicle():
    unit, _ = make_crewed()
    member = CrewMember.objects.get(unit=unit)
    sign_off(actor=PLANNER, staff_id=member.staff_id, code="TRACK-PTS", evidence="Course of May")
    facts = VehicleFacts(registration="lx21 abc", kind="dog_van", skills=("CARRIES-DEFIB",))
    van = commands.record_vehicle(actor=CONTROLLER, facts=facts)
    commands.fit_out_unit(actor=CONTROLLER, unit_id=unit.id, outfit=Outfit(kind="dog", vehicle_id=van.id))
    assert row_of(unit).skills == ("TRACK-PTS", "CARRIES-DOG", "CARRIES-DEFIB")
    assert (row_of(unit).vehicle, row_of(unit).kind_label) == ("LX21ABC", "Dog unit")


def test_a_skill_that_lapsed_is_not_counted_and_says_since_when():
    unit, _ = make_crewed()
    member = CrewMember.objects.get(unit=unit)
    given = sign_off(actor=PLANNER, staff_id=member.staff_id, code="TASER", evidence="Requalified")
    with clock(now() + timedelta(days=366)):
        after = row_of(unit)
    assert after.skills == ()
    assert [(each.code, each.last_day) for each in after.lapsed] == [("TASER", given.last_day)]


def test_who_was_in_a_crew_stays_on_record_with_the_times():
    unit, _ = make_crewed()
    first = CrewMember.objects.get(unit=unit)
    _, second = make_officer("PC Shah")
    commands.change_crew(actor=CONTROLLER, unit_id=unit.id, members=(second,), driver_id=second)
    first.refresh_from_db()
    assert first.left_at is not None
    assert [each.staff_id for each in row_of(unit).people] == [second]
    commands.book_off_unit(actor=CONTROLLER, unit_id=unit.id)
    assert CrewMember.objects.filter(unit=unit, left_at=None).count() == 0


def test_nobody_is_in_two_crews_and_no_radio_and_no_vehicle_with_two_units():
    unit, _ = make_crewed()
    member = CrewMember.objects.get(unit=unit)
    other = make_unit("BX14")
    with pytest.raises(RuleBroken, match="in the crew of BX12"):
        commands.change_crew(actor=CONTROLLER, unit_id=other.id, members=(member.staff_id,))
    van = commands.record_vehicle(actor=CONTROLLER, facts=VehicleFacts(registration="LX21ABC", kind="car"))
    held = Outfit(vehicle_id=van.id, radios=(4711,))
    commands.fit_out_unit(actor=CONTROLLER, unit_id=unit.id, outfit=held)
    assert row_of(unit).radios == (4711,)
    with pytest.raises(RuleBroken, match="BX12 has LX21ABC"):
        commands.fit_out_unit(actor=CONTROLLER, unit_id=other.id, outfit=Outfit(vehicle_id=van.id))
    with pytest.raises(RuleBroken, match="Radio 4711 is with BX12"):
        commands.fit_out_unit(actor=CONTROLLER, unit_id=other.id, outfit=Outfit(radios=(4711,)))


def test_a_call_sign_is_used_once_at_a_time_and_again_the_next_day_with_nothing_of_the_day_before():
    unit, _ = make_crewed()
    commands.record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.5, lon=-0.1)
    with pytest.raises(RuleBroken, match="BX12 is booked on already"):
        make_unit("BX12")
    commands.book_off_unit(actor=CONTROLLER, unit_id=unit.id)
    again = make_unit("BX12")
    assert again.id == unit.id
    assert (row_of(again).position_at, row_of(again).people) == (None, ())


def test_a_ring_fence_has_a_reason_and_an_end_and_is_over_by_itself():
    unit = make_unit()
    until = now() + timedelta(hours=2)
    with pytest.raises(RuleBroken, match="why the unit is kept"):
        commands.ring_fence_unit(actor=CONTROLLER, unit_id=unit.id, for_what="Wembley", why=" ", until=until)
    commands.ring_fence_unit(actor=CONTROLLER, unit_id=unit.id, for_what="Wembley", why="Cup final", until=until)
    fence = row_of(unit).ring_fence
    assert fence
    assert fence.for_what == "Wembley"
    with clock(until):
        assert row_of(unit).ring_fence is None


def test_a_place_in_words_is_a_position_that_says_that_somebody_said_it():
    unit = make_unit()
    commands.place_unit(actor=CONTROLLER, unit_id=unit.id, text="kgx p9")
    after = row_of(unit)
    assert after.position_source == "manual"
    assert "King" in after.place_text
    assert after.lat == pytest.approx(51.53, abs=0.01)
    with pytest.raises(RuleBroken, match="No place is known"):
        commands.place_unit(actor=CONTROLLER, unit_id=unit.id, text="qqqq zzzz")


@pytest.mark.parametrize(("seconds", "word"), [(0, ""), (119, ""), (120, "stale"), (600, "not known now")])
def test_a_position_grows_old(seconds, word):
    unit = make_unit()
    commands.record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.5, lon=-0.1)
    shown = row_of(unit)
    assert shown.position_at
    age = shown.position_age(shown.position_at + timedelta(seconds=seconds))
    assert age
    assert age.label == word


def test_where_a_covert_unit_is_and_on_what_is_told_to_nobody_who_may_not_know():

    unit = make_unit()
    commands.fit_out_unit(actor=CONTROLLER, unit_id=unit.id, outfit=Outfit(is_covert=True))
    commands.record_position(actor=CONTROLLER, unit_id=unit.id, lat=51.5, lon=-0.1)
    incident = make_incident()
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    least = row_of(unit, None)
    assert (least.lat, least.position_at, least.incident_id, least.is_hidden) == (None, None, None, True)
    assert row_of(unit).incident_id == incident.id
    assert queries.deployed_to(incident.id) == ()
    from lineside.incidents import queries as incidents

    assert "BX12" not in " ".join(line.text for line in incidents.log(incident.id))


def test_a_confidential_message_is_no_line_of_the_log_and_waits_for_who_may_know():
    from lineside.incidents.testing import make_incident

    unit, incident = make_unit(), make_incident()
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    before = len(incidents.log(incident.id))
    commands.record_state(actor=CONTROLLER, unit_id=unit.id, state=12)
    assert len(incidents.log(incident.id)) == before
    assert (row_of(unit).has_confidential, row_of(unit, None).has_confidential) == (True, False)
    commands.answer_confidential(actor=CONTROLLER, unit_id=unit.id)
    assert not row_of(unit).has_confidential
