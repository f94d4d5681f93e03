//! Label sets: read whole, changed in steps; and the small choices that belong to a catalogue.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use crate::step::Step;
use base::{Label, LabelDraft, LabelId, LabelSet, LabelSetDraft, LabelSetId, PhotoId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::{HashMap, HashSet};

impl Catalog {
    /// All label sets with their labels, in the person's order.
    pub fn label_sets(&self) -> Result<Vec<LabelSet>, CatalogError> {
        self.read(label_sets)
    }

    /// Where a person stands in reviewing a set, as it was saved.
    pub fn review_place(&self, set: LabelSetId) -> Result<Option<String>, CatalogError> {
        self.read(|db| Ok(db.query_row("SELECT place FROM reviews WHERE set_id = ?1", [set.0], |row| row.get(0)).optional()?))
    }

    /// Saves where a person stands in reviewing a set (JSON), or forgets it. No step: going on is not undone.
    pub fn set_review_place(&mut self, set: LabelSetId, place: Option<&str>) -> Result<(), CatalogError> {
        self.transact(|db| {
            match place {
                Some(place) => db.execute(
                    "INSERT INTO reviews (set_id, place) SELECT id, ?2 FROM label_sets WHERE id = ?1
                     ON CONFLICT (set_id) DO UPDATE SET place = excluded.place",
                    (set.0, place),
                )?,
                None => db.execute("DELETE FROM reviews WHERE set_id = ?1", [set.0])?,
            };
            Ok(())
        })
    }

    /// A choice that belongs to this catalogue (JSON), such as its SKU rule.
    pub fn choice(&self, name: &str) -> Result<Option<String>, CatalogError> {
        self.read(|db| Ok(db.query_row("SELECT value FROM choices WHERE name = ?1", [name], |row| row.get(0)).optional()?))
    }

    /// Saves a choice (JSON), or forgets it.
    pub fn set_choice(&mut self, name: &str, value: Option<&str>) -> Result<(), CatalogError> {
        self.transact(|db| {
            match value {
                Some(value) => db.execute(
                    "INSERT INTO choices (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    (name, value),
                )?,
                None => db.execute("DELETE FROM choices WHERE name = ?1", [name])?,
            };
            Ok(())
        })
    }

    /// What we wrote into each photo's sidecar (JSON).
    pub fn sidecars(&self) -> Result<HashMap<PhotoId, String>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT photo_id, written FROM sidecars")?;
            Ok(statement.query_map([], |row| Ok((PhotoId(row.get(0)?), row.get(1)?)))?.collect::<Result<_, _>>()?)
        })
    }

    /// Remembers what we wrote into photos' sidecars (JSON); `None`: nothing of ours is in it any more.
    pub fn put_sidecars(&mut self, written: &[(PhotoId, Option<String>)]) -> Result<(), CatalogError> {
        self.transact(|db| {
            for (photo, written) in written {
                match written {
                    Some(written) => for_each_row(
                        db,
                        "INSERT INTO sidecars (photo_id, written) SELECT id, ?2 FROM photos WHERE id = ?1
                         ON CONFLICT (photo_id) DO UPDATE SET written = excluded.written",
                        [params![photo.0, written]],
                    )?,
                    None => for_each_row(db, "DELETE FROM sidecars WHERE photo_id = ?1", [[photo.0]])?,
                };
            }
            Ok(())
        })
    }
}

pub(crate) fn label_sets(db: &Connection) -> Result<Vec<LabelSet>, Fault> {
    let mut statement = db.prepare_cached("SELECT id, set_id, name, prompts, since FROM labels ORDER BY set_id, position, id")?;
    let mut labels: HashMap<i64, Vec<Label>> = HashMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let label = Label { id: LabelId(row.get(0)?), name: row.get(2)?, prompts: texts(row, 3)?, since: row.get(4)? };
        labels.entry(row.get(1)?).or_default().push(label);
    }
    let mut statement =
        db.prepare_cached("SELECT id, name, choice, templates, none_of_these, revision, words_only FROM label_sets ORDER BY position, id")?;
    let mut sets = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        sets.push(LabelSet {
            id: LabelSetId(id),
            name: row.get(1)?,
            choice: row.get::<_, String>(2)?.parse().map_err(Fault::damaged)?,
            templates: texts(row, 3)?,
            none_of_these: row.get(4)?,
            revision: row.get(5)?,
            words_only: row.get(6)?,
            labels: labels.remove(&id).unwrap_or_default(),
        });
    }
    Ok(sets)
}

/// A JSON list of texts.
fn texts(row: &Row<'_>, column: usize) -> Result<Vec<String>, Fault> {
    serde_json::from_str(row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?).map_err(|e| Fault::damaged(e.to_string()))
}

fn json(texts: &[String]) -> String {
    serde_json::json!(texts).to_string()
}

impl Step<'_> {
    /// The label sets as they are within this step.
    pub fn label_sets(&self) -> Result<Vec<LabelSet>, Fault> {
        label_sets(self.db)
    }

    /// Makes a set, or brings a known one to what the draft says. Labels that the draft names by id keep their tags; labels
    /// that it leaves out go, with theirs.
    pub fn save_set(&mut self, draft: &LabelSetDraft) -> Result<LabelSetId, Fault> {
        let draft = draft.clone().tidied();
        if let Some(problem) = draft.problems().into_iter().next() {
            return Err(problem.into());
        }
        self.clear_left_out(&draft)?;
        let sets = self.label_sets()?;
        let known = match draft.id {
            Some(id) => Some(sets.iter().find(|s| s.id == id).ok_or(Fault::NoSuchSet)?),
            None => None,
        };
        if base::labels::set_named(&sets, &draft.name).is_some_and(|other| Some(other.id) != draft.id) {
            return Err(Fault::SetTaken(draft.name));
        }
        let (id, revision) = match known {
            Some(set) => (set.id, set.revision + u32::from(asks_otherwise(set, &draft))),
            None => (self.new_set(&draft.name)?, 1),
        };
        for_each_row(
            self.db,
            "UPDATE label_sets SET name = ?2, choice = ?3, templates = ?4, none_of_these = ?5, revision = ?6, words_only = ?7
             WHERE id = ?1 AND (name, choice, templates, none_of_these, revision, words_only) IS NOT (?2, ?3, ?4, ?5, ?6, ?7)",
            [params![id.0, draft.name, draft.choice.as_str(), json(&draft.templates), draft.none_of_these, revision, draft.words_only]],
        )?;
        let old: HashMap<LabelId, &Label> = known.into_iter().flat_map(|set| &set.labels).map(|label| (label.id, label)).collect();
        let kept: HashSet<LabelId> = draft.labels.iter().filter_map(|label| label.id).collect();
        let gone = known.into_iter().flat_map(|set| &set.labels).filter(|label| !kept.contains(&label.id));
        for_each_row(self.db, "DELETE FROM labels WHERE id = ?1", gone.map(|l| [l.id.0]))?;
        for (position, label) in draft.labels.iter().enumerate() {
            self.save_label(id, &old, label, position, revision)?;
        }
        self.sets.remove(&id.0);
        Ok(id)
    }

    /// Takes out what was decided about labels that the draft leaves out. Others may change the set meanwhile.
    fn clear_left_out(&mut self, draft: &LabelSetDraft) -> Result<(), Fault> {
        let kept: HashSet<LabelId> = draft.labels.iter().filter_map(|label| label.id).collect();
        let sets = self.label_sets()?;
        let known = sets.iter().filter(|set| Some(set.id) == draft.id).flat_map(|set| &set.labels);
        known.filter(|label| !kept.contains(&label.id)).try_for_each(|label| self.clear("label_id", label.id.0))
    }

    fn new_set(&self, name: &str) -> Result<LabelSetId, Fault> {
        let sql = "INSERT INTO label_sets (name, position, choice, templates)
            VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM label_sets), 'single', '[]')";
        Ok(LabelSetId(self.db.prepare_cached(sql)?.insert([name])?))
    }

    fn save_label(
        &self,
        set: LabelSetId,
        old: &HashMap<LabelId, &Label>,
        label: &LabelDraft,
        position: usize,
        revision: u32,
    ) -> Result<(), Fault> {
        let Some(id) = label.id else {
            let sql = "INSERT INTO labels (set_id, name, position, prompts, since) VALUES (?1, ?2, ?3, ?4, ?5)";
            let row = params![set.0, label.name, position as i64, json(&label.prompts), revision];
            self.db.prepare_cached(sql)?.insert(row)?;
            return Ok(());
        };
        let known = old.get(&id).ok_or(Fault::NoSuchLabel)?;
        let since = if known.words() == label.words() { known.since } else { revision };
        for_each_row(
            self.db,
            "UPDATE labels SET name = ?2, position = ?3, prompts = ?4, since = ?5
             WHERE id = ?1 AND (name, position, prompts, since) IS NOT (?2, ?3, ?4, ?5)",
            [params![id.0, label.name, position as i64, json(&label.prompts), since]],
        )?;
        Ok(())
    }

    /// Takes a set out, with its labels and tags.
    pub fn delete_set(&mut self, set: LabelSetId) -> Result<(), Fault> {
        self.clear("set_id", set.0)?;
        self.sets.remove(&set.0);
        match for_each_row(self.db, "DELETE FROM label_sets WHERE id = ?1", [[set.0]])? {
            0 => Err(Fault::NoSuchSet),
            _ => Ok(()),
        }
    }

    /// The sets stand in this order from now on; those that are not named come after.
    pub fn order_sets(&mut self, order: &[LabelSetId]) -> Result<(), Fault> {
        let mut sets = self.label_sets()?;
        sets.sort_by_key(|s| order.iter().position(|id| *id == s.id).unwrap_or(usize::MAX));
        let rows = sets.iter().enumerate().map(|(position, set)| (set.id.0, position as i64));
        for_each_row(self.db, "UPDATE label_sets SET position = ?2 WHERE id = ?1 AND position <> ?2", rows)?;
        Ok(())
    }
}

/// Whether the draft asks the model something else than the set does.
fn asks_otherwise(set: &LabelSet, draft: &LabelSetDraft) -> bool {
    let drafts: HashMap<LabelId, &LabelDraft> = draft.labels.iter().filter_map(|label| Some((label.id?, label))).collect();
    let kept = |l: &Label| drafts.get(&l.id).is_some_and(|d| d.words() == l.words());
    set.choice != draft.choice
        || set.templates != draft.templates
        || set.none_of_these != draft.none_of_these
        || set.labels.len() != draft.labels.len()
        || !set.labels.iter().all(kept)
}
