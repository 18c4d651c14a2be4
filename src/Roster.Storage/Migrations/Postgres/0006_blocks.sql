-- How many living resources there are, now by blocks of 4,096 row numbers: a page far behind begins at the block in which it lies, and passes over those before it by their numbers.
DROP TRIGGER resource_inserted ON resource;
DROP TRIGGER resource_updated ON resource;
DROP TRIGGER resource_removed ON resource;
DROP TABLE population;

-- The rows of the last blocks change with every batch: room is left in their pages, so that no index has to be touched.
CREATE TABLE population (
    tenant      BIGINT NOT NULL,
    type        TEXT COLLATE "C" NOT NULL,
    block       BIGINT NOT NULL,      -- the first row number that would be in it: resource.row_id without its last 12 bits
    active      BIGINT NOT NULL,      -- 2 where a resource does not say
    living      BIGINT NOT NULL,      -- never 0: row numbers grow with every resource that comes and goes, and empty blocks would stay behind
    PRIMARY KEY (tenant, type, block, active)
) WITH (fillfactor = 20);

-- Row-level security shows the resources of one tenant at a time.
DO $$
DECLARE
    each BIGINT;
BEGIN
    FOR each IN SELECT id FROM tenant LOOP
        PERFORM set_config('roster.tenant', each::TEXT, true);
        INSERT INTO population (tenant, type, block, active, living)
        SELECT tenant, type, row_id & ~4095, coalesce(active, 2), count(*)
          FROM resource
         WHERE tenant = each AND tombstone = 0
         GROUP BY 1, 2, 3, 4;
    END LOOP;
    PERFORM set_config('roster.tenant', '', true);
END $$;

CREATE OR REPLACE FUNCTION population_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO population AS p (tenant, type, block, active, living)
    SELECT tenant, type, row_id & ~4095, coalesce(active, 2), count(*)
      FROM added
     WHERE tombstone = 0
     GROUP BY 1, 2, 3, 4
    ON CONFLICT (tenant, type, block, active) DO UPDATE SET living = p.living + excluded.living;
    RETURN NULL;
END $$;
CREATE TRIGGER resource_inserted AFTER INSERT ON resource REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION population_grows();

CREATE OR REPLACE FUNCTION population_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    remaining BIGINT;
BEGIN
    IF OLD.tombstone = 0 THEN
        UPDATE population
           SET living = living - 1
         WHERE tenant = OLD.tenant AND type = OLD.type AND block = OLD.row_id & ~4095 AND active = coalesce(OLD.active, 2)
        RETURNING living INTO remaining;
        IF remaining = 0 THEN
            DELETE FROM population WHERE tenant = OLD.tenant AND type = OLD.type AND block = OLD.row_id & ~4095 AND active = coalesce(OLD.active, 2);
        END IF;
    END IF;
    IF NEW.tombstone = 0 THEN
        INSERT INTO population AS p (tenant, type, block, active, living)
        VALUES (NEW.tenant, NEW.type, NEW.row_id & ~4095, coalesce(NEW.active, 2), 1)
        ON CONFLICT (tenant, type, block, active) DO UPDATE SET living = p.living + 1;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER resource_updated AFTER UPDATE OF tombstone, active ON resource FOR EACH ROW
    WHEN ((OLD.tombstone = 0) <> (NEW.tombstone = 0) OR OLD.active IS DISTINCT FROM NEW.active) EXECUTE FUNCTION population_changes();

CREATE OR REPLACE FUNCTION population_shrinks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE population p
       SET living = p.living - gone.number
      FROM (SELECT tenant, type, row_id & ~4095 AS block, coalesce(active, 2) AS active, count(*) AS number FROM removed WHERE tombstone = 0 GROUP BY 1, 2, 3, 4) gone
     WHERE p.tenant = gone.tenant AND p.type = gone.type AND p.block = gone.block AND p.active = gone.active;
    DELETE FROM population p
     USING (SELECT DISTINCT tenant, type, row_id & ~4095 AS block, coalesce(active, 2) AS active FROM removed WHERE tombstone = 0) gone
     WHERE p.tenant = gone.tenant AND p.type = gone.type AND p.block = gone.block AND p.active = gone.active AND p.living = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER resource_removed AFTER DELETE ON resource REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION population_shrinks();
