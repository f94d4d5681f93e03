-- Labels that a person kept when they were asked whether they are wrong: not asked again while the photo has this label, unchanged.
CREATE TABLE kept (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    set_id   INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
    label_id INTEGER REFERENCES labels (id) ON DELETE CASCADE, -- NULL: none of these
    revision INTEGER NOT NULL, -- the set's
    kept_at  INTEGER NOT NULL -- milliseconds since 1970
) STRICT;
CREATE UNIQUE INDEX kept_once ON kept (photo_id, set_id, coalesce(label_id, 0));
CREATE INDEX kept_sets ON kept (set_id);
CREATE INDEX kept_labels ON kept (label_id);

-- 1: decisions teach the set nothing; it answers by its words alone.
ALTER TABLE label_sets ADD COLUMN words_only INTEGER NOT NULL DEFAULT 0 CHECK (words_only IN (0, 1));
