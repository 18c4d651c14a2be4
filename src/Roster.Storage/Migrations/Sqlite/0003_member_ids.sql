-- Members are shown by their ids and types, which never change. With these beside it a group of thousands is read from one place, not from a row here and a row there.
CREATE TABLE member_with_id (
    row_id      INTEGER PRIMARY KEY,  -- the order in which members were added
    tenant      BIGINT NOT NULL,
    group_row   BIGINT NOT NULL,
    member_row  BIGINT NOT NULL,
    member_id   TEXT NOT NULL,        -- resource.id and resource.type of member_row
    member_type TEXT NOT NULL
);

INSERT INTO member_with_id (row_id, tenant, group_row, member_row, member_id, member_type)
SELECT m.row_id, m.tenant, m.group_row, m.member_row, r.id, r.type
  FROM member m JOIN resource r ON r.row_id = m.member_row
 ORDER BY m.row_id;

DROP TABLE member;
ALTER TABLE member_with_id RENAME TO member;
CREATE INDEX member_order ON member (tenant, group_row, row_id, member_row, member_id, member_type);
CREATE UNIQUE INDEX member_group_of ON member (tenant, member_row, group_row);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('member', 'member_order', '1000000 500000 100 1 1 1 1'),
    ('member', 'member_group_of', '1000000 500000 10 1');

PRAGMA user_version = 3;
