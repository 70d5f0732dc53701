from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("triage", "0003_positions_told")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="kinds",
            # For assessments made before any kind of incident had questions of its own.
            field=models.CharField(blank=True, default="", db_default="", max_length=20),
        ),
    ]
