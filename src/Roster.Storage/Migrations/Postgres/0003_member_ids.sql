-- Members are shown by their ids and types, which never change. With these beside it a group of thousands is read from one place, not from a row here and a row there.
ALTER TABLE member ADD COLUMN member_id TEXT COLLATE "C", ADD COLUMN member_type TEXT COLLATE "C";  -- resource.id and resource.type of member_row

-- Row-level security shows the rows of one tenant at a time.
DO $$
DECLARE
    each BIGINT;
BEGIN
    FOR each IN SELECT id FROM tenant LOOP
        PERFORM set_config('roster.tenant', each::TEXT, true);
        UPDATE member m
           SET member_id = r.id, member_type = r.type
          FROM resource r
         WHERE m.tenant = each AND r.tenant = each AND r.row_id = m.member_row;
    END LOOP;
    PERFORM set_config('roster.tenant', '', true);
END $$;

ALTER TABLE member ALTER COLUMN member_id SET NOT NULL, ALTER COLUMN member_type SET NOT NULL;
DROP INDEX member_order;
CREATE INDEX member_order ON member (tenant, group_row, row_id) INCLUDE (member_row, member_id, member_type);
