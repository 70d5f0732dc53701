"""How far an incident disrupts the railway, beside its grade."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_passing")]
    operations = [
        migrations.AddField(
            model_name="incident",
            name="disruption",
            field=models.CharField(blank=True, db_default="", default="", max_length=2),
        ),
    ]
