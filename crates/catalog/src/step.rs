//! A step while it is made.

use crate::changed::Changed;
use crate::error::Fault;
use crate::slices::Slices;
use crate::unfinished::Doing;
use base::{Choice, LabelId, PhotoId, StepId};
use rusqlite::Transaction;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A step while it is made. Its words are set by whoever makes it.
pub struct Step<'a> {
    pub(crate) db: &'a Transaction<'a>,
    slices: Slices<'a>,
    id: StepId,
    /// Up to here the changes are summed up.
    summed: i64,
    changed: Changed,
    /// Whose name decisions of persons bear that name nobody.
    pub(crate) author: Option<Arc<str>>,
    /// Opinions beside the decisions may be there; `None` until that was looked at.
    pub(crate) has_opinions: Option<bool>,
    /// The sets that were looked up.
    pub(crate) sets: HashMap<i64, SetFacts>,
    /// As Undo will name it: "Accept 204 tags".
    pub words: String,
}

/// What a step needs to know of a set.
pub(crate) struct SetFacts {
    pub(crate) choice: Choice,
    pub(crate) revision: u32,
    pub(crate) labels: HashSet<LabelId>,
}

impl<'a> Step<'a> {
    pub(crate) fn new(slices: Slices<'a>, id: StepId, author: Option<Arc<str>>) -> Self {
        Self {
            db: slices.db,
            slices,
            id,
            summed: 0,
            changed: Changed::of(id),
            author,
            has_opinions: None,
            sets: HashMap::new(),
            words: String::new(),
        }
    }

    /// Whether others have waited for long enough.
    pub(crate) fn is_due(&self) -> bool {
        self.slices.is_over()
    }

    /// Between two of many things that a step does: lets others write where they have waited for long enough. What others changed is as it was
    /// for whoever begins anew. Tells whether it did.
    pub fn let_others(&mut self) -> Result<bool, Fault> {
        let is_due = self.is_due();
        if is_due {
            self.sum_up()?;
            self.slices.next(self.id, Doing::Make, i64::MAX)?;
            self.sets.clear();
        }
        Ok(is_due)
    }

    /// What the step changed, now that it has come to its end.
    pub(crate) fn end(mut self) -> Result<(Changed, String), Fault> {
        self.sum_up()?;
        self.slices.finish(self.id)?;
        self.changed.tidy();
        Ok((self.changed, self.words))
    }

    /// Takes in what the rows say that were written down since.
    fn sum_up(&mut self) -> Result<(), Fault> {
        let sql = "SELECT id, tbl, coalesce(after, before) ->> 'photo_id' FROM changes WHERE step_id = ?1 AND id > ?2 ORDER BY id";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query((self.id.0, self.summed))?;
        while let Some(row) = rows.next()? {
            self.summed = row.get(0)?;
            let table = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            self.changed.add(table, row.get::<_, Option<i64>>(2)?.map(PhotoId));
        }
        Ok(())
    }
}
