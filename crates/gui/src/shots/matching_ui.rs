//! A photo without a product at the left, the products that it may be of at the right.

use super::matching::Matching;
use super::msg::{MatchMsg, Msg};
use crate::kit::middle::middle_ui;
use crate::kit::pictures::Pictures;
use crate::kit::textures::Thumb;
use crate::kit::theme::{self, space, width};
use crate::kit::{forms, widgets};
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use crate::shell::picture::picture_ui;
use base::{PhotoId, human};
use egui::accesskit::Role;
use egui::{Align, CentralPanel, Frame, Id, Key, Label, Layout, Panel, Rect, Sense, Stroke, Ui, WidgetInfo, vec2};
use egui_material_icons::icons;
use engine::protocol::{Likely, SkuMatch};

/// Draws it.
pub fn matching_ui(ui: &mut Ui, ctx: &Ctx, matching: &Matching, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    let palette = theme::palette(ui);
    let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
    Panel::top("match bar").exact_size(theme::TOOL_ROW).resizable(false).frame(bar).show(ui, |ui| bar_ui(ui, matching, &mut out));
    let question = matching.current().and_then(|found| Some((found, ctx.library.photo(found.photo)?)));
    let Some((found, photo)) = question else {
        CentralPanel::default()
            .frame(theme::panel_frame(palette.window, vec2(space::L, 0.0)))
            .show(ui, |ui| instead_ui(ui, matching, &mut out));
        return out;
    };
    let wide = (ui.available_width() * width::QUESTION_SHARE).clamp(width::QUESTION.0, width::QUESTION.1).floor();
    let margin = egui::Margin { left: 0, right: space::L as i8, top: space::L as i8, bottom: space::S as i8 };
    let frame = Frame::new().fill(palette.window).inner_margin(margin);
    Panel::right("match question").exact_size(wide).resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        egui::ScrollArea::vertical().id_salt(("match", photo.id)).auto_shrink(false).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            question_ui(ui, ctx, matching, found, pictures, &mut out);
        });
    });
    CentralPanel::no_frame().show(ui, |ui| {
        let room = ui.available_rect_before_wrap().shrink(space::L);
        picture_ui(ui, room, ctx, photo, pictures, &mut out);
    });
    out
}

fn bar_ui(ui: &mut Ui, matching: &Matching, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if widgets::quiet_button(ui, "Leave").on_hover_text("Esc · back to the shot list").clicked() {
            out.msg(Msg::Match(MatchMsg::Leave));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            ui.add(Label::new(theme::strong_text("Match photos to products", palette)).truncate());
            if let Some(matches) = matching.matches().filter(|matches| !matches.matches.is_empty()) {
                let total = matches.matches.len();
                let number = (matching.at + 1).min(total) as u64;
                ui.label(theme::weak_text(format!("{} of {}", human::count(number), human::count(total as u64)), palette));
            }
        });
    });
}

fn question_ui(ui: &mut Ui, ctx: &Ctx, matching: &Matching, found: &SkuMatch, pictures: &mut Pictures, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let name = ctx.library.photo(found.photo).map(base::Photo::name).unwrap_or_default();
    ui.add(Label::new(theme::strong_text(format!("Which product does {} show?", human::elide_middle(&name, 28)), palette)).wrap());
    if let Some(sku) = ctx.tags.skus.accepted(found.photo) {
        ui.horizontal(|ui| {
            widgets::icon(ui, icons::ICON_CHECK_CIRCLE, theme::ICON_SMALL, palette.done);
            ui.label(theme::weak_text(format!("Assigned to {sku}"), palette));
        });
    }
    if product_ui(ui, ctx, &found.first, ("1", "Likeliest"), pictures) {
        out.msg(Msg::Match(MatchMsg::Accept(false)));
    }
    if let Some(other) = &found.runner_up
        && product_ui(ui, ctx, other, ("2", "Runner-up"), pictures)
    {
        out.msg(Msg::Match(MatchMsg::Accept(true)));
    }
    ui.horizontal_wrapped(|ui| {
        if widgets::button(ui, None, "Not the likeliest").on_hover_text("X · it is not proposed for this photo again").clicked() {
            out.msg(Msg::Match(MatchMsg::Reject));
        }
        if widgets::button(ui, None, "Skip").on_hover_text("Space").clicked() {
            out.msg(Msg::Match(MatchMsg::Next));
        }
        if matching.at > 0 && widgets::quiet_button(ui, "Back").on_hover_text("Left arrow").clicked() {
            out.msg(Msg::Match(MatchMsg::Before));
        }
    });
    other_ui(ui, matching, out);
    forms::note_ui(
        ui,
        "The number is how alike the two photos are, not how likely it is right: another colour of the same cut looks much alike.",
    );
}

/// A SKU that was not proposed.
fn other_ui(ui: &mut Ui, matching: &Matching, out: &mut Output<Msg>) {
    ui.horizontal(|ui| {
        let mut typed = matching.typed.clone();
        let room = ui.available_width() - width::CHOOSE - space::S;
        let field = widgets::field(ui, Id::unique("another sku"), &mut typed, "Another SKU", "Another SKU", room);
        let entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        if field.changed() {
            out.msg(Msg::Match(MatchMsg::Typed(typed)));
        }
        let filled = !matching.typed.trim().is_empty();
        let go = ui.add_enabled_ui(filled, |ui| widgets::sized_button(ui, None, "Assign", width::CHOOSE)).inner.clicked();
        if filled && (go || entered) {
            out.msg(Msg::Match(MatchMsg::Say));
        }
    });
}

/// A product by its likest photo; true where it was chosen.
fn product_ui(ui: &mut Ui, ctx: &Ctx, likely: &Likely, (key, rank): (&str, &str), pictures: &mut Pictures) -> bool {
    let palette = theme::palette(ui);
    let size = vec2(ui.available_width(), width::MATCH + 2.0 * space::S);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let products = &ctx.products.products;
    let place = products.binary_search_by(|product| product.sku.as_str().cmp(&likely.sku));
    let photos = place.map_or(0, |place| products[place].photos.len() as u64);
    let name = format!("{rank}: {}, {}", likely.sku, human::score(likely.score));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter();
    painter.rect_filled(rect, theme::RADIUS, if response.hovered() { palette.card_hover } else { palette.card });
    painter.rect_stroke(rect, theme::RADIUS, Stroke::new(theme::HAIRLINE, palette.line), egui::StrokeKind::Inside);
    let inner = rect.shrink(space::S);
    let square = Rect::from_min_size(inner.min, egui::Vec2::splat(width::MATCH));
    painter.rect_filled(square, theme::THUMB_RADIUS, palette.well);
    paint_photo(ui, ctx, likely.reference, square, pictures);
    let mut words = ui.new_child(egui::UiBuilder::new().max_rect(Rect::from_min_max(square.right_top() + vec2(space::M, 0.0), inner.max)));
    words.spacing_mut().item_spacing.y = space::XS;
    words.horizontal(|ui| {
        widgets::key_cap(ui, key);
        ui.label(theme::caption_text(rank, palette));
    });
    words.add(Label::new(theme::strong_text(likely.sku.to_string(), palette)).truncate().selectable(false));
    words.add(
        Label::new(theme::weak_text(format!("{} alike · {}", human::score(likely.score), human::photos(photos)), palette))
            .truncate()
            .selectable(false),
    );
    widgets::focus_ring(ui, &response);
    response.on_hover_text(format!("This photo is of {}", likely.sku)).clicked()
}

fn paint_photo(ui: &Ui, ctx: &Ctx, photo: PhotoId, room: Rect, pictures: &mut Pictures) {
    let Some(photo) = ctx.library.photo(photo) else { return };
    if let Thumb::Ready(texture, size) = pictures.textures.get(photo) {
        widgets::paint_picture(ui.painter(), widgets::fit(room, size, theme::ENLARGE), texture, egui::Color32::WHITE);
    }
}

/// Why there is no question.
fn instead_ui(ui: &mut Ui, matching: &Matching, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let button = |ui: &mut Ui, out: &mut Output<Msg>, again: bool| {
        widgets::centred_row(ui, "match buttons", |ui| {
            if widgets::primary_button(ui, "Back to the shot list").clicked() {
                out.msg(Msg::Match(MatchMsg::Leave));
            }
            if again && widgets::button(ui, None, "Look again").clicked() {
                out.msg(Msg::Match(MatchMsg::Again));
            }
        });
    };
    match &matching.found {
        None => middle_ui(ui, (icons::ICON_JOIN_INNER, palette.faint), "Comparing photos with those of products…", "", |_| {}),
        Some(Err(problem)) => {
            middle_ui(ui, (icons::ICON_ERROR, palette.problem), "Photos could not be matched", problem, |ui| button(ui, out, true));
        }
        Some(Ok(matches)) if matches.photos == 0 => {
            let text = "There is nothing to match.";
            middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), "Every photo belongs to a product", text, |ui| button(ui, out, false));
        }
        Some(Ok(matches)) if matches.matches.is_empty() => {
            let text = "The model has read none of the photos without a product yet, or none of the products' photos.";
            middle_ui(ui, (icons::ICON_HELP, palette.faint), "Nothing can be compared yet", text, |ui| button(ui, out, true));
        }
        Some(Ok(_)) => {
            let text = "What was skipped or said not to be of the likeliest product is looked at again when you look again. Every answer can be undone.";
            middle_ui(ui, (icons::ICON_CHECK_CIRCLE, palette.done), "That was the last one", text, |ui| button(ui, out, true));
        }
    }
}
