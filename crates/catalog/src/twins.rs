//! Labels that are one name to people, made one: older versions told them apart by characters that look the same.

use crate::error::Fault;
use crate::sql::for_each_row;
use crate::step::Step;
use base::fold::{spelling, trimmed, unseen};
use base::{LabelId, LabelSet, Source};
use rusqlite::Params;

/// Decisions between two looks at the time.
const AT_A_TIME: usize = if cfg!(test) { 1 } else { 50 };

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

    /// What was decided about one label is decided about another, some photos at a time; answers how much that is.
    fn hand_over(&mut self, from: LabelId, to: LabelId) -> Result<u64, Fault> {
        let mut decisions = 0;
        loop {
            let some = self.tags_where(&format!("label_id = ?1 LIMIT {AT_A_TIME}"), [from.0])?;
            if some.is_empty() {
                break;
            }
            some.iter().try_for_each(|tag| self.hand_over_one(tag, to))?;
            decisions += some.len() as u64;
            self.let_others()?;
        }
        // What was kept in an audit; the row that is in the way says the same.
        for_each_row(self.db, "UPDATE OR IGNORE opinions SET label_id = ?2 WHERE label_id = ?1", [[from.0, to.0]])?;
        for_each_row(self.db, "UPDATE OR IGNORE kept SET label_id = ?2 WHERE label_id = ?1", [[from.0, to.0]])?;
        Ok(decisions)
    }

    fn hand_over_one(&self, tag: &RankedTag, to: LabelId) -> Result<(), Fault> {
        // By the photo: the label has an index too, and too many rows in it.
        let there = self.tags_where("photo_id = ?1 AND +label_id = ?2", [tag.photo, to.0])?;
        let stays = there.iter().all(|other| other.rank < tag.rank);
        let lesser = there.iter().filter(|_| stays).map(|other| [other.id]).chain((!stays).then_some([tag.id]));
        for_each_row(self.db, "DELETE FROM tags WHERE id = ?1", lesser)?;
        for_each_row(self.db, "UPDATE tags SET label_id = ?2 WHERE id = ?1", stays.then_some([tag.id, to.0]))?;
        Ok(())
    }

    fn tags_where(&self, condition: &str, values: impl Params) -> Result<Vec<RankedTag>, Fault> {
        let mut statement = self.db.prepare_cached(&format!("SELECT id, photo_id, source, decided_at FROM tags WHERE {condition}"))?;
        let mut rows = statement.query(values)?;
        let mut tags = Vec::new();
        while let Some(row) = rows.next()? {
            let source = row.get::<_, String>(2)?.parse().map_err(Fault::damaged)?;
            tags.push(RankedTag { id: row.get(0)?, photo: row.get(1)?, rank: (source, row.get(3)?) });
        }
        Ok(tags)
    }
}

/// A tag, by who made it, and when.
struct RankedTag {
    id: i64,
    photo: i64,
    rank: (Source, i64),
}
