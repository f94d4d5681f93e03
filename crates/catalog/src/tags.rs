//! Decisions about photos: read into memory, made in steps. Nothing overwrites what somebody more entitled decided.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::new_tags::NewTags;
use crate::sql::for_each_row;
use crate::step::{SetFacts, Step};
use base::{Choice, Decision, LabelId, LabelSetId, PhotoId, Provenance, Ruling, Source, Tag, Verdict};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashSet;
use std::sync::Arc;

/// What became of a verdict.
#[derive(Clone, Debug, PartialEq)]
pub enum Decided {
    /// It is saved.
    Changed,
    /// It was so already.
    Same,
    /// It was left as it is, because this decision may not be replaced. `true`: what the verdict says is new, and kept as its author's opinion.
    Kept(Tag, bool),
    /// The photo is no longer in the catalogue.
    NoPhoto,
}

pub(crate) const COLUMNS: &str =
    "id, photo_id, set_id, label_id, decision, source, score, model, revision, decided_at, stale, author, settles";

impl Catalog {
    /// Every decision, by photo.
    pub fn tags(&self) -> Result<Vec<Tag>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM tags ORDER BY photo_id, id"))?;
            let mut models = HashSet::new();
            let mut rows = statement.query([])?;
            let mut tags = Vec::new();
            while let Some(row) = rows.next()? {
                tags.push(tag(row, &mut models)?);
            }
            Ok(tags)
        })
    }

    /// What was decided about these photos.
    pub fn tags_of(&self, photos: &[PhotoId]) -> Result<Vec<Tag>, CatalogError> {
        self.read(|db| {
            let mut tags = Vec::new();
            for photo in photos {
                tags_between(db, *photo, *photo, &mut tags)?;
            }
            Ok(tags)
        })
    }
}

/// What was decided about the photos from `first` to `last`, by photo.
pub(crate) fn tags_between(db: &Connection, first: PhotoId, last: PhotoId, tags: &mut Vec<Tag>) -> Result<(), Fault> {
    let sql = format!("SELECT {COLUMNS} FROM tags WHERE photo_id BETWEEN ?1 AND ?2 ORDER BY photo_id, id");
    let mut statement = db.prepare_cached(&sql)?;
    let (mut rows, mut models) = (statement.query((first.0, last.0))?, HashSet::new());
    while let Some(row) = rows.next()? {
        tags.push(tag(row, &mut models)?);
    }
    Ok(())
}

/// A tag's row. Equal models, and equal authors, share one text.
pub(crate) fn tag(row: &Row<'_>, models: &mut HashSet<Arc<str>>) -> Result<Tag, Fault> {
    let mut shared = |text: &str| {
        models.get(text).cloned().unwrap_or_else(|| {
            let text: Arc<str> = text.into();
            models.insert(Arc::clone(&text));
            text
        })
    };
    let model = row.get_ref(7)?.as_str_or_null().map_err(rusqlite::Error::from)?.map(&mut shared);
    let author = row.get_ref(11)?.as_str_or_null().map_err(rusqlite::Error::from)?.map(&mut shared);
    let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
    Ok(Tag {
        photo: PhotoId(row.get(1)?),
        set: LabelSetId(row.get(2)?),
        label: row.get::<_, Option<i64>>(3)?.map(LabelId),
        decision: text(4)?.parse().map_err(Fault::damaged)?,
        provenance: Provenance {
            source: text(5)?.parse().map_err(Fault::damaged)?,
            score: row.get::<_, Option<f64>>(6)?.map(|s| s as f32),
            model,
            decided_at_ms: row.get(9)?,
            author,
            settles: row.get(12)?,
        },
        revision: row.get(8)?,
        stale: row.get(10)?,
    })
}

/// What became of several verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecidedCounts {
    /// They are saved.
    pub changed: u64,
    /// What was decided before was left as it is.
    pub kept: u64,
}

impl Step<'_> {
    /// Decides about several photos, each as [`Step::decide`] does.
    pub fn decide_all(&mut self, verdicts: &[Verdict], replaces: Source) -> Result<DecidedCounts, Fault> {
        let (mut counts, mut new) = (DecidedCounts::default(), NewTags::default());
        for verdict in verdicts {
            if new.is_full() || new.is_about(verdict) {
                new.save(self.db)?;
            }
            if self.is_due() {
                new.save(self.db)?;
                self.let_others()?;
            }
            match self.decide_into(verdict, replaces, &mut new)? {
                Decided::Changed => counts.changed += 1,
                Decided::Kept(..) => counts.kept += 1,
                Decided::Same | Decided::NoPhoto => {}
            }
        }
        new.save(self.db)?;
        Ok(counts)
    }

    /// Decides about one photo. Decisions of a source above `replaces` are left alone.
    pub fn decide(&mut self, verdict: &Verdict, replaces: Source) -> Result<Decided, Fault> {
        self.let_others()?;
        let mut new = NewTags::default();
        let decided = self.decide_into(verdict, replaces, &mut new)?;
        new.save(self.db)?;
        Ok(decided)
    }

    fn decide_into(&mut self, verdict: &Verdict, replaces: Source, new: &mut NewTags) -> Result<Decided, Fault> {
        let (choice, revision) = self.facts(verdict.set, verdict.ruling)?;
        if !self.db.prepare_cached("SELECT 1 FROM photos WHERE id = ?1")?.exists([verdict.photo.0])? {
            return Ok(Decided::NoPhoto);
        }
        let verdict = &self.signed(verdict);
        let there = self.there(verdict, choice)?;
        let (label, decision) = match verdict.ruling {
            Ruling::Accept(label) => (Some(label), Decision::Accepted),
            Ruling::Reject(label) => (Some(label), Decision::Rejected),
            Ruling::NoneOfThese => (None, Decision::None),
            Ruling::Withdraw(label) => return self.withdraw(verdict, there.iter().filter(|(_, t)| t.label == Some(label)), replaces),
            Ruling::WithdrawAll => return self.withdraw(verdict, there.iter(), replaces),
        };
        let own = there.iter().find(|(_, t)| t.label == label);
        let settled = |t: &Tag| t.provenance.settles || !verdict.provenance.settles;
        let is_same = |t: &Tag| t.decision == decision && !t.stale && t.provenance.source >= verdict.provenance.source && settled(t);
        if let Some((_, tag)) = own.filter(|(_, t)| is_same(t)) {
            let told = !self.is_by_same(tag, verdict) && self.opine(verdict, choice)?;
            return Ok(if told { Decided::Changed } else { Decided::Same });
        }
        // A label and "none of these" exclude each other, and in a single-choice set two labels do.
        let excludes = |t: &Tag| match decision {
            Decision::Accepted => t.decision == Decision::None || (choice == Choice::Single && t.decision == Decision::Accepted),
            Decision::None => t.decision == Decision::Accepted,
            Decision::Rejected => false,
        };
        let in_the_way = || there.iter().filter(|(_, t)| t.label == label || excludes(t));
        if let Some((_, kept)) = in_the_way().find(|(_, t)| t.provenance.source > replaces) {
            let kept = kept.clone();
            let told = !self.is_by_same(&kept, verdict) && self.opine(verdict, choice)?;
            return Ok(Decided::Kept(kept, told));
        }
        if decision != Decision::Rejected || own.is_some_and(|(_, t)| t.decision == Decision::Accepted) {
            self.take_place(verdict, &there, choice)?;
        }
        let others = in_the_way().filter(|(_, t)| t.label != label).map(|(id, _)| [*id]);
        for_each_row(self.db, "DELETE FROM tags WHERE id = ?1", others)?;
        let Provenance { source, score, model, decided_at_ms, author, settles } = &verdict.provenance;
        match own {
            Some((id, _)) => {
                let (decision, source, score) = (decision.as_str(), source.as_str(), score.map(f64::from));
                for_each_row(
                    self.db,
                    "UPDATE tags SET decision = ?2, source = ?3, score = ?4, model = ?5, revision = ?6, decided_at = ?7, stale = 0,
                        author = ?8, settles = ?9 WHERE id = ?1",
                    [params![id, decision, source, score, model, revision, decided_at_ms, author.as_deref(), settles]],
                )?;
            }
            None => new.add(verdict, label, decision, revision),
        }
        Ok(Decided::Changed)
    }

    fn withdraw<'t>(&mut self, verdict: &Verdict, tags: impl Iterator<Item = &'t (i64, Tag)>, replaces: Source) -> Result<Decided, Fault> {
        let tags: Vec<_> = tags.collect();
        if let Some((_, kept)) = tags.iter().find(|(_, t)| t.provenance.source > replaces) {
            return Ok(Decided::Kept(kept.clone(), false));
        }
        if tags.iter().any(|(_, t)| t.decision != Decision::Rejected) {
            self.take_place(verdict, &[], Choice::Multi)?;
        }
        match for_each_row(self.db, "DELETE FROM tags WHERE id = ?1", tags.iter().map(|(id, _)| [id]))? {
            0 => Ok(Decided::Same),
            _ => Ok(Decided::Changed),
        }
    }

    /// What was decided about the photo in this set, as far as the verdict has to do with it: of many labels that do not exclude each other
    /// only the one, and none of these.
    fn there(&self, verdict: &Verdict, choice: Choice) -> Result<Vec<(i64, Tag)>, Fault> {
        let label = match (verdict.ruling, choice) {
            (Ruling::Accept(label), Choice::Multi) | (Ruling::Reject(label) | Ruling::Withdraw(label), _) => Some(label.0),
            _ => None,
        };
        let mut statement = self.db.prepare_cached(&there(label.is_some()))?;
        let mut models = HashSet::new();
        let mut rows = statement.query(params![verdict.photo.0, verdict.set.0, label])?;
        let mut there = Vec::new();
        while let Some(row) = rows.next()? {
            there.push((row.get(0)?, tag(row, &mut models)?));
        }
        Ok(there)
    }

    /// The set's choice and revision; fails where the ruling's label is not of the set.
    pub(crate) fn facts(&mut self, set: LabelSetId, ruling: Ruling) -> Result<(Choice, u32), Fault> {
        if !self.sets.contains_key(&set.0) {
            let facts = facts(self.db, set)?;
            self.sets.insert(set.0, facts);
        }
        let facts = self.sets.get(&set.0).ok_or(Fault::NoSuchSet)?;
        match ruling {
            Ruling::Accept(label) | Ruling::Reject(label) | Ruling::Withdraw(label) if !facts.labels.contains(&label) => {
                Err(Fault::NoSuchLabel)
            }
            _ => Ok((facts.choice, facts.revision)),
        }
    }
}

/// Decisions about a photo in a set: all, or those about one label and none of these, which the index finds among any number.
pub(crate) fn there(of_label: bool) -> String {
    let labels = if of_label { "coalesce(label_id, 0) IN (0, ?3)" } else { "?3 IS NULL" };
    format!("SELECT {COLUMNS} FROM tags WHERE photo_id = ?1 AND set_id = ?2 AND {labels}")
}

fn facts(db: &Connection, set: LabelSetId) -> Result<SetFacts, Fault> {
    let sql = "SELECT choice, revision FROM label_sets WHERE id = ?1";
    let row = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
    let (choice, revision) = db.query_row(sql, [set.0], row).optional()?.ok_or(Fault::NoSuchSet)?;
    let mut statement = db.prepare_cached("SELECT id FROM labels WHERE set_id = ?1")?;
    let labels = statement.query_map([set.0], |row| row.get(0).map(LabelId))?.collect::<Result<_, _>>()?;
    Ok(SetFacts { choice: choice.parse().map_err(Fault::damaged)?, revision, labels })
}
