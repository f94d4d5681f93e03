//! Choosing a label set, making one, and what can be done with the whole of it.

use super::commands::{TABLE, has_twins};
use super::msg::{Msg, TaggingCommand};
use super::shipped;
use super::state::Tagging;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::{self, menu_item};
use crate::shell::command::entry;
use crate::shell::command_ui::{command_button, menu_command};
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::view::Region;
use base::{LabelSetId, human};
use egui::containers::menu::SubMenuButton;
use egui::{Button, Popup, RichText, ScrollArea, Ui, vec2};
use egui_material_icons::icons;
use engine::protocol::PickPurpose;

/// Draws the button that names the chosen set and opens the menu of all.
pub fn chooser_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, room: f32, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    let name = &tagging.draft.name;
    let arrow = RichText::new(icons::ICON_EXPAND_MORE.codepoint).font(theme::icon_font(theme::ICON_SMALL)).color(palette.weak);
    let shown = human::elide_middle(name, (room / space::S) as usize);
    let button = Button::new((theme::strong_text(shown, palette), arrow)).gap(space::XS).frame_when_inactive(false);
    let response = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding.x = space::XS;
            ui.add(button.min_size(vec2(0.0, theme::CONTROL)))
        })
        .inner;
    widgets::focus_ring(ui, &response);
    let response = response.accessible_name(format!("Label set {name}")).on_hover_text(name);
    Popup::menu(&response).show(|ui| menu_ui(ui, ctx, tagging, out));
}

fn menu_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    ui.set_width(width::MENU);
    let tall = ui.ctx().content_rect().height() * 0.7;
    ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).show(ui, |ui| {
        for set in ctx.tags.sets.iter() {
            let chosen = tagging.set == Some(set.id);
            if menu_item(ui, chosen.then_some(icons::ICON_CHECK), &human::elide_middle(&set.name, 32), None).clicked() {
                out.msg(Msg::Choose(set.id));
                ui.close();
            }
        }
        ui.separator();
        command_item(ui, ctx, tagging, TaggingCommand::NewLabelSet, out);
        let icon = RichText::new(icons::ICON_SELL.codepoint).font(theme::icon_font(theme::ICON)).color(theme::palette(ui).weak);
        let button = Button::new((icon, "Start from a ready-made set")).gap(space::S).right_text(SubMenuButton::arrow_atom(None));
        SubMenuButton::from_button(button).ui(ui, |ui| builtin_items(ui, out));
        if menu_item(ui, Some(icons::ICON_FILE_OPEN), "Import label sets…", None).clicked() {
            out.effect(Effect::Ask(Dialog::path(PickPurpose::ImportLabels)));
            ui.close();
        }
        if menu_item(ui, Some(icons::ICON_FILE_SAVE), "Export label sets…", None).clicked() {
            out.effect(Effect::Ask(Dialog::path(PickPurpose::ExportLabels)));
            ui.close();
        }
        ui.separator();
        for (words, icon, effect) in [
            ("Check labels…", icons::ICON_RULE, Effect::CheckLabels(None)),
            ("Evaluate…", icons::ICON_ANALYTICS, Effect::Evaluate),
            ("Check words", icons::ICON_SPELLCHECK, Effect::CheckWords),
        ] {
            let known = tagging.set.is_some();
            if ui.add_enabled_ui(known, |ui| menu_item(ui, Some(icon), words, None)).inner.clicked() {
                out.effect(effect);
                ui.close();
            }
        }
        ui.separator();
        for command in [TaggingCommand::EditLabels, TaggingCommand::DuplicateLabelSet] {
            command_item(ui, ctx, tagging, command, out);
        }
        for (words, icon, by) in [("Move this set up", icons::ICON_ARROW_UPWARD, -1), ("Move this set down", icons::ICON_ARROW_DOWNWARD, 1)]
        {
            let order = moved(ctx, tagging, by);
            if ui.add_enabled_ui(order.is_some(), |ui| menu_item(ui, Some(icon), words, None)).inner.clicked()
                && let Some(order) = order
            {
                out.msg(Msg::Order(order));
                ui.close();
            }
        }
        if has_twins(ctx, tagging) {
            command_item(ui, ctx, tagging, TaggingCommand::MergeLabels, out);
        }
        command_item(ui, ctx, tagging, TaggingCommand::DeleteLabelSet, out);
    });
}

fn command_item(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, command: TaggingCommand, out: &mut Output<Msg>) {
    if menu_command(ui, ctx, tagging, entry(TABLE, &command)) {
        out.msg(Msg::Run(command));
    }
}

/// The order of the sets with the chosen one moved by so many places.
fn moved(ctx: &Ctx, tagging: &Tagging, by: isize) -> Option<Vec<LabelSetId>> {
    let mut order: Vec<LabelSetId> = ctx.tags.sets.iter().map(|s| s.id).collect();
    let at = order.iter().position(|id| Some(*id) == tagging.set)?;
    let to = at.checked_add_signed(by).filter(|to| *to < order.len())?;
    order.swap(at, to);
    Some(order)
}

fn builtin_items(ui: &mut Ui, out: &mut Output<Msg>) {
    ui.set_width(width::MENU);
    for set in shipped::useful_first() {
        let measured = set.measured.filter(|_| shipped::is_useful(set));
        let right = measured.map(|measured| format!("{:.0} % right", (measured.right * 100.0).floor()));
        let item = menu_item(ui, None, &set.draft.name, Some(right.unwrap_or_else(|| "not measured".to_owned())));
        if item.on_hover_text(shipped::figure_words(set)).clicked() {
            out.msg(Msg::StartFrom(set.start()));
            ui.close();
        }
    }
}

/// What there is to see before the first set: sets to start from.
pub fn start_ui(ui: &mut Ui, ctx: &Ctx, tagging: &Tagging, out: &mut Output<Msg>) {
    let palette = theme::palette(ui);
    ui.add_space(space::M);
    ui.label(theme::strong_text("Tag photos in your own words", palette));
    let words = "A label set is one question, such as Category or Colour, with its labels as answers. Choose one to start from; \
                 the model counts at once, and every word can be changed.";
    ui.add(egui::Label::new(theme::weak_text(words, palette)).wrap());
    ui.add_space(space::S);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (i, set) in shipped::useful_first().into_iter().enumerate() {
            let response = shipped::set_ui(ui, set);
            if i == 0 && ctx.go_to == Some(Region::Inspector) {
                response.request_focus();
            }
            if response.clicked() {
                out.msg(Msg::StartFrom(set.start()));
            }
        }
    });
    ui.add(egui::Label::new(theme::caption_text(shipped::FIGURES, palette)).wrap());
    ui.add_space(space::S);
    ui.vertical_centered(|ui| {
        let width = ui.available_width();
        if command_button(ui, ctx, tagging, entry(TABLE, &TaggingCommand::NewLabelSet), width).clicked() {
            out.msg(Msg::Run(TaggingCommand::NewLabelSet));
        }
        if widgets::sized_button(ui, None, "Import label sets…", ui.available_width()).clicked() {
            out.effect(Effect::Ask(Dialog::path(PickPurpose::ImportLabels)));
        }
        if widgets::sized_button(ui, None, "Import labels from a CSV…", ui.available_width()).clicked() {
            out.effect(Effect::ImportTags);
        }
    });
}
