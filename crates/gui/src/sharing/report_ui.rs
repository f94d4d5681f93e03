//! Draws what came of sharing: figures, and what two people said differently.

use crate::kit::path::name_of;
use crate::kit::theme::{self, space};
use crate::kit::{forms, widgets};
use base::human;
use egui::{Label, RichText, Ui};
use egui_material_icons::icons;
use engine::protocol::{SharingConflict, SharingReport};

/// Conflicts that are shown one by one.
const SHOWN: usize = 50;

/// Draws it.
pub fn report_ui(ui: &mut Ui, report: &SharingReport) {
    let palette = theme::palette(ui);
    let (icon, colour) =
        if report.conflicts.is_empty() { (icons::ICON_CHECK, palette.done) } else { (icons::ICON_WARNING, palette.doubtful) };
    ui.horizontal_top(|ui| {
        widgets::icon(ui, icon, theme::ICON_SMALL, colour);
        ui.add(Label::new(RichText::new(report.to_string()).color(palette.text)).wrap());
    });
    if report.vectors_refused > 0 {
        let vectors = human::counted(report.vectors_refused, "vector", "vectors");
        forms::note_ui(ui, &format!("{vectors} in int8 were left at the hub: the model was not shown to mix them with those in f32."));
    }
    if report.elsewhere > 0 {
        forms::note_ui(ui, &format!("{} about photos that are not here.", human::counted(report.elsewhere, "change", "changes")));
    }
    for conflict in report.conflicts.iter().take(SHOWN) {
        conflict_ui(ui, conflict);
    }
    if let Some(more) = report.conflicts.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        forms::note_ui(ui, &format!("and {} more", human::count(more as u64)));
    }
    if !report.conflicts.is_empty() {
        ui.add_space(space::XS);
        forms::note_ui(ui, "What had to give way is kept as its author's opinion. Compare two people's decisions (Shift+R) to settle it.");
    }
}

fn conflict_ui(ui: &mut Ui, conflict: &SharingConflict) {
    let palette = theme::palette(ui);
    let words = conflict_words(conflict);
    ui.add(Label::new(RichText::new(&words).color(palette.text)).truncate()).on_hover_text(words);
}

/// "red-0.jpg, Colour: here Red, at the hub Blue; stands: Blue".
fn conflict_words(conflict: &SharingConflict) -> String {
    let said = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
    let [here, hub, stands] = [&conflict.here, &conflict.hub, &conflict.stands].map(|words| said(words));
    format!("{}, {}: here {here}, at the hub {hub}; stands: {stands}", name_of(&conflict.path), conflict.about)
}
