"""The queue in its order, which goes by when each began to wait this time; those that wait again, for the last hour."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

IN_QUEUE = models.Q(("state__in", ["offered", "waiting", "taken", "abandoned"]))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contacts", "0010_waits_since")]
    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS contacts_in_queue", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "contact",
            models.Index(
                models.F("risk").desc(),
                Coalesce("waits_since", "opened_at"),
                models.F("id"),
                name="contacts_in_queue",
                condition=IN_QUEUE,
            ),
        ),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS contacts_wait_again", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "contact",
            models.Index(
                fields=["waits_since"], name="contacts_wait_again", condition=models.Q(("waits_since__isnull", False))
            ),
        ),
        RemoveIndexConcurrently("contact", "contacts_queue"),
    ]
