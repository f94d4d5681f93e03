-- What is known of a photo's product beside its name: that it is of this one, in the place of what the SKU rule makes of the name, or that it is
-- not, so that nobody is asked again. A photo is of one product at most.
CREATE TABLE photo_skus (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id   INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    sku        TEXT    NOT NULL CHECK (trim(sku) <> ''),
    decision   TEXT    NOT NULL CHECK (decision IN ('accepted', 'rejected')),
    source     TEXT    NOT NULL CHECK (source IN ('person', 'rule', 'import')),
    score      REAL,             -- how alike the photo and those of the product are, where a model was asked
    model      TEXT,             -- as in tags
    decided_at INTEGER NOT NULL  -- milliseconds since 1970
) STRICT;
CREATE UNIQUE INDEX photo_skus_place ON photo_skus (photo_id, sku);
CREATE UNIQUE INDEX photo_skus_one ON photo_skus (photo_id) WHERE decision = 'accepted';
