"""A slot is agreed with the caller: it is the log's target, is promised, reminded of, and missed only on record."""

from datetime import UTC, datetime, timedelta

import pytest

from lineside.appointments import queries
from lineside.appointments.commands import agree_appointment, end_appointment, look_at_all, rearrange_appointment
from lineside.appointments.testing import ARRANGER, agreement, make_appointment
from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_taken_contact
from lineside.dispatch.commands import assign_unit, record_state
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents import queries as incidents
from lineside.incidents.commands import relocate_incident
from lineside.incidents.models import Incident
from lineside.incidents.testing import OPERATOR, assessed_grade, make_incident
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, clock
from lineside.promises.queries import promises_of
from lineside.promises.testing import PROMISER
from lineside.triage.commands import attach_contact
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def lines(incident_id):
    return [line.text for line in incidents.log(incident_id)]


def target(incident_id):
    return Incident.objects.get(id=incident_id).attend_by


def later(hours):
    return clock(BEGINS + timedelta(hours=hours))


@pytest.fixture
def agreed():
    with later(0):
        return make_appointment()


def test_the_slot_is_in_the_log_in_the_diary_and_the_logs_own_target(agreed):
    assert lines(agreed.incident_id)[-1] == (
        "Appointment agreed with Ms Bell: Sun 29 Nov 05:00 to 06:00, BX12, at Leeds."
    )
    assert target(agreed.incident_id) == BEGINS + timedelta(hours=20)
    with later(1):
        assert [row.id for row in queries.diary(ARRANGER)] == [agreed.id]
        assert queries.diary(ARRANGER, area="B") == []


def test_another_place_leaves_the_slot_and_a_graver_grade_takes_it_out_of_the_target(agreed):
    with later(1):
        row = Incident.objects.get(id=agreed.incident_id)
        place = {"name": "York", "crs": "YRK", "lat": 53.958, "lon": -1.093, "area": "C"}
        relocate_incident(
            actor=OPERATOR,
            incident_id=row.id,
            place_text="York",
            place=place,
            place_status="confirmed",
            seen_version=row.version,
        )
        assert target(row.id) == BEGINS + timedelta(hours=20)
        assessed_grade(Incident.objects.get(id=row.id), "I")
        assert target(row.id) == BEGINS + timedelta(minutes=15)


def test_only_one_stands_at_a_time_and_only_on_a_scheduled_log(agreed):
    with later(1):
        with pytest.raises(RuleBroken, match="rearrange that one"):
            make_appointment(incident_id=agreed.incident_id)
        with pytest.raises(RuleBroken, match="Only a log graded Scheduled"):
            make_appointment(incident_id=make_incident("P").id)


def test_the_desk_is_reminded_two_hours_before_once_and_a_missed_slot_stays_on_record(agreed):
    with later(17):
        assert look_at_all() == 0
    with later(18.1):
        assert look_at_all() == 1
        assert look_at_all() == 0
        assert [row.id for row in queries.due_soon(ARRANGER)] == [agreed.id]
        assert lines(agreed.incident_id)[-1].startswith("Reminder: appointment Sun 29 Nov 05:00")
    with later(21.1):
        assert look_at_all() == 1
        assert [row.id for row in queries.missed(ARRANGER)] == [agreed.id]
        assert "MISSED" in lines(agreed.incident_id)[-1]
        end_appointment(actor=ARRANGER, appointment_id=agreed.id, how="not_needed", words="She came to the counter")
        assert queries.missed(ARRANGER) == []
        assert queries.of_log(agreed.incident_id)[0].missed_at


def test_a_slot_at_which_a_unit_was_there_is_not_missed(agreed):
    with later(20):
        unit = make_unit()
        assign_unit(actor=CONTROLLER, incident_id=agreed.incident_id, unit_id=unit.id)
        record_state(actor=CONTROLLER, unit_id=unit.id, state=6)
    with later(22):
        look_at_all()
        assert queries.missed(ARRANGER) == []


def test_another_time_needs_its_reason_and_leaves_the_first_on_record(agreed):
    with later(2):
        with pytest.raises(RuleBroken, match="Say why it is rearranged"):
            rearrange_appointment(actor=ARRANGER, appointment_id=agreed.id, reason=" ", agreement=agreement())
        again = rearrange_appointment(
            actor=ARRANGER,
            appointment_id=agreed.id,
            reason="She works nights",
            agreement=agreement(begins=BEGINS + timedelta(hours=30)),
            seen_version=agreed.version,
        )
        assert [row.state for row in queries.of_log(agreed.incident_id)] == ["agreed", "rearranged"]
        assert target(agreed.incident_id) == again.begins_at
        with pytest.raises(RuleBroken, match="what became of it already"):
            end_appointment(actor=ARRANGER, appointment_id=agreed.id, how="kept")
        with pytest.raises(Stale):
            end_appointment(actor=ARRANGER, appointment_id=again.id, how="kept", seen_version=7)


def test_what_the_caller_was_told_is_a_promise_at_their_contact_that_ends_with_the_slot():
    handler = an_actor(*CanTriage, *OPERATOR.permissions, *CanContact)
    incident, contact = make_incident("S"), make_taken_contact(handler)
    attach_contact(actor=handler, contact_id=contact.id, incident_id=incident.id)
    row = make_appointment(incident_id=incident.id)
    (promise,) = promises_of(PROMISER, contact.id)
    assert (promise.id, promise.due_at, promise.is_open) == (row.promise_id, row.ends_at, True)
    assert "BX12, at Leeds" in promise.what
    again = rearrange_appointment(
        actor=ARRANGER,
        appointment_id=row.id,
        reason="She works nights",
        agreement=agreement(begins=row.begins_at + timedelta(hours=2)),
    )
    end_appointment(actor=ARRANGER, appointment_id=again.id, how="kept")
    assert [(each.state, each.how) for each in promises_of(PROMISER, contact.id)] == [
        ("kept", "told_otherwise"),
        ("ended", "later_agreed"),
    ]


def test_who_may_not_see_the_log_sees_no_appointment_of_it_and_who_has_no_right_agrees_on_none():
    row = make_appointment(incident_id=make_incident("S", is_restricted=True).id)
    plain = an_actor("incidents.view", "appointments.view", "appointments.work")
    assert queries.diary(plain) == []
    with pytest.raises(NotFound):
        end_appointment(actor=plain, appointment_id=row.id, how="kept")
    with pytest.raises(NotPermitted):
        agree_appointment(actor=OPERATOR, incident_id=row.incident_id, agreement=agreement())
