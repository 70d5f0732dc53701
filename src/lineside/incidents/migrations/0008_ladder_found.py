"""What stands on a rung, found without reading every incident."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("incidents", "0007_ladder")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS incidents_reached", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "incident", models.Index(fields=["rung"], name="incidents_reached", condition=models.Q(("rung__gt", 0)))
        ),
    ]
