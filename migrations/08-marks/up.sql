-- What a person says of a photo while culling: a flag, stars, a colour label. Each has a row of its own, so that each has its own source.
CREATE TABLE marks (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id  INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    kind      TEXT    NOT NULL,
    value     TEXT,             -- NULL: it was taken off
    source    TEXT    NOT NULL CHECK (source IN ('person', 'rule', 'import')),
    marked_at INTEGER NOT NULL, -- milliseconds since 1970
    CHECK (CASE kind
        WHEN 'flag'  THEN coalesce(value IN ('pick', 'reject'), 1)
        WHEN 'stars' THEN coalesce(value IN ('1', '2', '3', '4', '5'), 1)
        WHEN 'color' THEN coalesce(value IN ('red', 'yellow', 'green', 'blue', 'purple'), 1)
        ELSE 0 END)
) STRICT;
CREATE UNIQUE INDEX marks_place ON marks (photo_id, kind);

-- The marks that we last read from or wrote into a photo's files: while a file holds those, nobody else has changed it.
CREATE TABLE seen_marks (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    seen     TEXT NOT NULL CHECK (json_valid(seen))
) STRICT;
