//! The dialog in which the person says what their decisions are signed with.

use super::msg::Msg;
use crate::kit::{forms, theme, widgets};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::fold::trimmed;
use egui::{Id, Key, Ui};
use engine::settings::Settings;

/// The dialog as filled in.
#[derive(Clone, Debug)]
pub struct NameForm {
    text: String,
    is_new: bool,
}

impl NameForm {
    /// The name as it is chosen now.
    pub fn new(ctx: &Ctx) -> Self {
        Self { text: ctx.settings.author.clone().unwrap_or_default(), is_new: true }
    }
}

/// Draws the dialog.
pub fn name_ui(ui: &mut Ui, form: &mut NameForm) -> Output<Msg> {
    let mut out = Output::default();
    let system = Settings::default().author_name();
    let field = forms::line_ui(ui, "Name", |ui| {
        let room = ui.available_width();
        widgets::field(ui, Id::unique("own name"), &mut form.text, &system, "Your name", room)
    });
    if std::mem::take(&mut form.is_new) {
        field.request_focus();
        widgets::select_all(ui, field.id, &form.text);
    }
    forms::note_ui(
        ui,
        "What you decide is signed with this name: in exports, and where two people's decisions are compared. Decisions keep the name that they \
         were made under; those from before names were kept count as yours.",
    );
    let without = if system.is_empty() {
        "Without a name your decisions are nobody's.".to_owned()
    } else {
        format!("Left empty, it is the name that you are logged in with: {system}.")
    };
    forms::note_ui(ui, &without);
    let entered = ui.input(|i| i.key_pressed(Key::Enter)) && (field.lost_focus() || forms::entered(ui));
    ui.add_space(theme::space::XS);
    forms::buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, "Save").clicked() || entered {
            out.effect(Effect::Author(Some(trimmed(&form.text).to_owned()).filter(|name| !name.is_empty())));
            out.effect(Effect::CloseOverlay);
        }
        if widgets::quiet_button(ui, "Not now").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
    out
}
