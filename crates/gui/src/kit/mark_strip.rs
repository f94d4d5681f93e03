//! Flags, stars and colour labels: as a row to click on, and as small plates on a picture.

use crate::kit::theme::{self, Palette, space};
use crate::kit::widgets;
use base::{ColourLabel, Flag, Mark, Marks, Stars};
use egui::accesskit::Role;
use egui::{Align2, Color32, CornerRadius, Painter, Pos2, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::{MaterialIcon, icons};

/// Places in the row: two flags, five stars, five colours.
const PLACES: f32 = 12.0;

/// How wide the row is at most.
pub const WIDTH: f32 = PLACES * theme::MARK + 2.0 * space::S;

/// Draws the row over at most the width there is. Answers the mark that was asked for: a second click on one takes it off.
pub fn strip_ui(ui: &mut Ui, marks: Marks) -> Option<Mark> {
    let side = ((ui.available_width() - 2.0 * space::S) / PLACES).floor().clamp(0.0, theme::MARK);
    let (rect, _) = ui.allocate_exact_size(vec2(PLACES * side + 2.0 * space::S, theme::CONTROL), Sense::hover());
    let mut left = rect.left();
    let mut place = |gap: f32| {
        left += gap;
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(side, rect.height()));
        left += side;
        place
    };
    let (palette, mut asked) = (theme::palette(ui), None);
    for flag in Flag::ALL {
        let on = marks.flag == Some(flag);
        let (icon, colour) = flag_look(flag, palette);
        let (response, shade) = button_ui(ui, place(0.0), on, flag_words(flag), palette);
        widgets::paint_icon(ui.painter(), response.rect.center(), icon, theme::ICON, if on { colour } else { shade });
        if response.clicked() {
            asked = Some(Mark::Flag((!on).then_some(flag)));
        }
    }
    for stars in Stars::ALL {
        let gap = if stars.count() == 1 { space::S } else { 0.0 };
        let (exactly, lit) = (marks.stars == Some(stars), marks.stars >= Some(stars));
        let (response, shade) = button_ui(ui, place(gap), exactly, &stars.to_string(), palette);
        widgets::paint_icon(ui.painter(), response.rect.center(), icons::ICON_STAR, theme::ICON, if lit { palette.strong } else { shade });
        if response.clicked() {
            asked = Some(Mark::Stars((!exactly).then_some(stars)));
        }
    }
    for colour in ColourLabel::ALL {
        let gap = if colour == ColourLabel::Red { space::S } else { 0.0 };
        let on = marks.colour == Some(colour);
        let (response, shade) = button_ui(ui, place(gap), on, &label_words(colour), palette);
        let centre = response.rect.center();
        let fill = if on || ui.is_enabled() { palette.label(colour) } else { palette.border };
        ui.painter().circle_filled(centre, theme::MARK_DOT, fill);
        if on || shade != palette.border {
            ui.painter().circle_stroke(centre, theme::MARK_DOT + 2.0, (theme::RING, if on { palette.strong } else { shade }));
        }
        if response.clicked() {
            asked = Some(Mark::Colour((!on).then_some(colour)));
        }
    }
    asked
}

/// One place of the row, and the colour of what is not given there.
fn button_ui(ui: &mut Ui, rect: Rect, on: bool, words: &str, palette: &Palette) -> (Response, Color32) {
    let response = ui.interact(rect, ui.scope_id().with(("mark", words)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), on, words));
    widgets::focus_ring(ui, &response);
    let shade = if response.hovered() { palette.weak } else { palette.border };
    (response.on_hover_text(words), shade)
}

/// What a click on the flag does.
fn flag_words(flag: Flag) -> &'static str {
    match flag {
        Flag::Pick => "Pick",
        Flag::Reject => "Reject",
    }
}

/// "Red label".
pub fn label_words(colour: ColourLabel) -> String {
    format!("{} label", colour.title())
}

/// How a flag looks: never by its colour alone.
pub fn flag_look(flag: Flag, palette: &Palette) -> (MaterialIcon, Color32) {
    match flag {
        Flag::Pick => (icons::ICON_CHECK_CIRCLE, palette.done),
        Flag::Reject => (icons::ICON_CANCEL, palette.problem),
    }
}

/// The marks on a picture's well: the flag above at the right, the stars below it, the colour along the lower edge.
pub fn paint_badges(painter: &Painter, well: Rect, marks: Marks, palette: &Palette) {
    if let Some(flag) = marks.flag {
        let (icon, colour) = flag_look(flag, palette);
        let centre = well.right_top() + vec2(-space::M, space::M);
        painter.circle_filled(centre, theme::ICON / 2.0 + 1.0, palette.float);
        widgets::paint_icon(painter, centre, icon, theme::ICON, colour);
    }
    let mut foot = well.bottom();
    if let Some(colour) = marks.colour {
        let edge = Rect::from_min_max(pos2(well.left(), well.bottom() - theme::LABEL_EDGE), well.max);
        let radius = theme::THUMB_RADIUS;
        painter.rect_filled(edge, CornerRadius { nw: 0, ne: 0, ..radius }, palette.label(colour));
        foot -= theme::LABEL_EDGE;
    }
    if let Some(stars) = marks.stars {
        paint_stars(painter, pos2(well.right() - space::XS, foot - space::XS), well.width() - 2.0 * space::XS, stars, palette);
    }
}

/// As many stars as there are, or their number where there is no room for them; `corner` is the lower right one.
fn paint_stars(painter: &Painter, corner: Pos2, room: f32, stars: Stars, palette: &Palette) {
    let (star, n) = (theme::STAR, f32::from(stars.count()));
    let fits = n * star + space::XS <= room;
    let figure = painter.layout_no_wrap(stars.count().to_string(), theme::caption(), palette.strong);
    let wide = if fits { n * star } else { star + figure.size().x };
    let plate = Rect::from_min_max(pos2(corner.x - wide - space::XS, corner.y - star - space::XS), corner);
    painter.rect_filled(plate, theme::THUMB_RADIUS, palette.float);
    let y = plate.center().y;
    let mut x = plate.left() + space::XS / 2.0;
    if !fits {
        painter.galley(pos2(x, y - figure.size().y / 2.0), figure.clone(), palette.strong);
        x += figure.size().x;
    }
    for _ in 0..(if fits { stars.count() } else { 1 }) {
        painter.text(pos2(x + star / 2.0, y), Align2::CENTER_CENTER, icons::ICON_STAR.codepoint, theme::icon_font(star), palette.strong);
        x += star;
    }
}
