"""Recording a crime: the record, its people and things, the log, the hold, the audit, the event; and each refusal."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineside.crimes.commands import Choice, Item, Party, record_crime
from lineside.crimes.events import CrimeRecorded
from lineside.crimes.models import Classification, Crime
from lineside.crimes.permissions import CanCrime
from lineside.crimes.queries import crime_file, parties_and_things, worklist, worklist_row
from lineside.crimes.testing import RECORDER, a_report, make_crime
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import holds, log
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of
from lineside.pole.models import Location, Person
from lineside.pole.testing import make_person

pytestmark = pytest.mark.django_db
PHONE = Item(
    role="stolen", kind="property", description="a black telephone", mark="35 2099 001761 481", value_pence=40000
)


@pytest.fixture
def incident():
    return make_incident(opening_code="HATE")


def test_it_records_the_crime_its_people_and_things_and_releases_the_incident(incident):
    assert [hold.kind for hold in holds(incident.id)] == ["crime_decision"]
    suspect = Party(role="suspect", name="unknown", description="grey hood, about 20")
    report = a_report(parties=(*a_report().parties, suspect), items=(PHONE,))
    crime = record_crime(actor=RECORDER, incident_id=incident.id, report=report, seen_version=0)

    assert (crime.offence_class, crime.offence_code, crime.edition) == ("8N", "008/06", "2026-04")
    assert crime.title == "Assault occasioning actual bodily harm"
    assert crime.reference == f"{now():%y}0000001"
    assert crime.first_report_at == incident.first_contact_at
    assert not crime.is_late
    assert holds(incident.id) == []
    assert worklist(RECORDER) == []
    linked = [(row.role, row.name or row.description) for row in parties_and_things(RECORDER, crime.id)]
    assert linked == [
        ("scene", "Leeds"), ("victim", "Robin Vale"), ("suspect", "unknown"), ("stolen", "a black telephone")
    ]  # fmt: skip
    last = log(incident.id)[-1]
    assert (last.kind, last.text) == (
        "crime",
        f"Crime {crime.reference} recorded: 8N 008/06 Assault occasioning actual bodily harm.",
    )
    assert Classification.objects.get().reason == "Chosen by the recorder; 9B 125/82 was proposed."
    assert "crimes.record_crime" in audit_lines()
    [event] = events_of(CrimeRecorded)
    assert f"crime:{incident.id}" in event.topics


def test_each_crime_takes_the_next_reference(incident):
    first, second = make_crime(incident.id), make_crime(incident.id)
    assert int(second.reference) == int(first.reference) + 1


def test_a_person_already_in_the_register_is_linked_and_not_written_twice(incident):
    person = make_person("Robin Vale")
    make_crime(incident.id, parties=(Party(role="victim", person_id=person.id),))
    assert Person.objects.count() == 1


def test_late_it_needs_a_reason_and_keeps_it(incident):
    with clock(incident.first_contact_at + timedelta(hours=24, seconds=1)):
        with pytest.raises(RuleBroken, match="say why it is recorded late"):
            record_crime(actor=RECORDER, incident_id=incident.id, report=a_report())
        assert crime_file(RECORDER, incident.id).is_overdue
        crime = make_crime(incident.id, late_reason="The victim was in surgery.")
    assert crime.is_late
    assert log(incident.id)[-1].text.endswith("Late: The victim was in surgery.")


def test_a_class_that_the_edition_does_not_hold_leaves_nothing_but_the_refusal(incident):
    report = a_report(choice=Choice(code="008/06", offence_class="8Z"))
    with pytest.raises(RuleBroken, match="Class 8Z is not on the Home Office list"):
        record_crime(actor=RECORDER, incident_id=incident.id, report=report)
    assert Crime.objects.count() == 0
    assert holds(incident.id)
    assert audit_lines("refused") == ["crimes.record_crime"]


def test_a_person_who_cannot_be_written_down_stops_the_whole_crime(incident):
    report = a_report(parties=(Party(role="victim", name="Robin Vale", phone="no number"),))
    with pytest.raises(RuleBroken, match="telephone number"):
        record_crime(actor=RECORDER, incident_id=incident.id, report=report)
    assert (Crime.objects.count(), Person.objects.count()) == (0, 0)


def test_the_second_of_two_recorders_is_told(incident):
    make_crime(incident.id)
    with pytest.raises(Stale, match="Somebody else has decided"):
        record_crime(actor=RECORDER, incident_id=incident.id, report=a_report(), seen_version=0)


def test_without_the_right_or_the_sight_nothing_is_recorded(incident):
    with pytest.raises(NotPermitted):
        record_crime(actor=an_actor(CanCrime.VIEW), incident_id=incident.id, report=a_report())
    with pytest.raises(NotFound):
        record_crime(actor=RECORDER, incident_id=uuid7(), report=a_report())
    elsewhere = an_actor(CanCrime.RECORD, CanIncident.VIEW, areas=frozenset({"B"}))
    with pytest.raises(NotFound):
        record_crime(actor=elsewhere, incident_id=make_incident(opening_code="HATE", area="D").id, report=a_report())


def test_the_worklist_shows_the_oldest_report_first_with_its_clock():
    later = make_incident(opening_code="HATE")
    earlier = make_incident(opening_code="ROB", first_contact_at=now() - timedelta(hours=25))
    make_incident(opening_code="ILL")
    rows = worklist(RECORDER)
    assert [row.incident_id for row in rows] == [earlier.id, later.id]
    assert [row.is_overdue for row in rows] == [True, False]
    assert rows[1].record_by == later.first_contact_at + timedelta(hours=24)


@pytest.mark.django_db(transaction=True)
def test_of_two_recorders_in_one_instant_one_records_and_no_reference_is_used_twice():
    def record(incident_id):
        try:
            record_crime(actor=RECORDER, incident_id=incident_id, report=a_report(), seen_version=0)
        except Stale:
            return 0
        else:
            return 1
        finally:
            connection.close()

    asked = [make_incident(opening_code="HATE").id for _ in range(6)]
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(record, sorted(asked * 2))) == 6
    references = sorted(Crime.objects.filter(incident_id__in=asked).values_list("reference", flat=True))
    assert len(set(references)) == 6
    assert int(references[-1]) - int(references[0]) == 5


def test_the_place_is_one_record_of_the_register_however_often_something_happens_there(incident):
    make_crime(incident.id)
    other = make_crime(make_incident(opening_code="HATE").id)
    assert Location.objects.get().crs == "LDS"
    [scene] = [row for row in parties_and_things(RECORDER, other.id) if row.location_id]
    assert (scene.role, scene.name) == ("scene", "Leeds")


def test_another_place_than_the_incidents_is_kept_as_it_was_read_or_told(incident):
    read = make_crime(
        incident.id, place_text="York", place={"name": "York", "crs": "YRK", "lat": 53.958, "lon": -1.093}
    )
    told = make_crime(incident.id, place_text="between the second and third coach")
    assert [place.crs for place in Location.objects.order_by("id")] == ["YRK", ""]
    assert read.place_text == "York"
    assert told.place_text == "between the second and third coach"


@pytest.mark.parametrize("place", [{"lat": "north"}, {"lat": 91}, {"lon": 1e300}, {"name": "x" * 5000}])
def test_a_place_that_cannot_be_is_refused(incident, place):
    with pytest.raises(RuleBroken) as refused:
        make_crime(incident.id, place_text="York", place=place)
    assert refused.value.field == "place"


def test_a_proposal_that_is_accepted_says_so_with_its_reason():
    incident = make_incident(opening_code="VIOL")
    make_crime(incident.id, choice=Choice(code="105/01", offence_class="105A"))
    assert Classification.objects.get().reason == "Accepted as proposed: no injury and no lasting pain told."


def test_the_worklist_is_for_those_who_may_see_incidents(incident):
    assert [row.incident_id for row in worklist(RECORDER)] == [incident.id]
    with pytest.raises(NotPermitted, match="see incidents"):
        worklist(an_actor(CanCrime.VIEW))


def test_one_row_of_the_worklist_is_read_without_the_others(incident):
    others = [make_incident(opening_code="HATE") for _ in range(3)]
    with CaptureQueriesContext(connection) as asked:
        found = worklist_row(incident.id)
    assert found is not None
    assert found.incident_id == incident.id
    read = [each["sql"] for each in asked.captured_queries if "incidents_incident" in each["sql"]]
    assert [sql for sql in read if str(incident.id) not in sql and incident.id.hex not in sql] == []
    record_crime(actor=RECORDER, incident_id=incident.id, report=a_report())
    assert worklist_row(incident.id) is None
    assert worklist_row(others[0].id) is not None
