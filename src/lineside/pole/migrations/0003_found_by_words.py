"""What a person is found by."""

from django.db import migrations

from lineside.finding.queries import trigram_index

SAID = (
    "lower(pole_person.name || ' ' || "
    "pole_person.description)"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("pole", "0002_locations")]
    operations = [
        *trigram_index("pole_said", "pole_person", SAID),
        *trigram_index("pole_names", "pole_person", "lower(pole_person.name)"),
    ]
