-- Where photos lie, what they are, what a model sees in them, and which files could not be read.
-- Paths are BLOBs: a name that is not UTF-8 is a name all the same.

CREATE TABLE roots (
    id   INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE CHECK (length(path) > 0) -- absolute
) STRICT;

CREATE TABLE photos (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: tags and undo steps will name it
    root_id    INTEGER NOT NULL REFERENCES roots (id) ON DELETE CASCADE,
    path       BLOB    NOT NULL CHECK (length(path) > 0), -- relative to the root
    size       INTEGER NOT NULL, -- bytes
    mtime_ns   INTEGER NOT NULL, -- since 1970
    hash       BLOB    NOT NULL CHECK (length(hash) = 32), -- BLAKE3 of the file
    width      INTEGER NOT NULL CHECK (width > 0),
    height     INTEGER NOT NULL CHECK (height > 0),
    format     TEXT    NOT NULL,
    captured   TEXT, -- camera's local time, ISO 8601 without a zone
    missing    INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1)),
    indexed_at INTEGER NOT NULL DEFAULT (unixepoch()) -- seconds since 1970
) STRICT;

-- One present photo a place. A missing one leaves its place free: another file may have been moved there,
-- while what people said about the missing one is kept until it is found again or forgotten.
CREATE UNIQUE INDEX photos_place ON photos (root_id, path) WHERE missing = 0;
CREATE INDEX photos_hash ON photos (hash);

CREATE TABLE models (
    id        INTEGER PRIMARY KEY,
    key       TEXT    NOT NULL UNIQUE, -- hash of weights and preprocessing
    name      TEXT    NOT NULL,
    dimension INTEGER NOT NULL CHECK (dimension > 0)
) STRICT;

-- A table with a rowid, because vectors of 2 to 4 KB then lie whole in its leaves; keyed by their photo first,
-- because that is how they go when a photo goes. All vectors of a model are read by one walk over the table.
CREATE TABLE embeddings (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    model_id INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    vector   BLOB    NOT NULL CHECK (length(vector) > 0 AND length(vector) % 4 = 0), -- f32, little-endian, unit length
    PRIMARY KEY (photo_id, model_id)
) STRICT;

-- A file is not tried again for as long as its size and time stay as they were.
CREATE TABLE problems (
    root_id  INTEGER NOT NULL REFERENCES roots (id) ON DELETE CASCADE,
    path     BLOB    NOT NULL CHECK (length(path) > 0),
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (root_id, path)
) STRICT, WITHOUT ROWID;
