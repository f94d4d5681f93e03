//! Flags, stars and colour labels: read into memory, made in steps; and what was last seen of them in the photos' files.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use crate::step::Step;
use base::{Mark, Marked, PhotoId, Source};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

const COLUMNS: &str = "photo_id, kind, value, source, marked_at";

/// What became of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkOutcome {
    /// It is saved.
    Changed,
    /// It was so already, or the photo is no longer in the catalogue.
    Same,
    /// It was left as it is, because somebody more entitled decided.
    Kept,
}

impl Catalog {
    /// Every mark, and what was taken off, by photo.
    pub fn marks(&self) -> Result<Vec<Marked>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM marks ORDER BY photo_id, id"))?;
            let mut rows = statement.query([])?;
            let mut marks = Vec::new();
            while let Some(row) = rows.next()? {
                marks.push(marked(row)?);
            }
            Ok(marks)
        })
    }

    /// As [`Catalog::marks`], of these photos.
    pub fn marks_of(&self, photos: &[PhotoId]) -> Result<Vec<Marked>, CatalogError> {
        self.read(|db| {
            let mut marks = Vec::new();
            for photo in photos {
                marks_between(db, *photo, *photo, &mut marks)?;
            }
            Ok(marks)
        })
    }

    /// What we last read from or wrote into the files of each photo (JSON).
    pub fn seen_marks(&self) -> Result<HashMap<PhotoId, String>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT photo_id, seen FROM seen_marks")?;
            let rows = statement.query_map([], |row| Ok((PhotoId(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Remembers what was read or written (JSON). No step: it is about files.
    pub fn put_seen_marks(&mut self, seen: &[(PhotoId, String)]) -> Result<(), CatalogError> {
        if seen.is_empty() {
            return Ok(());
        }
        self.transact(|db| put_seen(db, seen))
    }
}

/// What became of the marks of several photos.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkCounts {
    /// Photos with a mark that is new.
    pub changed: u64,
    /// Photos that had them all, or are no longer in the catalogue.
    pub unchanged: u64,
}

impl Step<'_> {
    /// Gives these photos these marks, each as [`Step::mark`] does: in the place of what this source, or one below it, decided.
    pub fn mark_all(&mut self, photos: &[PhotoId], marks: &[Mark], source: Source, at_ms: i64) -> Result<MarkCounts, Fault> {
        let mut counts = MarkCounts::default();
        for photo in photos {
            let mut changed = false;
            for mark in marks {
                changed |= self.mark(*photo, *mark, source, source, at_ms)? == MarkOutcome::Changed;
            }
            *(if changed { &mut counts.changed } else { &mut counts.unchanged }) += 1;
        }
        Ok(counts)
    }

    /// Gives a photo a mark, or takes it off. What a source above `replaces` decided is left alone. `at_ms`: milliseconds since 1970.
    pub fn mark(&mut self, photo: PhotoId, mark: Mark, source: Source, replaces: Source, at_ms: i64) -> Result<MarkOutcome, Fault> {
        self.let_others()?;
        let sql = format!("SELECT {COLUMNS} FROM marks WHERE photo_id = ?1 AND kind = ?2");
        let mut statement = self.db.prepare_cached(&sql)?;
        let there = statement.query_row(params![photo.0, mark.kind().as_str()], |row| Ok(marked(row))).optional()?.transpose()?;
        match there {
            None if mark.value().is_none() => return Ok(MarkOutcome::Same),
            Some(there) if there.mark == mark && there.source >= source => return Ok(MarkOutcome::Same),
            Some(there) if there.source > replaces => return Ok(MarkOutcome::Kept),
            _ => {}
        }
        let sql = "INSERT INTO marks (photo_id, kind, value, source, marked_at) SELECT id, ?2, ?3, ?4, ?5 FROM photos WHERE id = ?1
            ON CONFLICT (photo_id, kind) DO UPDATE SET value = excluded.value, source = excluded.source, marked_at = excluded.marked_at";
        let row = params![photo.0, mark.kind().as_str(), mark.value(), source.as_str(), at_ms];
        Ok(if for_each_row(self.db, sql, [row])? > 0 { MarkOutcome::Changed } else { MarkOutcome::Same })
    }

    /// As [`Catalog::put_seen_marks`], together with the step. It is not undone with it.
    pub fn put_seen_marks(&mut self, seen: &[(PhotoId, String)]) -> Result<(), Fault> {
        put_seen(self.db, seen)
    }
}

fn put_seen(db: &Connection, seen: &[(PhotoId, String)]) -> Result<(), Fault> {
    let sql = "INSERT INTO seen_marks (photo_id, seen) SELECT id, ?2 FROM photos WHERE id = ?1
        ON CONFLICT (photo_id) DO UPDATE SET seen = excluded.seen";
    for_each_row(db, sql, seen.iter().map(|(photo, seen)| (photo.0, seen)))?;
    Ok(())
}

/// The marks of the photos from `first` to `last`, by photo.
pub(crate) fn marks_between(db: &Connection, first: PhotoId, last: PhotoId, marks: &mut Vec<Marked>) -> Result<(), Fault> {
    let sql = format!("SELECT {COLUMNS} FROM marks WHERE photo_id BETWEEN ?1 AND ?2 ORDER BY photo_id, id");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query((first.0, last.0))?;
    while let Some(row) = rows.next()? {
        marks.push(marked(row)?);
    }
    Ok(())
}

fn marked(row: &Row<'_>) -> Result<Marked, Fault> {
    let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    let value = row.get_ref(2)?.as_str_or_null().map_err(rusqlite::Error::from)?;
    let mark = Mark::read(text(1)?, value).ok_or_else(|| Fault::damaged("a mark of an unknown kind".to_owned()))?;
    Ok(Marked { photo: PhotoId(row.get(0)?), mark, source: text(3)?.parse().map_err(Fault::damaged)?, at_ms: row.get(4)? })
}
