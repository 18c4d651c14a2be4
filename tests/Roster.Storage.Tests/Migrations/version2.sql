-- What a server with schema version 2 stored. Made by tests/tools/version-fixture.py; not to be edited.
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
CREATE TABLE population (
    tenant      BIGINT NOT NULL,
    type        TEXT NOT NULL,
    active      BIGINT NOT NULL,      -- 2 where a resource does not say
    living      BIGINT NOT NULL,
    PRIMARY KEY (tenant, type, active)
) WITHOUT ROWID;
ANALYZE sqlite_schema;
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (1, 'Roster.Storage.Migrations.Sqlite.0001_directory.sql', '2026-11-27 22:51:48.6282142');
INSERT INTO SchemaVersions (SchemaVersionID, ScriptName, Applied) VALUES (2, 'Roster.Storage.Migrations.Sqlite.0002_population.sql', '2026-11-27 22:51:48.6457684');
INSERT INTO administration (id, generation, indexes, probed_at, maintenance, cursor_key) VALUES (1, 14, 19, 639314167104963495, 0, X'AE45C59A81E622D010891A1610CFEA69432A00E9DD14E3FC5B22FCBFD66F4C6B');
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (1, 'default', 639314167090822934, NULL, NULL, NULL);
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (2, 'acme', 639314167129304970, NULL, NULL, '{"maxCount":100,"deletedRetentionDays":null}');
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (3, 'empty-org', 639314167166660638, NULL, NULL, NULL);
INSERT INTO tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (4, 'dormant', 639314167184401876, 639314167468570660, NULL, NULL);
INSERT INTO own_schemas (tenant, version, definition) VALUES (2, 4, '{"schemas":[{"id":"urn:example:params:scim:schemas:extension:acme:1.0:User","name":"Acme","description":"","attributes":[{"name":"desk","type":"string","multiValued":false,"description":"","required":false,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"},{"name":"since","type":"dateTime","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"},{"name":"floor","type":"integer","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"}]},{"id":"urn:example:params:scim:schemas:core:1.0:Locker","name":"Locker","description":"","attributes":[{"name":"label","type":"string","multiValued":false,"description":"","required":true,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"}]}],"resourceTypes":[{"name":"User","description":"","schemaExtensions":[{"schema":"urn:example:params:scim:schemas:extension:acme:1.0:User","required":false}]},{"name":"Locker","description":"","endpoint":"/Lockers","schema":"urn:example:params:scim:schemas:core:1.0:Locker","schemaExtensions":[]}]}');
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('351499d9-0684-4da4-90e1-24e23b5edc82', 2, 'acme''s IdP', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639314167227685726, NULL);
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('f62134ed-a005-4285-9e37-6add5b408899', 2, 'old', 'directory:user:view', 86400, 639314167236602946, 639314167240908162);
INSERT INTO client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('fixture', 1, 'First client', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639314167091107665, NULL);
INSERT INTO client_secret (client, hash, created) VALUES ('351499d9-0684-4da4-90e1-24e23b5edc82', X'85D0CC8FA37AF5A10F4359C92598E7D1B456B656E091E7202469C997B3AC6EAD', 639314167232680411);
INSERT INTO client_secret (client, hash, created) VALUES ('351499d9-0684-4da4-90e1-24e23b5edc82', X'C8AA3AFD181BD1827A2217F572EF68613F008F87805766C79EE070B6FC181927', 639314167227685726);
INSERT INTO client_secret (client, hash, created) VALUES ('f62134ed-a005-4285-9e37-6add5b408899', X'8E653FEA77B1D80E653026B5EE1B4C32063ED73AA0CD118053E8482A6CB03E80', 639314167236602946);
INSERT INTO client_secret (client, hash, created) VALUES ('fixture', X'7CCFB8BC6CD24A72C9F14B3D7F4EB1A52197593D17428E2F9679135751176B2F', 639314167091107665);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'2F69A4E67C98F50E422753EBC4A7300741FA0BD68E9FEA1C305EC06D50909331', '351499d9-0684-4da4-90e1-24e23b5edc82', 0, 639314167241452166, 639315031241452166, NULL, NULL, NULL, NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'9FE31ED5FC82B0CBCD1D5D1B6371468D58F74917C3812A89B41E47ED3D86B65A', '351499d9-0684-4da4-90e1-24e23b5edc82', 1, 639314167430655957, 642467767430651157, 'entra', NULL, 'rsp_zITK', NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'BF5C4583C15AA02E2B223E9566DE3E26850E31F6652F23FEFB5BF5CF89097BE8', 'fixture', 0, 639314167107789008, 639315031107789008, NULL, NULL, NULL, NULL);
INSERT INTO token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES (X'D1D4B3B5BEEAC04A65F06FC0C05EB665A325BBDEF531969513B2DB975ADAA0F3', '351499d9-0684-4da4-90e1-24e23b5edc82', 1, 639314167455901010, 3155378975999999999, 'own', 'c462bd8f-1290-44e7-85ee-a5d4a01e404a', 'rsp_GHl3', NULL);
INSERT INTO catalogue (tenant, catalogue, name) VALUES (2, 'skills', 'Knots & <ropes>');
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (1, 1, 'User', '3582437f-1ca7-477b-96c2-9c8fd80aa46d', 6, 639314167311220000, 639314167328810000, NULL, 0, 'dana01@example.org', 'person dana01', 'ext-dana01', 1, 3599657777, '$argon2id$v=19$m=19456,t=2,p=1$nI/62KqDnyXGW4OknbVCOw$NcSBlqNDeXxMZ7ukdLhz5IsusZTk5smqBj1/xMDj6kI', CAST('{"externalId":"ext-dana01","userName":"Dana01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person dana01","title":"Clerk","active":true,"emails":[{"value":"dana01@example.org","type":"work","primary":true},{"value":"dana01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (2, 1, 'User', '90a8727c-6916-4037-adc2-fcb615ccc860', 3, 639314167324320000, 639314167328000000, NULL, 0, 'dana02@example.org', 'person dana02', NULL, 0, 1974880063, NULL, CAST('{"userName":"Dana02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person dana02","title":"Chef","active":false,"emails":[{"value":"dana02@example.org","type":"work","primary":true},{"value":"dana02@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (3, 1, 'User', '60ad2a5b-c38b-4ed5-a388-c5e25ea80a4f', 2, 639314167324380000, 639314167324510000, NULL, 0, 'dana03@example.org', 'person dana03', 'ext-dana03', 1, 2707250273, NULL, CAST('{"externalId":"ext-dana03","userName":"Dana03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person dana03","title":"Agent","active":true,"emails":[{"value":"dana03@example.org","type":"work","primary":true},{"value":"dana03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"3582437f-1ca7-477b-96c2-9c8fd80aa46d"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (4, 1, 'User', 'b40845ae-1b19-47fe-b90c-03a95c080fdf', 2, 639314167324430000, 639314167324510000, NULL, 0, 'dana04@example.org', 'person dana04', 'ext-dana04', 1, 4180996979, NULL, CAST('{"externalId":"ext-dana04","userName":"Dana04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person dana04","title":"Clerk","active":true,"emails":[{"value":"dana04@example.org","type":"work","primary":true},{"value":"dana04@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (5, 1, 'User', 'a001647f-e3a7-44e6-bebf-055dbfaea879', 2, 639314167324450000, 639314167324510000, NULL, 0, 'dana05@example.org', 'person dana05', 'ext-dana05', 1, 883800588, NULL, CAST('{"externalId":"ext-dana05","userName":"Dana05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person dana05","title":"Cook","active":true,"emails":[{"value":"dana05@example.org","type":"work","primary":true},{"value":"dana05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"3582437f-1ca7-477b-96c2-9c8fd80aa46d"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (6, 1, 'User', '2bfe2396-86c3-44a2-995f-dea26ed23eba', 2, 639314167324480000, 639314167324890000, NULL, 0, 'dana06@example.org', 'person dana06', 'ext-dana06', 0, 22353783, NULL, CAST('{"externalId":"ext-dana06","userName":"Dana06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person dana06","title":"Agent","active":false,"emails":[{"value":"dana06@example.org","type":"work","primary":true},{"value":"dana06@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (7, 1, 'Group', 'e3861c69-0012-49aa-90fc-76c74761c918', 3, 639314167324510000, 639314167325280000, NULL, 0, 'dana inner', NULL, NULL, NULL, 4193917140, NULL, CAST('{"displayName":"dana inner"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (8, 1, 'Group', 'd76449c1-c04f-442c-afc8-4ced8b7e2388', 4, 639314167324890000, 639314167327770000, NULL, 0, 'dana outer', NULL, NULL, NULL, 4268942860, NULL, CAST('{"displayName":"dana outer"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (9, 1, 'Group', '2c7f2cd3-f901-43de-a361-31e10b7c510e', 1, 639314167325010000, 639314167325010000, NULL, 0, 'dana empty', NULL, NULL, NULL, 1280798829, NULL, CAST('{"displayName":"dana empty"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (10, 1, 'Group', 'b63edccb-485d-4292-9967-6acc6cb425ad', 1, 639314167325280000, 639314167325280000, NULL, 0, 'dana around', NULL, NULL, NULL, 2635758333, NULL, CAST('{"displayName":"dana around"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (11, 1, 'User', 'c1da027f-32f4-4ec0-a349-d3e44b3fea6e', 3, 639314167328250000, 639314167328630000, 639314167328630000, 11, 'dana07@example.org', 'person dana07', 'ext-dana07', 1, 3323403059, NULL, CAST('{"externalId":"ext-dana07","userName":"Dana07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person dana07","title":"Clerk","active":true,"emails":[{"value":"dana07@example.org","type":"work","primary":true},{"value":"dana07@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (12, 1, 'User', '9fb2ed54-993f-40ea-ab56-4a0c3a4fc77a', 2, 639314167328330000, 639314167328760000, 639314167328760000, 12, 'dana08@example.org', 'person dana08', 'ext-dana08', 1, 889302401, NULL, CAST('{"externalId":"ext-dana08","userName":"Dana08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person dana08","title":"Cook","active":true,"emails":[{"value":"dana08@example.org","type":"work","primary":true},{"value":"dana08@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (13, 1, 'User', '638fd317-ba09-4af5-9714-825aa09aa7c2', 2, 639314167328420000, 639314167328790000, 639314167328790000, 13, 'dana09@example.org', 'person dana09', 'ext-dana09', 1, 488885063, NULL, CAST('{"externalId":"ext-dana09","userName":"Dana09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person dana09","title":"Agent","active":true,"emails":[{"value":"dana09@example.org","type":"work","primary":true},{"value":"dana09@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (14, 1, 'Group', '03b564c7-82df-44db-95e4-18079492f410', 3, 639314167328490000, 639314167328810000, 639314167328810000, 14, 'dana doomed', NULL, NULL, NULL, 4133226335, NULL, CAST('{"displayName":"dana doomed"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (15, 2, 'User', 'c462bd8f-1290-44e7-85ee-a5d4a01e404a', 6, 639314167329260000, 639314167340100000, NULL, 0, 'amir01@example.org', 'person amir01', 'ext-amir01', 1, 2577481619, '$argon2id$v=19$m=19456,t=2,p=1$/CgYscYDlisThYkEGDTleQ$QolsCSGmtIHmirgyc3k25lfiiwr4gUqS4KK7xq9BzOA', CAST('{"externalId":"ext-amir01","userName":"Amir01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person amir01","title":"Clerk","active":true,"emails":[{"value":"amir01@example.org","type":"work","primary":true},{"value":"amir01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (16, 2, 'User', '9c4d86be-2538-43fe-9bf6-f78607ef1cfc', 3, 639314167339110000, 639314167339940000, NULL, 0, 'amir02@example.org', 'person amir02', NULL, 0, 255645964, NULL, CAST('{"userName":"Amir02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person amir02","title":"Chef","active":false,"emails":[{"value":"amir02@example.org","type":"work","primary":true},{"value":"amir02@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (17, 2, 'User', '7e277666-2382-4270-aab0-7b87eafaa65c', 2, 639314167339140000, 639314167339820000, NULL, 0, 'amir03@example.org', 'person amir03', 'ext-amir03', 1, 523311034, NULL, CAST('{"externalId":"ext-amir03","userName":"Amir03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person amir03","title":"Agent","active":true,"emails":[{"value":"amir03@example.org","type":"work","primary":true},{"value":"amir03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"c462bd8f-1290-44e7-85ee-a5d4a01e404a"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (18, 2, 'User', '346d66f9-2df2-48e4-b9ee-f046a28143c0', 2, 639314167339150000, 639314167339820000, NULL, 0, 'amir04@example.org', 'person amir04', 'ext-amir04', 1, 1285469376, NULL, CAST('{"externalId":"ext-amir04","userName":"Amir04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person amir04","title":"Clerk","active":true,"emails":[{"value":"amir04@example.org","type":"work","primary":true},{"value":"amir04@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (19, 2, 'User', '72f039bf-3d79-41f4-ada2-bed643cc32dc', 2, 639314167339690000, 639314167339820000, NULL, 0, 'amir05@example.org', 'person amir05', 'ext-amir05', 1, 4060080137, NULL, CAST('{"externalId":"ext-amir05","userName":"Amir05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person amir05","title":"Cook","active":true,"emails":[{"value":"amir05@example.org","type":"work","primary":true},{"value":"amir05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"c462bd8f-1290-44e7-85ee-a5d4a01e404a"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (20, 2, 'User', '04bb41f6-9f88-4e36-a751-68051c1d393b', 2, 639314167339710000, 639314167339840000, NULL, 0, 'amir06@example.org', 'person amir06', 'ext-amir06', 0, 3167396254, NULL, CAST('{"externalId":"ext-amir06","userName":"Amir06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person amir06","title":"Agent","active":false,"emails":[{"value":"amir06@example.org","type":"work","primary":true},{"value":"amir06@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (21, 2, 'User', '3280c07c-3393-4cca-97e0-07365dd19b83', 1, 639314167339730000, 639314167339730000, NULL, 0, 'amir07@example.org', 'person amir07', 'ext-amir07', 1, 3354567281, NULL, CAST('{"externalId":"ext-amir07","userName":"Amir07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person amir07","title":"Clerk","active":true,"emails":[{"value":"amir07@example.org","type":"work","primary":true},{"value":"amir07@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E7","department":"Ops","manager":{"value":"c462bd8f-1290-44e7-85ee-a5d4a01e404a"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (22, 2, 'User', 'ae8901bc-d69d-445c-88a9-676bb1987e6c', 1, 639314167339750000, 639314167339750000, NULL, 0, 'amir08@example.org', 'person amir08', 'ext-amir08', 1, 3528757140, NULL, CAST('{"externalId":"ext-amir08","userName":"Amir08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person amir08","title":"Cook","active":true,"emails":[{"value":"amir08@example.org","type":"work","primary":true},{"value":"amir08@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (23, 2, 'User', '5f31f617-6118-49d0-a547-0ba0ab2fcde2', 1, 639314167339770000, 639314167339770000, NULL, 0, 'amir09@example.org', 'person amir09', 'ext-amir09', 1, 2254844580, NULL, CAST('{"externalId":"ext-amir09","userName":"Amir09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person amir09","title":"Agent","active":true,"emails":[{"value":"amir09@example.org","type":"work","primary":true},{"value":"amir09@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E9","department":"Ops","manager":{"value":"c462bd8f-1290-44e7-85ee-a5d4a01e404a"}}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (24, 2, 'User', '68a4d602-6a44-4bd6-90cf-a53dfe110228', 1, 639314167339790000, 639314167339790000, NULL, 0, 'amir10@example.org', 'person amir10', 'ext-amir10', 0, 3419953332, NULL, CAST('{"externalId":"ext-amir10","userName":"Amir10@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-10"},"displayName":"Person amir10","title":"Clerk","active":false,"emails":[{"value":"amir10@example.org","type":"work","primary":true},{"value":"amir10@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (25, 2, 'Group', 'a359bdd4-b438-4f5d-8a04-e80f00990206', 3, 639314167339820000, 639314167339880000, NULL, 0, 'amir inner', NULL, NULL, NULL, 1992410245, NULL, CAST('{"displayName":"amir inner"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (26, 2, 'Group', '76998c49-10fd-4081-8c39-e6bc88755ac2', 4, 639314167339840000, 639314167339920000, NULL, 0, 'amir outer', NULL, NULL, NULL, 105584783, NULL, CAST('{"displayName":"amir outer"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (27, 2, 'Group', 'ed59ac33-70eb-4d6a-8620-eec5f4401117', 1, 639314167339860000, 639314167339860000, NULL, 0, 'amir empty', NULL, NULL, NULL, 2039486236, NULL, CAST('{"displayName":"amir empty"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (28, 2, 'Group', '2c199f48-eb5d-4dde-95ad-d3c09c6b38e0', 1, 639314167339880000, 639314167339880000, NULL, 0, 'amir around', NULL, NULL, NULL, 3231277892, NULL, CAST('{"displayName":"amir around"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (29, 2, 'User', 'cb3dfdfa-1c51-4371-8ddb-a5f562bcb9d5', 3, 639314167339960000, 639314167340050000, 639314167340050000, 29, 'amir11@example.org', 'person amir11', 'ext-amir11', 1, 2365357530, NULL, CAST('{"externalId":"ext-amir11","userName":"Amir11@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-11"},"displayName":"Person amir11","title":"Cook","active":true,"emails":[{"value":"amir11@example.org","type":"work","primary":true},{"value":"amir11@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (30, 2, 'User', '49c936e1-f080-4ca0-beec-a2b623e99c96', 2, 639314167339980000, 639314167340070000, NULL, 30, NULL, NULL, NULL, NULL, 0, NULL, X'');
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (31, 2, 'User', 'bc003a44-9002-4c26-b581-c664280ce7dc', 3, 639314167340000000, 639314167392850000, NULL, 0, 'amir13@example.org', 'person amir13', 'ext-amir13', 1, 2494545504, NULL, CAST('{"externalId":"ext-amir13","userName":"Amir13@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-13"},"displayName":"Person amir13","title":"Clerk","active":true,"emails":[{"value":"amir13@example.org","type":"work","primary":true},{"value":"amir13@home.example","type":"home"}]}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (32, 2, 'Group', '430a06e9-f4d0-4e8e-9b72-d7f56e97cb33', 3, 639314167340030000, 639314167340100000, 639314167340100000, 32, 'amir doomed', NULL, NULL, NULL, 4209967246, NULL, CAST('{"displayName":"amir doomed"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (33, 2, 'User', '633a24e9-201f-44ee-bc29-1a616ccaa06c', 1, 639314167340200000, 639314167340200000, NULL, 0, 'at-a-desk', NULL, NULL, 1, 2445753996, NULL, CAST('{"userName":"at-a-desk","active":true,"urn:example:params:scim:schemas:extension:acme:1.0:User":{"desk":"4-12","since":"2020-02-29T12:00:00Z","floor":4}}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (34, 2, 'Locker', 'cfb698b3-3b58-4e04-893e-3a31d035c4f5', 1, 639314167340240000, 639314167340240000, NULL, 0, NULL, NULL, NULL, NULL, 2558270554, NULL, CAST('{"label":"A1"}' AS BLOB));
INSERT INTO resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (35, 2, 'Locker', 'ca620c25-7f94-4f51-8964-7c852292f06c', 1, 639314167340260000, 639314167340260000, NULL, 0, NULL, NULL, NULL, NULL, 2744231218, NULL, CAST('{"label":"A2"}' AS BLOB));
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
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (3, 3, 0, 1, '3582437f-1ca7-477b-96c2-9c8fd80aa46d', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (4, 1, 0, 1, 'dana04@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (4, 1, 1, 1, 'dana04@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 1, 0, 1, 'dana05@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 1, 1, 1, 'dana05@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 2, 0, 1, 'e5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (5, 3, 0, 1, '3582437f-1ca7-477b-96c2-9c8fd80aa46d', NULL, NULL);
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
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 3, 0, 2, 'c462bd8f-1290-44e7-85ee-a5d4a01e404a', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (17, 8, 0, 2, 'o’neill-3', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 1, 0, 2, 'amir04@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 1, 1, 2, 'amir04@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (18, 8, 0, 2, 'o’neill-4', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 1, 0, 2, 'amir05@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 1, 1, 2, 'amir05@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 2, 0, 2, 'e5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 3, 0, 2, 'c462bd8f-1290-44e7-85ee-a5d4a01e404a', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 7, 0, 2, 'cook', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (19, 8, 0, 2, 'o’neill-5', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 1, 0, 2, 'amir06@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 1, 1, 2, 'amir06@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 7, 0, 2, 'agent', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (20, 8, 0, 2, 'o’neill-6', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 1, 0, 2, 'amir07@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 1, 1, 2, 'amir07@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 2, 0, 2, 'e7', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 3, 0, 2, 'c462bd8f-1290-44e7-85ee-a5d4a01e404a', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 7, 0, 2, 'clerk', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (21, 8, 0, 2, 'o’neill-7', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 1, 0, 2, 'amir08@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 1, 1, 2, 'amir08@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 7, 0, 2, 'cook', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (22, 8, 0, 2, 'o’neill-8', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 1, 0, 2, 'amir09@example.org', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 1, 1, 2, 'amir09@home.example', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 2, 0, 2, 'e9', NULL, NULL);
INSERT INTO resource_value (resource, path, element, tenant, text, number, instant) VALUES (23, 3, 0, 2, 'c462bd8f-1290-44e7-85ee-a5d4a01e404a', NULL, NULL);
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
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (1, 1, 1, 639314167311220000, 'fixture', '71982a0f-5107-4bd8-a19d-d29a501173ff', 1, 0, '{"passwordChanged":true}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (2, 1, 2, 639314167324320000, 'fixture', '3101d33d-263d-4092-b3bc-5f562d9d2cfa', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (3, 1, 3, 639314167324380000, 'fixture', 'd3c505bf-474d-4337-88fa-750fe5e67a4c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (4, 1, 4, 639314167324430000, 'fixture', '17865f0a-43ed-4392-b245-8c447fdb4080', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (5, 1, 5, 639314167324450000, 'fixture', '3b0468df-bbd9-4ff2-895f-73c424dff6e6', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (6, 1, 6, 639314167324480000, 'fixture', '184bdc22-61a4-4ba4-b905-9ae3eb7f2a1c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (7, 1, 7, 639314167324510000, 'fixture', 'c8736d78-85d1-4e33-80ba-e70e6a7f12c2', 1, 0, '{"members":{"add":["a001647f-e3a7-44e6-bebf-055dbfaea879","b40845ae-1b19-47fe-b90c-03a95c080fdf","60ad2a5b-c38b-4ed5-a388-c5e25ea80a4f"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (8, 1, 8, 639314167324890000, 'fixture', 'c1fdc4fd-3d71-4b00-a2c3-0f0e37253e8d', 1, 0, '{"members":{"add":["3582437f-1ca7-477b-96c2-9c8fd80aa46d","e3861c69-0012-49aa-90fc-76c74761c918","2bfe2396-86c3-44a2-995f-dea26ed23eba"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (9, 1, 9, 639314167325010000, 'fixture', 'f5096e72-39ae-49d7-b81b-b1f4aa2e1cec', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (10, 1, 10, 639314167325280000, 'fixture', 'c652a25b-4079-42c2-9793-19bfb11ae1dc', 1, 0, '{"members":{"add":["d76449c1-c04f-442c-afc8-4ced8b7e2388","e3861c69-0012-49aa-90fc-76c74761c918"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (11, 1, 8, 639314167327510000, 'fixture', '970e6661-867c-40e8-8fe4-3922de938ce3', 3, 1, '{"members":{"add":[],"remove":["3582437f-1ca7-477b-96c2-9c8fd80aa46d"]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (12, 1, 8, 639314167327770000, 'fixture', 'd88533ad-7734-423f-a9bb-ce781205f7ce', 4, 1, '{"members":{"add":["90a8727c-6916-4037-adc2-fcb615ccc860","3582437f-1ca7-477b-96c2-9c8fd80aa46d"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (13, 1, 2, 639314167328000000, 'fixture', '5f9036b7-f6b8-4948-89db-d3d1a756af51', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-dana02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (14, 1, 11, 639314167328250000, 'fixture', '8502007c-2808-4668-918e-b7d7122931d8', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (15, 1, 12, 639314167328330000, 'fixture', 'ef5420fc-6799-4c6f-87e5-b9964e0004a9', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (16, 1, 13, 639314167328420000, 'fixture', '40d42d25-71ad-4cbc-b5cc-5a890c1c5989', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (17, 1, 14, 639314167328490000, 'fixture', 'bd1dd3b2-25da-494e-a7e4-20ed79bd2642', 1, 0, '{"members":{"add":["c1da027f-32f4-4ec0-a349-d3e44b3fea6e","3582437f-1ca7-477b-96c2-9c8fd80aa46d"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (18, 1, 11, 639314167328630000, 'fixture', 'd605cbaa-3a03-447d-8eb4-c0f312cf20a2', 3, 2, '{"memberships":["03b564c7-82df-44db-95e4-18079492f410"]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (19, 1, 12, 639314167328760000, 'fixture', '97d2b5d3-14aa-4918-8b3d-0cc39792a4e5', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (20, 1, 13, 639314167328790000, 'fixture', '6c763d1d-23a7-42fd-91d3-b49d8c7c2955', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (21, 1, 14, 639314167328810000, 'fixture', 'ec546f1b-0a32-4a18-9fe9-95b343dff9f9', 3, 2, '{"members":{"add":[],"remove":["3582437f-1ca7-477b-96c2-9c8fd80aa46d"]},"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (22, 2, 15, 639314167329260000, '351499d9-0684-4da4-90e1-24e23b5edc82', '20703bcc-b1cf-4b0e-a213-2fe8135537f4', 1, 0, '{"passwordChanged":true}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (23, 2, 16, 639314167339110000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'c0830a47-be7b-4387-850f-d5778351403c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (24, 2, 17, 639314167339140000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'f05882a3-f031-4eb5-a7c5-0a1789a2f7f7', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (25, 2, 18, 639314167339150000, '351499d9-0684-4da4-90e1-24e23b5edc82', '01adeeea-0d90-4b87-8f44-bd376caa7170', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (26, 2, 19, 639314167339690000, '351499d9-0684-4da4-90e1-24e23b5edc82', '496d3ed7-e4d7-47b8-a5fb-f566b83d1e2b', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (27, 2, 20, 639314167339710000, '351499d9-0684-4da4-90e1-24e23b5edc82', '14d8b944-f311-4f5d-8790-67dc16384228', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (28, 2, 21, 639314167339730000, '351499d9-0684-4da4-90e1-24e23b5edc82', '1562ed5d-729a-4a07-8248-cd6800dde2fb', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (29, 2, 22, 639314167339750000, '351499d9-0684-4da4-90e1-24e23b5edc82', '01a5b146-8998-412d-bdf3-17ff2b613937', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (30, 2, 23, 639314167339770000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'ee1005e8-90d4-4971-8683-700112a87a0e', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (31, 2, 24, 639314167339790000, '351499d9-0684-4da4-90e1-24e23b5edc82', '3a192c90-624e-4153-8ac5-f92ad6595e61', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (32, 2, 25, 639314167339820000, '351499d9-0684-4da4-90e1-24e23b5edc82', '7586b0a9-6878-48f3-bd74-9c5859ab7343', 1, 0, '{"members":{"add":["72f039bf-3d79-41f4-ada2-bed643cc32dc","346d66f9-2df2-48e4-b9ee-f046a28143c0","7e277666-2382-4270-aab0-7b87eafaa65c"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (33, 2, 26, 639314167339840000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'b86b0ff5-a93a-4cf2-af16-746893b2a7a0', 1, 0, '{"members":{"add":["c462bd8f-1290-44e7-85ee-a5d4a01e404a","a359bdd4-b438-4f5d-8a04-e80f00990206","04bb41f6-9f88-4e36-a751-68051c1d393b"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (34, 2, 27, 639314167339860000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'c82baad8-6ab8-4901-8ad5-93704ab43e98', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (35, 2, 28, 639314167339880000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'f3b1d769-19e2-478d-b413-d79648d70c18', 1, 0, '{"members":{"add":["76998c49-10fd-4081-8c39-e6bc88755ac2","a359bdd4-b438-4f5d-8a04-e80f00990206"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (36, 2, 26, 639314167339900000, '351499d9-0684-4da4-90e1-24e23b5edc82', '2d60563a-9827-4b42-b3d4-23c91ef077e0', 3, 1, '{"members":{"add":[],"remove":["c462bd8f-1290-44e7-85ee-a5d4a01e404a"]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (37, 2, 26, 639314167339920000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'd5277cf5-621e-497b-8022-5cd8a7bb800b', 4, 1, '{"members":{"add":["9c4d86be-2538-43fe-9bf6-f78607ef1cfc","c462bd8f-1290-44e7-85ee-a5d4a01e404a"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (38, 2, 16, 639314167339940000, '351499d9-0684-4da4-90e1-24e23b5edc82', '6656b103-1c2b-4ca2-a668-8d13b2563adf', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-amir02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (39, 2, 29, 639314167339960000, '351499d9-0684-4da4-90e1-24e23b5edc82', '4ca77a8e-dd07-401f-afb5-be081a4fe3c5', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (40, 2, 30, 639314167339980000, '351499d9-0684-4da4-90e1-24e23b5edc82', '46182590-b0e8-416c-83f8-eb26114a35d0', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (41, 2, 31, 639314167340000000, '351499d9-0684-4da4-90e1-24e23b5edc82', '4e5dcb44-5032-4525-b72b-a1c5e9f65229', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (42, 2, 32, 639314167340030000, '351499d9-0684-4da4-90e1-24e23b5edc82', '83b5c411-71fa-4d07-b907-52b296fc89f3', 1, 0, '{"members":{"add":["cb3dfdfa-1c51-4371-8ddb-a5f562bcb9d5","c462bd8f-1290-44e7-85ee-a5d4a01e404a"],"remove":[]}}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (43, 2, 29, 639314167340050000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'dbb4a0bf-ea20-4a54-b6e1-41c030b8af9b', 3, 2, '{"memberships":["430a06e9-f4d0-4e8e-9b72-d7f56e97cb33"]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (44, 2, 30, 639314167340070000, '351499d9-0684-4da4-90e1-24e23b5edc82', '1dd29d36-8433-4f03-acc0-29ecce8fb45f', 2, 2, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (45, 2, 31, 639314167340090000, '351499d9-0684-4da4-90e1-24e23b5edc82', '2581c07d-7201-4076-8af0-729d95294d24', 2, 2, '{"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (46, 2, 32, 639314167340100000, '351499d9-0684-4da4-90e1-24e23b5edc82', '9520d70a-08cb-410c-99fa-55b48648db58', 3, 2, '{"members":{"add":[],"remove":["c462bd8f-1290-44e7-85ee-a5d4a01e404a"]},"memberships":[]}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (47, 2, 33, 639314167340200000, '351499d9-0684-4da4-90e1-24e23b5edc82', '5973be0d-a514-4ce6-98e4-4d062ad1ef44', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (48, 2, 34, 639314167340240000, '351499d9-0684-4da4-90e1-24e23b5edc82', '33d5aa7e-f375-4099-9f3e-55d30f4cecbe', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (49, 2, 35, 639314167340260000, '351499d9-0684-4da4-90e1-24e23b5edc82', 'ec8e4387-786d-4518-ab55-fc0ef3fe434c', 1, 0, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (50, 2, 30, 639314167361220000, 'command-line', '78f4e2b8-2667-4ae2-9073-098d08c786e5', 2, 4, '{}');
INSERT INTO change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (51, 2, 31, 639314167392850000, 'command-line', 'd9346c83-e0b1-4696-90d3-5730b0e2edba', 3, 3, '{"memberships":[]}');
INSERT INTO population (tenant, type, active, living) VALUES (1, 'Group', 2, 4);
INSERT INTO population (tenant, type, active, living) VALUES (1, 'User', 0, 2);
INSERT INTO population (tenant, type, active, living) VALUES (1, 'User', 1, 4);
INSERT INTO population (tenant, type, active, living) VALUES (2, 'Group', 2, 4);
INSERT INTO population (tenant, type, active, living) VALUES (2, 'Locker', 2, 2);
INSERT INTO population (tenant, type, active, living) VALUES (2, 'User', 0, 3);
INSERT INTO population (tenant, type, active, living) VALUES (2, 'User', 1, 9);
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
INSERT INTO sqlite_sequence (name, seq) VALUES ('SchemaVersions', 2);
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
PRAGMA user_version = 2;
