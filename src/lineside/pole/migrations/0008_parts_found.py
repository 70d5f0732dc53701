"""Persons by the two parts of their name; the index is built while the table is written to."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("pole", "0007_name_parts")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS pole_parts", migrations.RunSQL.noop),
        AddIndexConcurrently("person", models.Index(fields=["surname", "given"], include=["id"], name="pole_parts")),
    ]
