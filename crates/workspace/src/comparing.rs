//! Two models compared for the command line: the same tasks that the window's compare thread runs.

use super::error::AppError;
use super::library::{Judged, Library};
use base::labels::set_named;
use base::{LabelId, LabelSet, UnitVector};
use std::path::PathBuf;
use std::sync::Arc;
use tasks::compare::{self, Side};
use tasks::query::{self, Query};
use tasks::search::{Hit, Request, Searchable};
use tasks::suggest::{self, EmbeddedSet};
use tasks::terms::{self, TextCache};

/// A file that one of the models found.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedFile {
    /// Absolute.
    pub path: PathBuf,
    /// Cosine to the query.
    pub score: f32,
    /// Its rank in the other model's answer, from 1; `None` where the query's own cut-off keeps it out.
    pub other_rank: Option<usize>,
}

/// Two answers to one query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareReport {
    /// Names of the models.
    pub models: [String; 2],
    /// Photos that both have embedded and that passed the filters: only these were ranked.
    pub common: u64,
    /// Share of the first 10 that both found, 0 to 1.
    pub overlap_at_10: f64,
    /// Share of the first 100 that both found, 0 to 1.
    pub overlap_at_100: f64,
    /// Best first.
    pub files: [Vec<ComparedFile>; 2],
    /// Words that each model was never taught.
    pub unknown_words: [Vec<String>; 2],
}

/// One query, two models: `sides` are the catalogue with each of them.
pub fn compare(sides: [&Library; 2], text: &str, top: usize) -> Result<CompareReport, AppError> {
    let query = query::parse(text)?;
    if query.terms.is_empty() {
        return Err(AppError::NothingToRank);
    }
    let photos = [searchable(sides[0])?, searchable(sides[1])?];
    let vectors = [vector(sides[0], &query)?, vector(sides[1], &query)?];
    // Open questions are those of the first model.
    let judged = sides[0].judged(&photos[0], &query)?;
    let request = Request {
        decided: judged.as_ref().map(Judged::decided),
        // All of them: a photo that one puts first may be anywhere with the other.
        top: usize::MAX,
        ..Request::of(&query)
    };
    let found = compare::rank(photos.each_ref(), vectors.each_ref(), &request);
    let ranks = found.each_ref().map(|found| compare::ranks(&found.hits));
    let file = |side: usize, hit: &Hit| {
        let path = photos[side].absolute(photos[side].photo(hit.photo)?);
        Some(ComparedFile { path, score: hit.score?, other_rank: ranks[1 - side].get(&hit.photo).copied() })
    };
    let files = |side: usize| found[side].hits.iter().take(top).filter_map(|hit| file(side, hit)).collect();
    let overlap = |k| compare::overlap(&found[0].hits, &found[1].hits, k);
    Ok(CompareReport {
        models: sides.map(|side| side.encoder().info().name.clone()),
        common: found[0].considered as u64,
        overlap_at_10: overlap(10),
        overlap_at_100: overlap(100),
        files: [files(0), files(1)],
        unknown_words: sides.map(|side| query.words().flat_map(|words| side.encoder().unknown_words(words)).collect()),
    })
}

/// A photo about which the two models disagree.
#[derive(Clone, Debug, PartialEq)]
pub struct DifferingFile {
    /// Absolute.
    pub path: PathBuf,
    /// What each suggests; `None`: none of these (in a multi-choice set: not the other one's label).
    pub labels: [Option<String>; 2],
    /// The score that each gives it, 0 to 1.
    pub scores: [f32; 2],
    /// How bad it is, 0 to 1.
    pub weight: f32,
}

/// What two models make of a label set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CompareSetReport {
    /// The set's name.
    pub set: String,
    /// Names of the models.
    pub models: [String; 2],
    /// Photos that both have embedded.
    pub photos: u64,
    /// Of these, photos on which they agree.
    pub agreed: u64,
    /// The others, worst first.
    pub differ: Vec<DifferingFile>,
}

/// One label set, two models; at most `top` of the photos on which they disagree.
pub fn compare_set(sides: [&Library; 2], name: &str, top: usize) -> Result<CompareSetReport, AppError> {
    let sets = sides[0].catalog().label_sets()?;
    let Some(set) = set_named(&sets, name) else {
        return Err(AppError::NoSuchSet { name: name.to_owned(), known: sets.iter().map(|s| s.name.clone()).collect() });
    };
    let photos = [searchable(sides[0])?, searchable(sides[1])?];
    let never = || false;
    let models = sides.map(|side| side.encoder().info().name.clone());
    let mut report = CompareSetReport { set: set.name.clone(), models, ..CompareSetReport::default() };
    let (Some(a), Some(b)) = (embedded(sides[0], set)?, embedded(sides[1], set)?) else { return Ok(report) };
    let asked = [Side { photos: &photos[0], set: &a }, Side { photos: &photos[1], set: &b }];
    let Some(found) = compare::compare_set(asked, &never) else { return Ok(report) };
    (report.photos, report.agreed) = (found.photos, found.agreed);
    let label = |id: Option<LabelId>| Some(set.label(id?)?.name.clone());
    let file = |d: &compare::Differ| {
        let path = photos[0].absolute(photos[0].photo(d.photo)?);
        Some(DifferingFile { path, labels: d.labels.map(label), scores: d.scores, weight: d.weight })
    };
    report.differ = found.differ.iter().take(top).filter_map(file).collect();
    Ok(report)
}

/// The catalogue as the model of this library sees it, which must have embedded something.
fn searchable(library: &Library) -> Result<Searchable, AppError> {
    let photos = library.searchable()?;
    if photos.embedded() > 0 {
        return Ok(photos);
    }
    let mut known = library.catalog().models()?;
    known.retain(|model| model.embedded > 0);
    let known = known.iter().map(|model| model.name.as_str()).collect::<Vec<_>>().join(", ");
    Err(AppError::NoEmbeddings { name: library.encoder().info().name.clone(), known })
}

fn vector(library: &Library, query: &Query) -> Result<UnitVector, AppError> {
    let vector = terms::query_vector(&query.terms, &[], library.encoder(), &TextCache::default())?;
    vector.ok_or(AppError::NothingToRank)
}

fn embedded(library: &Library, set: &LabelSet) -> Result<Option<EmbeddedSet>, AppError> {
    Ok(suggest::embed_set(&Arc::new(set.draft()), library.encoder(), &TextCache::default(), &|| false)?)
}
