"""A report that is about to be recorded is counted by the rules of `lineside count`, with the crimes of its log."""

from datetime import UTC, datetime

import pytest

from lineside.crimes.queries.counting import HowTold, count_beside
from lineside.crimes.rules import Choice, Party
from lineside.crimes.rules.counting import count_report
from lineside.crimes.rules.counting.recorded import RecordedAct, report_to_count
from lineside.crimes.testing import RECORDER, VICTIM, a_report, make_crime
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotPermitted, RuleBroken

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
BLOW = RecordedAct(offence="008/06", offence_class="8N", victim="Robin  Vale", suspects=("Lee Marsden", ""), begins=AT)
SLAP = RecordedAct(offence="105/01", offence_class="105A", victim="Robin Vale", suspects=("Lee Marsden",))


def test_one_name_is_one_person_and_a_suspect_without_a_name_is_nobody():
    told = report_to_count([BLOW, SLAP], AT, HowTold())
    assert told["people"] == [{"id": "Robin Vale", "kind": "person", "confirms": True}]
    assert told["suspects"] == [{"id": "Lee Marsden", "known": True}]
    assert (told["acts"][0]["from"], "from" in told["acts"][1]) == (AT.isoformat(), False)
    found = count_report(told)
    assert [crime["class"] for crime in found["crimes"]] == ["8N"]  # the principal crime of one victim and suspect
    assert [left["rule"] for left in found["not_counted"]] == ["CRR 2026/27 p12"]


def test_a_victim_who_does_not_confirm_what_another_tells_makes_no_crime():
    told = HowTold(reporter="third_party", confirms="no")
    assert count_report(report_to_count([SLAP], AT, told))["decision"] == "crime_related_incident"


@pytest.mark.django_db
def test_what_is_recorded_on_the_log_already_is_counted_with_it():
    crime = make_crime()
    again = a_report(choice=Choice(code="105/01", offence_class="105A"))
    found = count_beside(RECORDER, crime.incident_id, again, HowTold())
    assert [(each["class"], each["victim"]) for each in found["crimes"]] == [("8N", VICTIM.name)]
    other = a_report(parties=(Party(role="victim", name="Kim Ash"),))
    found = count_beside(RECORDER, crime.incident_id, other, HowTold())
    assert sorted(each["victim"] for each in found["crimes"]) == ["Kim Ash", "Robin Vale"]


@pytest.mark.django_db
def test_it_is_refused_as_the_rules_refuse_and_told_to_nobody_without_the_right():
    incident = make_incident(opening_code="HATE")
    with pytest.raises(RuleBroken, match="001/99"):
        count_beside(RECORDER, incident.id, a_report(choice=Choice(code="001/99", offence_class="8N")), HowTold())
    with pytest.raises(NotPermitted):
        count_beside(OPERATOR, incident.id, a_report(), HowTold())
