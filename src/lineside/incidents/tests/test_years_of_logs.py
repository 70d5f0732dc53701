"""Logs among years of others: read from the months that hold them, and from no other."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from lineside.incidents import queries
from lineside.incidents.commands import add_log_entry
from lineside.incidents.models import Incident, LogEntry
from lineside.incidents.permissions import CanIncident
from lineside.incidents.queries.lines import key_near, lines_of
from lineside.incidents.testing import make_incident
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now

pytestmark = pytest.mark.django_db
WRITER = system_actor("a desk", CanIncident.LOG, CanIncident.VIEW)


def plan(found):
    sql, values = found.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_log_is_read_from_the_months_in_which_it_has_lines():
    incident = make_incident("P")
    add_log_entry(actor=WRITER, incident_id=incident.id, text="Officers are there.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'incidents_logentry'::regclass")
        parts = cursor.fetchone()[0]
    read = plan(lines_of(incident.id)).count("incidents_logentry_")
    everything = plan(LogEntry.objects.filter(incident_id=incident.id)).count("incidents_logentry_")
    assert parts >= 5
    assert read < everything
    assert [line.text for line in queries.log(incident.id)][-1] == "Officers are there."


def test_what_is_learnt_long_afterwards_is_read_as_well():
    incident = make_incident("P")
    add_log_entry(actor=WRITER, incident_id=incident.id, text="Found a year later.")
    known = Incident.objects.get(id=incident.id)
    known.last_line_at = known.created_at + timedelta(days=366)
    high = str(lines_of(incident.id, known).query)
    assert str(key_near(incident.id, timedelta(days=366, minutes=5))) in high.replace("'", "")
    assert "Found a year later." in {line.text for line in lines_of(incident.id, known)}


def test_a_key_of_no_time_has_no_lines_and_no_fault():
    assert list(lines_of(UUID(int=0))) == []


def test_the_board_of_a_past_moment_is_found_by_its_index():
    make_incident("P")
    seen = system_actor("a debrief", CanIncident.VIEW)
    assert len(queries.board_as_it_was(seen, now())) == 1
    assert queries.board_as_it_was(seen, now() - timedelta(days=1)) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'incidents_was_open'")
        (made,) = cursor.fetchone()
    assert "tstzrange(LEAST(opened_at, closed_at), closed_at)" in made
