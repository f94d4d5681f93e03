-- What the camera noted beside the moment; written by index runs, so no part of the history. A photo without a row was read before
-- this was kept: the next index run reads its EXIF block again.
CREATE TABLE facts (
    photo_id            INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    camera              TEXT,
    lens                TEXT,
    iso                 INTEGER,
    exposure_ns         INTEGER, -- nanoseconds
    aperture_hundredths INTEGER, -- f-number times 100
    focal_um            INTEGER  -- micrometres
) STRICT;

-- How a photo looks, in little, for telling copies; and how sharp it is, for telling the best of them.
CREATE TABLE fingerprints (
    photo_id  INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    cells     BLOB NOT NULL CHECK (length(cells) = 864), -- 24 x 24 lightnesses, 12 x 12 blue and red differences
    sharpness REAL NOT NULL,
    clipped   REAL NOT NULL -- share of the pixels that are all white or all black
) STRICT;

-- Two photos that a person called no duplicates of one another: never proposed together again.
CREATE TABLE distinct_photos (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    CHECK (photo_id < other_id)
) STRICT;
CREATE UNIQUE INDEX distinct_pairs ON distinct_photos (photo_id, other_id);
CREATE INDEX distinct_others ON distinct_photos (other_id);
