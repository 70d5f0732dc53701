"""Opening an incident."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from lineside.incidents import queries
from lineside.incidents.events import IncidentOpened
from lineside.incidents.models import Incident, LogEntry
from lineside.incidents.queries import sameness
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor, audit_lines, clock, events_of


@pytest.mark.django_db
def test_it_opens_numbers_logs_audits_and_announces():
    with clock(datetime(2026, 11, 24, 3, 0, tzinfo=UTC)):
        incident = make_incident()
        assert incident.reference == "LS-20261124-0001"
        assert make_incident().reference == "LS-20261124-0002"
    assert (incident.state, incident.area, incident.crs, incident.owner_name) == ("open", "C", "LDS", "Sam Okafor")
    assert [line.kind for line in queries.log(incident.id)] == ["opened"]
    assert audit_lines()[0] == "incidents.open_incident"
    assert events_of(IncidentOpened)[0].facts["opening_code"] == "ASB"


@pytest.mark.django_db
def test_the_serial_restarts_at_midnight_in_the_uk():
    with clock(datetime(2026, 6, 1, 22, 59, tzinfo=UTC)):
        assert make_incident().reference == "LS-20260601-0001"
    with clock(datetime(2026, 6, 1, 23, 1, tzinfo=UTC)):  # past midnight by British summer time
        assert make_incident().reference == "LS-20260602-0001"


@pytest.mark.django_db
def test_a_type_that_suggests_a_crime_holds_closing_from_the_start():
    assert [hold.kind for hold in queries.holds(make_incident(opening_code="VIOL").id)] == ["crime_decision"]
    assert queries.holds(make_incident(opening_code="ILL").id) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"opening_code": "NOPE"}, "opening_code"),
        ({"summary": "  "}, "summary"),
        ({"place_status": "somewhere"}, "place_status"),
        ({"qualifiers": ("not_one",)}, "qualifiers"),
        ({"first_contact_at": datetime.now(UTC) + timedelta(hours=1)}, "event_at"),
    ],
)
def test_a_fault_is_one_sentence_beside_its_field_and_nothing_is_opened(facts, field):
    with pytest.raises(RuleBroken) as refusal:
        make_incident(**facts)
    assert refusal.value.field == field
    assert not Incident.objects.exists()
    assert audit_lines("refused") == ["incidents.open_incident"]


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_get_twenty_serials_without_a_gap():
    def opened():
        for _ in range(5):
            make_incident()
        connection.close()

    threads = [Thread(target=opened) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Incident.objects.values_list("serial", flat=True)) == list(range(1, 21))
    assert LogEntry.objects.count() == 20


@pytest.mark.django_db
def test_a_possible_duplicate_is_found_with_its_reason():
    incident = make_incident()
    place = {"lat": 53.7951, "lon": -1.5471, "crs": "LDS"}
    found = queries.possible_duplicates(OPERATOR, place=place, at=datetime.now(UTC), opening_code="VIOL")
    assert [(each.row.id, each.why[-6:]) for each in found] == [(incident.id, "m away")]


@pytest.mark.django_db
def test_a_restricted_incident_is_not_there_for_others():
    incident = make_incident(is_restricted=True)
    assert queries.incident(OPERATOR, incident.id)

    assert queries.board(an_actor("incidents.view")) == []


@pytest.mark.django_db
def test_open_incidents_near_a_place_come_nearest_first_and_none_from_beyond_two_kilometres():
    leeds = {"name": "Leeds", "lat": 53.7954, "lon": -1.5491}
    places = [{**leeds, "lat": 53.7954 + away} for away in (0.017, 0.0, 0.009, 0.03)]  # 1.9, 0, 1 and 3.3 km north
    made = [make_incident(place=place, place_status="confirmed", summary=f"{at}") for at, place in enumerate(places)]
    assert [row.id for row in queries.open_near(OPERATOR, 53.7954, -1.5491)] == [made[at].id for at in (1, 2, 0)]


@pytest.mark.django_db
def test_however_many_are_open_near_a_place_the_newest_are_among_them(monkeypatch):
    leeds = {"name": "Leeds", "lat": 53.7954, "lon": -1.5491}
    made = [make_incident(place=leeds, place_status="confirmed", summary=f"{at}") for at in range(3)]
    monkeypatch.setattr(sameness, "MOST", 1)
    assert [row.id for row in queries.open_near(OPERATOR, 53.7954, -1.5491)] == [made[-1].id]
