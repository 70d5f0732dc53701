"""Deciding that no crime is recorded: the decision, the log, the hold, the event; and each refusal."""

import pytest

from lineside.crimes.commands import decide_no_crime
from lineside.crimes.events import NoCrimeDecided
from lineside.crimes.models import CrimeDecision
from lineside.crimes.queries import crime_file, worklist
from lineside.crimes.testing import RECORDER, make_crime
from lineside.incidents.queries import holds, log
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, audit_lines, events_of

pytestmark = pytest.mark.django_db
GROUNDS = {
    "reason_code": "contrary_evidence",
    "rationale": "Platform camera 4, 18:02 to 18:05: he slipped; nobody is near him.",
    "telling": "Rang the caller, who accepts it.",
}


@pytest.fixture
def incident():
    return make_incident(opening_code="HATE")


def decide(incident, actor=RECORDER, **facts):
    return decide_no_crime(actor=actor, incident_id=incident.id, **{**GROUNDS, "told_reporter_at": now(), **facts})


def test_it_keeps_the_decision_with_its_page_and_releases_the_incident(incident):
    decision = decide(incident, seen_version=0)
    assert (decision.reason_code, decision.edition) == ("contrary_evidence", "2026-04")
    assert decision.paragraph == "CRR 2026/27 pp 7, 11 step 3"
    assert not decision.is_late
    assert holds(incident.id) == []
    assert worklist(RECORDER) == []
    assert log(incident.id)[-1].text.startswith("No crime recorded: Credible evidence to the contrary")
    assert "crimes.decide_no_crime" in audit_lines()
    [event] = events_of(NoCrimeDecided)
    assert f"crime:{incident.id}" in event.topics
    [row] = crime_file(RECORDER, incident.id).decisions
    assert row.telling == "Rang the caller, who accepts it."


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reason_code": "low_solvability"}, "reason_code"),
        ({"rationale": ""}, "rationale"),
        ({"telling": "", "told_reporter_at": None}, "telling"),
    ],
)
def test_without_its_grounds_it_is_refused_and_the_hold_stays(incident, facts, field):
    with pytest.raises(RuleBroken) as refused:
        decide(incident, **facts)
    assert refused.value.field == field
    assert CrimeDecision.objects.count() == 0
    assert holds(incident.id)


def test_a_recorded_crime_is_not_decided_away(incident):
    crime = make_crime(incident.id)
    with pytest.raises(RuleBroken, match=f"Crime {crime.reference} is recorded"):
        decide(incident)


def test_a_crime_may_be_recorded_when_the_victim_comes_forward_later(incident):
    decide(incident, reason_code="no_victim_yet")
    make_crime(incident.id)
    file = crime_file(RECORDER, incident.id)
    assert (len(file.decisions), len(file.crimes), file.version) == (1, 1, 2)


def test_the_second_of_two_recorders_is_told(incident):
    decide(incident)
    with pytest.raises(Stale):
        decide(incident, seen_version=0)


def test_without_the_right_nothing_is_decided(incident):
    with pytest.raises(NotPermitted):
        decide(incident, actor=an_actor("crimes.view", "incidents.view"))
