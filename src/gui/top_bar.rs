//! The top bar: the catalogue at the left, the search field in the middle, the running job and the model at the right.

use super::actions::Actions;
use super::command::UiCommand;
use super::menus;
use super::search_field::search_field_ui;
use super::state::State;
use super::textures::Textures;
use super::theme::{self, space, width};
use super::widgets;
use crate::app::protocol::{JobReading, Snapshot};
use crate::base::human;
use egui::accesskit::Role;
use egui::{Align, Button, Label, Layout, Popup, Rect, RichText, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use egui_material_icons::icons;
use std::time::Duration;

/// Draws the bar.
pub fn top_bar_ui(ui: &mut Ui, state: &State, textures: &mut Textures) -> Actions {
    let mut actions = Actions::default();
    let bar = ui.max_rect();
    let compact = ui.ctx().content_rect().width() < width::COMPACT;
    let mut left = ui.new_child(UiBuilder::new().max_rect(bar).layout(Layout::left_to_right(Align::Center)));
    left.label(theme::strong_text("Selvedge", theme::palette(ui)));
    catalogue_ui(&mut left, state, compact, &mut actions);
    let mut right = ui.new_child(UiBuilder::new().max_rect(bar).layout(Layout::right_to_left(Align::Center)));
    if let Some(snapshot) = &state.library.snapshot {
        model_ui(&mut right, snapshot, compact);
    }
    if let Some(job) = &state.job {
        job_ui(&mut right, job, compact, &mut actions);
    } else if let Some(opening) = &state.library.opening {
        opening_ui(&mut right, opening);
    }
    if state.library.snapshot.is_some() {
        // In the middle of the window, moved aside only where it would not fit.
        let (from, to) = (left.min_rect().right() + space::L, right.min_rect().left() - space::L);
        let wide = (to - from).clamp(width::SEARCH_MIN, width::SEARCH);
        let middle = bar.center().x.min(to - wide / 2.0).max(from + wide / 2.0);
        let rect = Rect::from_center_size(egui::pos2(middle, bar.center().y), vec2(wide, theme::FIELD));
        let mut field = ui.new_child(UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center)));
        actions.extend(search_field_ui(&mut field, state, textures));
    }
    actions
}

fn catalogue_ui(ui: &mut Ui, state: &State, compact: bool, actions: &mut Actions) {
    let palette = theme::palette(ui);
    let (shown, name) = match &state.library.snapshot {
        Some(snapshot) => (human::elide_middle(&snapshot.name, if compact { 14 } else { 28 }), format!("Catalogue {}", snapshot.name)),
        None => ("Catalogue".to_owned(), "Catalogue".to_owned()),
    };
    let arrow = RichText::new(icons::ICON_EXPAND_MORE.codepoint).font(theme::icon_font(theme::ICON_SMALL)).color(palette.weak);
    let words = RichText::new(shown).color(palette.text);
    let button = ui.add(Button::new((words, arrow)).gap(space::XS).frame_when_inactive(false).min_size(vec2(0.0, theme::CONTROL)));
    widgets::focus_ring(ui, &button);
    let button = button.accessible_name(name);
    Popup::menu(&button).show(|ui| actions.extend(menus::catalogue_menu_ui(ui, state)));
}

fn pill<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = theme::palette(ui);
    egui::Frame::new()
        .fill(palette.control)
        .corner_radius(theme::CONTROL / 2.0)
        .inner_margin(egui::Margin::symmetric(space::M as i8, 0))
        .show(ui, |ui| {
            ui.set_height(theme::CONTROL);
            ui.spacing_mut().item_spacing.x = space::S;
            add(ui)
        })
        .inner
}

fn opening_ui(ui: &mut Ui, what: &str) {
    let palette = theme::palette(ui);
    pill(ui, |ui| {
        ui.label(theme::weak_text(format!("Opening {}…", human::elide_middle(what, 24)), palette));
        ui.add(egui::Spinner::new().size(theme::ICON_SMALL).color(palette.weak));
    });
}

fn job_ui(ui: &mut Ui, job: &JobReading, compact: bool, actions: &mut Actions) {
    let palette = theme::palette(ui);
    // Laid out from the right, so the last part comes first.
    let response = pill(ui, |ui| {
        let cancel = ui.add(Button::new("").frame_when_inactive(false).min_size(vec2(theme::ICON, theme::ICON)));
        widgets::paint_icon(ui.painter(), cancel.rect.center(), icons::ICON_CLOSE, theme::ICON_SMALL, palette.text);
        widgets::focus_ring(ui, &cancel);
        if cancel.accessible_name("Cancel").on_hover_text("Cancel; what is indexed stays").clicked() {
            actions.run(UiCommand::CancelJob);
        }
        if let Some(left) = job.seconds_left.filter(|s| s.is_finite() && !compact) {
            ui.label(theme::weak_text(human::time_left(Duration::from_secs_f64(left.max(0.0))), palette));
        }
        if job.photos_per_second > 0.0 && !compact {
            ui.label(theme::weak_text(format!("{:.0} photos/s", job.photos_per_second), palette));
        }
        let (rect, bar) = ui.allocate_exact_size(vec2(width::PROGRESS, theme::PROGRESS_BAR), Sense::hover());
        widgets::paint_bar(ui.painter(), rect, share(job), palette);
        ui.label(RichText::new(words(job, compact)).color(palette.text));
        bar
    });
    let (name, value) = (progress_name(job), f64::from(share(job)) * 100.0);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, &name);
        info.value = Some(value);
        info
    });
}

/// "starter" is what the command line calls it; a person reads "Starter model".
fn model_words(name: &str) -> String {
    if name == "starter" { "Starter model".to_owned() } else { name.rsplit('/').next().unwrap_or(name).to_owned() }
}

fn share(job: &JobReading) -> f32 {
    if job.total == 0 { 0.0 } else { (job.done as f32 / job.total as f32).min(1.0) }
}

/// "Indexing, 42 %": the name that screen readers and tests find it by.
fn progress_name(job: &JobReading) -> String {
    format!("{}, {:.0} %", job.title, (share(job) * 100.0).floor())
}

fn words(job: &JobReading, compact: bool) -> String {
    match (job.total, compact) {
        (0, _) => format!("{} · {} found", job.title, human::count(job.found)),
        (_, true) => format!("{} {:.0} %", job.title, (share(job) * 100.0).floor()),
        (total, false) => format!("{} {} of {}", job.title, human::count(job.done), human::count(total)),
    }
}

fn model_ui(ui: &mut Ui, snapshot: &Snapshot, compact: bool) {
    let palette = theme::palette(ui);
    let model = model_words(&snapshot.model);
    let name = human::elide_middle(&model, if compact { 14 } else { 26 });
    let words = RichText::new(name).color(palette.text);
    let chip = ui.add(Button::new(words).corner_radius(theme::CONTROL / 2.0).min_size(vec2(0.0, theme::CONTROL)));
    widgets::focus_ring(ui, &chip);
    let chip = chip.accessible_name(format!("Model: {model}"));
    Popup::from_toggle_button_response(&chip).frame(theme::float_frame(palette, space::M)).show(|ui| {
        ui.set_width(width::MENU);
        ui.label(theme::strong_text(&model, palette));
        let (embedded, all) = (human::count(snapshot.embedded), human::count(snapshot.photos.len() as u64));
        ui.label(theme::weak_text(format!("{embedded} of {all} photos can be searched in words"), palette));
        ui.add(Label::new(theme::caption_text("It runs on this computer; nothing leaves it.", palette)).wrap());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(done: u64, total: u64) -> JobReading {
        JobReading { title: "Indexing".to_owned(), done, total, found: 1234, photos_per_second: 0.0, seconds_left: None, waiting: 0 }
    }

    #[test]
    fn progress_is_told_in_words() {
        assert_eq!(progress_name(&job(42, 100)), "Indexing, 42 %");
        assert_eq!(progress_name(&job(999, 1000)), "Indexing, 99 %");
        assert_eq!(words(&job(0, 0), false), "Indexing · 1,234 found");
        assert_eq!(words(&job(38_112, 40_000), false), "Indexing 38,112 of 40,000");
        assert_eq!(words(&job(38_112, 40_000), true), "Indexing 95 %");
    }
}
