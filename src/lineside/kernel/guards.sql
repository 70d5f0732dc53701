-- Law 3 in the database: a row of record changes only inside a command.
CREATE OR REPLACE FUNCTION lineside_only_commands_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('lineside.command', true), '') = '' THEN
    RAISE EXCEPTION 'Only a command may change %.', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

-- The digest leaves out null columns, so that a column added later changes no old digest.
CREATE OR REPLACE FUNCTION lineside_digest_of(whole jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(convert_to(jsonb_strip_nulls(whole - 'digest' - 'xid')::text, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION lineside_digest() RETURNS trigger LANGUAGE plpgsql SET timezone = 'UTC' AS $$
BEGIN
  NEW.digest := lineside_digest_of(to_jsonb(NEW));
  RETURN NEW;
END $$;

-- A sealed row is never changed, and leaves only when a tombstone with its digest was laid first.
CREATE OR REPLACE FUNCTION lineside_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM kernel_tombstone t WHERE t.row_id = OLD.id AND t.row_digest = OLD.digest) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'Rows of % are sealed: they are added and never changed.', TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;

-- The one way out for a sealed row; the processes' role may call it and cannot delete by itself.
CREATE OR REPLACE FUNCTION lineside_dispose(of_table regclass, row_key uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone integer;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = of_table AND tgname = 'sealed') THEN
    RAISE EXCEPTION '% holds no sealed rows.', of_table USING ERRCODE = 'insufficient_privilege';
  END IF;
  EXECUTE format('DELETE FROM %s WHERE id = $1', of_table) USING row_key;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone = 1;
END $$;
