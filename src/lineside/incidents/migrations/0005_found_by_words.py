"""What an incident is found by."""

from django.db import migrations

from lineside.finding.queries import trigram_index

SAID = (
    "lower(incidents_incident.reference || ' ' || "
    "incidents_incident.summary || ' ' || "
    "incidents_incident.place_text || ' ' || "
    "incidents_incident.headcode || ' ' || "
    "incidents_incident.informant_name || ' ' || "
    "incidents_incident.informant_number || ' ' || "
    "regexp_replace(incidents_incident.informant_number, '[^0-9]', '', 'g'))"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("incidents", "0004_no_hold_on_the_closed")]
    operations = trigram_index("incidents_said", "incidents_incident", SAID)
