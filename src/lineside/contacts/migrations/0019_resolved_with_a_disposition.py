"""No contact is closed without a disposition, whoever writes; checked while the table is in use."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contacts", "0018_what_told_a_call_is_there")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE contacts_contact DROP CONSTRAINT IF EXISTS resolved_with_a_disposition", migrations.RunSQL.noop
        ),
        AddConstraintNotValid(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=~models.Q(state="resolved") | ~models.Q(disposition=""), name="resolved_with_a_disposition"
            ),
        ),
        ValidateConstraint(model_name="contact", name="resolved_with_a_disposition"),
    ]
