"""Any incident, its log and the board as they stood at a moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from lineside.formerly.queries import changed_at, put_back
from lineside.incidents import queries
from lineside.incidents.commands import add_log_entry, correct_log_entry
from lineside.incidents.models import Incident, LogEntry
from lineside.incidents.testing import EVERYTHING, OPERATOR, assessed_grade, make_incident
from lineside.kernel.errors import NotFound
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db(transaction=True)
PLAIN = an_actor(*(right for right in EVERYTHING if right != "incidents.view_restricted"), name="Ana Reyes")


def moment() -> datetime:
    """Now, by the clock that the database keeps; nothing of the test stands in this very microsecond."""
    return datetime.now(UTC)


def change_rows(**facts):
    """As a repair by hand would: past the commands, and not past the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lineside.command', 'test', true)")
        Incident.objects.update(**facts)


def entry(key):
    return LogEntry.objects.get(pk=key)


def test_a_grade_a_place_and_a_state_are_read_as_they_stood_before_each_change():
    incident = make_incident("P")
    first = moment()
    assessed_grade(incident, "I", reason="A knife was seen", seen_version=None)
    second = moment()
    assert queries.incident_as_it_was(OPERATOR, incident.id, first).grade == "P"
    then = queries.incident_as_it_was(OPERATOR, incident.id, second)
    assert (then.grade, then.grade_reason) == ("I", Incident.objects.get().grade_reason)
    assert then.dispatch_by == Incident.objects.get().dispatch_by
    assert isinstance(then.dispatch_by, datetime)


def test_before_it_was_opened_there_is_no_incident_and_none_on_the_board():
    before = moment()
    incident = make_incident("I")
    assert [row.id for row in queries.board_as_it_was(OPERATOR, moment())] == [incident.id]
    assert queries.board_as_it_was(OPERATOR, before) == []
    with pytest.raises(NotFound, match="not opened yet"):
        queries.incident_as_it_was(OPERATOR, incident.id, before)


def test_the_log_holds_what_was_written_by_then_and_knows_no_later_correction():
    incident = make_incident("P")
    line = add_log_entry(actor=OPERATOR, incident_id=incident.id, text="Man in a red coat")
    then = moment()
    correct_log_entry(actor=OPERATOR, entry_id=line, text="Man in a green coat")
    old = queries.log_as_it_was(incident.id, then)
    assert old[-1].text == "Man in a red coat"
    assert not old[-1].corrected_by
    assert queries.log(incident.id)[-2].corrected_by
    [row] = queries.board_as_it_was(OPERATOR, then)
    assert row.last_line == "Man in a red coat"


def test_the_board_of_then_is_in_the_order_of_urgency_of_then():
    later, sooner = make_incident("S"), make_incident("P", summary="A bag left on the concourse")
    then = moment()
    assessed_grade(later, "I", reason="He has come back with a bottle")
    assert [row.id for row in queries.board_as_it_was(OPERATOR, then)] == [sooner.id, later.id]
    assert [row.id for row in queries.board_as_it_was(OPERATOR, moment())] == [later.id, sooner.id]


def test_what_was_restricted_then_is_not_shown_now_to_who_may_not_see_such():
    incident = make_incident("P")
    open_to_all = moment()
    change_rows(is_restricted=True)
    restricted = moment()
    change_rows(is_restricted=False)
    assert queries.incident_as_it_was(PLAIN, incident.id, open_to_all).reference
    with pytest.raises(NotFound):
        queries.incident_as_it_was(PLAIN, incident.id, restricted)
    assert queries.board_as_it_was(PLAIN, restricted) == []
    assert queries.board_as_it_was(OPERATOR, restricted)


def test_a_debrief_stops_at_every_line_and_at_every_change():
    incident = make_incident("P")
    begun = queries.moments_of(incident.id)
    line = add_log_entry(actor=OPERATOR, incident_id=incident.id, text="Gates shut")
    found = queries.moments_of(incident.id)
    assert found == sorted(found)
    assert entry(line).at in found
    assert queries.next_moment(OPERATOR, begun[-1]) == entry(line).at
    assert queries.last_moment(OPERATOR, entry(line).at + timedelta(seconds=1)) == entry(line).at


def test_a_change_that_no_command_knew_the_columns_of_is_kept_all_the_same_and_an_unchanged_one_is_not():
    incident = make_incident("P")
    then, before = moment(), len(changed_at(Incident, incident.id))
    change_rows(owner_name="Jo Pike")
    change_rows(owner_name="Jo Pike")  # nothing new
    change_rows(last_line="a line of the log")  # the log tells it
    assert len(changed_at(Incident, incident.id)) == before + 1
    row = Incident.objects.get()
    put_back([row], then)
    assert row.owner_name == incident.owner_name
    assert row.last_line == "a line of the log"
