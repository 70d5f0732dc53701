"""What an officer does from their own page: for their own unit, by its true time, and never lost."""

from datetime import timedelta

import pytest

from lineside.dispatch import commands, queries
from lineside.dispatch.testing import CONTROLLER, PHOTO, make_crewed, make_officer, make_unit, own_of, row_of
from lineside.incidents import queries as incidents
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken
from lineside.kernel.testing import an_actor, clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def sent():
    with clock(now() - timedelta(minutes=10)):
        (unit, officer), incident = make_crewed(), make_incident(grade="P")
        commands.assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    return unit, officer, incident


def test_an_officer_sees_their_unit_its_job_and_its_log_without_the_control_rooms_own_lines():
    unit, officer, incident = sent()
    own = own_of(officer)
    assert own.job
    assert (own.unit.id, own.job.reference) == (unit.id, incident.reference)
    assert {line.kind for line in own.job.lines}.isdisjoint({"assessment", "owner"})
    assert queries.own_unit(make_officer("PC Nobody")[0]) is None
    with pytest.raises(NotPermitted):
        queries.own_unit(an_actor())


def test_a_state_counts_by_the_time_of_the_press():
    unit, officer, incident = sent()
    pressed = now() - timedelta(minutes=3)
    commands.say_state(actor=officer, unit_id=unit.id, state=5, at=pressed)
    unit.refresh_from_db()
    assert (unit.state, unit.state_at) == (5, pressed)
    assert incidents.log(incident.id)[-1].event_at == pressed


@pytest.mark.parametrize("state", [0, 11, 12, 977])
def test_a_state_that_is_no_button_of_the_page_is_refused(state):
    unit, officer, _ = sent()
    with pytest.raises(RuleBroken, match="states on the page"):
        commands.say_state(actor=officer, unit_id=unit.id, state=state)


def test_who_came_into_the_unit_after_it_was_cleared_writes_nothing_into_its_last_log():
    unit, _, incident = sent()
    with clock(now() - timedelta(minutes=5)):
        commands.clear_unit(actor=CONTROLLER, unit_id=unit.id)
    late, key = make_officer("PC Late")
    commands.change_crew(actor=CONTROLLER, unit_id=unit.id, members=(key,), driver_id=key)
    with pytest.raises(NotFound, match="not sent to that incident"):
        commands.say_line(actor=late, incident_id=incident.id, text="I was never there.")


def test_nobody_speaks_for_a_unit_whose_crew_they_were_not_in():
    unit, officer, incident = sent()
    stranger, _ = make_officer("PC Strange")
    with pytest.raises(RuleBroken, match="not in that unit"):
        commands.say_state(actor=stranger, unit_id=unit.id, state=6)
    with pytest.raises(NotFound, match="not sent to that incident"):
        commands.say_line(actor=stranger, incident_id=incident.id, text="I am here")
    with pytest.raises(NotFound):
        commands.send_photo(
            actor=stranger, incident_id=incident.id, content=PHOTO, name="a.jpg", media_type="image/jpeg"
        )
    other = make_unit("BX14")
    with pytest.raises(RuleBroken, match="not in that unit"):
        commands.say_state(actor=officer, unit_id=other.id, state=6)


def test_a_line_written_without_a_connection_arrives_after_the_unit_was_cleared_and_is_not_lost():
    unit, officer, incident = sent()
    written = now() - timedelta(minutes=2)
    commands.clear_unit(actor=CONTROLLER, unit_id=unit.id)
    commands.say_line(actor=officer, incident_id=incident.id, text="One detained", at=written)
    line = incidents.log(incident.id)[-1]
    assert (line.text, line.event_at, line.by) == ("BX12: One detained", written, officer.name)


def test_a_line_of_the_unit_begins_its_welfare_clock_anew():
    unit, officer, incident = sent()
    commands.say_state(actor=officer, unit_id=unit.id, state=6, at=now() - timedelta(minutes=5))
    commands.say_line(actor=officer, incident_id=incident.id, text="Speaking to the driver", at=now())
    clocks = {each.code: each for each in row_of(unit).clocks}
    assert now() - clocks["scene_p"].since < timedelta(seconds=30)


def test_a_photo_is_kept_as_it_came_and_is_a_line_of_the_log():
    _, officer, incident = sent()
    commands.send_photo(
        actor=officer, incident_id=incident.id, content=PHOTO, name="p9.jpg", media_type="image/jpeg", words="The bag"
    )
    (photo,) = queries.photos_of(incident.id)
    assert (photo.name, photo.size, photo.scan_state, photo.by) == ("p9.jpg", len(PHOTO), "not_scanned", officer.name)
    assert "sent a photo: The bag" in incidents.log(incident.id)[-1].text


@pytest.mark.parametrize("content", [b"", b"<html>", b"MZ" + bytes(30)])
def test_what_is_no_photo_is_refused(content):
    _, officer, incident = sent()
    with pytest.raises(RuleBroken):
        commands.send_photo(actor=officer, incident_id=incident.id, content=content, name="a", media_type="image/png")
