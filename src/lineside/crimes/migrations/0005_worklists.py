"""What is with another force, by an index built while the table is in use."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crimes", "0004_finals")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS crimes_transfers_out", migrations.RunSQL.noop),
        AddIndexConcurrently("crimetransfer", models.Index(fields=["sent_at", "id"], name="crimes_transfers_out")),
    ]
