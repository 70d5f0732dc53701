"""What was open at a moment, found by the moment alone among years of logs."""

from django.db import migrations

# The least of the two, so that a clock that was put back never keeps an incident from being closed.
WAS_OPEN = "tstzrange(least(incidents_incident.opened_at, incidents_incident.closed_at), incidents_incident.closed_at)"
DROP = "DROP INDEX CONCURRENTLY IF EXISTS incidents_was_open"
MAKE = f"CREATE INDEX CONCURRENTLY incidents_was_open ON incidents_incident USING gist ({WAS_OPEN})"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("incidents", "0012_exercise")]
    operations = [migrations.RunSQL([DROP, MAKE], DROP)]
