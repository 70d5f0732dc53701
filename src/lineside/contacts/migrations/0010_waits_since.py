"""Since when a contact waits that was resolved and waits again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0009_unsafe_reason")]
    operations = [migrations.AddField("contact", "waits_since", models.DateTimeField(null=True))]
