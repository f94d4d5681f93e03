-- Where photos lie on the map of a model. A map is made, read and replaced as a whole, and can be made again from the vectors at any time.
CREATE TABLE maps (
    model_id INTEGER PRIMARY KEY REFERENCES models (id) ON DELETE CASCADE,
    method   INTEGER NOT NULL, -- what it was made by: one that was made otherwise is made again
    sampled  INTEGER NOT NULL CHECK (sampled >= 0), -- so many of the places, the first ones, were laid out; the others stand beside them
    -- Of each photo: its id, what tells its vector from another one (8 bytes each), x and y (f32); all little-endian.
    places   BLOB    NOT NULL CHECK (length(places) % 24 = 0)
) STRICT;
