"""Who to send, asked of the database: the five as they stand, and the hold that two desks see of each other."""

from datetime import timedelta

import pytest
from django.test import override_settings

from lineside.dispatch import commands, queries
from lineside.dispatch.events import UnitHeld
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries import roads
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents import queries as incidents
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, clock, events_of

pytestmark = pytest.mark.django_db
OTHER = an_actor(*CanDispatch, "incidents.view", name="Robin Ash", key=uuid7())
LEEDS = {"name": "Leeds", "crs": "LDS", "lat": 53.795, "lon": -1.547, "area": "C"}


def at_leeds(**facts):
    return make_incident(grade="P", opening_code="ASB", place_text="Leeds", place=LEEDS, **facts)


def unit_at(sign, lat, lon):
    unit = make_unit(sign, area="C")
    return commands.record_position(actor=CONTROLLER, unit_id=unit.id, lat=lat, lon=lon)


def test_the_soonest_is_first_with_its_reasons_and_nothing_is_held_by_asking():
    near, far = unit_at("CX12", 53.80, -1.55), unit_at("CX13", 53.40, -1.50)
    found = queries.recommend(OTHER, at_leeds().id)
    assert [each.unit_ids for each in found.best] == [(near.id,), (far.id,)]
    assert found.best[0].reasons[0].startswith("CX12: about ")
    assert "estimate" in found.best[0].reasons[0]
    assert events_of(UnitHeld) == []


def test_a_place_without_a_position_is_said_with_what_to_do():
    unit_at("CX12", 53.80, -1.55)
    found = queries.recommend(OTHER, make_incident(grade="P", place_text="somewhere", place={}).id)
    assert (found.best, found.notes[0][:34]) == ((), "The place has no position, so nobo")


def test_a_unit_without_a_position_is_reckoned_from_its_post_and_that_is_said():
    make_unit("BX12", area="B")
    (one,) = queries.recommend(OTHER, at_leeds().id).best
    assert any("has sent no position: reckoned from its post, King's Cross" in line for line in one.reasons)


def test_a_unit_that_is_on_it_is_not_proposed_again_and_one_sent_elsewhere_is_left_out():
    here, gone, incident = unit_at("CX12", 53.80, -1.55), unit_at("CX13", 53.80, -1.55), at_leeds()
    commands.assign_unit(actor=CONTROLLER, unit_id=here.id, incident_id=incident.id)
    commands.assign_unit(actor=CONTROLLER, unit_id=gone.id, incident_id=make_incident().id)
    found = queries.recommend(OTHER, incident.id)
    assert found.best == ()
    assert [each.why for each in found.left_out] == ["CX13 has been sent to another incident already."]


def test_a_skill_nobody_has_on_record_is_said_and_not_asked_for():
    unit_at("CX12", 53.80, -1.55)
    found = queries.recommend(OTHER, at_leeds().id, tasks=("LINE-SEARCH",))
    assert len(found.best) == 0 or found.best[0].call_signs == ("CX12",)
    assert any("No skills of units are on record" in note for note in found.notes)


def test_who_has_no_right_to_units_is_told_nothing():
    with pytest.raises(NotPermitted):
        queries.recommend(an_actor("incidents.view"), at_leeds().id)


def hold(actor, unit, incident, **facts):
    return commands.hold_units(actor=actor, unit_ids=[unit.id], incident_id=incident.id, **facts)


def test_a_hold_is_told_to_the_other_desk_and_refused_to_it_with_whose_it_is():
    unit, first, second = unit_at("CX12", 53.80, -1.55), at_leeds(), at_leeds()
    assert hold(CONTROLLER, unit, first) == 20
    row = queries.unit_row(unit.id, OTHER)
    assert row is not None
    assert row.held_by == "Chris Vale"
    (one,) = queries.recommend(OTHER, second.id).best
    assert (one.held_by, one.held_until) == ("Chris Vale", row.held_until)
    with pytest.raises(RuleBroken, match="CX12 is held by Chris Vale for 20 seconds more"):
        hold(OTHER, unit, second)
    assert len(events_of(UnitHeld)) == 1


def test_a_hold_ends_by_itself():
    unit, incident = unit_at("CX12", 53.80, -1.55), at_leeds()
    hold(CONTROLLER, unit, incident)
    with clock(now() + timedelta(seconds=20)):
        row = queries.unit_row(unit.id, OTHER)
        assert row is not None
        assert row.held_by == ""
        assert hold(OTHER, unit, incident) == 20


def test_a_person_may_override_a_hold_and_the_log_says_whose_it_was():
    unit, incident, other = unit_at("CX12", 53.80, -1.55), at_leeds(), at_leeds()
    hold(CONTROLLER, unit, incident)
    assert hold(OTHER, unit, other, override=True) == 20
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    assert incidents.log(incident.id)[-1].text == "CX12 assigned. Robin Ash was holding it."
    row = queries.unit_row(unit.id)
    assert row is not None
    assert row.held_by == ""


def test_who_lets_go_lets_go_of_their_own_alone():
    mine, theirs, incident = unit_at("CX12", 53.80, -1.55), unit_at("CX13", 53.80, -1.55), at_leeds()
    hold(CONTROLLER, mine, incident)
    hold(OTHER, theirs, incident)
    assert commands.let_units_go(actor=CONTROLLER, incident_id=incident.id) == 1
    rows = {row.call_sign: row.held_by for row in queries.units_on_duty(CONTROLLER)}
    assert rows == {"CX12": "", "CX13": "Robin Ash"}


def test_a_unit_of_another_area_or_off_duty_cannot_be_held():
    unit, incident = unit_at("CX12", 53.80, -1.55), at_leeds()
    for actor, keys in ((an_actor(*CanDispatch, areas=frozenset({"D"})), [unit.id]), (OTHER, [uuid7()])):
        with pytest.raises(NotFound):
            commands.hold_units(actor=actor, unit_ids=keys, incident_id=incident.id)


@override_settings(ROUTER_URL="http://127.0.0.1:1")
def test_a_router_that_does_not_answer_is_said_and_the_estimate_stands(monkeypatch):
    monkeypatch.setattr(roads, "_REST", roads._Rest())
    unit_at("CX12", 53.80, -1.55)
    found = queries.recommend(OTHER, at_leeds().id)
    assert roads.DOWN in found.notes
    assert "estimate" in found.best[0].reasons[0]
