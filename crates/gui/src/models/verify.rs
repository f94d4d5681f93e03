//! Whether a model answers as others have published that it does: the question, and what is told of it.

use super::msg::Msg;
use crate::kit::forms;
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::{Verified, human};
use egui::Ui;
use egui_material_icons::icons;
use engine::protocol::{ModelRequest, Tone};

/// The dialog's title.
pub const TITLE: &str = "Does it answer as published?";

/// "answers as published (15 figures, 2026-11-28)".
pub fn right(verified: &Verified) -> String {
    format!("answers as published ({}, {})", human::counted(verified.figures, "figure", "figures"), verified.checked)
}

/// What a person should know before they trust it.
pub fn wrong(verified: &Verified) -> String {
    format!(
        "It does not answer as published: of {} one differs by {:.4} ({}). Download it again; if it stays so, this program computes it wrongly.",
        human::counted(verified.figures, "figure", "figures"),
        verified.largest,
        verified.checked
    )
}

/// What is said when a model has been downloaded.
pub fn arrived(title: &str, verified: Option<&Verified>) -> (Tone, String) {
    match verified.filter(|verified| verified.figures > 0) {
        Some(verified) if !verified.holds() => (Tone::Error, format!("{title} is here. {}", wrong(verified))),
        Some(_) => (Tone::Done, format!("{title} is here and answers as published; it works without a network from now on")),
        None => (Tone::Done, format!("{title} is here; it works without a network from now on")),
    }
}

/// Draws what can be compared, and what it takes.
pub fn verify_ui(ui: &mut Ui, ctx: &Ctx, name: &str) -> Output<Msg> {
    let mut out = Output::default();
    let Some(row) = ctx.models.list.row(name) else { return out };
    let pages = row.to_verify.as_deref().unwrap_or_default();
    forms::note_ui(
        ui,
        &format!(
            "Others have published what {} answers. Whoever has the same weights and computes the same gets the same figures, up to {}.",
            row.title,
            Verified::TOLERANCE
        ),
    );
    for page in pages {
        forms::note_ui(ui, "Some are of a picture that Selvedge may not bring along. Save it from its page, then choose it here:");
        if widgets::link_button(ui, Some(icons::ICON_OPEN_IN_NEW), page).clicked() {
            out.effect(Effect::OpenPage(page.clone()));
        }
    }
    let free = ctx.job.is_none();
    forms::buttons_ui(ui, |ui| {
        let add = |ui: &mut Ui| widgets::primary_button(ui, "Choose picture…");
        if !pages.is_empty() && ui.add_enabled_ui(free, add).inner.clicked() {
            out.msg(Msg::AskPicture(name.to_owned()));
        }
        let words = if pages.is_empty() { "Compare" } else { "Compare without it" };
        if ui.add_enabled_ui(free, |ui| widgets::button(ui, None, words)).inner.clicked() {
            out.send(ModelRequest::Verify { name: name.to_owned(), picture: None });
            out.effect(Effect::CloseOverlay);
        }
        if widgets::button(ui, None, "Cancel").clicked() {
            out.effect(Effect::CloseOverlay);
        }
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_that_answers_otherwise_is_no_good_news() {
        let verified = |figures, largest| Verified { figures, largest, wanted: Vec::new(), checked: "2026-11-28".into() };
        assert_eq!(arrived("CLIP", Some(&verified(15, 0.2))).0, Tone::Error);
        assert_eq!(arrived("CLIP", Some(&verified(15, 0.0004))).0, Tone::Done);
        assert!(!arrived("CLIP", Some(&verified(0, 0.0))).1.contains("published"));
        assert_eq!(right(&verified(1, 0.0)), "answers as published (1 figure, 2026-11-28)");
    }
}
