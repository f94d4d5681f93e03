//! One cell of the grid, painted by hand: the whole photo on a square, its name, its score as a thin bar and two decimals.

use crate::kit::mark_strip;
use crate::kit::textures::Thumb;
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use base::{Flag, Marks, Photo, human};
use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::{MaterialIcon, icons};
use std::fmt::Write as _;

/// What a cell shows.
#[allow(clippy::struct_excessive_bools)] // each is a mark of its own
pub struct Cell<'a> {
    /// The photo.
    pub photo: &'a Photo,
    /// The SKU of the product that it stands for, told in the place of its name.
    pub sku: Option<&'a str>,
    /// Its thumbnail.
    pub thumb: Thumb,
    /// Its score.
    pub score: Option<f32>,
    /// The score that fills the bar.
    pub best_score: f32,
    /// It is selected.
    pub selected: bool,
    /// Its texts have a word that was searched for.
    pub by_text: bool,
    /// Somebody gave it a label.
    pub tagged: bool,
    /// Its flag, stars and colour label.
    pub marks: Marks,
    /// The keyboard is here.
    pub cursor: bool,
    /// Others are selected, too.
    pub among_several: bool,
    /// It stands for so many photos of one product.
    pub stack: Option<u64>,
    /// It stands in an open stack of duplicates.
    pub in_stack: Option<InStack>,
    /// Its label differs from that of most photos of its product.
    pub odd: bool,
    /// It stands in one of two answers side by side.
    pub beside: Option<Beside>,
    /// More lines under its name.
    pub lines: &'a [String],
}

impl<'a> Cell<'a> {
    /// Its picture, name and marks, and nothing else.
    pub fn plain(photo: &'a Photo, thumb: Thumb, marks: Marks) -> Self {
        Self {
            photo,
            sku: None,
            thumb,
            score: None,
            best_score: 0.0,
            selected: false,
            by_text: false,
            tagged: false,
            marks,
            cursor: false,
            among_several: false,
            stack: None,
            in_stack: None,
            odd: false,
            beside: None,
            lines: &[],
        }
    }
}

/// Where a photo stands in an open stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InStack {
    /// Its place among those that are shown, from 1.
    pub place: u64,
    /// Photos of the stack that are shown.
    pub of: u64,
    /// It is the best of the stack.
    pub best: bool,
}

/// How a photo of one answer stands to the other answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Its rank in this answer, from 1.
    pub rank: usize,
    /// The other answer has it not among its first.
    pub only_here: bool,
    /// The pointer or the keyboard is on this photo, here or in the other answer.
    pub pointed: bool,
}

/// Draws a cell at `rect`.
pub fn cell_ui(ui: &mut Ui, rect: Rect, cell: &Cell<'_>) -> Response {
    // Not focusable by itself: a tab stop for each of thirty photos helps nobody, the arrow keys move between them.
    let response = ui.interact(rect, ui.scope_id().with(("photo", cell.photo.id)), Sense::CLICK);
    let name = cell.photo.name();
    name_for_readers(ui, &response, cell, &name);
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let pointed = cell.beside.is_some_and(|b| b.pointed);
    let fill = if response.hovered() || cell.selected || pointed { palette.card_hover } else { palette.card };
    painter.rect_filled(rect, theme::RADIUS, fill);
    let side = rect.width() - 2.0 * space::XS;
    let well = Rect::from_min_size(rect.min + vec2(space::XS, space::XS), vec2(side, side));
    picture(ui, well, cell);
    let below = Rect::from_min_max(pos2(well.left() + space::XS, well.bottom()), pos2(well.right() - space::XS, rect.bottom()));
    let named = below.height() >= theme::CAPTION_ROOM;
    if named {
        caption(ui, below, cell, cell.sku.unwrap_or(&name));
    }
    if cell.selected || cell.cursor || pointed {
        let colour = if cell.selected || pointed { palette.accent } else { palette.weak };
        painter.rect_stroke(rect, theme::RADIUS, Stroke::new(theme::RING, colour), StrokeKind::Inside);
    }
    // Among several selected photos the one that the keyboard is on, and the inspector shows, has a second ring.
    if cell.selected && cell.cursor && cell.among_several {
        let inner = rect.shrink(theme::RING);
        painter.rect_stroke(inner, theme::THUMB_RADIUS, Stroke::new(1.0, palette.strong), StrokeKind::Inside);
    }
    if named { response } else { response.on_hover_text(cell.sku.unwrap_or(&name)) }
}

fn name_for_readers(ui: &Ui, response: &Response, cell: &Cell<'_>, name: &str) {
    response.widget_info(|| {
        let mut label = name.to_owned();
        for (state, word) in [(cell.selected, ", selected"), (cell.photo.missing, ", missing"), (cell.tagged, ", tagged")] {
            if state {
                label.push_str(word);
            }
        }
        if cell.photo.companion.is_some() {
            label.push_str(", with raw file");
        }
        if !cell.marks.is_empty() {
            label.push_str(", ");
            label.push_str(&cell.marks.words());
        }
        if let Some(n) = cell.stack {
            label.push_str(", ");
            label.push_str(&human::photos(n));
        }
        if let Some(InStack { place, of, best }) = cell.in_stack {
            let best = if best { ", the best" } else { "" };
            _ = write!(label, ", {place} of {of} in its stack{best}");
        }
        if cell.odd {
            label.push_str(", disagrees with its product");
        }
        if let Some(beside) = cell.beside {
            label.push_str(", rank ");
            label.push_str(&human::count(beside.rank as u64));
            label.push_str(if beside.only_here { ", only here" } else { "" });
        }
        for line in cell.lines {
            label.push_str(", ");
            label.push_str(line);
        }
        WidgetInfo::labeled(Role::ListBoxOption, true, label)
    });
    let (selected, score, sku, by_text) = (cell.selected, cell.score, cell.sku, cell.by_text);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
        let by_text = by_text.then(|| "found by its texts".to_owned());
        let facts = [sku.map(|sku| format!("SKU {sku}")), score.map(|score| format!("score {}", human::score(score))), by_text];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            node.set_description(facts.join(", "));
        }
    });
}

fn picture(ui: &Ui, well: Rect, cell: &Cell<'_>) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    painter.rect_filled(well, theme::THUMB_RADIUS, palette.well);
    match cell.thumb {
        Thumb::Ready(texture, size) => {
            // A tiny picture is not blown up beyond recognition.
            let rect = widgets::fit(well, size, theme::ENLARGE);
            let dim = cell.photo.missing || cell.marks.flag == Some(Flag::Reject);
            widgets::paint_picture(painter, rect, texture, if dim { palette.dimmed } else { Color32::WHITE });
        }
        Thumb::Broken => {
            widgets::paint_icon(painter, well.center(), icons::ICON_BROKEN_IMAGE, theme::ICON_LARGE, palette.faint);
        }
        Thumb::Waiting => {}
    }
    if cell.photo.companion.is_some() && !cell.beside.is_some_and(|beside| beside.only_here) {
        badge(ui, well.left_bottom() - vec2(0.0, theme::KEY_CAP + 2.0 * space::XS), None, "+RAW");
    }
    mark_strip::paint_badges(painter, well, cell.marks, palette);
    if cell.photo.missing {
        // Left of a flag.
        let flag = if cell.marks.flag.is_some() { theme::CONTROL } else { 0.0 };
        let centre = well.right_top() + vec2(-space::M - flag, space::M);
        painter.circle_filled(centre, theme::ICON_SMALL * 0.75, palette.float);
        widgets::paint_icon(painter, centre, icons::ICON_LINK_OFF, theme::ICON_SMALL, palette.doubtful);
    }
    if let Some(n) = cell.stack {
        badge(ui, well.left_top(), Some((icons::ICON_STACKS, palette.text)), &human::count(n));
    } else if let Some(InStack { place, of, best }) = cell.in_stack {
        let colour = if best { palette.done } else { palette.weak };
        badge(ui, well.left_top(), Some((icons::ICON_FILTER_NONE, colour)), &format!("{place} / {of}"));
    } else if cell.odd {
        badge(ui, well.left_top(), Some((icons::ICON_DIFFERENCE, palette.doubtful)), "");
    }
    if let Some(beside) = cell.beside {
        badge(ui, well.left_top(), None, &human::count(beside.rank as u64));
        if beside.only_here {
            badge(ui, well.left_bottom() - vec2(0.0, theme::KEY_CAP + 2.0 * space::XS), None, "only here");
        }
    }
}

/// A small plate on the picture, below and right of a point.
fn badge(ui: &Ui, corner: egui::Pos2, icon: Option<(MaterialIcon, Color32)>, words: &str) {
    let palette = theme::palette(ui);
    let words = ui.painter().layout_no_wrap(words.to_owned(), theme::caption(), palette.text);
    let gap = if words.size().x > 0.0 && icon.is_some() { space::XS } else { 0.0 };
    let marked = if icon.is_some() { theme::ICON_SMALL + gap } else { 0.0 };
    let plate = Rect::from_min_size(corner + vec2(space::XS, space::XS), vec2(2.0 * space::XS + marked + words.size().x, theme::KEY_CAP));
    ui.painter().rect_filled(plate, theme::THUMB_RADIUS, palette.float);
    if let Some((icon, colour)) = icon {
        let centre = pos2(plate.left() + space::XS + theme::ICON_SMALL / 2.0, plate.center().y);
        widgets::paint_icon(ui.painter(), centre, icon, theme::ICON_SMALL, colour);
    }
    let left = plate.left() + space::XS + marked;
    ui.painter().galley(pos2(left, plate.center().y - words.size().y / 2.0), words, palette.text);
}

fn caption(ui: &Ui, room: Rect, cell: &Cell<'_>, name: &str) {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    let lines = Rect::from_min_max(pos2(room.left(), room.top() + theme::CAPTION_ROOM), room.max);
    let room = Rect::from_min_max(room.min, pos2(room.right(), lines.top()));
    for (i, line) in cell.lines.iter().enumerate() {
        let top = (i as f32).mul_add(theme::CAPTION_LINE, lines.top());
        let row = Rect::from_min_size(pos2(lines.left(), top), vec2(lines.width(), theme::CAPTION_LINE));
        widgets::paint_elided(painter, row, line, &theme::caption(), palette.weak);
    }
    let text = Rect::from_min_max(room.min, pos2(room.right(), room.bottom() - space::XS));
    let mut right = text.right();
    // Scores stand below each other, whatever else a photo has.
    if let Some(score) = cell.score {
        let figures = painter.text(pos2(right, text.center().y), Align2::RIGHT_CENTER, human::score(score), theme::caption(), palette.weak);
        right = figures.left() - space::S;
        let bar = Rect::from_min_max(
            pos2(room.left(), room.bottom() - space::XS - theme::BAR / 2.0),
            pos2(room.right(), room.bottom() - space::XS + theme::BAR / 2.0),
        );
        widgets::paint_bar(painter, bar, score / cell.best_score.max(f32::EPSILON), palette);
    }
    if cell.tagged {
        right -= theme::ICON_SMALL;
        let centre = pos2(right + theme::ICON_SMALL / 2.0, text.center().y);
        widgets::paint_icon(painter, centre, icons::ICON_SELL, theme::ICON_SMALL, palette.done);
        right -= space::XS;
    }
    if cell.by_text {
        right -= theme::ICON_SMALL;
        let centre = pos2(right + theme::ICON_SMALL / 2.0, text.center().y);
        widgets::paint_icon(painter, centre, icons::ICON_TEXT_FIELDS, theme::ICON_SMALL, palette.weak);
        right -= space::XS;
    }
    let colour = match (cell.photo.missing, cell.selected) {
        (true, _) => palette.faint,
        (false, true) => palette.strong,
        (false, false) => palette.text,
    };
    widgets::paint_elided(painter, Rect::from_min_max(text.min, pos2(right, text.bottom())), name, &theme::caption(), colour);
}
