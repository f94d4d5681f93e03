//! The check as it is drawn: how far one is above, the photo at the left, its labels at the right, the queue below.

use super::cells_ui::cells_ui;
use super::column::column_ui;
use super::film::film_ui;
use super::msg::{AuditCommand, Msg};
use super::pages::{calm_ui, done_ui, figures_words, problem_ui, waiting_ui};
use super::sitting::Sitting;
use super::state::{AuditPage, Page};
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::picture::{picture_ui, prefetch};
use base::human;
use egui::{Align, CentralPanel, Frame, Label, Layout, Margin, Panel, ScrollArea, Ui, vec2};
use egui_material_icons::icons;

/// Draws the check.
pub fn audit_ui(ui: &mut Ui, ctx: &Ctx, page: &AuditPage, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("check bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| bar_ui(ui, page, &mut out));
    match (page.page(), &page.sitting) {
        (Page::Waiting, _) => waiting_ui(ui, ctx, page, &mut out),
        (Page::Problem, _) | (_, None) => problem_ui(ui, page, &mut out),
        (Page::Calm, Some(sitting)) => calm_ui(ui, sitting, &mut out),
        (Page::Done, Some(sitting)) => done_ui(ui, page, sitting, &mut out),
        (Page::Nothing | Page::Asking, Some(sitting)) => match &page.cells {
            Some(cells) => cells_ui(ui, ctx, sitting, cells, pictures, &mut out),
            None => asking_ui(ui, ctx, page, sitting, pictures, &mut out),
        },
    }
    out
}

fn asking_ui(ui: &mut Ui, ctx: &Ctx, page: &AuditPage, sitting: &Sitting, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let Some(suspect) = sitting.suspect() else { return };
    let palette = theme::palette(ui);
    let film = theme::panel_frame(palette.panel, vec2(space::L, space::S));
    Panel::bottom("check queue").exact_size(theme::FILM + 2.0 * space::S).resizable(false).frame(film).show(ui, |ui| {
        film_ui(ui, ctx, sitting, pictures, out);
    });
    let wide = (ui.available_width() * width::QUESTION_SHARE).clamp(width::QUESTION.0, width::QUESTION.1).floor();
    let margin = Margin { left: 0, right: space::L as i8, top: space::M as i8, bottom: space::S as i8 };
    let frame = Frame::new().fill(palette.window).inner_margin(margin);
    Panel::right("check question").exact_size(wide).resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        ScrollArea::vertical().id_salt(("check", suspect.photo)).auto_shrink(false).show(ui, |ui| {
            // Clear of the scroll bar.
            ui.set_max_width(ui.available_width() - space::S);
            ui.spacing_mut().item_spacing.y = space::XS;
            column_ui(ui, ctx, page, sitting, suspect, pictures, out);
        });
    });
    CentralPanel::no_frame().show(ui, |ui| {
        let room = ui.available_rect_before_wrap().shrink(space::L);
        match ctx.library.photo(suspect.photo) {
            Some(photo) => {
                picture_ui(ui, room, ctx, photo, pictures, out);
            }
            None => widgets::broken_picture_ui(ui, room, "This photo has left the catalogue. Space goes on to the next."),
        }
        let next = sitting.audit.suspects.get(sitting.session.at() + 1).and_then(|next| ctx.library.photo(next.photo));
        if let Some(next) = next {
            prefetch(room, ui.pixels_per_point(), &ctx.zoom, next, pictures);
        }
    });
}

fn bar_ui(ui: &mut Ui, page: &AuditPage, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let waiting = page.page() == Page::Waiting;
        if !waiting && widgets::quiet_button(ui, "Leave").on_hover_text("Esc · decisions are kept as you go").clicked() {
            out.msg(Msg::Leave);
        }
        if page.has_decisions() && widgets::button(ui, None, "Export…").clicked() {
            out.msg(Msg::Run(AuditCommand::Export));
        }
        let asking = page.page() == Page::Asking && page.sitting.as_ref().is_some_and(|sitting| !sitting.is_spot_check());
        if asking && widgets::icon_toggle(ui, page.cells.is_some(), icons::ICON_GRID_VIEW, "Many at once (G)").clicked() {
            out.msg(Msg::Cells);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            let Some(sitting) = &page.sitting else {
                ui.label(theme::strong_text("Check labels", palette));
                return;
            };
            let kind = if sitting.is_spot_check() { "Spot check" } else { "Check labels" };
            let title = format!("{kind} · {}", human::elide_middle(&sitting.draft.name, 32));
            ui.add(Label::new(theme::strong_text(title, palette)));
            if matches!(page.page(), Page::Asking | Page::Done) {
                let words = progress_words(page, sitting, ui.available_width() > width::TINY_ROW);
                ui.add(Label::new(theme::weak_text(&words, palette)).truncate()).on_hover_text(words);
            }
        });
    });
}

/// "12 of 993 · 3 kept · 8 corrected · 70 more are very likely wrong".
fn progress_words(page: &AuditPage, sitting: &Sitting, roomy: bool) -> String {
    let total = sitting.session.total();
    let place = format!("{} of {}", human::count((sitting.session.at() + 1).min(total) as u64), human::count(total as u64));
    match sitting.spot_check() {
        Some(spot_check) if roomy => format!("{place} · {}", spot_check.words()),
        _ if sitting.is_spot_check() || !roomy => format!("{place} · {}", figures_words(page.figures())),
        _ => format!("{place} · {} · {}", figures_words(page.figures()), likely_words(sitting)),
    }
}

/// "70 more are very likely wrong".
fn likely_words(sitting: &Sitting) -> String {
    let wrong = if sitting.is_several() { "wrong or missing" } else { "wrong" };
    match (sitting.very_likely_wrong(), sitting.session.figures().decided()) {
        (0, _) => format!("none is very likely {wrong}"),
        (1, 0) => format!("1 is very likely {wrong}"),
        (1, _) => format!("1 more is very likely {wrong}"),
        (n, 0) => format!("{} are very likely {wrong}", human::count(n)),
        (n, _) => format!("{} more are very likely {wrong}", human::count(n)),
    }
}
