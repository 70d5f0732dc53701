"""The bytes that told a moment of a call. Old rows are not read while the table is locked: the next one does that."""

import django.db.models.deletion
from django.db import migrations, models

RAW = {"null": True, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": "files.attachment"}
CONSTRAINT = (
    "ALTER TABLE contacts_callmoment ADD CONSTRAINT contacts_callmoment_raw FOREIGN KEY (raw_id)"
    " REFERENCES files_attachment (id) DEFERRABLE INITIALLY DEFERRED NOT VALID"
)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0016_floods_found"), ("files", "0003_found_to_scan")]
    operations = [
        migrations.AddField(
            "callmoment", "raw", models.ForeignKey(**RAW, db_index=False, db_constraint=False)
        ),
        migrations.RunSQL(
            CONSTRAINT,
            "ALTER TABLE contacts_callmoment DROP CONSTRAINT contacts_callmoment_raw",
            state_operations=[migrations.AlterField("callmoment", "raw", models.ForeignKey(**RAW, db_index=False))],
        ),
    ]
