//! The headline figures, what they were measured on, and what they were not.

use super::msg::Msg;
use super::shown::Shown;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::human;
use egui::accesskit::Role;
use egui::{Label, Popup, RichText, ScrollArea, Ui, UiBuilder};
use egui_material_icons::icons;
use engine::protocol::{By, LeftOut};

/// Draws them.
pub fn figures_ui(ui: &mut Ui, ctx: &Ctx, shown: &Shown, out: &mut Output<Msg>) {
    let evaluation = &shown.report.evaluation;
    let (counts, accuracy) = (&evaluation.counts, evaluation.accuracy_interval());
    ui.spacing_mut().item_spacing.y = space::XS;
    widgets::named_region(ui, "Figures", Role::List, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::XL;
            let photos = evaluation.photos.len() as u64;
            figure_ui(ui, &human::count(photos), if photos == 1 { "photo" } else { "photos" }, "");
            let several = counts.several();
            let what = if several.is_some() { "exactly right" } else { "accuracy" };
            let within = format!("{what}, {:.3} to {:.3}", accuracy.low, accuracy.high);
            let why = match several {
                None => "The share of photos whose suggestion is right. With 95 % confidence it lies in this interval (Wilson).",
                Some(_) => "The share of photos that are suggested all of their labels and no other. With 95 % confidence it lies in this interval (Wilson).",
            };
            figure_ui(ui, &format!("{:.3}", counts.accuracy()), &within, why);
            if let Some(several) = several {
                let why = "The F1 of all labels of all photos together: frequent labels count for more than rare ones.";
                figure_ui(ui, &format!("{:.3}", several.micro_f1()), "micro F1", why);
            }
            let why = "The mean of the labels' F1, each by the number of its photos.";
            figure_ui(ui, &format!("{:.3}", counts.weighted_f1()), "weighted F1", why);
            let why = "The mean of the labels' F1, all alike: rare labels count as much as frequent ones.";
            figure_ui(ui, &format!("{:.3}", counts.macro_f1()), "macro F1", why);
            let why = "How far scores are from the share that is right, in the mean.";
            figure_ui(ui, &format!("{:.3}", evaluation.calibration_error), "calibration error", why);
        });
    });
    let palette = theme::palette(ui);
    ui.add(Label::new(theme::caption_text(measured_words(shown), palette)).wrap());
    left_out_ui(ui, &shown.report.evaluation.left_out);
    stale_ui(ui, ctx, shown, out);
}

/// A figure with its name below.
pub fn figure_ui(ui: &mut Ui, value: &str, name: &str, why: &str) {
    let palette = theme::palette(ui);
    let builder = UiBuilder::new().accessibility_label(format!("{value} {name}")).accessibility_role(Role::ListItem);
    let shown = ui.scope_builder(builder, |ui| {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(theme::title_text(value, palette));
            ui.label(theme::caption_text(name, palette));
        });
    });
    if !why.is_empty() {
        shown.response.on_hover_text(why);
    }
}

/// What answered, what it was compared with, and that nothing is told of what it was taught.
fn measured_words(shown: &Shown) -> String {
    let (report, evaluation) = (&shown.report, &shown.report.evaluation);
    let decisions = human::counted(evaluation.calibrated_on as u64, "decision", "decisions");
    let model = report.model_title();
    let by = match evaluation.by {
        By::Learned => format!("{model}, with what {decisions} taught"),
        By::ZeroShot if evaluation.calibrated_on > 0 => format!("{model} by its words, with scores fitted to {decisions}"),
        By::ZeroShot => format!("{model} by its words; its scores were not checked on these photos before"),
    };
    let compared = format!("{by}, compared with {}.", report.truth.words());
    let one = "They all have one and the same label, so that nothing is known of the others.";
    let told = [Some(compared), taught_words(shown), shown.one_label.then(|| one.to_owned())];
    told.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// "All of these photos taught it: …".
fn taught_words(shown: &Shown) -> Option<String> {
    let evaluation = &shown.report.evaluation;
    let (taught, all) = (evaluation.held_out as u64, evaluation.photos.len() as u64);
    let which = if taught == all { "All of these photos".to_owned() } else { format!("{} of these photos", human::count(taught)) };
    (taught > 0).then(|| format!("{which} taught it: each was judged as if neither it nor its product had."))
}

/// Rows of the truth that say nothing, counted; a click names them.
pub fn left_out_ui(ui: &mut Ui, left_out: &LeftOut) {
    let told = left_out.told();
    if told.is_empty() {
        return;
    }
    let first = human::elide_middle(&told[0], (ui.available_width() / space::M) as usize);
    let more = told.len() - 1;
    let words = if more > 0 { format!("Left out: {first}; {more} more") } else { format!("Left out: {first}") };
    let button = widgets::link_button(ui, Some(icons::ICON_INFO), &words);
    Popup::menu(&button).show(|ui| {
        ui.set_width(width::DIALOG);
        ScrollArea::vertical().max_height(theme::ROW * 10.0).show(ui, |ui| {
            let palette = theme::palette(ui);
            for line in &told {
                ui.add(Label::new(RichText::new(human::capitalised(line)).color(palette.text)).wrap().selectable(true));
            }
        });
    });
}

/// The figures are of what was: another model answers by now, or the set's words are others.
fn stale_ui(ui: &mut Ui, ctx: &Ctx, shown: &Shown, out: &mut Output<Msg>) {
    let Some(why) = stale_words(ctx, shown) else { return };
    let palette = theme::palette(ui);
    let builder = UiBuilder::new().accessibility_role(Role::Alert).accessibility_label(&why);
    ui.scope_builder(builder, |ui| {
        ui.horizontal(|ui| {
            widgets::icon(ui, icons::ICON_INFO, theme::ICON, palette.doubtful);
            ui.add(Label::new(RichText::new(&why).color(palette.text)).wrap());
            if ctx.tags.set(shown.asked.set).is_some() && widgets::link_button(ui, None, "Evaluate again").clicked() {
                out.msg(Msg::Begin(shown.asked.clone()));
            }
        });
    });
}

fn stale_words(ctx: &Ctx, shown: &Shown) -> Option<String> {
    let report = &shown.report;
    let Some(set) = ctx.tags.set(shown.asked.set) else {
        return Some("The label set is gone. These figures are of when it was there.".into());
    };
    let model = ctx.library.snapshot.as_ref().map(|snapshot| &snapshot.model);
    if model.is_some_and(|model| *model != report.model) {
        return Some("Another model answers by now. These figures are of the one before.".into());
    }
    let (now, then) = (set.draft(), &report.set);
    let same = (&now.labels, &now.templates, now.none_of_these) == (&then.labels, &then.templates, then.none_of_these);
    (!same || now.words_only != then.words_only).then(|| "The label set has changed since. These figures are of how it was.".into())
}
