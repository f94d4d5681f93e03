//! Evaluations of a workspace: suggestions and searches against what is known to be true.

use super::error::AppError;
use super::model_title;
use super::search::{Reach, SearchRequest};
use super::workspace::{Cancelled, Workspace};
use base::{Choice, LabelSet, PhotoId};
use catalog::Catalog;
use figures::{Ranking, RankingFigures};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::evaluate::{
    Catalogued, Evaluation, Judged, LeftOut, QueryTemplate, Slice, html, judge, slices, true_queries, truth_of_file, truth_of_tags,
};
use tasks::exchange::{ExchangeError, MatchBy, Skus, skus};
use tasks::learned::Lessons;

/// Writes an evaluation as one HTML file, whole or not at all, with its parts where it has some.
pub fn save_report(
    workspace: &Workspace,
    set: &LabelSet,
    evaluation: &Evaluation,
    slices: Option<&SliceBy>,
    file: &Path,
) -> Result<(), AppError> {
    let slices: Vec<_> = slices.map(|by| (by.name().to_owned(), workspace.slices(evaluation, by))).into_iter().collect();
    let page = html(set, &model_title::title(&workspace.opened.snapshot.model), evaluation, &slices);
    base::unfinished::sweep_beside(file);
    Ok(exchange::write_atomically(file, page.as_bytes()).map_err(ExchangeError::from)?)
}

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

/// What suggestions are told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SliceBy {
    /// The folder that a photo lies in.
    Folder,
    /// A column of the table that holds the truth.
    Column(String),
}

impl SliceBy {
    /// Its name, for people.
    pub fn name(&self) -> &str {
        match self {
            Self::Folder => "folder",
            Self::Column(name) => name,
        }
    }
}

impl Workspace {
    /// A single-choice set's suggestions against the truth, and what to tell photos apart by. `None` where it was cancelled.
    pub fn evaluate(
        &self,
        catalog: &Catalog,
        set: &LabelSet,
        truth: &TruthSource,
        slices: Option<&SliceBy>,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<Evaluation>, AppError> {
        if set.choice == Choice::Multi {
            return Err(AppError::NeedsSingleChoice { set: set.name.clone(), what: "an evaluation" });
        }
        let group = slices.and_then(|by| if let SliceBy::Column(name) = by { Some(name.as_str()) } else { None });
        let draft = Arc::new(set.draft());
        let Some(learned) = self.learned(&draft, cancelled)? else { return Ok(None) };
        let Some(answers) = self.answers(&draft, cancelled)? else { return Ok(None) };
        let truth = match truth {
            TruthSource::Tags => {
                let product = |photo: PhotoId| self.products.of.get(&photo).copied();
                truth_of_tags(&Lessons::of(&self.opened.searchable, &learned.words, &self.tags.book, &product))
            }
            TruthSource::File { file, match_by, column } => {
                let (roots, skus) = (catalog.roots()?, self.skus());
                let catalogued = Catalogued { photos: &self.opened.snapshot.photos, roots: &roots, skus: &skus };
                truth_of_file(file, Some(*match_by), column, group, set, catalogued)?
            }
        };
        Ok(Some(judge(&truth, &learned, &answers.suggestions)))
    }

    /// An evaluation's photos in parts, the weakest first.
    pub fn slices(&self, evaluation: &Evaluation, by: &SliceBy) -> Vec<Slice> {
        let folder = |photo: PhotoId| {
            let parent = self.opened.searchable.photo(photo)?.path.parent()?.to_string_lossy().into_owned();
            Some(if parent.is_empty() { "(the folder itself)".to_owned() } else { parent })
        };
        match by {
            SliceBy::Folder => slices(&evaluation.photos, |judged: &Judged| folder(judged.photo).unwrap_or_default()),
            SliceBy::Column(_) => slices(&evaluation.photos, |judged: &Judged| judged.group.clone()),
        }
    }

    /// Searches for each combination of a table's values that at least `least` photos have, and how well the right ones are found.
    /// `None` where it was cancelled.
    pub fn evaluate_search(
        &self,
        catalog: &Catalog,
        (file, match_by): (&Path, MatchBy),
        template: &QueryTemplate,
        least: usize,
        cancelled: Cancelled<'_>,
    ) -> Result<Option<(RankingFigures, LeftOut)>, AppError> {
        let (roots, skus) = (catalog.roots()?, self.skus());
        let catalogued = Catalogued { photos: &self.opened.snapshot.photos, roots: &roots, skus: &skus };
        let (queries, left_out) = true_queries(file, Some(match_by), template, least, catalogued)?;
        let mut rankings = Vec::with_capacity(queries.len());
        for query in queries {
            if cancelled() {
                return Ok(None);
            }
            let request = SearchRequest { text: query.text, ..SearchRequest::default() };
            let hits = self.search(&request, Reach { most: usize::MAX, missing: false }, cancelled)?.hits;
            let found = hits.iter().enumerate().filter(|(_, hit)| query.relevant.contains(&hit.photo));
            rankings.push(Ranking { found_at: found.map(|(rank, _)| rank).collect(), relevant: query.relevant.len() });
        }
        Ok(Some((RankingFigures::of(&rankings), left_out)))
    }

    fn skus(&self) -> Skus {
        skus(&self.products.products)
    }
}
