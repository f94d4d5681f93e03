//! The dialog that gives a search its name.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme;
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::searches::{SavedQuery, SavedSearch, search_named};
use base::{SearchId, human};
use egui::{Id, Ui};
use engine::protocol::{Edit, RequestId};

/// Letters of a name that is offered.
const OFFERED: usize = 48;
/// Letters of a name on a button.
const SHOWN: usize = 24;

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchForm {
    /// The search that gets another name; `None`: it is a new one.
    renamed: Option<SearchId>,
    name: String,
    query: SavedQuery,
    /// The request that saves it.
    pub saving: Option<RequestId>,
    /// Why it was not saved.
    pub wrong: Option<String>,
    is_new: bool,
}

impl SearchForm {
    /// For what is asked for now.
    pub fn save(query: SavedQuery) -> Self {
        let name = human::capitalised(&human::elide_middle(query.text.trim(), OFFERED));
        Self { renamed: None, name, query, saving: None, wrong: None, is_new: true }
    }

    /// For another name.
    pub fn rename(search: &SavedSearch) -> Self {
        let (name, query) = (search.name.clone(), search.query.clone());
        Self { renamed: Some(search.id), name, query, saving: None, wrong: None, is_new: true }
    }

    /// The dialog's title.
    pub fn title(&self) -> &'static str {
        if self.renamed.is_some() { "Rename the search" } else { "Save this search" }
    }

    /// The other search that has the name.
    fn other<'a>(&self, ctx: &'a Ctx) -> Option<&'a SavedSearch> {
        search_named(&ctx.tags.searches, &self.name).filter(|search| Some(search.id) != self.renamed)
    }

    fn why_not(&self, ctx: &Ctx) -> Option<&'static str> {
        if self.name.trim().is_empty() {
            Some("Give it a name")
        } else if self.renamed.is_some() && self.other(ctx).is_some() {
            Some("Another search has this name")
        } else {
            None
        }
    }

    fn verb(&self, ctx: &Ctx) -> String {
        match (self.renamed, self.other(ctx)) {
            (Some(_), _) => "Rename".to_owned(),
            (None, None) => "Save".to_owned(),
            (None, Some(other)) => format!("Replace “{}”", human::elide_middle(&other.name, SHOWN)),
        }
    }

    fn edit(&self, ctx: &Ctx) -> Edit {
        let id = self.renamed.or_else(|| self.other(ctx).map(|search| search.id));
        Edit::SaveSearch { id, name: self.name.trim().to_owned(), query: self.query.clone() }
    }
}

/// "“red dress” by date, from a score of 0.24 on": what a search asks for.
pub fn described(query: &SavedQuery) -> String {
    let text = if query.text.is_empty() { "Photos like one".to_owned() } else { format!("“{}”", query.text) };
    let like = if query.like.is_some() && !query.text.is_empty() { " and like a photo" } else { "" };
    let turned = if query.reversed { ", turned round" } else { "" };
    let cut_off = query.min_score.map(|score| format!(", from a score of {} on", human::score(score))).unwrap_or_default();
    format!("{text}{like}, by {}{turned}{cut_off}", query.sort)
}

/// Draws the dialog.
pub fn form_ui(ui: &mut Ui, form: &mut SearchForm, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let field = forms::line_ui(ui, "Name", |ui| {
        let room = ui.available_width();
        widgets::field(ui, Id::unique("search name"), &mut form.name, "Red dresses", "Name", room)
    });
    if std::mem::take(&mut form.is_new) {
        field.request_focus();
        widgets::select_all(ui, field.id, &form.name);
    }
    if field.changed() {
        form.wrong = None;
    }
    forms::note_ui(ui, &described(&form.query));
    if let Some(reason) = &form.wrong {
        forms::problem_ui(ui, reason);
    }
    let why_not = form.why_not(ctx);
    let enabled = why_not.is_none() && form.saving.is_none();
    let entered = ui.input(|i| i.key_pressed(egui::Key::Enter)) && (field.lost_focus() || forms::entered(ui));
    ui.add_space(theme::space::XS);
    forms::buttons_ui(ui, |ui| {
        let go = ui.add_enabled_ui(enabled, |ui| widgets::primary_button(ui, &form.verb(ctx))).inner.clicked();
        if enabled && (go || entered) {
            form.saving = Some(out.ask(form.edit(ctx)));
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
        forms::why_not_ui(ui, why_not);
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_described_as_it_will_be_asked() {
        let query = SavedQuery { text: "red dress".to_owned(), sort: "date".to_owned(), min_score: Some(0.24), ..SavedQuery::default() };
        assert_eq!(described(&query), "“red dress”, by date, from a score of 0.24 on");
    }

    #[test]
    fn a_name_that_is_taken_replaces_or_is_refused() {
        let query = SavedQuery { text: "is:pick".to_owned(), ..SavedQuery::default() };
        let search = SavedSearch { id: SearchId(1), name: "Picks".to_owned(), query: query.clone() };
        let mut ctx = Ctx::default();
        std::sync::Arc::make_mut(&mut ctx.tags).searches = [search.clone()].into();
        let mut form = SearchForm::save(query);
        assert_eq!((form.name.as_str(), form.verb(&ctx)), ("Is:pick", "Save".to_owned()));
        form.name = "picks ".to_owned();
        assert!(matches!(form.edit(&ctx), Edit::SaveSearch { id: Some(SearchId(1)), .. }));
        assert_eq!(form.verb(&ctx), "Replace “Picks”");
        let form = SearchForm { name: "PICKS".to_owned(), renamed: Some(SearchId(2)), ..SearchForm::rename(&search) };
        assert!(form.why_not(&ctx).is_some());
    }
}
