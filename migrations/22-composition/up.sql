-- How a photo is made up: what its border is like, where the product stands, its colours. Written by index runs, so no part of the history.
-- A photo without a row, or with one of an older revision, was indexed before this was measured: the next index run measures it.
CREATE TABLE compositions (
    photo_id    INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    revision    INTEGER NOT NULL, -- of what measured it
    white       REAL    NOT NULL, -- shares of the border's pixels
    near_white  REAL    NOT NULL,
    background  INTEGER, -- 0xrrggbb; NULL: it is not plain
    x0          REAL,    -- the product's bounding box, shares of the sides; NULL: not known
    y0          REAL,
    x1          REAL,
    y1          REAL,
    area        REAL,    -- share of the pixels that differ from the background
    bordered    INTEGER NOT NULL CHECK (bordered IN (0, 1)),
    transparent REAL    NOT NULL, -- share of the pixels
    profile     TEXT    NOT NULL CHECK (profile IN ('none', 'srgb', 'other', 'cmyk')),
    palette     BLOB    NOT NULL CHECK (length(palette) % 16 = 0) -- each colour: L*, a*, b* and its share (f32, little-endian)
) STRICT;

-- The marketplace rules that the photos are held against, as their file says; one at most.
CREATE TABLE standards (
    id    INTEGER PRIMARY KEY AUTOINCREMENT CHECK (id = 1),
    rules TEXT NOT NULL CHECK (json_valid(rules))
) STRICT;

-- A search may be ordered by nearness to the colour that it names; its `sort` is then what it is ordered by where the colour is gone.
ALTER TABLE searches ADD COLUMN by_hue INTEGER NOT NULL DEFAULT 0;
