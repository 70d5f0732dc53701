"""Whatever the code says: both accounts belong to staff records, so that nobody is second to themselves."""

from django.db import migrations

RULE = """
CREATE TRIGGER quality_scored_by_another BEFORE INSERT OR UPDATE ON quality_scoring
  FOR EACH ROW EXECUTE FUNCTION people_two_persons('person_id', 'by_id');
CREATE TRIGGER quality_decided_by_another BEFORE INSERT OR UPDATE ON quality_review
  FOR EACH ROW EXECUTE FUNCTION people_two_persons('person_id', 'decided_by_id');
"""


class Migration(migrations.Migration):

    dependencies = [("people", "0003_two_persons"), ("quality", "0001_initial")]

    operations = [migrations.RunSQL(RULE, "DROP TRIGGER quality_scored_by_another ON quality_scoring; DROP TRIGGER quality_decided_by_another ON quality_review;")]
