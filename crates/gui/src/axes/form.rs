//! The dialog that gives an axis its name.

use super::msg::Msg;
use crate::kit::{forms, theme, widgets};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::axes::{AxisDraft, SavedAxis, axis_named, is_axis_name};
use base::{AxisId, human};
use egui::{Id, Ui};
use engine::protocol::{Edit, RequestId};

/// Letters of a name that is offered.
const OFFERED: usize = 32;
/// Letters of a name on a button.
const SHOWN: usize = 24;

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisForm {
    /// The axis that gets another name; `None`: it is a new one.
    renamed: Option<AxisId>,
    name: String,
    axis: AxisDraft,
    /// The request that saves it.
    pub saving: Option<RequestId>,
    /// Why it was not saved.
    pub wrong: Option<String>,
    is_new: bool,
}

impl AxisForm {
    /// For a walk: named after where it ends.
    pub fn save(axis: AxisDraft) -> Self {
        let plain: String = axis.to.chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
        let name = human::capitalised(&human::elide_middle(&plain.split_whitespace().collect::<Vec<_>>().join(" "), OFFERED));
        Self { renamed: None, name, axis, saving: None, wrong: None, is_new: true }
    }

    /// For another name.
    pub fn rename(saved: &SavedAxis) -> Self {
        let (name, axis) = (saved.name.clone(), saved.axis.clone());
        Self { renamed: Some(saved.id), name, axis, saving: None, wrong: None, is_new: true }
    }

    /// The dialog's title.
    pub fn title(&self) -> &'static str {
        if self.renamed.is_some() { "Rename the axis" } else { "Save this walk as an axis" }
    }

    /// The other axis that has the name.
    fn other<'a>(&self, ctx: &'a Ctx) -> Option<&'a SavedAxis> {
        axis_named(&ctx.tags.axes, &self.name).filter(|saved| Some(saved.id) != self.renamed)
    }

    fn why_not(&self, ctx: &Ctx) -> Option<&'static str> {
        if self.name.trim().is_empty() {
            Some("Give it a name")
        } else if !is_axis_name(&self.name) {
            Some("A name has no <, > or =")
        } else if self.renamed.is_some() && self.other(ctx).is_some() {
            Some("Another axis has this name")
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
        let id = self.renamed.or_else(|| self.other(ctx).map(|saved| saved.id));
        Edit::SaveAxis { id, name: self.name.trim().to_owned(), axis: self.axis.clone() }
    }
}

/// Draws the dialog.
pub fn form_ui(ui: &mut Ui, form: &mut AxisForm, ctx: &Ctx) -> Output<Msg> {
    let mut out = Output::default();
    let field = forms::line_ui(ui, "Name", |ui| {
        let room = ui.available_width();
        widgets::field(ui, Id::unique("axis name"), &mut form.name, "Formal", "Name", room)
    });
    if std::mem::take(&mut form.is_new) {
        field.request_focus();
        widgets::select_all(ui, field.id, &form.name);
    }
    if field.changed() {
        form.wrong = None;
    }
    forms::note_ui(ui, &format!("From {} to {}", form.axis.from, form.axis.to));
    forms::note_ui(ui, &format!("Sort by it in the list of orders, or search for one half of it: {}", example(&form.name)));
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

/// The filter as it is shown.
fn example(name: &str) -> String {
    half(&human::elide_middle(name.trim(), SHOWN))
}

/// The filter on the half toward the end: `axis:formal>0.5`, `axis:"Formal shoe">0.5`.
pub fn half(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("axis:\"{name}\">0.5") } else { format!("axis:{}>0.5", name.to_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_named_after_its_end_and_told_as_a_filter() {
        let axis = |to: &str| AxisDraft { from: "casual shoe".to_owned(), to: to.to_owned(), ..AxisDraft::default() };
        assert_eq!(AxisForm::save(axis("tag:\"Formal Shoes\"")).name, "Tag Formal Shoes");
        assert_eq!(AxisForm::save(axis("women's watch")).name, "Women's watch");
        assert_eq!((example("Formal"), example("Formal shoe ")), ("axis:formal>0.5".to_owned(), "axis:\"Formal shoe\">0.5".to_owned()));
    }

    #[test]
    fn a_name_that_is_taken_replaces_and_one_that_no_filter_can_say_is_refused() {
        let saved = SavedAxis { id: AxisId(1), name: "Formal".to_owned(), axis: AxisDraft::default() };
        let mut ctx = Ctx::default();
        std::sync::Arc::make_mut(&mut ctx.tags).axes = [saved.clone()].into();
        let mut form = AxisForm::save(AxisDraft::default());
        form.name = "formal ".to_owned();
        assert!(matches!(form.edit(&ctx), Edit::SaveAxis { id: Some(AxisId(1)), .. }));
        assert_eq!((form.verb(&ctx), form.why_not(&ctx)), ("Replace “Formal”".to_owned(), None));
        form.name = "a>b".to_owned();
        assert!(form.why_not(&ctx).is_some());
        let form = AxisForm { name: "FORMAL".to_owned(), renamed: Some(AxisId(2)), ..AxisForm::rename(&saved) };
        assert!(form.why_not(&ctx).is_some());
    }
}
