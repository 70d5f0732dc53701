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

-- The lowest key of a moment, as kernel.keys makes them.
CREATE OR REPLACE FUNCTION lineside_first_key(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid
$$;

-- A default that catches what fits in no month, and the months themselves; the processes' role may call it, and can
-- make no table by itself. Attached and not made in place, so that those who write do not wait for it; where it would
-- have to wait for a long reader it gives up, and is asked again.
CREATE OR REPLACE FUNCTION lineside_make_partitions(of_table regclass, today timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' SET lock_timeout = '2s' AS $$
DECLARE month timestamptz; part text; made integer := 0;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = of_table AND tgname = 'sealed') THEN
    RAISE EXCEPTION '% holds no sealed rows.', of_table USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF to_regclass(of_table || '_rest') IS NULL THEN
    EXECUTE format('CREATE TABLE %I PARTITION OF %s DEFAULT', of_table || '_rest', of_table);
  END IF;
  FOR ahead IN 0..3 LOOP
    month := date_trunc('month', today) + make_interval(months => ahead);
    part := of_table || to_char(month, '"_"YYYYMM');
    CONTINUE WHEN EXISTS (SELECT 1 FROM pg_inherits WHERE inhparent = of_table AND inhrelid = to_regclass(part));
    BEGIN
      EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL)', part, of_table);
      EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', of_table, part,
        lineside_first_key(month), lineside_first_key(month + interval '1 month'));
    EXCEPTION WHEN check_violation THEN
      CONTINUE; -- the default holds rows of that month and takes its others too; the clock tells a supervisor of it
    END;
    IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = (of_table || '_rest')::regclass AND tgname = 'never_truncated') THEN
      EXECUTE format('CREATE TRIGGER never_truncated BEFORE TRUNCATE ON %I'
        ' FOR EACH STATEMENT EXECUTE FUNCTION lineside_sealed()', part);
    END IF;
    made := made + 1;
  END LOOP;
  RETURN made;
END $$;
