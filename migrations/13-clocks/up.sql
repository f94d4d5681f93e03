-- By how much cameras' clocks are off, as a person told. What the files say (`photos.captured`) stays as it is: dates are put right where
-- photos are read.
CREATE TABLE clocks (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    camera   TEXT    NOT NULL, -- as in `facts`
    offset_s INTEGER NOT NULL CHECK (offset_s <> 0) -- seconds, added to what the camera told
) STRICT;
CREATE UNIQUE INDEX clocks_camera ON clocks (camera);
