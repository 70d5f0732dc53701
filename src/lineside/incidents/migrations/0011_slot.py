"""The slot that was agreed for a scheduled incident, which then is its target."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0010_disruption")]
    operations = [migrations.AddField(model_name="incident", name="slot_at", field=models.DateTimeField(null=True))]
