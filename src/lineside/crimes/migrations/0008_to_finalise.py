"""What waits for its outcome, by an index built while the table is in use; what was moved in is not among it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

OWED = models.Q(state="recorded", origin="")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crimes", "0007_tellings")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS crimes_to_finalise", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "crime", models.Index(fields=["recorded_at", "id"], name="crimes_to_finalise", condition=OWED)
        ),
    ]
