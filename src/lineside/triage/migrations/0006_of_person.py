"""The last assessments of a person, found by an index that is built while the table is in use."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("triage", "0005_repeated")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS assessments_of_person", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "assessment", models.Index(fields=["by_id", "-created_at"], name="assessments_of_person")
        ),
    ]
