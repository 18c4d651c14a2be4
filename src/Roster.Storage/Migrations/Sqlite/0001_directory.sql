-- Times are .NET ticks of UTC (100 ns since year 1). Text that is compared is in comparison form: composed and, unless case-exact, folded.

CREATE TABLE administration (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    generation  BIGINT NOT NULL,      -- grows with each write to tenant, client, token and catalogue, so that caches notice
    indexes     BIGINT NOT NULL,      -- grows with each write to indexed_attribute; a transaction that sees its number knows all indexes
    probed_at   BIGINT NOT NULL,
    cursor_key  BLOB                  -- what cursors are sealed with; made by the first process that opens the data
);
INSERT INTO administration (id, generation, indexes, probed_at) VALUES (1, 0, 0, 0);

CREATE TABLE tenant (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,    -- never given twice, so that nobody inherits what a cache remembers of a purged tenant
    name          TEXT NOT NULL UNIQUE,
    created       BIGINT NOT NULL,
    suspended_at  BIGINT,
    purge_begun   BIGINT,
    settings      TEXT                -- JSON; NULL for the defaults
);

CREATE TABLE client (
    id              TEXT NOT NULL PRIMARY KEY,
    tenant          BIGINT NOT NULL,
    name            TEXT NOT NULL,
    permissions     TEXT NOT NULL,    -- separated by blanks
    token_lifetime  BIGINT NOT NULL,  -- seconds
    created         BIGINT NOT NULL,
    revoked_at      BIGINT
);
CREATE INDEX client_tenant ON client (tenant, created);

CREATE TABLE client_secret (
    client      TEXT NOT NULL,
    hash        BLOB NOT NULL,
    created     BIGINT NOT NULL,
    PRIMARY KEY (client, hash)
) WITHOUT ROWID;

CREATE TABLE token (
    hash        BLOB NOT NULL PRIMARY KEY,
    client      TEXT NOT NULL,
    kind        INTEGER NOT NULL,     -- 0 access, 1 provisioning
    issued_at   BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,      -- the last moment there is for one that does not expire
    name        TEXT,                 -- these four of provisioning tokens only
    user_id     TEXT,
    shown       TEXT,                 -- how the token begins, to recognise it by
    used_at     BIGINT
) WITHOUT ROWID;
CREATE INDEX token_client ON token (client, kind, issued_at);
CREATE INDEX token_expiry ON token (expires_at);

CREATE TABLE catalogue (
    tenant      BIGINT NOT NULL,
    catalogue   TEXT NOT NULL,
    name        TEXT NOT NULL,
    PRIMARY KEY (tenant, catalogue, name)
) WITHOUT ROWID;

-- Clustered by a growing number: a random key would touch a page of its own with every row and halve the write rate.
CREATE TABLE resource (
    row_id        INTEGER PRIMARY KEY,
    tenant        BIGINT NOT NULL,
    type          TEXT NOT NULL,
    id            TEXT NOT NULL,
    version       BIGINT NOT NULL,
    created       BIGINT NOT NULL,
    modified      BIGINT NOT NULL,
    deleted_at    BIGINT,
    tombstone     BIGINT NOT NULL,    -- 0 while it lives, then its own row_id: what was deleted stands in nobody's way
    unique_value  TEXT,
    display_name  TEXT,
    external_id   TEXT,
    active        INTEGER,
    checksum      BIGINT NOT NULL,
    password_hash TEXT,
    document      BLOB NOT NULL
);
CREATE UNIQUE INDEX resource_id ON resource (tenant, id);
CREATE UNIQUE INDEX resource_unique ON resource (tenant, type, unique_value, tombstone);
CREATE INDEX resource_order ON resource (tenant, type, tombstone, row_id, active, created, modified);
CREATE INDEX resource_display_name ON resource (tenant, type, display_name, tombstone) WHERE display_name IS NOT NULL;
CREATE INDEX resource_external_id ON resource (tenant, type, external_id, tombstone) WHERE external_id IS NOT NULL;
-- What can be restored. A purged resource keeps a row with nothing in it but its id, and is in neither this nor any index of living ones.
CREATE INDEX resource_deleted ON resource (tenant, deleted_at, row_id) WHERE deleted_at IS NOT NULL;

CREATE TABLE indexed_attribute (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,      -- never given twice, so that values left over from a dropped index are nobody's
    tenant      BIGINT NOT NULL,      -- 0 for every tenant
    type        TEXT NOT NULL,
    path        TEXT NOT NULL,
    complete    INTEGER NOT NULL,     -- 0 while the values of older resources are still being filled in
    filled_to   BIGINT NOT NULL,      -- the last resource.row_id whose values were filled in
    dropped     BIGINT NOT NULL,      -- 0 while it is wanted, then its own id until its values are gone
    UNIQUE (tenant, type, path, dropped)
);

CREATE TABLE resource_value (
    resource    BIGINT NOT NULL,
    path        BIGINT NOT NULL,      -- indexed_attribute.id, which implies the resource type
    element     BIGINT NOT NULL,      -- the place of the element in a multi-valued attribute, else 0
    tenant      BIGINT NOT NULL,
    text        TEXT,
    number      DOUBLE PRECISION,     -- booleans are 0 and 1
    instant     BIGINT,
    PRIMARY KEY (resource, path, element)
) WITHOUT ROWID;
CREATE INDEX resource_value_text ON resource_value (tenant, path, text) WHERE text IS NOT NULL;
CREATE INDEX resource_value_number ON resource_value (tenant, path, number) WHERE number IS NOT NULL;
CREATE INDEX resource_value_instant ON resource_value (tenant, path, instant) WHERE instant IS NOT NULL;

CREATE TABLE member (
    row_id      INTEGER PRIMARY KEY,  -- the order in which members were added
    tenant      BIGINT NOT NULL,
    group_row   BIGINT NOT NULL,
    member_row  BIGINT NOT NULL
);
CREATE UNIQUE INDEX member_of_group ON member (tenant, group_row, member_row);
CREATE UNIQUE INDEX member_group_of ON member (tenant, member_row, group_row);

CREATE TABLE change (
    sequence    INTEGER PRIMARY KEY AUTOINCREMENT,      -- also after old entries are gone it never begins again
    tenant      BIGINT NOT NULL,
    resource    BIGINT NOT NULL,
    at          BIGINT NOT NULL,
    client      TEXT NOT NULL,
    correlation TEXT NOT NULL,
    version     BIGINT NOT NULL,
    kind        INTEGER NOT NULL,     -- 0 create, 1 update, 2 delete, 3 revive
    delta       TEXT NOT NULL
);
CREATE INDEX change_tenant ON change (tenant, sequence);
CREATE INDEX change_resource ON change (tenant, resource, sequence);

-- Fixed statistics in place of measured ones: every plan is the same on every installation and at every size.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('resource', 'resource_id', '1000000 500000 1'),
    ('resource', 'resource_unique', '1000000 500000 300000 1 1'),
    ('resource', 'resource_order', '1000000 500000 300000 300000 1 1 1 1'),
    ('resource', 'resource_display_name', '1000000 500000 300000 2 2'),
    ('resource', 'resource_external_id', '1000000 500000 300000 2 2'),
    ('resource', 'resource_deleted', '10000 5000 2 1'),
    ('resource_value', 'resource_value', '1000000 4 2 1'),
    ('resource_value', 'resource_value_text', '1000000 500000 100000 3'),
    ('resource_value', 'resource_value_number', '1000000 500000 100000 100'),
    ('resource_value', 'resource_value_instant', '1000000 500000 100000 3'),
    ('member', 'member_of_group', '1000000 500000 100 1'),
    ('member', 'member_group_of', '1000000 500000 10 1'),
    ('change', 'change_tenant', '1000000 500000 1'),
    ('change', 'change_resource', '1000000 500000 5 1');

PRAGMA user_version = 1;
