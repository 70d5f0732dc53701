"""What the gateways tell of a letter, and which duty a letter that did not arrive had kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("victims", "0001_initial")]
    operations = [
        migrations.AddField("letter", "message_id", models.UUIDField(null=True)),
        migrations.AddField("letter", "delivery", models.CharField(blank=True, db_default="", max_length=10)),
        migrations.AddField("letter", "failure", models.CharField(blank=True, db_default="", max_length=500)),
        migrations.AddField("duty", "kept_by_id", models.UUIDField(null=True)),
        migrations.AddField("duty", "unreached_at", models.DateTimeField(null=True)),
        migrations.AddField("duty", "unreached_why", models.CharField(blank=True, db_default="", max_length=500)),
    ]
