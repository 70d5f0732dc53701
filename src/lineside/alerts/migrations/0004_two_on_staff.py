"""Whatever the code says: both accounts belong to staff records, so that nobody is second to themselves."""

from django.db import migrations

RULE = """
CREATE TRIGGER alerts_two_on_staff BEFORE INSERT OR UPDATE ON alerts_identitycheck
  FOR EACH ROW EXECUTE FUNCTION people_two_persons('first_by_id', 'second_by_id');
"""


class Migration(migrations.Migration):

    dependencies = [("people", "0003_two_persons"), ("alerts", "0003_channel_and_confidence")]

    operations = [migrations.RunSQL(RULE, "DROP TRIGGER alerts_two_on_staff ON alerts_identitycheck;")]
