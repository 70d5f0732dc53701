"""Two recorders at once: the year's serial is held for no longer than it takes to number a crime."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction

from lineside.crimes.commands import Party
from lineside.crimes.models import Crime
from lineside.crimes.testing import make_crime
from lineside.incidents.testing import make_incident
from lineside.pole.models import Person
from lineside.pole.testing import make_person

pytestmark = pytest.mark.django_db(transaction=True)


def recorded(incident_id, **facts):
    try:
        return make_crime(incident_id, **facts).reference
    finally:
        connection.close()


def test_who_waits_for_a_persons_record_keeps_no_other_recorder_waiting():
    person = make_person()
    slow, quick = make_incident(opening_code="HATE").id, make_incident(opening_code="HATE").id
    victim = Party(role="victim", person_id=person.id)
    with ThreadPoolExecutor(2) as recorders:
        with transaction.atomic():
            Person.objects.select_for_update().get(id=person.id)  # as somebody does who works on that record
            waits = recorders.submit(recorded, slow, parties=(victim,))
            assert not wait([waits], 0.7).done
            first = recorders.submit(recorded, quick, place_text="York").result(3)
        second = waits.result(10)
    assert first < second
    assert Crime.objects.count() == 2
