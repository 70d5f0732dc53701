"""What a unit is told before it goes, and the clocks that run until it is heard of."""

from datetime import timedelta

import pytest

from lineside.dispatch import commands, queries
from lineside.dispatch.models import Deployment, UnitMessage
from lineside.dispatch.testing import CONTROLLER, make_crewed, make_unit, row_of
from lineside.incidents import queries as incidents
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor, clock
from lineside.pole.commands import place_marker
from lineside.pole.permissions import CanPole
from lineside.pole.queries import MarkerFacts

pytestmark = pytest.mark.django_db
NUMBER = "07700900123"
KEEPER = an_actor(*CanPole, name="Robin Marsh")


def warned_incident(grade="P"):
    marker = MarkerFacts(known_by="phone", value=NUMBER, code="weapons", words="Carried a knife in 2025")
    place_marker(actor=KEEPER, marker=marker)
    return make_incident(grade=grade, informant_number=NUMBER)


def text_of(incident):
    return " | ".join(line.text for line in incidents.log(incident.id))


def test_whoever_is_sent_is_pushed_the_log():
    unit, incident = make_unit(), make_incident(grade="P")
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    message = queries.messages_to(unit.id, incident.id)[0]
    assert incident.reference in message.text
    assert (message.delivered_at, message.accepted_at) == (None, None)


def test_nobody_is_sent_past_a_warning_that_was_not_ticked():
    unit, incident = make_unit(), warned_incident()
    with pytest.raises(RuleBroken, match="Carried a knife") as refused:
        commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    assert refused.value.field == "warnings"
    assert not Deployment.objects.filter(unit=unit).exists()


def test_a_ticked_warning_goes_with_the_message_and_that_the_officers_were_told_is_a_line():
    (unit, officer), incident = make_crewed(), warned_incident()
    viewer = an_actor("incidents.view", CanPole.LOOK_UP, name="Chris Vale")
    ticked = [each.id for each in queries.warnings_of(viewer, incident.id)]
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id, warnings=ticked)
    message = queries.messages_to(unit.id, incident.id)[0]
    assert "Carried a knife" in message.warnings[0]
    commands.say_step(actor=officer, message_id=message.id, step="accepted")
    assert "told of" in text_of(incident)
    row = queries.messages_to(unit.id, incident.id)[0]
    assert row.accepted_by == officer.name
    assert None not in (row.delivered_at, row.read_at, row.accepted_at)


def test_each_step_has_its_own_time_and_the_first_one_counts():
    (unit, officer), incident = make_crewed(), make_incident()
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    message = UnitMessage.objects.get(unit=unit)
    for step in ("delivered", "read", "read", "accepted", "delivered"):
        commands.say_step(actor=officer, message_id=message.id, step=step)
    message.refresh_from_db()
    assert message.delivered_at
    assert message.read_at
    assert message.accepted_at
    assert message.delivered_at < message.read_at < message.accepted_at


def test_a_message_nobody_accepts_has_a_clock_of_sixty_seconds():
    unit, incident = make_unit(), make_incident()
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    (running,) = row_of(unit).clocks
    assert (running.code, running.by - running.since) == ("message", timedelta(seconds=60))
    message = UnitMessage.objects.get(unit=unit)
    with pytest.raises(RuleBroken, match="who accepted it by voice"):
        commands.record_acceptance(actor=CONTROLLER, message_id=message.id, by=" ")
    commands.record_acceptance(actor=CONTROLLER, message_id=message.id, by="PC Hale")
    assert row_of(unit).clocks == ()


def at_scene(grade, *, warned=False, single=False):
    unit = make_crewed()[0] if single else make_unit()
    incident = warned_incident(grade) if warned else make_incident(grade=grade)
    viewer = an_actor("incidents.view", CanPole.LOOK_UP)
    ticked = [each.id for each in queries.warnings_of(viewer, incident.id)]
    commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id, warnings=ticked)
    commands.record_acceptance(actor=CONTROLLER, message_id=UnitMessage.objects.get(unit=unit).id, by="PC Hale")
    commands.record_state(actor=CONTROLLER, unit_id=unit.id, state=6)
    return unit, incident


@pytest.mark.parametrize(
    ("grade", "warned", "single", "minutes"),
    [("I", False, False, 20), ("P", False, False, 45), ("P", True, True, 10), ("P", True, False, 45)],
)
def test_no_word_from_the_scene_has_the_clock_of_its_grade_and_of_who_is_alone(grade, warned, single, minutes):
    unit, _ = at_scene(grade, warned=warned, single=single)
    (running,) = row_of(unit).clocks
    assert running.by - running.since == timedelta(minutes=minutes)


def test_a_standard_job_has_no_clock():
    unit, _ = at_scene("S")
    assert row_of(unit).clocks == ()


def test_all_well_begins_the_clock_anew_and_says_who_said_so():
    unit, incident = at_scene("I")
    with clock(now() + timedelta(minutes=19)):
        with pytest.raises(RuleBroken, match="who said that all is well"):
            commands.say_all_well(actor=CONTROLLER, unit_id=unit.id, by="")
        commands.say_all_well(actor=CONTROLLER, unit_id=unit.id, by="PC Hale by radio")
        (running,) = row_of(unit).clocks
        assert running.since == now()
    assert "all well, said PC Hale by radio" in text_of(incident)
