//! The tag bar: a few letters find a label of any set, Enter gives it to the selected photos.

use super::msg::Msg;
use super::state::Tagging;
use super::tag_bar_state::{BarMsg, TagBar};
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use crate::shell::scope::{given_words, toggled};
use base::{Label, LabelId, Ruling, human};
use egui::accesskit::Role;
use egui::{Align, Context, EventFilter, Id, Key, Layout, Modifiers, Panel, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::KEYWORDS;

/// Esc closes the bar, before it can mean anything else.
pub fn keys(egui: &Context, ctx: &Ctx, tagging: &Tagging) -> Output<Msg> {
    let mut out = Output::default();
    if tagging.bar.is_some() && ctx.view.has_tag_bar() && !ctx.covered && egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
        egui.memory_mut(|m| m.request_focus(focus::photos()));
        out.msg(Msg::Bar(BarMsg::Close));
    }
    out
}

/// Draws the bar above the photos.
pub fn tag_bar_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging) -> Output<Msg> {
    let mut out = Output::default();
    let Some(bar) = &tagging.bar else { return out };
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.card, vec2(space::L, space::S));
    Panel::top("tag bar").resizable(false).frame(frame).show(ui, |ui| {
        widgets::named_region(ui, "Tag bar", Role::Group, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::left_to_right(Align::Center), |ui| {
                widgets::icon(ui, icons::ICON_SELL, theme::ICON, palette.accent);
                field_ui(ui, bar, &mut out);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if widgets::icon_button(ui, icons::ICON_CLOSE, "Close the tag bar").clicked() {
                        out.msg(Msg::Bar(BarMsg::Close));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| matches_ui(ui, ctx, bar, &mut out));
                });
            });
            ui.add(egui::Label::new(theme::caption_text(help(ctx, tagging, bar), palette)).truncate());
        });
    });
    out
}

fn field_ui(ui: &mut Ui, bar: &TagBar, out: &mut Output<Msg>) {
    let id = Id::unique("tag bar");
    // Taken before the field sees them, carried out after what was typed in the same frame.
    let keys = if ui.memory(|m| m.has_focus(id)) { keys_of_field(ui, bar.text.is_empty()) } else { Vec::new() };
    let mut text = bar.text.clone();
    let response = widgets::field(ui, id, &mut text, "Label", "Tag", width::TAG_FIELD);
    if ui.memory(|m| m.focused().is_none_or(focus::is_photos)) {
        response.request_focus();
    }
    // Tab goes from match to match here.
    let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    if response.changed() {
        out.msg(Msg::Bar(BarMsg::Text(text)));
    }
    for msg in keys {
        out.msg(Msg::Bar(msg));
    }
}

fn keys_of_field(ui: &Ui, empty: bool) -> Vec<BarMsg> {
    // An empty field has nothing to take back: what is meant is the last tag.
    let steps = [
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::Z, BarMsg::Redo),
        (Modifiers::COMMAND, Key::Y, BarMsg::Redo),
        (Modifiers::COMMAND, Key::Z, BarMsg::Undo),
    ];
    let keys = [
        (Modifiers::SHIFT, Key::Tab, BarMsg::Cycle(-1)),
        (Modifiers::NONE, Key::Tab, BarMsg::Cycle(1)),
        (Modifiers::SHIFT, Key::Enter, BarMsg::Create),
        (Modifiers::NONE, Key::Enter, BarMsg::Apply(None)),
    ];
    let steps = steps.into_iter().filter(|_| empty);
    steps.chain(keys).filter(|(modifiers, key, _)| ui.input_mut(|i| i.consume_key(*modifiers, *key))).map(|(_, _, msg)| msg).collect()
}

/// The matches side by side, as many as fit, the one that Enter applies underlined.
fn matches_ui(ui: &mut Ui, ctx: &Ctx, bar: &TagBar, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.x = space::XS;
    let photos = &ctx.target.photos;
    // The underlined one is always among those that are shown.
    let first = bar.at.unwrap_or(0).saturating_sub(2);
    for (i, label) in bar.matches.iter().enumerate().skip(first) {
        let Some((set, found)) = ctx.tags.label(*label) else { continue };
        let has = matches!(toggled(ctx, photos, *label), Ruling::Withdraw(_));
        // What a click or Enter would take off says so.
        let words = if has { format!("Remove {}", found.name) } else { found.name.clone() };
        let galley = ui.painter().layout_no_wrap(words, theme::body(), palette.text);
        let of = ui.painter().layout_no_wrap(human::elide_middle(&set.name, 16), theme::caption(), palette.weak);
        let tick = if has { theme::ICON_SMALL + space::XS } else { 0.0 };
        let size = vec2(galley.size().x + of.size().x + space::XS + 2.0 * space::S + tick, theme::CONTROL);
        if size.x > ui.available_width() {
            break;
        }
        let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
        let best = Some(i) == bar.at;
        let spoken = format!("{}{}: {}{}", if has { "Remove " } else { "" }, set.name, found.name, if has { ", on all" } else { "" });
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, best, &spoken));
        let fill = if response.hovered() { palette.control_hover } else { palette.control };
        let painter = ui.painter();
        painter.rect_filled(rect, theme::RADIUS, fill);
        let mut left = rect.left() + space::S;
        if has {
            widgets::paint_icon(
                painter,
                pos2(left + theme::ICON_SMALL / 2.0, rect.center().y),
                icons::ICON_CHECK,
                theme::ICON_SMALL,
                palette.done,
            );
            left += tick;
        }
        let wide = galley.size().x;
        let base = rect.center().y + galley.size().y / 2.0;
        if best {
            painter.hline(left..=left + wide, base, Stroke::new(theme::RING, palette.accent));
        }
        painter.galley(pos2(left, base - galley.size().y), galley, palette.text);
        painter.galley(pos2(left + wide + space::XS, rect.center().y - of.size().y / 2.0), of, palette.weak);
        if response.clicked() {
            out.msg(Msg::Bar(BarMsg::Apply(Some(*label))));
        }
    }
}

/// What Enter does now, to what, and what would give way.
fn help(ctx: &Ctx, tagging: &Tagging, bar: &TagBar) -> String {
    if ctx.target.is_empty() {
        return "Select the photos to tag".to_owned();
    }
    let (name, to) = (bar.text.trim(), ctx.target.words());
    let create = match tagging.current_set(ctx).and_then(|id| ctx.tags.set(id)) {
        None if name.is_empty() => return format!("Type the first label for {to} · Esc closes"),
        None => return format!("Shift+Enter makes “{}” in {KEYWORDS} and gives it to {to} · Esc closes", human::elide_middle(name, 24)),
        Some(set) if !name.is_empty() => {
            let gives = given_words(ctx, &ctx.target, set, None);
            format!(" · Shift+Enter makes “{}” in {} and gives it {gives}", human::elide_middle(name, 24), set.name)
        }
        Some(_) => String::new(),
    };
    let gives = |id: LabelId, label: &Label| {
        let to = ctx.tags.label(id).map(|(set, _)| given_words(ctx, &ctx.target, set, Some(id)));
        format!("gives “{}” {}", label.name, to.unwrap_or_default())
    };
    let best = bar.at.and_then(|at| bar.matches.get(at)).and_then(|l| Some((*l, ctx.tags.label(*l)?.1)));
    let apply = match best {
        Some((id, label)) => {
            let takes = matches!(toggled(ctx, &ctx.target.photos, id), Ruling::Withdraw(_));
            let does = if takes { format!("removes “{}” from {to}", label.name) } else { gives(id, label) };
            format!("Enter {does} · Tab: next match")
        }
        None if name.is_empty() => format!("Type a label for {to} · Tab: the ones used last"),
        None => "No label has these letters".to_owned(),
    };
    format!("{apply}{create} · Esc closes")
}
