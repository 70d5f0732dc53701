"""A position that was told is evidence: PostgreSQL itself refuses to change or delete one."""

from django.db import migrations

RULE = """
CREATE FUNCTION whereabouts_fix_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'A position of a caller is never changed; tell of another.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fix_stays BEFORE UPDATE OR DELETE ON whereabouts_fix
  FOR EACH ROW EXECUTE FUNCTION whereabouts_fix_stays();
"""
UNDONE = "DROP TRIGGER fix_stays ON whereabouts_fix; DROP FUNCTION whereabouts_fix_stays();"


class Migration(migrations.Migration):

    dependencies = [("whereabouts", "0001_initial")]

    operations = [migrations.RunSQL(RULE, UNDONE)]
