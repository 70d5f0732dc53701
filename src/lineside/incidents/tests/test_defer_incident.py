"""Putting an incident off, and its way back."""

from datetime import timedelta

import pytest

from lineside.incidents import commands, queries
from lineside.incidents.testing import OPERATOR, assessed_grade, make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor, audit_lines, clock

pytestmark = pytest.mark.django_db


def defer(incident, hours=2, **facts):
    asked = {"actor": OPERATOR, "reason": "Witness at work until then", "until": now() + timedelta(hours=hours)}
    return commands.defer_incident(incident_id=incident.id, **{**asked, **facts})


def test_it_waits_on_the_board_with_its_reason_and_comes_back_by_the_clock():
    incident = make_incident(grade="S")
    done = defer(incident)
    assert done.state == "deferred"
    assert [row.deferred_until for row in queries.board(OPERATOR)] == [done.deferred_until]
    assert queries.log(incident.id)[-1].text.endswith("Witness at work until then")
    assert commands.requeue_due() == 0
    with clock(done.deferred_until):
        assert commands.requeue_due() == 1
        assert commands.requeue_due() == 0
    assert queries.incident(OPERATOR, incident.id).state == "queued"
    assert (queries.log(incident.id)[-1].text, queries.log(incident.id)[-1].by) == ("Back in the queue.", "the clock")


def test_who_works_it_brings_it_back_before_its_time():
    incident = make_incident(grade="S")
    defer(incident)
    assert commands.requeue_incident(actor=OPERATOR, incident_id=incident.id).state == "queued"
    with pytest.raises(RuleBroken, match="not put off"):
        commands.requeue_incident(actor=OPERATOR, incident_id=incident.id)


def test_another_grade_brings_it_back():
    incident = make_incident(grade="S")
    defer(incident)
    assert assessed_grade(incident, "I").state == "queued"


def test_an_immediate_is_never_put_off_and_the_refusal_is_on_record():
    incident = make_incident(grade="I")
    with pytest.raises(RuleBroken, match="never put off"):
        defer(incident)
    assert audit_lines("refused") == ["incidents.defer_incident"]


@pytest.mark.parametrize("facts", [{"reason": " "}, {"reason": "x" * 8001}, {"reason": "bell\x07"}, {"hours": -1}])
def test_it_is_refused_without_a_reason_or_a_time_to_come(facts):
    incident = make_incident(grade="S")
    with pytest.raises(RuleBroken):
        defer(incident, **facts)
    assert queries.incident(OPERATOR, incident.id).state == "graded"


def test_without_the_right_nothing_waits():
    with pytest.raises(NotPermitted):
        defer(make_incident(grade="S"), actor=an_actor("incidents.view"))
