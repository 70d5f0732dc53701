"""Old moments are compared with their files while both tables are read and written."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contacts", "0017_what_told_a_call")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE contacts_callmoment VALIDATE CONSTRAINT contacts_callmoment_raw", migrations.RunSQL.noop
        ),
    ]
