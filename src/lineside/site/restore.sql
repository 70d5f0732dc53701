-- Run between the rows and the triggers of a restore. A row's xid says which transaction of its own server wrote it, and
-- means nothing on another: there old rows would look new for ever and new ones older than the last seal. So the rows
-- that a seal holds get number 2, those that wait for one get 3, and the seals end between them: both numbers are
-- older than any transaction of any server. The digests leave xid out and hold as they were.
SET search_path = public;  -- pg_restore's own part before this one has emptied it
DO $$
DECLARE sealed record;
BEGIN
  FOR sealed IN
    SELECT c.oid::regclass::text AS name,
      coalesce((SELECT s.horizon FROM kernel_seal s WHERE s.of_table = c.relname ORDER BY s.id DESC LIMIT 1), '0') AS horizon
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'p' AND a.attname = 'xid' AND a.atttypid = 'xid8'::regtype
  LOOP
    -- A rewrite of the column, not an UPDATE: it leaves no dead rows behind.
    EXECUTE format(
      'ALTER TABLE %s ALTER COLUMN xid TYPE xid8 USING CASE WHEN xid < %L::xid8 THEN ''2''::xid8 ELSE ''3''::xid8 END',
      sealed.name, sealed.horizon);
  END LOOP;
  UPDATE kernel_seal SET horizon = '3';
END $$;
