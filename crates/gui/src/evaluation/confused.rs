//! What is taken for what: the pairs that are confused most in a list, and all of them as a matrix. A click shows the photos.

use super::matrix::matrix_ui;
use super::msg::Msg;
use super::shown::{Pair, Shown};
use super::state::EvaluationPage;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{CentralPanel, Panel, ScrollArea, Ui};

/// Draws both.
pub fn confused_ui(ui: &mut Ui, page: &EvaluationPage, shown: &Shown, out: &mut Output<Msg>) {
    let wide = (ui.available_width() * width::PAIRS_SHARE).clamp(width::PAIRS.0, width::PAIRS.1).floor();
    Panel::left("confused pairs").exact_size(wide).resizable(false).frame(egui::Frame::new()).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        pairs_ui(ui, page, shown, out);
    });
    let frame = egui::Frame::new().inner_margin(egui::Margin { left: space::M as i8, ..egui::Margin::ZERO });
    CentralPanel::no_frame().frame(frame).show(ui, |ui| matrix_ui(ui, page, shown, out));
}

fn pairs_ui(ui: &mut Ui, page: &EvaluationPage, shown: &Shown, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let about = |pair: &&Pair| page.about.is_none_or(|class| pair.truth == class || pair.given == class);
    let pairs: Vec<&Pair> = shown.pairs.iter().filter(about).collect();
    let photos: usize = pairs.iter().map(|pair| pair.photos).sum();
    match page.about {
        None => ui.label(theme::caption_text(format!("Taken for another label: {}", human::photos(photos as u64)), palette)),
        Some(class) => {
            let name = human::elide_middle(shown.name(class), 20);
            ui.label(theme::caption_text(format!("About {name}: {} confused", human::photos(photos as u64)), palette));
            let all = widgets::link_button(ui, None, "All labels");
            if all.clicked() {
                out.msg(Msg::About(None));
            }
            all
        }
    };
    ui.add_space(space::XS);
    if pairs.is_empty() {
        ui.label(theme::weak_text("Nothing is.", palette));
        return;
    }
    ScrollArea::vertical().id_salt("pairs").auto_shrink(false).show_rows(ui, theme::ROW, pairs.len(), |ui, rows| {
        widgets::named_region(ui, "What is taken for what", Role::List, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            // Clear of the scroll bar.
            ui.set_max_width(ui.available_width() - space::S);
            for pair in &pairs[rows] {
                if pair_ui(ui, shown, pair) {
                    out.msg(Msg::Cell(shown.request, pair.truth, pair.given));
                }
            }
        });
    });
}

fn pair_ui(ui: &mut Ui, shown: &Shown, pair: &Pair) -> bool {
    let (truth, given) = (shown.name(pair.truth), shown.name(pair.given));
    let name = format!("{truth} taken for {given}: {}", human::photos(pair.photos as u64));
    let words = format!("{truth} → {given}");
    let count = Some(human::count(pair.photos as u64));
    let spec = RowSpec { words: &words, count, icon: None, selected: false, indent: 0.0, name: name.clone(), room_right: 0.0 };
    widgets::row_ui(ui, &spec).on_hover_text(name).clicked()
}
