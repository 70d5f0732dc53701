"""What becomes of a crime: its outcomes, its cancellation, its transfer to another force, its flags."""

import django.db.models.deletion
from django.db import migrations, models

import lineside.kernel.clock
import lineside.kernel.keys

KEY = models.UUIDField(default=lineside.kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)


def record() -> list[tuple[str, models.Field]]:
    return [
        ("id", KEY.clone()),
        ("version", models.PositiveIntegerField(default=0, editable=False)),
        ("created_at", models.DateTimeField(default=lineside.kernel.clock.now, editable=False)),
    ]


def claimed() -> list[tuple[str, models.Field]]:
    return [
        *record(),
        ("confirmed", models.JSONField(default=list)),
        ("authority", models.CharField(blank=True, max_length=30)),
        ("authorised_by", models.CharField(blank=True, max_length=200)),
        ("told_victim_at", models.DateTimeField(null=True)),
        ("telling", models.TextField(blank=True)),
        ("rationale", models.TextField(blank=True)),
        ("paragraph", models.CharField(max_length=100)),
        ("edition", models.CharField(max_length=20)),
        ("at", models.DateTimeField()),
        ("by_id", models.UUIDField(null=True)),
        ("by_name", models.CharField(max_length=200)),
    ]


class Migration(migrations.Migration):
    dependencies = [("crimes", "0003_found_by_words")]
    operations = [
        migrations.AddField("crime", "flags", models.JSONField(db_default=[], default=list)),
        migrations.CreateModel(
            name="CrimeOutcome",
            fields=[
                *claimed(),
                ("code", models.CharField(max_length=4)),
                ("name", models.CharField(max_length=200)),
                ("group", models.CharField(blank=True, max_length=60)),
                ("suspect", models.CharField(max_length=12)),
                ("suspect_age", models.PositiveSmallIntegerField(null=True)),
                ("evidence", models.CharField(blank=True, max_length=20)),
                ("admitted", models.BooleanField(default=False)),
                ("victim", models.CharField(blank=True, max_length=20)),
                ("charged", models.CharField(blank=True, max_length=60)),
                ("told_suspect_at", models.DateTimeField(null=True)),
                ("crime", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="crimes.crime")),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Cancellation",
            fields=[
                *claimed(),
                ("code", models.CharField(max_length=4)),
                ("name", models.CharField(max_length=200)),
                ("arose", models.TextField(blank=True)),
                ("came_from", models.TextField(blank=True)),
                ("verified", models.TextField(blank=True)),
                ("changes", models.TextField(blank=True)),
                ("other_reference", models.CharField(blank=True, max_length=60)),
                ("crime", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="cancellation", to="crimes.crime")),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="CrimeTransfer",
            fields=[
                *record(),
                ("force", models.CharField(max_length=120)),
                ("rationale", models.TextField()),
                ("confirmed", models.JSONField(default=list)),
                ("state", models.CharField(default="sent", max_length=10)),
                ("sent_at", models.DateTimeField()),
                ("sent_by_name", models.CharField(max_length=200)),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("reference_kind", models.CharField(blank=True, max_length=30)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_name", models.CharField(blank=True, max_length=200)),
                ("crime", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="transfers", to="crimes.crime")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "declined"), _negated=True),
                        fields=("crime",),
                        name="crimes_one_open_transfer",
                    )
                ]
            },
        ),
    ]
