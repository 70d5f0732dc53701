"""Keys by which a person who may be the same is found."""

import django.contrib.postgres.fields
from django.db import migrations, models

from lineside.finding.queries import gin_index


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("pole", "0003_found_by_words")]
    operations = [
        migrations.AddField(
            "person",
            "keys",
            django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), null=True, size=None),
        ),
        gin_index("pole_keys", "pole_person", "keys", "WITH (gin_pending_list_limit = 256)"),
    ]
