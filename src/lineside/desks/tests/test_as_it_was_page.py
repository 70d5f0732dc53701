"""The page of a past moment: the board, a log stepped through, units, and what it refuses."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse

from lineside.dispatch.commands import assign_unit
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.commands import add_log_entry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import OPERATOR, assessed_grade, make_incident
from lineside.kernel.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def looks_back(sign_in):
    sign_in(CanIncident.LOOK_BACK, CanIncident.VIEW, "dispatch.view")


def seen(client, **asked):
    answer = client.get(reverse("desks:as-it-was"), asked)
    return answer.status_code, unescape(answer.content.decode())


def link(text, words):
    found = re.search(rf'href="([^"]+)"[^>]*>[^<]*{words}', text)
    return unescape(found[1]) if found else ""


def test_the_board_and_the_units_of_a_past_moment_are_shown_and_not_those_of_now(client):
    incident, unit = make_incident("P"), make_unit("BX12")
    assign_unit(actor=CONTROLLER, unit_id=unit.id, incident_id=incident.id)
    then = datetime.now(UTC)
    assessed_grade(incident, "I", reason="A knife was seen")
    status, text = seen(client, at=then.isoformat())
    assert status == 200
    assert "1 open then" in text
    assert incident.reference in text
    assert "BX12" in text
    assert "knife" not in text
    assert "knife" in seen(client, at=datetime.now(UTC).isoformat(), incident=incident.reference)[1]


def walked(client, text, words, until):
    """A line and the change of its incident are moments of their own, so it takes a few steps."""
    for _ in range(6):
        if until(text):
            return text
        text = client.get(link(text, words)).content.decode()
    raise AssertionError("It was not reached in six steps.")


def test_a_debrief_steps_from_line_to_line_back_and_forwards(client):
    incident = make_incident("P")
    add_log_entry(actor=OPERATOR, incident_id=incident.id, text="Gates shut")
    add_log_entry(actor=OPERATOR, incident_id=incident.id, text="Gates open again")
    _, text = seen(client, at=datetime.now(UTC).isoformat(), incident=incident.reference)
    assert not link(text, "Next")
    back = walked(client, text, "◂ Before", lambda page: "Gates open again" not in page.partition("<ol")[2])
    assert "Gates shut" in back
    assert "Gates open again" in walked(client, back, "Next", lambda page: "Gates open again" in page)


def test_a_look_at_the_past_is_on_record_with_its_reason(client):
    incident = make_incident("P")
    seen(client, at=datetime.now(UTC).isoformat(), incident=incident.reference, why="Debrief of the derby")
    line = AuditLine.objects.get(kind="looked", name="incidents.as_it_was")
    assert incident.reference in str(line.facts)
    assert line.why == "Debrief of the derby"


@pytest.mark.parametrize("at", ["yesterday", "0001-01-01T00:00:00+23:59", "2026-13-40", "9" * 40])
def test_a_moment_that_is_none_is_told_in_one_sentence(client, at):
    status, text = seen(client, at=at)
    assert status == 422
    assert "Give the moment as" in text


def test_what_is_to_come_and_what_was_not_opened_yet_are_not_shown(client):
    assert "has not come yet" in seen(client, at=(datetime.now(UTC) + timedelta(days=1)).isoformat())[1]
    before = datetime.now(UTC) - timedelta(days=1)
    status, text = seen(client, at=before.isoformat(), incident=make_incident("P").reference)
    assert "was not opened yet" in text
    assert status == 404


def test_a_time_without_an_offset_is_uk_time(client):
    assert 'value="2026-07-10T14:05:06"' in seen(client, at="2026-07-10T13:05:06+00:00")[1]
    assert 'value="2026-07-10T14:05:06"' in seen(client, at="2026-07-10T14:05:06")[1]


def test_who_may_not_look_back_sees_nothing_of_it(client, sign_in):
    sign_in(CanIncident.VIEW, username="jo.pike")
    assert seen(client)[0] == 403
