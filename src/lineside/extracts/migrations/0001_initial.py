"""The ledger of what was moved in."""

import django.db.models.deletion
from django.db import migrations, models

import lineside.kernel.clock
import lineside.kernel.keys


def key():
    return models.UUIDField(default=lineside.kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Extract",
            fields=[
                ("id", key()),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(default=lineside.kernel.clock.now, editable=False)),
                ("source", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("mapping_sha256", models.CharField(max_length=64)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("moved_in", models.PositiveIntegerField(default=0)),
                ("there_already", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("batches", models.PositiveIntegerField(default=0)),
                ("by_name", models.CharField(max_length=200)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "extract",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("finished_at", None)),
                        fields=("source", "kind", "sha256", "mapping_sha256"),
                        name="extracts_one_at_work",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                ("id", key()),
                ("source", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=20)),
                ("reference", models.CharField(max_length=200)),
                ("record_id", models.UUIDField()),
                (
                    "extract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="arrivals", to="extracts.extract"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "kind", "reference"), name="extracts_arrives_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                ("id", key()),
                ("row", models.PositiveIntegerField()),
                ("reference", models.CharField(blank=True, max_length=200)),
                ("why", models.CharField(max_length=400)),
                (
                    "extract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rejections", to="extracts.extract"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("extract", "row"), name="extracts_rejected_once")],
            },
        ),
    ]
