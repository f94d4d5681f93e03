//! Labels of a file become tags: one step, which can be rehearsed and undone.

use super::content::Skus;
use super::error::{ExchangeError, read_file, wrong_format};
use super::find::{Finder, Found};
use super::report::{ImportExample, ImportReport, ImportRequest, MatchBy};
use base::fold::{fold, key, trimmed};
use base::labels::set_named;
use base::tags::same_author;
use base::{
    Choice, Decision, LabelDraft, LabelId, LabelSet, LabelSetDraft, LabelSetId, PhotoId, Provenance, Ruling, Source, Verdict, human,
};
use catalog::{Catalog, Decided, Fault, Step};
use exchange::{ImportRow, KeyKind, ReadOptions, read_tags};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

/// Examples of each kind that a report holds.
const EXAMPLES: usize = 5;

/// Reads the labels of a CSV into tags. Sets and labels that the catalogue does not have are made; what a person decided
/// stays. `skus` tells each photo's product; `now_ms` is when rows without a time were decided, milliseconds since 1970.
pub fn import_tags(catalog: &mut Catalog, request: &ImportRequest, skus: &Skus, now_ms: i64) -> Result<ImportReport, ExchangeError> {
    let options = ReadOptions {
        key: Some(match request.match_by {
            MatchBy::Path => KeyKind::Path,
            MatchBy::Name => KeyKind::Name,
            MatchBy::Sku => KeyKind::Sku,
        }),
        key_column: None,
        set: request.set.clone(),
        column: request.column.clone(),
    };
    let file = read_tags(&read_file(&request.file)?, &options).map_err(wrong_format(&request.file))?;
    let photos = catalog.photos()?;
    let finder = Finder::new(request.match_by, &photos, &catalog.roots()?, skus);
    let names: HashMap<PhotoId, String> = photos.iter().map(|p| (p.id, p.path.to_string_lossy().into_owned())).collect();

    let mut report = ImportReport { rows: file.table_rows, ..ImportReport::default() };
    let mut examples = Examples::default();
    for line in &file.unlabelled {
        examples.add("unlabelled", *line, "", || "left out: the row has no label".to_owned());
    }
    let mut wishes: Vec<Wish> = Vec::new();
    let author: Option<Arc<str>> = request.author.as_deref().map(trimmed).filter(|name| !name.is_empty()).map(Into::into);
    // A cell with several labels gives several rows of one line, which are one row of the file.
    for rows in file.rows.chunk_by(|a, b| a.line == b.line) {
        let [row, ..] = rows else { continue };
        match finder.find(&row.key) {
            Found::Photos(found) => {
                report.matched += 1;
                examples.add("matched", row.line, &row.key, || format!("{} for {}", wanted(rows), list(&found, &names)));
                wishes.extend(rows.iter().map(|row| Wish::of(row.clone(), found.clone(), author.as_ref(), now_ms)));
            }
            Found::Nothing => {
                report.unmatched += 1;
                examples.add("unmatched", row.line, &row.key, || finder.nothing().to_owned());
            }
            Found::Several(found) => {
                report.ambiguous += 1;
                examples.add("ambiguous", row.line, &row.key, || format!("could be {}", list(&found, &names)));
            }
        }
    }
    decide(catalog, &wishes, request.none_of_these, request.dry_run, &report, &examples)
}

/// The names of the columns of a table, to choose one; none where the file cannot be read.
pub fn columns(file: &Path) -> Vec<String> {
    read_file(file).map(|bytes| exchange::Table::columns(&bytes)).unwrap_or_default()
}

/// "Colour: Red, Blue", "Colour: not Red", "Colour: none of these": what a row of the file would give.
fn wanted(rows: &[ImportRow]) -> String {
    let word = |row: &ImportRow| match row.decision {
        Decision::Accepted => row.label.clone(),
        Decision::Rejected => format!("not {}", row.label),
        Decision::None => "none of these".to_owned(),
    };
    let set = rows.first().map_or("", |row| row.set.trim());
    format!("{set}: {}", rows.iter().map(word).collect::<Vec<_>>().join(", "))
}

/// "a/b.jpg", "3 photos: a/b.jpg, a/c.jpg, …".
pub(super) fn list(photos: &[PhotoId], names: &HashMap<PhotoId, String>) -> String {
    let first: Vec<&str> = photos.iter().take(3).filter_map(|p| names.get(p).map(String::as_str)).collect();
    match photos {
        [_] => first.concat(),
        _ => format!("{}: {}{}", human::photos(photos.len() as u64), first.join(", "), if photos.len() > 3 { ", …" } else { "" }),
    }
}

/// One label that a file wants for some photos.
pub(super) struct Wish {
    pub line: u64,
    pub key: String,
    pub photos: Vec<PhotoId>,
    pub set: String,
    /// Empty for [`Decision::None`].
    pub label: String,
    pub decision: Decision,
    pub provenance: Provenance,
}

impl Wish {
    fn of(row: ImportRow, photos: Vec<PhotoId>, author: Option<&Arc<str>>, now_ms: i64) -> Self {
        let provenance = Provenance {
            source: row.source.unwrap_or(Source::Import),
            score: row.score,
            model: row.model.map(Into::into),
            decided_at_ms: row.decided_at_ms.unwrap_or(now_ms),
            author: row.author.map(Into::into).or_else(|| author.cloned()),
            settles: false,
        };
        Self { line: row.line, key: row.key, photos, set: row.set, label: row.label, decision: row.decision, provenance }
    }
}

/// The first rows of each kind.
#[derive(Clone, Default)]
pub(super) struct Examples {
    shown: Vec<ImportExample>,
    counts: HashMap<&'static str, usize>,
}

impl Examples {
    pub(super) fn add(&mut self, kind: &'static str, line: u64, key: &str, outcome: impl FnOnce() -> String) {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count <= EXAMPLES {
            self.shown.push(ImportExample { line, key: key.to_owned(), outcome: outcome() });
        }
    }

    pub(super) fn finish(mut self) -> Vec<ImportExample> {
        self.shown.sort_by_key(|example| example.line);
        self.shown
    }
}

/// Saves the wishes as one step, or tells what would happen, and completes the report.
pub(super) fn decide(
    catalog: &mut Catalog,
    wishes: &[Wish],
    none_of_these: bool,
    dry_run: bool,
    read: &ImportReport,
    examples_read: &Examples,
) -> Result<ImportReport, ExchangeError> {
    let work = |step: &mut Step<'_>| {
        let (mut report, mut examples) = (read.clone(), examples_read.clone());
        report.new_labels = make_vocabulary(step, wishes, none_of_these)?;
        let sets = step.label_sets()?;
        let mut settled = Settled::default();
        let named = Named::of(&sets);
        // A file names few labels many times.
        let mut places: HashMap<(&str, &str, bool), _> = HashMap::new();
        for wish in wishes {
            let is_none = wish.decision == Decision::None;
            let place = places.entry((&wish.set, &wish.label, is_none)).or_insert_with(|| named.place(wish));
            let Some((set, label)) = *place else { continue };
            if !report.sets.contains(&set.id) {
                report.sets.push(set.id);
            }
            for photo in &wish.photos {
                if let Some((line, other)) = settled.clash(set, *photo, label, wish) {
                    let author = wish.provenance.author.as_deref();
                    if settled.is_anothers(set, *photo, author) {
                        // The first in the file stands; what another author says is kept beside it.
                        report.opinions += u64::from(step.keep_opinion(&wish.verdict(*photo, set, label))?);
                        let who = author.unwrap_or_default();
                        examples.add("opinion", wish.line, &wish.key, || {
                            format!("kept as the opinion of {who}: line {line} says {}", name(set, other))
                        });
                    } else {
                        report.conflicts += 1;
                        examples.add("conflict", wish.line, &wish.key, || format!("left out: line {line} says {}", name(set, other)));
                    }
                    continue;
                }
                let verdict = wish.verdict(*photo, set, label);
                // A rule of the file gives way to an import, and whatever it says to a person.
                match step.decide(&verdict, wish.provenance.source.min(Source::Import))? {
                    Decided::Changed => report.imported += 1,
                    Decided::Same | Decided::NoPhoto => {}
                    Decided::Kept(tag, told) => {
                        report.conflicts += 1;
                        report.opinions += u64::from(told);
                        let who = if tag.provenance.source == Source::Person { "a person decided" } else { "there is" };
                        let what = if tag.decision == Decision::Rejected { "not " } else { "" };
                        examples.add("kept", wish.line, &wish.key, || format!("kept: {who} {what}{}", name(set, tag.label)));
                    }
                }
            }
        }
        step.words = format!("Import {}", human::counted(report.imported + report.opinions, "tag", "tags"));
        Ok((report, examples))
    };
    let ((mut report, examples), changed) = if dry_run { catalog.rehearse(work)? } else { catalog.step(work)? };
    report.photos = changed.photos;
    report.step = changed.step;
    report.examples = examples.finish();
    Ok(report)
}

fn name(set: &LabelSet, label: Option<LabelId>) -> &str {
    label.map_or("none of these", |id| set.label(id).map_or("another label", |l| &l.name))
}

/// The vocabulary by the keys of its names: a file may name as many labels as photos.
struct Named<'a>(HashMap<String, (&'a LabelSet, HashMap<String, LabelId>)>);

impl<'a> Named<'a> {
    fn of(sets: &'a [LabelSet]) -> Self {
        let mut named = HashMap::new();
        for set in sets {
            let mut labels = HashMap::new();
            for label in &set.labels {
                labels.entry(fold(&label.name)).or_insert(label.id);
            }
            named.entry(fold(&set.name)).or_insert((set, labels));
        }
        Self(named)
    }

    /// The set and the label that are wished for.
    fn place(&self, wish: &Wish) -> Option<(&'a LabelSet, Option<LabelId>)> {
        let (set, labels) = self.0.get(&key(&wish.set))?;
        match wish.decision {
            Decision::None => Some((set, None)),
            _ => Some((set, Some(*labels.get(&key(&wish.label))?))),
        }
    }
}

impl Wish {
    fn verdict(&self, photo: PhotoId, set: &LabelSet, label: Option<LabelId>) -> Verdict {
        let ruling = match (self.decision, label) {
            (Decision::Accepted, Some(label)) => Ruling::Accept(label),
            (Decision::Rejected, Some(label)) => Ruling::Reject(label),
            _ => Ruling::NoneOfThese,
        };
        Verdict { photo, set: set.id, ruling, provenance: self.provenance.clone() }
    }
}

/// What the file has said so far, so that its first word counts and not its last.
#[derive(Default)]
struct Settled(HashMap<(PhotoId, LabelSetId), First>);

/// The first that a file says of a photo in a set.
struct First {
    line: u64,
    label: Option<LabelId>,
    author: Option<Arc<str>>,
}

impl Settled {
    /// The earlier line that this one contradicts, and its label.
    fn clash(&mut self, set: &LabelSet, photo: PhotoId, label: Option<LabelId>, wish: &Wish) -> Option<(u64, Option<LabelId>)> {
        if wish.decision == Decision::Rejected {
            return None;
        }
        match self.0.entry((photo, set.id)) {
            Entry::Vacant(place) => {
                place.insert(First { line: wish.line, label, author: wish.provenance.author.clone() });
                None
            }
            Entry::Occupied(there) => {
                let First { line, label: other, author } = there.get();
                let (line, other) = (*line, *other);
                let another = !same_author(author.as_deref(), wish.provenance.author.as_deref());
                let both_fit = set.choice == Choice::Multi && label.is_some() && other.is_some() && !another;
                ((label != other || another && wish.provenance.author.is_some()) && !both_fit).then_some((line, other))
            }
        }
    }

    /// Whether an author is named, and the first word about the photo was not theirs.
    fn is_anothers(&self, set: &LabelSet, photo: PhotoId, author: Option<&str>) -> bool {
        let first = self.0.get(&(photo, set.id)).and_then(|first| first.author.as_deref());
        author.is_some() && !same_author(first, author)
    }
}

/// Makes the sets and labels that the wishes name and the catalogue does not have; returns them as "Set: label".
fn make_vocabulary(step: &mut Step<'_>, wishes: &[Wish], none_of_these: bool) -> Result<Vec<String>, Fault> {
    let sets = step.label_sets()?;
    let mut drafts: Vec<(LabelSetDraft, HashSet<String>, bool)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut made = Vec::new();
    for wish in wishes {
        let place = *places.entry(key(&wish.set)).or_insert(drafts.len());
        if place == drafts.len() {
            let known = set_named(&sets, &wish.set);
            let mut draft = known.map_or_else(|| LabelSetDraft::named(trimmed(&wish.set)), LabelSet::draft);
            if known.is_none() && wants_several(wishes, &wish.set) {
                draft.choice = Choice::Multi;
            }
            draft.none_of_these |= known.is_none() && none_of_these && draft.choice == Choice::Single;
            let names = draft.labels.iter().map(|l| fold(&l.name)).collect();
            drafts.push((draft, names, known.is_none()));
        }
        let (draft, names, changed) = &mut drafts[place];
        let label = trimmed(&wish.label);
        if !label.is_empty() && names.insert(fold(label)) {
            draft.labels.push(LabelDraft { id: None, name: label.to_owned(), prompts: Vec::new() });
            made.push(format!("{}: {label}", draft.name));
            *changed = true;
        }
    }
    for (draft, ..) in drafts.iter().filter(|(.., changed)| *changed) {
        step.save_set(draft)?;
    }
    Ok(made)
}

/// Whether the file gives a photo two labels of a set, so that the set must be a multi-choice one.
fn wants_several(wishes: &[Wish], set: &str) -> bool {
    let set = key(set);
    let mut first: HashMap<PhotoId, String> = HashMap::new();
    let accepted = wishes.iter().filter(|w| w.decision == Decision::Accepted && key(&w.set) == set);
    accepted.into_iter().any(|wish| {
        let label = key(&wish.label);
        wish.photos.iter().any(|photo| *first.entry(*photo).or_insert_with(|| label.clone()) != label)
    })
}
