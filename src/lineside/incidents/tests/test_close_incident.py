"""The log, holds, results, closing, duplicates and links."""

import pytest

from lineside.incidents import commands, queries
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
SECOND = an_actor("incidents.cancel", "incidents.close", "incidents.view", name="Second Person", key=uuid7())


def result(incident):
    return commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))


def test_a_resulted_incident_without_holds_closes():
    incident = make_incident(grade="P")
    result(incident)
    closed = commands.close_incident(actor=OPERATOR, incident_id=incident.id)
    assert closed.state == "closed"
    assert closed.closed_at
    assert queries.board(OPERATOR) == []


def test_a_hold_stops_closing_until_it_is_released():
    incident = make_incident(grade="P", opening_code="VIOL")
    result(incident)
    with pytest.raises(RuleBroken, match="crime decision"):
        commands.close_incident(actor=OPERATOR, incident_id=incident.id)
    assert commands.release_hold(actor=OPERATOR, incident_id=incident.id, kind="crime_decision", reason="Recorded")
    assert commands.close_incident(actor=OPERATOR, incident_id=incident.id).state == "closed"


def test_placing_the_same_hold_twice_is_harmless():
    incident = make_incident()

    def hold():
        return commands.hold_closing(actor=OPERATOR, incident_id=incident.id, kind="unit_attached", why="BX12 is there")

    assert hold() is True
    assert hold() is False
    assert len(queries.holds(incident.id)) == 1


def test_the_opener_of_an_immediate_needs_a_second_person():
    incident = make_incident(grade="I")
    result(incident)
    with pytest.raises(RuleBroken, match="second person"):
        commands.close_incident(actor=OPERATOR, incident_id=incident.id)
    assert commands.close_incident(actor=SECOND, incident_id=incident.id).state == "closed"


def test_a_correction_adds_and_the_wrong_line_stays():
    incident = make_incident()
    wrong = commands.add_log_entry(actor=OPERATOR, incident_id=incident.id, text="Platform 8")
    commands.correct_log_entry(actor=OPERATOR, entry_id=wrong, text="Platform 9")
    lines = queries.log(incident.id)
    assert [line.text for line in lines[-2:]] == ["Platform 8", "Platform 9"]
    assert lines[-1].corrects_id == wrong


def test_a_duplicate_closes_and_both_logs_say_so():
    master, other = make_incident(), make_incident(opening_code="VIOL")
    commands.mark_duplicate(actor=OPERATOR, incident_id=other.id, master_id=master.id)
    assert queries.incident(OPERATOR, other.id).state == "duplicate"
    assert other.reference in queries.log(master.id)[-1].text
    assert queries.holds(other.id) == []
    with pytest.raises(RuleBroken, match="closed"):
        commands.mark_duplicate(actor=OPERATOR, incident_id=master.id, master_id=other.id)


@pytest.mark.parametrize("kind", ["unit_attached:BX12", "line_protection:1", "officer_emergency"])
def test_what_is_worked_on_its_own_log_alone_makes_it_no_duplicate(kind):
    master, other = make_incident(), make_incident()
    commands.hold_closing(actor=OPERATOR, incident_id=other.id, kind=kind, why="it is open")
    with pytest.raises(RuleBroken, match=r"the master first|make the other one the duplicate"):
        commands.mark_duplicate(actor=OPERATOR, incident_id=other.id, master_id=master.id)
    assert queries.incident(OPERATOR, other.id).state != "duplicate"
    commands.mark_duplicate(actor=OPERATOR, incident_id=master.id, master_id=other.id)


def test_links_are_made_once_and_said_in_both_logs():
    one, other = make_incident(), make_incident()
    first = commands.link_incidents(actor=OPERATOR, incident_id=one.id, other_id=other.id, why="same suspect")
    assert commands.link_incidents(actor=OPERATOR, incident_id=one.id, other_id=other.id) == first
    assert other.reference in queries.log(one.id)[-1].text
    assert one.reference in queries.log(other.id)[-1].text


def test_reopening_gives_it_a_new_owner_and_keeps_the_clock():
    incident = make_incident(grade="P")
    result(incident)
    closed = commands.close_incident(actor=OPERATOR, incident_id=incident.id)
    again = commands.reopen_incident(
        actor=an_actor("incidents.reopen", name="Jo"), incident_id=incident.id, reason="New call"
    )
    assert (again.state, again.owner_name, again.closed_at) == ("queued", "Jo", None)
    assert again.attend_by == closed.attend_by


def test_relocating_and_owning_are_logged():
    incident = make_incident(grade="P")
    commands.take_ownership(actor=OPERATOR, incident_id=incident.id, desk="B")
    moved = commands.relocate_incident(
        actor=OPERATOR, incident_id=incident.id, place_text="kgx", place={"name": "London King's Cross", "crs": "KGX"},
        place_status="approximate", seen_version=queries.incident(OPERATOR, incident.id).version,
    )  # fmt: skip
    assert (moved.crs, moved.place_text, moved.state) == ("KGX", "London King's Cross", "queued")
    assert [line.kind for line in queries.log(incident.id)][-2:] == ["owner", "place"]


def test_what_was_opened_in_error_is_cancelled_with_its_reason_and_stays_on_the_log():
    incident = make_incident()
    with pytest.raises(RuleBroken) as refusal:
        commands.cancel_incident(actor=OPERATOR, incident_id=incident.id, reason=" ")
    assert refusal.value.field == "reason"
    done = commands.cancel_incident(actor=OPERATOR, incident_id=incident.id, reason="Exercise, opened live by mistake")
    assert (done.state, done.closing_code) == ("cancelled", "AD1")
    assert queries.log(incident.id)[-1].text == "Cancelled: Exercise, opened live by mistake"


def test_a_grave_incident_is_cancelled_by_a_second_person_only():
    incident = make_incident(grade="I")
    with pytest.raises(RuleBroken, match="second person"):
        commands.cancel_incident(actor=OPERATOR, incident_id=incident.id, reason="Thought better of it")
    assert commands.cancel_incident(actor=SECOND, incident_id=incident.id, reason="Checked").state == "cancelled"


def test_a_hold_stops_cancelling_too():
    incident = make_incident(opening_code="VIOL")
    with pytest.raises(RuleBroken, match="crime decision"):
        commands.cancel_incident(actor=OPERATOR, incident_id=incident.id, reason="Not ours")


def test_an_incident_that_nobody_graded_cannot_close():
    incident = make_incident()
    with pytest.raises(RuleBroken, match="grade it first"):
        commands.close_incident(actor=OPERATOR, incident_id=incident.id)
