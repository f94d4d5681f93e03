//! The tag bar: a few letters find a label of any set, Enter gives it to the selected photos.

use super::actions::{Action, Actions};
use super::state::State;
use super::tagging::{target, toggled};
use super::theme::{self, space, width};
use super::widgets;
use super::{app::App, grid};
use base::{LabelId, LabelSetId, Ruling, human};
use egui::accesskit::Role;
use egui::{Align, Context, EventFilter, Id, Key, Layout, Modifiers, Panel, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::{Edit, EditRequest, Tags};

/// Matches that are kept; the bar shows as many as fit.
const MOST: usize = 24;

/// The bar while it is open.
#[derive(Debug, Default)]
pub struct TagBar {
    text: String,
    /// The underlined match.
    at: usize,
    /// Labels that match, the best first.
    matches: Vec<LabelId>,
}

/// A wish about the bar.
#[derive(Clone, Debug)]
pub enum Wish {
    /// The text was edited.
    Text(String),
    /// Another match is underlined.
    Cycle(isize),
    /// This match is applied; `None`: the underlined one.
    Apply(Option<LabelId>),
    /// What is written becomes a label of the current set.
    Create,
    /// The bar goes.
    Close,
}

/// The id of its text field.
pub fn field_id() -> Id {
    Id::unique("tag bar")
}

/// Opens the bar, or closes it.
pub fn open(state: &mut State) {
    if state.tag_bar.take().is_none() {
        state.tag_bar = Some(TagBar::default());
        follow(state);
    }
}

/// Looks for matches again: the text or the vocabulary changed.
pub fn follow(state: &mut State) {
    if let Some(bar) = &mut state.tag_bar {
        bar.matches = matches(&state.tags, &bar.text, &state.tagging.recent);
        bar.at = bar.at.min(bar.matches.len().saturating_sub(1));
    }
}

/// Carries out a wish.
pub fn apply(app: &mut App, wish: Wish) {
    let state = &mut app.state;
    let Some(bar) = &mut state.tag_bar else { return };
    match wish {
        Wish::Text(text) => {
            bar.text = text;
            bar.at = 0;
            follow(state);
        }
        Wish::Cycle(by) => {
            let count = bar.matches.len().max(1) as isize;
            bar.at = (bar.at as isize + by).rem_euclid(count) as usize;
        }
        Wish::Apply(label) => {
            let Some(label) = label.or_else(|| bar.matches.get(bar.at).copied()) else { return };
            let photos = target(state);
            let Some(set) = state.tags.label(label).map(|(set, _)| set.id).filter(|_| !photos.is_empty()) else { return };
            let ruling = toggled(state, &photos, label);
            if let Ruling::Accept(label) = ruling {
                state.tagging.remember(label);
            }
            if let Some(bar) = &mut state.tag_bar {
                bar.text.clear();
                bar.at = 0;
            }
            follow(state);
            app.engine.send(EditRequest::Edit(Edit::Decide { photos, set, rulings: vec![ruling] }));
        }
        Wish::Create => {
            let name = bar.text.trim().to_owned();
            let photos = target(state);
            if let Some(set) = current_set(state).filter(|_| !name.is_empty()) {
                if let Some(bar) = &mut state.tag_bar {
                    bar.text.clear();
                }
                follow(state);
                app.engine.send(EditRequest::Edit(Edit::CreateLabel { set, name, photos }));
            }
        }
        Wish::Close => state.tag_bar = None,
    }
}

/// The set that a new label goes to.
fn current_set(state: &State) -> Option<LabelSetId> {
    state.tagging.set.or_else(|| state.tags.sets.first().map(|s| s.id))
}

/// Esc closes the bar, before it can mean anything else.
pub fn keys(ctx: &Context, state: &State) -> Actions {
    let mut actions = Actions::default();
    if state.tag_bar.is_some() && state.overlay.is_none() && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
        ctx.memory_mut(|m| m.request_focus(grid::focus_id()));
        actions.push(Action::TagBar(Wish::Close));
    }
    actions
}

/// Draws the bar above the photos.
pub fn tag_bar_ui(ui: &mut Ui, state: &State) -> Actions {
    let mut actions = Actions::default();
    let Some(bar) = &state.tag_bar else { return actions };
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.card, vec2(space::L, space::S));
    Panel::top("tag bar").resizable(false).frame(frame).show(ui, |ui| {
        widgets::named_region(ui, "Tag bar", Role::Group, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::left_to_right(Align::Center), |ui| {
                widgets::icon(ui, icons::ICON_SELL, theme::ICON, palette.accent);
                field_ui(ui, bar, &mut actions);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if widgets::icon_button(ui, icons::ICON_CLOSE, "Close the tag bar").clicked() {
                        actions.push(Action::TagBar(Wish::Close));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| matches_ui(ui, state, bar, &mut actions));
                });
            });
            ui.add(egui::Label::new(theme::caption_text(help(state, bar), palette)).truncate());
        });
    });
    actions
}

fn field_ui(ui: &mut Ui, bar: &TagBar, actions: &mut Actions) {
    let id = field_id();
    if ui.memory(|m| m.has_focus(id)) {
        let (back, on, create, enter) = ui.input_mut(|i| {
            (
                i.consume_key(Modifiers::SHIFT, Key::Tab),
                i.consume_key(Modifiers::NONE, Key::Tab),
                i.consume_key(Modifiers::SHIFT, Key::Enter),
                i.consume_key(Modifiers::NONE, Key::Enter),
            )
        });
        for (pressed, wish) in [(back, Wish::Cycle(-1)), (on, Wish::Cycle(1)), (create, Wish::Create), (enter, Wish::Apply(None))] {
            if pressed {
                actions.push(Action::TagBar(wish));
            }
        }
    }
    let mut text = bar.text.clone();
    let response = widgets::field(ui, id, &mut text, "Label", "Tag", width::TAG_FIELD);
    if ui.memory(|m| m.focused().is_none_or(|f| f == grid::focus_id())) {
        response.request_focus();
    }
    // Tab goes from match to match here.
    let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|m| m.set_focus_lock_filter(id, filter));
    if response.changed() {
        actions.push(Action::TagBar(Wish::Text(text)));
    }
}

/// The matches side by side, as many as fit, the one that Enter applies underlined.
fn matches_ui(ui: &mut Ui, state: &State, bar: &TagBar, actions: &mut Actions) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.x = space::XS;
    let photos = state.tag_target.as_ref();
    // The underlined one is always among those that are shown.
    let first = bar.at.saturating_sub(2);
    for (i, label) in bar.matches.iter().enumerate().skip(first) {
        let Some((set, found)) = state.tags.label(*label) else { continue };
        let has = photos.is_some_and(|p| matches!(toggled(state, p, *label), Ruling::Withdraw(_)));
        let name = human::elide_middle(&found.name, 24);
        let galley = ui.painter().layout_no_wrap(name, theme::body(), palette.text);
        let of = ui.painter().layout_no_wrap(human::elide_middle(&set.name, 16), theme::caption(), palette.weak);
        let tick = if has { theme::ICON_SMALL + space::XS } else { 0.0 };
        let size = vec2(galley.size().x + of.size().x + space::XS + 2.0 * space::S + tick, theme::CONTROL);
        if size.x > ui.available_width() {
            break;
        }
        let (rect, response) = ui.allocate_exact_size(size, Sense::CLICK);
        let best = i == bar.at;
        let spoken = format!("{}: {}{}", set.name, found.name, if has { ", on all" } else { "" });
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
            actions.push(Action::TagBar(Wish::Apply(Some(*label))));
        }
    }
}

fn help(state: &State, bar: &TagBar) -> String {
    let photos = state.tag_target.as_ref().map_or(0, |p| p.len()) as u64;
    if photos == 0 {
        return "Select the photos to tag".to_owned();
    }
    let name = bar.text.trim();
    let create = match current_set(state).and_then(|id| state.tags.set(id)) {
        None => return "There is no label set yet: make one in the tagging panel (Ctrl+Shift+T)".to_owned(),
        Some(set) if !name.is_empty() => format!(" · Shift+Enter makes “{}” in {}", human::elide_middle(name, 24), set.name),
        Some(_) => String::new(),
    };
    let best = bar.matches.get(bar.at).and_then(|l| Some((*l, state.tags.label(*l)?.1)));
    let apply = match best {
        Some((id, label)) => {
            let takes = state.tag_target.as_ref().is_some_and(|p| matches!(toggled(state, p, id), Ruling::Withdraw(_)));
            let verb = if takes { "takes" } else { "gives" };
            let to = if takes { "from" } else { "to" };
            format!("Enter {verb} “{}” {to} {} · Tab: next match", human::elide_middle(&label.name, 24), human::photos(photos))
        }
        None if name.is_empty() => format!("Type a label for {}", human::photos(photos)),
        None => "No label has these letters".to_owned(),
    };
    format!("{apply}{create} · Esc closes")
}

/// How well a label fits the letters; smaller is better.
fn fit(name: &str, text: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if name == text {
        Some(0)
    } else if name.starts_with(text) {
        Some(1)
    } else if name.split(|c: char| !c.is_alphanumeric()).any(|w| w.starts_with(text)) {
        Some(2)
    } else {
        name.contains(text).then_some(3)
    }
}

/// Labels with these letters, the best fit first; without letters those that were used last, then the most used.
fn matches(tags: &Tags, text: &str, recent: &[LabelId]) -> Vec<LabelId> {
    let text = text.trim().to_lowercase();
    let all = tags.sets.iter().flat_map(|s| &s.labels);
    let used = |id: LabelId| std::cmp::Reverse(tags.accepted.get(&id).copied().unwrap_or(0));
    let newest = |id: LabelId| recent.iter().position(|r| *r == id).unwrap_or(recent.len());
    let mut found: Vec<_> = if text.is_empty() {
        all.map(|l| (0, newest(l.id), used(l.id), l.id)).collect()
    } else {
        all.filter_map(|l| Some((fit(&l.name, &text)?, newest(l.id), used(l.id), l.id))).collect()
    };
    found.sort_by_key(|(fit, newest, used, _)| (*fit, *newest, *used));
    found.into_iter().map(|(.., id)| id).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Choice, Label, LabelSet};
    use std::collections::HashMap;

    #[test]
    fn the_best_match_comes_first() {
        let label = |id, name: &str| Label { id: LabelId(id), name: name.to_owned(), prompts: Vec::new(), since: 1 };
        let set = LabelSet {
            id: LabelSetId(1),
            name: "Category".to_owned(),
            choice: Choice::Single,
            templates: Vec::new(),
            none_of_these: false,
            revision: 1,
            labels: vec![label(1, "Flip flops"), label(2, "Flats"), label(3, "Ballet flats"), label(4, "Inflatable"), label(5, "Flat")],
        };
        let tags = Tags { sets: vec![set].into(), accepted: HashMap::from([(LabelId(1), 9)]), ..Tags::default() };
        let found = |text: &str| matches(&tags, text, &[LabelId(3)]).iter().map(|l| l.0).collect::<Vec<_>>();
        assert_eq!(found("flat"), [5, 2, 3, 4]);
        assert_eq!(found("FL"), [1, 2, 5, 3, 4], "the most used of equals first");
        assert_eq!(found("")[..2], [3, 1], "what was used last comes first");
        assert!(found("xyz").is_empty());
    }
}
