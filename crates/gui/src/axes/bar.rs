//! The walk above the grid: two ends, a slider between them, the photos on the way.

use super::msg::{AxesCommand, Msg};
use super::ribbon::ribbon_ui;
use super::saved_menu::{kept_ui, saved_ui};
use super::state::Axes;
use crate::kit::pictures::Pictures;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets;
use crate::shell::command::READ_ONLY;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::output::Output;
use base::axes::{AxisDraft, Way};
use base::human;
use egui::accesskit::Role;
use egui::{Align, Id, Label, Layout, Panel, Slider, Ui, vec2};
use egui_material_icons::icons;

/// Walks that were measured with the model that comes along, to begin with.
const EXAMPLES: [(&str, &str); 3] = [("casual shoe", "formal shoe"), ("white shirt", "black shirt"), ("men's watch", "women's watch")];

/// What it is good for, until there is a walk.
const GOOD_FOR: &str = "Write where to start and where to go: words, or filters such as tag:casual. The slider then shows the photos between the two, step by step: “like this, but more formal”.";

/// Characters of an end in a sentence.
const END: usize = 32;

/// Draws the bar above the photos.
pub fn bar_ui(ui: &mut Ui, ctx: &Ctx, axes: &Axes, pictures: &mut Pictures) -> Output<Msg> {
    let mut out = Output::default();
    if !axes.open {
        return out;
    }
    let palette = theme::palette(ui);
    let frame = theme::panel_frame(palette.card, vec2(space::L, space::S));
    Panel::top("walk").resizable(false).frame(frame).show(ui, |ui| {
        widgets::named_region(ui, "Walk from here to there", Role::Group, |ui| {
            ui.spacing_mut().item_spacing.y = space::XS;
            ends_ui(ui, ctx, axes, &mut out);
            if !axes.complete() {
                empty_ui(ui, ctx, &mut out);
                return;
            }
            if let Some(wrong) = &axes.wrong {
                ui.add(Label::new(theme::weak_text(wrong, palette).color(palette.problem)).wrap());
                return;
            }
            slider_ui(ui, axes, &mut out);
            ribbon_ui(ui, ctx, axes, pictures, &mut out);
            ui.add(Label::new(theme::caption_text(told(axes), palette)).truncate());
        });
    });
    out
}

fn ends_ui(ui: &mut Ui, ctx: &Ctx, axes: &Axes, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.allocate_ui_with_layout(vec2(ui.available_width(), theme::CONTROL), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        widgets::icon(ui, icons::ICON_LINEAR_SCALE, theme::ICON, palette.accent);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if widgets::icon_button(ui, icons::ICON_CLOSE, "End the walk").clicked() {
                out.msg(Msg::Close);
            }
            saved_ui(ui, ctx, out);
            match axes.saved(ctx) {
                Some(saved) => kept_ui(ui, ctx, saved, out),
                None if axes.complete() => save_ui(ui, ctx, out),
                None => {}
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| fields_ui(ui, axes, out));
        });
    });
}

fn save_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let button = ui.add_enabled_ui(!ctx.is_read_only(), |ui| widgets::button(ui, None, "Save as an axis…")).inner;
    let button = button.on_hover_text("To sort and to filter by it").on_disabled_hover_text(READ_ONLY);
    if button.clicked() {
        out.msg(Msg::Run(AxesCommand::Save));
    }
}

fn fields_ui(ui: &mut Ui, axes: &Axes, out: &mut Output<Msg>) {
    let ids = [Id::unique("walk from"), Id::unique("walk to")];
    let both = ui.available_width() - theme::CONTROL - 2.0 * space::S;
    let room = (both / 2.0).clamp(0.0, width::WALK_END);
    let AxisDraft { from, to, .. } = &axes.axis;
    let (mut start, mut end) = (from.clone(), to.clone());
    let first = widgets::field(ui, ids[0], &mut start, "From: casual shoe", "Walk from", room);
    if widgets::icon_button(ui, icons::ICON_SWAP_HORIZ, "Walk the other way").clicked() {
        out.msg(Msg::Swap);
    }
    let last = widgets::field(ui, ids[1], &mut end, "To: formal shoe", "Walk to", room);
    // The bar was opened: what is wanting is written next.
    let free = axes.opened > 0 || ui.memory(|m| m.focused().is_none_or(focus::is_photos));
    if free && !axes.complete() {
        if from.is_empty() { &first } else { &last }.request_focus();
    }
    if first.changed() {
        out.msg(Msg::From(start));
    }
    if last.changed() {
        out.msg(Msg::To(end));
    }
    if first.lost_focus() || last.lost_focus() {
        out.msg(Msg::Go);
        if first.lost_focus() && to.trim().is_empty() && ui.input(|i| i.key_pressed(egui::Key::Enter)) {
            last.request_focus();
        }
    }
}

fn empty_ui(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.add(Label::new(theme::weak_text(GOOD_FOR, palette)).wrap());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let kept = ctx.tags.axes.iter().take(EXAMPLES.len()).map(|saved| (saved.name.clone(), saved.axis.clone()));
        let given = EXAMPLES.map(|(from, to)| {
            let axis = AxisDraft { from: from.to_owned(), to: to.to_owned(), way: Way::Line };
            (format!("{from} to {to}"), axis)
        });
        for (words, axis) in kept.chain(given).take(EXAMPLES.len()) {
            if widgets::button(ui, None, &words).clicked() {
                out.msg(Msg::Along(axis));
            }
        }
    });
}

fn slider_ui(ui: &mut Ui, axes: &Axes, out: &mut Output<Msg>) {
    ui.scope(|ui| {
        // The rail is painted in the fill of controls, which is the ground's own grey in the light theme.
        ui.visuals_mut().widgets.inactive.bg_fill = theme::palette(ui).rail;
        ui.spacing_mut().slider_width = ui.available_width();
        ui.spacing_mut().interact_size.y = theme::SLIDER;
        let mut position = axes.position;
        let slider = Slider::new(&mut position, 0.0..=1.0).show_value(false).trailing_fill(true).step_by(0.01);
        let slider = ui.add(slider).accessible_name("Place on the way");
        widgets::focus_ring(ui, &slider);
        if slider.changed() {
            out.msg(Msg::At(position));
        }
    });
}

/// "30 % of the way from casual shoe to formal shoe", and what is to be known of the ends.
fn told(axes: &Axes) -> String {
    let [from, to] = [&axes.axis.from, &axes.axis.to].map(|end| human::elide_middle(end.trim(), END));
    let mut words = vec![format!("{:.0} % of the way from {from} to {to}", 100.0 * axes.position)];
    if let Some(walked) = &axes.walked {
        let unknown: Vec<&str> = walked.told.iter().flat_map(|told| told.unknown_words.iter().map(String::as_str)).collect();
        if !unknown.is_empty() {
            words.push(format!("the model was never taught: {}", unknown.join(", ")));
        }
        words.extend(
            walked.told.iter().flat_map(|told| &told.searched_as).map(|word| format!("{}: searched as {}", word.word, word.instead)),
        );
        words.extend(
            walked
                .held_out
                .map(|held_out| format!("told apart in {:.0} % of photos that were held out (chance 50 %)", 100.0 * held_out.accuracy())),
        );
    }
    words.join(" · ")
}
