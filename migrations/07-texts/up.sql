-- What a person imported about a photo: a title, a brand, a description.
CREATE TABLE texts (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    columns  TEXT    NOT NULL CHECK (json_valid(columns)) -- pairs of a column's name and its text, in the order of the file
) STRICT;
CREATE UNIQUE INDEX texts_photo ON texts (photo_id);

-- The words of each photo's path below its root and of its texts; a row's id is the photo's. Texts are kept in their own tables and not here
-- again. The program makes the triggers that keep it up to date after the last migration (crates/catalog/src/text_index.rs).
CREATE VIRTUAL TABLE text_index USING fts5 (
    path, texts, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO text_index (rowid, path, texts) SELECT id, CAST(path AS TEXT), '' FROM photos;
