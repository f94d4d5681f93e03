//! Labels that are one name to people, made one: older versions told them apart by characters that look the same.

use crate::error::Fault;
use crate::sql::for_each_row;
use crate::step::Step;
use base::fold::{spelling, trimmed, unseen};
use base::{LabelId, LabelSet, Source};
use std::collections::HashMap;

/// Labels of a set that became one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedLabels {
    /// The set's name.
    pub set: String,
    /// What the one is called now.
    pub label: String,
    /// The names of the others, which are gone.
    pub gone: Vec<String>,
    /// Decisions that were about one of the others.
    pub decisions: u64,
}

impl Step<'_> {
    /// Makes labels of a set whose names are one name to people one label: the first, which takes over what was decided about the others.
    /// Where a photo has a decision about several, the more entitled one stays, and of equals the later.
    pub fn merge_twins(&mut self, set: &LabelSet) -> Result<Vec<MergedLabels>, Fault> {
        let mut draft = set.draft();
        let mut merged = Vec::new();
        for twins in set.twins() {
            let [first, others @ ..] = &twins[..] else { continue };
            let mut decisions = 0;
            for other in others {
                decisions += self.hand_over(other.id, first.id)?;
            }
            let gone: Vec<LabelId> = others.iter().map(|label| label.id).collect();
            draft.labels.retain(|label| label.id.is_none_or(|id| !gone.contains(&id)));
            let named = twins.iter().map(|label| trimmed(&label.name)).find(|name| unseen(name).is_none());
            let name = named.map_or_else(|| spelling(&first.name).into_owned(), str::to_owned);
            if let Some(kept) = draft.labels.iter_mut().find(|label| label.id == Some(first.id)) {
                kept.name.clone_from(&name);
                if kept.prompts.is_empty() {
                    kept.prompts =
                        others.iter().find(|other| !other.prompts.is_empty()).map(|other| other.prompts.clone()).unwrap_or_default();
                }
            }
            let gone = others.iter().map(|label| label.name.clone()).collect();
            merged.push(MergedLabels { set: set.name.clone(), label: name, gone, decisions });
        }
        if !merged.is_empty() {
            self.save_set(&draft)?;
        }
        Ok(merged)
    }

    /// What was decided about one label is decided about another; answers how much that is.
    fn hand_over(&self, from: LabelId, to: LabelId) -> Result<u64, Fault> {
        let (old, there) = (self.entitled(from)?, self.entitled(to)?);
        let rank = |(_, source, at): &(i64, Source, i64)| (*source, *at);
        for (photo, tag) in &old {
            let lesser = match there.get(photo) {
                Some(other) if rank(other) >= rank(tag) => Some(tag.0),
                Some(other) => Some(other.0),
                None => None,
            };
            for_each_row(self.db, "DELETE FROM tags WHERE id = ?1", lesser.map(|id| [id]))?;
        }
        for_each_row(self.db, "UPDATE tags SET label_id = ?2 WHERE label_id = ?1", [[from.0, to.0]])?;
        // What was kept in an audit; the row that is in the way says the same.
        for_each_row(self.db, "UPDATE OR IGNORE kept SET label_id = ?2 WHERE label_id = ?1", [[from.0, to.0]])?;
        Ok(old.len() as u64)
    }

    /// By photo: the tag's row, who made it, and when.
    fn entitled(&self, label: LabelId) -> Result<HashMap<i64, (i64, Source, i64)>, Fault> {
        let mut statement = self.db.prepare_cached("SELECT photo_id, id, source, decided_at FROM tags WHERE label_id = ?1")?;
        let mut rows = statement.query([label.0])?;
        let mut tags = HashMap::new();
        while let Some(row) = rows.next()? {
            let source = row.get::<_, String>(2)?.parse().map_err(Fault::damaged)?;
            tags.insert(row.get(0)?, (row.get(1)?, source, row.get(3)?));
        }
        Ok(tags)
    }
}
