//! The dialog in which a person names what they keep, or gives it another name.

use super::ctx::Ctx;
use super::effect::Effect;
use super::output::Output;
use crate::kit::{forms, theme, widgets};
use base::human;
use egui::{Id, Ui};
use engine::protocol::{Edit, Event, Notice, RequestId, Tone};

/// Letters of a name on a button.
pub const SHOWN: usize = 24;

/// What the dialog says.
#[derive(Clone, Copy, Debug)]
pub struct NameTexts {
    /// The title where something new is kept.
    pub save: &'static str,
    /// The title where only the name changes.
    pub rename: &'static str,
    /// Why a name that another has does not do.
    pub taken: &'static str,
    /// A name as an example, while none is written.
    pub hint: &'static str,
}

/// What can be kept by a name.
pub trait Named {
    /// What it is known by once it is kept.
    type Id: Copy + PartialEq;

    /// What the dialog says.
    const TEXTS: NameTexts;

    /// The one that is kept by this name.
    fn of_name<'a>(ctx: &'a Ctx, name: &str) -> Option<(Self::Id, &'a str)>;

    /// Why this can be no name, whoever has it.
    fn why_no_name(_name: &str) -> Option<&'static str> {
        None
    }

    /// What is told of it under its name.
    fn notes(&self, ctx: &Ctx, name: &str) -> Vec<String>;

    /// The edit that keeps it; `id`: in place of what was kept before.
    fn edit(&self, id: Option<Self::Id>, name: &str) -> Edit;
}

/// The dialog as filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct NameForm<T: Named> {
    /// The one that gets another name; `None`: it is a new one.
    renamed: Option<T::Id>,
    /// As typed.
    pub name: String,
    kept: T,
    /// The request that saves it.
    saving: Option<RequestId>,
    /// Why it was not saved.
    wrong: Option<String>,
    is_new: bool,
}

impl<T: Named> NameForm<T> {
    /// For something new; `name` is offered.
    pub fn save(name: String, kept: T) -> Self {
        Self { renamed: None, name, kept, saving: None, wrong: None, is_new: true }
    }

    /// For another name.
    pub fn rename(id: T::Id, name: String, kept: T) -> Self {
        Self { renamed: Some(id), ..Self::save(name, kept) }
    }

    /// The dialog's title.
    pub fn title(&self) -> &'static str {
        if self.renamed.is_some() { T::TEXTS.rename } else { T::TEXTS.save }
    }

    /// The other one that has the name.
    fn other<'a>(&self, ctx: &'a Ctx) -> Option<(T::Id, &'a str)> {
        T::of_name(ctx, &self.name).filter(|(id, _)| Some(*id) != self.renamed)
    }

    /// Why it cannot be saved by what is typed.
    pub fn why_not(&self, ctx: &Ctx) -> Option<&'static str> {
        if self.name.trim().is_empty() {
            Some("Give it a name")
        } else if let Some(why) = T::why_no_name(&self.name) {
            Some(why)
        } else {
            (self.renamed.is_some() && self.other(ctx).is_some()).then_some(T::TEXTS.taken)
        }
    }

    /// What the button says.
    pub fn verb(&self, ctx: &Ctx) -> String {
        match (self.renamed, self.other(ctx)) {
            (Some(_), _) => "Rename".to_owned(),
            (None, None) => "Save".to_owned(),
            (None, Some((_, other))) => format!("Replace “{}”", human::elide_middle(other, SHOWN)),
        }
    }

    /// What the button does.
    pub fn edit(&self, ctx: &Ctx) -> Edit {
        let id = self.renamed.or_else(|| self.other(ctx).map(|(id, _)| id));
        self.kept.edit(id, self.name.trim())
    }
}

/// Closes the dialog once it is saved, and tells in it why it could not be.
pub fn take_in<T: Named>(dialog: &mut Option<NameForm<T>>, event: &Event) {
    let waits_for = |request: RequestId| dialog.as_ref().is_some_and(|form| form.saving == Some(request));
    match event {
        Event::Edited(edited) if waits_for(edited.request) => *dialog = None,
        Event::Notice(Notice { request: Some(request), tone: Tone::Error, text }) if waits_for(*request) => {
            if let Some(form) = dialog {
                (form.saving, form.wrong) = (None, Some(text.clone()));
            }
        }
        _ => {}
    }
}

/// Draws the dialog; `field` is the name's.
pub fn name_form_ui<T: Named, M>(ui: &mut Ui, field: Id, form: &mut NameForm<T>, ctx: &Ctx) -> Output<M> {
    let mut out = Output::default();
    let field = forms::line_ui(ui, "Name", |ui| {
        let room = ui.available_width();
        widgets::field(ui, field, &mut form.name, T::TEXTS.hint, "Name", room)
    });
    if std::mem::take(&mut form.is_new) {
        field.request_focus();
        widgets::select_all(ui, field.id, &form.name);
    }
    if field.changed() {
        form.wrong = None;
    }
    for note in form.kept.notes(ctx, &form.name) {
        forms::note_ui(ui, &note);
    }
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
