//! The model chip of the top bar: which model answers, how far it has read the photos, and which others are here.

use super::msg::Msg;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::ctx::Ctx;
use crate::shell::format;
use crate::shell::models::STARTER;
use crate::shell::output::Output;
use base::human;
use egui::{Button, Label, Popup, RichText, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::{ModelRequest, ModelView, Snapshot};

/// Draws the chip, and the popup where it is open; `more` draws what leads on from it.
pub fn chip_ui(ui: &mut Ui, ctx: &Ctx, snapshot: &Snapshot, compact: bool, more: impl FnOnce(&mut Ui)) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let title = ctx.models.title_in_use(&snapshot.model);
    let shown = human::elide_middle(&title, if compact { 14 } else { 26 });
    let chip = ui
        .add(Button::new(RichText::new(shown).color(palette.text)).corner_radius(theme::CONTROL / 2.0).min_size(vec2(0.0, theme::CONTROL)));
    widgets::focus_ring(ui, &chip);
    let chip = chip.accessible_name(format!("Model: {title}"));
    Popup::from_toggle_button_response(&chip).frame(theme::float_frame(palette, space::M)).show(|ui| {
        ui.set_width(width::CHIP_POPUP);
        ui.spacing_mut().item_spacing.y = space::XS;
        in_use_ui(ui, ctx, snapshot, &title);
        next_ui(ui, ctx, &mut out);
        others_ui(ui, ctx, &mut out);
        hint_ui(ui, ctx, &mut out);
        widgets::line_between(ui);
        more(ui);
    });
    out
}

fn in_use_ui(ui: &mut Ui, ctx: &Ctx, snapshot: &Snapshot, title: &str) {
    let palette = theme::palette(ui);
    ui.label(theme::strong_text(title, palette));
    let row = ctx.models.in_use();
    let embedded = row.map_or(snapshot.embedded, |r| r.embedded);
    let photos = if row.is_some() { ctx.models.list.photos } else { snapshot.photos.len() as u64 };
    ui.label(theme::weak_text(format::coverage(embedded, photos), palette));
    let place = match row.and_then(|r| r.runs_on.as_ref()) {
        Some(device) => format!("It runs on this computer ({device}); nothing leaves it."),
        None => "It runs on this computer; nothing leaves it.".to_owned(),
    };
    ui.add(Label::new(theme::caption_text(place, palette)).wrap());
}

/// Another model will answer as soon as it has read all photos.
fn next_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let Some(next) = &ctx.models.list.next else { return };
    let palette = theme::palette(ui);
    widgets::line_between(ui);
    let text = format!("{} takes over when it has read all photos", ctx.models.list.title(next));
    ui.add(Label::new(RichText::new(text).color(palette.text)).wrap());
    if let Some(row) = ctx.models.list.row(next) {
        ui.label(theme::weak_text(format!("{} of {} so far", human::count(row.embedded), human::count(ctx.models.list.photos)), palette));
    }
    let in_use = &ctx.models.list.in_use;
    ui.horizontal(|ui| {
        // To choose the one that answers ends the wait for the other.
        for (words, name) in [("Use now".to_owned(), next), (format!("Stay with {}", ctx.models.list.title(in_use)), in_use)] {
            if widgets::button(ui, None, &words).clicked() {
                out.send(ModelRequest::Use { name: name.clone(), now: true });
                ui.close();
            }
        }
    });
}

/// The others that are here, to switch to.
fn others_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let models = &ctx.models;
    let others: Vec<&ModelView> =
        models.here().filter(|r| r.name != models.list.in_use && models.list.next.as_ref() != Some(&r.name)).collect();
    if others.is_empty() {
        return;
    }
    widgets::line_between(ui);
    ui.label(theme::caption_text("Switch to", theme::palette(ui)));
    for row in others {
        let coverage = format!("{} of {}", human::count(row.embedded), human::count(models.list.photos));
        let spec = RowSpec {
            words: &row.title,
            name: format!("Use {}, {coverage} photos embedded", row.title),
            count: Some(coverage),
            icon: None,
            selected: false,
            indent: 0.0,
            room_right: 0.0,
        };
        if widgets::row_ui(ui, &spec).clicked() {
            out.send(ModelRequest::Use { name: row.name.clone(), now: false });
            ui.close();
        }
    }
}

/// Said once, quietly, where somebody asks about the model anyway: a better one can be had.
fn hint_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let models = &ctx.models;
    let Some(better) = models.to_get_first().filter(|_| models.list.in_use == STARTER && models.download.is_none()) else { return };
    let palette = theme::palette(ui);
    widgets::line_between(ui);
    let size = better.bytes.map(|b| format!("; {}", format::model_size(b))).unwrap_or_default();
    ui.add(Label::new(theme::weak_text(format!("{} finds better{size}", better.title), palette)).wrap());
    if widgets::button(ui, Some(icons::ICON_DOWNLOAD), "Download").clicked() {
        out.msg(Msg::Download(better.name.clone()));
        ui.close();
    }
}
