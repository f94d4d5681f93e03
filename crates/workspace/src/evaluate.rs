//! Evaluations of a workspace: suggestions and searches against what is known to be true.

use super::error::AppError;
use super::model_title;
use super::search::{Reach, SearchRequest};
use super::workspace::{Cancelled, Workspace};
use base::{LabelSet, LabelSetDraft, PhotoId, Progress, human};
use catalog::Catalog;
use figures::{Ranking, RankingFigures};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::evaluate::{
    Catalogued, Evaluation, Judged, LeftOut, QueryTemplate, Slice, backgrounds, html, judge, slices, true_queries, truth_of_file,
    truth_of_tags,
};
use tasks::exchange::{ExchangeError, MatchBy, Skus, skus};
use tasks::learned::Lessons;
use tasks::search::TextUse;

/// Steps of an evaluation that take a while: what was learned, what is suggested, what is true.
const STEPS: u64 = 3;

/// Shorter sides from which on a photo is of the next larger size, pixels.
const SIZES: [usize; 3] = [300, 600, 1200];

/// Photos from which on a product is of the next larger kind.
const PRODUCT_SIZES: [usize; 3] = [2, 3, 6];

/// Where the truth comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TruthSource {
    /// What persons and files have decided.
    Tags,
    /// A column of a table.
    File {
        /// The CSV.
        file: PathBuf,
        /// What its rows name photos by.
        match_by: MatchBy,
        /// The column that holds the labels.
        column: String,
    },
}

impl TruthSource {
    /// "what was decided", "labels.csv, column “type”".
    pub fn words(&self) -> String {
        match self {
            Self::Tags => "what was decided".to_owned(),
            Self::File { file, column, .. } => {
                format!("{}, column “{column}”", file.file_name().unwrap_or_default().to_string_lossy())
            }
        }
    }
}

/// What suggestions are told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SliceBy {
    /// The folder that a photo lies in.
    Folder,
    /// What the product stands in front of, by the border of its thumbnail; of very many photos, of a random share.
    Background,
    /// The length of its shorter side.
    PhotoSize,
    /// How many photos its product has; a photo without a product is in no part.
    ProductPhotos,
    /// A column of the table that holds the truth.
    Column(String),
}

impl SliceBy {
    /// Its name, for people.
    pub fn name(&self) -> &str {
        match self {
            Self::Folder => "folder",
            Self::Background => "background",
            Self::PhotoSize => "photo size",
            Self::ProductPhotos => "photos of the product",
            Self::Column(name) => name,
        }
    }

    /// As the command line writes it. A table may have a column "size" or "products" of its own: `is_column` tells.
    pub fn of(name: &str, is_column: impl Fn(&str) -> bool) -> Self {
        match name {
            "folder" => Self::Folder,
            "background" => Self::Background,
            "photo-size" => Self::PhotoSize,
            "product-photos" => Self::ProductPhotos,
            "size" if !is_column(name) => Self::PhotoSize,
            "products" if !is_column(name) => Self::ProductPhotos,
            column => Self::Column(column.to_owned()),
        }
    }
}

/// An evaluation, with all that it takes to tell it.
#[derive(Clone, Debug)]
pub struct EvaluationReport {
    /// The set as it answered.
    pub set: LabelSetDraft,
    /// Name of the model that answered.
    pub model: String,
    /// Where the truth came from.
    pub truth: TruthSource,
    /// The figures.
    pub evaluation: Evaluation,
    /// Its photos in parts, the weakest first, in the order asked for.
    pub sliced: Vec<(SliceBy, Vec<Slice>)>,
}

impl EvaluationReport {
    /// The model as a person names it.
    pub fn model_title(&self) -> String {
        model_title::title(&self.model)
    }

    /// Writes it as one HTML file, whole or not at all.
    pub fn save(&self, file: &Path) -> Result<(), AppError> {
        let sliced: Vec<_> = self.sliced.iter().map(|(by, slices)| (by.name().to_owned(), slices.clone())).collect();
        let page = html(&self.set, &self.model_title(), &self.truth.words(), &self.evaluation, &sliced);
        Ok(exchange::write_atomically(file, page.as_bytes()).map_err(ExchangeError::from)?)
    }
}

/// What searches are compared with.
#[derive(Clone, Copy, Debug)]
pub struct SearchTruth<'a> {
    /// The table.
    pub file: &'a Path,
    /// What its rows name photos by.
    pub match_by: MatchBy,
    /// How its values become queries.
    pub template: &'a QueryTemplate,
    /// Combinations of values that fewer photos have are no queries.
    pub least: usize,
}

/// How well searches find what a table knows to be right.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchEvaluation {
    /// Means over all queries.
    pub figures: RankingFigures,
    /// Each query, the worst first.
    pub queries: Vec<EvaluatedQuery>,
    /// Rows of the table that were left out.
    pub left_out: LeftOut,
}

/// How well one query finds it.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluatedQuery {
    /// As if typed.
    pub text: String,
    /// Photos that it should find.
    pub relevant: usize,
    /// Of it alone.
    pub figures: RankingFigures,
}

impl Workspace {
    /// A set's suggestions against the truth, in the parts that are asked for. `None` where it was cancelled.
    pub fn evaluate(
        &self,
        catalog: &Catalog,
        set: &LabelSet,
        truth: &TruthSource,
        by: &[SliceBy],
        progress: &Progress,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<EvaluationReport>, AppError> {
        let columns: Vec<&str> =
            by.iter().filter_map(|by| if let SliceBy::Column(name) = by { Some(name.as_str()) } else { None }).collect();
        let draft = Arc::new(set.draft());
        progress.set_total(STEPS);
        let Some(learned) = self.learned(&draft, cancelled)? else { return Ok(None) };
        progress.advance(1);
        let Some(answers) = self.answers(&draft, cancelled)? else { return Ok(None) };
        progress.advance(1);
        let product = |photo: PhotoId| self.products.of.get(&photo).copied();
        let known = match truth {
            TruthSource::Tags => truth_of_tags(&Lessons::of(&self.opened.searchable, &learned.words, &self.tags.book, &product)),
            TruthSource::File { file, match_by, column } => {
                let (roots, skus) = (catalog.roots()?, self.skus());
                let catalogued = Catalogued { photos: &self.opened.snapshot.photos, roots: &roots, skus: &skus };
                truth_of_file(file, Some(*match_by), column, &columns, set, catalogued)?
            }
        };
        progress.advance(1);
        let evaluation = judge(&known, &learned, &answers.suggestions, &self.opened.searchable, &product, cancelled);
        let Some(evaluation) = evaluation.filter(|_| !cancelled()) else { return Ok(None) };
        let mut sliced = Vec::with_capacity(by.len());
        for by in by {
            let parts = match by {
                SliceBy::Background => {
                    let thumbnail = |photo: PhotoId| catalog.thumbnail(&self.opened.searchable.photo(photo)?.hash);
                    let Some(found) = backgrounds(&evaluation.photos, &thumbnail, progress, cancelled) else { return Ok(None) };
                    let name = |judged: &Judged| found.get(&judged.photo).map_or("", |background| background.as_str()).to_owned();
                    slices(&evaluation.photos, name)
                }
                by => self.slices(&evaluation, by, &columns),
            };
            sliced.push((by.clone(), parts));
        }
        let model = self.opened.snapshot.model.clone();
        Ok(Some(EvaluationReport { set: set.draft(), model, truth: truth.clone(), evaluation, sliced }))
    }

    /// An evaluation's photos in parts, the weakest first. `columns`: those whose cells each photo holds.
    fn slices(&self, evaluation: &Evaluation, by: &SliceBy, columns: &[&str]) -> Vec<Slice> {
        let of = |name: &dyn Fn(PhotoId) -> Option<String>| slices(&evaluation.photos, |judged| name(judged.photo).unwrap_or_default());
        match by {
            SliceBy::Folder => of(&|photo| self.folder(photo)),
            SliceBy::PhotoSize => of(&|photo| self.photo_size(photo)),
            SliceBy::ProductPhotos => of(&|photo| self.product_size(photo)),
            // It takes thumbnails, and a while.
            SliceBy::Background => Vec::new(),
            SliceBy::Column(name) => {
                let place = columns.iter().position(|column| column == name);
                slices(&evaluation.photos, |judged: &Judged| place.and_then(|place| judged.groups.get(place)).cloned().unwrap_or_default())
            }
        }
    }

    fn folder(&self, photo: PhotoId) -> Option<String> {
        let parent = self.opened.searchable.photo(photo)?.path.parent()?.to_string_lossy().into_owned();
        Some(if parent.is_empty() { "(the folder itself)".to_owned() } else { parent })
    }

    fn photo_size(&self, photo: PhotoId) -> Option<String> {
        let photo = self.opened.searchable.photo(photo)?;
        Some(format!("shorter side {} px", band(photo.width.min(photo.height) as usize, &SIZES)))
    }

    fn product_size(&self, photo: PhotoId) -> Option<String> {
        let photos = self.products.of(photo)?.photos.len();
        Some(if photos == 1 { "1 photo".to_owned() } else { format!("{} photos", band(photos, &PRODUCT_SIZES)) })
    }

    /// Searches for each combination of a table's values that enough photos have, in pixels, texts or both, and tells how well the right ones
    /// are found, the worst query first. `None` where it was cancelled.
    pub fn evaluate_search(
        &self,
        catalog: &Catalog,
        truth: SearchTruth<'_>,
        texts: TextUse,
        progress: &Progress,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<SearchEvaluation>, AppError> {
        let (roots, skus) = (catalog.roots()?, self.skus());
        let catalogued = Catalogued { photos: &self.opened.snapshot.photos, roots: &roots, skus: &skus };
        let (queries, left_out) = true_queries(truth.file, Some(truth.match_by), truth.template, truth.least, catalogued)?;
        progress.set_total(queries.len() as u64);
        let (mut rankings, mut found) = (Vec::with_capacity(queries.len()), Vec::with_capacity(queries.len()));
        for query in queries {
            if cancelled() {
                return Ok(None);
            }
            let request = SearchRequest { text: query.text.clone(), texts, ..SearchRequest::default() };
            let hits = self.search(&request, Reach { most: usize::MAX, missing: false }, cancelled)?.hits;
            let right = hits.iter().enumerate().filter(|(_, hit)| query.relevant.contains(&hit.photo));
            let ranking = Ranking { found_at: right.map(|(rank, _)| rank).collect(), relevant: query.relevant.len() };
            let figures = RankingFigures::of(std::slice::from_ref(&ranking));
            found.push(EvaluatedQuery { text: query.text, relevant: query.relevant.len(), figures });
            rankings.push(ranking);
            progress.advance(1);
        }
        // Of a query with three right photos no more than three can stand among the first ten.
        let share = |query: &EvaluatedQuery| 10.0 * query.figures.p_at_10 / query.relevant.clamp(1, 10) as f64;
        let first = |query: &EvaluatedQuery| query.figures.p_at_5;
        found.sort_by(|a, b| share(a).total_cmp(&share(b)).then(first(a).total_cmp(&first(b))).then(b.relevant.cmp(&a.relevant)));
        Ok(Some(SearchEvaluation { figures: RankingFigures::of(&rankings), queries: found, left_out }))
    }

    fn skus(&self) -> Skus {
        skus(&self.products.products)
    }
}

/// "below 300", "300 to 599", "from 1,200"; `from`: where the bands begin but the first.
fn band(value: usize, from: &[usize]) -> String {
    let count = |n: usize| human::count(n as u64);
    match from.iter().position(|from| value < *from) {
        Some(0) => format!("below {}", count(from[0])),
        Some(next) if from[next] == from[next - 1] + 1 => count(from[next - 1]),
        Some(next) => format!("{} to {}", count(from[next - 1]), count(from[next] - 1)),
        None => format!("from {}", count(from.last().copied().unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_bands() {
        let px = |side| band(side, &SIZES);
        assert_eq!([px(299), px(300), px(1199), px(1200)], ["below 300", "300 to 599", "600 to 1,199", "from 1,200"]);
        let photos = |n| band(n, &PRODUCT_SIZES);
        assert_eq!([photos(2), photos(4), photos(6)], ["2", "3 to 5", "from 6"]);
    }
}
