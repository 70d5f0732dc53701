"""Answers that their senders have not fetched, found without reading every alert."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("alerts", "0001_initial")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS alerts_unread", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "alert",
            models.Index(
                fields=["ended_at"],
                name="alerts_unread",
                condition=models.Q(("ended_at__isnull", False), ("feedback_taken_at", None), ("owes_feedback", True)),
            ),
        ),
    ]
