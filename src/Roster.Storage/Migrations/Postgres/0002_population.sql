-- How many living resources there are, so that a list's total need not be counted. Triggers keep it, whatever writes.
-- The rows change with every batch: room is left in their pages, so that no index has to be touched.
CREATE TABLE population (
    tenant      BIGINT NOT NULL,
    type        TEXT COLLATE "C" NOT NULL,
    active      BIGINT NOT NULL,      -- 2 where a resource does not say
    living      BIGINT NOT NULL,
    PRIMARY KEY (tenant, type, active)
) WITH (fillfactor = 20);

-- Row-level security shows the resources of one tenant at a time.
DO $$
DECLARE
    each BIGINT;
BEGIN
    FOR each IN SELECT id FROM tenant LOOP
        PERFORM set_config('roster.tenant', each::TEXT, true);
        INSERT INTO population (tenant, type, active, living)
        SELECT tenant, type, coalesce(active, 2), count(*)
          FROM resource
         WHERE tenant = each AND tombstone = 0
         GROUP BY tenant, type, coalesce(active, 2);
    END LOOP;
    PERFORM set_config('roster.tenant', '', true);
END $$;

CREATE FUNCTION population_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO population AS p (tenant, type, active, living)
    SELECT tenant, type, coalesce(active, 2), count(*)
      FROM added
     WHERE tombstone = 0
     GROUP BY tenant, type, coalesce(active, 2)
    ON CONFLICT (tenant, type, active) DO UPDATE SET living = p.living + excluded.living;
    RETURN NULL;
END $$;
CREATE TRIGGER resource_inserted AFTER INSERT ON resource REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION population_grows();

CREATE FUNCTION population_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.tombstone = 0 THEN
        UPDATE population SET living = living - 1 WHERE tenant = OLD.tenant AND type = OLD.type AND active = coalesce(OLD.active, 2);
    END IF;
    IF NEW.tombstone = 0 THEN
        INSERT INTO population AS p (tenant, type, active, living)
        VALUES (NEW.tenant, NEW.type, coalesce(NEW.active, 2), 1)
        ON CONFLICT (tenant, type, active) DO UPDATE SET living = p.living + 1;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER resource_updated AFTER UPDATE OF tombstone, active ON resource FOR EACH ROW
    WHEN ((OLD.tombstone = 0) <> (NEW.tombstone = 0) OR OLD.active IS DISTINCT FROM NEW.active) EXECUTE FUNCTION population_changes();

CREATE FUNCTION population_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE population p
       SET living = p.living - gone.number
      FROM (SELECT tenant, type, coalesce(active, 2) AS active, count(*) AS number FROM removed WHERE tombstone = 0 GROUP BY 1, 2, 3) gone
     WHERE p.tenant = gone.tenant AND p.type = gone.type AND p.active = gone.active;
    RETURN NULL;
END $$;
CREATE TRIGGER resource_removed AFTER DELETE ON resource REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION population_shrinks();
