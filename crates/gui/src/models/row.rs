//! One model in the list: what it is, what it costs, how far it has read the photos, and what can be done with it.

use super::dialogs::Leaving;
use super::format;
use super::msg::Msg;
use super::state::ModelsPage;
use super::verify;
use crate::kit::forms;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::models::STARTER;
use crate::shell::output::Output;
use base::{ArithmeticChoice, Compatibility, human};
use egui::accesskit::Role;
use egui::{Align, Label, Layout, RichText, Sense, Ui, UiBuilder, vec2};
use egui_material_icons::icons;
use engine::protocol::{CancelRequest, DownloadReading, ModelPlace, ModelRequest, ModelView, PickPurpose};

/// So much of a commit names it.
const REVISION: usize = 8;

/// Draws the row.
pub fn row_ui(ui: &mut Ui, ctx: &Ctx, page: &ModelsPage, row: &ModelView, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let builder = UiBuilder::new().id_salt(&row.name).accessibility_role(Role::ListItem).accessibility_label(row.title.as_str());
    let shown = ui.scope_builder(builder, |ui| {
        let used = ctx.models.list.in_use == row.name;
        let fill = if used { palette.card_hover } else { palette.card };
        egui::Frame::new().fill(fill).corner_radius(theme::RADIUS).inner_margin(egui::Margin::same(space::M as i8)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = space::XS;
            let size = vec2(ui.available_width(), theme::CONTROL);
            ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
                buttons_ui(ui, ctx, page, row, out);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| title_ui(ui, ctx, row));
            });
            ui.spacing_mut().interact_size.y = theme::LINE;
            about_ui(ui, row);
            facts_ui(ui, row, out);
            coverage_ui(ui, ctx, row);
            if let Some(reading) = ctx.models.download_of(&row.name) {
                download_ui(ui, ctx, reading);
            }
            if let Some(wrong) = row.verified.as_ref().filter(|verified| verified.figures > 0 && !verified.holds()) {
                forms::problem_ui(ui, &verify::wrong(wrong));
            }
            if let Some(problem) = &row.problem {
                forms::problem_ui(ui, problem);
            }
            failure_ui(ui, ctx, page, row, out);
        });
    });
    if page.reveal.as_ref() == Some(&row.name) {
        shown.response.scroll_to_me(None);
        out.msg(Msg::Revealed);
    }
}

fn title_ui(ui: &mut Ui, ctx: &Ctx, row: &ModelView) {
    let palette = theme::palette(ui);
    ui.add(Label::new(theme::strong_text(&row.title, palette)).truncate());
    let list = &ctx.models.list;
    if list.in_use == row.name {
        widgets::icon(ui, icons::ICON_CHECK_CIRCLE, theme::ICON_SMALL, palette.done);
        ui.label(theme::weak_text("In use", palette));
    } else if list.next.as_ref() == Some(&row.name) {
        ui.add(Label::new(theme::weak_text("takes over when it has read all photos", palette)).truncate());
    } else if row.recommended && row.place == ModelPlace::ToGet {
        ui.label(theme::weak_text("Recommended", palette));
    }
}

fn about_ui(ui: &mut Ui, row: &ModelView) {
    let palette = theme::palette(ui);
    if !row.about.is_empty() {
        ui.add(Label::new(RichText::new(&row.about).color(palette.text)).wrap());
    }
    let place = match &row.place {
        ModelPlace::Folder(path) | ModelPlace::Adapted(path) | ModelPlace::Used(path) => Some(path.display().to_string()),
        ModelPlace::Gone => Some(format!("{} · only its embeddings are here", row.name)),
        _ if row.name == STARTER => None,
        _ => Some(match &row.revision {
            Some(revision) => format!("{} · revision {}", row.name, revision.chars().take(REVISION).collect::<String>()),
            None => row.name.clone(),
        }),
    };
    if let Some(place) = place.filter(|p| *p != row.title) {
        let label = Label::new(theme::caption_text(place, palette)).truncate().selectable(true);
        let response = ui.add(label);
        if let ModelPlace::Downloaded(path) = &row.place {
            response.on_hover_text(path.display().to_string());
        }
    }
}

fn facts_ui(ui: &mut Ui, row: &ModelView, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let facts = format::facts(row);
    if facts.is_empty() && row.licence.is_none() && row.page.is_none() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::L, 0.0);
        for fact in facts {
            ui.label(theme::weak_text(fact, palette));
        }
        let licence = match (&row.licence, &row.page) {
            (Some(licence), _) => format!("Licence: {licence}"),
            (None, Some(_)) => "Model card".to_owned(),
            (None, None) => return,
        };
        match &row.page {
            Some(page) => {
                // On the line of the facts beside it.
                ui.spacing_mut().button_padding.y = 0.0;
                if widgets::link_button(ui, None, &licence).on_hover_text(page).clicked() {
                    out.effect(Effect::OpenPage(page.clone()));
                }
            }
            None => drop(ui.label(theme::weak_text(licence, palette))),
        }
    });
}

fn coverage_ui(ui: &mut Ui, ctx: &Ctx, row: &ModelView) {
    let photos = ctx.models.list.photos;
    let Some(words) = format::embedded(row, photos) else { return };
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        if row.embedded > 0 {
            let (rect, _) = ui.allocate_exact_size(vec2(width::PROGRESS, theme::PROGRESS_BAR), Sense::hover());
            widgets::paint_bar(ui.painter(), rect, row.embedded as f32 / photos as f32, palette);
        }
        ui.label(theme::weak_text(words, palette));
    });
}

fn download_ui(ui: &mut Ui, ctx: &Ctx, reading: &DownloadReading) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        let (rect, bar) = ui.allocate_exact_size(vec2(width::DOWNLOAD, theme::PROGRESS_BAR), Sense::hover());
        let share = widgets::share(reading.done, reading.total);
        widgets::paint_bar(ui.painter(), rect, share, palette);
        let title = ctx.models.list.title(&reading.name);
        let name = format!("Download of {title}, {}", human::percent(reading.done, reading.total));
        widgets::name_progress(&bar, &name, share);
        let words = format::download(reading);
        let words = if words.is_empty() { "Asking for its files…".to_owned() } else { words.join(" · ") };
        ui.label(theme::weak_text(words, palette));
    });
}

/// Why the last download failed, and both ways on.
fn failure_ui(ui: &mut Ui, ctx: &Ctx, page: &ModelsPage, row: &ModelView, out: &mut Output<Msg>) {
    let Some(why) = page.failed.get(&row.name).filter(|_| ctx.models.download_of(&row.name).is_none()) else { return };
    ui.add_space(space::XS);
    forms::problem_ui(ui, why);
    ui.horizontal(|ui| {
        ui.add_space(theme::ICON + space::S);
        if widgets::button(ui, Some(icons::ICON_REFRESH), "Try again").clicked() {
            out.msg(Msg::Download(row.name.clone()));
        }
        if widgets::button(ui, None, "Add a folder instead…").clicked() {
            out.effect(Effect::Ask(Dialog::path(PickPurpose::AddModel)));
        }
        if widgets::icon_button(ui, icons::ICON_CONTENT_COPY, "Copy message").clicked() {
            out.effect(Effect::Copy { text: why.clone(), what: "Message" });
        }
    });
}

/// The buttons from the right, the one that matters outermost.
fn buttons_ui(ui: &mut Ui, ctx: &Ctx, page: &ModelsPage, row: &ModelView, out: &mut Output<Msg>) {
    let list = &ctx.models.list;
    let (used, next) = (list.in_use == row.name, list.next.as_ref() == Some(&row.name));
    let use_model = |now: bool| Effect::send(ModelRequest::Use { name: row.name.clone(), now });
    if ctx.models.download_of(&row.name).is_some() {
        if widgets::button(ui, None, "Cancel download").on_hover_text("What is here stays; the next try goes on from there").clicked() {
            out.send(CancelRequest::Download);
        }
        return;
    }
    match row.place {
        ModelPlace::ToGet => {
            let free = ctx.models.download.is_none();
            let tried = page.failed.contains_key(&row.name);
            let first = row.recommended && free;
            let add = |ui: &mut Ui| if first { widgets::primary_button(ui, "Download") } else { widgets::button(ui, None, "Download") };
            if !tried && ui.add_enabled_ui(free, add).inner.on_disabled_hover_text("One download at a time").clicked() {
                out.msg(Msg::Download(row.name.clone()));
            }
        }
        ModelPlace::Gone => {}
        _ if row.problem.is_some() || used => {}
        _ => {
            let words = if next { "Use now" } else { "Use" };
            if widgets::button(ui, None, words).clicked() {
                out.effect(use_model(next));
            }
        }
    }
    let usable = row.place.is_here() && row.problem.is_none();
    if usable && row.embedded < list.photos {
        let words = if row.embedded == 0 { "Embed photos" } else { "Embed the rest" };
        if ui.add_enabled_ui(ctx.job.is_none(), |ui| widgets::quiet_button(ui, words)).inner.clicked() {
            out.send(ModelRequest::EmbedWith(row.name.clone()));
        }
    }
    if usable && row.to_verify.is_some() && widgets::quiet_button(ui, "Check answers…").on_hover_text(verify::TITLE).clicked() {
        out.msg(Msg::Verify(row.name.clone()));
    }
    let unmeasured = usable && row.compatibility.is_none() && list.arithmetic != ArithmeticChoice::F32;
    if unmeasured && list.photos >= Compatibility::LEAST_PHOTOS {
        let why = "Looks whether this model sees the photos of this catalogue the same in int8, which is about twice as fast";
        let button = |ui: &mut Ui| widgets::quiet_button(ui, "Measure int8").on_hover_text(why);
        if ui.add_enabled_ui(ctx.job.is_none(), button).inner.clicked() {
            out.send(ModelRequest::CheckArithmetic(row.name.clone()));
        }
    }
    if row.embedded > 0 && !used && !next && widgets::quiet_button(ui, "Remove embeddings…").clicked() {
        out.msg(Msg::Leave(Leaving::embeddings(row)));
    }
    let removable = matches!(row.place, ModelPlace::Downloaded(_) | ModelPlace::Folder(_) | ModelPlace::Adapted(_));
    if removable && !used && !next && widgets::quiet_button(ui, "Remove…").clicked() {
        out.msg(Msg::Leave(Leaving::model(row)));
    }
}
