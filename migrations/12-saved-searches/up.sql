-- Searches that a person keeps.
CREATE TABLE searches (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL CHECK (trim(name) <> ''),
    query      TEXT    NOT NULL, -- words and filters, as they are typed
    like_photo INTEGER,          -- a photo of the catalogue that stands in for words, or beside them
    like_file  TEXT,             -- the same, a file anywhere
    texts      TEXT    NOT NULL CHECK (texts IN ('on', 'off', 'only')),
    as_typed   INTEGER NOT NULL CHECK (as_typed IN (0, 1)),
    min_score  REAL,
    sort       TEXT    NOT NULL CHECK (sort IN ('relevance', 'name', 'date', 'rating', 'size')),
    reversed   INTEGER NOT NULL CHECK (reversed IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX searches_name ON searches (name COLLATE NOCASE);
