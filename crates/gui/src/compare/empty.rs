//! What stands in the place of a comparison that cannot be made yet: why, and the one thing to do.

use super::msg::Msg;
use super::state::{Compare, Tab};
use crate::kit::forms;
use crate::kit::middle::middle_ui;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::format::model_size;
use crate::shell::output::Output;
use crate::shell::query::Change;
use crate::shell::view::View;
use base::human;
use egui::{Sense, Ui, vec2};
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{ModelRequest, ModelView};

/// Draws it where it applies; `None` where there is something to compare.
pub fn instead_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare) -> Option<Output<Msg>> {
    let mut out = Output::default();
    let chosen: Vec<&ModelView> = compare.models.iter().flatten().filter_map(|name| ctx.models.list.row(name)).collect();
    if chosen.len() < 2 {
        no_second_ui(ui, ctx, &mut out);
    } else if let Some(row) = chosen.iter().find(|row| row.embedded == 0) {
        not_embedded_ui(ui, ctx, row, &mut out);
    } else {
        match compare.tab {
            Tab::Search => search_ui(ui, ctx, compare, &mut out),
            Tab::LabelSet => set_ui(ui, ctx, compare, &mut out),
        }
        .then_some(())?;
    }
    Some(out)
}

fn faint_middle_ui(ui: &mut Ui, icon: MaterialIcon, title: &str, text: &str, add: impl FnOnce(&mut Ui)) {
    let colour = theme::palette(ui).faint;
    middle_ui(ui, (icon, colour), title, text, add);
}

fn no_second_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let better = ctx.models.to_get_first().filter(|_| ctx.models.download.is_none());
    let title = "A second model is needed to compare";
    let text = "Both answer the same search side by side, so that you can see which one finds better in your own photos.";
    faint_middle_ui(ui, icons::ICON_COMPARE, title, text, |ui| {
        if let Some(row) = better {
            let size = row.bytes.map(|b| format!(" ({})", model_size(b))).unwrap_or_default();
            if widgets::primary_button(ui, &format!("Download {}{size}", row.title)).clicked() {
                out.effect(Effect::Download(row.name.clone()));
            }
        }
        if widgets::button(ui, None, "All models…").clicked() {
            out.effect(Effect::Show(View::Models));
        }
    });
}

fn not_embedded_ui(ui: &mut Ui, ctx: &Ctx, row: &ModelView, out: &mut Output<Msg>) {
    let title = format!("{} has not read these photos yet", row.title);
    let text = "It reads them in the background; the model in use goes on answering meanwhile.";
    faint_middle_ui(ui, icons::ICON_COMPARE, &title, text, |ui| {
        let Some(job) = &ctx.job else {
            let photos = human::photos(ctx.models.list.photos);
            if widgets::primary_button(ui, &format!("Embed {photos} with {}", row.title)).clicked() {
                out.send(ModelRequest::EmbedWith(row.name.clone()));
            }
            return;
        };
        let palette = theme::palette(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(width::DOWNLOAD, theme::PROGRESS_BAR), Sense::hover());
        let share = if job.total == 0 { 0.0 } else { job.done as f32 / job.total as f32 };
        widgets::paint_bar(ui.painter(), rect, share, palette);
        let words = format!("{} {} of {}", job.title, human::count(job.done), human::photos(job.total));
        ui.label(theme::weak_text(words, palette));
    });
}

/// True where something was drawn.
fn search_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, out: &mut Output<Msg>) -> bool {
    if !ctx.query.ranks() {
        let text = "Both models answer it, each in its own grid. Or try";
        faint_middle_ui(ui, icons::ICON_SEARCH, "Type a search to compare", text, |ui| {
            widgets::centred_row(ui, "compare examples", |ui| {
                for example in &ctx.library.examples {
                    if widgets::button(ui, Some(icons::ICON_SEARCH), example).clicked() {
                        out.query(Change::Text(example.clone()));
                    }
                }
            });
        });
        return true;
    }
    let Some(answer) = &compare.answer else {
        waiting_ui(ui, "Both models look…");
        return true;
    };
    if let Some(error) = &answer.error {
        error_ui(ui, error);
        return true;
    }
    if answer.sides.iter().all(|side| side.hits.is_empty()) {
        faint_middle_ui(ui, icons::ICON_SEARCH, "No photos match", "Fewer filters find more.", |ui| {
            if widgets::button(ui, None, "Clear search").clicked() {
                out.run(Common::ClearSearch);
            }
        });
        return true;
    }
    false
}

/// True where something was drawn.
fn set_ui(ui: &mut Ui, ctx: &Ctx, compare: &Compare, out: &mut Output<Msg>) -> bool {
    if ctx.tags.sets.is_empty() {
        let text = "With labels of your own, such as Dress, Skirt and Shirt, you see on which photos the two models disagree.";
        faint_middle_ui(ui, icons::ICON_SELL, "No label set yet", text, |ui| {
            if widgets::button(ui, None, "New label set").clicked() {
                out.run(Common::Grid);
                out.effect(Effect::NewLabelSet);
            }
        });
        return true;
    }
    match compare.opinions.as_ref().map(|o| &o.outcome) {
        None => waiting_ui(ui, "Both models look…"),
        Some(Err(error)) => error_ui(ui, error),
        Some(Ok(_)) => return false,
    }
    true
}

fn waiting_ui(ui: &mut Ui, words: &str) {
    let palette = theme::palette(ui);
    ui.add_space(ui.available_height() / 3.0);
    ui.vertical_centered(|ui| {
        ui.add(egui::Spinner::new().size(theme::ICON).color(palette.weak));
        ui.label(theme::weak_text(words, palette));
    });
}

fn error_ui(ui: &mut Ui, error: &str) {
    theme::panel_frame(theme::palette(ui).window, vec2(space::L, space::S)).show(ui, |ui| forms::problem_ui(ui, error));
}
