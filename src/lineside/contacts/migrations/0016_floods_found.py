"""What waits in one flood, found by its index, which is built while the table is in use."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contacts", "0015_ringing")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS contacts_of_flood", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "contact",
            models.Index(
                fields=["flood_id"], name="contacts_of_flood", condition=models.Q(("flood_id__isnull", False))
            ),
        ),
    ]
