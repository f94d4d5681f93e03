-- How the last look at a root stands, until it has come to its end: so that the next opening can go on with one that was cut off.
CREATE TABLE looks (
    root_id   INTEGER PRIMARY KEY REFERENCES roots (id) ON DELETE CASCADE,
    maker     TEXT    NOT NULL, -- the process, by its mark
    model     TEXT    NOT NULL, -- the name of the one that embeds
    found     INTEGER NOT NULL DEFAULT 0 CHECK (found >= 0), -- photos in the folder
    remaining INTEGER CHECK (remaining >= 0), -- photos still to be read; NULL: the folder is still being walked
    tries     INTEGER NOT NULL DEFAULT 1 CHECK (tries > 0), -- since the last photo was saved
    cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)), -- a person ended it
    refused   TEXT -- why the folder could not be looked at
) STRICT;

-- Who met the problem: 0 the reading of a file, 1 the walk at a file, 2 the walk at a folder. What the walk met has no stamp and is
-- told anew by each walk.
ALTER TABLE problems ADD COLUMN met INTEGER NOT NULL DEFAULT 0 CHECK (met IN (0, 1, 2));
