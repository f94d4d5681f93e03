//! The look: every colour, size, font and stroke of the window. Panels take all of it from here and hold no literal of their own.

use egui::epaint::text::FontInsert;
use egui::{Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, RichText, Stroke, TextStyle, Theme, Vec2, vec2};
use std::sync::Arc;

mod colours;

use colours::{DARK, LIGHT};
pub use colours::{GROUPS, Palette, palette, palette_of};

/// Distances, points. One scale, so that edges line up without being measured.
pub mod space {
    /// Between things that belong together.
    pub const XS: f32 = 4.0;
    /// Between neighbours.
    pub const S: f32 = 8.0;
    /// Inside panels.
    pub const M: f32 = 12.0;
    /// Between groups.
    pub const L: f32 = 16.0;
    /// Between sections.
    pub const XL: f32 = 24.0;
}

/// Corner radius of controls and cards.
pub const RADIUS: CornerRadius = CornerRadius::same(6);
/// Corner radius of pictures.
pub const THUMB_RADIUS: CornerRadius = CornerRadius::same(4);
/// Height of a control.
pub const CONTROL: f32 = 28.0;
/// Height of a line of facts.
pub const LINE: f32 = 20.0;
/// Height of a slider, which its handle follows.
pub const SLIDER: f32 = 16.0;
/// Height of a chip.
pub const CHIP: f32 = 22.0;
/// Height of the search field.
pub const FIELD: f32 = 32.0;
/// Height of a row in a list or tree.
pub const ROW: f32 = 26.0;
/// Height of the top bar.
pub const TOP_BAR: f32 = 48.0;
/// Height of the tool row above the grid.
pub const TOOL_ROW: f32 = 40.0;
/// Height of the status bar.
pub const STATUS_BAR: f32 = 30.0;
/// Height of an answer in a review.
pub const ANSWER: f32 = 36.0;
/// Side of a key cap beside an answer.
pub const KEY_CAP: f32 = 20.0;
/// Height of one of two labels to choose between.
pub const CHOICE: f32 = 64.0;
/// Side of a photo where a check of labels shows many at once.
pub const CHECK_CELL: f32 = 136.0;
/// Side of a photo in the queue below a check of labels.
pub const FILM: f32 = 56.0;
/// Height of what stands in the column of a check beside the other labels.
pub const AUDIT_REST: f32 = 544.0;
/// Height of what stands beside the answers in their column.
pub const REVIEW_REST: f32 = 400.0;
/// How much of the text's colour the handle of a scroll bar has, and under the pointer.
pub const SCROLL_HANDLE: (f32, f32) = (0.35, 0.6);
/// Size of an icon.
pub const ICON: f32 = 18.0;
/// Width of a place in the row of marks.
pub const MARK: f32 = 22.0;
/// Radius of a colour label as a dot.
pub const MARK_DOT: f32 = 5.0;
/// A star on a thumbnail.
pub const STAR: f32 = 12.0;
/// Height of a colour label along the edge of a thumbnail.
pub const LABEL_EDGE: f32 = 4.0;
/// Size of an icon in a line of captions.
pub const ICON_SMALL: f32 = 14.0;
/// Size of the icon of an empty state.
pub const ICON_LARGE: f32 = 40.0;
/// Thickness of the gap between bars.
pub const HAIRLINE: f32 = 1.0;
/// How much of its colour fills a hole in the shot list.
pub const HOLE_FILL: f32 = 0.14;
/// Thickness of a score bar.
pub const BAR: f32 = 2.0;
/// Thickness of a progress bar.
pub const PROGRESS_BAR: f32 = 4.0;
/// Thickness of the ring round a selected photo.
pub const RING: f32 = 2.0;
/// Seconds that a change may take to explain itself.
pub const MOTION_SECS: f32 = 0.12;
/// How much of the ground lies over a photo that was rejected.
pub const REJECTED: f32 = 0.55;
/// How many times its own size a small picture may be drawn at.
pub const ENLARGE: f32 = 4.0;
/// Height of the histogram of scores.
pub const HISTOGRAM: f32 = 96.0;
/// Height of the levels of a photo.
pub const LEVELS: f32 = 72.0;
/// Red, green and blue of a photo's levels.
pub const CHANNELS: [Color32; 3] = [Color32::from_rgb(214, 70, 64), Color32::from_rgb(70, 168, 78), Color32::from_rgb(72, 116, 222)];
/// Thickness of a bar in a row of figures.
pub const FIGURE_BAR: f32 = 5.0;
/// Room beside a small curve for its numbers, and below it.
pub const CURVE_MARGIN: (f32, f32) = (40.0, 16.0);
/// Room beside and below a plot for its numbers.
pub const PLOT_MARGIN: f32 = 36.0;
/// Radius of a point of a curve.
pub const DOT: f32 = 3.0;
/// Sides of a cell of a matrix, at the smallest and at the largest.
pub const MATRIX_CELL: (f32, f32) = (26.0, 44.0);
/// Room for the names above a matrix.
pub const MATRIX_NAMES: f32 = 96.0;
/// The side of a plot, at the smallest and at the largest.
pub const PLOT: (f32, f32) = (220.0, 640.0);
/// A tagging panel as high as this has room for what stands still below its labels.
pub const TALL_PANEL: f32 = 440.0;
/// Rows of labels that stay in view however small the window is.
pub const LEAST_ROWS: f32 = 4.0;
/// Room under a thumbnail for name, score and bar.
pub const CAPTION_ROOM: f32 = 26.0;
/// The share of the window's height above a dialog.
pub const DIALOG_TOP: f32 = 0.1;
/// Distance of the cheat sheet from the window's top.
pub const SHEET_TOP: f32 = 32.0;
/// Height of the fields of an export, whatever its format.
pub const EXPORT_FORM: f32 = 372.0;
/// Height of the fields of an import from a file.
pub const IMPORT_FORM: f32 = 212.0;
/// Height of the strip that tells when photos were taken.
pub const TIMELINE: f32 = 52.0;
/// Height of what copying is told to write.
pub const COPY_PREVIEW: f32 = 176.0;
/// Height of what an import is told to do.
pub const IMPORT_REPORT: f32 = 196.0;
/// Height of a further line under a thumbnail.
pub const CAPTION_LINE: f32 = 18.0;
/// Smallest and largest side of a thumbnail.
pub const THUMBNAIL_SIDES: std::ops::RangeInclusive<f32> = 48.0..=320.0;
/// Names stand under thumbnails from this side on; below it they would be all dots.
pub const NAMED_SIDE: f32 = 80.0;

/// The map of the photos, points.
pub mod map {
    /// Radius of a point, at the smallest and at the largest.
    pub const POINT: (f32, f32) = (1.5, 4.0);
    /// How far beside a point it is still meant.
    pub const REACH: f32 = 5.0;
    /// The size of what stands back.
    pub const BACK_SIZE: f32 = 0.8;
    /// How much colour that has.
    pub const BACK: f32 = 0.35;
    /// The same of a photo, of 255.
    pub const BACK_PHOTO: u8 = 60;
    /// How far the rim of a selected point reaches beyond others.
    pub const RING: f32 = 2.0;
    /// How far its colour does.
    pub const GAP: f32 = 0.5;
    /// Thickness of a lasso.
    pub const LINE: f32 = 1.5;
    /// So many photos in view are seen as photos.
    pub const PHOTOS: usize = 80;
    /// The share of its room that such a photo takes.
    pub const PHOTO_SHARE: f32 = 0.7;
    /// The side of such a photo, at the smallest and at the largest.
    pub const PHOTO: (f32, f32) = (28.0, 88.0);
    /// The photo under the pointer with its words.
    pub const CARD: egui::Vec2 = egui::Vec2::new(160.0, 192.0);
    /// The legend.
    pub const LEGEND: f32 = 220.0;
}

/// Widths of the parts of the window, points.
pub mod width {
    /// The library panel as it first opens, and how far it can be drawn.
    pub const LIBRARY: (f32, f32, f32) = (200.0, 160.0, 360.0);
    /// The inspector as it first opens, and how far it can be drawn.
    pub const INSPECTOR: (f32, f32, f32) = (300.0, 236.0, 480.0);
    /// The panel while labels are edited: 180 for a label beside its count and its buttons.
    pub const LABEL_FORM: f32 = 336.0;
    /// The search field at its widest.
    pub const SEARCH: f32 = 640.0;
    /// The search field at its narrowest.
    pub const SEARCH_MIN: f32 = 220.0;
    /// A search field narrower than this spares what can be had elsewhere.
    pub const ROOMY_SEARCH: f32 = 320.0;
    /// Room that chips leave to type in.
    pub const TYPING: f32 = 200.0;
    /// The words of a chip at their narrowest.
    pub const CHIP_MIN: f32 = 64.0;
    /// What the search field offers.
    pub const OFFERED: f32 = 420.0;
    /// Cards of empty states.
    pub const CARD: f32 = 560.0;
    /// The path field in a card.
    pub const PATH: f32 = 360.0;
    /// Dialogs.
    pub const DIALOG: f32 = 440.0;
    /// The command palette.
    pub const PALETTE: f32 = 560.0;
    /// One column of the cheat sheet.
    pub const SHEET: f32 = 276.0;
    /// What stands at both ends of the status bar.
    pub const STATUS_ENDS: f32 = 460.0;
    /// Small sliders.
    pub const SLIDER: f32 = 84.0;
    /// The same where there is little room.
    pub const SLIDER_NARROW: f32 = 56.0;
    /// A tool row is narrow below this.
    pub const NARROW_ROW: f32 = 620.0;
    /// It has room for all that a search says from this on.
    pub const ROOMY_ROW: f32 = 900.0;
    /// It has no room for words below this.
    pub const TINY_ROW: f32 = 420.0;
    /// The column of a review's question, at its narrowest and widest.
    pub const QUESTION: (f32, f32) = (300.0, 420.0);
    /// The share of the window that it takes between them.
    pub const QUESTION_SHARE: f32 = 0.30;
    /// The share of an answer's row that its bar takes.
    pub const ANSWER_BAR: f32 = 0.36;
    /// The bar of a review's progress.
    pub const REVIEW_PROGRESS: f32 = 220.0;
    /// By how much a clock is off: "-36525d 23:59:59".
    pub const OFFSET_FIELD: f32 = 140.0;
    /// A button that opens a file dialog.
    pub const CHOOSE: f32 = 84.0;
    /// The share of an example's line that tells what it names.
    pub const EXAMPLE_KEY: f32 = 0.42;
    /// Dialogs that show examples.
    pub const WIDE_DIALOG: f32 = 560.0;
    /// The labels of a form.
    pub const FORM_LABEL: f32 = 88.0;
    /// The bar of the job pill.
    pub const PROGRESS: f32 = 88.0;
    /// A label beside a fact.
    pub const FACT: f32 = 72.0;
    /// The bar in a label's row, at its widest.
    pub const FIGURE_BAR: f32 = 84.0;
    /// The same at its narrowest.
    pub const FIGURE_BAR_MIN: f32 = 36.0;
    /// A count in a label's row.
    pub const COUNT: f32 = 58.0;
    /// A share in a label's row.
    pub const SHARE: f32 = 46.0;
    /// A score beside a bar.
    pub const SCORE: f32 = 30.0;
    /// The narrowest bar of a histogram.
    pub const HISTOGRAM_BAR: f32 = 6.0;
    /// The narrowest bar of the small one of a search.
    pub const CUT_OFF_BAR: f32 = 2.0;
    /// The histogram of a search, with room, with less and with little.
    pub const CUT_OFF: (f32, f32, f32) = (140.0, 100.0, 64.0);
    /// The field of an end of a walk, at its widest.
    pub const WALK_END: f32 = 240.0;
    /// The field of the tag bar.
    pub const TAG_FIELD: f32 = 200.0;
    /// What is known of a large photo.
    pub const PHOTO_INFO: f32 = 280.0;
    /// Menus.
    pub const MENU: f32 = 304.0;
    /// The popup of the model chip.
    pub const CHIP_POPUP: f32 = 336.0;
    /// The list of models at its widest.
    pub const MODELS: f32 = 960.0;
    /// A table of figures at its widest.
    pub const TABLE: f32 = 1280.0;
    /// The progress of a download in its row.
    pub const DOWNLOAD: f32 = 220.0;
    /// The list of confused labels, at its narrowest and widest.
    pub const PAIRS: (f32, f32) = (208.0, 320.0);
    /// Width of the table of what two people confuse: least, most.
    pub const CONFUSED: (f32, f32) = (264.0, 340.0);
    /// The share of the window that it takes between them.
    pub const PAIRS_SHARE: f32 = 0.24;
    /// Below this a pill of progress has no bar.
    pub const TINY: f32 = 860.0;
    /// A library panel narrower than this spares the icons of its rows.
    pub const ROOMY_LIBRARY: f32 = 168.0;
    /// Below this the window drops what it can spare.
    pub const COMPACT: f32 = 1120.0;
    /// The names beside a matrix.
    pub const MATRIX_NAMES: f32 = 132.0;
    /// A share with the interval that it lies in.
    pub const INTERVAL: f32 = 120.0;
    /// The bar of such an interval.
    pub const INTERVAL_BAR: f32 = 72.0;
    /// The SKU of a product in the shot list, at its narrowest and widest.
    pub const SKU: (f32, f32) = (150.0, 300.0);
    /// A view in the shot list, at its narrowest and widest.
    pub const VIEW: (f32, f32) = (64.0, 128.0);
    /// A product's photo beside one that may be of it.
    pub const MATCH: f32 = 120.0;
    /// A hole in the shot list, at its widest.
    pub const HOLE: f32 = 72.0;
    /// A figure in a table.
    pub const FIGURE: f32 = 64.0;
    /// The first column of a table of figures, before the others move together.
    pub const FIRST_COLUMN: f32 = 160.0;
    /// The share of a narrow window that both side panels together may take.
    pub const SIDES: f32 = 0.40;
}

/// Text size 13.
pub fn body() -> FontId {
    FontId::proportional(13.0)
}

/// Text size 11.
pub fn caption() -> FontId {
    FontId::proportional(11.0)
}

/// Text size 16.
pub fn title() -> FontId {
    FontId::new(16.0, FontFamily::Name(STRONG.into()))
}

/// Text size 13, heavier.
pub fn strong() -> FontId {
    FontId::new(13.0, FontFamily::Name(STRONG.into()))
}

/// An icon at the given size.
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(egui_material_icons::FONT_FAMILY.into()))
}

/// A title.
pub fn title_text(text: impl Into<String>, palette: &Palette) -> RichText {
    RichText::new(text).font(title()).color(palette.strong)
}

/// A line that leads its group.
pub fn strong_text(text: impl Into<String>, palette: &Palette) -> RichText {
    RichText::new(text).font(strong()).color(palette.strong)
}

/// A caption.
pub fn caption_text(text: impl Into<String>, palette: &Palette) -> RichText {
    RichText::new(text).font(caption()).color(palette.weak)
}

/// A line that steps back.
pub fn weak_text(text: impl Into<String>, palette: &Palette) -> RichText {
    RichText::new(text).font(body()).color(palette.weak)
}

const STRONG: &str = "strong";

/// A frame for panels: the fill and the inner margin.
pub fn panel_frame(fill: Color32, margin: Vec2) -> egui::Frame {
    egui::Frame::new().fill(fill).inner_margin(Margin::symmetric(margin.x as i8, margin.y as i8))
}

/// A frame for cards, dialogs and toasts.
pub fn float_frame(palette: &Palette, margin: f32) -> egui::Frame {
    egui::Frame::new()
        .fill(palette.float)
        .stroke(Stroke::new(1.0, palette.border))
        .corner_radius(RADIUS)
        .inner_margin(Margin::same(margin as i8))
        .shadow(shadow())
}

fn shadow() -> egui::Shadow {
    egui::Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(70) }
}

/// Gives the window its fonts and both of its themes.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Dark, style(&DARK, egui::Visuals::dark()));
    ctx.set_style_of(Theme::Light, style(&LIGHT, egui::Visuals::light()));
}

/// Noto Sans for words (it comes as a crate, in two weights), egui's own fonts behind it, Material Symbols for icons.
/// eframe adds the system's fonts behind all of them (its feature `system_fonts`), for CJK and the like.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, data: FontData| {
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    };
    add("regular", FontData::from_static(notosans::REGULAR_TTF));
    add("strong", FontData::from_static(notosans::BOLD_TTF));
    let FontInsert { name: icons, data, .. } = egui_material_icons::font_insert();
    add(&icons, data);
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let chain = |first: &str| -> Vec<String> { std::iter::once(first.to_owned()).chain(fallback.iter().cloned()).collect() };
    fonts.families.insert(FontFamily::Proportional, chain("regular"));
    fonts.families.insert(FontFamily::Name(STRONG.into()), chain("strong"));
    fonts.families.insert(FontFamily::Name(egui_material_icons::FONT_FAMILY.into()), chain(&icons));
    fonts
}

fn style(p: &Palette, visuals: egui::Visuals) -> egui::Style {
    let mut style = egui::Style { visuals, ..egui::Style::default() };
    style.text_styles = [
        (TextStyle::Small, caption()),
        (TextStyle::Body, body()),
        (TextStyle::Button, body()),
        (TextStyle::Heading, title()),
        (TextStyle::Monospace, FontId::monospace(13.0)),
    ]
    .into();
    style.animation_time = MOTION_SECS;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    spacing(&mut style.spacing);
    colours(&mut style.visuals, p);
    style
}

fn spacing(spacing: &mut egui::style::Spacing) {
    spacing.item_spacing = vec2(space::S, space::XS);
    spacing.button_padding = vec2(space::M, space::XS);
    spacing.interact_size = vec2(CONTROL, CONTROL);
    spacing.menu_margin = Margin::same(space::XS as i8);
    spacing.window_margin = Margin::same(space::L as i8);
    spacing.slider_width = width::SLIDER;
    spacing.slider_rail_height = PROGRESS_BAR;
    spacing.menu_width = width::MENU;
    spacing.tooltip_width = width::PATH;
    spacing.indent = space::L;
    spacing.scroll = egui::style::ScrollStyle::thin();
    spacing.scroll.bar_width = space::S;
    spacing.scroll.floating_width = space::XS;
    spacing.scroll.floating_allocated_width = 0.0;
    // A handle in the colour of text, faded, and no track: a track that is lighter than its handle reads upside down.
    spacing.scroll.foreground_color = true;
    spacing.scroll.dormant_background_opacity = 0.0;
    spacing.scroll.active_background_opacity = 0.0;
    spacing.scroll.interact_background_opacity = 0.0;
    spacing.scroll.dormant_handle_opacity = SCROLL_HANDLE.0;
    spacing.scroll.active_handle_opacity = SCROLL_HANDLE.0;
    spacing.scroll.interact_handle_opacity = SCROLL_HANDLE.1;
    // Nothing may lie over a photo's colours, not even a soft edge.
    spacing.scroll.fade.strength = 0.0;
}

fn colours(v: &mut egui::Visuals, p: &Palette) {
    v.panel_fill = p.panel;
    v.window_fill = p.float;
    v.window_stroke = Stroke::new(1.0, p.border);
    v.window_corner_radius = RADIUS;
    v.menu_corner_radius = RADIUS;
    v.window_shadow = shadow();
    v.popup_shadow = shadow();
    v.extreme_bg_color = p.field;
    v.text_edit_bg_color = Some(p.field);
    v.faint_bg_color = p.card;
    v.code_bg_color = p.control;
    v.hyperlink_color = p.accent;
    v.warn_fg_color = p.doubtful;
    v.error_fg_color = p.problem;
    v.weak_text_color = Some(p.weak);
    v.override_text_color = None;
    v.selection.bg_fill = p.selected;
    v.selection.stroke = Stroke::new(1.0, p.accent);
    v.text_cursor.stroke = Stroke::new(RING, p.accent);
    v.slider_trailing_fill = true;
    v.handle_shape = egui::style::HandleShape::Circle;
    v.striped = false;
    // What is switched off has colours of its own, which can be read; a fade would not let them.
    v.disabled_alpha = 1.0;
    let widget = |fill: Color32, line: Color32, text: Color32| egui::style::WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(if line == Color32::TRANSPARENT { 0.0 } else { 1.0 }, line),
        corner_radius: RADIUS,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    v.widgets.noninteractive = widget(p.panel, p.line, p.text);
    v.widgets.inactive = widget(p.control, Color32::TRANSPARENT, p.text);
    v.widgets.hovered = widget(p.control_hover, Color32::TRANSPARENT, p.strong);
    v.widgets.active = widget(p.control_active, p.accent, p.strong);
    v.widgets.open = widget(p.control_hover, Color32::TRANSPARENT, p.strong);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_switched_off_is_not_faded_below_that() {
        for p in [&DARK, &LIGHT] {
            assert!(style(p, egui::Visuals::dark()).visuals.disabled_alpha >= 1.0);
        }
    }
}
