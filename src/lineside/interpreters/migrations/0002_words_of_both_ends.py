"""Room for what was said at both ends; PostgreSQL only changes what it allows, and rewrites nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interpreters", "0001_initial")]
    operations = [
        migrations.AlterField("interpreterrequest", "words", models.CharField(blank=True, max_length=601)),
    ]
