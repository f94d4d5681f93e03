//! Who says what of a photo. The decision that stands is the opinion of whoever made it; what others say is kept beside it.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::sql::for_each_row;
use crate::step::Step;
use crate::tags::{COLUMNS, tag};
use base::fold::{key, trimmed};
use base::tags::{UNSEEN, same_author};
use base::{Choice, Decision, LabelId, LabelSetId, Opinion, PhotoId, Ruling, Source, Tag, Verdict};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

pub(crate) type Opinions = BTreeMap<(LabelSetId, PhotoId, String), Opinion>;

impl Catalog {
    /// What each author says of each photo in a set, by photo and author; whoever only rejected labels says nothing. The decision that stands is
    /// its author's opinion, unless it settles a dispute. What rules, and persons in bulk, accepted is nobody's.
    pub fn opinions(&self, set: LabelSetId) -> Result<Vec<Opinion>, CatalogError> {
        self.opinions_where("set_id = ?1", set.0, self.author.as_ref()).map(|all| all.into_iter().map(|(_, opinion)| opinion).collect())
    }

    /// The same of one photo, with the set that each is about, by set and author. `own`: in the place of this connection's author.
    pub fn opinions_of(&self, photo: PhotoId, own: &str) -> Result<Vec<(LabelSetId, Opinion)>, CatalogError> {
        let own = Some(trimmed(own)).filter(|name| !name.is_empty()).map(Arc::from);
        self.opinions_where("photo_id = ?1", photo.0, own.as_ref())
    }

    fn opinions_where(&self, condition: &str, value: i64, own: Option<&Arc<str>>) -> Result<Vec<(LabelSetId, Opinion)>, CatalogError> {
        self.read(|db| {
            let mut opinions = beside(db, condition, [value])?;
            let mut standing: BTreeMap<(LabelSetId, PhotoId), Vec<Tag>> = BTreeMap::new();
            for tag in standing_tags(db, condition, [value])? {
                standing.entry((tag.set, tag.photo)).or_default().push(tag);
            }
            for ((set, photo), tags) in &standing {
                let is_beside = |author: &str| opinions.contains_key(&(*set, *photo, key(author)));
                let Some(opinion) = opinion_of(tags, own, is_beside) else { continue };
                opinions.entry((*set, *photo, key(&opinion.author))).or_insert(opinion);
            }
            Ok(opinions.into_iter().map(|((set, ..), opinion)| (set, opinion)).collect())
        })
    }

    /// The photos of which the decision that stands in a set settles a dispute, ascending.
    pub fn settled_disputes(&self, set: LabelSetId) -> Result<Vec<PhotoId>, CatalogError> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT DISTINCT photo_id FROM tags WHERE set_id = ?1 AND settles = 1 ORDER BY photo_id")?;
            Ok(statement.query_map([set.0], |row| row.get(0).map(PhotoId))?.collect::<Result<_, _>>()?)
        })
    }
}

/// The rows that are kept beside decisions.
pub(crate) fn beside(db: &Connection, condition: &str, values: impl rusqlite::Params) -> Result<Opinions, Fault> {
    let sql = format!("SELECT set_id, photo_id, author_key, author, label_id, decided_at FROM opinions WHERE {condition} ORDER BY id");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(values)?;
    let mut opinions = Opinions::new();
    while let Some(row) = rows.next()? {
        let (set, photo, name): (LabelSetId, PhotoId, String) = (LabelSetId(row.get(0)?), PhotoId(row.get(1)?), row.get(3)?);
        let decided_at_ms = row.get(5)?;
        let opinion = opinions.entry((set, photo, row.get(2)?)).or_insert_with(|| Opinion {
            photo,
            author: name.as_str().into(),
            labels: Vec::new(),
            decided_at_ms,
        });
        opinion.labels.extend(row.get::<_, Option<i64>>(4)?.map(LabelId));
        opinion.labels.sort_unstable();
        opinion.decided_at_ms = opinion.decided_at_ms.max(decided_at_ms);
    }
    Ok(opinions)
}

/// Decisions that say what fits, the newest of a photo first.
fn standing_tags(db: &Connection, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Tag>, Fault> {
    let sql =
        format!("SELECT {COLUMNS} FROM tags WHERE {condition} AND decision <> 'rejected' ORDER BY photo_id, decided_at DESC, id DESC");
    let mut statement = db.prepare_cached(&sql)?;
    let mut texts = HashSet::new();
    let mut rows = statement.query(values)?;
    let mut tags = Vec::new();
    while let Some(row) = rows.next()? {
        tags.push(tag(row, &mut texts)?);
    }
    Ok(tags)
}

/// What the decision about one photo, the newest part first, says of its author's opinion. `own`: whose the unnamed decisions of persons are.
/// Whoever has an opinion beside it did not decide last, however far their clock is ahead.
fn opinion_of(tags: &[Tag], own: Option<&Arc<str>>, is_beside: impl Fn(&str) -> bool) -> Option<Opinion> {
    let first = tags.first()?;
    if first.provenance.settles {
        return None;
    }
    let beside = |tag: &&Tag| author_of(tag, own).is_some_and(|author| is_beside(&author));
    let later = || tags.iter().find(|tag| author_of(tag, own).is_some() && !beside(tag));
    let newest = Some(first).filter(beside).and_then(|_| later()).unwrap_or(first);
    let mut labels: Vec<LabelId> = tags.iter().filter_map(|tag| tag.label).collect();
    labels.sort_unstable();
    Some(Opinion { photo: newest.photo, author: author_of(newest, own)?, labels, decided_at_ms: newest.provenance.decided_at_ms })
}

fn author_of(tag: &Tag, own: Option<&Arc<str>>) -> Option<Arc<str>> {
    let provenance = &tag.provenance;
    let was_seen = provenance.source == Source::Person && !provenance.model.as_ref().is_some_and(|model| model.ends_with(UNSEEN));
    provenance.author.clone().or_else(|| own.filter(|_| was_seen).cloned())
}

impl Step<'_> {
    /// The verdict with its author's name: a person's that names nobody bears the name of whoever works here.
    pub(crate) fn signed(&self, verdict: &Verdict) -> Verdict {
        let mut signed = verdict.clone();
        let provenance = &mut signed.provenance;
        let unseen = provenance.model.as_ref().is_some_and(|model| model.ends_with(UNSEEN));
        if provenance.author.is_none() && provenance.source == Source::Person && !unseen {
            provenance.author.clone_from(&self.author);
        }
        signed
    }

    /// Whether a decision is the opinion of the verdict's author.
    pub(crate) fn is_by_same(&self, tag: &Tag, verdict: &Verdict) -> bool {
        let author = author_of(tag, self.author.as_ref()).filter(|_| !tag.provenance.settles);
        author.is_some() && same_author(author.as_deref(), verdict.provenance.author.as_deref())
    }

    /// Keeps what a verdict's author says as their opinion, and changes no decision; `false` where that was known, or the verdict names nobody.
    pub fn keep_opinion(&mut self, verdict: &Verdict) -> Result<bool, Fault> {
        self.let_others()?;
        let (choice, _) = self.facts(verdict.set, verdict.ruling)?;
        let standing = standing_tags(self.db, "photo_id = ?1 AND set_id = ?2", [verdict.photo.0, verdict.set.0])?;
        if !self.db.prepare_cached("SELECT 1 FROM photos WHERE id = ?1")?.exists([verdict.photo.0])?
            || standing.first().is_some_and(|tag| self.is_by_same(tag, verdict))
        {
            return Ok(false);
        }
        self.opine(verdict, choice)
    }

    /// Keeps, beside the decision that stands, what the verdict's author says; `false` where that was known, or nobody says it.
    pub(crate) fn opine(&mut self, verdict: &Verdict, choice: Choice) -> Result<bool, Fault> {
        let Some(author) = verdict.provenance.author.clone().filter(|_| !verdict.provenance.settles) else { return Ok(false) };
        let (photo, set, name) = (verdict.photo.0, verdict.set.0, key(&author));
        let label = match verdict.ruling {
            Ruling::Accept(label) => Some(label.0),
            Ruling::NoneOfThese => None,
            Ruling::Reject(_) | Ruling::Withdraw(_) | Ruling::WithdrawAll => return Ok(false),
        };
        let others = match (choice, label) {
            (Choice::Multi, Some(_)) => "label_id IS NULL",
            _ => "coalesce(label_id, 0) <> coalesce(?4, 0)",
        };
        let sql = format!("DELETE FROM opinions WHERE photo_id = ?1 AND set_id = ?2 AND author_key = ?3 AND ?4 IS ?4 AND {others}");
        let gone = for_each_row(self.db, &sql, [params![photo, set, name, label]])?;
        let made = self.write_opinion(verdict.photo, verdict.set, &author, label, verdict.provenance.decided_at_ms)?;
        Ok(gone + made > 0)
    }

    fn write_opinion(&mut self, photo: PhotoId, set: LabelSetId, author: &str, label: Option<i64>, at: i64) -> Result<usize, Fault> {
        self.has_opinions = Some(true);
        let sql = "INSERT INTO opinions (photo_id, set_id, label_id, author, author_key, decided_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (photo_id, set_id, author_key, coalesce(label_id, 0)) DO NOTHING";
        Ok(for_each_row(self.db, sql, [params![photo.0, set.0, label, author, key(author), at]])?)
    }

    /// Before a verdict takes the place of the decision that stands: what somebody else said by that is kept beside it, and so is what its own
    /// author said where it settles a dispute; else its author's earlier opinion goes. Where several labels may fit, an import says nothing of those
    /// that stand already: beside another's labels its own are kept apart. `there`: the decisions about the photo in a set with one
    /// choice, where they were read.
    pub(crate) fn take_place(&mut self, verdict: &Verdict, there: &[(i64, Tag)], choice: Choice) -> Result<(), Fault> {
        let is_read = choice == Choice::Single && !matches!(verdict.ruling, Ruling::Reject(_) | Ruling::Withdraw(_));
        let standing = if is_read {
            let mut tags: Vec<Tag> = there.iter().map(|(_, t)| t.clone()).filter(|t| t.decision != Decision::Rejected).collect();
            tags.sort_by_key(|t| std::cmp::Reverse(t.provenance.decided_at_ms));
            tags
        } else {
            standing_tags(self.db, "photo_id = ?1 AND set_id = ?2", [verdict.photo.0, verdict.set.0])?
        };
        let author = &verdict.provenance.author;
        // Of several labels: whose decision stands is not told by their clocks alone.
        let beside = if standing.len() > 1 { self.authors_beside(verdict)? } else { HashSet::new() };
        let stood = opinion_of(&standing, self.author.as_ref(), |author| beside.contains(&key(author)));
        let is_anothers = !standing.is_empty() && !stood.as_ref().is_some_and(|s| same_author(Some(&s.author), author.as_deref()));
        if let Some(stood) = stood
            && (verdict.provenance.settles || !same_author(Some(&stood.author), author.as_deref()))
            // Else somebody has changed a part of what stands, and this was kept as it was before.
            && !self.is_beside(verdict, &stood.author)?
        {
            let labels = if stood.labels.is_empty() { vec![None] } else { stood.labels.iter().map(|label| Some(label.0)).collect() };
            for label in labels {
                self.write_opinion(verdict.photo, verdict.set, &stood.author, label, stood.decided_at_ms)?;
            }
        }
        let Some(author) = author.clone().filter(|_| !verdict.provenance.settles) else { return Ok(()) };
        let is_part = choice == Choice::Multi && verdict.provenance.source == Source::Import;
        if is_part && (is_anothers || self.is_beside(verdict, &author)?) {
            return self.opine(verdict, choice).map(|_| ());
        }
        self.forget_opinion(verdict, &author)
    }

    /// The keys of their names.
    fn authors_beside(&mut self, verdict: &Verdict) -> Result<HashSet<String>, Fault> {
        if !self.has_opinions()? {
            return Ok(HashSet::new());
        }
        let mut statement = self.db.prepare_cached("SELECT DISTINCT author_key FROM opinions WHERE photo_id = ?1 AND set_id = ?2")?;
        Ok(statement.query_map([verdict.photo.0, verdict.set.0], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn is_beside(&mut self, verdict: &Verdict, author: &str) -> Result<bool, Fault> {
        if !self.has_opinions()? {
            return Ok(false);
        }
        let sql = "SELECT 1 FROM opinions WHERE photo_id = ?1 AND set_id = ?2 AND author_key = ?3";
        Ok(self.db.prepare_cached(sql)?.exists(params![verdict.photo.0, verdict.set.0, key(author)])?)
    }

    fn forget_opinion(&mut self, verdict: &Verdict, author: &str) -> Result<(), Fault> {
        if self.has_opinions()? {
            let sql = "DELETE FROM opinions WHERE photo_id = ?1 AND set_id = ?2 AND author_key = ?3";
            for_each_row(self.db, sql, [params![verdict.photo.0, verdict.set.0, key(author)]])?;
        }
        Ok(())
    }

    /// Opinions may be kept beside decisions.
    fn has_opinions(&mut self) -> Result<bool, Fault> {
        let has_opinions = match self.has_opinions {
            Some(known) => known,
            None => self.db.prepare_cached("SELECT 1 FROM opinions LIMIT 1")?.exists([])?,
        };
        self.has_opinions = Some(has_opinions);
        Ok(has_opinions)
    }
}
