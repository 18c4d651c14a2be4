-- Text inside of names. Row-level security lets no LIKE use an index of the table that it guards, so where the database has trigrams the names stand in a table beside it,
-- each under its tenant. Triggers keep it, whatever writes.
DO $$
DECLARE
    each BIGINT;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
        RETURN;
    END IF;

    CREATE TABLE resource_name (
        tenant        BIGINT NOT NULL,
        resource      BIGINT NOT NULL,
        unique_value  TEXT COLLATE "C",
        display_name  TEXT COLLATE "C",
        PRIMARY KEY (tenant, resource)
    );

    -- Row-level security shows the resources of one tenant at a time.
    FOR each IN SELECT id FROM tenant LOOP
        PERFORM set_config('roster.tenant', each::TEXT, true);
        INSERT INTO resource_name (tenant, resource, unique_value, display_name)
        SELECT tenant, row_id, unique_value, display_name
          FROM resource
         WHERE tenant = each AND (unique_value IS NOT NULL OR display_name IS NOT NULL);
    END LOOP;
    PERFORM set_config('roster.tenant', '', true);

    CREATE INDEX resource_name_unique ON resource_name USING gin (unique_value gin_trgm_ops) WHERE unique_value IS NOT NULL;
    CREATE INDEX resource_name_display ON resource_name USING gin (display_name gin_trgm_ops) WHERE display_name IS NOT NULL;

    CREATE FUNCTION names_come() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        INSERT INTO resource_name (tenant, resource, unique_value, display_name)
        SELECT tenant, row_id, unique_value, display_name
          FROM added
         WHERE unique_value IS NOT NULL OR display_name IS NOT NULL;
        RETURN NULL;
    END $body$;
    CREATE TRIGGER names_inserted AFTER INSERT ON resource REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION names_come();

    CREATE FUNCTION names_change() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        INSERT INTO resource_name (tenant, resource, unique_value, display_name)
        VALUES (NEW.tenant, NEW.row_id, NEW.unique_value, NEW.display_name)
        ON CONFLICT (tenant, resource) DO UPDATE SET unique_value = excluded.unique_value, display_name = excluded.display_name;
        RETURN NULL;
    END $body$;
    CREATE TRIGGER names_updated AFTER UPDATE OF unique_value, display_name ON resource FOR EACH ROW
        WHEN (OLD.unique_value IS DISTINCT FROM NEW.unique_value OR OLD.display_name IS DISTINCT FROM NEW.display_name) EXECUTE FUNCTION names_change();

    CREATE FUNCTION names_go() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        DELETE FROM resource_name n USING removed r WHERE n.tenant = r.tenant AND n.resource = r.row_id;
        RETURN NULL;
    END $body$;
    CREATE TRIGGER names_removed AFTER DELETE ON resource REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION names_go();
END $$;
