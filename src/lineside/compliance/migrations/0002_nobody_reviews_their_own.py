"""Whatever the code says: who reviews has no hand in the record and is on the staff, and a third is neither of two."""

from django.db import migrations

RULE = """
CREATE FUNCTION compliance_stands_apart() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  who uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
  about uuid := (to_jsonb(NEW) ->> TG_ARGV[1])::uuid;
BEGIN
  IF who IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> TG_ARGV[0] IS NOT DISTINCT FROM who::text) THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM people_staff WHERE account_id = who AND left_at IS NULL)
    OR EXISTS (SELECT 1 FROM compliance_sample WHERE id = about AND who = ANY(hands))
    OR (TG_TABLE_NAME = 'compliance_sample'
      AND EXISTS (SELECT 1 FROM compliance_opinion WHERE sample_id = about AND by_id = who)) THEN
    RAISE EXCEPTION 'Nobody reviews their own record, nor decides on their own opinion.'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER compliance_reviewed_by_another BEFORE INSERT OR UPDATE ON compliance_opinion
  FOR EACH ROW EXECUTE FUNCTION compliance_stands_apart('by_id', 'sample_id');
CREATE TRIGGER compliance_decided_by_a_third BEFORE INSERT OR UPDATE ON compliance_sample
  FOR EACH ROW EXECUTE FUNCTION compliance_stands_apart('decided_by_id', 'id');
"""
BACK = """
DROP TRIGGER compliance_reviewed_by_another ON compliance_opinion;
DROP TRIGGER compliance_decided_by_a_third ON compliance_sample;
DROP FUNCTION compliance_stands_apart();
"""


class Migration(migrations.Migration):

    dependencies = [("people", "0003_two_persons"), ("compliance", "0001_initial")]

    operations = [migrations.RunSQL(RULE, BACK)]
