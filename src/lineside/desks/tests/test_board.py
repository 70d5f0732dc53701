"""The board: what is kept from one asking to the next is never old, and never another's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lineside.desks.rows import board_row
from lineside.dispatch.commands import assign_unit
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.testing import make_unit
from lineside.incidents import commands, queries
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries import rows
from lineside.incidents.testing import OPERATOR, assessed_grade, make_incident
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
PLAIN = tuple(right for right in CanIncident if right != CanIncident.VIEW_RESTRICTED)


def board_of(client):
    return client.get("/control/rows/").content.decode()


@pytest.fixture
def controller(client, sign_in):
    sign_in(*PLAIN, *CanDispatch)
    return client


def test_a_board_that_was_asked_for_before_shows_each_change_since(controller):
    incident = make_incident("P")
    unit = make_unit("BX12")
    assert "Priority" in board_of(controller)
    assessed_grade(incident, "I")
    assert "Immediate" in board_of(controller)
    commands.add_log_entry(actor=OPERATOR, incident_id=incident.id, text="Both have left by the east doors")
    assert "Both have left by the east doors" in board_of(controller)
    sender = an_actor(*CanIncident, *CanDispatch)
    assign_unit(actor=sender, incident_id=incident.id, unit_id=unit.id)
    assert "BX12" in board_of(controller)


def test_a_change_past_the_commands_is_shown_too(controller):
    incident = make_incident("P")
    assert "Two people shouting" in board_of(controller)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lineside.command = 'a repair by the owner'")
        cursor.execute("UPDATE incidents_incident SET summary = 'Put right by hand' WHERE id = %s", [incident.id])
    assert "Put right by hand" in board_of(controller)


def test_what_one_has_seen_is_not_shown_to_another_who_may_not_see_it():
    incident = make_incident("P", is_restricted=True)
    cleared, plain = an_actor(*CanIncident), an_actor(*PLAIN)
    elsewhere = an_actor(*CanIncident, areas=frozenset({"B"}))
    assert [row.id for row in queries.board(cleared)] == [incident.id]
    assert queries.board(plain) == []
    assert queries.board(elsewhere) == []


def test_the_page_of_one_who_may_not_see_holds_nothing_of_it(client, sign_in):
    make_incident("P", is_restricted=True, summary="Someone whose name is kept")
    sign_in(*CanIncident, *CanDispatch, username="cleared")
    assert "Someone whose name is kept" in board_of(client)
    sign_in(*PLAIN, *CanDispatch, username="plain")
    assert "Someone whose name is kept" not in board_of(client)


def test_of_rows_that_have_not_changed_only_the_keys_are_read_again(controller):
    for _ in range(4):
        make_incident("P")
    board_of(controller)
    with CaptureQueriesContext(connection) as again:
        board_of(controller)
    assert not [each["sql"] for each in again if '"incidents_incident"."summary"' in each["sql"]]


def test_the_most_urgent_come_first_and_those_not_judged_yet_before_them():
    asked = [make_incident(grade) for grade in ("S", "P", "I", "")]
    assert [row.id for row in queries.board(OPERATOR)] == [each.id for each in reversed(asked)]


def test_when_more_are_open_than_a_board_holds_the_least_urgent_stay_away_and_the_page_says_so(controller, monkeypatch):
    for grade in ("S", "S", "I"):
        make_incident(grade)
    for place in (queries, rows):
        monkeypatch.setattr(place, "MOST_ON_BOARD", 2)
    assert [row.grade for row in queries.board(OPERATOR)] == ["I", "S"]
    assert "Only the 2 most urgent are shown" in controller.get("/control/").content.decode()


def test_what_people_typed_is_escaped_in_a_row_that_is_kept(controller):
    incident = make_incident("P", summary="<script>alert(1)</script>")
    commands.add_log_entry(actor=OPERATOR, incident_id=incident.id, text="<img src=x onerror=alert(2)>")
    page = board_of(controller)
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_row_that_is_the_same_is_made_once():
    make_incident("P")
    row = queries.board(OPERATOR)[0]
    assert board_row(row, ("BX12",)) is board_row(queries.board(OPERATOR)[0], ("BX12",))
    assert board_row(row, ("BX12",)) != board_row(row, ())


def test_what_stands_above_a_log_is_given_alone_to_who_may_see_it(client, sign_in):
    incident = make_incident("P", opening_code="VIOL", is_restricted=True)
    sign_in(*CanIncident, *CanDispatch, username="cleared")
    head = client.get(f"/control/{incident.id}/head/").content.decode()
    assert f'id="incident-state-{incident.id}"' in head
    assert f'id="incident-holds-{incident.id}"' in head
    assert "Closing waits" in head
    sign_in(*PLAIN, *CanDispatch, username="plain")
    assert client.get(f"/control/{incident.id}/head/").status_code == 404
