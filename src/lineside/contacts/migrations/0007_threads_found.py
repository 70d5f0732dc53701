"""The contacts of a thread, found without reading all of them."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contacts", "0006_mail_ranked")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS contacts_of_thread", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "contact",
            models.Index(
                fields=["thread_id"], name="contacts_of_thread", condition=models.Q(("thread_id__isnull", False))
            ),
        )
    ]
