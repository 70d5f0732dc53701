"""What a crime is found by."""

from django.db import migrations

from lineside.finding.queries import trigram_index

SAID = (
    "lower(crimes_crime.reference || ' ' || "
    "crimes_crime.offence_code || ' ' || "
    "crimes_crime.title || ' ' || "
    "crimes_crime.summary || ' ' || "
    "crimes_crime.place_text)"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crimes", "0002_crime_file")]
    operations = trigram_index("crimes_said", "crimes_crime", SAID)
