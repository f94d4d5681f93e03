//! What an evaluation asks of the engine, what it takes in, and what follows from a click.

use super::export::ExportForm;
use super::msg::{Column, Msg, Sorted, Tab};
use super::shown::Shown;
use super::start::StartForm;
use super::state::{Asked, EvaluationPage};
use super::table::turned;
use crate::kit::path::name_of;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::query::Change;
use crate::shell::view::{Region, View};
use engine::protocol::{CancelRequest, EvaluationView, Listed, Notice, QueryRequest, RequestId, SearchEvaluationView, TextUse, Tone};
use std::path::PathBuf;
use std::sync::Arc;

impl EvaluationPage {
    /// Carries out what the person does.
    pub(super) fn carry_out(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => return self.run(ctx, command),
            Msg::Begin(asked) => return self.begin(Asked::Suggestions(asked)),
            Msg::BeginSearch(asked) => return self.begin(Asked::Search(asked)),
            Msg::Cancel => {
                let cancel = self.waiting.take().map(|(request, _)| Effect::send(CancelRequest::Measure(request)));
                let back = if self.has_figures() { Vec::new() } else { vec![Effect::Run(Common::Grid)] };
                return cancel.into_iter().chain(back).collect();
            }
            Msg::Show(tab) => (self.tab, self.about) = (tab, None),
            Msg::SortBy(column) => self.sort_by(column),
            Msg::SortParts(by) => self.parts_by = Some(by),
            Msg::SortQueries(by) => self.queries_by = Some(by),
            Msg::About(class) => {
                self.about = class;
                self.tab = Tab::Confused;
            }
            Msg::Cell(request, truth, given) => return self.photos(request, |shown| Some(shown.cell(truth, given))),
            Msg::Mistaken(request, label) => return self.photos(request, |shown| Some(shown.mistaken(label))),
            Msg::By(place) => self.by = place,
            Msg::Part(request, by, place) => return self.photos(request, |shown| shown.part(by, place)),
            Msg::Query(request, place) => return self.query(request, place),
            Msg::Leave => {
                self.problem = None;
                return vec![Effect::Run(Common::Grid)];
            }
            Msg::TruthFrom(path) => {
                if self.form.is_none() {
                    self.form = self.new_form(ctx);
                }
                return self.form.as_mut().and_then(|form| form.picked(&path)).into_iter().collect();
            }
            Msg::ExportTo { path, replace } => {
                self.export.get_or_insert_with(|| ExportForm::new(ctx)).file.picked(&path, replace);
            }
        }
        Vec::new()
    }

    /// The dialog with what was asked last.
    pub(super) fn new_form(&self, ctx: &Ctx) -> Option<StartForm> {
        let last = self.shown.as_ref().map(|shown| &shown.asked);
        StartForm::new(ctx, last, self.searched.as_ref().filter(|_| self.shows_searches()).map(|view| &view.asked))
    }

    fn begin(&mut self, asked: Asked) -> Vec<Effect> {
        vec![Effect::CloseOverlay, Effect::Unfocus, Effect::Show(View::Evaluation), self.ask(asked)]
    }

    /// Asks the engine; the view stays as it is.
    fn ask(&mut self, asked: Asked) -> Effect {
        let (request, effect) = Effect::ask(match asked.clone() {
            Asked::Suggestions(asked) => QueryRequest::Evaluate(asked),
            Asked::Search(asked) => QueryRequest::EvaluateSearch(asked),
        });
        (self.waiting, self.problem) = (Some((request, asked)), None);
        effect
    }

    /// The order by a column; the one that it stands in already is turned round. Names begin at A, what is counted with the most, shares
    /// with the weakest.
    fn sort_by(&mut self, column: Column) {
        let counts = matches!(column, Column::Support | Column::Suggested | Column::Wrong);
        let (column, descending) = turned((self.sorted.column, self.sorted.descending), column, counts);
        self.sorted = Sorted { column, descending };
        self.shown.iter_mut().for_each(|shown| shown.sort(self.sorted));
    }

    /// Shows photos of that answer, and of no other, in the grid.
    fn photos(&self, request: RequestId, of: impl FnOnce(&Shown) -> Option<Listed>) -> Vec<Effect> {
        let listed = self.shown.as_ref().filter(|shown| shown.request == request).and_then(of);
        listed.map(Effect::show_listed).unwrap_or_default()
    }

    /// Searches for a query of that answer, and of no other.
    fn query(&self, request: RequestId, place: usize) -> Vec<Effect> {
        let view = self.searched.as_ref().filter(|view| view.request == request);
        let found = view.and_then(|view| view.outcome.as_ref().ok());
        let Some(query) = found.and_then(|found| found.queries.get(place)) else { return Vec::new() };
        let (words, texts) = (Change::Text(query.text.clone()), Change::Texts(view.map_or(TextUse::On, |view| view.asked.texts)));
        let changes = vec![Change::Clear, words, texts, Change::Evaluated];
        vec![Effect::SelectNone, Effect::Show(View::Grid), Effect::Query(changes), Effect::GoTo(Region::Photos)]
    }

    /// Takes in the answer about searches that was asked for last.
    pub(super) fn take_search(&mut self, view: &Arc<SearchEvaluationView>) -> Vec<Effect> {
        let Some((_, asked)) = self.waiting.take_if(|(request, _)| *request == view.request) else { return Vec::new() };
        match &view.outcome {
            Err(_) if view.cancelled => return vec![self.ask(asked)],
            Err(reason) => self.problem = Some(reason.clone()),
            Ok(_) => (self.searched, self.tab) = (Some(Arc::clone(view)), Tab::Searches),
        }
        Vec::new()
    }

    /// Takes in the answer that was asked for last.
    pub(super) fn take(&mut self, view: &EvaluationView) -> Vec<Effect> {
        let Some((request, asked)) = self.waiting.take_if(|(request, _)| *request == view.request) else { return Vec::new() };
        match &view.outcome {
            // Ended by what else the engine had to do; the person's own end is not waited for.
            Err(_) if view.cancelled => return vec![self.ask(asked)],
            Err(reason) => self.problem = Some(reason.clone()),
            Ok(report) => {
                let mut shown = Shown::new(request, view.asked.clone(), Arc::clone(report));
                shown.sort(self.sorted);
                if self.tab == Tab::Searches || (shown.is_several() && self.tab == Tab::Confused) {
                    self.tab = Tab::Labels;
                }
                (self.shown, self.about) = (Some(shown), None);
                self.by = self.by.min(report.sliced.len().saturating_sub(1));
            }
        }
        Vec::new()
    }

    /// It is written, or is not.
    pub(super) fn exported(&mut self, request: RequestId, outcome: &Result<PathBuf, String>) -> Vec<Effect> {
        let open = self.export.as_mut().filter(|form| form.file.waits_for(request));
        match (open, outcome) {
            (Some(form), Err(reason)) => {
                form.file.failed(reason.clone());
                Vec::new()
            }
            (None, Err(reason)) => vec![Effect::Toast(Notice { request: None, tone: Tone::Error, text: reason.clone() })],
            (open, Ok(to)) => {
                if open.is_some() {
                    self.export = None;
                }
                vec![Effect::done(format!("Wrote {}", name_of(to)))]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::shown::tests::shown;
    use super::*;

    #[test]
    fn a_cell_of_an_answer_that_is_no_longer_shown_shows_nothing() {
        let mut page = EvaluationPage { shown: Some(shown(7)), ..EvaluationPage::default() };
        let ctx = Ctx::default();
        assert!(page.carry_out(&ctx, Msg::Cell(RequestId(6), 0, 1)).is_empty());
        let effects = page.carry_out(&ctx, Msg::Cell(RequestId(7), 0, 1));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Query(_))));
    }

    #[test]
    fn only_the_answer_that_is_waited_for_counts() {
        let asked = shown(1).asked;
        let mut page = EvaluationPage { waiting: Some((RequestId(2), Asked::Suggestions(asked.clone()))), ..EvaluationPage::default() };
        let view = |request, report| EvaluationView { request, asked: asked.clone(), outcome: Ok(report), cancelled: false, seconds: 0.0 };
        let _ = page.take(&view(RequestId(1), shown(1).report));
        assert!(page.shown.is_none() && page.waiting.is_some());
        let _ = page.take(&view(RequestId(2), shown(2).report));
        assert_eq!(page.shown.map(|shown| shown.request), Some(RequestId(2)));
    }

    #[test]
    fn what_the_engine_broke_off_is_asked_again_and_nothing_is_closed() {
        let asked = shown(1).asked;
        let mut page = EvaluationPage { waiting: Some((RequestId(2), Asked::Suggestions(asked.clone()))), ..EvaluationPage::default() };
        let broken = EvaluationView { request: RequestId(2), asked, outcome: Err(String::new()), cancelled: true, seconds: 0.0 };
        let effects = page.take(&broken);
        assert!(matches!(effects.as_slice(), [Effect::Send(..)]) && page.waiting.is_some());
    }
}
