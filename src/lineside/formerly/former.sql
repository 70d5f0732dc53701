-- What the columns of a row were before a change, so that any row can be read as it stood at any moment. Arguments of
-- the trigger name the columns that are left out.
CREATE OR REPLACE FUNCTION lineside_keep_former() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE before jsonb := to_jsonb(OLD); after jsonb := '{}';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    after := to_jsonb(NEW);
  END IF;
  INSERT INTO formerly_formerrow (id, at, xid, of_table, row_id, was)
    SELECT uuidv7(), clock_timestamp(), pg_current_xact_id(), TG_TABLE_NAME, OLD.id, changed.was
    FROM (SELECT jsonb_object_agg(key, value) AS was FROM jsonb_each(before)
          WHERE key <> ALL(TG_ARGV) AND value IS DISTINCT FROM after -> key) changed
    WHERE changed.was IS NOT NULL;
  RETURN NULL;
END $$;
