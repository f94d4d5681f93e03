//! An evaluation as the window knows it: what was asked, what came of it, which part of it is seen.

use super::export::ExportForm;
use super::msg::{Sorted, Tab};
use super::shown::Shown;
use super::start::StartForm;
use engine::protocol::{EvaluateRequest, EvaluateSearchRequest, PickPurpose, RequestId, SearchEvaluationView};
use std::sync::Arc;

/// What the view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Nothing was asked.
    Nothing,
    /// The answer is under way.
    Waiting,
    /// It did not come about.
    Problem,
    /// No photo could be compared.
    Empty,
    /// Figures.
    Figures,
    /// How well searches find what is right.
    Searched,
}

/// What was asked.
#[derive(Clone, Debug)]
pub enum Asked {
    Suggestions(EvaluateRequest),
    Search(EvaluateSearchRequest),
}

/// The evaluation as the window knows it.
#[derive(Debug, Default)]
pub struct EvaluationPage {
    pub(super) waiting: Option<(RequestId, Asked)>,
    pub(super) shown: Option<Shown>,
    /// The last answer about searches.
    pub(super) searched: Option<Arc<SearchEvaluationView>>,
    /// Why there are no figures.
    pub(super) problem: Option<String>,
    pub(super) tab: Tab,
    pub(super) sorted: Sorted,
    /// Of what is confused only what is about this class.
    pub(super) about: Option<usize>,
    /// The kind of parts that is shown.
    pub(super) by: usize,
    pub(super) form: Option<StartForm>,
    pub(super) export: Option<ExportForm>,
}

impl EvaluationPage {
    /// What the view shows now.
    pub(super) fn page(&self) -> Page {
        match &self.shown {
            _ if self.waiting.is_some() => Page::Waiting,
            _ if self.problem.is_some() => Page::Problem,
            _ if self.shows_searches() => Page::Searched,
            None => Page::Nothing,
            Some(shown) if shown.report.evaluation.photos.is_empty() => Page::Empty,
            Some(_) => Page::Figures,
        }
    }

    /// Of two answers that about searches is shown.
    pub(super) fn shows_searches(&self) -> bool {
        self.searched.is_some() && (self.tab == Tab::Searches || self.shown.is_none())
    }

    /// There is something to come back to.
    pub fn has_figures(&self) -> bool {
        self.shown.is_some() || self.searched.is_some()
    }

    /// Its open dialog has a field for that path.
    pub fn asks_for_path(&self, purpose: PickPurpose) -> bool {
        match purpose {
            PickPurpose::Truth => self.form.is_some(),
            PickPurpose::ExportEvaluation => self.export.is_some(),
            _ => false,
        }
    }
}
