-- The hubs that this catalogue is shared through, and what each of them is known to hold of its photos: what differs from that was decided here
-- since, and is what the next push brings. No part of the history: it tells about the hub.
CREATE TABLE hubs (
    id      INTEGER PRIMARY KEY,
    uid     TEXT    NOT NULL UNIQUE, -- the hub's own random number
    address TEXT    NOT NULL, -- without a password
    seq     INTEGER NOT NULL DEFAULT 0 CHECK (seq >= 0), -- the hub's step up to which all was taken in
    step_id INTEGER -- the last step here that took something in; where it is undone, all is taken in anew
) STRICT;

-- Photos whose decisions were compared with the hub's, as they were then.
CREATE TABLE hub_photos (
    hub_id   INTEGER NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    brought  INTEGER NOT NULL DEFAULT 0 CHECK (brought IN (0, 1)), -- the hub knows the photo from here
    PRIMARY KEY (hub_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hub_photos_photo ON hub_photos (photo_id);

-- What the hub holds of them.
CREATE TABLE hub_known (
    hub_id   INTEGER NOT NULL,
    photo_id INTEGER NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('tags', 'opinion', 'mark', 'sku')),
    key      TEXT    NOT NULL,
    value    TEXT    NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (hub_id, photo_id, kind, key),
    FOREIGN KEY (hub_id, photo_id) REFERENCES hub_photos (hub_id, photo_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE hub_sets (
    hub_id INTEGER NOT NULL REFERENCES hubs (id) ON DELETE CASCADE,
    key    TEXT    NOT NULL,
    value  TEXT    NOT NULL CHECK (json_valid(value)),
    PRIMARY KEY (hub_id, key)
) STRICT, WITHOUT ROWID;

-- Vectors that the hub is known to have.
CREATE TABLE hub_vectors (
    hub_id   INTEGER NOT NULL,
    photo_id INTEGER NOT NULL,
    model_id INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    PRIMARY KEY (hub_id, photo_id, model_id),
    FOREIGN KEY (hub_id, photo_id) REFERENCES hub_photos (hub_id, photo_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX hub_vectors_model ON hub_vectors (model_id);
