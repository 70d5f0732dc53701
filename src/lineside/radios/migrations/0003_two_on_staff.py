"""Whatever the code says: both accounts belong to staff records, so that nobody is second to themselves."""

from django.db import migrations

RULE = """
CREATE TRIGGER radios_two_on_staff BEFORE INSERT OR UPDATE ON radios_radioorder
  FOR EACH ROW EXECUTE FUNCTION people_two_persons('asked_by_id', 'decided_by_id');
"""


class Migration(migrations.Migration):

    dependencies = [("people", "0003_two_persons"), ("radios", "0002_offered")]

    operations = [migrations.RunSQL(RULE, "DROP TRIGGER radios_two_on_staff ON radios_radioorder;")]
