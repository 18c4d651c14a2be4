-- New text waits in a list until the list is full, and is then sorted into the index by the write that filled it. Every search goes through the list, and its room stays the index's:
-- one of a megabyte, where four are usual.
DO $$
DECLARE
    each REGCLASS;
BEGIN
    FOR each IN
        SELECT i.oid
          FROM pg_class i
          JOIN pg_am a ON a.oid = i.relam
         WHERE i.relkind = 'i' AND i.relnamespace = current_schema()::REGNAMESPACE AND a.amname = 'gin'
    LOOP
        EXECUTE format('ALTER INDEX %s SET (gin_pending_list_limit = 1024)', each);
    END LOOP;
END $$;
