-- A step of many rows is made, undone or done again in several transactions, so that others can write in between. Until the last of them it
-- is here, and is no step for anybody; where its process ended before, what was done of it is taken back.
CREATE TABLE unfinished (
    step_id  INTEGER PRIMARY KEY REFERENCES steps (id) ON DELETE CASCADE,
    doing    TEXT    NOT NULL CHECK (doing IN ('make', 'undo', 'redo', 'forget')),
    at       INTEGER NOT NULL, -- the last of "changes" that is done; while it is undone, the first that is undone
    maker    TEXT    NOT NULL, -- the process, by its mark
    alive_at INTEGER NOT NULL  -- of its last transaction, seconds since 1970
) STRICT;

-- Changes that it found otherwise and left.
CREATE TABLE refused (
    step_id   INTEGER NOT NULL REFERENCES unfinished (step_id) ON DELETE CASCADE,
    change_id INTEGER NOT NULL,
    PRIMARY KEY (step_id, change_id)
) STRICT, WITHOUT ROWID;
