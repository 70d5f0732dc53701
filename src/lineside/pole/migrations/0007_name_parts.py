"""Given name and surname as they are sought, and the words of which names are made. Old rows are filled by a command."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

import lineside.kernel.keys


class Migration(migrations.Migration):
    dependencies = [("pole", "0006_safe_contact")]
    operations = [
        migrations.AddField("person", "given", models.CharField(max_length=40, null=True)),
        migrations.AddField("person", "surname", models.CharField(max_length=40, null=True)),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=lineside.kernel.keys.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                (
                    "near",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), size=None),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="pole_words"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["near"], name="pole_words_near"),
                ],
            },
        ),
    ]
