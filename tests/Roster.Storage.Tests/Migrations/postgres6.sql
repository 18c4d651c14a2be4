-- What a server with schema version 6 stored. Made by tests/tools/version-fixture.py; not to be edited.
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE FUNCTION public.names_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        INSERT INTO resource_name (tenant, resource, unique_value, display_name)
        VALUES (NEW.tenant, NEW.row_id, NEW.unique_value, NEW.display_name)
        ON CONFLICT (tenant, resource) DO UPDATE SET unique_value = excluded.unique_value, display_name = excluded.display_name;
        RETURN NULL;
    END $$;
CREATE FUNCTION public.names_come() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        INSERT INTO resource_name (tenant, resource, unique_value, display_name)
        SELECT tenant, row_id, unique_value, display_name
          FROM added
         WHERE unique_value IS NOT NULL OR display_name IS NOT NULL;
        RETURN NULL;
    END $$;
CREATE FUNCTION public.names_go() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        DELETE FROM resource_name n USING removed r WHERE n.tenant = r.tenant AND n.resource = r.row_id;
        RETURN NULL;
    END $$;
CREATE FUNCTION public.population_changes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.population_grows() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO population AS p (tenant, type, block, active, living)
    SELECT tenant, type, row_id & ~4095, coalesce(active, 2), count(*)
      FROM added
     WHERE tombstone = 0
     GROUP BY 1, 2, 3, 4
    ON CONFLICT (tenant, type, block, active) DO UPDATE SET living = p.living + excluded.living;
    RETURN NULL;
END $$;
CREATE FUNCTION public.population_shrinks() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION public.tell_nodes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM pg_notify('roster', '');
    RETURN NULL;
END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.administration (
    id bigint NOT NULL,
    generation bigint NOT NULL,
    indexes bigint NOT NULL,
    probed_at bigint NOT NULL,
    maintenance bigint NOT NULL,
    cursor_key bytea,
    CONSTRAINT administration_id_check CHECK ((id = 1))
);
CREATE TABLE public.catalogue (
    tenant bigint NOT NULL,
    catalogue text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.change (
    sequence bigint NOT NULL,
    tenant bigint NOT NULL,
    resource bigint NOT NULL,
    at bigint NOT NULL,
    client text NOT NULL COLLATE pg_catalog."C",
    correlation text NOT NULL,
    version bigint NOT NULL,
    kind bigint NOT NULL,
    delta text NOT NULL
);
ALTER TABLE ONLY public.change FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.change_sequence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.change_sequence OWNED BY public.change.sequence;
CREATE TABLE public.client (
    id text NOT NULL COLLATE pg_catalog."C",
    tenant bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    permissions text NOT NULL,
    token_lifetime bigint NOT NULL,
    created bigint NOT NULL,
    revoked_at bigint
);
CREATE TABLE public.client_secret (
    client text NOT NULL COLLATE pg_catalog."C",
    hash bytea NOT NULL,
    created bigint NOT NULL
);
CREATE TABLE public.indexed_attribute (
    id bigint NOT NULL,
    tenant bigint NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    path text NOT NULL COLLATE pg_catalog."C",
    complete bigint NOT NULL,
    filled_to bigint NOT NULL,
    demanded bigint NOT NULL,
    dropped bigint NOT NULL
);
ALTER TABLE public.indexed_attribute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indexed_attribute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.member (
    row_id bigint NOT NULL,
    tenant bigint NOT NULL,
    group_row bigint NOT NULL,
    member_row bigint NOT NULL,
    member_id text NOT NULL COLLATE pg_catalog."C",
    member_type text NOT NULL COLLATE pg_catalog."C"
);
ALTER TABLE ONLY public.member FORCE ROW LEVEL SECURITY;
CREATE SEQUENCE public.member_row
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.member_row OWNED BY public.member.row_id;
CREATE TABLE public.own_schemas (
    tenant bigint NOT NULL,
    version bigint NOT NULL,
    definition text NOT NULL
);
CREATE TABLE public.population (
    tenant bigint NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    block bigint NOT NULL,
    active bigint NOT NULL,
    living bigint NOT NULL
)
WITH (fillfactor='20');
CREATE TABLE public.resource (
    row_id bigint NOT NULL,
    tenant bigint NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    id text NOT NULL COLLATE pg_catalog."C",
    version bigint NOT NULL,
    created bigint NOT NULL,
    modified bigint NOT NULL,
    deleted_at bigint,
    tombstone bigint NOT NULL,
    unique_value text COLLATE pg_catalog."C",
    display_name text COLLATE pg_catalog."C",
    external_id text COLLATE pg_catalog."C",
    active bigint,
    checksum bigint NOT NULL,
    password_hash text,
    document bytea NOT NULL
);
ALTER TABLE ONLY public.resource FORCE ROW LEVEL SECURITY;
CREATE TABLE public.resource_name (
    tenant bigint NOT NULL,
    resource bigint NOT NULL,
    unique_value text COLLATE pg_catalog."C",
    display_name text COLLATE pg_catalog."C"
);
CREATE SEQUENCE public.resource_row
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.resource_row OWNED BY public.resource.row_id;
CREATE TABLE public.resource_value (
    tenant bigint NOT NULL,
    resource bigint NOT NULL,
    path bigint NOT NULL,
    element bigint NOT NULL,
    text text COLLATE pg_catalog."C",
    number double precision,
    instant bigint
);
CREATE TABLE public.schemaversions (
    schemaversionsid integer NOT NULL,
    scriptname character varying(255) NOT NULL,
    applied timestamp without time zone NOT NULL
);
CREATE SEQUENCE public.schemaversions_schemaversionsid_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.schemaversions_schemaversionsid_seq OWNED BY public.schemaversions.schemaversionsid;
CREATE TABLE public.tenant (
    id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    created bigint NOT NULL,
    suspended_at bigint,
    purge_begun bigint,
    settings text
);
ALTER TABLE public.tenant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tenant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.token (
    hash bytea NOT NULL,
    client text NOT NULL COLLATE pg_catalog."C",
    kind bigint NOT NULL,
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    name text COLLATE pg_catalog."C",
    user_id text COLLATE pg_catalog."C",
    shown text,
    used_at bigint
);
CREATE TABLE public.writer (
    id uuid NOT NULL,
    batch bigint NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.change ALTER COLUMN sequence SET DEFAULT nextval('public.change_sequence'::regclass);
ALTER TABLE ONLY public.member ALTER COLUMN row_id SET DEFAULT nextval('public.member_row'::regclass);
ALTER TABLE ONLY public.resource ALTER COLUMN row_id SET DEFAULT nextval('public.resource_row'::regclass);
ALTER TABLE ONLY public.schemaversions ALTER COLUMN schemaversionsid SET DEFAULT nextval('public.schemaversions_schemaversionsid_seq'::regclass);
INSERT INTO public.administration (id, generation, indexes, probed_at, maintenance, cursor_key) VALUES (1, 14, 19, 639315464304897583, 0, '\x09b609b8d91e94fbe2484a8ae476a087f180fe41bf466383cf65edb8e45c2966');
INSERT INTO public.catalogue (tenant, catalogue, name) VALUES (2, 'skills', 'Knots & <ropes>');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (1, 1, 1, 639315464488450000, 'fixture', '51a2c6c5-45b1-ed44-f11f-19e34b2090ea', 1, 0, '{"passwordChanged":true}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (2, 1, 2, 639315464492050000, 'fixture', '3b3fac68-208e-0df5-d99e-2d3cfd34bdd7', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (3, 1, 3, 639315464492170000, 'fixture', '8fad11af-73f5-9ed1-3029-771966393944', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (4, 1, 4, 639315464492330000, 'fixture', 'e86d63ca-2b5c-bbbc-0846-d0c5bb51f900', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (5, 1, 5, 639315464492430000, 'fixture', '09dd4151-957f-7f19-6046-c2bfe5f6adda', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (6, 1, 6, 639315464492540000, 'fixture', 'e62a7d1d-67d5-534f-123d-68153e48f899', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (7, 1, 7, 639315464492710000, 'fixture', 'f83f2db2-cc5e-3d97-d3c4-0c2c20c7fac3', 1, 0, '{"members":{"add":["01a226f0-dd5b-7662-aca8-299cc99ab8e8","01a226f0-dd51-7cc8-b147-679d35fc271b","01a226f0-dd41-7256-b464-561dccf3ae4a"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (8, 1, 8, 639315464494240000, 'fixture', '44e74ba0-6fa7-0933-82dd-ae60555c25bb', 1, 0, '{"members":{"add":["01a226f0-dbcd-7f1f-9319-c35b5a495182","01a226f0-dd77-717e-a227-bb6c8230a741","01a226f0-dd66-7e82-895b-035168a33adb"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (9, 1, 9, 639315464494360000, 'fixture', 'a90a52e3-5fab-0f3d-577f-e07bce24d941', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (10, 1, 10, 639315464494510000, 'fixture', 'acc3fe42-a68f-1f46-ca88-a9d0750fb9bb', 1, 0, '{"members":{"add":["01a226f0-de10-78d9-954e-906e1adc82e1","01a226f0-dd77-717e-a227-bb6c8230a741"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (11, 1, 8, 639315464495240000, 'fixture', '4b42cae9-896c-727a-1d47-27e5721edb78', 3, 1, '{"members":{"add":[],"remove":["01a226f0-dbcd-7f1f-9319-c35b5a495182"]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (12, 1, 8, 639315464495590000, 'fixture', 'f6cbbf38-796e-439c-818f-8cfc94df5dd5', 4, 1, '{"members":{"add":["01a226f0-dd35-7220-8ab0-21152cd528e5","01a226f0-dbcd-7f1f-9319-c35b5a495182"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (13, 1, 2, 639315464495820000, 'fixture', '103d344b-7e08-fb9a-94ab-a5d9829f850e', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-dana02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (14, 1, 11, 639315464496040000, 'fixture', 'be82074c-a3d9-5752-f2f1-72f261336152', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (15, 1, 12, 639315464496100000, 'fixture', '842cf5e5-adfd-2cd7-28e4-c64a878b14c1', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (16, 1, 13, 639315464496220000, 'fixture', 'a62ab199-9f05-9017-1b16-fc3f0de16723', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (17, 1, 14, 639315464496330000, 'fixture', '89f4818d-2526-818e-068d-2b9e4bed4a8b', 1, 0, '{"members":{"add":["01a226f0-dec4-7333-882f-58534ea9ef84","01a226f0-dbcd-7f1f-9319-c35b5a495182"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (18, 1, 11, 639315464496500000, 'fixture', 'cde7b872-3802-0e19-1c5f-432f442db82b', 3, 2, '{"memberships":["01a226f0-dee1-79d6-83b5-1ff2012db009"]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (19, 1, 12, 639315464496720000, 'fixture', '89f69e97-cac2-e655-09f0-c4fdeeba76db', 2, 2, '{"memberships":[]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (20, 1, 13, 639315464496890000, 'fixture', 'cd179571-af7b-07d7-e196-8b90a46cc91a', 2, 2, '{"memberships":[]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (21, 1, 14, 639315464497040000, 'fixture', '41f4db66-70a6-bd1a-2d2d-6363166effb6', 3, 2, '{"members":{"add":[],"remove":["01a226f0-dbcd-7f1f-9319-c35b5a495182"]},"memberships":[]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (22, 2, 15, 639315464497180000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'bd41cfb5-22e1-e4f2-7112-2387e2e56889', 1, 0, '{"passwordChanged":true}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (23, 2, 16, 639315464499380000, '798aa25d-96e8-45ab-86a2-640d42540aca', '0b7c4992-d81c-5850-949d-0321519b63f5', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (24, 2, 17, 639315464499450000, '798aa25d-96e8-45ab-86a2-640d42540aca', '9c2c9394-8dcd-23e5-471a-5978acd91da3', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (25, 2, 18, 639315464499500000, '798aa25d-96e8-45ab-86a2-640d42540aca', '320e7d10-2756-90ea-9905-d08f0f6386cc', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (26, 2, 19, 639315464499590000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'bca55fa7-159a-ee52-8cc5-7cae6728e751', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (27, 2, 20, 639315464499680000, '798aa25d-96e8-45ab-86a2-640d42540aca', '7184b848-821d-11e7-4127-49667e72388e', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (28, 2, 21, 639315464499810000, '798aa25d-96e8-45ab-86a2-640d42540aca', '1b606d2d-e0cf-d02c-dd46-7130ed25a75a', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (29, 2, 22, 639315464499880000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'a05fe639-60a1-3305-8680-5ee17264760f', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (30, 2, 23, 639315464499960000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'eca7cf6d-7ecf-7531-32e3-c57e40ef628b', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (31, 2, 24, 639315464500020000, '798aa25d-96e8-45ab-86a2-640d42540aca', '997fa84c-9f64-f903-f993-2c240b31a799', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (32, 2, 25, 639315464500090000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'eaf8ae61-40db-b7cd-4082-e5df3e248bfa', 1, 0, '{"members":{"add":["01a226f0-e027-7837-ac22-20a36054636c","01a226f0-e01e-7b50-ba37-a0eed06974ea","01a226f0-e019-7203-a4f4-e583f7aacd58"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (33, 2, 26, 639315464500360000, '798aa25d-96e8-45ab-86a2-640d42540aca', '1c01e441-cfdb-4e79-56e6-00f96315d8d5', 1, 0, '{"members":{"add":["01a226f0-df36-749a-ad34-e22318b02a49","01a226f0-e059-70ea-adca-3e594bc09d08","01a226f0-e030-7eb4-9a7b-3ab0d3d0f775"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (34, 2, 27, 639315464500470000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'ee5b6af6-b1c3-299c-cb33-12629070ecd5', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (35, 2, 28, 639315464500570000, '798aa25d-96e8-45ab-86a2-640d42540aca', '141dbb79-7817-fc7d-48f2-c5977db7d731', 1, 0, '{"members":{"add":["01a226f0-e074-7da3-afca-185d0486851e","01a226f0-e059-70ea-adca-3e594bc09d08"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (36, 2, 26, 639315464500670000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'cf5b4410-04e1-176b-eec2-9babfe7e108c', 3, 1, '{"members":{"add":[],"remove":["01a226f0-df36-749a-ad34-e22318b02a49"]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (37, 2, 26, 639315464500830000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'de1052e6-1aa3-9eb3-be59-88892f06d03c', 4, 1, '{"members":{"add":["01a226f0-e012-7075-aef7-577fbc0053e1","01a226f0-df36-749a-ad34-e22318b02a49"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (38, 2, 16, 639315464501000000, '798aa25d-96e8-45ab-86a2-640d42540aca', '9a95d389-5e2d-a82b-92d7-24e02590ec9c', 3, 1, '{"attributes":[{"path":"externalId","from":"ext-amir02"},{"path":"title","from":"Cook","to":"Chef"}]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (39, 2, 29, 639315464501110000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'e807cad2-89c1-05f0-d7b4-b9a3035c3ec8', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (41, 2, 31, 639315464501250000, '798aa25d-96e8-45ab-86a2-640d42540aca', '613de1be-5ba9-5cac-2289-a75c33b51ad8', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (42, 2, 32, 639315464501370000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'bcb3a851-2bdc-801f-3763-e864212e69b6', 1, 0, '{"members":{"add":["01a226f0-e0bf-7840-b94a-5890752a5189","01a226f0-df36-749a-ad34-e22318b02a49"],"remove":[]}}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (43, 2, 29, 639315464501490000, '798aa25d-96e8-45ab-86a2-640d42540aca', '035f9156-b626-4f58-27c0-b1a5aabc7045', 3, 2, '{"memberships":["01a226f0-e0d9-7a31-9bc7-cccecfbac2d5"]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (45, 2, 31, 639315464501790000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'cc455a80-7926-0839-c90b-5bd7a29218e8', 2, 2, '{"memberships":[]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (46, 2, 32, 639315464501910000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'e4b84f15-dc9c-3de9-68cb-83fc47da05ef', 3, 2, '{"members":{"add":[],"remove":["01a226f0-df36-749a-ad34-e22318b02a49"]},"memberships":[]}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (47, 2, 33, 639315464502150000, '798aa25d-96e8-45ab-86a2-640d42540aca', '21c96ef3-20cf-0535-e1e1-ea36a0896dbf', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (48, 2, 34, 639315464502250000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'd674721f-86b1-34e8-c528-c4818196f203', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (49, 2, 35, 639315464502320000, '798aa25d-96e8-45ab-86a2-640d42540aca', '0acbb41a-1b61-d046-9f4c-d521939f26e3', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (40, 2, 30, 639315464501180000, '798aa25d-96e8-45ab-86a2-640d42540aca', '5ba9419f-d845-e5db-6c24-7493b0ed10d2', 1, 0, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (44, 2, 30, 639315464501630000, '798aa25d-96e8-45ab-86a2-640d42540aca', 'c5bea7d5-5bf6-af84-0f67-c6fbffcb140b', 2, 2, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (50, 2, 30, 639315464511810000, 'command-line', '63d9bd6e-7e49-4cbf-b07c-71afc08aa072', 2, 4, '{}');
INSERT INTO public.change (sequence, tenant, resource, at, client, correlation, version, kind, delta) VALUES (51, 2, 31, 639315464522510000, 'command-line', 'a08349aa-84ff-474b-a9fc-393173d5ad49', 3, 3, '{"memberships":[]}');
INSERT INTO public.client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('fixture', 1, 'First client', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639315464301902169, NULL);
INSERT INTO public.client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('798aa25d-96e8-45ab-86a2-640d42540aca', 2, 'acme''s IdP', 'directory:group:edit directory:user:add directory:user:delete directory:user:edit directory:user:setPassword directory:user:view roster:catalogue:edit roster:changes roster:clients roster:deleted roster:health roster:indexes roster:metrics roster:password:verify roster:resource:edit roster:resource:view roster:schemas roster:tenants roster:tokens', 86400, 639315464363206491, NULL);
INSERT INTO public.client (id, tenant, name, permissions, token_lifetime, created, revoked_at) VALUES ('8b670019-eb15-44e3-815a-df389c7bdb1d', 2, 'old', 'directory:user:view', 86400, 639315464380986364, 639315464390786972);
INSERT INTO public.client_secret (client, hash, created) VALUES ('fixture', '\x7ccfb8bc6cd24a72c9f14b3d7f4eb1a52197593d17428e2f9679135751176b2f', 639315464301902169);
INSERT INTO public.client_secret (client, hash, created) VALUES ('798aa25d-96e8-45ab-86a2-640d42540aca', '\x1def68035a1d8b6c2e558e2877c9557890c65420a47a66b22517b9eac8ba75dc', 639315464363206491);
INSERT INTO public.client_secret (client, hash, created) VALUES ('798aa25d-96e8-45ab-86a2-640d42540aca', '\x521daf4b77583c120764b7ccc89bcb910ea5fdcc5b7f4371e69e7736d9cb128a', 639315464372233000);
INSERT INTO public.client_secret (client, hash, created) VALUES ('8b670019-eb15-44e3-815a-df389c7bdb1d', '\xd2385fd19dc42b7154f377a91c6650d2b93003b5e2ec388b1c5ca0a23df773ce', 639315464380986364);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (1, 0, 'User', 'emails.value', 1, 0, 0, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (2, 0, 'User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber', 1, 0, 0, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (3, 0, 'User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value', 1, 0, 0, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (4, 0, 'User', 'urn:ietf:params:scim:schemas:extension:genesys:purecloud:2.0:User:externalIds.value', 1, 0, 0, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (5, 2, 'User', 'urn:example:params:scim:schemas:extension:acme:1.0:User:desk', 1, 0, 1, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (6, 2, 'Locker', 'label', 1, 0, 1, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (7, 2, 'User', 'title', 1, 0, 0, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (8, 2, 'User', 'name.familyName', 1, 0, 0, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (9, 2, 'User', 'urn:example:params:scim:schemas:extension:acme:1.0:User:since', 1, 0, 0, 0);
INSERT INTO public.indexed_attribute (id, tenant, type, path, complete, filled_to, demanded, dropped) VALUES (10, 2, 'User', 'urn:example:params:scim:schemas:extension:acme:1.0:User:floor', 1, 0, 0, 0);
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (1, 1, 7, 5, '01a226f0-dd5b-7662-aca8-299cc99ab8e8', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (2, 1, 7, 4, '01a226f0-dd51-7cc8-b147-679d35fc271b', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (3, 1, 7, 3, '01a226f0-dd41-7256-b464-561dccf3ae4a', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (5, 1, 8, 7, '01a226f0-dd77-717e-a227-bb6c8230a741', 'Group');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (6, 1, 8, 6, '01a226f0-dd66-7e82-895b-035168a33adb', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (7, 1, 10, 8, '01a226f0-de10-78d9-954e-906e1adc82e1', 'Group');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (8, 1, 10, 7, '01a226f0-dd77-717e-a227-bb6c8230a741', 'Group');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (9, 1, 8, 2, '01a226f0-dd35-7220-8ab0-21152cd528e5', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (10, 1, 8, 1, '01a226f0-dbcd-7f1f-9319-c35b5a495182', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (13, 2, 25, 19, '01a226f0-e027-7837-ac22-20a36054636c', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (14, 2, 25, 18, '01a226f0-e01e-7b50-ba37-a0eed06974ea', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (15, 2, 25, 17, '01a226f0-e019-7203-a4f4-e583f7aacd58', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (17, 2, 26, 25, '01a226f0-e059-70ea-adca-3e594bc09d08', 'Group');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (18, 2, 26, 20, '01a226f0-e030-7eb4-9a7b-3ab0d3d0f775', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (19, 2, 28, 26, '01a226f0-e074-7da3-afca-185d0486851e', 'Group');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (20, 2, 28, 25, '01a226f0-e059-70ea-adca-3e594bc09d08', 'Group');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (21, 2, 26, 16, '01a226f0-e012-7075-aef7-577fbc0053e1', 'User');
INSERT INTO public.member (row_id, tenant, group_row, member_row, member_id, member_type) VALUES (22, 2, 26, 15, '01a226f0-df36-749a-ad34-e22318b02a49', 'User');
INSERT INTO public.own_schemas (tenant, version, definition) VALUES (2, 4, '{"schemas":[{"id":"urn:example:params:scim:schemas:extension:acme:1.0:User","name":"Acme","description":"","attributes":[{"name":"desk","type":"string","multiValued":false,"description":"","required":false,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"},{"name":"since","type":"dateTime","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"},{"name":"floor","type":"integer","multiValued":false,"description":"","required":false,"mutability":"readWrite","returned":"default","uniqueness":"none"}]},{"id":"urn:example:params:scim:schemas:core:1.0:Locker","name":"Locker","description":"","attributes":[{"name":"label","type":"string","multiValued":false,"description":"","required":true,"caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"server"}]}],"resourceTypes":[{"name":"User","description":"","schemaExtensions":[{"schema":"urn:example:params:scim:schemas:extension:acme:1.0:User","required":false}]},{"name":"Locker","description":"","endpoint":"/Lockers","schema":"urn:example:params:scim:schemas:core:1.0:Locker","schemaExtensions":[]}]}');
INSERT INTO public.population (tenant, type, block, active, living) VALUES (2, 'User', 0, 1, 9);
INSERT INTO public.population (tenant, type, block, active, living) VALUES (1, 'User', 0, 0, 2);
INSERT INTO public.population (tenant, type, block, active, living) VALUES (2, 'User', 0, 0, 3);
INSERT INTO public.population (tenant, type, block, active, living) VALUES (1, 'User', 0, 1, 4);
INSERT INTO public.population (tenant, type, block, active, living) VALUES (1, 'Group', 0, 2, 4);
INSERT INTO public.population (tenant, type, block, active, living) VALUES (2, 'Group', 0, 2, 4);
INSERT INTO public.population (tenant, type, block, active, living) VALUES (2, 'Locker', 0, 2, 2);
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (3, 1, 'User', '01a226f0-dd41-7256-b464-561dccf3ae4a', 2, 639315464492170000, 639315464492710000, NULL, 0, 'dana03@example.org', 'person dana03', 'ext-dana03', 1, 1232252736, NULL, convert_to('{"externalId":"ext-dana03","userName":"Dana03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person dana03","title":"Agent","active":true,"emails":[{"value":"dana03@example.org","type":"work","primary":true},{"value":"dana03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"01a226f0-dbcd-7f1f-9319-c35b5a495182"}}}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (4, 1, 'User', '01a226f0-dd51-7cc8-b147-679d35fc271b', 2, 639315464492330000, 639315464492710000, NULL, 0, 'dana04@example.org', 'person dana04', 'ext-dana04', 1, 3568571902, NULL, convert_to('{"externalId":"ext-dana04","userName":"Dana04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person dana04","title":"Clerk","active":true,"emails":[{"value":"dana04@example.org","type":"work","primary":true},{"value":"dana04@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (5, 1, 'User', '01a226f0-dd5b-7662-aca8-299cc99ab8e8', 2, 639315464492430000, 639315464492710000, NULL, 0, 'dana05@example.org', 'person dana05', 'ext-dana05', 1, 2977629347, NULL, convert_to('{"externalId":"ext-dana05","userName":"Dana05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person dana05","title":"Cook","active":true,"emails":[{"value":"dana05@example.org","type":"work","primary":true},{"value":"dana05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"01a226f0-dbcd-7f1f-9319-c35b5a495182"}}}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (6, 1, 'User', '01a226f0-dd66-7e82-895b-035168a33adb', 2, 639315464492540000, 639315464494240000, NULL, 0, 'dana06@example.org', 'person dana06', 'ext-dana06', 0, 3031775768, NULL, convert_to('{"externalId":"ext-dana06","userName":"Dana06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person dana06","title":"Agent","active":false,"emails":[{"value":"dana06@example.org","type":"work","primary":true},{"value":"dana06@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (9, 1, 'Group', '01a226f0-de1c-7c70-95fd-8e8513b01054', 1, 639315464494360000, 639315464494360000, NULL, 0, 'dana empty', NULL, NULL, NULL, 3474561920, NULL, convert_to('{"displayName":"dana empty"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (10, 1, 'Group', '01a226f0-de2b-7ad5-b38c-5b2cb8c0c47f', 1, 639315464494510000, 639315464494510000, NULL, 0, 'dana around', NULL, NULL, NULL, 3347963563, NULL, convert_to('{"displayName":"dana around"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (7, 1, 'Group', '01a226f0-dd77-717e-a227-bb6c8230a741', 3, 639315464492710000, 639315464494510000, NULL, 0, 'dana inner', NULL, NULL, NULL, 2428412437, NULL, convert_to('{"displayName":"dana inner"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (8, 1, 'Group', '01a226f0-de10-78d9-954e-906e1adc82e1', 4, 639315464494240000, 639315464495590000, NULL, 0, 'dana outer', NULL, NULL, NULL, 2832224354, NULL, convert_to('{"displayName":"dana outer"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (2, 1, 'User', '01a226f0-dd35-7220-8ab0-21152cd528e5', 3, 639315464492050000, 639315464495820000, NULL, 0, 'dana02@example.org', 'person dana02', NULL, 0, 753086142, NULL, convert_to('{"userName":"Dana02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person dana02","title":"Chef","active":false,"emails":[{"value":"dana02@example.org","type":"work","primary":true},{"value":"dana02@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (11, 1, 'User', '01a226f0-dec4-7333-882f-58534ea9ef84', 3, 639315464496040000, 639315464496500000, 639315464496500000, 11, 'dana07@example.org', 'person dana07', 'ext-dana07', 1, 1397831791, NULL, convert_to('{"externalId":"ext-dana07","userName":"Dana07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person dana07","title":"Clerk","active":true,"emails":[{"value":"dana07@example.org","type":"work","primary":true},{"value":"dana07@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (12, 1, 'User', '01a226f0-deca-79fb-bf95-92062def5fc8', 2, 639315464496100000, 639315464496720000, 639315464496720000, 12, 'dana08@example.org', 'person dana08', 'ext-dana08', 1, 512798952, NULL, convert_to('{"externalId":"ext-dana08","userName":"Dana08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person dana08","title":"Cook","active":true,"emails":[{"value":"dana08@example.org","type":"work","primary":true},{"value":"dana08@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (1, 1, 'User', '01a226f0-dbcd-7f1f-9319-c35b5a495182', 6, 639315464488450000, 639315464497040000, NULL, 0, 'dana01@example.org', 'person dana01', 'ext-dana01', 1, 2633716103, '$argon2id$v=19$m=19456,t=2,p=1$kKqdQrYBPsiw4cUEDKfjGA$bi4CsvHf3dVVElgruPv/A3pgD8hLBKFdQWXVfNmKXlw', convert_to('{"externalId":"ext-dana01","userName":"Dana01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person dana01","title":"Clerk","active":true,"emails":[{"value":"dana01@example.org","type":"work","primary":true},{"value":"dana01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (13, 1, 'User', '01a226f0-ded6-77d4-acdf-028a0cd37103', 2, 639315464496220000, 639315464496890000, 639315464496890000, 13, 'dana09@example.org', 'person dana09', 'ext-dana09', 1, 232535061, NULL, convert_to('{"externalId":"ext-dana09","userName":"Dana09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person dana09","title":"Agent","active":true,"emails":[{"value":"dana09@example.org","type":"work","primary":true},{"value":"dana09@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (14, 1, 'Group', '01a226f0-dee1-79d6-83b5-1ff2012db009', 3, 639315464496330000, 639315464497040000, 639315464497040000, 14, 'dana doomed', NULL, NULL, NULL, 2977394101, NULL, convert_to('{"displayName":"dana doomed"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (21, 2, 'User', '01a226f0-e03d-7a09-abdc-198710ef9ec9', 1, 639315464499810000, 639315464499810000, NULL, 0, 'amir07@example.org', 'person amir07', 'ext-amir07', 1, 2030437914, NULL, convert_to('{"externalId":"ext-amir07","userName":"Amir07@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-7"},"displayName":"Person amir07","title":"Clerk","active":true,"emails":[{"value":"amir07@example.org","type":"work","primary":true},{"value":"amir07@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E7","department":"Ops","manager":{"value":"01a226f0-df36-749a-ad34-e22318b02a49"}}}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (22, 2, 'User', '01a226f0-e044-78f7-a5f7-a9df4b5e0f79', 1, 639315464499880000, 639315464499880000, NULL, 0, 'amir08@example.org', 'person amir08', 'ext-amir08', 1, 2003372690, NULL, convert_to('{"externalId":"ext-amir08","userName":"Amir08@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-8"},"displayName":"Person amir08","title":"Cook","active":true,"emails":[{"value":"amir08@example.org","type":"work","primary":true},{"value":"amir08@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (23, 2, 'User', '01a226f0-e04c-7b19-8bb7-d84e9f3aba80', 1, 639315464499960000, 639315464499960000, NULL, 0, 'amir09@example.org', 'person amir09', 'ext-amir09', 1, 2593822879, NULL, convert_to('{"externalId":"ext-amir09","userName":"Amir09@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-9"},"displayName":"Person amir09","title":"Agent","active":true,"emails":[{"value":"amir09@example.org","type":"work","primary":true},{"value":"amir09@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E9","department":"Ops","manager":{"value":"01a226f0-df36-749a-ad34-e22318b02a49"}}}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (24, 2, 'User', '01a226f0-e052-7516-aa1e-2119de139e3f', 1, 639315464500020000, 639315464500020000, NULL, 0, 'amir10@example.org', 'person amir10', 'ext-amir10', 0, 2828023343, NULL, convert_to('{"externalId":"ext-amir10","userName":"Amir10@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-10"},"displayName":"Person amir10","title":"Clerk","active":false,"emails":[{"value":"amir10@example.org","type":"work","primary":true},{"value":"amir10@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (17, 2, 'User', '01a226f0-e019-7203-a4f4-e583f7aacd58', 2, 639315464499450000, 639315464500090000, NULL, 0, 'amir03@example.org', 'person amir03', 'ext-amir03', 1, 2048047107, NULL, convert_to('{"externalId":"ext-amir03","userName":"Amir03@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-3"},"displayName":"Person amir03","title":"Agent","active":true,"emails":[{"value":"amir03@example.org","type":"work","primary":true},{"value":"amir03@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E3","department":"Ops","manager":{"value":"01a226f0-df36-749a-ad34-e22318b02a49"}}}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (18, 2, 'User', '01a226f0-e01e-7b50-ba37-a0eed06974ea', 2, 639315464499500000, 639315464500090000, NULL, 0, 'amir04@example.org', 'person amir04', 'ext-amir04', 1, 4269306811, NULL, convert_to('{"externalId":"ext-amir04","userName":"Amir04@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-4"},"displayName":"Person amir04","title":"Clerk","active":true,"emails":[{"value":"amir04@example.org","type":"work","primary":true},{"value":"amir04@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (20, 2, 'User', '01a226f0-e030-7eb4-9a7b-3ab0d3d0f775', 2, 639315464499680000, 639315464500360000, NULL, 0, 'amir06@example.org', 'person amir06', 'ext-amir06', 0, 2929119975, NULL, convert_to('{"externalId":"ext-amir06","userName":"Amir06@Example.org","name":{"givenName":"Zoë","familyName":"O’Neill-6"},"displayName":"Person amir06","title":"Agent","active":false,"emails":[{"value":"amir06@example.org","type":"work","primary":true},{"value":"amir06@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (25, 2, 'Group', '01a226f0-e059-70ea-adca-3e594bc09d08', 3, 639315464500090000, 639315464500570000, NULL, 0, 'amir inner', NULL, NULL, NULL, 366156447, NULL, convert_to('{"displayName":"amir inner"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (16, 2, 'User', '01a226f0-e012-7075-aef7-577fbc0053e1', 3, 639315464499380000, 639315464501000000, NULL, 0, 'amir02@example.org', 'person amir02', NULL, 0, 2522530074, NULL, convert_to('{"userName":"Amir02@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-2"},"displayName":"Person amir02","title":"Chef","active":false,"emails":[{"value":"amir02@example.org","type":"work","primary":true},{"value":"amir02@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (15, 2, 'User', '01a226f0-df36-749a-ad34-e22318b02a49', 6, 639315464497180000, 639315464501910000, NULL, 0, 'amir01@example.org', 'person amir01', 'ext-amir01', 1, 4198190522, '$argon2id$v=19$m=19456,t=2,p=1$LuWf3Zyow380hBoi9Z9Zjw$sIcxLsIc4lRq1Olvw9MW0dqGiLGmIt9J6GVCCfrYVyQ', convert_to('{"externalId":"ext-amir01","userName":"Amir01@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-1"},"displayName":"Person amir01","title":"Clerk","active":true,"emails":[{"value":"amir01@example.org","type":"work","primary":true},{"value":"amir01@home.example","type":"home"}],"roles":[{"value":"supervisor"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (19, 2, 'User', '01a226f0-e027-7837-ac22-20a36054636c', 2, 639315464499590000, 639315464500090000, NULL, 0, 'amir05@example.org', 'person amir05', 'ext-amir05', 1, 1749947334, NULL, convert_to('{"externalId":"ext-amir05","userName":"Amir05@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-5"},"displayName":"Person amir05","title":"Cook","active":true,"emails":[{"value":"amir05@example.org","type":"work","primary":true},{"value":"amir05@home.example","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"E5","department":"Ops","manager":{"value":"01a226f0-df36-749a-ad34-e22318b02a49"}}}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (27, 2, 'Group', '01a226f0-e07f-7903-a761-93cdaf0ff26c', 1, 639315464500470000, 639315464500470000, NULL, 0, 'amir empty', NULL, NULL, NULL, 814020957, NULL, convert_to('{"displayName":"amir empty"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (28, 2, 'Group', '01a226f0-e089-78cf-a636-099a0d2e0b37', 1, 639315464500570000, 639315464500570000, NULL, 0, 'amir around', NULL, NULL, NULL, 2456609198, NULL, convert_to('{"displayName":"amir around"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (26, 2, 'Group', '01a226f0-e074-7da3-afca-185d0486851e', 4, 639315464500360000, 639315464500830000, NULL, 0, 'amir outer', NULL, NULL, NULL, 3558516515, NULL, convert_to('{"displayName":"amir outer"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (29, 2, 'User', '01a226f0-e0bf-7840-b94a-5890752a5189', 3, 639315464501110000, 639315464501490000, 639315464501490000, 29, 'amir11@example.org', 'person amir11', 'ext-amir11', 1, 4230077065, NULL, convert_to('{"externalId":"ext-amir11","userName":"Amir11@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-11"},"displayName":"Person amir11","title":"Cook","active":true,"emails":[{"value":"amir11@example.org","type":"work","primary":true},{"value":"amir11@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (32, 2, 'Group', '01a226f0-e0d9-7a31-9bc7-cccecfbac2d5', 3, 639315464501370000, 639315464501910000, 639315464501910000, 32, 'amir doomed', NULL, NULL, NULL, 4148044303, NULL, convert_to('{"displayName":"amir doomed"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (33, 2, 'User', '01a226f0-e127-77a5-bb1a-fe682f87e634', 1, 639315464502150000, 639315464502150000, NULL, 0, 'at-a-desk', NULL, NULL, 1, 3863601691, NULL, convert_to('{"userName":"at-a-desk","active":true,"urn:example:params:scim:schemas:extension:acme:1.0:User":{"desk":"4-12","since":"2020-02-29T12:00:00Z","floor":4}}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (34, 2, 'Locker', '01a226f0-e131-7b2c-aae4-323e7b757d77', 1, 639315464502250000, 639315464502250000, NULL, 0, NULL, NULL, NULL, NULL, 3381934143, NULL, convert_to('{"label":"A1"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (35, 2, 'Locker', '01a226f0-e138-7db1-9ef9-e2abec962a7c', 1, 639315464502320000, 639315464502320000, NULL, 0, NULL, NULL, NULL, NULL, 991729624, NULL, convert_to('{"label":"A2"}', 'UTF8'));
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (30, 2, 'User', '01a226f0-e0c6-7e8b-9a9e-7af7505d12bd', 2, 639315464501180000, 639315464501630000, NULL, 30, NULL, NULL, NULL, NULL, 0, NULL, '\x');
INSERT INTO public.resource (row_id, tenant, type, id, version, created, modified, deleted_at, tombstone, unique_value, display_name, external_id, active, checksum, password_hash, document) VALUES (31, 2, 'User', '01a226f0-e0cd-7f2b-a371-20ca9beb04d4', 3, 639315464501250000, 639315464522510000, NULL, 0, 'amir13@example.org', 'person amir13', 'ext-amir13', 1, 4108392729, NULL, convert_to('{"externalId":"ext-amir13","userName":"Amir13@Example.org","name":{"givenName":"Jürgen","familyName":"O’Neill-13"},"displayName":"Person amir13","title":"Clerk","active":true,"emails":[{"value":"amir13@example.org","type":"work","primary":true},{"value":"amir13@home.example","type":"home"}]}', 'UTF8'));
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 1, 'dana01@example.org', 'person dana01');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 2, 'dana02@example.org', 'person dana02');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 3, 'dana03@example.org', 'person dana03');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 4, 'dana04@example.org', 'person dana04');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 5, 'dana05@example.org', 'person dana05');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 6, 'dana06@example.org', 'person dana06');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 7, 'dana inner', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 8, 'dana outer', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 9, 'dana empty', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 10, 'dana around', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 11, 'dana07@example.org', 'person dana07');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 12, 'dana08@example.org', 'person dana08');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 13, 'dana09@example.org', 'person dana09');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (1, 14, 'dana doomed', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 15, 'amir01@example.org', 'person amir01');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 16, 'amir02@example.org', 'person amir02');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 17, 'amir03@example.org', 'person amir03');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 18, 'amir04@example.org', 'person amir04');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 19, 'amir05@example.org', 'person amir05');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 20, 'amir06@example.org', 'person amir06');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 21, 'amir07@example.org', 'person amir07');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 22, 'amir08@example.org', 'person amir08');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 23, 'amir09@example.org', 'person amir09');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 24, 'amir10@example.org', 'person amir10');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 25, 'amir inner', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 26, 'amir outer', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 27, 'amir empty', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 28, 'amir around', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 29, 'amir11@example.org', 'person amir11');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 31, 'amir13@example.org', 'person amir13');
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 32, 'amir doomed', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 33, 'at-a-desk', NULL);
INSERT INTO public.resource_name (tenant, resource, unique_value, display_name) VALUES (2, 30, NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 1, 1, 0, 'dana01@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 1, 1, 1, 'dana01@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 2, 1, 0, 'dana02@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 2, 1, 1, 'dana02@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 3, 1, 0, 'dana03@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 3, 1, 1, 'dana03@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 3, 2, 0, 'e3', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 3, 3, 0, '01a226f0-dbcd-7f1f-9319-c35b5a495182', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 4, 1, 0, 'dana04@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 4, 1, 1, 'dana04@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 5, 1, 0, 'dana05@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 5, 1, 1, 'dana05@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 5, 2, 0, 'e5', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 5, 3, 0, '01a226f0-dbcd-7f1f-9319-c35b5a495182', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 6, 1, 0, 'dana06@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (1, 6, 1, 1, 'dana06@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 15, 1, 0, 'amir01@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 15, 1, 1, 'amir01@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 15, 7, 0, 'clerk', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 15, 8, 0, 'o’neill-1', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 17, 1, 0, 'amir03@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 17, 1, 1, 'amir03@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 17, 2, 0, 'e3', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 17, 3, 0, '01a226f0-df36-749a-ad34-e22318b02a49', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 17, 7, 0, 'agent', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 17, 8, 0, 'o’neill-3', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 18, 1, 0, 'amir04@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 18, 1, 1, 'amir04@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 18, 7, 0, 'clerk', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 18, 8, 0, 'o’neill-4', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 19, 1, 0, 'amir05@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 19, 1, 1, 'amir05@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 19, 2, 0, 'e5', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 19, 3, 0, '01a226f0-df36-749a-ad34-e22318b02a49', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 19, 7, 0, 'cook', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 19, 8, 0, 'o’neill-5', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 20, 1, 0, 'amir06@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 20, 1, 1, 'amir06@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 20, 7, 0, 'agent', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 20, 8, 0, 'o’neill-6', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 21, 1, 0, 'amir07@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 21, 1, 1, 'amir07@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 21, 2, 0, 'e7', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 21, 3, 0, '01a226f0-df36-749a-ad34-e22318b02a49', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 21, 7, 0, 'clerk', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 21, 8, 0, 'o’neill-7', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 22, 1, 0, 'amir08@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 22, 1, 1, 'amir08@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 22, 7, 0, 'cook', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 22, 8, 0, 'o’neill-8', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 23, 1, 0, 'amir09@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 23, 1, 1, 'amir09@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 23, 2, 0, 'e9', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 23, 3, 0, '01a226f0-df36-749a-ad34-e22318b02a49', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 23, 7, 0, 'agent', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 23, 8, 0, 'o’neill-9', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 24, 1, 0, 'amir10@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 24, 1, 1, 'amir10@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 24, 7, 0, 'clerk', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 24, 8, 0, 'o’neill-10', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 16, 1, 0, 'amir02@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 16, 1, 1, 'amir02@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 16, 7, 0, 'chef', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 16, 8, 0, 'o’neill-2', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 33, 5, 0, '4-12', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 33, 9, 0, NULL, NULL, 637185744000000000);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 33, 10, 0, NULL, 4, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 34, 6, 0, 'a1', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 35, 6, 0, 'a2', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 31, 1, 0, 'amir13@example.org', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 31, 1, 1, 'amir13@home.example', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 31, 7, 0, 'clerk', NULL, NULL);
INSERT INTO public.resource_value (tenant, resource, path, element, text, number, instant) VALUES (2, 31, 8, 0, 'o’neill-13', NULL, NULL);
INSERT INTO public.schemaversions (schemaversionsid, scriptname, applied) VALUES (1, '0001_directory.sql', '2026-11-29 10:53:49.872656');
INSERT INTO public.schemaversions (schemaversionsid, scriptname, applied) VALUES (2, '0002_population.sql', '2026-11-29 10:53:49.901238');
INSERT INTO public.schemaversions (schemaversionsid, scriptname, applied) VALUES (3, '0003_member_ids.sql', '2026-11-29 10:53:49.912489');
INSERT INTO public.schemaversions (schemaversionsid, scriptname, applied) VALUES (4, '0004_names.sql', '2026-11-29 10:53:49.921476');
INSERT INTO public.schemaversions (schemaversionsid, scriptname, applied) VALUES (5, '0005_trigrams.sql', '2026-11-29 10:53:49.929179');
INSERT INTO public.schemaversions (schemaversionsid, scriptname, applied) VALUES (6, '0006_blocks.sql', '2026-11-29 10:53:49.941113');
INSERT INTO public.tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (1, 'default', 639315464301686811, NULL, NULL, NULL);
INSERT INTO public.tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (3, 'empty-org', 639315464324713038, NULL, NULL, NULL);
INSERT INTO public.tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (2, 'acme', 639315464316341519, NULL, NULL, '{"maxCount":100,"deletedRetentionDays":null}');
INSERT INTO public.tenant (id, name, created, suspended_at, purge_begun, settings) VALUES (4, 'dormant', 639315464334267964, 639315464553410626, NULL, NULL);
INSERT INTO public.token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES ('\xac3eb36e753e1c77c3dd1a66f671e0ad233d9661e182ddcb449c96c537895133', 'fixture', 0, 639315464308172347, 639316328308172347, NULL, NULL, NULL, NULL);
INSERT INTO public.token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES ('\xd12e22d831a14a07e7f5e0859af3a956d6998d9d4749ae0b301de9566928247c', '798aa25d-96e8-45ab-86a2-640d42540aca', 0, 639315464391556449, 639316328391556449, NULL, NULL, NULL, NULL);
INSERT INTO public.token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES ('\xfc8957e5d0ca287fc5f22a1db9aa54992ba1baf7406e0fd5ea1178db25d50ee0', '798aa25d-96e8-45ab-86a2-640d42540aca', 1, 639315464533285114, 642469064533274467, 'entra', NULL, 'rsp_su_9', NULL);
INSERT INTO public.token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES ('\x2706a2767709feb688774fa71319804ac958bb9dadcdb06e8c9031f344c35922', 'fixture', 0, 639315464564380814, 639316328564380814, NULL, NULL, NULL, NULL);
INSERT INTO public.token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES ('\xa534661c4f1d5b3cdb3daa82c1e4781fd9821c522a901463df8b9269a82d2747', '798aa25d-96e8-45ab-86a2-640d42540aca', 0, 639315464567853436, 639316328567853436, NULL, NULL, NULL, NULL);
INSERT INTO public.token (hash, client, kind, issued_at, expires_at, name, user_id, shown, used_at) VALUES ('\x1e74ca58517baa94f5f01785ce66bbe5821590590a1bca24b21501b753c07ece', '798aa25d-96e8-45ab-86a2-640d42540aca', 1, 639315464543190347, 3155378975999999999, 'own', '01a226f0-df36-749a-ad34-e22318b02a49', 'rsp_H633', 639315464569888598);
INSERT INTO public.writer (id, batch, at) VALUES ('f69ff9ec-9af3-4273-b3e6-3806f52517c0', 1, '2026-11-29 10:53:51.66485+00');
INSERT INTO public.writer (id, batch, at) VALUES ('2eb25eed-12b1-4999-8685-e3e2f7224a2b', 1, '2026-11-29 10:53:52.501325+00');
INSERT INTO public.writer (id, batch, at) VALUES ('39e6f55e-6b06-46cd-9198-d1cce788a021', 1, '2026-11-29 10:53:53.456162+00');
INSERT INTO public.writer (id, batch, at) VALUES ('85925ea1-78d1-4c83-8b3d-df93ef0afe0c', 1, '2026-11-29 10:53:54.502471+00');
INSERT INTO public.writer (id, batch, at) VALUES ('f8efcf2d-a17b-470c-a019-7a56a42b58cb', 1, '2026-11-29 10:53:55.408304+00');
INSERT INTO public.writer (id, batch, at) VALUES ('5040dbc0-a6a1-4cd3-b970-154f3ac51643', 1, '2026-11-29 10:53:56.341418+00');
INSERT INTO public.writer (id, batch, at) VALUES ('e78dfd2a-9fc8-4615-9c36-1fcfa07c906e', 1, '2026-11-29 10:53:57.235059+00');
INSERT INTO public.writer (id, batch, at) VALUES ('17eb8a34-896e-4e6b-b056-126fa69fc439', 1, '2026-11-29 10:53:58.11672+00');
INSERT INTO public.writer (id, batch, at) VALUES ('e31feef2-87ff-4edc-baed-0d5089710c37', 1, '2026-11-29 10:53:59.070998+00');
INSERT INTO public.writer (id, batch, at) VALUES ('7ea6377b-6559-487d-9046-c683e7264641', 1, '2026-11-29 10:54:00.556597+00');
INSERT INTO public.writer (id, batch, at) VALUES ('4b3e8789-1670-4042-a2c2-5e24caa4e225', 1, '2026-11-29 10:54:01.621601+00');
INSERT INTO public.writer (id, batch, at) VALUES ('57e409c0-1c32-4d9b-975c-9eef3cfae472', 1, '2026-11-29 10:54:02.682061+00');
INSERT INTO public.writer (id, batch, at) VALUES ('91eabc4c-485f-44d0-9987-d33e8204cd5c', 1, '2026-11-29 10:54:03.613474+00');
INSERT INTO public.writer (id, batch, at) VALUES ('b8b682e1-6816-4743-a95e-fa1ba47d6d81', 1, '2026-11-29 10:54:04.677548+00');
INSERT INTO public.writer (id, batch, at) VALUES ('507b2aa5-968a-4c71-b22a-677712411043', 1, '2026-11-29 10:54:05.729193+00');
INSERT INTO public.writer (id, batch, at) VALUES ('f6518e20-5100-4546-964b-3129cc3899c1', 1, '2026-11-29 10:54:06.705664+00');
INSERT INTO public.writer (id, batch, at) VALUES ('364b4c76-f143-4717-b260-98d76a8bdaf1', 21, '2026-11-29 10:54:09.704919+00');
INSERT INTO public.writer (id, batch, at) VALUES ('a9cb1d30-8743-4d9c-809f-8d2e5b567869', 39, '2026-11-29 10:54:10.232399+00');
INSERT INTO public.writer (id, batch, at) VALUES ('66fe9f39-0664-43f7-8adf-c7c75dabd787', 3, '2026-11-29 10:54:11.326042+00');
INSERT INTO public.writer (id, batch, at) VALUES ('0fff0733-e1b0-45a8-9385-08db5434d069', 1, '2026-11-29 10:54:12.266034+00');
INSERT INTO public.writer (id, batch, at) VALUES ('4c5e9dfd-5b83-4761-b173-639d432f4bc4', 1, '2026-11-29 10:54:13.348968+00');
INSERT INTO public.writer (id, batch, at) VALUES ('5d00aea0-77b1-4264-8b28-d13e3a296b69', 1, '2026-11-29 10:54:14.337924+00');
INSERT INTO public.writer (id, batch, at) VALUES ('538aced7-867b-4245-829d-406709debcc8', 1, '2026-11-29 10:54:15.335411+00');
INSERT INTO public.writer (id, batch, at) VALUES ('58ebb8ec-d422-4a81-9169-814e4da6b5b0', 13, '2026-11-29 10:54:22.050485+00');
SELECT pg_catalog.setval('public.change_sequence', 51, true);
SELECT pg_catalog.setval('public.indexed_attribute_id_seq', 11, true);
SELECT pg_catalog.setval('public.member_row', 24, true);
SELECT pg_catalog.setval('public.resource_row', 35, true);
SELECT pg_catalog.setval('public.schemaversions_schemaversionsid_seq', 6, true);
SELECT pg_catalog.setval('public.tenant_id_seq', 4, true);
ALTER TABLE ONLY public.schemaversions
    ADD CONSTRAINT "PK_schemaversions_Id" PRIMARY KEY (schemaversionsid);
ALTER TABLE ONLY public.administration
    ADD CONSTRAINT administration_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.catalogue
    ADD CONSTRAINT catalogue_pkey PRIMARY KEY (tenant, catalogue, name);
ALTER TABLE ONLY public.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (tenant, sequence);
ALTER TABLE ONLY public.client
    ADD CONSTRAINT client_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.client_secret
    ADD CONSTRAINT client_secret_pkey PRIMARY KEY (client, hash);
ALTER TABLE ONLY public.indexed_attribute
    ADD CONSTRAINT indexed_attribute_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.indexed_attribute
    ADD CONSTRAINT indexed_attribute_tenant_type_path_dropped_key UNIQUE (tenant, type, path, dropped);
ALTER TABLE ONLY public.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (tenant, row_id);
ALTER TABLE ONLY public.own_schemas
    ADD CONSTRAINT own_schemas_pkey PRIMARY KEY (tenant);
ALTER TABLE ONLY public.population
    ADD CONSTRAINT population_pkey PRIMARY KEY (tenant, type, block, active);
ALTER TABLE ONLY public.resource_name
    ADD CONSTRAINT resource_name_pkey PRIMARY KEY (tenant, resource);
ALTER TABLE ONLY public.resource
    ADD CONSTRAINT resource_pkey PRIMARY KEY (tenant, row_id);
ALTER TABLE ONLY public.resource_value
    ADD CONSTRAINT resource_value_pkey PRIMARY KEY (tenant, resource, path, element);
ALTER TABLE ONLY public.tenant
    ADD CONSTRAINT tenant_name_key UNIQUE (name);
ALTER TABLE ONLY public.tenant
    ADD CONSTRAINT tenant_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.token
    ADD CONSTRAINT token_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.writer
    ADD CONSTRAINT writer_pkey PRIMARY KEY (id);
CREATE INDEX change_resource ON public.change USING btree (tenant, resource, sequence);
CREATE INDEX client_tenant ON public.client USING btree (tenant, created);
CREATE UNIQUE INDEX member_group_of ON public.member USING btree (tenant, member_row, group_row);
CREATE INDEX member_order ON public.member USING btree (tenant, group_row, row_id) INCLUDE (member_row, member_id, member_type);
CREATE INDEX resource_deleted ON public.resource USING btree (tenant, deleted_at, row_id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX resource_display_name ON public.resource USING btree (tenant, type, display_name, tombstone) INCLUDE (row_id) WHERE (display_name IS NOT NULL);
CREATE INDEX resource_external_id ON public.resource USING btree (tenant, type, external_id, tombstone) INCLUDE (row_id) WHERE (external_id IS NOT NULL);
CREATE UNIQUE INDEX resource_id ON public.resource USING btree (tenant, id);
CREATE INDEX resource_name_display ON public.resource_name USING gin (display_name public.gin_trgm_ops) WITH (gin_pending_list_limit='1024') WHERE (display_name IS NOT NULL);
CREATE INDEX resource_name_unique ON public.resource_name USING gin (unique_value public.gin_trgm_ops) WITH (gin_pending_list_limit='1024') WHERE (unique_value IS NOT NULL);
CREATE INDEX resource_order ON public.resource USING btree (tenant, type, tombstone, row_id) INCLUDE (active, created, modified);
CREATE UNIQUE INDEX resource_unique ON public.resource USING btree (tenant, type, unique_value, tombstone) INCLUDE (row_id);
CREATE INDEX resource_value_instant ON public.resource_value USING btree (tenant, path, instant) INCLUDE (resource, element) WHERE (instant IS NOT NULL);
CREATE INDEX resource_value_number ON public.resource_value USING btree (tenant, path, number) INCLUDE (resource, element) WHERE (number IS NOT NULL);
CREATE INDEX resource_value_text ON public.resource_value USING btree (tenant, path, text) INCLUDE (resource, element) WHERE (text IS NOT NULL);
CREATE INDEX resource_value_trigrams ON public.resource_value USING gin (text public.gin_trgm_ops) WITH (gin_pending_list_limit='1024') WHERE (text IS NOT NULL);
CREATE INDEX token_client ON public.token USING btree (client, kind, issued_at);
CREATE INDEX token_expiry ON public.token USING btree (expires_at);
CREATE TRIGGER administration_told AFTER UPDATE OF generation, indexes ON public.administration FOR EACH ROW EXECUTE FUNCTION public.tell_nodes();
CREATE TRIGGER names_inserted AFTER INSERT ON public.resource REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.names_come();
CREATE TRIGGER names_removed AFTER DELETE ON public.resource REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.names_go();
CREATE TRIGGER names_updated AFTER UPDATE OF unique_value, display_name ON public.resource FOR EACH ROW WHEN (((old.unique_value IS DISTINCT FROM new.unique_value) OR (old.display_name IS DISTINCT FROM new.display_name))) EXECUTE FUNCTION public.names_change();
CREATE TRIGGER resource_inserted AFTER INSERT ON public.resource REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.population_grows();
CREATE TRIGGER resource_removed AFTER DELETE ON public.resource REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.population_shrinks();
CREATE TRIGGER resource_updated AFTER UPDATE OF tombstone, active ON public.resource FOR EACH ROW WHEN ((((old.tombstone = 0) <> (new.tombstone = 0)) OR (old.active IS DISTINCT FROM new.active))) EXECUTE FUNCTION public.population_changes();
ALTER TABLE public.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.member ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.change USING ((tenant = (NULLIF(current_setting('roster.tenant'::text, true), ''::text))::bigint));
CREATE POLICY own ON public.member USING ((tenant = (NULLIF(current_setting('roster.tenant'::text, true), ''::text))::bigint));
CREATE POLICY own ON public.resource USING ((tenant = (NULLIF(current_setting('roster.tenant'::text, true), ''::text))::bigint));
ALTER TABLE public.resource ENABLE ROW LEVEL SECURITY;
