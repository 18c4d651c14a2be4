-- How many living resources there are, so that a list's total need not be counted. Triggers keep it, whatever writes.
CREATE TABLE population (
    tenant      BIGINT NOT NULL,
    type        TEXT NOT NULL,
    active      BIGINT NOT NULL,      -- 2 where a resource does not say
    living      BIGINT NOT NULL,
    PRIMARY KEY (tenant, type, active)
) WITHOUT ROWID;

INSERT INTO population (tenant, type, active, living)
SELECT tenant, type, coalesce(active, 2), count(*)
  FROM resource
 WHERE tombstone = 0
 GROUP BY tenant, type, coalesce(active, 2);

CREATE TRIGGER resource_inserted AFTER INSERT ON resource WHEN NEW.tombstone = 0
BEGIN
    INSERT INTO population (tenant, type, active, living)
    VALUES (NEW.tenant, NEW.type, coalesce(NEW.active, 2), 1)
    ON CONFLICT (tenant, type, active) DO UPDATE SET living = living + 1;
END;

CREATE TRIGGER resource_updated AFTER UPDATE OF tombstone, active ON resource WHEN (OLD.tombstone = 0) <> (NEW.tombstone = 0) OR OLD.active IS NOT NEW.active
BEGIN
    UPDATE population
       SET living = living - 1
     WHERE OLD.tombstone = 0 AND tenant = OLD.tenant AND type = OLD.type AND active = coalesce(OLD.active, 2);
    INSERT INTO population (tenant, type, active, living)
    SELECT NEW.tenant, NEW.type, coalesce(NEW.active, 2), 1
     WHERE NEW.tombstone = 0
    ON CONFLICT (tenant, type, active) DO UPDATE SET living = living + 1;
END;

CREATE TRIGGER resource_removed AFTER DELETE ON resource WHEN OLD.tombstone = 0
BEGIN
    UPDATE population
       SET living = living - 1
     WHERE tenant = OLD.tenant AND type = OLD.type AND active = coalesce(OLD.active, 2);
END;

PRAGMA user_version = 2;
