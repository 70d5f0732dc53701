"""The old system that a record was moved in from; a column with a default, which is added without a rewrite."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crimes", "0005_worklists")]
    operations = [
        migrations.AddField("crime", "origin", models.CharField(blank=True, db_default="", default="", max_length=20)),
    ]
