-- What a server with schema version 4 stored. Made by tests/tools/version-fixture.py; not to be edited.
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
CREATE TABLE "member" (
    row_id      INTEGER PRIMARY KEY,  -- the order in which members were added
    tenant      BIGINT NOT NULL,
    group_row   BIGINT NOT NULL,
    member_row  BIGINT NOT NULL,
    member_id   TEXT NOT NULL,        -- resource.id and resource.type of member_row
    member_type TEXT NOT NULL
);
CREATE INDEX member_order ON member (tenant, group_row, row_id, member_row, member_id, member_type);
CREATE UNIQUE INDEX member_group_of ON member (tenant, member_row, group_row);
CREATE TABLE population (
    tenant      BIGINT NOT NULL,
    type        TEXT NOT NULL,
    block       BIGINT NOT NULL,      -- the first row number that would be in it: resource.row_id without its last 14 bits
    active      BIGINT NOT NULL,      -- 2 where a resource does not say
    living      BIGINT NOT NULL,      -- never 0: row numbers grow with every resource that comes and goes, and empty blocks would stay behind
    PRIMARY KEY (tenant, type, block, active)
) WITHOUT ROWID;
ANALYZE sqlite_schema;
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (1, 'Roster.Storage.Migrations.Sqlite.0001_directory.sql', '2026-11-28 08:05:09.01716');
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (2, 'Roster.Storage.Migrations.Sqlite.0002_population.sql', '2026-11-28 08:05:09.0451614');
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (3, 'Roster.Storage.Migrations.Sqlite.0003_member_ids.sql', '2026-11-28 08:05:09.0468147');
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (4, 'Roster.Storage.Migrations.Sqlite.0004_blocks.sql', '2026-11-28 08:05:09.0473408');
INSERT INTO administration (id, generation, indexes, probed_at, maintenance, cursor_key) VALUES (1, 14, 19, 639314499104401753, 0, X'98FFDF85546CE086C18B919C19DA18975C3EB8C7E9C0ADE1A3938424AFFE3A1F');
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (1, 'default', 639314499093949023, NULL, NULL, NULL);
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (2, 'acme', 639314499116887996, NULL, NULL, '{"maxCount":100,"deletedRetentionDays":null}');
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (3, 'empty-org', 639314499125017921, NULL, NULL, NULL);
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (4, 'dormant', 639314499132481193, 639314499469755448, NULL, NULL);
INSERT INTO own_schemas (tenant, version, definition) VALUES (2, 4, '{"schemas":[{"id":"urn:example:params:scim:schemas:extension:acme:1.0:User","name":"Acme","description":"","attributes":[{"name":"desk","type":"string","multiValued":false,"description":"","required":false,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"},{"name":"since","type":"dateTime","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"},{"name":"floor","type":"integer","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"}]},{"id":"urn:example:params:scim:schemas:core:1.0:Locker","name":"Locker","description":"","attributes":[{"name":"label","type":"string","multiValued":false,"description":"","required":true,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"}]}],"resourceTypes":[{"name":"User","description":"","schemaExtensions":[{"schema":"urn:example:params:scim:schemas:extension:acme:1.0:User","required":false}]},{"name":"Locker","description":"","endpoint":"/Lockers","schema":"urn:example:params:scim:schemas:core:1.0:Locker","schemaExtensions":[]}]}');
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('2a8f069e-d248-4e7e-a558-8a521aa3a485', 2, 'acme''s IdP', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639314499155864980, NULL);
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('53d1f55c-dd5c-4989-8531-9b5ca90c9190', 2, 'old', 'directory:user:view', 86400, 639314499174354695, 639314499182587924);
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('fixture', 1, 'First client', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639314499094442092, NULL);
INSERT INTO client_secret (client, hash, created) VALUES ('2a8f069e-d248-4e7e-a558-8a521aa3a485', X'18E0EB18CAB0E87F0CB7532E15948CB1C6A969B20E1FDE221BA28A2F4386D46E', 639314499155864980);
INSERT INTO client_secret (client, hash, created) VALUES ('2a8f069e-d248-4e7e-a558-8a521aa3a485', X'D0C1AC4BDAA5FE04801F3A14472096417C2FB43F32EECD25A049F124ACFB096B', 639314499163314162);
INSERT INTO client_secret (client, hash, created) VALUES ('53d1f55c-dd5c-4989-8531-9b5ca90c9190', X'08D3F9CEA6F28CACF9E47D3973C97768BE92469EB6DA29778B14CFDD6BA0870A', 639314499174354695);
INSERT INTO client_secret (client, hash, created) VALUES ('fixture', X'7CCFB8BC6CD24A72C9F14B3D7F4EB1A52197593D17428E2F9679135751176B2F', 639314499094442092);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'0B81D7AD1794CC61B59892A7D5089EBBC1039F1FB0525DC7C185B7DB8EF4AA3D', 'fixture', 0, 639314499106734745, 639315363106734745, NULL, NULL, NULL, NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'0F86971DD2A1A287C728E5554BB34730875431D78842464195ADF8B7155F7656', '2a8f069e-d248-4e7e-a558-8a521aa3a485', 1, 639314499458730800, 3155378975999999999, 'own', '01a22130-207d-7cac-9bbc-3c046d51daee', 'rsp_KiZV', NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'52E861E6B8999C7A4620756A0BF1B03EFE0D2DB874EEFFC0545A8190533C0C39', '2a8f069e-d248-4e7e-a558-8a521aa3a485', 0, 639314499183628486, 639315363183628486, NULL, NULL, NULL, NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'7FC8D54DF4382517071100DDC4289B4B08E9309D0B23CCC467B32E09EBEAEC60', '2a8f069e-d248-4e7e-a558-8a521aa3a485', 1, 639314499438641932, 642468099438634516, 'entra', NULL, 'rsp_d9uX', NULL);
INSERT INTO catalogue (tenant, catalogue, name) VALUES (2, 'skills', 'Knots & <ropes>');
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (1, 1, 'User', '01a22130-1662-7072-b6e5-1e4accc09618', 6, 639314499293140000, 639314499318310000, NULL, 0, 'dana01@example.org', 'person dana01', 'ext-dana01', 1, 1823728216, '$argon2id$v=19$m=19456,t=2,p=1$q9gFoyJjKUbCfdoE06rsbQ$AhfWxCoycSGGu+ITVAMOElxp1GI1yRI7yO8q8dvr6VU', CAST('{"externalId":"ext-dana01","userName":"Dana01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person dana01","title":"Clerk","active":true,"emails":[{"value":"dana01@example.org","type":"work","primary":true},{"value":"dana01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (2, 1, 'User', '01a22130-1b3b-79d4-b446-d42582d113bf', 3, 639314499305550000, 639314499315450000, NULL, 0, 'dana02@example.org', 'person dana02', NULL, 0, 2465875231, NULL, CAST('{"userName":"Dana02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person dana02","title":"Chef","active":false,"emails":[{"value":"dana02@example.org","type":"work","primary":true},{"value":"dana02@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (3, 1, 'User', '01a22130-1b50-702f-a4a3-3b3edc2200a9', 2, 639314499305760000, 639314499308070000, NULL, 0, 'dana03@example.org', 'person dana03', 'ext-dana03', 1, 1552200909, NULL, CAST('{"externalId":"ext-dana03","userName":"Dana03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person dana03","title":"Agent","active":true,"emails":[{"value":"dana03@example.org","type":"work","primary":true},{"value":"dana03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"01a22130-1662-7072-b6e5-1e4accc09618"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (4, 1, 'User', '01a22130-1b63-74be-8909-9d629882c204', 2, 639314499305950000, 639314499308070000, NULL, 0, 'dana04@example.org', 'person dana04', 'ext-dana04', 1, 3571309386, NULL, CAST('{"externalId":"ext-dana04","userName":"Dana04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person dana04","title":"Clerk","active":true,"emails":[{"value":"dana04@example.org","type":"work","primary":true},{"value":"dana04@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (5, 1, 'User', '01a22130-1b92-7f66-9c99-64a8d078a589', 2, 639314499306420000, 639314499308070000, NULL, 0, 'dana05@example.org', 'person dana05', 'ext-dana05', 1, 1674812191, NULL, CAST('{"externalId":"ext-dana05","userName":"Dana05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person dana05","title":"Cook","active":true,"emails":[{"value":"dana05@example.org","type":"work","primary":true},{"value":"dana05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"01a22130-1662-7072-b6e5-1e4accc09618"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (6, 1, 'User', '01a22130-1bc5-75fd-b73d-0d4c87f1bc2c', 2, 639314499306930000, 639314499311130000, NULL, 0, 'dana06@example.org', 'person dana06', 'ext-dana06', 0, 2603170801, NULL, CAST('{"externalId":"ext-dana06","userName":"Dana06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person dana06","title":"Agent","active":false,"emails":[{"value":"dana06@example.org","type":"work","primary":true},{"value":"dana06@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (7, 1, 'Group', '01a22130-1c37-76a5-aa40-6d3bad878b87', 3, 639314499308070000, 639314499311450000, NULL, 0, 'dana inner', NULL, NULL, NULL, 1377715911, NULL, CAST('{"displayName":"dana inner"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (8, 1, 'Group', '01a22130-1d69-7fde-9d0b-8894012ab9bf', 4, 639314499311130000, 639314499315390000, NULL, 0, 'dana outer', NULL, NULL, NULL, 3883971246, NULL, CAST('{"displayName":"dana outer"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (9, 1, 'Group', '01a22130-1d72-748f-a4af-1a3dbc6a2557', 1, 639314499311220000, 639314499311220000, NULL, 0, 'dana empty', NULL, NULL, NULL, 4250642146, NULL, CAST('{"displayName":"dana empty"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (10, 1, 'Group', '01a22130-1d89-7633-b63a-622218448394', 1, 639314499311450000, 639314499311450000, NULL, 0, 'dana around', NULL, NULL, NULL, 2802777615, NULL, CAST('{"displayName":"dana around"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (11, 1, 'User', '01a22130-1f2c-7b68-b7a7-a769732e4431', 3, 639314499315640000, 639314499316200000, 639314499316200000, 11, 'dana07@example.org', 'person dana07', 'ext-dana07', 1, 1359906184, NULL, CAST('{"externalId":"ext-dana07","userName":"Dana07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person dana07","title":"Clerk","active":true,"emails":[{"value":"dana07@example.org","type":"work","primary":true},{"value":"dana07@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (12, 1, 'User', '01a22130-1f3a-7329-a0ea-8e4fc469113e', 2, 639314499315780000, 639314499316800000, 639314499316800000, 12, 'dana08@example.org', 'person dana08', 'ext-dana08', 1, 1515643634, NULL, CAST('{"externalId":"ext-dana08","userName":"Dana08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person dana08","title":"Cook","active":true,"emails":[{"value":"dana08@example.org","type":"work","primary":true},{"value":"dana08@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (13, 1, 'User', '01a22130-1f4a-7561-8431-40e53fbc0057', 2, 639314499315940000, 639314499317400000, 639314499317400000, 13, 'dana09@example.org', 'person dana09', 'ext-dana09', 1, 3576111575, NULL, CAST('{"externalId":"ext-dana09","userName":"Dana09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person dana09","title":"Agent","active":true,"emails":[{"value":"dana09@example.org","type":"work","primary":true},{"value":"dana09@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (14, 1, 'Group', '01a22130-1f55-785d-b46e-4166ea633af8', 3, 639314499316050000, 639314499318310000, 639314499318310000, 14, 'dana doomed', NULL, NULL, NULL, 486471467, NULL, CAST('{"displayName":"dana doomed"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (15, 2, 'User', '01a22130-207d-7cac-9bbc-3c046d51daee', 6, 639314499319010000, 639314499340090000, NULL, 0, 'amir01@example.org', 'person amir01', 'ext-amir01', 1, 719928504, '$argon2id$v=19$m=19456,t=2,p=1$RpbqsDGpMz7vMCLiWHb09A$SSFl9pXpo8zNXJVLYBu9uwTSG/+X4gSFYWX2P/9DS/o', CAST('{"externalId":"ext-amir01","userName":"Amir01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person amir01","title":"Clerk","active":true,"emails":[{"value":"amir01@example.org","type":"work","primary":true},{"value":"amir01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (16, 2, 'User', '01a22130-2478-7c85-953c-366c5ec3d53f', 3, 639314499329200000, 639314499337150000, NULL, 0, 'amir02@example.org', 'person amir02', NULL, 0, 1673201541, NULL, CAST('{"userName":"Amir02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person amir02","title":"Chef","active":false,"emails":[{"value":"amir02@example.org","type":"work","primary":true},{"value":"amir02@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (17, 2, 'User', '01a22130-2490-7bce-a768-e0349994291b', 2, 639314499329440000, 639314499333720000, NULL, 0, 'amir03@example.org', 'person amir03', 'ext-amir03', 1, 1719193312, NULL, CAST('{"externalId":"ext-amir03","userName":"Amir03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person amir03","title":"Agent","active":true,"emails":[{"value":"amir03@example.org","type":"work","primary":true},{"value":"amir03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"01a22130-207d-7cac-9bbc-3c046d51daee"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (18, 2, 'User', '01a22130-24d2-76fb-90d6-d654e58ff105', 2, 639314499330100000, 639314499333720000, NULL, 0, 'amir04@example.org', 'person amir04', 'ext-amir04', 1, 49565170, NULL, CAST('{"externalId":"ext-amir04","userName":"Amir04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person amir04","title":"Clerk","active":true,"emails":[{"value":"amir04@example.org","type":"work","primary":true},{"value":"amir04@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (19, 2, 'User', '01a22130-2509-76f6-b480-4b9813e725ab', 2, 639314499330650000, 639314499333720000, NULL, 0, 'amir05@example.org', 'person amir05', 'ext-amir05', 1, 934336119, NULL, CAST('{"externalId":"ext-amir05","userName":"Amir05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person amir05","title":"Cook","active":true,"emails":[{"value":"amir05@example.org","type":"work","primary":true},{"value":"amir05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"01a22130-207d-7cac-9bbc-3c046d51daee"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (20, 2, 'User', '01a22130-2526-7222-a0d9-c2bdff28ad18', 2, 639314499330940000, 639314499334410000, NULL, 0, 'amir06@example.org', 'person amir06', 'ext-amir06', 0, 355137559, NULL, CAST('{"externalId":"ext-amir06","userName":"Amir06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person amir06","title":"Agent","active":false,"emails":[{"value":"amir06@example.org","type":"work","primary":true},{"value":"amir06@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (21, 2, 'User', '01a22130-256d-7350-a98c-7e8ca16c9f91', 1, 639314499331650000, 639314499331650000, NULL, 0, 'amir07@example.org', 'person amir07', 'ext-amir07', 1, 66585994, NULL, CAST('{"externalId":"ext-amir07","userName":"Amir07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person amir07","title":"Clerk","active":true,"emails":[{"value":"amir07@example.org","type":"work","primary":true},{"value":"amir07@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E7","department":"Ops","manager":{"value":"01a22130-207d-7cac-9bbc-3c046d51daee"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (22, 2, 'User', '01a22130-2585-7b52-8f52-4a95a2ed4462', 1, 639314499331890000, 639314499331890000, NULL, 0, 'amir08@example.org', 'person amir08', 'ext-amir08', 1, 1107105726, NULL, CAST('{"externalId":"ext-amir08","userName":"Amir08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person amir08","title":"Cook","active":true,"emails":[{"value":"amir08@example.org","type":"work","primary":true},{"value":"amir08@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (23, 2, 'User', '01a22130-2591-7751-b5ad-a3ac547139d3', 1, 639314499332010000, 639314499332010000, NULL, 0, 'amir09@example.org', 'person amir09', 'ext-amir09', 1, 4201051349, NULL, CAST('{"externalId":"ext-amir09","userName":"Amir09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person amir09","title":"Agent","active":true,"emails":[{"value":"amir09@example.org","type":"work","primary":true},{"value":"amir09@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E9","department":"Ops","manager":{"value":"01a22130-207d-7cac-9bbc-3c046d51daee"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (24, 2, 'User', '01a22130-25e7-7015-b872-3107162c0c1a', 1, 639314499332870000, 639314499332870000, NULL, 0, 'amir10@example.org', 'person amir10', 'ext-amir10', 0, 273609435, NULL, CAST('{"externalId":"ext-amir10","userName":"Amir10@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-10"},"displayName":"Person amir10","title":"Clerk","active":false,"emails":[{"value":"amir10@example.org","type":"work","primary":true},{"value":"amir10@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (25, 2, 'Group', '01a22130-263c-7a98-89fa-32795e6f746e', 3, 639314499333720000, 639314499334930000, NULL, 0, 'amir inner', NULL, NULL, NULL, 245935543, NULL, CAST('{"displayName":"amir inner"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (26, 2, 'Group', '01a22130-2681-7c46-aee1-19fce8298041', 4, 639314499334410000, 639314499335930000, NULL, 0, 'amir outer', NULL, NULL, NULL, 756659722, NULL, CAST('{"displayName":"amir outer"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (27, 2, 'Group', '01a22130-26a4-71a4-a8ec-4a0e1d523b2f', 1, 639314499334760000, 639314499334760000, NULL, 0, 'amir empty', NULL, NULL, NULL, 829691354, NULL, CAST('{"displayName":"amir empty"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (28, 2, 'Group', '01a22130-26b5-7f31-abd6-bb87ad1466a3', 1, 639314499334930000, 639314499334930000, NULL, 0, 'amir around', NULL, NULL, NULL, 2119607213, NULL, CAST('{"displayName":"amir around"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (29, 2, 'User', '01a22130-27cd-711d-9463-dbfdfca9672a', 3, 639314499337730000, 639314499339370000, 639314499339370000, 29, 'amir11@example.org', 'person amir11', 'ext-amir11', 1, 1982523421, NULL, CAST('{"externalId":"ext-amir11","userName":"Amir11@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-11"},"displayName":"Person amir11","title":"Cook","active":true,"emails":[{"value":"amir11@example.org","type":"work","primary":true},{"value":"amir11@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (30, 2, 'User', '01a22130-27ec-7766-94bd-aaa18e676d4d', 2, 639314499338040000, 639314499339770000, NULL, 30, NULL, NULL, NULL, NULL, 0, NULL, X'');
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (31, 2, 'User', '01a22130-282d-727c-81f8-f9123fa35818', 3, 639314499338690000, 639314499414930000, NULL, 0, 'amir13@example.org', 'person amir13', 'ext-amir13', 1, 1909808322, NULL, CAST('{"externalId":"ext-amir13","userName":"Amir13@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-13"},"displayName":"Person amir13","title":"Clerk","active":true,"emails":[{"value":"amir13@example.org","type":"work","primary":true},{"value":"amir13@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (32, 2, 'Group', '01a22130-2855-7b04-90ee-c12c8a855ef7', 3, 639314499339090000, 639314499340090000, 639314499340090000, 32, 'amir doomed', NULL, NULL, NULL, 910830921, NULL, CAST('{"displayName":"amir doomed"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (33, 2, 'User', '01a22130-28ce-7dc0-92ca-198d9b331952', 1, 639314499340300000, 639314499340300000, NULL, 0, 'at-a-desk', NULL, NULL, 1, 1509043513, NULL, CAST('{"userName":"at-a-desk","active":true,"urn:example:params:scim:schemas:extension:acme:1.0:User":{"desk":"4-12","since":"2020-02-29T12:00:00Z","floor":4}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (34, 2, 'Locker', '01a22130-2932-78da-bfe3-c8a109a51f05', 1, 639314499341300000, 639314499341300000, NULL, 0, NULL, NULL, NULL, NULL, 2054056289, NULL, CAST('{"label":"A1"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (35, 2, 'Locker', '01a22130-295a-7ae9-bfb4-a8cb183313e8', 1, 639314499341700000, 639314499341700000, NULL, 0, NULL, NULL, NULL, NULL, 1386104308, NULL, CAST('{"label":"A2"}' AS BLOB));
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
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (3, 3, 0, 1, '01a22130-1662-7072-b6e5-1e4accc09618', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (4, 1, 0, 1, 'dana04@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (4, 1, 1, 1, 'dana04@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 1, 0, 1, 'dana05@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 1, 1, 1, 'dana05@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 2, 0, 1, 'e5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 3, 0, 1, '01a22130-1662-7072-b6e5-1e4accc09618', NULL, NULL);
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
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 3, 0, 2, '01a22130-207d-7cac-9bbc-3c046d51daee', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 8, 0, 2, 'o’neill-3', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 1, 0, 2, 'amir04@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 1, 1, 2, 'amir04@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 8, 0, 2, 'o’neill-4', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 1, 0, 2, 'amir05@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 1, 1, 2, 'amir05@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 2, 0, 2, 'e5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 3, 0, 2, '01a22130-207d-7cac-9bbc-3c046d51daee', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 7, 0, 2, 'cook', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 8, 0, 2, 'o’neill-5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 1, 0, 2, 'amir06@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 1, 1, 2, 'amir06@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 8, 0, 2, 'o’neill-6', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 1, 0, 2, 'amir07@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 1, 1, 2, 'amir07@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 2, 0, 2, 'e7', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 3, 0, 2, '01a22130-207d-7cac-9bbc-3c046d51daee', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 8, 0, 2, 'o’neill-7', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 1, 0, 2, 'amir08@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 1, 1, 2, 'amir08@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 7, 0, 2, 'cook', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 8, 0, 2, 'o’neill-8', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 1, 0, 2, 'amir09@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 1, 1, 2, 'amir09@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 2, 0, 2, 'e9', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 3, 0, 2, '01a22130-207d-7cac-9bbc-3c046d51daee', NULL, NULL);
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
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (1, 1, 1, 639314499293140000, 'fixture', '8a1e75a0-b321-c147-45cd-8e61b733effa', 1, 0, '{"passwordChanged":true}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (2, 1, 2, 639314499305550000, 'fixture', 'f7e6f434-f9d0-be4b-6587-6146d86c4a2e', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (3, 1, 3, 639314499305760000, 'fixture', '05c3a6c6-3f94-7edb-93aa-f9ffbef3c598', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (4, 1, 4, 639314499305950000, 'fixture', 'fd495105-d1f2-da8c-e345-3869d1527217', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (5, 1, 5, 639314499306420000, 'fixture', '8f33d59f-d47a-c138-94bd-466d89f17c9b', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (6, 1, 6, 639314499306930000, 'fixture', '9eb1c9ce-7452-b604-21cc-5e69019fa7fb', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (7, 1, 7, 639314499308070000, 'fixture', '208d098b-e805-c946-1c87-90ef02b25a1d', 1, 0, '{"members":{"add":["01a22130-1b92-7f66-9c99-64a8d078a589","01a22130-1b63-74be-8909-9d629882c204","01a22130-1b50-702f-a4a3-3b3edc2200a9"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (8, 1, 8, 639314499311130000, 'fixture', 'f56682b1-fba3-fd8f-f039-7c0d0a9f1a41', 1, 0, '{"members":{"add":["01a22130-1662-7072-b6e5-1e4accc09618","01a22130-1c37-76a5-aa40-6d3bad878b87","01a22130-1bc5-75fd-b73d-0d4c87f1bc2c"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (9, 1, 9, 639314499311220000, 'fixture', 'd137bce3-97e0-ca23-d031-c66740ef0abd', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (10, 1, 10, 639314499311450000, 'fixture', 'cb499f8b-533c-b0b2-a78c-a5cb3adbf04e', 1, 0, '{"members":{"add":["01a22130-1d69-7fde-9d0b-8894012ab9bf","01a22130-1c37-76a5-aa40-6d3bad878b87"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (11, 1, 8, 639314499314280000, 'fixture', 'e0f0830a-ce0f-eb7c-df68-145823f72d93', 3, 1, '{"members":{"add":[],"remove":["01a22130-1662-7072-b6e5-1e4accc09618"]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (12, 1, 8, 639314499315390000, 'fixture', 'c055f9cb-211f-38f6-a7fa-dd54fdd113e9', 4, 1, '{"members":{"add":["01a22130-1b3b-79d4-b446-d42582d113bf","01a22130-1662-7072-b6e5-1e4accc09618"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (13, 1, 2, 639314499315450000, 'fixture', '810b1ffa-37f5-ad25-8c7c-38bbc18b63e9', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-dana02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (14, 1, 11, 639314499315640000, 'fixture', 'e42ff370-03ec-f650-cd65-d8da4221b1f4', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (15, 1, 12, 639314499315780000, 'fixture', '414f9aef-082e-0192-9d00-0469405df985', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (16, 1, 13, 639314499315940000, 'fixture', 'd98e2514-64d2-af31-eafc-f2e6aed25450', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (17, 1, 14, 639314499316050000, 'fixture', '4fa68f03-1729-9f2a-5a3d-1ff97ed5fbc5', 1, 0, '{"members":{"add":["01a22130-1f2c-7b68-b7a7-a769732e4431","01a22130-1662-7072-b6e5-1e4accc09618"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (18, 1, 11, 639314499316200000, 'fixture', '834a21c1-d496-1c23-fc22-08c5ffe54fda', 3, 2, '{"memberships":["01a22130-1f55-785d-b46e-4166ea633af8"]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (19, 1, 12, 639314499316800000, 'fixture', 'baf04f81-8b3a-0f45-dba1-b5cbb40ad16f', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (20, 1, 13, 639314499317400000, 'fixture', 'f9d99f19-03ee-1b3b-64fb-20f4a4d8f948', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (21, 1, 14, 639314499318310000, 'fixture', '59bcf5ac-d548-2a07-82fc-8d74d63ad230', 3, 2, '{"members":{"add":[],"remove":["01a22130-1662-7072-b6e5-1e4accc09618"]},"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (22, 2, 15, 639314499319010000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '4f3fbe12-b6ab-9338-acf9-13273b44de62', 1, 0, '{"passwordChanged":true}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (23, 2, 16, 639314499329200000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '3d41b63e-fcb5-8c15-c734-d5ada6dca3dc', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (24, 2, 17, 639314499329440000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'ec495c68-f371-bcda-1b34-356ced831abb', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (25, 2, 18, 639314499330100000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '76b515eb-0d01-3b3d-dc53-6315fc738141', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (26, 2, 19, 639314499330650000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '970f2970-2c59-4371-3e07-87eaa1fbeb18', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (27, 2, 20, 639314499330940000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '0949e9c0-3842-6e02-5bd2-c704c967fe4c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (28, 2, 21, 639314499331650000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '80ae4841-8506-8b59-c161-1f9e375fc0d8', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (29, 2, 22, 639314499331890000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '96b9035d-1d63-854d-1553-add6d466a856', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (30, 2, 23, 639314499332010000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '7ca59547-2c4c-bcc6-b1f1-9e1fdfe19ab7', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (31, 2, 24, 639314499332870000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'd8a81fe5-a241-050f-3257-1c2f450f0f2c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (32, 2, 25, 639314499333720000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '47d70ed5-ec48-f2d3-61d2-fbba528dcd45', 1, 0, '{"members":{"add":["01a22130-2509-76f6-b480-4b9813e725ab","01a22130-24d2-76fb-90d6-d654e58ff105","01a22130-2490-7bce-a768-e0349994291b"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (33, 2, 26, 639314499334410000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'df7a0654-57dd-25ae-398d-469cf1c2fd5f', 1, 0, '{"members":{"add":["01a22130-207d-7cac-9bbc-3c046d51daee","01a22130-263c-7a98-89fa-32795e6f746e","01a22130-2526-7222-a0d9-c2bdff28ad18"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (34, 2, 27, 639314499334760000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '511d476a-468a-4f4c-06d3-ff953218c0a4', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (35, 2, 28, 639314499334930000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'deabac74-bda4-e3e9-7b95-bb59d267d9b1', 1, 0, '{"members":{"add":["01a22130-2681-7c46-aee1-19fce8298041","01a22130-263c-7a98-89fa-32795e6f746e"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (36, 2, 26, 639314499335640000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '37d119f7-137e-ea1d-120e-27abed1a0676', 3, 1, '{"members":{"add":[],"remove":["01a22130-207d-7cac-9bbc-3c046d51daee"]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (37, 2, 26, 639314499335930000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'b646bfcc-b149-88ce-8836-be163d4ae1b5', 4, 1, '{"members":{"add":["01a22130-2478-7c85-953c-366c5ec3d53f","01a22130-207d-7cac-9bbc-3c046d51daee"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (38, 2, 16, 639314499337150000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '8132410d-56f2-9591-1254-78ebc37cc0ee', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-amir02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (39, 2, 29, 639314499337730000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'd9928106-7508-6d89-fc56-a302b647f77d', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (40, 2, 30, 639314499338040000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'ab0f4419-4cd1-ad84-34ca-21e68299edf0', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (41, 2, 31, 639314499338690000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'feb3ef3b-35b2-2ad7-1e95-b9631d2f8c1c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (42, 2, 32, 639314499339090000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'd3cd774e-f975-1f12-b889-293034e1f9c0', 1, 0, '{"members":{"add":["01a22130-27cd-711d-9463-dbfdfca9672a","01a22130-207d-7cac-9bbc-3c046d51daee"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (43, 2, 29, 639314499339370000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '11af84b3-7b80-9e0f-79cb-655101958191', 3, 2, '{"memberships":["01a22130-2855-7b04-90ee-c12c8a855ef7"]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (44, 2, 30, 639314499339770000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '78ad0a1b-4e0f-db2c-5390-2cc67a2c074d', 2, 2, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (45, 2, 31, 639314499339930000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'e2ded2ea-f30b-68ae-5cd1-0f2d58a5aad5', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (46, 2, 32, 639314499340090000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'da2a8ec6-ad54-9305-c2c0-42e8e60d967f', 3, 2, '{"members":{"add":[],"remove":["01a22130-207d-7cac-9bbc-3c046d51daee"]},"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (47, 2, 33, 639314499340300000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', 'f4cf1fe1-6104-d8b2-91d4-eb113002e224', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (48, 2, 34, 639314499341300000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '347c7663-6c19-0318-13ef-5ee6c3e8bc47', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (49, 2, 35, 639314499341700000, '2a8f069e-d248-4e7e-a558-8a521aa3a485', '707cc5cc-2944-fcbb-9f8d-e3a9d8586eb1', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (50, 2, 30, 639314499373810000, 'command-line', '486722ed-f547-4c2d-84de-ff89615b5f62', 2, 4, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (51, 2, 31, 639314499414930000, 'command-line', '6af47a27-2bf3-4dd5-afe2-dd63f25f8afd', 3, 3, '{"memberships":[]}');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (1, 1, 7, 5, '01a22130-1b92-7f66-9c99-64a8d078a589', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (2, 1, 7, 4, '01a22130-1b63-74be-8909-9d629882c204', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (3, 1, 7, 3, '01a22130-1b50-702f-a4a3-3b3edc2200a9', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (5, 1, 8, 7, '01a22130-1c37-76a5-aa40-6d3bad878b87', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (6, 1, 8, 6, '01a22130-1bc5-75fd-b73d-0d4c87f1bc2c', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (7, 1, 10, 8, '01a22130-1d69-7fde-9d0b-8894012ab9bf', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (8, 1, 10, 7, '01a22130-1c37-76a5-aa40-6d3bad878b87', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (9, 1, 8, 2, '01a22130-1b3b-79d4-b446-d42582d113bf', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (10, 1, 8, 1, '01a22130-1662-7072-b6e5-1e4accc09618', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (11, 2, 25, 19, '01a22130-2509-76f6-b480-4b9813e725ab', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (12, 2, 25, 18, '01a22130-24d2-76fb-90d6-d654e58ff105', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (13, 2, 25, 17, '01a22130-2490-7bce-a768-e0349994291b', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (15, 2, 26, 25, '01a22130-263c-7a98-89fa-32795e6f746e', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (16, 2, 26, 20, '01a22130-2526-7222-a0d9-c2bdff28ad18', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (17, 2, 28, 26, '01a22130-2681-7c46-aee1-19fce8298041', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (18, 2, 28, 25, '01a22130-263c-7a98-89fa-32795e6f746e', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (19, 2, 26, 16, '01a22130-2478-7c85-953c-366c5ec3d53f', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (20, 2, 26, 15, '01a22130-207d-7cac-9bbc-3c046d51daee', 'User');
INSERT INTO population (tenant, type, block, active, living) VALUES (1, 'Group', 0, 2, 4);
INSERT INTO population (tenant, type, block, active, living) VALUES (1, 'User', 0, 0, 2);
INSERT INTO population (tenant, type, block, active, living) VALUES (1, 'User', 0, 1, 4);
INSERT INTO population (tenant, type, block, active, living) VALUES (2, 'Group', 0, 2, 4);
INSERT INTO population (tenant, type, block, active, living) VALUES (2, 'Locker', 0, 2, 2);
INSERT INTO population (tenant, type, block, active, living) VALUES (2, 'User', 0, 0, 3);
INSERT INTO population (tenant, type, block, active, living) VALUES (2, 'User', 0, 1, 9);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('change', 'change_resource', '1000000 500000 5 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('change', 'change_tenant', '1000000 500000 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('member', 'member_group_of', '1000000 500000 10 1');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('member', 'member_order', '1000000 500000 100 1 1 1 1');
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
INSERT INTO sqlite_sequence (name, seq) VALUES ('SchemaVersions', 4);
INSERT INTO sqlite_sequence (name, seq) VALUES ('change', 51);
INSERT INTO sqlite_sequence (name, seq) VALUES ('indexed_attribute', 11);
INSERT INTO sqlite_sequence (name, seq) VALUES ('tenant', 4);
CREATE TRIGGER resource_inserted AFTER INSERT ON resource WHEN NEW.tombstone = 0
BEGIN
    INSERT OR IGNORE INTO population (tenant, type, block, active, living)
    VALUES (NEW.tenant, NEW.type, NEW.row_id & ~16383, coalesce(NEW.active, 2), 0);
    UPDATE population
       SET living = living + 1
     WHERE tenant = NEW.tenant AND type = NEW.type AND block = NEW.row_id & ~16383 AND active = coalesce(NEW.active, 2);
END;
CREATE TRIGGER resource_joined AFTER UPDATE OF tombstone, active ON resource WHEN NEW.tombstone = 0 AND (OLD.tombstone <> 0 OR OLD.active IS NOT NEW.active)
BEGIN
    INSERT INTO population (tenant, type, block, active, living)
    VALUES (NEW.tenant, NEW.type, NEW.row_id & ~16383, coalesce(NEW.active, 2), 1)
    ON CONFLICT (tenant, type, block, active) DO UPDATE SET living = living + 1;
END;
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
COMMIT;
PRAGMA user_version = 4;
