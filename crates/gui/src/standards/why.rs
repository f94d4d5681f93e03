//! Why the photo in the inspector passes or fails: each rule that it does not meet, with what it has and what is asked.

use super::msg::{Msg, StandardsCommand};
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::standards::Answer;
use base::{PhotoId, human};
use egui::accesskit::Role;
use egui::{Label, Ui};
use egui_material_icons::icons;
use engine::protocol::RuleAnswer;

/// Draws it, where a standard was chosen.
pub fn why_ui(ui: &mut Ui, ctx: &Ctx, photo: PhotoId) -> Output<Msg> {
    let mut out = Output::default();
    let known = ctx.measured.as_ref().filter(|(of, measures)| *of == photo && !measures.answers.is_empty());
    let (Some(rules), Some((_, measures))) = (&ctx.tags.standard, known) else { return out };
    widgets::section_ui(ui, "Standard");
    if widgets::link_button(ui, Some(icons::ICON_RULE), &rules.name).clicked() {
        out.msg(Msg::Run(StandardsCommand::Check));
    }
    let wrong: Vec<&RuleAnswer> = measures.answers.iter().filter(|told| told.answer != Answer::Meets).collect();
    widgets::named_region(ui, "Standard", Role::List, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        if wrong.is_empty() {
            let palette = theme::palette(ui);
            let words = format!("Meets {}", human::counted(measures.answers.len() as u64, "rule", "rules"));
            line_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), &words);
        }
        for told in wrong {
            answer_ui(ui, told);
        }
    });
    out
}

fn answer_ui(ui: &mut Ui, told: &RuleAnswer) {
    let palette = theme::palette(ui);
    let mark = if told.answer == Answer::Fails { (icons::ICON_CANCEL, palette.problem) } else { (icons::ICON_HELP, palette.doubtful) };
    line_ui(ui, mark, &format!("{}: {}; asked {}", told.rule.asks.title(), told.found, told.rule.asks.asked()));
}

fn line_ui(ui: &mut Ui, (icon, colour): (egui_material_icons::MaterialIcon, egui::Color32), words: &str) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        widgets::icon(ui, icon, theme::ICON, colour);
        ui.add(Label::new(egui::RichText::new(words).color(palette.text)).wrap());
    });
}
