"""Two recorders on one incident: what one has not seen, one does not decide past; what was decided is never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from lineside.crimes.commands import Choice, cancel_crime, decide_no_crime, reclassify_crime, record_crime
from lineside.crimes.models import Crime, CrimeDecision
from lineside.crimes.queries import crime_file
from lineside.crimes.testing import DECISION_MAKER, RECORDER, REGISTRAR, a_report, make_crime, no_crime
from lineside.incidents.commands import relocate_incident
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal, Stale
from lineside.kernel.testing import clock

pytestmark = pytest.mark.django_db
ROUNDS = 15
BEFORE_MIDNIGHT = datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)
ABH, COMMON = Choice(code="008/06", offence_class="8N"), Choice(code="105/01", offence_class="105A")


def record(incident, **facts):
    return record_crime(actor=RECORDER, incident_id=incident.id, report=a_report(), **facts)


def decide(incident, **facts):
    return decide_no_crime(
        actor=RECORDER,
        incident_id=incident.id,
        reason_code="not_a_crime",
        rationale="A quarrel about a seat, nobody touched.",
        telling="Told by telephone.",
        told_reporter_at=now(),
        **facts,
    )


def at_once(*works):
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait()
            return work()
        except Refusal as refusal:
            return refusal.sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def told(outcomes):
    return [each for each in outcomes if isinstance(each, str)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_at_once_one_is_told_to_look_at_the_others_crime():
    for _ in range(ROUNDS):
        incident = make_incident(opening_code="HATE")
        seen = crime_file(RECORDER, incident.id).version
        outcomes = at_once(*[lambda incident=incident, seen=seen: record(incident, seen_version=seen)] * 2)
        assert [each.split(";")[1] for each in told(outcomes)] == [" look at that first."]
        assert Crime.objects.filter(incident=incident).count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_crime_and_a_crime_at_once_are_never_both_decided():
    for _ in range(ROUNDS):
        incident = make_incident(opening_code="HATE")
        assert len(told(at_once(lambda incident=incident: record(incident, seen_version=0),
                                lambda incident=incident: decide(incident, seen_version=0)))) == 1  # fmt: skip
        assert Crime.objects.filter(incident=incident).count() + CrimeDecision.objects.filter(
            incident=incident
        ).count() == 1  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_at_the_turn_of_the_year_two_recorders_still_wait_for_each_other():
    """They count in two years; what they decide on is one incident."""
    for _ in range(ROUNDS):
        with clock(BEFORE_MIDNIGHT - timedelta(hours=1)):
            incident = make_incident(opening_code="HATE")

        def record_at(at, incident=incident):
            with clock(at):
                return record(incident, seen_version=0)

        outcomes = at_once(
            lambda: record_at(BEFORE_MIDNIGHT), lambda: record_at(BEFORE_MIDNIGHT + timedelta(seconds=2))
        )
        assert len(told(outcomes)) == 1
        assert Crime.objects.filter(incident=incident).count() == 1


def test_a_crime_classified_anew_since_the_file_was_read_is_looked_at_before_another_is_recorded():
    incident = make_incident(opening_code="HATE")
    crime = make_crime(incident.id)
    seen = crime_file(RECORDER, incident.id).version
    reclassify_crime(actor=REGISTRAR, crime_id=crime.id, choice=COMMON, reason="No injury was seen by the doctor.")
    with pytest.raises(Stale, match="look at that first"):
        record(incident, seen_version=seen)
    record(incident, seen_version=crime_file(RECORDER, incident.id).version)


def test_two_registrars_do_not_overwrite_each_others_class():
    incident = make_incident(opening_code="HATE")
    crime = make_crime(incident.id)
    reclassify_crime(actor=REGISTRAR, crime_id=crime.id, choice=COMMON, reason="No injury.", seen_version=crime.version)
    with pytest.raises(Stale):
        reclassify_crime(
            actor=REGISTRAR, crime_id=crime.id, choice=ABH, reason="Bruised eye.", seen_version=crime.version
        )
    crime.refresh_from_db()
    assert crime.offence_class == "105A"


def test_a_change_of_the_incident_itself_does_not_make_the_crime_file_stale():
    """What is decided rests on the file; the incident's place is read afresh with the decision."""
    incident = make_incident(opening_code="HATE")
    seen = crime_file(RECORDER, incident.id).version
    relocate_incident(
        actor=OPERATOR, incident_id=incident.id, place_text="York", place={"name": "York", "crs": "YRK"},
        place_status="confirmed", seen_version=incident.version,
    )  # fmt: skip
    assert record(incident, seen_version=seen).place_text == "York"


@pytest.mark.django_db(transaction=True)
def test_two_crimes_are_never_each_cancelled_as_the_duplicate_of_the_other():
    for _ in range(3):
        one, other = make_crime(), make_crime()

        def cancel(crime, of):
            asked = no_crime("C3", other_reference=of.reference)
            return lambda: cancel_crime(actor=DECISION_MAKER, crime_id=crime.id, asked=asked)

        said = at_once(cancel(one, other), cancel(other, one))
        assert sum("live here, and that one is not" in str(each) for each in said) == 1
        assert Crime.objects.filter(id__in=[one.id, other.id], state="cancelled").count() == 1
