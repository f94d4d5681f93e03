//! What copying left to look at: what was not copied, and why.

use super::form::done_words;
use super::msg::Msg;
use crate::kit::forms;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use base::human;
use egui::{Label, RichText, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::CopyReport;

/// Lines that are laid out; all of them can be copied.
const SHOWN: usize = 500;

/// The list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    words: String,
    failed: Vec<String>,
    stopped: Option<String>,
}

impl Told {
    /// `None` where everything was copied.
    pub fn of(report: &CopyReport) -> Option<Self> {
        let failed: Vec<String> = report.failed.iter().map(|p| format!("{}: {}", p.path.display(), p.reason)).collect();
        (!failed.is_empty()).then(|| Self { words: done_words(report), failed, stopped: report.stopped.clone() })
    }
}

/// Draws it.
pub fn told_ui(ui: &mut Ui, told: &Told) -> Output<Msg> {
    let mut out = Output::default();
    forms::note_ui(ui, &format!("{}.", told.words));
    if let Some(reason) = &told.stopped {
        forms::problem_ui(ui, &format!("{reason}: the photos after it were not tried"));
    }
    let palette = theme::palette(ui);
    theme::panel_frame(palette.card, vec2(space::S, space::XS)).corner_radius(theme::RADIUS).show(ui, |ui| {
        ScrollArea::vertical().max_height(theme::LINE * 12.0).auto_shrink([false, true]).show(ui, |ui| {
            for line in told.failed.iter().take(SHOWN) {
                ui.add(Label::new(RichText::new(line.as_str()).color(palette.text)).wrap().selectable(true));
            }
            let more = told.failed.len().saturating_sub(SHOWN) as u64;
            if more > 0 {
                ui.label(theme::weak_text(format!("and {} more in the list that “Copy list” copies", human::count(more)), palette));
            }
        });
    });
    forms::note_ui(ui, "What was copied is in place. Copying again goes on with what is missing.");
    forms::buttons_ui(ui, |ui| {
        if widgets::primary_button(ui, "Close").clicked() || forms::entered(ui) {
            out.effect(Effect::CloseOverlay);
        }
        if widgets::button(ui, Some(icons::ICON_CONTENT_COPY), "Copy list").clicked() {
            out.effect(Effect::Copy { text: told.failed.join("\n"), what: "List" });
        }
    });
    out
}
