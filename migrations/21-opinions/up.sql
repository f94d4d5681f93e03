-- Who decided, by name: NULL where a rule did, where a file names nobody, and for decisions from before names were kept.
ALTER TABLE tags ADD COLUMN author TEXT CHECK (trim(author) <> '');
-- 1: the decision settles a dispute. What its author thought before is an opinion of theirs; this is none.
ALTER TABLE tags ADD COLUMN settles INTEGER NOT NULL DEFAULT 0 CHECK (settles IN (0, 1));

-- What authors say of a photo whose decision is not theirs, a row a label. An author's opinion of a photo in a set is all of their rows there.
CREATE TABLE opinions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id   INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    set_id     INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
    label_id   INTEGER REFERENCES labels (id) ON DELETE CASCADE, -- NULL: none of these
    author     TEXT    NOT NULL CHECK (trim(author) <> ''),
    author_key TEXT    NOT NULL, -- equal for names that are one name to people
    decided_at INTEGER NOT NULL  -- milliseconds since 1970
) STRICT;
CREATE UNIQUE INDEX opinions_place ON opinions (photo_id, set_id, author_key, coalesce(label_id, 0));
CREATE INDEX opinions_set ON opinions (set_id);
CREATE INDEX opinions_label ON opinions (label_id);
