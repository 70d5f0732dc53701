"""The escalation ladder at work: each rung once, seen by a person, and back until somebody is sent."""

from datetime import timedelta

import pytest

from lineside.incidents import commands, queries
from lineside.incidents.models import RungReached
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import EVERYTHING, OPERATOR, assessed_grade, make_incident, waited
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, clock
from lineside.people.commands import book_on
from lineside.people.testing import PLANNER, make_duty, make_staff

pytestmark = pytest.mark.django_db
DISPATCHER = an_actor(CanIncident.VIEW, CanIncident.HEAR, name="Kim Osei", key=uuid7())
SUPERVISOR = an_actor(CanIncident.VIEW, CanIncident.HEAR, CanIncident.HEAR_FROM_SECOND, name="Lee Park", key=uuid7())
INSPECTOR = an_actor(CanIncident.VIEW, CanIncident.HEAR, CanIncident.HEAR_FROM_THIRD, name="Jo Hale", key=uuid7())


def after(incident, minutes):
    return clock(waited(incident, minutes))


def lines(incident):
    return [line.text for line in queries.log(incident.id) if line.kind == "rung"]


def names(actor):
    return [row.id for row in queries.reached(actor)]


def attach(incident):
    commands.note_attendance(actor=OPERATOR, incident_id=incident.id, stage="assigned", at=now(), text="BX12 assigned.")
    commands.hold_closing(actor=OPERATOR, incident_id=incident.id, kind="unit_attached:BX12", why="BX12 is attached")


def test_each_rung_is_one_line_of_the_log_and_one_of_the_audit_however_often_the_clock_looks():
    incident = make_incident("I")
    for minutes, reached in ((1, 0), (2, 1), (4, 2), (8, 3)):
        with after(incident, minutes):
            for _ in range(3):
                commands.climb()
            assert len(lines(incident)) == reached
    assert audit_lines().count("incidents.reach_rung") == 3
    assert queries.incident(OPERATOR, incident.id).rung == 3


def test_a_worker_that_was_away_writes_every_rung_that_was_reached_meanwhile():
    incident = make_incident("I")
    with after(incident, 10):
        assert commands.climb() > 0
        assert commands.climb() == 0
    assert [rung.step for rung in RungReached.objects.order_by("level")] == ["1", "2", "3"]


def test_the_line_names_who_is_booked_on_in_that_role():
    duty = make_duty(make_staff("C2042", role="fcr_supervisor"))
    book_on(actor=PLANNER, duty_id=duty.id, at=now())
    incident = make_incident("I")
    with after(incident, 4):
        commands.climb()
    assert any("reached the supervisor (Person C2042)" in line for line in lines(incident))


def test_it_is_told_to_the_role_that_it_has_reached_and_to_nobody_before():
    incident = make_incident("I")
    told = {}
    for minutes in (2, 4, 8):
        with after(incident, minutes):
            commands.climb()
            told[minutes] = [bool(names(actor)) for actor in (DISPATCHER, SUPERVISOR, INSPECTOR)]
    assert told == {2: [True, False, False], 4: [True, True, False], 8: [True, True, True]}


def test_on_the_board_it_stands_above_what_is_not_graded_and_above_an_older_immediate():
    older, newer = make_incident("I"), make_incident("I")
    ungraded = make_incident()
    with after(newer, 2):
        commands.reach_rung(actor=commands.CLOCK, incident_id=newer.id, step="1")
        assert [row.id for row in queries.board(OPERATOR)][:3] == [newer.id, ungraded.id, older.id]


def test_who_has_seen_it_is_not_told_for_a_while_and_everybody_else_is():
    incident = make_incident("I")
    with after(incident, 2):
        commands.climb()
        commands.acknowledge_rung(actor=DISPATCHER, incident_id=incident.id, seen_level=1)
        assert (names(DISPATCHER), names(OPERATOR)) == ([], [incident.id])
        [row] = queries.reached(OPERATOR)
        assert [(seen.by, seen.at) for seen in row.seen] == [("Kim Osei", now())]
    with after(incident, 3.9):
        assert names(DISPATCHER) == []
    with after(incident, 4):
        assert names(DISPATCHER) == [incident.id]
    assert any(line.startswith("Kim Osei has seen that it reached the dispatcher") for line in lines(incident))


def test_a_higher_rung_is_told_at_once_to_who_has_seen_the_lower():
    incident = make_incident("P")
    with after(incident, 29):
        commands.climb()
        commands.acknowledge_rung(actor=DISPATCHER, incident_id=incident.id, seen_level=1)
        assert names(DISPATCHER) == []
    with after(incident, 30):
        commands.climb()
        assert names(DISPATCHER) == [incident.id]


def test_it_ends_when_a_unit_is_sent_and_begins_again_when_that_unit_is_taken_away():
    incident = make_incident("I")
    with after(incident, 5):
        commands.climb()
        attach(incident)
        assert names(DISPATCHER) == []
        assert commands.climb() == 0
        commands.release_hold(actor=OPERATOR, incident_id=incident.id, kind="unit_attached:BX12", reason="BX12 clear")
        taken_away = queries.incident(OPERATOR, incident.id)
    with after(taken_away, 2):
        commands.climb()
        assert names(DISPATCHER) == [incident.id]
    assert [line[:15] for line in lines(incident)] == ["No unit for 2 m", "No unit for 4 m", "No unit for 2 m"]


def test_a_lower_grade_by_a_new_assessment_ends_it_and_the_same_grade_again_does_not():
    incident = make_incident("P")
    with after(incident, 31):
        commands.climb()
        assessed_grade(incident, "P")
        assert names(SUPERVISOR) == [incident.id]
        assessed_grade(incident, "R", reason="The man has left and nobody was hurt")
        assert names(SUPERVISOR) == []


def test_raised_without_an_assessment_it_keeps_whom_it_has_reached():
    incident = make_incident("P")
    with after(incident, 31):
        commands.climb()
        commands.grade_incident(actor=OPERATOR, incident_id=incident.id, grade="I", reason="A knife")
        commands.climb()
        assert names(SUPERVISOR) == [incident.id]


def test_the_overdue_alert_is_written_at_the_target_though_a_unit_is_on_its_way():
    incident = make_incident("I")
    attach(incident)
    assert incident.attend_by
    with clock(incident.attend_by):
        commands.climb()
        commands.climb()
    assert [line.split(":")[0] for line in lines(incident)] == ["Overdue at its target and nobody is there"]


def test_out_on_the_line_the_target_of_an_immediate_is_twenty_minutes():
    place = {"name": "ECM1 12 miles", "kind": "elr_mileage", "lat": 52.0, "lon": -0.2}
    there = make_incident("I", place=place, place_text="ECM1 12m")
    assert there.attend_by == there.first_contact_at + timedelta(minutes=20)
    here = make_incident("I")
    assert here.attend_by == here.first_contact_at + timedelta(minutes=15)


def test_a_result_takes_it_off_the_ladder():
    incident = make_incident("P")
    with after(incident, 16):
        commands.climb()
        commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))
        assert commands.climb() == 1
        assert (commands.climb(), names(DISPATCHER)) == (0, [])


def test_a_log_without_deployment_is_touched_by_a_persons_line_and_not_by_the_clocks():
    incident = make_incident("R")
    with after(incident, 241):
        commands.climb()
        commands.climb()
        assert names(DISPATCHER) == [incident.id]
        commands.add_log_entry(actor=OPERATOR, incident_id=incident.id, text="Rang them, no answer")
        commands.climb()
        assert names(DISPATCHER) == []


def test_a_rung_that_is_not_reached_or_is_on_record_is_refused():
    incident = make_incident("I")
    with pytest.raises(RuleBroken, match="not on that rung"):
        commands.reach_rung(actor=commands.CLOCK, incident_id=incident.id, step="1")
    with after(incident, 2):
        commands.climb()
        with pytest.raises(RuleBroken, match="on record already"):
            commands.reach_rung(actor=commands.CLOCK, incident_id=incident.id, step="1")
        with pytest.raises(RuleBroken, match="stands where it stood"):
            commands.settle_rung(actor=commands.CLOCK, incident_id=incident.id)


def test_who_has_no_right_hears_nothing_and_says_nothing():
    incident = make_incident("I")
    with after(incident, 2):
        commands.climb()
        viewer = an_actor(CanIncident.VIEW)
        assert names(viewer) == []
        with pytest.raises(NotPermitted):
            commands.acknowledge_rung(actor=viewer, incident_id=incident.id)


def test_a_restricted_log_is_told_only_to_who_may_see_it():
    incident = make_incident("I", is_restricted=True)
    with after(incident, 2):
        commands.climb()
        assert names(DISPATCHER) == []
        with pytest.raises(NotFound):
            commands.acknowledge_rung(actor=DISPATCHER, incident_id=incident.id)
        allowed = an_actor(*(right for right in EVERYTHING if "hear_from" not in right), name="Sam Okafor")
        assert names(allowed) == [incident.id]
