-- How many living resources there are, now by blocks of 16,384 row numbers: a page far behind begins at the block in which it lies, and passes over those before it by their numbers.
DROP TRIGGER resource_inserted;
DROP TRIGGER resource_updated;
DROP TRIGGER resource_removed;
DROP TABLE population;

CREATE TABLE population (
    tenant      BIGINT NOT NULL,
    type        TEXT NOT NULL,
    block       BIGINT NOT NULL,      -- the first row number that would be in it: resource.row_id without its last 14 bits
    active      BIGINT NOT NULL,      -- 2 where a resource does not say
    living      BIGINT NOT NULL,      -- never 0: row numbers grow with every resource that comes and goes, and empty blocks would stay behind
    PRIMARY KEY (tenant, type, block, active)
) WITHOUT ROWID;

INSERT INTO population (tenant, type, block, active, living)
SELECT tenant, type, row_id & ~16383, coalesce(active, 2), count(*)
  FROM resource
 WHERE tombstone = 0
 GROUP BY 1, 2, 3, 4;

-- With an upsert the engine would keep a journal of each insert, which takes longer than all else here. Of an update it keeps one anyway.
CREATE TRIGGER resource_inserted AFTER INSERT ON resource WHEN NEW.tombstone = 0
BEGIN
    INSERT OR IGNORE INTO population (tenant, type, block, active, living)
    VALUES (NEW.tenant, NEW.type, NEW.row_id & ~16383, coalesce(NEW.active, 2), 0);
    UPDATE population
       SET living = living + 1
     WHERE tenant = NEW.tenant AND type = NEW.type AND block = NEW.row_id & ~16383 AND active = coalesce(NEW.active, 2);
END;

-- A revival and the new half of a change of active.
CREATE TRIGGER resource_joined AFTER UPDATE OF tombstone, active ON resource WHEN NEW.tombstone = 0 AND (OLD.tombstone <> 0 OR OLD.active IS NOT NEW.active)
BEGIN
    INSERT INTO population (tenant, type, block, active, living)
    VALUES (NEW.tenant, NEW.type, NEW.row_id & ~16383, coalesce(NEW.active, 2), 1)
    ON CONFLICT (tenant, type, block, active) DO UPDATE SET living = living + 1;
END;

-- A deletion and the old half of a change of active.
CREATE TRIGGER resource_left AFTER UPDATE OF tombstone, active ON resource WHEN OLD.tombstone = 0 AND (NEW.tombstone <> 0 OR OLD.active IS NOT NEW.active)
BEGIN
    UPDATE population
       SET living = living - 1
     WHERE tenant = OLD.tenant AND type = OLD.type AND block = OLD.row_id & ~16383 AND active = coalesce(OLD.active, 2);
    DELETE FROM population
     WHERE tenant = OLD.tenant AND type = OLD.type AND block = OLD.row_id & ~16383 AND active = coalesce(OLD.active, 2) AND living = 0;
END;

CREATE TRIGGER resource_removed AFTER DELETE ON resource WHEN OLD.tombstone = 0
BEGIN
    UPDATE population
       SET living = living - 1
     WHERE tenant = OLD.tenant AND type = OLD.type AND block = OLD.row_id & ~16383 AND active = coalesce(OLD.active, 2);
    DELETE FROM population
     WHERE tenant = OLD.tenant AND type = OLD.type AND block = OLD.row_id & ~16383 AND active = coalesce(OLD.active, 2) AND living = 0;
END;

PRAGMA user_version = 4;
