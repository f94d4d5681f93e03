//! Tags that are inserted many at a time.

use base::{Decision, LabelId, LabelSetId, PhotoId, Provenance, Verdict};
use rusqlite::{Connection, Statement};
use std::collections::HashSet;

/// Rows of a statement. Before it runs triggers it copies each page that it will change: for every row anew, that would be half of the work.
const AT_A_TIME: usize = 50;

/// New rows that are not written yet.
#[derive(Default)]
pub(crate) struct NewTags {
    tags: Vec<NewTag>,
    about: HashSet<(PhotoId, LabelSetId)>,
}

struct NewTag {
    photo: PhotoId,
    set: LabelSetId,
    label: Option<LabelId>,
    decision: Decision,
    provenance: Provenance,
    revision: u32,
}

impl NewTags {
    pub(crate) fn add(&mut self, verdict: &Verdict, label: Option<LabelId>, decision: Decision, revision: u32) {
        let Verdict { photo, set, provenance, .. } = verdict.clone();
        self.about.insert((photo, set));
        self.tags.push(NewTag { photo, set, label, decision, provenance, revision });
    }

    pub(crate) fn is_full(&self) -> bool {
        self.tags.len() >= AT_A_TIME
    }

    /// Whether what the catalogue holds about the verdict's photo is not all that was decided.
    pub(crate) fn is_about(&self, verdict: &Verdict) -> bool {
        self.about.contains(&(verdict.photo, verdict.set))
    }

    pub(crate) fn save(&mut self, db: &Connection) -> rusqlite::Result<()> {
        let (many, rest) = self.tags.as_chunks::<AT_A_TIME>();
        many.iter().try_for_each(|tags| insert(db, tags))?;
        rest.chunks(1).try_for_each(|tag| insert(db, tag))?;
        self.tags.clear();
        self.about.clear();
        Ok(())
    }
}

fn insert(db: &Connection, tags: &[NewTag]) -> rusqlite::Result<()> {
    let rows = vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"; tags.len()].join(", ");
    let columns = "photo_id, set_id, label_id, decision, source, score, model, revision, decided_at, author, settles";
    let mut statement = db.prepare_cached(&format!("INSERT INTO tags ({columns}) VALUES {rows}"))?;
    for (tag, first) in tags.iter().zip((1..).step_by(11)) {
        bind(&mut statement, tag, first)?;
    }
    statement.raw_execute().map(drop)
}

fn bind(statement: &mut Statement<'_>, tag: &NewTag, first: usize) -> rusqlite::Result<()> {
    let Provenance { source, score, model, decided_at_ms, author, settles } = &tag.provenance;
    statement.raw_bind_parameter(first, tag.photo.0)?;
    statement.raw_bind_parameter(first + 1, tag.set.0)?;
    statement.raw_bind_parameter(first + 2, tag.label.map(|label| label.0))?;
    statement.raw_bind_parameter(first + 3, tag.decision.as_str())?;
    statement.raw_bind_parameter(first + 4, source.as_str())?;
    statement.raw_bind_parameter(first + 5, score.map(f64::from))?;
    statement.raw_bind_parameter(first + 6, model.as_deref())?;
    statement.raw_bind_parameter(first + 7, tag.revision)?;
    statement.raw_bind_parameter(first + 8, decided_at_ms)?;
    statement.raw_bind_parameter(first + 9, author.as_deref())?;
    statement.raw_bind_parameter(first + 10, settles)
}
