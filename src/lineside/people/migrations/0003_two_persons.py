"""What rooms above hang at their own tables, so that PostgreSQL itself knows whether two accounts are two persons."""

from django.db import migrations

# Of a row in which the second account is newly written: both accounts, by the columns that the trigger names, belong
# to staff records of people who have not left. A record has one account, so two accounts are two records.
RULE = """
CREATE FUNCTION people_two_persons() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  one text := to_jsonb(NEW) ->> TG_ARGV[0];
  other text := to_jsonb(NEW) ->> TG_ARGV[1];
BEGIN
  IF other IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> TG_ARGV[1] IS NOT DISTINCT FROM other) THEN
    RETURN NEW;
  END IF;
  IF (SELECT count(*) FROM people_staff WHERE account_id IN (one::uuid, other::uuid) AND left_at IS NULL) < 2 THEN
    RAISE EXCEPTION 'Two persons stand behind this, each by the account of their staff record.'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [("people", "0002_sign_offs")]

    operations = [migrations.RunSQL(RULE, "DROP FUNCTION people_two_persons();")]
