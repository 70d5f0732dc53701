"""The database's own word on closing holds: nothing that is closed has one open when a transaction ends."""

from django.db import migrations

RULE = """
CREATE FUNCTION incidents_no_hold_on_the_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which uuid := CASE TG_TABLE_NAME WHEN 'incidents_incident' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'incident_id')::uuid END;
BEGIN
  IF EXISTS (
    SELECT 1 FROM incidents_incident i JOIN incidents_closinghold h ON h.incident_id = i.id
    WHERE i.id = which AND i.closed_at IS NOT NULL AND h.released_at IS NULL
  ) THEN
    RAISE EXCEPTION 'Incident % is closed and something still holds it.', which USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_hold_on_the_closed AFTER UPDATE OF closed_at ON incidents_incident
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL)
  EXECUTE FUNCTION incidents_no_hold_on_the_closed();
CREATE CONSTRAINT TRIGGER no_hold_on_the_closed AFTER INSERT OR UPDATE OF released_at ON incidents_closinghold
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.released_at IS NULL)
  EXECUTE FUNCTION incidents_no_hold_on_the_closed();
"""
UNDONE = """
DROP TRIGGER no_hold_on_the_closed ON incidents_closinghold;
DROP TRIGGER no_hold_on_the_closed ON incidents_incident;
DROP FUNCTION incidents_no_hold_on_the_closed();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_states_and_references")]
    operations = [migrations.RunSQL(RULE, UNDONE)]
