"""A plan is chosen and watched; what slips is told once, until a person deals with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lineside.dispatch.commands import Outfit, assign_unit, fit_out_unit, record_position, record_state
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents import queries as incidents
from lineside.incidents.events import IncidentOpened
from lineside.incidents.testing import make_incident
from lineside.interception import commands, queries
from lineside.interception.commands import WATCHER
from lineside.interception.models import Alarm
from lineside.interception.reactions import look_at_all, look_for_train, watch_its_trains
from lineside.interception.testing import PLANNER, make_alarm, make_plan
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.models import AuditLine, EventRecord
from lineside.kernel.testing import an_actor, clock
from lineside.trains.events import TrainMoved
from lineside.trains.testing import darwin_forecast, make_train, movement, take

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SOON = BEGINS + timedelta(minutes=12)
PBO = 52.5750, -0.2505


def lines(incident_id):
    return [line.text for line in incidents.log(incident_id)]


def unit_at(lat, lon):
    unit = make_unit()
    record_position(actor=an_actor("dispatch.position"), unit_id=unit.id, lat=lat, lon=lon, at=SOON)
    return unit


@pytest.fixture
def planned():
    with clock(SOON):
        unit = unit_at(*PBO)
        yield make_plan(train=make_train(BEGINS)), unit


def test_a_plan_names_the_call_the_unit_and_why_and_stands_in_the_log(planned):
    plan, unit = planned
    row = queries.open_plan(plan.incident_id)
    assert row
    assert (row.crs, row.unit_id, row.coach) == ("PBO", unit.id, "C")
    assert lines(plan.incident_id)[-1].startswith(
        "Meet 1A23 09:00 London King's Cross to York, coach C at Peterborough, due 09:48: BX12."
    )


def test_options_show_every_call_with_the_one_in_time_first(planned):
    plan, _ = planned
    found = queries.options_for(PLANNER, plan.incident_id, plan.train_id)
    assert {each.stop.crs for each in found} == {"SVG", "PBO", "YRK"}
    assert found[0].stop.crs == "PBO"
    assert found[0].is_in_time


def test_a_later_plan_replaces_the_earlier_one_which_stays_on_record(planned):
    plan, _ = planned
    commands.choose_plan(actor=PLANNER, incident_id=plan.incident_id, train_id=plan.train_id, crs="yrk")
    first, second = reversed(queries.plans_of(PLANNER, plan.incident_id))
    assert (first.ended_how, second.ended_at) == ("replaced", None)


def test_a_plan_that_somebody_chose_meanwhile_is_not_replaced_unseen(planned):
    plan, _ = planned
    with pytest.raises(Stale, match="Another plan"):
        make_plan(incident_id=plan.incident_id, seen_plans=0)
    assert queries.plans_so_far(plan.incident_id) == 1
    make_plan(incident_id=plan.incident_id, seen_plans=1)


def test_where_a_covert_unit_meets_a_train_is_not_told_and_it_is_offered_to_nobody_who_may_not_know():
    with clock(SOON):
        unit = unit_at(*PBO)
        fit_out_unit(actor=CONTROLLER, unit_id=unit.id, outfit=Outfit(is_covert=True))
        knows = replace(PLANNER, permissions=PLANNER.permissions | {"dispatch.view_covert"})
        plan = make_plan(actor=knows, train=make_train(BEGINS))
        (row,) = queries.plans_of(PLANNER, plan.incident_id)
        assert (row.unit_id, row.call_sign) == (unit.id, "A covert unit")
        assert lines(plan.incident_id)[-1].split("09:48: ")[1].startswith("A covert unit.")
        options = queries.options_for(PLANNER, plan.incident_id, plan.train_id)
        assert unit.id not in {each.unit_id for each in options}
        with pytest.raises(NotFound):
            make_plan(incident_id=plan.incident_id, unit_id=unit.id)


def test_a_call_that_the_train_does_not_make_is_refused():
    with clock(SOON), pytest.raises(RuleBroken, match="does not call there"):
        make_plan(train=make_train(BEGINS), crs="LDS")


def test_a_unit_that_slips_is_told_once_by_the_clock_and_stays_until_it_is_dealt_with(planned):
    plan, unit = planned
    look_at_all()
    assert queries.alarms_of(plan.incident_id) == []
    record_position(actor=an_actor("dispatch.position"), unit_id=unit.id, lat=51.5, lon=-0.1, at=SOON)
    look_at_all()
    look_at_all()
    (alarm,) = queries.alarms_of(plan.incident_id)
    assert alarm.kind == "margin"
    assert sum("ALARM" in line for line in lines(plan.incident_id)) == 1
    commands.deal_with_alarm(actor=PLANNER, alarm_id=alarm.id, words="BX14 goes instead", seen_version=alarm.version)
    look_at_all()
    assert queries.alarms_of(plan.incident_id) == []
    assert lines(plan.incident_id)[-1].endswith("dealt with: BX14 goes instead")


def test_a_train_that_is_delayed_while_harm_goes_on_is_told(planned):
    plan, _ = planned
    take("darwin", darwin_forecast(BEGINS, 2, 15, SOON))
    look_for_train(TrainMoved(train_id=plan.train_id))
    assert [each.kind for each in queries.alarms_of(plan.incident_id)] == ["later"]


def test_a_delay_that_was_dealt_with_is_told_again_once_it_is_as_much_worse_and_not_before(planned):
    plan, _ = planned
    for minutes, is_told in ((15, True), (20, False), (29, True)):
        take("darwin", darwin_forecast(BEGINS, 2, minutes, SOON + timedelta(seconds=minutes)))
        look_at_all()
        found = queries.alarms_of(plan.incident_id)
        assert bool(found) == is_told
        for each in found:
            commands.deal_with_alarm(actor=PLANNER, alarm_id=each.id, words="Held", seen_version=each.version)


def test_a_train_that_arrives_with_nobody_at_scene_is_told(planned):
    plan, _ = planned
    take("trust", movement(BEGINS, 2, "ARRIVAL"))
    assert make_alarm(plan).kind == "arrived"


def test_a_train_that_arrives_with_the_unit_at_scene_is_no_alarm(planned):
    plan, unit = planned
    assign_unit(actor=CONTROLLER_OF_ALL, unit_id=unit.id, incident_id=plan.incident_id)
    record_state(actor=CONTROLLER_OF_ALL, unit_id=unit.id, state=6, at=SOON)
    take("trust", movement(BEGINS, 2, "ARRIVAL"))
    assert commands.look_at_plan(actor=WATCHER, plan_id=plan.id) == 0


def test_a_covert_unit_at_scene_is_no_alarm_though_nobody_is_told_how_long_it_needs(planned):
    plan, unit = planned
    fit_out_unit(actor=CONTROLLER, unit_id=unit.id, outfit=Outfit(is_covert=True))
    assert queries.standing_of(plan, is_happening=True).there_at is None
    assign_unit(actor=CONTROLLER_OF_ALL, unit_id=unit.id, incident_id=plan.incident_id)
    record_state(actor=CONTROLLER_OF_ALL, unit_id=unit.id, state=6, at=SOON)
    take("trust", movement(BEGINS, 2, "ARRIVAL"))
    assert commands.look_at_plan(actor=WATCHER, plan_id=plan.id) == 0


CONTROLLER_OF_ALL = an_actor(*CONTROLLER.permissions, "incidents.attend", "incidents.hold", "incidents.log")


def test_the_trains_that_a_new_log_may_be_about_are_watched():
    with clock(SOON):
        train = make_train(BEGINS)
        opened = make_incident(headcode="1A23")
        watch_its_trains(IncidentOpened(incident_id=opened.id, opening_code="ASB"))
        take("trust", movement(BEGINS, 1, "ARRIVAL"))
    assert EventRecord.objects.filter(name="trains.TrainMoved", facts__train_id=str(train.id)).exists()


def test_what_holds_leaves_no_line_in_the_audit(planned):
    look_at_all()
    assert planned[0].ended_at is None
    assert not AuditLine.objects.filter(name="interception.look_at_plan").exists()


def test_ending_a_plan_ends_its_alarms_and_only_once(planned):
    plan, unit = planned
    record_position(actor=an_actor("dispatch.position"), unit_id=unit.id, lat=51.5, lon=-0.1, at=SOON)
    make_alarm(plan)
    commands.end_plan(actor=PLANNER, plan_id=plan.id, how="met")
    assert not Alarm.objects.filter(dealt_at=None).exists()
    with pytest.raises(RuleBroken, match="on record already"):
        commands.end_plan(actor=PLANNER, plan_id=plan.id, how="met")


def test_what_is_asked_and_answered_stands_in_the_log_with_who_and_when():
    incident = make_incident()
    ask = commands.ask_action(actor=PLANNER, incident_id=incident.id, action="hold")
    commands.answer_ask(actor=PLANNER, ask_id=ask.id, answer="yes", words="Held at 3")
    assert lines(incident.id)[-2:] == [
        "Asked of TOC control: Hold the train at the platform.",
        "TOC control answered yes to: Hold the train at the platform. Held at 3",
    ]
    with pytest.raises(RuleBroken, match="on record already"):
        commands.answer_ask(actor=PLANNER, ask_id=ask.id, answer="no")


def test_an_answer_that_is_neither_and_an_action_that_is_none_are_refused():
    ask = commands.ask_action(actor=PLANNER, incident_id=make_incident().id, action="doors")
    with pytest.raises(RuleBroken, match="yes or no"):
        commands.answer_ask(actor=PLANNER, ask_id=ask.id, answer="so")
    with pytest.raises(RuleBroken, match="from the list"):
        commands.ask_action(actor=PLANNER, incident_id=make_incident().id, action="blow")


def test_a_stale_ending_is_refused(planned):
    with pytest.raises(Stale):
        commands.end_plan(actor=PLANNER, plan_id=planned[0].id, how="met", seen_version=7)


def test_who_has_no_right_plans_nothing():
    with pytest.raises(NotPermitted):
        commands.ask_action(actor=an_actor("interception.view"), incident_id=make_incident().id, action="hold")
