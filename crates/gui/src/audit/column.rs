//! The column beside the photo: the label that it has beside a better one, other labels, why it is asked about, the photos nearest to
//! it. What can be clicked has the same place for every photo, so that a decision moves nothing under the pointer.

use super::msg::Msg;
use super::reasons;
use super::session::Outcome;
use super::sitting::Sitting;
use super::state::AuditPage;
use super::suspect;
use crate::kit::asking::{Found, find_label_ui, hint_ui, labelled_photo_ui};
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::products;
use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Label, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::{Suspect, SuspectKind};

/// Thumbnails in a row of the nearest photos.
const COLUMNS: usize = 4;

/// Draws the column.
pub fn column_ui(
    ui: &mut Ui,
    ctx: &Ctx,
    page: &AuditPage,
    sitting: &Sitting,
    suspect: &Suspect,
    pictures: &mut Pictures,
    out: &mut Output<Msg>,
) {
    heading_ui(ui, ctx, sitting, suspect);
    choices_ui(ui, sitting, suspect, out);
    if !sitting.is_several() {
        others_ui(ui, ctx, page, sitting, suspect, out);
    }
    hints_ui(ui, sitting.is_several(), out);
    if !sitting.is_spot_check() {
        reasons_ui(ui, ctx, sitting, suspect);
        nearest_ui(ui, ctx, sitting, suspect, pictures);
    }
}

/// Which photo it is, "Is “Flats” right?", and in one line how likely it is wrong and what was decided.
fn heading_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, suspect: &Suspect) {
    let palette = theme::palette(ui);
    line_ui(ui, theme::CAPTION_LINE, &photo_words(ctx, suspect), &theme::caption(), palette.weak);
    let question = match (sitting.asked(suspect), suspect.kind) {
        (None, _) => "Does none of the labels fit?".to_owned(),
        (label, SuspectKind::Wrong) => format!("Is “{}” right?", sitting.name(label)),
        (label, SuspectKind::Missing) => format!("Missing: {}", sitting.name(label)),
    };
    line_ui(ui, theme::CONTROL, &question, &theme::title(), palette.strong);
    let estimate = if sitting.is_spot_check() { "Drawn at random" } else { suspect::estimate(suspect) };
    let told = match sitting.session.outcome(sitting.session.at()) {
        Some(Outcome::Kept) => format!("{estimate} · Decided: kept"),
        Some(Outcome::Changed(None)) if sitting.is_several() => format!("{estimate} · Decided: taken off"),
        Some(Outcome::Changed(_)) if sitting.is_several() => format!("{estimate} · Decided: added"),
        Some(Outcome::Changed(label)) => format!("{estimate} · Decided: {}", sitting.name(label)),
        Some(Outcome::Skipped) => format!("{estimate} · Skipped before"),
        None if suspect.kind == SuspectKind::Missing => format!("{estimate} · {}", has_words(ctx, sitting, suspect)),
        None => estimate.to_owned(),
    };
    let colour = if suspect::is_doubtful(suspect) && !sitting.is_spot_check() { palette.doubtful } else { palette.weak };
    line_ui(ui, theme::LINE, &told, &theme::body(), colour);
}

/// "17016.jpg · Footwear/Shoes · product 17016".
fn photo_words(ctx: &Ctx, suspect: &Suspect) -> String {
    let Some(photo) = ctx.library.photo(suspect.photo) else { return "The photo is gone".to_owned() };
    let folder = photo.path.parent().map(|folder| folder.display().to_string()).filter(|folder| !folder.is_empty());
    let product = products::of(ctx, suspect.photo).map(|product| format!("product {}", product.sku));
    [Some(photo.name()), folder, product].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// "It has Dresses, Red": what the photo is labelled with, where a label may be missing.
fn has_words(ctx: &Ctx, sitting: &Sitting, suspect: &Suspect) -> String {
    let own = ctx.tags.book.accepted(suspect.photo).filter(|tag| tag.set == sitting.set);
    let names: Vec<&str> = own.map(|tag| sitting.name(tag.label)).collect();
    if names.is_empty() { "It has none".to_owned() } else { format!("It has {}", names.join(", ")) }
}

/// A line of fixed height: what is below keeps its place, however long the words are.
fn line_ui(ui: &mut Ui, tall: f32, words: &str, font: &egui::FontId, colour: egui::Color32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), tall), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    widgets::paint_elided(ui.painter(), rect, words, font, colour);
    response.on_hover_text(words);
}

/// The label that it has, and the better one, side by side.
fn choices_ui(ui: &mut Ui, sitting: &Sitting, suspect: &Suspect, out: &mut Output<Msg>) {
    let (asked, better) = (sitting.name(sitting.asked(suspect)), suspect::label(&sitting.draft, suspect.suggested));
    let decided = sitting.session.outcome(sitting.session.at());
    let spot_check = sitting.is_spot_check();
    let without = format!("Without {asked}");
    let [(has_caption, has, keep), (better_caption, likelier, change)] = match (sitting.is_several(), suspect.kind) {
        (false, _) => {
            let caption = if spot_check { "Next likeliest" } else { "Likelier" };
            let better = sitting.name(better);
            [("It has", asked, format!("Keep {asked}")), (caption, better, format!("Change to {better}"))]
        }
        (true, SuspectKind::Wrong) => [("It has", asked, format!("Keep {asked}")), ("Take it off", &without, format!("Take off {asked}"))],
        (true, SuspectKind::Missing) => {
            [("It stays", without.as_str(), format!("Keep without {asked}")), ("Add it", asked, format!("Add {asked}"))]
        }
    };
    let chosen = decided == Some(Outcome::Kept);
    let has = Choice { key: "K", caption: has_caption, label: has, name: keep, marked: spot_check, chosen };
    let chosen = decided == Some(Outcome::Changed(better));
    let marked = !spot_check && !suspect::is_contested(suspect);
    let likelier = Choice { key: "A", caption: better_caption, label: likelier, name: change, marked, chosen };
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let wide = ((ui.available_width() - space::S) / 2.0).floor();
        if choice_ui(ui, &has, wide).clicked() {
            out.msg(Msg::Keep);
        }
        if choice_ui(ui, &likelier, wide).clicked() {
            out.msg(Msg::Better);
        }
    });
}

struct Choice<'a> {
    key: &'a str,
    caption: &'a str,
    label: &'a str,
    /// What a screen reader calls it.
    name: String,
    /// Enter takes it.
    marked: bool,
    /// It was decided like this.
    chosen: bool,
}

fn choice_ui(ui: &mut Ui, choice: &Choice<'_>, wide: f32) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(wide, theme::CHOICE), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, choice.chosen, &choice.name));
    let fill = match (choice.marked, response.hovered()) {
        (true, _) => palette.selected,
        (_, true) => palette.card_hover,
        _ => palette.card,
    };
    let line = if response.hovered() { palette.accent } else { palette.border };
    let painter = ui.painter();
    painter.rect(rect, theme::RADIUS, fill, Stroke::new(1.0, line), StrokeKind::Inside);
    let inner = rect.shrink(space::S);
    let cap = Rect::from_min_size(inner.min, vec2(theme::KEY_CAP, theme::KEY_CAP));
    painter.rect(cap, theme::THUMB_RADIUS, palette.field, Stroke::new(1.0, palette.border), StrokeKind::Inside);
    painter.text(cap.center(), Align2::CENTER_CENTER, choice.key, theme::caption(), palette.text);
    painter.text(pos2(cap.right() + space::S, cap.center().y), Align2::LEFT_CENTER, choice.caption, theme::caption(), palette.text);
    let corner = pos2(inner.right() - theme::ICON_SMALL / 2.0, cap.center().y);
    if choice.chosen {
        widgets::paint_icon(painter, corner, icons::ICON_CHECK, theme::ICON, palette.done);
    } else if choice.marked {
        painter.text(pos2(inner.right(), cap.center().y), Align2::RIGHT_CENTER, "Enter", theme::caption(), palette.text);
    }
    let mut job = LayoutJob::single_section(
        choice.label.to_owned(),
        TextFormat { font_id: theme::strong(), color: palette.strong, ..TextFormat::default() },
    );
    job.wrap = TextWrapping { max_width: inner.width(), max_rows: 1, ..TextWrapping::default() };
    painter.galley(pos2(inner.left(), cap.bottom() + space::XS), painter.layout_job(job), palette.strong);
    widgets::focus_ring(ui, &response);
    response.on_hover_text(&choice.name)
}

/// Other labels by their digits, and the search for one by its name.
fn others_ui(ui: &mut Ui, ctx: &Ctx, page: &AuditPage, sitting: &Sitting, suspect: &Suspect, out: &mut Output<Msg>) {
    ui.add_space(space::XS);
    if let Some(text) = &page.find {
        let labels = ctx.tags.set(sitting.set).map_or(&[][..], |set| &set.labels);
        match find_label_ui(ui, labels, text) {
            Some(Found::Label(label)) => out.msg(Msg::Choose(Some(label))),
            Some(Found::Typed(text)) => out.msg(Msg::Find(Some(text))),
            None => {}
        }
        return;
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let others = suspect::others(&sitting.draft, suspect);
        for (number, label) in others.iter().take(shown(ui)).enumerate() {
            let words = sitting.name(Some(*label));
            if row_ui(ui, words, (number + 1).to_string(), format!("Change to {words}, {}", number + 1)).clicked() {
                out.msg(Msg::Press(number));
            }
        }
        if others.len() > shown(ui) && row_ui(ui, "Another label…", "L".to_owned(), "Another label…".to_owned()).clicked() {
            out.msg(Msg::Find(Some(String::new())));
        }
    });
}

/// As many labels as leave room for the reasons: by the height of the column alone, so that it is the same for every photo.
fn shown(ui: &Ui) -> usize {
    let spare = ui.clip_rect().height() - theme::AUDIT_REST;
    ((spare / theme::ROW) as usize).clamp(1, suspect::DIGITS)
}

fn row_ui(ui: &mut Ui, words: &str, key: String, name: String) -> Response {
    let spec = widgets::RowSpec { words, count: Some(key), icon: None, selected: false, indent: 0.0, name, room_right: 0.0 };
    widgets::row_as(ui, Role::Button, &spec)
}

/// The other keys, which are buttons too.
fn hints_ui(ui: &mut Ui, several: bool, out: &mut Output<Msg>) {
    let none = (!several).then_some(("X", "none of these", Msg::Choose(None)));
    let hints = [("Space", "skip", Msg::Skip), ("←", "back", Msg::Back)].into_iter().chain(none);
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        for (key, words, msg) in hints {
            if hint_ui(ui, key, words).clicked() {
                out.msg(msg);
            }
        }
    });
}

fn reasons_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, suspect: &Suspect) {
    let palette = theme::palette(ui);
    ui.add_space(space::S);
    ui.label(theme::caption_text("Why", palette));
    widgets::named_region(ui, "Why", Role::List, |ui| {
        for told in reasons::reasons(ctx, sitting.set, &sitting.draft, suspect) {
            let colour = if told.is_over { palette.faint } else { palette.text };
            ui.add(Label::new(RichText::new(told.words).color(colour)).wrap());
        }
    });
}

fn nearest_ui(ui: &mut Ui, ctx: &Ctx, sitting: &Sitting, suspect: &Suspect, pictures: &mut Pictures) {
    let without = format!("Not {}", sitting.name(sitting.asked(suspect)));
    let present = |photo| reasons::present(ctx, sitting.set, &sitting.draft, suspect.slot, photo);
    let near = suspect.neighbours.iter().filter_map(|neighbour| {
        let then = suspect::label(&sitting.draft, neighbour.slot);
        let label = suspect::label(&sitting.draft, present(neighbour.photo)?);
        Some((ctx.library.photo(neighbour.photo)?, label, if label == then { "" } else { ", since corrected" }))
    });
    let near: Vec<_> = near.collect();
    if near.is_empty() {
        return;
    }
    let side = ((ui.available_width() - space::S * (COLUMNS as f32 - 1.0)) / COLUMNS as f32).floor();
    ui.add_space(space::S);
    ui.label(theme::caption_text("Nearest photos of other products", theme::palette(ui)));
    widgets::named_region(ui, "Nearest photos", Role::List, |ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        for row in near.chunks(COLUMNS) {
            ui.horizontal(|ui| {
                for (photo, label, more) in row {
                    let words = match label {
                        None if sitting.is_several() => without.as_str(),
                        label => sitting.name(*label),
                    };
                    labelled_photo_ui(ui, photo, words, more, side, pictures);
                }
            });
        }
    });
}
