//! The few widgets of our own. Each takes its look from the theme and tells screen readers its visible words.

use crate::kit::theme::{self, Palette, space};
use egui::accesskit::Role;
use egui::text::{CCursor, CCursorRange};
use egui::{
    Align, Align2, Button, Color32, FontId, Id, Label, Layout, Painter, Pos2, Rect, Response, RichText, Sense, Shape, Stroke, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use egui_material_icons::{MaterialIcon, icons};

/// An icon that does nothing.
pub fn icon(ui: &mut Ui, icon: MaterialIcon, size: f32, colour: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size), Sense::hover());
    paint_icon(ui.painter(), rect.center(), icon, size, colour);
    response
}

/// An icon, painted.
pub fn paint_icon(painter: &Painter, centre: Pos2, icon: MaterialIcon, size: f32, colour: Color32) {
    painter.text(centre, Align2::CENTER_CENTER, icon.codepoint, theme::icon_font(size), colour);
}

fn icon_of(icon: MaterialIcon) -> RichText {
    RichText::new(icon.codepoint).font(theme::icon_font(theme::ICON))
}

/// A square button with an icon; `words` name it for screen readers and the tooltip.
pub fn icon_button(ui: &mut Ui, icon: MaterialIcon, words: &str) -> Response {
    let button = Button::new("").frame_when_inactive(false).min_size(Vec2::splat(theme::CONTROL));
    let response = ui.add(button);
    let colour = ui.style().interact(&response).fg_stroke.color;
    let colour = if ui.is_enabled() { colour } else { theme::palette(ui).faint };
    paint_icon(ui.painter(), response.rect.center(), icon, theme::ICON, colour);
    focus_ring(ui, &response);
    response.accessible_name(words).on_hover_text(words)
}

/// As [`icon_button`], in a colour of its own.
pub fn tinted_button(ui: &mut Ui, icon: MaterialIcon, colour: Color32, words: &str) -> Response {
    let response = ui.add(Button::new("").frame_when_inactive(false).min_size(Vec2::splat(theme::CONTROL)));
    paint_icon(ui.painter(), response.rect.center(), icon, theme::ICON, colour);
    focus_ring(ui, &response);
    response.accessible_name(words).on_hover_text(words)
}

/// A square button that stays pressed.
pub fn icon_toggle(ui: &mut Ui, on: bool, icon: MaterialIcon, words: &str) -> Response {
    let palette = theme::palette(ui);
    let response = ui.add(Button::new("").frame_when_inactive(on).selected(on).min_size(Vec2::splat(theme::CONTROL)));
    paint_icon(ui.painter(), response.rect.center(), icon, theme::ICON, if on { palette.accent } else { palette.text });
    focus_ring(ui, &response);
    response.accessible_name(words).on_hover_text(words)
}

/// A button with words and perhaps an icon before them.
pub fn button(ui: &mut Ui, icon: Option<MaterialIcon>, words: &str) -> Response {
    sized_button(ui, icon, words, 0.0)
}

/// As [`button`], at least so wide.
pub fn sized_button(ui: &mut Ui, icon: Option<MaterialIcon>, words: &str, width: f32) -> Response {
    let min = vec2(width, theme::CONTROL);
    let text = worded(ui, words);
    let mut button = match icon {
        Some(icon) => Button::new((icon_of(icon), text)).gap(space::S),
        None => Button::new(text),
    };
    if !ui.is_enabled() {
        button = button.fill(Color32::TRANSPARENT).stroke(Stroke::new(1.0, theme::palette(ui).border));
    }
    let response = ui
        .scope(|ui| {
            // An icon is higher than words; the button is not.
            ui.spacing_mut().button_padding.y = 0.0;
            ui.add(button.min_size(min).wrap_mode(egui::TextWrapMode::Extend))
        })
        .inner;
    focus_ring(ui, &response);
    response.accessible_name(words)
}

/// Words in the colour of the widget they stand on, or of what is switched off.
fn worded(ui: &Ui, words: &str) -> RichText {
    let text = RichText::new(words);
    if ui.is_enabled() { text } else { text.color(theme::palette(ui).faint) }
}

/// The one button of a view that a person came for.
pub fn primary_button(ui: &mut Ui, words: &str) -> Response {
    if !ui.is_enabled() {
        return button(ui, None, words);
    }
    let palette = theme::palette(ui);
    let response = ui
        .scope(|ui| {
            let widgets = &mut ui.visuals_mut().widgets;
            for (widget, fill) in [
                (&mut widgets.inactive, palette.primary),
                (&mut widgets.hovered, palette.primary_hover),
                (&mut widgets.active, palette.primary),
            ] {
                widget.weak_bg_fill = fill;
                widget.fg_stroke.color = palette.on_primary;
            }
            ui.add(Button::new(words).min_size(vec2(0.0, theme::CONTROL)))
        })
        .inner;
    focus_ring(ui, &response);
    response.accessible_name(words)
}

/// Words that can be clicked, without a frame until the pointer is there.
pub fn quiet_button(ui: &mut Ui, words: &str) -> Response {
    let palette = theme::palette(ui);
    let text = theme::weak_text(words, palette).color(if ui.is_enabled() { palette.weak } else { palette.faint });
    let response = ui.add(Button::new(text).frame_when_inactive(false).min_size(vec2(0.0, theme::CONTROL)));
    focus_ring(ui, &response);
    response.accessible_name(words)
}

/// Words that lead on, in the accent.
pub fn link_button(ui: &mut Ui, icon: Option<MaterialIcon>, words: &str) -> Response {
    let palette = theme::palette(ui);
    let colour = if ui.is_enabled() { palette.accent } else { palette.faint };
    let text = RichText::new(words).color(colour);
    let button = match icon {
        Some(icon) => Button::new((icon_of(icon).color(colour), text)).gap(space::XS),
        None => Button::new(text),
    };
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding.x = space::XS;
            ui.add(button.frame_when_inactive(false).min_size(vec2(0.0, theme::LINE)))
        })
        .inner;
    focus_ring(ui, &response);
    response.accessible_name(words)
}

/// A few choices side by side over the whole width, of which one is pressed. Answers the one that was clicked.
pub fn segments(ui: &mut Ui, name: &str, choices: &[&str], chosen: usize) -> Option<usize> {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::CONTROL), Sense::hover());
    ui.painter().rect_filled(rect, theme::RADIUS, palette.control);
    let mut clicked = None;
    let wide = rect.width() / choices.len().max(1) as f32;
    let builder = UiBuilder::new().max_rect(rect).accessibility_label(name).accessibility_role(Role::RadioGroup);
    let ui = &mut ui.new_child(builder);
    for (i, words) in choices.iter().enumerate() {
        let part = Rect::from_min_size(pos2(wide.mul_add(i as f32, rect.left()), rect.top()), vec2(wide, rect.height())).shrink(1.0);
        let response = ui.interact(part, ui.scope_id().with(("segment", i)), Sense::click());
        let on = i == chosen;
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, *words));
        let (fill, colour) = match (on, response.hovered()) {
            (true, _) => (palette.selected, palette.strong),
            (false, true) => (palette.control_hover, palette.strong),
            (false, false) => (Color32::TRANSPARENT, palette.text),
        };
        ui.painter().rect_filled(part, theme::RADIUS, fill);
        ui.painter().text(part.center(), Align2::CENTER_CENTER, *words, theme::body(), colour);
        focus_ring(ui, &response);
        if response.clicked() && !on {
            clicked = Some(i);
        }
    }
    clicked
}

/// A check with a box that is seen on any ground; `some`: it is neither on nor off.
pub fn check(ui: &mut Ui, checked: &mut bool, some: bool, shown: &str, words: &str) -> Response {
    let palette = theme::palette(ui);
    // Not in a scope, which takes the rest of a line and never wraps.
    let before = ui.visuals().widgets.clone();
    let widgets = &mut ui.visuals_mut().widgets;
    for widget in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
        widget.bg_fill = palette.field;
        widget.bg_stroke = Stroke::new(1.0, palette.weak);
        widget.corner_radius = theme::THUMB_RADIUS;
    }
    widgets.inactive.fg_stroke.color = palette.text;
    let text = worded(ui, shown);
    let response = ui.add(egui::Checkbox::new(checked, text).indeterminate(some));
    ui.visuals_mut().widgets = before;
    focus_ring(ui, &response);
    response.accessible_name(words)
}

/// A line of a menu.
pub fn menu_item(ui: &mut Ui, icon: Option<MaterialIcon>, words: &str, shortcut: Option<String>) -> Response {
    let palette = theme::palette(ui);
    let icon = icon.map_or_else(|| RichText::new(" ").font(theme::icon_font(theme::ICON)), icon_of).color(palette.weak);
    let mut button = Button::new((icon, worded(ui, words)))
        .gap(space::S)
        .frame_when_inactive(false)
        .min_size(vec2(ui.available_width(), theme::CONTROL));
    if let Some(shortcut) = shortcut {
        let colour = if ui.is_enabled() { palette.weak } else { palette.faint };
        button = button.shortcut_text(theme::caption_text(shortcut, palette).color(colour));
    }
    let response = ui.add(button).accessible_name(words);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_role(Role::MenuItem));
    response
}

/// The accent ring of keyboard focus. Mouse clicks do not focus buttons, so that it is seen only by who needs it.
pub fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(theme::RING, theme::palette(ui).accent);
        ui.painter().rect_stroke(response.rect, theme::RADIUS, stroke, egui::StrokeKind::Inside);
    }
}

/// The ring of keyboard focus inside the edge of a whole grid.
pub fn focus_edge(ui: &Ui, response: &Response) {
    if response.has_focus() {
        let stroke = Stroke::new(1.0, theme::palette(ui).accent);
        ui.painter().rect_stroke(response.rect, 0.0, stroke, egui::StrokeKind::Inside);
    }
}

/// A hairline between the parts of a popup.
pub fn line_between(ui: &mut Ui) {
    ui.add_space(space::XS);
    ui.separator();
}

/// The heading of a section of a panel.
pub fn section_ui(ui: &mut Ui, words: &str) {
    let palette = theme::palette(ui);
    ui.add_space(space::S);
    ui.label(theme::caption_text(words, palette));
}

/// One row of a list: words left, a count right.
pub struct RowSpec<'a> {
    /// Its words.
    pub words: &'a str,
    /// What stands at the right.
    pub count: Option<String>,
    /// An icon before the words.
    pub icon: Option<(MaterialIcon, Color32)>,
    /// It is what the grid shows.
    pub selected: bool,
    /// Distance from the left edge.
    pub indent: f32,
    /// What a screen reader says.
    pub name: String,
    /// Room kept free at the right for a button.
    pub room_right: f32,
}

/// Draws a row over the whole width and reports clicks.
pub fn row_ui(ui: &mut Ui, spec: &RowSpec<'_>) -> Response {
    row_as(ui, Role::ListItem, spec)
}

/// As [`row_ui`], with what it is for screen readers.
pub fn row_as(ui: &mut Ui, role: Role, spec: &RowSpec<'_>) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    let name = spec.name.clone();
    let (enabled, selected) = (ui.is_enabled(), spec.selected);
    response.widget_info(|| match role {
        Role::RadioButton => WidgetInfo::selected(role, enabled, selected, &name),
        _ => WidgetInfo::labeled(role, enabled, &name),
    });
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(selected));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let fill = if spec.selected {
        palette.selected
    } else if response.hovered() {
        palette.card_hover
    } else {
        Color32::TRANSPARENT
    };
    let painter = ui.painter();
    painter.rect_filled(rect, theme::RADIUS, fill);
    let mut left = rect.left() + space::S + spec.indent;
    if let Some((icon, colour)) = spec.icon {
        paint_icon(painter, pos2(left + theme::ICON / 2.0, rect.center().y), icon, theme::ICON, colour);
        left += theme::ICON + space::XS;
    }
    let mut right = rect.right() - space::S - spec.room_right;
    if let Some(count) = &spec.count {
        let galley = painter.layout_no_wrap(count.clone(), theme::body(), palette.weak);
        right -= galley.size().x;
        painter.galley(pos2(right, rect.center().y - galley.size().y / 2.0), galley, palette.weak);
        right -= space::S;
    }
    let colour = match (enabled, spec.selected || response.hovered()) {
        (false, true) => palette.weak,
        (false, false) => palette.faint,
        (true, true) => palette.strong,
        (true, false) => palette.text,
    };
    let room = Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()));
    let galley = elided(painter, spec.words, &theme::body(), colour, room.width());
    let whole = galley.text() == spec.words;
    painter.galley(pos2(room.left(), room.center().y - galley.size().y / 2.0), galley, colour);
    focus_ring(ui, &response);
    if whole { response } else { response.on_hover_text(spec.words) }
}

/// Text left and vertically centred in `rect`, shortened in the middle where it is too long. Answers the width it took.
pub fn paint_elided(painter: &Painter, rect: Rect, text: &str, font: &FontId, colour: Color32) -> f32 {
    let galley = elided(painter, text, font, colour, rect.width());
    let width = galley.size().x;
    painter.galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, colour);
    width
}

/// Text laid out in so much room, shortened in the middle where it is too long.
pub fn elided(painter: &Painter, text: &str, font: &FontId, colour: Color32, room: f32) -> std::sync::Arc<egui::Galley> {
    let full = painter.layout_no_wrap(text.to_owned(), font.clone(), colour);
    if full.size().x <= room {
        return full;
    }
    let chars = text.chars().count();
    let mut keep = ((chars as f32 * room / full.size().x.max(1.0)) as usize).max(3);
    loop {
        let galley = painter.layout_no_wrap(base::human::elide_middle(text, keep), font.clone(), colour);
        if galley.size().x <= room || keep <= 3 {
            return galley;
        }
        keep -= 1;
    }
}

/// A thin bar: `share` of it filled.
pub fn paint_bar(painter: &Painter, rect: Rect, share: f32, palette: &Palette) {
    paint_bar_in(painter, rect, share, palette.accent, palette);
}

/// As [`paint_bar`], in a colour of its own.
pub fn paint_bar_in(painter: &Painter, rect: Rect, share: f32, colour: Color32, palette: &Palette) {
    let radius = rect.height() / 2.0;
    painter.rect_filled(rect, radius, palette.rail);
    let mut filled = rect;
    filled.set_width(rect.width() * share.clamp(0.0, 1.0));
    painter.rect_filled(filled, radius, colour);
}

/// The largest rectangle of the picture's shape inside `room`, never larger than `most` times the picture.
pub fn fit(room: Rect, picture: Vec2, most: f32) -> Rect {
    let scale = (room.width() / picture.x.max(1.0)).min(room.height() / picture.y.max(1.0)).min(most);
    Rect::from_center_size(room.center(), picture * scale)
}

/// A picture with rounded corners.
pub fn paint_picture(painter: &Painter, rect: Rect, texture: egui::TextureId, tint: Color32) {
    let uv = Rect::from_min_max(Pos2::ZERO, pos2(1.0, 1.0));
    painter.add(egui::epaint::RectShape::filled(rect, theme::THUMB_RADIUS, tint).with_texture(texture, uv));
}

/// A dashed rectangle: something may be dropped here.
pub fn paint_dashed(painter: &Painter, rect: Rect, stroke: Stroke) {
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    painter.extend(Shape::dashed_line(&corners, stroke, space::XS, space::XS));
}

/// A key as it is printed on a keyboard.
pub fn key_cap(ui: &mut Ui, keys: &str) -> Response {
    let palette = theme::palette(ui);
    egui::Frame::new()
        .fill(palette.control)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(theme::THUMB_RADIUS)
        .inner_margin(egui::Margin::symmetric(space::XS as i8, 0))
        .show(ui, |ui| ui.label(RichText::new(keys).font(theme::caption()).color(palette.text)))
        .response
}

/// All of a text field's text is selected: what is typed replaces it.
pub fn select_all(ui: &Ui, id: Id, text: &str) {
    let mut edit = egui::TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    edit.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()))));
    egui::TextEdit::store_state(ui.ctx(), id, edit);
}

/// An icon that is clicked, at a place in a row that is clicked itself.
pub fn small_button(ui: &mut Ui, rect: Rect, icon: MaterialIcon, name: &str) -> Response {
    let palette = theme::palette(ui);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect).id_salt(name));
    let response = child.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let colour = if response.hovered() || response.has_focus() { palette.strong } else { palette.faint };
    paint_icon(child.painter(), rect.center(), icon, theme::ICON_SMALL, colour);
    focus_ring(&child, &response);
    response
}

/// A text field of the house: 28 high, full width given, named for screen readers.
pub fn field(ui: &mut Ui, id: Id, text: &mut String, hint: &str, name: &str, width: f32) -> Response {
    let palette = theme::palette(ui);
    let edit = egui::TextEdit::singleline(text)
        .id(id)
        .hint_text(hint)
        .margin(egui::Margin::symmetric(space::S as i8, space::XS as i8))
        .align(egui::Align2::LEFT_CENTER)
        .min_size(vec2(0.0, theme::CONTROL))
        .desired_width(width);
    let response = with_hint_colour(ui, |ui| ui.add(edit));
    let stroke = if response.has_focus() { Stroke::new(1.0, palette.accent) } else { Stroke::new(1.0, palette.border) };
    ui.painter().rect_stroke(response.rect, theme::RADIUS, stroke, egui::StrokeKind::Inside);
    response.accessible_name(name)
}

/// Draws a field whose placeholder has its own colour: egui gives it that of weak text, whatever colour the text asks for.
pub fn with_hint_colour<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let (weak, hint) = (ui.visuals().weak_text_color, theme::palette(ui).hint);
    ui.visuals_mut().weak_text_color = Some(hint);
    let response = add(ui);
    ui.visuals_mut().weak_text_color = weak;
    response
}

/// Ids of its own for a part of the window. egui counts what is drawn before a widget into its id, and a click that was begun on one id is lost
/// where that is another one by the time the button is let go: a message that comes, or goes, above or beside this part changes none of its ids.
pub fn apart<R>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope_builder(UiBuilder::new().scope_id(Id::unique(name)), add).inner
}

/// A part of the window with a name and a role for screen readers.
pub fn named_region<R>(ui: &mut Ui, name: &str, role: Role, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope_builder(UiBuilder::new().accessibility_label(name).accessibility_role(role), add).inner
}

/// Names a panel for screen readers.
pub fn name_panel(ui: &Ui, name: &str) {
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| node.set_label(name));
}

/// Says in the photo's place why it cannot be seen.
pub fn broken_picture_ui(ui: &mut Ui, room: Rect, reason: &str) {
    let palette = theme::palette(ui);
    let mut child = ui.new_child(UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::Center)));
    child.add_space(room.height() / 3.0);
    icon(&mut child, icons::ICON_BROKEN_IMAGE, theme::ICON_LARGE, palette.faint);
    child.add(Label::new(theme::weak_text(reason, palette)).wrap());
}

/// A row in the middle of the width: a row has no width until it is laid out, so it is taken from the last frame.
pub fn centred_row(ui: &mut Ui, id: &str, add: impl FnOnce(&mut Ui)) {
    let id = Id::unique(id);
    let width = ui.data(|d| d.get_temp::<f32>(id)).unwrap_or(0.0);
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        ui.add_space(((ui.available_width() - width) / 2.0).max(0.0));
        let start = ui.cursor().left();
        add(ui);
        ui.min_rect().right() - start
    });
    if (row.inner - width).abs() > 0.5 {
        ui.data_mut(|d| d.insert_temp(id, row.inner));
        ui.ctx().request_discard("a row is centred");
    }
}

/// How much of a bar is filled, 0 to 1; nothing until the total is known.
pub fn share(done: u64, total: u64) -> f32 {
    if total == 0 { 0.0 } else { (done as f32 / total as f32).min(1.0) }
}

/// What screen readers and tests find a bar of progress by.
pub fn name_progress(bar: &Response, name: &str, share: f32) {
    bar.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = Some(f64::from(share) * 100.0);
        info
    });
}
