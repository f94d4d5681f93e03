-- The vocabulary, what was decided with it, and every step of a person so that it can be taken back.
-- Ids are never given twice: steps of the history name rows by them.

CREATE TABLE label_sets (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    name          TEXT    NOT NULL CHECK (length(name) > 0),
    position      INTEGER NOT NULL, -- in the order of the person
    choice        TEXT    NOT NULL CHECK (choice IN ('single', 'multi')),
    templates     TEXT    NOT NULL CHECK (json_valid(templates)), -- texts with {label} in them
    none_of_these INTEGER NOT NULL DEFAULT 0 CHECK (none_of_these IN (0, 1)),
    revision      INTEGER NOT NULL DEFAULT 1 -- counts up when what the model is asked changes
) STRICT;

CREATE TABLE labels (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    set_id   INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
    name     TEXT    NOT NULL CHECK (length(name) > 0),
    position INTEGER NOT NULL,
    prompts  TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(prompts)), -- words in the name's place
    since    INTEGER NOT NULL -- the set's revision in which the label came or its words changed
) STRICT;
CREATE INDEX labels_set ON labels (set_id);

CREATE TABLE tags (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id   INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    set_id     INTEGER NOT NULL REFERENCES label_sets (id) ON DELETE CASCADE,
    label_id   INTEGER REFERENCES labels (id) ON DELETE CASCADE, -- NULL: none of the set's labels
    decision   TEXT    NOT NULL CHECK (decision IN ('accepted', 'rejected', 'none')),
    source     TEXT    NOT NULL CHECK (source IN ('person', 'rule', 'import')),
    score      REAL, -- what the model gave the label; NULL: no model was asked
    model      TEXT, -- plain text and no reference: models come and go
    revision   INTEGER NOT NULL, -- the set's
    decided_at INTEGER NOT NULL, -- milliseconds since 1970
    stale      INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0, 1)), -- the photo's content changed since
    CHECK ((decision = 'none') = (label_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX tags_place ON tags (photo_id, set_id, coalesce(label_id, 0));
CREATE INDEX tags_set ON tags (set_id);
CREATE INDEX tags_label ON tags (label_id);

-- The keywords that we wrote into a photo's sidecar: only those are ever taken out of it again.
CREATE TABLE sidecars (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    written  TEXT NOT NULL CHECK (json_valid(written))
) STRICT;

-- Where a person stands in reviewing a set.
CREATE TABLE reviews (
    set_id  INTEGER PRIMARY KEY REFERENCES label_sets (id) ON DELETE CASCADE,
    place   TEXT NOT NULL CHECK (json_valid(place))
) STRICT;

-- Choices that belong to the catalogue and not to the person's window.
CREATE TABLE choices (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

-- Counts changes, so that another window can tell whether it has to read photos or tags again.
CREATE TABLE generations (
    photos INTEGER NOT NULL,
    tags   INTEGER NOT NULL
) STRICT;
INSERT INTO generations VALUES (0, 0);

-- Steps that can be undone, and redone while no newer step was made.
CREATE TABLE steps (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    words   TEXT    NOT NULL, -- "Accept 204 tags"
    made_at INTEGER NOT NULL, -- milliseconds since 1970
    undone  INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
    changed INTEGER NOT NULL DEFAULT 0 -- rows of "changes"
) STRICT;

-- Each row that a step changed, as it was before and after; NULL: not there.
CREATE TABLE changes (
    id      INTEGER PRIMARY KEY,
    step_id INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE,
    tbl     TEXT    NOT NULL CHECK (tbl IN ('label_sets', 'labels', 'tags')),
    row_id  INTEGER NOT NULL,
    before  TEXT,
    after   TEXT
) STRICT;
CREATE INDEX changes_step ON changes (step_id);

-- While a step is being made this holds its id, and the triggers below write down what it changes: rows that go
-- because another one goes included. What an index run does to tags is no step.
CREATE TABLE recording (step_id INTEGER NOT NULL REFERENCES steps (id) ON DELETE CASCADE) STRICT;

CREATE TRIGGER label_sets_made AFTER INSERT ON label_sets WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'label_sets', new.id, NULL,
        json_array(new.id, new.name, new.position, new.choice, new.templates, new.none_of_these, new.revision) FROM recording;
END;
CREATE TRIGGER label_sets_changed AFTER UPDATE ON label_sets WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'label_sets', new.id,
        json_array(old.id, old.name, old.position, old.choice, old.templates, old.none_of_these, old.revision),
        json_array(new.id, new.name, new.position, new.choice, new.templates, new.none_of_these, new.revision) FROM recording;
END;
CREATE TRIGGER label_sets_gone AFTER DELETE ON label_sets WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'label_sets', old.id,
        json_array(old.id, old.name, old.position, old.choice, old.templates, old.none_of_these, old.revision), NULL FROM recording;
END;

CREATE TRIGGER labels_made AFTER INSERT ON labels WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'labels', new.id, NULL,
        json_array(new.id, new.set_id, new.name, new.position, new.prompts, new.since) FROM recording;
END;
CREATE TRIGGER labels_changed AFTER UPDATE ON labels WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'labels', new.id,
        json_array(old.id, old.set_id, old.name, old.position, old.prompts, old.since),
        json_array(new.id, new.set_id, new.name, new.position, new.prompts, new.since) FROM recording;
END;
CREATE TRIGGER labels_gone AFTER DELETE ON labels WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'labels', old.id,
        json_array(old.id, old.set_id, old.name, old.position, old.prompts, old.since), NULL FROM recording;
END;

CREATE TRIGGER tags_made AFTER INSERT ON tags WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'tags', new.id, NULL,
        json_array(new.id, new.photo_id, new.set_id, new.label_id, new.decision, new.source, new.score, new.model, new.revision, new.decided_at)
        FROM recording;
END;
CREATE TRIGGER tags_changed AFTER UPDATE ON tags WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'tags', new.id,
        json_array(old.id, old.photo_id, old.set_id, old.label_id, old.decision, old.source, old.score, old.model, old.revision, old.decided_at),
        json_array(new.id, new.photo_id, new.set_id, new.label_id, new.decision, new.source, new.score, new.model, new.revision, new.decided_at)
        FROM recording;
END;
CREATE TRIGGER tags_gone AFTER DELETE ON tags WHEN EXISTS (SELECT 1 FROM recording) BEGIN
    INSERT INTO changes (step_id, tbl, row_id, before, after) SELECT step_id, 'tags', old.id,
        json_array(old.id, old.photo_id, old.set_id, old.label_id, old.decision, old.source, old.score, old.model, old.revision, old.decided_at), NULL
        FROM recording;
END;
