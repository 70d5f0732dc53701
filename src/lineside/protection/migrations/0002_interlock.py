"""The database's own word on the interlock, and on who accepts a risk (ADR 0027)."""

from django.db import migrations

# The lock of the incident waits for whoever lists a party just now: the foreign key of their row holds a share of it.
# What a transaction that has ended wrote is then seen, since each statement here looks afresh.
RULE = """
CREATE FUNCTION protection_interlock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
    RETURN NULL;
  END IF;
  IF NEW.state = 'restored' AND (TG_OP = 'INSERT' OR OLD.state <> 'restore_asked') THEN
    RAISE EXCEPTION 'A line is given back only after its restore was asked for.'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  IF NOT NEW.protects THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM incidents_incident WHERE id = NEW.incident_id FOR UPDATE;
  IF NEW.person NOT IN ('found', 'nobody', 'accepted') OR EXISTS (
    SELECT 1 FROM incidents_party p
    LEFT JOIN protection_partystanding s ON s.party_id = p.id AND s.protection_id = NEW.id
    WHERE p.incident_id = NEW.incident_id AND (p.left_at IS NULL OR p.left_at >= NEW.requested_at)
      AND s.word IS DISTINCT FROM 'yes'
      AND NOT (coalesce(s.word, '') = 'accepted' AND EXISTS (
        SELECT 1 FROM protection_riskdecision r
        WHERE r.protection_id = NEW.id AND r.state = 'accepted' AND r.parties @> to_jsonb(p.id::text)))
  ) THEN
    RAISE EXCEPTION 'No restore: somebody listed on the log is not clear of the line, or a person is missing on it.'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER protection_interlock AFTER INSERT OR UPDATE OF state ON protection_lineprotection
  FOR EACH ROW WHEN (NEW.state IN ('restore_asked', 'restored')) EXECUTE FUNCTION protection_interlock();
CREATE TRIGGER protection_two_on_staff BEFORE INSERT OR UPDATE ON protection_riskdecision
  FOR EACH ROW EXECUTE FUNCTION people_two_persons('asked_by_id', 'decided_by_id');
"""
UNDONE = """
DROP TRIGGER protection_two_on_staff ON protection_riskdecision;
DROP TRIGGER protection_interlock ON protection_lineprotection;
DROP FUNCTION protection_interlock();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0001_initial"),
        ("people", "0003_two_persons"),
        ("incidents", "0006_parties"),
    ]
    operations = [migrations.RunSQL(RULE, UNDONE)]
