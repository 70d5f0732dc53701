"""A letter is found by the message that carries it: asked at the news of every message."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("victims", "0002_letters_sent")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS victims_letter_carried", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "letter",
            models.Index(
                fields=["message_id"], name="victims_letter_carried", condition=models.Q(message_id__isnull=False)
            ),
        )
    ]
