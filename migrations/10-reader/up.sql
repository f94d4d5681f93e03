-- Which revision of the decoders read a photo, or failed to: what an older one read is read again. 0: before this was kept.
ALTER TABLE photos ADD COLUMN reader INTEGER NOT NULL DEFAULT 0;
ALTER TABLE problems ADD COLUMN reader INTEGER NOT NULL DEFAULT 0;

-- What is wrong with a photo that is shown nevertheless.
ALTER TABLE photos ADD COLUMN remark TEXT;

-- Files that are being read. One whose process has ended may have ended it.
CREATE TABLE in_hand (
    root_id  INTEGER NOT NULL REFERENCES roots (id) ON DELETE CASCADE,
    path     BLOB    NOT NULL CHECK (length(path) > 0),
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    maker    TEXT, -- the process, by its mark; NULL: it has ended
    deaths   INTEGER NOT NULL DEFAULT 0 CHECK (deaths >= 0), -- processes that ended while they read it
    PRIMARY KEY (root_id, path)
) STRICT, WITHOUT ROWID;
