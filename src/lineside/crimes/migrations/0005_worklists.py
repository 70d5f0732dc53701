"""What waits for its outcome and what is with another force, by indexes built while the tables are in use."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crimes", "0004_finals")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS crimes_to_finalise", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "crime",
            models.Index(fields=["recorded_at", "id"], name="crimes_to_finalise", condition=models.Q(state="recorded")),
        ),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS crimes_transfers_out", migrations.RunSQL.noop),
        AddIndexConcurrently("crimetransfer", models.Index(fields=["sent_at", "id"], name="crimes_transfers_out")),
    ]
