"""Opening a closed incident again, duplicates among them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lineside.incidents import commands, queries
from lineside.incidents.events import ClosingHeld
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import RuleBroken
from lineside.kernel.testing import an_actor, events_of

pytestmark = pytest.mark.django_db
JO = an_actor("incidents.reopen", name="Jo Lindqvist")


def closed(**facts):
    incident = make_incident(**{"grade": "P", **facts})
    commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))
    return commands.close_incident(actor=OPERATOR, incident_id=incident.id)


def test_it_has_a_new_owner_its_old_clock_and_no_result():
    before = closed()
    again = commands.reopen_incident(actor=JO, incident_id=before.id, reason="The caller rang again")
    assert (again.state, again.owner_name, again.closed_at, again.times_reopened) == ("queued", "Jo Lindqvist", None, 1)
    assert (again.attend_by, again.first_contact_at) == (before.attend_by, before.first_contact_at)
    assert (again.closing_code, again.result_codes) == ("", [])
    assert queries.log(again.id)[-1].text == "Reopened: The caller rang again"
    assert [row.id for row in queries.board(OPERATOR)] == [again.id]
    with pytest.raises(RuleBroken, match="Result it first"):
        commands.close_incident(actor=OPERATOR, incident_id=again.id)


def test_what_was_never_graded_is_open_again_and_does_not_close_by_a_result():
    incident = make_incident()
    commands.cancel_incident(actor=OPERATOR, incident_id=incident.id, reason="Opened in error")
    again = commands.reopen_incident(actor=JO, incident_id=incident.id, reason="It was none")
    assert (again.state, again.grade) == ("open", "")
    commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))
    with pytest.raises(RuleBroken, match="Assess and grade it first"):
        commands.close_incident(actor=OPERATOR, incident_id=incident.id)


@pytest.mark.parametrize("reason", ["", "   ", "bell\x07", "x" * 8001])
def test_it_is_not_reopened_without_a_reason(reason):
    before = closed()
    with pytest.raises(RuleBroken):
        commands.reopen_incident(actor=JO, incident_id=before.id, reason=reason)
    assert queries.incident(OPERATOR, before.id).closed_at


def test_what_is_open_is_not_reopened():
    with pytest.raises(RuleBroken, match="open already"):
        commands.reopen_incident(actor=JO, incident_id=make_incident().id, reason="Again")


def test_a_crime_decision_owed_goes_to_the_master_and_is_owed_again_when_it_was_no_duplicate():
    master, other = make_incident(), make_incident(opening_code="VIOL")
    commands.mark_duplicate(actor=OPERATOR, incident_id=other.id, master_id=master.id)
    assert queries.holds(other.id) == []
    assert [hold.why for hold in queries.holds(master.id)] == [f"a crime decision is owed ({other.reference})"]
    commands.reopen_incident(actor=JO, incident_id=other.id, reason="Another place, another man")
    assert [hold.why for hold in queries.holds(other.id)] == ["a crime decision is owed"]


def test_the_masters_clocks_run_from_the_first_who_told_of_it():
    master = make_incident(grade="P")
    earlier = make_incident(first_contact_at=master.first_contact_at - timedelta(minutes=9))
    commands.mark_duplicate(actor=OPERATOR, incident_id=earlier.id, master_id=master.id)
    seen = queries.incident(OPERATOR, master.id)
    assert seen.first_contact_at == earlier.first_contact_at
    assert seen.attend_by
    assert seen.attend_by + timedelta(minutes=9) == master.attend_by


def test_an_incident_with_a_crime_on_it_is_no_duplicate():
    master, other = make_incident(), make_incident()
    commands.note_crime(actor=OPERATOR, incident_id=other.id, reference="260000123", text="Recorded.")
    with pytest.raises(RuleBroken, match="260000123"):
        commands.mark_duplicate(actor=OPERATOR, incident_id=other.id, master_id=master.id)


def test_nothing_holds_and_no_unit_goes_to_what_is_closed():
    before = closed()
    with pytest.raises(RuleBroken, match="reopen it first"):
        commands.hold_closing(actor=OPERATOR, incident_id=before.id, kind="task", why="a task is open")
    with pytest.raises(RuleBroken, match="reopen it before a unit is sent"):
        commands.note_attendance(
            actor=OPERATOR, incident_id=before.id, stage="assigned", at=before.closed_at, text="BX12 assigned."
        )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incidents_incident SET closed_at = now(), state = 'closed' WHERE id = %s",
        (
            "INSERT INTO incidents_closinghold (id, version, created_at, incident_id, kind, why, released_how,"
            " placed_by, released_by, release_reason)"
            " VALUES (uuidv7(), 0, now(), %s, 'crime_decision', 'owed', '', 'x', '', '')"
        ),
    ],
)
def test_the_database_itself_refuses_a_hold_on_what_is_closed(statement):
    incident = make_incident(opening_code="VIOL") if statement.startswith("UPDATE") else closed()
    with pytest.raises(IntegrityError, match="still holds it"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'raw', true)")
        cursor.execute(statement, [incident.id])


def test_the_words_of_a_restricted_duplicate_stay_in_its_own_log():
    master, other = make_incident(), make_incident(is_restricted=True, summary="A name that is kept")
    commands.mark_duplicate(actor=OPERATOR, incident_id=other.id, master_id=master.id)
    assert queries.log(master.id)[-1].text == f"{other.reference} is a duplicate of this."


def test_the_crime_clock_of_the_master_is_announced_as_it_moves():
    master, other = make_incident(), make_incident()
    commands.mark_duplicate(actor=OPERATOR, incident_id=other.id, master_id=master.id)
    assert str(master.id) in str([vars(event) for event in events_of(ClosingHeld)])
