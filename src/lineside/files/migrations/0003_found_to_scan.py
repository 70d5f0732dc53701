"""What is still to be scanned, and what was found infected, without reading every file's row."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("files", "0002_scanned")]
    operations = [
        operation
        for name, column, value in (
            ("files_to_scan", "scan_state", "not_scanned"),
            ("files_to_scan_again", "scanned_stale", True),
            ("files_infected", "scan_state", "infected"),
        )
        for operation in (
            migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop),
            AddIndexConcurrently(
                "attachment", models.Index(fields=["id"], name=name, condition=models.Q((column, value)))
            ),
        )
    ]
