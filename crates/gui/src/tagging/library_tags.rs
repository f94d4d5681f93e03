//! Tags in the library panel: each label set a section, its labels with counts, the most used first.

use super::msg::Msg;
use super::state::Tagging;
use crate::kit::theme::{self, space};
use crate::kit::widgets::{self, RowSpec};
use crate::shell::ctx::Ctx;
use crate::shell::output::Output;
use base::{LabelId, LabelSetId, human};
use egui::accesskit::Role;
use egui::{Sense, Ui, WidgetInfo, pos2, vec2};
use egui_material_icons::icons;
use engine::protocol::Only;

/// Labels of a section until all are asked for.
const FIRST: usize = 5;

/// A line of the library panel below the folders; all are of one height, so that only those in view are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The heading of a set.
    Set(LabelSetId),
    /// A label and how many photos have it.
    Label(LabelId, u64),
    /// How many more labels there are.
    More(LabelSetId, usize),
    /// Shows the first labels only again.
    Less(LabelSetId),
}

/// The lines as they stand now.
pub fn lines(tagging: &Tagging) -> Vec<Line> {
    let mut lines = Vec::new();
    for (set, labels) in &tagging.used {
        lines.push(Line::Set(*set));
        if tagging.folded.contains(set) {
            continue;
        }
        let whole = tagging.whole.contains(set);
        // "1 more…" would take the room of the one.
        let shown = if whole || labels.len() == FIRST + 1 { labels.len() } else { FIRST };
        lines.extend(labels.iter().take(shown).map(|(label, n)| Line::Label(*label, *n)));
        match labels.len().saturating_sub(shown) {
            0 if whole && labels.len() > FIRST + 1 => lines.push(Line::Less(*set)),
            0 => {}
            more => lines.push(Line::More(*set, more)),
        }
    }
    lines
}

/// Draws one.
pub fn line_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, line: Line) -> Output<Msg> {
    let mut out = Output::default();
    let quiet = |ui: &mut Ui, words: &str, name: String| {
        let palette = theme::palette(ui);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let colour = if response.hovered() { palette.strong } else { palette.faint };
        let inner = rect.shrink2(vec2(space::S, 0.0));
        widgets::paint_elided(ui.painter(), inner, words, &theme::body(), colour);
        widgets::focus_ring(ui, &response);
        response
    };
    match line {
        Line::Set(id) => set_ui(ui, ctx, tagging, id, &mut out),
        Line::Label(id, photos) => label_ui(ui, ctx, id, photos, &mut out),
        Line::More(set, more) => {
            let name = ctx.tags.set(set).map_or("", |s| s.name.as_str());
            if quiet(ui, &format!("{} more…", human::count(more as u64)), format!("{more} more labels of {name}")).clicked() {
                out.msg(Msg::Whole(set));
            }
        }
        Line::Less(set) => {
            let name = ctx.tags.set(set).map_or("", |s| s.name.as_str());
            if quiet(ui, "Fewer…", format!("Fewer labels of {name}")).clicked() {
                out.msg(Msg::Whole(set));
            }
        }
    }
    out
}

fn set_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, id: LabelSetId, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let Some(set) = ctx.tags.set(id) else { return };
    let open = !tagging.folded.contains(&id);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    let name = format!("{} {}", if open { "Fold" } else { "Unfold" }, set.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let colour = if response.hovered() { palette.strong } else { palette.weak };
    let icon = if open { icons::ICON_EXPAND_MORE } else { icons::ICON_CHEVRON_RIGHT };
    let mut text = rect.shrink2(vec2(space::S, 0.0)).translate(vec2(0.0, space::XS / 2.0));
    let middle = pos2(text.right() - theme::ICON_SMALL / 2.0, text.center().y);
    widgets::paint_icon(ui.painter(), middle, icon, theme::ICON_SMALL, colour);
    text.max.x -= theme::ICON_SMALL + space::XS;
    widgets::paint_elided(ui.painter(), text, &set.name, &theme::caption(), colour);
    widgets::focus_ring(ui, &response);
    if response.on_hover_text("How many photos have each label as a tag; suggestions are not counted").clicked() {
        out.msg(Msg::Fold(id));
    }
}

fn label_ui(ui: &mut Ui, ctx: &Ctx, id: LabelId, photos: u64, out: &mut Output<Msg>) {
    let Some((set, label)) = ctx.tags.label(id) else { return };
    let only = Only::Tagged(id);
    let selected = ctx.query.only.as_ref() == Some(&only) && ctx.view.shows_query();
    let row = RowSpec {
        words: &label.name,
        count: Some(human::count(photos)),
        icon: None,
        selected,
        indent: 0.0,
        name: format!("Tagged {}: {}, {}", set.name, label.name, human::photos(photos)),
        room_right: 0.0,
    };
    let told = format!("{} tagged “{}”", human::photos(photos), label.name);
    if widgets::row_ui(ui, &row).on_hover_text(told).clicked() {
        // A second click on what is shown shows everything again.
        out.msg(Msg::Only((!selected).then_some(only)));
    }
}
