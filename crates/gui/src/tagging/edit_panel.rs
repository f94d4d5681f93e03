//! The labels of a set, edited in place: the counts follow the typing.

use super::editor::{DraftChange, Editor};
use super::format::among_words;
use super::hints::hints_ui;
use super::msg::Msg;
use super::shipped::left_out_ui;
use super::state::{GoTo, Tagging};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::view::Region;
use base::{Choice, human};
use egui::accesskit::Role;
use egui::{
    Align, Align2, CursorIcon, Id, Key, Label, Layout, Modifiers, Panel, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, TextEdit,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use egui_material_icons::icons;
use engine::protocol::Slot;

/// Height of a row: a field with a little air.
const ROW: f32 = theme::CONTROL + space::XS;

/// Whether the model may decline.
const NONE: &str = "Some photos are none of these";

/// Draws the panel.
pub fn edit_panel_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, editor: &Editor, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.panel, vec2(0.0, space::S));
    Panel::bottom("edit labels").resizable(false).frame(frame).show(ui, |ui| end_ui(ui, editor, out));
    let tall = ui.available_height();
    ScrollArea::vertical().id_salt("edit labels").auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(ui.available_width() - space::S);
        ui.spacing_mut().item_spacing.y = space::S;
        widgets::named_region(ui, "Edit labels", Role::Form, |ui| form_ui(ui, ctx, tagging, editor, tall, out));
    });
    if tagging.go_to.is_some() {
        out.msg(Msg::Arrived);
    }
}

fn wrong_ui(ui: &mut Ui, words: Option<&String>) {
    if let Some(words) = words {
        let palette = theme::palette(ui);
        ui.add(Label::new(theme::caption_text(words, palette).color(palette.problem)).wrap());
    }
}

fn form_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, editor: &Editor, tall: f32, out: &mut Output<Msg>) {
    // F6 leads to the first field; Ctrl+L, too.
    let entered = ctx.go_to == Some(Region::Inspector) && tagging.go_to.is_none();
    let draft = editor.draft();
    let mut name = draft.name.clone();
    let response = widgets::field(ui, field_id("name"), &mut name, "Name, such as Colour", "Name of the label set", ui.available_width());
    if tagging.go_to == Some(GoTo::Name) || entered {
        response.request_focus();
    }
    if response.changed() {
        out.msg(Msg::Change(DraftChange::Name(name)));
    }
    // An empty new set is not scolded before a word was written.
    wrong_ui(ui, editor.wrongs().name.as_ref().filter(|_| editor.is_changed()));
    let choice = usize::from(draft.choice == Choice::Multi);
    if let Some(chosen) = widgets::segments(ui, "Labels a photo may have", &["One label a photo", "Several labels"], choice) {
        out.msg(Msg::Change(DraftChange::Choice(if chosen == 1 { Choice::Multi } else { Choice::Single })));
    }
    let mut none = draft.none_of_these;
    if widgets::check(ui, &mut none, false, NONE, NONE).changed() {
        out.msg(Msg::Change(DraftChange::NoneOfThese(none)));
    }
    if draft.choice == Choice::Single {
        let words = none_words(draft.none_of_these, tagging);
        ui.add(Label::new(theme::caption_text(words, theme::palette(ui))).wrap());
    }
    let among = if tagging.view.is_some() { among_words(tagging) } else { "Counts come with the first label".to_owned() };
    ui.add(Label::new(theme::caption_text(among, theme::palette(ui))).wrap());
    rows_ui(ui, tagging, editor, ((tall / 2.0 / ROW).floor() * ROW).max(theme::LEAST_ROWS * ROW), out);
    add_ui(ui, tagging, editor, out);
    left_out_ui(ui, draft, out);
    if let Some(row) = editor.open_row() {
        prompts_ui(ui, editor, row, out);
    }
    templates_ui(ui, editor, out);
    hints_ui(ui, tagging, out);
}

/// What it costs and catches.
fn none_words(on: bool, tagging: &Tagging) -> String {
    if !on {
        return "Every photo is given the nearest label, even where none fits.".to_owned();
    }
    let caught = tagging.figures(Slot::NONE_OF_THESE).map(|figures| format!(": {} now", human::photos(figures.photos)));
    let caught = caught.unwrap_or_default();
    format!("Catches photos that no label fits{caught}. Its price: some that a label does fit are left without one.")
}

fn field_id(part: &str) -> Id {
    Id::unique("edit labels").with(part)
}

fn row_id(editor: &Editor, row: usize) -> Id {
    field_id("row").with(editor.key(row))
}

fn rows_ui(ui: &mut Ui, tagging: &Tagging, editor: &Editor, tall: f32, out: &mut Output<Msg>) {
    alt_arrows(ui, editor, out);
    let count = editor.draft().labels.len();
    let drag = ui.data(|d| d.get_temp::<usize>(field_id("drag")));
    widgets::named_region(ui, "Labels", Role::List, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt("edit rows").auto_shrink([false, true]).max_height(tall).min_scrolled_height(tall);
        area.show_rows(ui, ROW, count, |ui, rows| {
            let top = (rows.start as f32).mul_add(-ROW, ui.max_rect().top());
            if let Some(GoTo::Row(row)) = tagging.go_to {
                let y = (row as f32).mul_add(ROW, top);
                ui.scroll_to_rect(Rect::from_x_y_ranges(ui.max_rect().x_range(), y..=y + ROW), None);
            }
            for row in rows {
                let rect = Rect::from_min_size(pos2(ui.max_rect().left(), (row as f32).mul_add(ROW, top)), vec2(ui.available_width(), ROW));
                ui.allocate_rect(rect, Sense::hover());
                edit_row_ui(ui, rect, tagging, editor, row, out);
            }
            if let (Some(from), Some(pointer)) = (drag, ui.input(|i| i.pointer.interact_pos())) {
                let to = (((pointer.y - top) / ROW).round().max(0.0) as usize).min(count);
                let y = (to as f32).mul_add(ROW, top);
                ui.painter().hline(ui.max_rect().x_range(), y, Stroke::new(theme::RING, theme::palette(ui).accent));
                if ui.input(|i| i.pointer.any_released()) {
                    ui.data_mut(|d| d.remove::<usize>(field_id("drag")));
                    if to != from && to != from + 1 {
                        out.msg(Msg::Change(DraftChange::Move(from, to)));
                    }
                }
            }
        });
    });
}

/// Alt and an arrow move the label that is being written.
fn alt_arrows(ui: &Ui, editor: &Editor, out: &mut Output<Msg>) {
    let Some(focused) = ui.memory(egui::Memory::focused) else { return };
    let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::ALT, key));
    if !ui.input(|i| i.modifiers.alt) {
        return;
    }
    let count = editor.draft().labels.len();
    let Some(row) = (0..count).find(|row| row_id(editor, *row) == focused) else { return };
    if pressed(Key::ArrowUp) && row > 0 {
        out.msg(Msg::Change(DraftChange::Move(row, row - 1)));
    } else if pressed(Key::ArrowDown) && row + 1 < count {
        out.msg(Msg::Change(DraftChange::Move(row, row + 2)));
    }
}

fn edit_row_ui(ui: &mut Ui, rect: Rect, tagging: &Tagging, editor: &Editor, row: usize, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Some(label) = editor.draft().labels.get(row) else { return };
    let id = row_id(editor, row);
    handle_ui(ui, Rect::from_min_size(rect.min, vec2(theme::ICON, ROW)), id, row, &label.name);
    let mut inner = rect;
    inner.min.x += theme::ICON + space::XS;
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).id_salt(id).layout(Layout::right_to_left(Align::Center)));
    child.spacing_mut().item_spacing.x = 0.0;
    let name = if label.name.trim().is_empty() { format!("label {}", row + 1) } else { label.name.clone() };
    if widgets::icon_button(&mut child, icons::ICON_CLOSE, &format!("Remove {name}")).clicked() {
        out.msg(Msg::Change(DraftChange::Remove(row)));
    }
    let open = editor.open_row() == Some(row);
    let colour = if open || !label.prompts.is_empty() { palette.accent } else { palette.faint };
    if widgets::tinted_button(&mut child, icons::ICON_NOTES, colour, &format!("Words for {name}")).clicked() {
        out.msg(Msg::Change(DraftChange::OpenPrompts(row)));
    }
    count_ui(&mut child, tagging, row);
    let mut text = label.name.clone();
    let wide = child.available_width() - space::XS;
    let response = widgets::field(&mut child, id, &mut text, "Name of the label", &format!("Label {}", row + 1), wide);
    if tagging.go_to == Some(GoTo::Row(row)) {
        response.request_focus();
    }
    if response.changed() {
        out.msg(Msg::Change(DraftChange::Rename(row, text)));
    }
    if let Some(wrong) = editor.wrongs().rows.get(&row) {
        child.painter().rect_stroke(response.rect, theme::RADIUS, Stroke::new(theme::RING, palette.problem), StrokeKind::Inside);
        response.on_hover_text(wrong);
    }
}

fn handle_ui(ui: &Ui, rect: Rect, id: Id, row: usize, name: &str) {
    let palette = theme::palette(ui);
    // Not a tab stop: the keyboard moves a label with Alt and an arrow.
    let response = ui.interact(rect, id.with("handle"), Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Move {name}")));
    if response.drag_started() {
        ui.data_mut(|d| d.insert_temp(field_id("drag"), row));
    }
    let colour = if response.hovered() || response.dragged() { palette.strong } else { palette.faint };
    widgets::paint_icon(ui.painter(), rect.center(), icons::ICON_DRAG_INDICATOR, theme::ICON, colour);
    response.on_hover_cursor(CursorIcon::Grab).on_hover_text("Drag, or Alt and an arrow key in its field");
}

fn count_ui(ui: &mut Ui, tagging: &Tagging, place: usize) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width::COUNT, ROW), Sense::hover());
    if let Some(figures) = tagging.figures(Slot::label(place)) {
        let words = human::photos(figures.photos);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
        let right = rect.right_center() - vec2(space::XS, 0.0);
        ui.painter().text(right, Align2::RIGHT_CENTER, human::count(figures.photos), theme::body(), palette.weak);
    }
}

/// The field for a new label. A list is several labels, typed or pasted.
fn add_ui(ui: &mut Ui, tagging: &Tagging, editor: &Editor, out: &mut Output<Msg>) {
    let id = field_id("add");
    let focused = ui.memory(|m| m.has_focus(id));
    if focused && let Some(list) = pasted_list(ui) {
        out.msg(Msg::Change(DraftChange::Add(list)));
    }
    let enter = focused && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
    let wide = ui.available_width();
    ui.allocate_ui_with_layout(vec2(wide, theme::CONTROL), Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        // The columns of the rows above: their field, their count, their two buttons.
        let words = "Add this label";
        let filled = !editor.adding.trim().is_empty();
        let add = ui.add_enabled_ui(filled, |ui| widgets::icon_button(ui, icons::ICON_ADD, words)).inner;
        ui.add_space(theme::CONTROL);
        count_ui(ui, tagging, editor.draft().labels.len());
        let mut text = editor.adding.clone();
        let wide = ui.available_width() - space::XS - theme::ICON - space::XS;
        let response = widgets::field(ui, id, &mut text, "Add, or paste a list", "Add a label", wide);
        if tagging.go_to == Some(GoTo::NewLabel) {
            response.request_focus();
        }
        if response.changed() {
            out.msg(Msg::Change(DraftChange::Adding(text.clone())));
        }
        // What is written now: letters may have come in the same frame as Enter.
        if (enter || add.clicked()) && !text.trim().is_empty() {
            out.msg(Msg::Change(DraftChange::Add(text)));
            response.request_focus();
        }
    });
    // Always one line, so that what is below it does not move when something is told.
    let palette = theme::palette(ui);
    let words = match editor.doubled_words() {
        Some(words) => theme::caption_text(words, palette).color(palette.doubtful),
        None => theme::caption_text("Commas separate labels, quotes keep one", palette),
    };
    // Below the field rather than below its handle.
    ui.horizontal(|ui| {
        ui.add_space(theme::ICON + space::XS - ui.spacing().item_spacing.x);
        ui.add(Label::new(words).truncate());
    });
}

/// Takes a pasted list out of the input: the field itself would join its lines to one.
fn pasted_list(ui: &Ui) -> Option<String> {
    ui.input_mut(|i| {
        let is_list = |e: &egui::Event| matches!(e, egui::Event::Paste(text) if text.trim().contains(['\n', '\r', ',', ';']));
        let at = i.events.iter().position(is_list)?;
        match i.events.remove(at) {
            egui::Event::Paste(text) => Some(text),
            _ => None,
        }
    })
}

fn lines_ui(ui: &mut Ui, id: Id, text: &mut String, hint: &str, name: &str) -> Response {
    let palette = theme::palette(ui);
    let field = TextEdit::multiline(text)
        .id(id)
        .hint_text(hint)
        .margin(egui::Margin::symmetric(space::S as i8, space::XS as i8))
        .desired_rows(2)
        .desired_width(f32::INFINITY);
    let response = widgets::with_hint_colour(ui, |ui| ui.add(field));
    let colour = if response.has_focus() { palette.accent } else { palette.border };
    ui.painter().rect_stroke(response.rect, theme::RADIUS, Stroke::new(1.0, colour), StrokeKind::Inside);
    response.accessible_name(name)
}

fn prompts_ui(ui: &mut Ui, editor: &Editor, row: usize, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let name = editor.draft().labels.get(row).map_or("", |l| l.name.as_str());
    egui::Frame::new().fill(palette.card).corner_radius(theme::RADIUS).inner_margin(space::S).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = space::XS;
        let title = format!("The model reads for “{}”", human::elide_middle(name, 24));
        ui.label(theme::caption_text(title, palette));
        let mut text = editor.prompts.clone();
        let id = field_id("prompts").with(editor.key(row));
        if lines_ui(ui, id, &mut text, name, &format!("Words the model reads for {name}")).changed() {
            out.msg(Msg::Change(DraftChange::Prompts(row, text)));
        }
        ui.add(
            Label::new(theme::caption_text("One a line, in place of the name. Of several the one that fits a photo best counts.", palette))
                .wrap(),
        );
    });
}

fn templates_ui(ui: &mut Ui, editor: &Editor, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.label(theme::caption_text("Sentence around each label, one a line", palette));
        let mut text = editor.templates.clone();
        if lines_ui(ui, field_id("templates"), &mut text, base::labels::DEFAULT_TEMPLATE, "Prompt templates").changed() {
            out.msg(Msg::Change(DraftChange::Templates(text)));
        }
        wrong_ui(ui, editor.wrongs().templates.as_ref());
    });
}

/// Save and Cancel, and why Save cannot be pressed.
fn end_ui(ui: &mut Ui, editor: &Editor, out: &mut Output<Msg>) {
    let wrongs = editor.wrongs();
    let rows: Vec<&String> = {
        let mut rows: Vec<(&usize, &String)> = wrongs.rows.iter().collect();
        rows.sort();
        rows.into_iter().map(|(_, words)| words).collect()
    };
    if let Some(first) = rows.first() {
        wrong_ui(ui, Some(first));
        if rows.len() > 1 {
            wrong_ui(ui, Some(&format!("and {} more labels to put right", rows.len() - 1)));
        }
    }
    ui.horizontal(|ui| {
        let ready = wrongs.count() == 0;
        if ui.add_enabled_ui(ready, |ui| widgets::primary_button(ui, "Save")).inner.on_hover_text("Ctrl+S").clicked() {
            out.msg(Msg::Save);
        }
        if widgets::button(ui, None, "Cancel").clicked() {
            out.msg(Msg::Cancel);
        }
    });
    if wrongs.count() == 0 && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::S)) {
        out.msg(Msg::Save);
    }
}
