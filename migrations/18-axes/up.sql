-- Axes that a person keeps, from one thing to another. They hold no vectors: whichever model answers works them out from the ends.
CREATE TABLE axes (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    name       TEXT    NOT NULL CHECK (trim(name) <> '' AND name NOT GLOB '*[<>=]*'),
    start_at   TEXT    NOT NULL CHECK (trim(start_at) <> ''), -- words or a photo as in a search, or filters alone
    end_at     TEXT    NOT NULL CHECK (trim(end_at) <> ''),
    way        TEXT    NOT NULL CHECK (way IN ('line', 'gradrec')),
    -- Of gradrec alone.
    near_start INTEGER, -- photos that are the best for the start
    near_end   INTEGER, -- and for the end; NULL: as many as fit the catalogue
    strength   REAL,    -- how strongly a step leads away from the start
    pull       REAL,    -- how much the mean of the nearest photos counts against that
    near       INTEGER  -- photos whose mean that is
) STRICT;
CREATE UNIQUE INDEX axes_name ON axes (name COLLATE NOCASE);

-- A search may be ordered along an axis; its `sort` is then what it is ordered by where the axis is gone.
ALTER TABLE searches ADD COLUMN axis_id INTEGER;
