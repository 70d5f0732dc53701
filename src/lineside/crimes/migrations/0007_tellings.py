"""Who is told before an outcome is given or a crime leaves the count."""

import django.db.models.deletion
from django.db import migrations, models

import lineside.kernel.clock
import lineside.kernel.keys


class Migration(migrations.Migration):
    dependencies = [("crimes", "0006_origin")]
    operations = [
        migrations.CreateModel(
            name="CrimeTelling",
            fields=[
                ("id", models.UUIDField(default=lineside.kernel.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(default=lineside.kernel.clock.now, editable=False)),
                ("subject_id", models.UUIDField()),
                ("reference", models.CharField(max_length=16)),
                ("about", models.CharField(max_length=10)),
                ("settled_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("by_name", models.CharField(blank=True, max_length=200)),
                ("used_at", models.DateTimeField(null=True)),
                ("crime", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tellings", to="crimes.crime")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("used_at", None)),
                        fields=("crime", "subject_id", "about"),
                        name="crimes_one_telling",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled_at", None), models.Q(("words", ""), _negated=True), _connector="OR"),
                        name="crimes_telling_has_words",
                    ),
                ]
            },
        ),
    ]
