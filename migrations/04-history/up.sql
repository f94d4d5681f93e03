-- Changed rows are kept by the names of their columns, so that a step made before a column came can be undone after it;
-- and each step has its maker, so that a process takes back its own.
--
-- The triggers that write the rows down are made by the program after the last migration (crates/catalog/src/recorded.rs),
-- from the columns that the tables have then.

DROP TRIGGER label_sets_made;
DROP TRIGGER label_sets_changed;
DROP TRIGGER label_sets_gone;
DROP TRIGGER labels_made;
DROP TRIGGER labels_changed;
DROP TRIGGER labels_gone;
DROP TRIGGER tags_made;
DROP TRIGGER tags_changed;
DROP TRIGGER tags_gone;

-- The process: a random number; NULL for steps from before this was kept.
ALTER TABLE steps ADD COLUMN session INTEGER;
-- 0: the step stands. Else the higher, the later it was undone: the last one undone is the first to be redone. Until now steps
-- were undone from the last to the first.
ALTER TABLE steps ADD COLUMN turn INTEGER NOT NULL DEFAULT 0 CHECK (turn >= 0);
UPDATE steps SET turn = (SELECT count(*) FROM steps AS later WHERE later.undone = 1 AND later.id >= steps.id) WHERE undone = 1;
ALTER TABLE steps DROP COLUMN undone;
ALTER TABLE steps RENAME COLUMN turn TO undone;

-- Each row that a step changed, as it was before and after: an object of its columns; NULL: not there.
CREATE TABLE changes_by_name (
    id      INTEGER PRIMARY KEY,
    step_id INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
    tbl     TEXT    NOT NULL,
    row_id  INTEGER NOT NULL,
    before  TEXT,
    after   TEXT
) STRICT;

-- "->" keeps each value as it is written, a number to its last digit.
INSERT INTO changes_by_name (id, step_id, tbl, row_id, before, after)
SELECT id, step_id, tbl, row_id,
    iif(before IS NULL, NULL, json_object('id', before -> 0, 'name', before -> 1, 'position', before -> 2, 'choice', before -> 3,
        'templates', before -> 4, 'none_of_these', before -> 5, 'revision', before -> 6)),
    iif(after IS NULL, NULL, json_object('id', after -> 0, 'name', after -> 1, 'position', after -> 2, 'choice', after -> 3,
        'templates', after -> 4, 'none_of_these', after -> 5, 'revision', after -> 6))
FROM changes WHERE tbl = 'label_sets'
UNION ALL SELECT id, step_id, tbl, row_id,
    iif(before IS NULL, NULL, json_object('id', before -> 0, 'set_id', before -> 1, 'name', before -> 2, 'position', before -> 3,
        'prompts', before -> 4, 'since', before -> 5)),
    iif(after IS NULL, NULL, json_object('id', after -> 0, 'set_id', after -> 1, 'name', after -> 2, 'position', after -> 3,
        'prompts', after -> 4, 'since', after -> 5))
FROM changes WHERE tbl = 'labels'
UNION ALL SELECT id, step_id, tbl, row_id,
    iif(before IS NULL, NULL, json_object('id', before -> 0, 'photo_id', before -> 1, 'set_id', before -> 2, 'label_id', before -> 3,
        'decision', before -> 4, 'source', before -> 5, 'score', before -> 6, 'model', before -> 7, 'revision', before -> 8,
        'decided_at', before -> 9)),
    iif(after IS NULL, NULL, json_object('id', after -> 0, 'photo_id', after -> 1, 'set_id', after -> 2, 'label_id', after -> 3,
        'decision', after -> 4, 'source', after -> 5, 'score', after -> 6, 'model', after -> 7, 'revision', after -> 8,
        'decided_at', after -> 9))
FROM changes WHERE tbl = 'tags';

DROP TABLE changes;
ALTER TABLE changes_by_name RENAME TO changes;
CREATE INDEX changes_step ON changes (step_id);
