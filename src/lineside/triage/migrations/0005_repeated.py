from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("triage", "0004_kinds")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="repeated",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
