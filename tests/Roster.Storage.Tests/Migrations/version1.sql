-- What a server with schema version 1 stored. Made by tests/tools/version-fixture.py; not to be edited.
BEGIN;
CREATE TABLE [SchemaVersions] (
    SchemaVersionID INTEGER CONSTRAINT [PK_SchemaVersions_Id] PRIMARY KEY AUTOINCREMENT NOT NULL,
    ScriptName TEXT NOT NULL,
    Applied DATETIME NOT NULL
);
CREATE TABLE administration (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    generation  BIGINT NOT NULL,      -- grows with each write to tenant, client, token and catalogue, so that caches notice
    indexes     BIGINT NOT NULL,      -- grows with each write to indexed_attribute and own_schemas; a transaction that sees its number knows them all
    probed_at   BIGINT NOT NULL,
    maintenance INTEGER NOT NULL,     -- 1 while the operator keeps the clients out
    cursor_key  BLOB                  -- what cursors are sealed with; made by the first process that opens the data
);
CREATE TABLE tenant (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,    -- never given twice, so that nobody inherits what a cache remembers of a purged tenant
    name          TEXT NOT NULL UNIQUE,
    created       BIGINT NOT NULL,
    suspended_at  BIGINT,
    purge_begun   BIGINT,
    settings      TEXT                -- JSON; NULL for the defaults
);
CREATE TABLE own_schemas (
    tenant      BIGINT NOT NULL PRIMARY KEY,
    version     BIGINT NOT NULL,      -- one more with every change; writes that were checked against an older one are refused
    definition  TEXT NOT NULL         -- JSON: schemas as in RFC 7643 section 7, resourceTypes as in section 6
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
CREATE INDEX resource_deleted ON resource (tenant, deleted_at, row_id) WHERE deleted_at IS NOT NULL;
CREATE TABLE indexed_attribute (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,      -- never given twice, so that values left over from a dropped index are nobody's
    tenant      BIGINT NOT NULL,      -- 0 for every tenant
    type        TEXT NOT NULL,
    path        TEXT NOT NULL,
    complete    INTEGER NOT NULL,     -- 0 while the values of older resources are still being filled in
    filled_to   BIGINT NOT NULL,      -- the last resource.row_id whose values were filled in
    demanded    INTEGER NOT NULL,     -- 1 while a schema has the attribute unique, which this index tells
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
CREATE INDEX member_order ON member (tenant, group_row, row_id, member_row);
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
ANALYZE sqlite_schema;
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (1, 'Roster.Storage.Migrations.Sqlite.0001_directory.sql', '2026-11-26 02:20:26.6313127');
INSERT INTO administration (id, generation, indexes, probed_at, maintenance, cursor_key) VALUES (1, 14, 19, 639312564282652945, 0, X'45EFA738CB27C5434A21FC59ABD293445DBA5E17A7C0DFDE2157D592C24EBCB0');
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (1, 'default', 639312564268893917, NULL, NULL, NULL);
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (2, 'acme', 639312564296315911, NULL, NULL, '{"maxCount":100,"deletedRetentionDays":null}');
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (3, 'empty-org', 639312564305033284, NULL, NULL, NULL);
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (4, 'dormant', 639312564312824130, 639312564683177720, NULL, NULL);
INSERT INTO own_schemas (tenant, version, definition) VALUES (2, 4, '{"schemas":[{"id":"urn:example:params:scim:schemas:extension:acme:1.0:User","name":"Acme","description":"","attributes":[{"name":"desk","type":"string","multiValued":false,"description":"","required":false,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"},{"name":"since","type":"dateTime","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"},{"name":"floor","type":"integer","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"}]},{"id":"urn:example:params:scim:schemas:core:1.0:Locker","name":"Locker","description":"","attributes":[{"name":"label","type":"string","multiValued":false,"description":"","required":true,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"}]}],"resourceTypes":[{"name":"User","description":"","schemaExtensions":[{"schema":"urn:example:params:scim:schemas:extension:acme:1.0:User","required":false}]},{"name":"Locker","description":"","endpoint":"/Lockers","schema":"urn:example:params:scim:schemas:core:1.0:Locker","schemaExtensions":[]}]}');
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('c0483e66-35b9-410c-b703-279f90e7ed99', 2, 'old', 'directory:user:view', 86400, 639312564370684187, 639312564386441260);
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('ca32c575-882a-42e5-ba93-9833657ce698', 2, 'acme''s IdP', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639312564345634250, NULL);
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('fixture', 1, 'First client', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639312564269136206, NULL);
INSERT INTO client_secret (client, hash, created) VALUES ('c0483e66-35b9-410c-b703-279f90e7ed99', X'3CA457B25E7D99196D084ED839D845DB412DFE9514D00F1B07F59613B77906A7', 639312564370684187);
INSERT INTO client_secret (client, hash, created) VALUES ('ca32c575-882a-42e5-ba93-9833657ce698', X'651C1D7B9486C667AA6CA0ADDA563F552C64BC6C48A2554D3C0F7F58E8423372', 639312564345634250);
INSERT INTO client_secret (client, hash, created) VALUES ('ca32c575-882a-42e5-ba93-9833657ce698', X'689F8D93EA3BD9AF6D663D7BCBA27A1D086DCD2714BAC0062BDB737192256500', 639312564358311285);
INSERT INTO client_secret (client, hash, created) VALUES ('fixture', X'7CCFB8BC6CD24A72C9F14B3D7F4EB1A52197593D17428E2F9679135751176B2F', 639312564269136206);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'0BC5C72BF57429A8367EA3139F5CEB08AEA4D612FC2E48ABFA29249A1A700680', 'ca32c575-882a-42e5-ba93-9833657ce698', 0, 639312564388495808, 639313428388495808, NULL, NULL, NULL, NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'6F8AA51242D45315992698C6CAA51F023E3EEAB5D74F9C4290183B8219D16288', 'ca32c575-882a-42e5-ba93-9833657ce698', 1, 639312564674824867, 3155378975999999999, 'own', 'f746e2a7-a7c8-45fd-ac48-9509572dc832', 'rsp_M7aa', NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'7E2E85EA01A3E34A9A75B443721C6DE150B21DEB829457BBE498B0E419E76E1B', 'ca32c575-882a-42e5-ba93-9833657ce698', 1, 639312564657323121, 642466164657301032, 'entra', NULL, 'rsp_MMyz', NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'84D4B2D7F31ED12EDB1A3C362AF1294833D894AA079293FCDEC869FE114A44C2', 'fixture', 0, 639312564286604129, 639313428286604129, NULL, NULL, NULL, NULL);
INSERT INTO catalogue (tenant, catalogue, name) VALUES (2, 'skills', 'Knots & <ropes>');
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (1, 1, 'User', 'da6bff6c-1382-47dc-91c2-144a8ea79df1', 6, 639312564550010000, 639312564568380000, NULL, 0, 'dana01@example.org', 'person dana01', 'ext-dana01', 1, 1252862943, '$argon2id$v=19$m=19456,t=2,p=1$R3P4fNa8k51yYM6MJkghDw$uXiqs1/Y410aZqPlAo3x3lrjWngpaOfk1lpHxG+DwXE', CAST('{"externalId":"ext-dana01","userName":"Dana01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person dana01","title":"Clerk","active":true,"emails":[{"value":"dana01@example.org","type":"work","primary":true},{"value":"dana01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (2, 1, 'User', 'c24916f6-f1b9-4c5f-a5eb-e637136a5a91', 3, 639312564562080000, 639312564566700000, NULL, 0, 'dana02@example.org', 'person dana02', NULL, 0, 4117620507, NULL, CAST('{"userName":"Dana02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person dana02","title":"Chef","active":false,"emails":[{"value":"dana02@example.org","type":"work","primary":true},{"value":"dana02@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (3, 1, 'User', 'b84f4f0b-6e01-4ed0-8963-4859c847c3ed', 2, 639312564562220000, 639312564562610000, NULL, 0, 'dana03@example.org', 'person dana03', 'ext-dana03', 1, 419779790, NULL, CAST('{"externalId":"ext-dana03","userName":"Dana03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person dana03","title":"Agent","active":true,"emails":[{"value":"dana03@example.org","type":"work","primary":true},{"value":"dana03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"da6bff6c-1382-47dc-91c2-144a8ea79df1"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (4, 1, 'User', '4ff237d5-1f66-42b1-9c56-a358a8ef6c02', 2, 639312564562370000, 639312564562610000, NULL, 0, 'dana04@example.org', 'person dana04', 'ext-dana04', 1, 2281622060, NULL, CAST('{"externalId":"ext-dana04","userName":"Dana04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person dana04","title":"Clerk","active":true,"emails":[{"value":"dana04@example.org","type":"work","primary":true},{"value":"dana04@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (5, 1, 'User', '5e02fea0-5f0d-4de5-bbce-e1b1e2d8a3d3', 2, 639312564562430000, 639312564562610000, NULL, 0, 'dana05@example.org', 'person dana05', 'ext-dana05', 1, 3038448654, NULL, CAST('{"externalId":"ext-dana05","userName":"Dana05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person dana05","title":"Cook","active":true,"emails":[{"value":"dana05@example.org","type":"work","primary":true},{"value":"dana05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"da6bff6c-1382-47dc-91c2-144a8ea79df1"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (6, 1, 'User', '99b493ca-0ba3-4caa-a0e1-02d09c48ff50', 2, 639312564562530000, 639312564563980000, NULL, 0, 'dana06@example.org', 'person dana06', 'ext-dana06', 0, 3705740545, NULL, CAST('{"externalId":"ext-dana06","userName":"Dana06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person dana06","title":"Agent","active":false,"emails":[{"value":"dana06@example.org","type":"work","primary":true},{"value":"dana06@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (7, 1, 'Group', '74402a50-df16-46eb-ba41-3399d0e6c4df', 3, 639312564562610000, 639312564564370000, NULL, 0, 'dana inner', NULL, NULL, NULL, 3332877722, NULL, CAST('{"displayName":"dana inner"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (8, 1, 'Group', '443a057a-594d-426b-9db2-e6b07ebd6205', 4, 639312564563980000, 639312564566460000, NULL, 0, 'dana outer', NULL, NULL, NULL, 2272700287, NULL, CAST('{"displayName":"dana outer"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (9, 1, 'Group', '4229565b-ef9a-41d4-94c9-1c1c526effa1', 1, 639312564564190000, 639312564564190000, NULL, 0, 'dana empty', NULL, NULL, NULL, 2081861586, NULL, CAST('{"displayName":"dana empty"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (10, 1, 'Group', '47e2bb6f-3c0c-45eb-85b3-51e2fc00f662', 1, 639312564564370000, 639312564564370000, NULL, 0, 'dana around', NULL, NULL, NULL, 3704014800, NULL, CAST('{"displayName":"dana around"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (11, 1, 'User', '293f0eb5-aeb0-4cea-8346-ba944c91e360', 3, 639312564567100000, 639312564567770000, 639312564567770000, 11, 'dana07@example.org', 'person dana07', 'ext-dana07', 1, 3967172011, NULL, CAST('{"externalId":"ext-dana07","userName":"Dana07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person dana07","title":"Clerk","active":true,"emails":[{"value":"dana07@example.org","type":"work","primary":true},{"value":"dana07@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (12, 1, 'User', '1c13e3cc-15c4-4f43-b52b-6ab6fd7b2c7a', 2, 639312564567270000, 639312564568040000, 639312564568040000, 12, 'dana08@example.org', 'person dana08', 'ext-dana08', 1, 3293967356, NULL, CAST('{"externalId":"ext-dana08","userName":"Dana08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person dana08","title":"Cook","active":true,"emails":[{"value":"dana08@example.org","type":"work","primary":true},{"value":"dana08@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (13, 1, 'User', '6e48dc27-8aa6-4a96-9f50-71e4feb03b49', 2, 639312564567480000, 639312564568180000, 639312564568180000, 13, 'dana09@example.org', 'person dana09', 'ext-dana09', 1, 582953184, NULL, CAST('{"externalId":"ext-dana09","userName":"Dana09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person dana09","title":"Agent","active":true,"emails":[{"value":"dana09@example.org","type":"work","primary":true},{"value":"dana09@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (14, 1, 'Group', '9c3d7113-faaa-4588-8fc7-9009aaf086b4', 3, 639312564567590000, 639312564568380000, 639312564568380000, 14, 'dana doomed', NULL, NULL, NULL, 2184965679, NULL, CAST('{"displayName":"dana doomed"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (15, 2, 'User', 'f746e2a7-a7c8-45fd-ac48-9509572dc832', 6, 639312564569370000, 639312564583300000, NULL, 0, 'amir01@example.org', 'person amir01', 'ext-amir01', 1, 2403724889, '$argon2id$v=19$m=19456,t=2,p=1$qDyTfmhw8l5ApMaO7OsQoA$L4YTIn8fxxzoFc2N7CmsM7MaEJxyFeNDasYCpQ5wMqQ', CAST('{"externalId":"ext-amir01","userName":"Amir01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person amir01","title":"Clerk","active":true,"emails":[{"value":"amir01@example.org","type":"work","primary":true},{"value":"amir01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (16, 2, 'User', '8fff3f40-89d3-4ba0-a206-3eb0f0d01e1c', 3, 639312564580030000, 639312564581790000, NULL, 0, 'amir02@example.org', 'person amir02', NULL, 0, 1727312331, NULL, CAST('{"userName":"Amir02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person amir02","title":"Chef","active":false,"emails":[{"value":"amir02@example.org","type":"work","primary":true},{"value":"amir02@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (17, 2, 'User', 'ef7458e6-e8f0-41c9-be10-8e197764661b', 2, 639312564580130000, 639312564580780000, NULL, 0, 'amir03@example.org', 'person amir03', 'ext-amir03', 1, 1518655701, NULL, CAST('{"externalId":"ext-amir03","userName":"Amir03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person amir03","title":"Agent","active":true,"emails":[{"value":"amir03@example.org","type":"work","primary":true},{"value":"amir03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"f746e2a7-a7c8-45fd-ac48-9509572dc832"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (18, 2, 'User', 'e903d17a-1da5-4ca2-a0f5-d1b64da62eda', 2, 639312564580190000, 639312564580780000, NULL, 0, 'amir04@example.org', 'person amir04', 'ext-amir04', 1, 3179947522, NULL, CAST('{"externalId":"ext-amir04","userName":"Amir04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person amir04","title":"Clerk","active":true,"emails":[{"value":"amir04@example.org","type":"work","primary":true},{"value":"amir04@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (19, 2, 'User', 'a54a2a01-d530-4c37-8964-866293bf3af5', 2, 639312564580260000, 639312564580780000, NULL, 0, 'amir05@example.org', 'person amir05', 'ext-amir05', 1, 1720962766, NULL, CAST('{"externalId":"ext-amir05","userName":"Amir05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person amir05","title":"Cook","active":true,"emails":[{"value":"amir05@example.org","type":"work","primary":true},{"value":"amir05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"f746e2a7-a7c8-45fd-ac48-9509572dc832"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (20, 2, 'User', '1d8468ed-7ec1-4d9b-a94f-bbeb53675a10', 2, 639312564580340000, 639312564580900000, NULL, 0, 'amir06@example.org', 'person amir06', 'ext-amir06', 0, 3928860643, NULL, CAST('{"externalId":"ext-amir06","userName":"Amir06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person amir06","title":"Agent","active":false,"emails":[{"value":"amir06@example.org","type":"work","primary":true},{"value":"amir06@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (21, 2, 'User', '0898d685-fc12-4636-a45f-e2466cee7d9d', 1, 639312564580430000, 639312564580430000, NULL, 0, 'amir07@example.org', 'person amir07', 'ext-amir07', 1, 1393318973, NULL, CAST('{"externalId":"ext-amir07","userName":"Amir07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person amir07","title":"Clerk","active":true,"emails":[{"value":"amir07@example.org","type":"work","primary":true},{"value":"amir07@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E7","department":"Ops","manager":{"value":"f746e2a7-a7c8-45fd-ac48-9509572dc832"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (22, 2, 'User', '0557cd1f-e70c-44e2-bbd2-c63297372c55', 1, 639312564580480000, 639312564580480000, NULL, 0, 'amir08@example.org', 'person amir08', 'ext-amir08', 1, 2974747655, NULL, CAST('{"externalId":"ext-amir08","userName":"Amir08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person amir08","title":"Cook","active":true,"emails":[{"value":"amir08@example.org","type":"work","primary":true},{"value":"amir08@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (23, 2, 'User', 'a42157fd-b084-4419-a6b9-b63acf181940', 1, 639312564580550000, 639312564580550000, NULL, 0, 'amir09@example.org', 'person amir09', 'ext-amir09', 1, 112268913, NULL, CAST('{"externalId":"ext-amir09","userName":"Amir09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person amir09","title":"Agent","active":true,"emails":[{"value":"amir09@example.org","type":"work","primary":true},{"value":"amir09@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E9","department":"Ops","manager":{"value":"f746e2a7-a7c8-45fd-ac48-9509572dc832"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (24, 2, 'User', '18df6db9-1710-4ceb-be8c-df2119e5aa75', 1, 639312564580680000, 639312564580680000, NULL, 0, 'amir10@example.org', 'person amir10', 'ext-amir10', 0, 4175093476, NULL, CAST('{"externalId":"ext-amir10","userName":"Amir10@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-10"},"displayName":"Person amir10","title":"Clerk","active":false,"emails":[{"value":"amir10@example.org","type":"work","primary":true},{"value":"amir10@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (25, 2, 'Group', '7013ca6b-f21a-4eae-839c-36bbbfe90dfd', 3, 639312564580780000, 639312564581270000, NULL, 0, 'amir inner', NULL, NULL, NULL, 565207734, NULL, CAST('{"displayName":"amir inner"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (26, 2, 'Group', '1d5a159a-c187-4c4d-9cbc-c809409098a0', 4, 639312564580900000, 639312564581580000, NULL, 0, 'amir outer', NULL, NULL, NULL, 2533292170, NULL, CAST('{"displayName":"amir outer"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (27, 2, 'Group', 'f074c80d-a31c-4eba-9048-9e129159cb4a', 1, 639312564581100000, 639312564581100000, NULL, 0, 'amir empty', NULL, NULL, NULL, 95555279, NULL, CAST('{"displayName":"amir empty"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (28, 2, 'Group', 'a77e0139-4e60-4c99-8c78-b1b2f0edc638', 1, 639312564581270000, 639312564581270000, NULL, 0, 'amir around', NULL, NULL, NULL, 3582581079, NULL, CAST('{"displayName":"amir around"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (29, 2, 'User', '5d3a0893-57cd-4707-95ff-b5226a8ec7b3', 3, 639312564581870000, 639312564582670000, 639312564582670000, 29, 'amir11@example.org', 'person amir11', 'ext-amir11', 1, 4093938617, NULL, CAST('{"externalId":"ext-amir11","userName":"Amir11@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-11"},"displayName":"Person amir11","title":"Cook","active":true,"emails":[{"value":"amir11@example.org","type":"work","primary":true},{"value":"amir11@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (30, 2, 'User', 'c08ef69e-8632-40bc-be65-e6ab0fb9b123', 2, 639312564582050000, 639312564582940000, NULL, 30, NULL, NULL, NULL, NULL, 0, NULL, X'');
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (31, 2, 'User', '0dc8f590-c965-4bcf-bbf0-79a4605ca594', 3, 639312564582230000, 639312564632710000, NULL, 0, 'amir13@example.org', 'person amir13', 'ext-amir13', 1, 1254608439, NULL, CAST('{"externalId":"ext-amir13","userName":"Amir13@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-13"},"displayName":"Person amir13","title":"Clerk","active":true,"emails":[{"value":"amir13@example.org","type":"work","primary":true},{"value":"amir13@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (32, 2, 'Group', '1a38ef05-6331-4712-848e-2e4210575c4c', 3, 639312564582420000, 639312564583300000, 639312564583300000, 32, 'amir doomed', NULL, NULL, NULL, 2769205395, NULL, CAST('{"displayName":"amir doomed"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (33, 2, 'User', 'f37721d4-4492-4779-9000-fbd15a023176', 1, 639312564583780000, 639312564583780000, NULL, 0, 'at-a-desk', NULL, NULL, 1, 3161104435, NULL, CAST('{"userName":"at-a-desk","active":true,"urn:example:params:scim:schemas:extension:acme:1.0:User":{"desk":"4-12","since":"2020-02-29T12:00:00Z","floor":4}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (34, 2, 'Locker', '3661a152-c30b-4756-b963-068eedde0011', 1, 639312564584130000, 639312564584130000, NULL, 0, NULL, NULL, NULL, NULL, 1739145579, NULL, CAST('{"label":"A1"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (35, 2, 'Locker', '2d8c12a5-ef2f-4b8c-aab1-0414d4c196f6', 1, 639312564584350000, 639312564584350000, NULL, 0, NULL, NULL, NULL, NULL, 1998856671, NULL, CAST('{"label":"A2"}' AS BLOB));
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (1, 0, 'User', 'emails.value', 1, 0, 0, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (2, 0, 'User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber', 1, 0, 0, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (3, 0, 'User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value', 1, 0, 0, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (4, 0, 'User', 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds.value', 1, 0, 0, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (5, 2, 'User', 'urn:example:params:scim:schemas:extension:acme:1.0:User:desk', 1, 0, 1, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (6, 2, 'Locker', 'label', 1, 0, 1, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (7, 2, 'User', 'title', 1, 0, 0, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (8, 2, 'User', 'name.familyName', 1, 0, 0, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (9, 2, 'User', 'urn:example:params:scim:schemas:extension:acme:1.0:User:since', 1, 0, 0, 0);
INSERT INTO indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (10, 2, 'User', 'urn:example:params:scim:schemas:extension:acme:1.0:User:floor', 1, 0, 0, 0);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (1, 1, 0, 1, 'dana01@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (1, 1, 1, 1, 'dana01@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (2, 1, 0, 1, 'dana02@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (2, 1, 1, 1, 'dana02@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (3, 1, 0, 1, 'dana03@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (3, 1, 1, 1, 'dana03@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (3, 2, 0, 1, 'e3', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (3, 3, 0, 1, 'da6bff6c-1382-47dc-91c2-144a8ea79df1', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (4, 1, 0, 1, 'dana04@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (4, 1, 1, 1, 'dana04@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 1, 0, 1, 'dana05@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 1, 1, 1, 'dana05@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 2, 0, 1, 'e5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 3, 0, 1, 'da6bff6c-1382-47dc-91c2-144a8ea79df1', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (6, 1, 0, 1, 'dana06@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (6, 1, 1, 1, 'dana06@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (15, 1, 0, 2, 'amir01@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (15, 1, 1, 2, 'amir01@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (15, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (15, 8, 0, 2, 'o’neill-1', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (16, 1, 0, 2, 'amir02@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (16, 1, 1, 2, 'amir02@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (16, 7, 0, 2, 'chef', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (16, 8, 0, 2, 'o’neill-2', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 1, 0, 2, 'amir03@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 1, 1, 2, 'amir03@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 2, 0, 2, 'e3', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 3, 0, 2, 'f746e2a7-a7c8-45fd-ac48-9509572dc832', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 8, 0, 2, 'o’neill-3', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 1, 0, 2, 'amir04@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 1, 1, 2, 'amir04@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 8, 0, 2, 'o’neill-4', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 1, 0, 2, 'amir05@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 1, 1, 2, 'amir05@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 2, 0, 2, 'e5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 3, 0, 2, 'f746e2a7-a7c8-45fd-ac48-9509572dc832', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 7, 0, 2, 'cook', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 8, 0, 2, 'o’neill-5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 1, 0, 2, 'amir06@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 1, 1, 2, 'amir06@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 8, 0, 2, 'o’neill-6', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 1, 0, 2, 'amir07@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 1, 1, 2, 'amir07@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 2, 0, 2, 'e7', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 3, 0, 2, 'f746e2a7-a7c8-45fd-ac48-9509572dc832', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 8, 0, 2, 'o’neill-7', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 1, 0, 2, 'amir08@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 1, 1, 2, 'amir08@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 7, 0, 2, 'cook', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 8, 0, 2, 'o’neill-8', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 1, 0, 2, 'amir09@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 1, 1, 2, 'amir09@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 2, 0, 2, 'e9', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 3, 0, 2, 'f746e2a7-a7c8-45fd-ac48-9509572dc832', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 8, 0, 2, 'o’neill-9', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (24, 1, 0, 2, 'amir10@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (24, 1, 1, 2, 'amir10@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (24, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (24, 8, 0, 2, 'o’neill-10', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (31, 1, 0, 2, 'amir13@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (31, 1, 1, 2, 'amir13@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (31, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (31, 8, 0, 2, 'o’neill-13', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (33, 5, 0, 2, '4-12', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (33, 9, 0, 2, NULL, NULL, 637185744000000000);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (33, 10, 0, 2, NULL, 4.0, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (34, 6, 0, 2, 'a1', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (35, 6, 0, 2, 'a2', NULL, NULL);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (1, 1, 7, 5);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (2, 1, 7, 4);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (3, 1, 7, 3);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (5, 1, 8, 7);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (6, 1, 8, 6);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (7, 1, 10, 8);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (8, 1, 10, 7);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (9, 1, 8, 2);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (10, 1, 8, 1);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (11, 2, 25, 19);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (12, 2, 25, 18);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (13, 2, 25, 17);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (15, 2, 26, 25);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (16, 2, 26, 20);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (17, 2, 28, 26);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (18, 2, 28, 25);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (19, 2, 26, 16);
INSERT INTO member (row_id, tenant, group_row, member_row) VALUES (20, 2, 26, 15);
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (1, 1, 1, 639312564550010000, 'fixture', 'f12830d1-747a-4ef4-af7e-1e7fed221330', 1, 0, '{"passwordChanged":true}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (2, 1, 2, 639312564562080000, 'fixture', 'f0002f08-f6da-4479-8cc6-0cf9aeaa5df5', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (3, 1, 3, 639312564562220000, 'fixture', '57bb5006-b763-46d0-9520-d65ba3690aea', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (4, 1, 4, 639312564562370000, 'fixture', '7e3b84cf-65f3-4778-8108-d4f5c4cc4131', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (5, 1, 5, 639312564562430000, 'fixture', '021fafba-9894-4dee-86e3-523896a3adf6', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (6, 1, 6, 639312564562530000, 'fixture', 'a88e25ad-397b-40e3-bb7c-09b4086d9dfc', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (7, 1, 7, 639312564562610000, 'fixture', '4be8059b-bc70-4696-aabf-39d3e9f5e14b', 1, 0, '{"members":{"add":["5e02fea0-5f0d-4de5-bbce-e1b1e2d8a3d3","4ff237d5-1f66-42b1-9c56-a358a8ef6c02","b84f4f0b-6e01-4ed0-8963-4859c847c3ed"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (8, 1, 8, 639312564563980000, 'fixture', '8c47b2e4-5732-4c57-abcf-36ed72a1b3f2', 1, 0, '{"members":{"add":["da6bff6c-1382-47dc-91c2-144a8ea79df1","74402a50-df16-46eb-ba41-3399d0e6c4df","99b493ca-0ba3-4caa-a0e1-02d09c48ff50"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (9, 1, 9, 639312564564190000, 'fixture', '95e397cd-f0e0-4ae9-885c-17e81afb44bb', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (10, 1, 10, 639312564564370000, 'fixture', 'adfc9b1b-9c91-4a3b-9283-3aaafcaa905f', 1, 0, '{"members":{"add":["443a057a-594d-426b-9db2-e6b07ebd6205","74402a50-df16-46eb-ba41-3399d0e6c4df"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (11, 1, 8, 639312564566090000, 'fixture', 'e0a5d975-e1cb-41fb-b55a-9fc693e08ec6', 3, 1, '{"members":{"add":[],"remove":["da6bff6c-1382-47dc-91c2-144a8ea79df1"]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (12, 1, 8, 639312564566460000, 'fixture', 'caf042d4-05a1-44dc-bc77-6a6be1ef945d', 4, 1, '{"members":{"add":["c24916f6-f1b9-4c5f-a5eb-e637136a5a91","da6bff6c-1382-47dc-91c2-144a8ea79df1"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (13, 1, 2, 639312564566700000, 'fixture', '3d111656-221f-4de1-aa88-a7689a8e7c3a', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-dana02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (14, 1, 11, 639312564567100000, 'fixture', 'bb14d3ef-f096-48e0-a1bb-d7aa04650ee9', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (15, 1, 12, 639312564567270000, 'fixture', '3ce412bc-73ee-4e8a-b7be-004194e14a2f', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (16, 1, 13, 639312564567480000, 'fixture', '0936aa2c-3a6f-4a5c-8a7f-22e49060b17c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (17, 1, 14, 639312564567590000, 'fixture', '4dad44be-739a-488b-8ba5-657051b986e2', 1, 0, '{"members":{"add":["293f0eb5-aeb0-4cea-8346-ba944c91e360","da6bff6c-1382-47dc-91c2-144a8ea79df1"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (18, 1, 11, 639312564567770000, 'fixture', 'f44a03d8-1f1f-4351-9400-ddad6e60e5d4', 3, 2, '{"memberships":["9c3d7113-faaa-4588-8fc7-9009aaf086b4"]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (19, 1, 12, 639312564568040000, 'fixture', '72109ae4-6b41-4c43-9302-3a48aee58eba', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (20, 1, 13, 639312564568180000, 'fixture', 'd536752e-5bcd-454a-99de-1e27e7807282', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (21, 1, 14, 639312564568380000, 'fixture', '8073e0f3-115a-42e1-a466-06648853eafb', 3, 2, '{"members":{"add":[],"remove":["da6bff6c-1382-47dc-91c2-144a8ea79df1"]},"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (22, 2, 15, 639312564569370000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'e1a0b623-6f2b-46dc-9d82-6d87ef642f9d', 1, 0, '{"passwordChanged":true}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (23, 2, 16, 639312564580030000, 'ca32c575-882a-42e5-ba93-9833657ce698', '630e43ef-a6f7-46d7-847c-f0ed0d8d331c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (24, 2, 17, 639312564580130000, 'ca32c575-882a-42e5-ba93-9833657ce698', '21107a82-de33-449b-8995-2c9ae5799ce3', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (25, 2, 18, 639312564580190000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'c96c7cba-b7ce-493d-b399-324022314b28', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (26, 2, 19, 639312564580260000, 'ca32c575-882a-42e5-ba93-9833657ce698', '0f7d0aaa-e76f-4f9f-aecc-c41604a9264a', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (27, 2, 20, 639312564580340000, 'ca32c575-882a-42e5-ba93-9833657ce698', '03c32b55-ba32-4493-baa1-f5cacef0ada8', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (28, 2, 21, 639312564580430000, 'ca32c575-882a-42e5-ba93-9833657ce698', '84ea2c50-e107-4698-a7cf-72c365b3fabd', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (29, 2, 22, 639312564580480000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'ed729003-bd7e-4b90-9ce4-49dc35d70cc8', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (30, 2, 23, 639312564580550000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'b0465686-b486-4e97-823c-1e3c2ac5aea3', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (31, 2, 24, 639312564580680000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'fd1667e3-bbdb-42d2-9728-8c6ae4de4a2a', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (32, 2, 25, 639312564580780000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'ba519eff-3bd2-4b77-b8d1-f7f0b5522a5a', 1, 0, '{"members":{"add":["a54a2a01-d530-4c37-8964-866293bf3af5","e903d17a-1da5-4ca2-a0f5-d1b64da62eda","ef7458e6-e8f0-41c9-be10-8e197764661b"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (33, 2, 26, 639312564580900000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'ee2dc543-5f3f-49cb-b9fc-6df173118050', 1, 0, '{"members":{"add":["f746e2a7-a7c8-45fd-ac48-9509572dc832","7013ca6b-f21a-4eae-839c-36bbbfe90dfd","1d8468ed-7ec1-4d9b-a94f-bbeb53675a10"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (34, 2, 27, 639312564581100000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'c1bdf433-0bc5-4702-a434-01b4394aaad1', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (35, 2, 28, 639312564581270000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'd519d92a-04ca-41ba-811d-07f038d1bb84', 1, 0, '{"members":{"add":["1d5a159a-c187-4c4d-9cbc-c809409098a0","7013ca6b-f21a-4eae-839c-36bbbfe90dfd"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (36, 2, 26, 639312564581370000, 'ca32c575-882a-42e5-ba93-9833657ce698', '33f5362f-3c15-4ac3-8eea-c2860f0007a5', 3, 1, '{"members":{"add":[],"remove":["f746e2a7-a7c8-45fd-ac48-9509572dc832"]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (37, 2, 26, 639312564581580000, 'ca32c575-882a-42e5-ba93-9833657ce698', '7cf9a98b-3e6b-4c79-8e43-59fff193ef96', 4, 1, '{"members":{"add":["8fff3f40-89d3-4ba0-a206-3eb0f0d01e1c","f746e2a7-a7c8-45fd-ac48-9509572dc832"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (38, 2, 16, 639312564581790000, 'ca32c575-882a-42e5-ba93-9833657ce698', '3d573f1c-8210-4f05-9227-c5873f89e0bb', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-amir02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (39, 2, 29, 639312564581870000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'd353a9f9-d78f-49b1-9e67-9e0cb651edb0', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (40, 2, 30, 639312564582050000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'e6b1ac3d-b076-44de-90df-59f225b272ef', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (41, 2, 31, 639312564582230000, 'ca32c575-882a-42e5-ba93-9833657ce698', '72474151-c851-44a5-9bbc-5a4ee7453eeb', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (42, 2, 32, 639312564582420000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'f2bbf4d1-4443-4cd8-9399-867eff8a71e3', 1, 0, '{"members":{"add":["5d3a0893-57cd-4707-95ff-b5226a8ec7b3","f746e2a7-a7c8-45fd-ac48-9509572dc832"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (43, 2, 29, 639312564582670000, 'ca32c575-882a-42e5-ba93-9833657ce698', '51ed1054-f875-41f4-bfcd-9888525e99fd', 3, 2, '{"memberships":["1a38ef05-6331-4712-848e-2e4210575c4c"]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (44, 2, 30, 639312564582940000, 'ca32c575-882a-42e5-ba93-9833657ce698', '7668f296-e2d8-4e60-a389-04c50300384e', 2, 2, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (45, 2, 31, 639312564583140000, 'ca32c575-882a-42e5-ba93-9833657ce698', '8d928e6b-7e8b-45ac-9bb1-1855a88ee647', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (46, 2, 32, 639312564583300000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'c8f0e801-8501-433c-9df0-948a1718f21d', 3, 2, '{"members":{"add":[],"remove":["f746e2a7-a7c8-45fd-ac48-9509572dc832"]},"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (47, 2, 33, 639312564583780000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'b7e451f5-5048-4f48-aeb8-472f4770330d', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (48, 2, 34, 639312564584130000, 'ca32c575-882a-42e5-ba93-9833657ce698', 'a767526b-835b-4945-8ff1-ad5ac629573a', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (49, 2, 35, 639312564584350000, 'ca32c575-882a-42e5-ba93-9833657ce698', '87fa036e-be74-43b3-8f3f-968dd81f1b2d', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (50, 2, 30, 639312564605550000, 'command-line', 'd6576fca-60c6-4213-9959-a68b7bf2ce55', 2, 4, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (51, 2, 31, 639312564632710000, 'command-line', 'b2575a2b-fca4-4ce2-b953-c049b9fc0663', 3, 3, '{"memberships":[]}');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('change', 'change_resource', '1000000 500000 5 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('change', 'change_tenant', '1000000 500000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('member', 'member_group_of', '1000000 500000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('member', 'member_order', '1000000 500000 100 1 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource', 'resource_deleted', '10000 5000 2 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource', 'resource_display_name', '1000000 500000 300000 2 2');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource', 'resource_external_id', '1000000 500000 300000 2 2');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource', 'resource_id', '1000000 500000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource', 'resource_order', '1000000 500000 300000 300000 1 1 1 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource', 'resource_unique', '1000000 500000 300000 1 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource_value', 'resource_value', '1000000 4 2 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource_value', 'resource_value_instant', '1000000 500000 100000 3');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource_value', 'resource_value_number', '1000000 500000 100000 100');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('resource_value', 'resource_value_text', '1000000 500000 100000 3');
INSERT INTO sqlite_sequence (name, seq) VALUES ('SchemaVersions', 1);
INSERT INTO sqlite_sequence (name, seq) VALUES ('change', 51);
INSERT INTO sqlite_sequence (name, seq) VALUES ('indexed_attribute', 11);
INSERT INTO sqlite_sequence (name, seq) VALUES ('tenant', 4);
COMMIT;
PRAGMA user_version = 1;
