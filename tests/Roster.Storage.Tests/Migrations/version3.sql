-- What a server with schema version 3 stored. Made by tests/tools/version-fixture.py; not to be edited.
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
CREATE TABLE population (
    tenant      BIGINT NOT NULL,
    type        TEXT NOT NULL,
    active      BIGINT NOT NULL,      -- 2 where a resource does not say
    living      BIGINT NOT NULL,
    PRIMARY KEY (tenant, type, active)
) WITHOUT ROWID;
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
ANALYZE sqlite_schema;
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (1, 'Roster.Storage.Migrations.Sqlite.0001_directory.sql', '2026-11-28 05:07:26.4398497');
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (2, 'Roster.Storage.Migrations.Sqlite.0002_population.sql', '2026-11-28 05:07:26.4526523');
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (3, 'Roster.Storage.Migrations.Sqlite.0003_member_ids.sql', '2026-11-28 05:07:26.4546562');
INSERT INTO administration (id, generation, indexes, probed_at, maintenance, cursor_key) VALUES (1, 14, 18, 639314392479401697, 0, X'16D9057A0468921DC37367BCF8F696699F3B31DEB2A507495635700CF42D536F');
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (1, 'default', 639314392467673791, NULL, NULL, NULL);
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (2, 'acme', 639314392487168119, NULL, NULL, '{"maxCount":100,"deletedRetentionDays":null}');
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (3, 'empty-org', 639314392491518476, NULL, NULL, NULL);
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (4, 'dormant', 639314392496128207, 639314392652475047, NULL, NULL);
INSERT INTO own_schemas (tenant, version, definition) VALUES (2, 4, '{"schemas":[{"id":"urn:example:params:scim:schemas:extension:acme:1.0:User","name":"Acme","description":"","attributes":[{"name":"desk","type":"string","multiValued":false,"description":"","required":false,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"},{"name":"since","type":"dateTime","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"},{"name":"floor","type":"integer","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"}]},{"id":"urn:example:params:scim:schemas:core:1.0:Locker","name":"Locker","description":"","attributes":[{"name":"label","type":"string","multiValued":false,"description":"","required":true,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"}]}],"resourceTypes":[{"name":"User","description":"","schemaExtensions":[{"schema":"urn:example:params:scim:schemas:extension:acme:1.0:User","required":false}]},{"name":"Locker","description":"","endpoint":"/Lockers","schema":"urn:example:params:scim:schemas:core:1.0:Locker","schemaExtensions":[]}]}');
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('4cb2317c-74b5-4669-94fd-2dde86cf5c08', 2, 'acme''s IdP', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639314392510813565, NULL);
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('db4c1616-3ea7-45ed-ae25-b76df94b766f', 2, 'old', 'directory:user:view', 86400, 639314392518994770, 639314392525429054);
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('fixture', 1, 'First client', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639314392467781520, NULL);
INSERT INTO client_secret (client, hash, created) VALUES ('4cb2317c-74b5-4669-94fd-2dde86cf5c08', X'0E1E6462948FD346A18E3BF383214DBDC9AAB8A4DFFC5196D3BEF672CA28E5B4', 639314392510813565);
INSERT INTO client_secret (client, hash, created) VALUES ('4cb2317c-74b5-4669-94fd-2dde86cf5c08', X'61B189EEFC6F55E02DF1666D751A2EDB293E3DE51E58253F852C638CFBF88148', 639314392514449064);
INSERT INTO client_secret (client, hash, created) VALUES ('db4c1616-3ea7-45ed-ae25-b76df94b766f', X'5EBA117491EA57D32B3EFCE6654D1E037F277A5320359848C4570E5B5ADA4243', 639314392518994770);
INSERT INTO client_secret (client, hash, created) VALUES ('fixture', X'7CCFB8BC6CD24A72C9F14B3D7F4EB1A52197593D17428E2F9679135751176B2F', 639314392467781520);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'3E6852C69946DD7389AACA0042D86C3654D660BB61D277A3A2354900AAC7237A', 'fixture', 0, 639314392481264068, 639315256481264068, NULL, NULL, NULL, NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'956B3C3EEFE3782D4A2401D454D0890097BAF482377F6539D54C180F5E366202', '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 1, 639314392640645629, 642467992640640661, 'entra', NULL, 'rsp__x5Q', NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'D7CF08C6763E6EE778E4ADC659912A4E7B78A2C938714E951942AF2A41B35FAA', '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 0, 639314392526153158, 639315256526153158, NULL, NULL, NULL, NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'F0B46CD92AF5880198EBDA18071C0BECBECC6B2938A2C6BCAA0275FC353A4E92', '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 1, 639314392645702698, 3155378975999999999, 'own', '86c8c720-a728-4b16-b1ba-6f270815d188', 'rsp_uY1t', NULL);
INSERT INTO catalogue (tenant, catalogue, name) VALUES (2, 'skills', 'Knots & <ropes>');
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (1, 1, 'User', 'e66d818f-8a4c-4565-82c6-8f81d3a89161', 6, 639314392599870000, 639314392607720000, NULL, 0, 'dana01@example.org', 'person dana01', 'ext-dana01', 1, 1416327238, '$argon2id$v=19$m=19456,t=2,p=1$+r/0JLsYpwLBFZlbRxczHw$dl7D9NIYJKLfswA6zme3heftsIpZPcUScwNUwbZhs70', CAST('{"externalId":"ext-dana01","userName":"Dana01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person dana01","title":"Clerk","active":true,"emails":[{"value":"dana01@example.org","type":"work","primary":true},{"value":"dana01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (2, 1, 'User', '66a595ed-fa87-4e28-9bf1-bae33f1076ba', 3, 639314392604900000, 639314392607300000, NULL, 0, 'dana02@example.org', 'person dana02', NULL, 0, 3320871511, NULL, CAST('{"userName":"Dana02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person dana02","title":"Chef","active":false,"emails":[{"value":"dana02@example.org","type":"work","primary":true},{"value":"dana02@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (3, 1, 'User', 'bb379dd4-a51e-45ba-b328-739cdf57c1f5', 2, 639314392605110000, 639314392605350000, NULL, 0, 'dana03@example.org', 'person dana03', 'ext-dana03', 1, 1675390230, NULL, CAST('{"externalId":"ext-dana03","userName":"Dana03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person dana03","title":"Agent","active":true,"emails":[{"value":"dana03@example.org","type":"work","primary":true},{"value":"dana03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"e66d818f-8a4c-4565-82c6-8f81d3a89161"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (4, 1, 'User', '886a2aee-b706-4688-83b9-37085b4ce7c9', 2, 639314392605200000, 639314392605350000, NULL, 0, 'dana04@example.org', 'person dana04', 'ext-dana04', 1, 3388942814, NULL, CAST('{"externalId":"ext-dana04","userName":"Dana04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person dana04","title":"Clerk","active":true,"emails":[{"value":"dana04@example.org","type":"work","primary":true},{"value":"dana04@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (5, 1, 'User', '4269b67d-7771-4d7e-8414-c8a3581523a3', 2, 639314392605240000, 639314392605350000, NULL, 0, 'dana05@example.org', 'person dana05', 'ext-dana05', 1, 2460175605, NULL, CAST('{"externalId":"ext-dana05","userName":"Dana05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person dana05","title":"Cook","active":true,"emails":[{"value":"dana05@example.org","type":"work","primary":true},{"value":"dana05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"e66d818f-8a4c-4565-82c6-8f81d3a89161"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (6, 1, 'User', 'd38ce4f0-2ea2-4fba-ba9d-b3b6a5cc6821', 2, 639314392605280000, 639314392606220000, NULL, 0, 'dana06@example.org', 'person dana06', 'ext-dana06', 0, 703924354, NULL, CAST('{"externalId":"ext-dana06","userName":"Dana06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person dana06","title":"Agent","active":false,"emails":[{"value":"dana06@example.org","type":"work","primary":true},{"value":"dana06@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (7, 1, 'Group', 'df241964-1e84-4870-b2ed-4fc6b99d2881', 3, 639314392605350000, 639314392606400000, NULL, 0, 'dana inner', NULL, NULL, NULL, 830806433, NULL, CAST('{"displayName":"dana inner"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (8, 1, 'Group', '0582e2b5-b264-4b1e-8e53-75d8cbfc861e', 4, 639314392606220000, 639314392607240000, NULL, 0, 'dana outer', NULL, NULL, NULL, 185253172, NULL, CAST('{"displayName":"dana outer"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (9, 1, 'Group', '175f1f05-80b2-41b2-acc8-2392bd016028', 1, 639314392606290000, 639314392606290000, NULL, 0, 'dana empty', NULL, NULL, NULL, 2953163292, NULL, CAST('{"displayName":"dana empty"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (10, 1, 'Group', 'dacab0e6-0309-47bc-83cb-e40fcfe22d65', 1, 639314392606400000, 639314392606400000, NULL, 0, 'dana around', NULL, NULL, NULL, 4128678700, NULL, CAST('{"displayName":"dana around"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (11, 1, 'User', '0dac191d-f195-4454-b056-8f0dc27b3fc5', 3, 639314392607420000, 639314392607540000, 639314392607540000, 11, 'dana07@example.org', 'person dana07', 'ext-dana07', 1, 3318556453, NULL, CAST('{"externalId":"ext-dana07","userName":"Dana07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person dana07","title":"Clerk","active":true,"emails":[{"value":"dana07@example.org","type":"work","primary":true},{"value":"dana07@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (12, 1, 'User', '30507663-4984-4fc7-aecf-5ae4b2dab8e5', 2, 639314392607450000, 639314392607670000, 639314392607670000, 12, 'dana08@example.org', 'person dana08', 'ext-dana08', 1, 892779583, NULL, CAST('{"externalId":"ext-dana08","userName":"Dana08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person dana08","title":"Cook","active":true,"emails":[{"value":"dana08@example.org","type":"work","primary":true},{"value":"dana08@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (13, 1, 'User', '08f60e9e-6ff8-44e6-815b-d9e8bc68c5b4', 2, 639314392607480000, 639314392607700000, 639314392607700000, 13, 'dana09@example.org', 'person dana09', 'ext-dana09', 1, 4241185462, NULL, CAST('{"externalId":"ext-dana09","userName":"Dana09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person dana09","title":"Agent","active":true,"emails":[{"value":"dana09@example.org","type":"work","primary":true},{"value":"dana09@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (14, 1, 'Group', '455a7b6a-abf9-45b4-96df-f10c5aa9e01d', 3, 639314392607500000, 639314392607720000, 639314392607720000, 14, 'dana doomed', NULL, NULL, NULL, 2335606995, NULL, CAST('{"displayName":"dana doomed"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (15, 2, 'User', '86c8c720-a728-4b16-b1ba-6f270815d188', 6, 639314392607980000, 639314392610550000, NULL, 0, 'amir01@example.org', 'person amir01', 'ext-amir01', 1, 4178472864, '$argon2id$v=19$m=19456,t=2,p=1$Kh7WSLuBAAsBY/fDmKJJnA$G7Y23FSYBv/GdsTGQNUUviXRTVEyNkPGaAHrhLqA3so', CAST('{"externalId":"ext-amir01","userName":"Amir01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person amir01","title":"Clerk","active":true,"emails":[{"value":"amir01@example.org","type":"work","primary":true},{"value":"amir01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (16, 2, 'User', '3c8e0947-389f-4513-a262-3c709a5f68d7', 3, 639314392609900000, 639314392610330000, NULL, 0, 'amir02@example.org', 'person amir02', NULL, 0, 2123762340, NULL, CAST('{"userName":"Amir02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person amir02","title":"Chef","active":false,"emails":[{"value":"amir02@example.org","type":"work","primary":true},{"value":"amir02@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (17, 2, 'User', '3250ea62-a587-420e-9829-40104f3c670b', 2, 639314392609930000, 639314392610200000, NULL, 0, 'amir03@example.org', 'person amir03', 'ext-amir03', 1, 4148972770, NULL, CAST('{"externalId":"ext-amir03","userName":"Amir03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person amir03","title":"Agent","active":true,"emails":[{"value":"amir03@example.org","type":"work","primary":true},{"value":"amir03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"86c8c720-a728-4b16-b1ba-6f270815d188"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (18, 2, 'User', 'a58a95cb-158c-4815-ae8d-d9b1a631304b', 2, 639314392609970000, 639314392610200000, NULL, 0, 'amir04@example.org', 'person amir04', 'ext-amir04', 1, 2519529494, NULL, CAST('{"externalId":"ext-amir04","userName":"Amir04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person amir04","title":"Clerk","active":true,"emails":[{"value":"amir04@example.org","type":"work","primary":true},{"value":"amir04@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (19, 2, 'User', '6d3f84ad-cccd-4685-8c11-cb3fad660052', 2, 639314392610050000, 639314392610200000, NULL, 0, 'amir05@example.org', 'person amir05', 'ext-amir05', 1, 2469782180, NULL, CAST('{"externalId":"ext-amir05","userName":"Amir05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person amir05","title":"Cook","active":true,"emails":[{"value":"amir05@example.org","type":"work","primary":true},{"value":"amir05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"86c8c720-a728-4b16-b1ba-6f270815d188"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (20, 2, 'User', '282cec85-8923-4d7d-abfc-33c0dc8ed3f5', 2, 639314392610080000, 639314392610220000, NULL, 0, 'amir06@example.org', 'person amir06', 'ext-amir06', 0, 2209553614, NULL, CAST('{"externalId":"ext-amir06","userName":"Amir06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person amir06","title":"Agent","active":false,"emails":[{"value":"amir06@example.org","type":"work","primary":true},{"value":"amir06@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (21, 2, 'User', 'f8e224bb-0492-4c25-bdb6-563425fcfb7a', 1, 639314392610100000, 639314392610100000, NULL, 0, 'amir07@example.org', 'person amir07', 'ext-amir07', 1, 4050498714, NULL, CAST('{"externalId":"ext-amir07","userName":"Amir07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person amir07","title":"Clerk","active":true,"emails":[{"value":"amir07@example.org","type":"work","primary":true},{"value":"amir07@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E7","department":"Ops","manager":{"value":"86c8c720-a728-4b16-b1ba-6f270815d188"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (22, 2, 'User', 'ece7954e-c636-4b7c-bb8f-df69a7c56027', 1, 639314392610130000, 639314392610130000, NULL, 0, 'amir08@example.org', 'person amir08', 'ext-amir08', 1, 3201282558, NULL, CAST('{"externalId":"ext-amir08","userName":"Amir08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person amir08","title":"Cook","active":true,"emails":[{"value":"amir08@example.org","type":"work","primary":true},{"value":"amir08@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (23, 2, 'User', 'e7284b49-c449-47e3-a1ce-60c5bd1727ce', 1, 639314392610150000, 639314392610150000, NULL, 0, 'amir09@example.org', 'person amir09', 'ext-amir09', 1, 1983323213, NULL, CAST('{"externalId":"ext-amir09","userName":"Amir09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person amir09","title":"Agent","active":true,"emails":[{"value":"amir09@example.org","type":"work","primary":true},{"value":"amir09@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E9","department":"Ops","manager":{"value":"86c8c720-a728-4b16-b1ba-6f270815d188"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (24, 2, 'User', 'e8863fec-2fcb-43fa-adc3-d1a50f3fa3d3', 1, 639314392610170000, 639314392610170000, NULL, 0, 'amir10@example.org', 'person amir10', 'ext-amir10', 0, 2018443385, NULL, CAST('{"externalId":"ext-amir10","userName":"Amir10@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-10"},"displayName":"Person amir10","title":"Clerk","active":false,"emails":[{"value":"amir10@example.org","type":"work","primary":true},{"value":"amir10@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (25, 2, 'Group', '8adfbd91-fddb-4125-8eeb-48628e2d734e', 3, 639314392610200000, 639314392610260000, NULL, 0, 'amir inner', NULL, NULL, NULL, 1751488149, NULL, CAST('{"displayName":"amir inner"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (26, 2, 'Group', 'c2cd32f3-07bc-4059-9bab-bb026535e575', 4, 639314392610220000, 639314392610300000, NULL, 0, 'amir outer', NULL, NULL, NULL, 3300571173, NULL, CAST('{"displayName":"amir outer"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (27, 2, 'Group', '17fd1395-94db-4a32-a583-a40b6fe84556', 1, 639314392610240000, 639314392610240000, NULL, 0, 'amir empty', NULL, NULL, NULL, 2341604564, NULL, CAST('{"displayName":"amir empty"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (28, 2, 'Group', 'a7624809-0b7c-4ce4-a48c-fa1985f765c2', 1, 639314392610260000, 639314392610260000, NULL, 0, 'amir around', NULL, NULL, NULL, 4036122176, NULL, CAST('{"displayName":"amir around"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (29, 2, 'User', 'c878738f-f327-4a6f-a95e-4da8783b33fb', 3, 639314392610350000, 639314392610490000, 639314392610490000, 29, 'amir11@example.org', 'person amir11', 'ext-amir11', 1, 3528246371, NULL, CAST('{"externalId":"ext-amir11","userName":"Amir11@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-11"},"displayName":"Person amir11","title":"Cook","active":true,"emails":[{"value":"amir11@example.org","type":"work","primary":true},{"value":"amir11@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (30, 2, 'User', '1133741c-a019-4c1b-8b5b-9c96b8f4ada0', 2, 639314392610390000, 639314392610510000, NULL, 30, NULL, NULL, NULL, NULL, 0, NULL, X'');
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (31, 2, 'User', 'e191e56f-9585-457c-a9e8-518a402ce628', 3, 639314392610410000, 639314392633820000, NULL, 0, 'amir13@example.org', 'person amir13', 'ext-amir13', 1, 3229399195, NULL, CAST('{"externalId":"ext-amir13","userName":"Amir13@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-13"},"displayName":"Person amir13","title":"Clerk","active":true,"emails":[{"value":"amir13@example.org","type":"work","primary":true},{"value":"amir13@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (32, 2, 'Group', '53303c75-bbce-4aff-bc83-acbafffefcef', 3, 639314392610420000, 639314392610550000, 639314392610550000, 32, 'amir doomed', NULL, NULL, NULL, 4280401087, NULL, CAST('{"displayName":"amir doomed"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (33, 2, 'User', '79625be8-20aa-4d5a-afeb-b0fbabb5c622', 1, 639314392610660000, 639314392610660000, NULL, 0, 'at-a-desk', NULL, NULL, 1, 3537462531, NULL, CAST('{"userName":"at-a-desk","active":true,"urn:example:params:scim:schemas:extension:acme:1.0:User":{"desk":"4-12","since":"2020-02-29T12:00:00Z","floor":4}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (34, 2, 'Locker', '2a69e3fd-a0a6-4234-beb1-92fa3a462d1f', 1, 639314392610730000, 639314392610730000, NULL, 0, NULL, NULL, NULL, NULL, 3722450204, NULL, CAST('{"label":"A1"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (35, 2, 'Locker', 'eb7dbf38-c204-4fe1-8a18-d0308a1c9f93', 1, 639314392610760000, 639314392610760000, NULL, 0, NULL, NULL, NULL, NULL, 1938014615, NULL, CAST('{"label":"A2"}' AS BLOB));
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
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (3, 3, 0, 1, 'e66d818f-8a4c-4565-82c6-8f81d3a89161', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (4, 1, 0, 1, 'dana04@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (4, 1, 1, 1, 'dana04@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 1, 0, 1, 'dana05@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 1, 1, 1, 'dana05@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 2, 0, 1, 'e5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 3, 0, 1, 'e66d818f-8a4c-4565-82c6-8f81d3a89161', NULL, NULL);
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
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 3, 0, 2, '86c8c720-a728-4b16-b1ba-6f270815d188', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 8, 0, 2, 'o’neill-3', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 1, 0, 2, 'amir04@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 1, 1, 2, 'amir04@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 8, 0, 2, 'o’neill-4', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 1, 0, 2, 'amir05@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 1, 1, 2, 'amir05@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 2, 0, 2, 'e5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 3, 0, 2, '86c8c720-a728-4b16-b1ba-6f270815d188', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 7, 0, 2, 'cook', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 8, 0, 2, 'o’neill-5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 1, 0, 2, 'amir06@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 1, 1, 2, 'amir06@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 8, 0, 2, 'o’neill-6', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 1, 0, 2, 'amir07@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 1, 1, 2, 'amir07@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 2, 0, 2, 'e7', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 3, 0, 2, '86c8c720-a728-4b16-b1ba-6f270815d188', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 8, 0, 2, 'o’neill-7', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 1, 0, 2, 'amir08@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 1, 1, 2, 'amir08@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 7, 0, 2, 'cook', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 8, 0, 2, 'o’neill-8', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 1, 0, 2, 'amir09@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 1, 1, 2, 'amir09@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 2, 0, 2, 'e9', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 3, 0, 2, '86c8c720-a728-4b16-b1ba-6f270815d188', NULL, NULL);
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
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (1, 1, 1, 639314392599870000, 'fixture', '833ac933-2b2b-8c73-ff45-bfa985bc6b44', 1, 0, '{"passwordChanged":true}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (2, 1, 2, 639314392604900000, 'fixture', 'cf6fe5ff-e0c8-052c-e076-b66cf08edc1e', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (3, 1, 3, 639314392605110000, 'fixture', 'b79338bb-67b6-11a2-2050-dce51b0e9a27', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (4, 1, 4, 639314392605200000, 'fixture', 'be566a4a-01f7-70f1-5bbf-961eaf4e7341', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (5, 1, 5, 639314392605240000, 'fixture', 'bb8b289b-bad2-7614-9587-061f914594e8', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (6, 1, 6, 639314392605280000, 'fixture', 'bfa50d0a-c169-5c41-c70a-b8c562a1cbf5', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (7, 1, 7, 639314392605350000, 'fixture', '0f15a585-e05a-29e4-62da-ef5fa993963c', 1, 0, '{"members":{"add":["4269b67d-7771-4d7e-8414-c8a3581523a3","886a2aee-b706-4688-83b9-37085b4ce7c9","bb379dd4-a51e-45ba-b328-739cdf57c1f5"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (8, 1, 8, 639314392606220000, 'fixture', '945008dd-965a-4fc0-1471-9eaca01a0788', 1, 0, '{"members":{"add":["e66d818f-8a4c-4565-82c6-8f81d3a89161","df241964-1e84-4870-b2ed-4fc6b99d2881","d38ce4f0-2ea2-4fba-ba9d-b3b6a5cc6821"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (9, 1, 9, 639314392606290000, 'fixture', 'ac55b5e9-3a30-2d98-5e26-9030f0ca46c6', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (10, 1, 10, 639314392606400000, 'fixture', 'ac6c5012-80e0-82e5-d7d7-32f16323e808', 1, 0, '{"members":{"add":["0582e2b5-b264-4b1e-8e53-75d8cbfc861e","df241964-1e84-4870-b2ed-4fc6b99d2881"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (11, 1, 8, 639314392606850000, 'fixture', '27074f97-716f-dfe9-1f46-926e5d42f581', 3, 1, '{"members":{"add":[],"remove":["e66d818f-8a4c-4565-82c6-8f81d3a89161"]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (12, 1, 8, 639314392607240000, 'fixture', '66b048df-c7f2-e91d-c745-a0dc160a0ace', 4, 1, '{"members":{"add":["66a595ed-fa87-4e28-9bf1-bae33f1076ba","e66d818f-8a4c-4565-82c6-8f81d3a89161"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (13, 1, 2, 639314392607300000, 'fixture', '51d653a0-d6b9-b108-b10b-d3dab9083aa5', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-dana02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (14, 1, 11, 639314392607420000, 'fixture', 'e21057a4-c572-e0e4-ede4-97e58f53d050', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (15, 1, 12, 639314392607450000, 'fixture', '20b43879-bee7-4edf-6e42-8e67732f863d', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (16, 1, 13, 639314392607480000, 'fixture', '627693ac-3be3-fe95-6634-fc3fc34ce282', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (17, 1, 14, 639314392607500000, 'fixture', '697847c8-7c40-e581-12d2-90a683e40682', 1, 0, '{"members":{"add":["0dac191d-f195-4454-b056-8f0dc27b3fc5","e66d818f-8a4c-4565-82c6-8f81d3a89161"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (18, 1, 11, 639314392607540000, 'fixture', 'dfca1da2-c123-573b-ab34-69a791d309f7', 3, 2, '{"memberships":["455a7b6a-abf9-45b4-96df-f10c5aa9e01d"]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (19, 1, 12, 639314392607670000, 'fixture', '7a0680f7-9487-79e8-63b6-3bd99f3e9999', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (20, 1, 13, 639314392607700000, 'fixture', 'f3682dd0-75de-d851-2243-35a3d84feaa6', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (21, 1, 14, 639314392607720000, 'fixture', '12bbd053-bff8-560e-304a-e937e77bf2c3', 3, 2, '{"members":{"add":[],"remove":["e66d818f-8a4c-4565-82c6-8f81d3a89161"]},"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (22, 2, 15, 639314392607980000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'ccbec960-758d-e743-a68b-a88ad9b84964', 1, 0, '{"passwordChanged":true}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (23, 2, 16, 639314392609900000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'df73e3b7-0401-414d-d779-f4e04c9e7c4f', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (24, 2, 17, 639314392609930000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'a1ef5c52-6fc7-b4c6-b6d0-d728296dbb18', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (25, 2, 18, 639314392609970000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'b98d1d45-1cdd-a38c-5469-b7af07dc0bf6', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (26, 2, 19, 639314392610050000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'c3d3cf0b-35c1-8818-48ff-d4b04051354c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (27, 2, 20, 639314392610080000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '10ba4b76-097c-a332-6960-c15cbd8d288e', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (28, 2, 21, 639314392610100000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '6a682969-f5f4-82e0-d803-8f177f0cd42a', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (29, 2, 22, 639314392610130000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '6f0a24b1-b3ef-326e-e190-86f639c0d40c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (30, 2, 23, 639314392610150000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '3f99f5f9-86a8-cab1-3ce7-b044b0b3f07e', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (31, 2, 24, 639314392610170000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'ebd3a3db-5445-a51a-7e1c-f4c9759c044e', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (32, 2, 25, 639314392610200000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '414d7302-1e3b-e1cf-f273-a03e060fe80c', 1, 0, '{"members":{"add":["6d3f84ad-cccd-4685-8c11-cb3fad660052","a58a95cb-158c-4815-ae8d-d9b1a631304b","3250ea62-a587-420e-9829-40104f3c670b"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (33, 2, 26, 639314392610220000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'f218ce7d-1930-e847-6884-6a138fdb10d8', 1, 0, '{"members":{"add":["86c8c720-a728-4b16-b1ba-6f270815d188","8adfbd91-fddb-4125-8eeb-48628e2d734e","282cec85-8923-4d7d-abfc-33c0dc8ed3f5"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (34, 2, 27, 639314392610240000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '4cd95af0-66b8-fa11-3ce0-2db36e5561c9', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (35, 2, 28, 639314392610260000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '31b60366-20b5-69d1-bb96-77f35f437bb8', 1, 0, '{"members":{"add":["c2cd32f3-07bc-4059-9bab-bb026535e575","8adfbd91-fddb-4125-8eeb-48628e2d734e"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (36, 2, 26, 639314392610280000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '60c55de7-26ed-d76c-4208-ef0d901dfc20', 3, 1, '{"members":{"add":[],"remove":["86c8c720-a728-4b16-b1ba-6f270815d188"]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (37, 2, 26, 639314392610300000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '450f0111-d999-c7be-3afe-c7f179f686de', 4, 1, '{"members":{"add":["3c8e0947-389f-4513-a262-3c709a5f68d7","86c8c720-a728-4b16-b1ba-6f270815d188"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (38, 2, 16, 639314392610330000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '90f33471-a3e8-6bf1-dc41-ac62fb97339d', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-amir02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (39, 2, 29, 639314392610350000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '30489536-063f-fd39-8fe1-26f03ab5453a', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (40, 2, 30, 639314392610390000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '467292a0-5f24-a0e0-3b95-80310a9da944', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (41, 2, 31, 639314392610410000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '10f0f976-baf4-a5d6-ce00-d441cadf6ff9', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (42, 2, 32, 639314392610420000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '5e5ceae0-824d-b540-032a-2b49cb56f42f', 1, 0, '{"members":{"add":["c878738f-f327-4a6f-a95e-4da8783b33fb","86c8c720-a728-4b16-b1ba-6f270815d188"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (43, 2, 29, 639314392610490000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '0f3643c4-e900-6c8b-32ea-9e5741c73ec8', 3, 2, '{"memberships":["53303c75-bbce-4aff-bc83-acbafffefcef"]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (44, 2, 30, 639314392610510000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'f7204eae-6c15-e4a0-ce47-f98fb4515e2d', 2, 2, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (45, 2, 31, 639314392610530000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '804c1a55-ffda-3e89-2252-cb8c04fe6c9a', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (46, 2, 32, 639314392610550000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '83f929a4-f37d-0de7-bd72-5d1d621e0ac2', 3, 2, '{"members":{"add":[],"remove":["86c8c720-a728-4b16-b1ba-6f270815d188"]},"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (47, 2, 33, 639314392610660000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', 'b43d3f11-b3d3-e8db-9e9f-cc4cd090cdc9', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (48, 2, 34, 639314392610730000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '98c65001-3f3e-cfb9-b5c1-2d7489a2cd84', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (49, 2, 35, 639314392610760000, '4cb2317c-74b5-4669-94fd-2dde86cf5c08', '459db550-bacb-7a62-bd63-b67ab8c08fd9', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (50, 2, 30, 639314392621010000, 'command-line', '3dcaa52a-70c1-4530-9874-bdde36daf538', 2, 4, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (51, 2, 31, 639314392633820000, 'command-line', '89222f1a-b231-4377-b318-9b5ab7cf71f9', 3, 3, '{"memberships":[]}');
INSERT INTO population (tenant, type, active, living) VALUES (1, 'Group', 2, 4);
INSERT INTO population (tenant, type, active, living) VALUES (1, 'User', 0, 2);
INSERT INTO population (tenant, type, active, living) VALUES (1, 'User', 1, 4);
INSERT INTO population (tenant, type, active, living) VALUES (2, 'Group', 2, 4);
INSERT INTO population (tenant, type, active, living) VALUES (2, 'Locker', 2, 2);
INSERT INTO population (tenant, type, active, living) VALUES (2, 'User', 0, 3);
INSERT INTO population (tenant, type, active, living) VALUES (2, 'User', 1, 9);
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (1, 1, 7, 5, '4269b67d-7771-4d7e-8414-c8a3581523a3', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (2, 1, 7, 4, '886a2aee-b706-4688-83b9-37085b4ce7c9', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (3, 1, 7, 3, 'bb379dd4-a51e-45ba-b328-739cdf57c1f5', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (5, 1, 8, 7, 'df241964-1e84-4870-b2ed-4fc6b99d2881', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (6, 1, 8, 6, 'd38ce4f0-2ea2-4fba-ba9d-b3b6a5cc6821', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (7, 1, 10, 8, '0582e2b5-b264-4b1e-8e53-75d8cbfc861e', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (8, 1, 10, 7, 'df241964-1e84-4870-b2ed-4fc6b99d2881', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (9, 1, 8, 2, '66a595ed-fa87-4e28-9bf1-bae33f1076ba', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (10, 1, 8, 1, 'e66d818f-8a4c-4565-82c6-8f81d3a89161', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (11, 2, 25, 19, '6d3f84ad-cccd-4685-8c11-cb3fad660052', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (12, 2, 25, 18, 'a58a95cb-158c-4815-ae8d-d9b1a631304b', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (13, 2, 25, 17, '3250ea62-a587-420e-9829-40104f3c670b', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (15, 2, 26, 25, '8adfbd91-fddb-4125-8eeb-48628e2d734e', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (16, 2, 26, 20, '282cec85-8923-4d7d-abfc-33c0dc8ed3f5', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (17, 2, 28, 26, 'c2cd32f3-07bc-4059-9bab-bb026535e575', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (18, 2, 28, 25, '8adfbd91-fddb-4125-8eeb-48628e2d734e', 'Group');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (19, 2, 26, 16, '3c8e0947-389f-4513-a262-3c709a5f68d7', 'User');
INSERT INTO member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (20, 2, 26, 15, '86c8c720-a728-4b16-b1ba-6f270815d188', 'User');
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
INSERT INTO sqlite_sequence (name, seq) VALUES ('SchemaVersions', 3);
INSERT INTO sqlite_sequence (name, seq) VALUES ('change', 51);
INSERT INTO sqlite_sequence (name, seq) VALUES ('indexed_attribute', 11);
INSERT INTO sqlite_sequence (name, seq) VALUES ('tenant', 4);
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
COMMIT;
PRAGMA user_version = 3;
