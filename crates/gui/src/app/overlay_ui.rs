//! Draws what lies over the window: one dialog, the command palette or the cheat sheet, never two at once.

use super::cheat_sheet::cheat_sheet_ui;
use super::commands::AppCommand;
use super::dialogs::{self, dialog_ui};
use super::features::{AnyCommand, CommandRow, Features, Message};
use super::overlay::Overlay;
use super::window::App;
use crate::kit::palette::{PaletteLine, palette_ui};
use crate::kit::theme::{self, space, width};
use crate::kit::toasts::{ToastReply, toasts_ui};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::focus;
use crate::shell::output::Output;
use egui::{Align2, Context, Id, Modal, Order, Ui, vec2};

impl App {
    /// Draws it.
    pub(super) fn overlay_ui(&mut self, egui: &Context) -> Output<Message> {
        let mut out = Output::default();
        let Some(overlay) = &mut self.overlay else { return out };
        // Its first field takes the keyboard at once where nothing else has it.
        if std::mem::take(&mut self.overlay_is_new) {
            focus::leave(egui);
        }
        let palette = theme::palette_of(egui);
        let lists = matches!(overlay, Overlay::Palette(_));
        let area = if lists {
            Modal::default_area(Id::unique("palette")).anchor(Align2::CENTER_TOP, vec2(0.0, theme::TOP_BAR))
        } else {
            Modal::default_area(Id::unique("dialog"))
        };
        let name = match overlay {
            Overlay::Dialog(dialog) => dialogs::title(dialog),
            Overlay::Feature(of) => self.features.dialog(*of).map_or("", |head| head.title),
            Overlay::Palette(_) => "All commands",
            Overlay::CheatSheet => "Cheat sheet",
        };
        let margin = if lists { space::S } else { space::L };
        let response = Modal::new(Id::unique("overlay"))
            .area(area.order(Order::Foreground).accessible_name(name))
            .frame(theme::float_frame(palette, margin))
            .backdrop_color(palette.shade)
            .show(egui, |ui| content_ui(ui, overlay, &self.ctx, &mut self.features, &mut out));
        if response.should_close() {
            out.effect(Effect::CloseOverlay);
        }
        out
    }

    /// Draws the toasts. Their own replies are followed at once, since they change nothing that is drawn below them.
    pub(super) fn toasts_ui(&mut self, egui: &Context) -> Output<Message> {
        let mut out = Output::default();
        let last = self.ctx.tags.undo.as_ref().map(|step| step.id);
        // A step that is no longer the last cannot be taken back from here.
        let stands = |effect: &Effect| !matches!(effect, Effect::UndoStep(step) if Some(*step) != last);
        self.toasts.settle(stands);
        for reply in toasts_ui(egui, &self.toasts) {
            match reply {
                ToastReply::Dismiss(id) => self.toasts.dismiss(id),
                ToastReply::Take(effect) => out.effect(effect),
                ToastReply::Copy(text) => out.effect(Effect::Copy { text, what: "Message" }),
            }
        }
        out
    }
}

fn content_ui(ui: &mut Ui, overlay: &mut Overlay, ctx: &Ctx, features: &mut Features, out: &mut Output<Message>) {
    match overlay {
        Overlay::Dialog(dialog) => {
            head_ui(ui, dialogs::title(dialog), false);
            out.extend(dialog_ui(ui, dialog, ctx));
        }
        Overlay::Feature(of) => {
            if let Some(head) = features.dialog(*of) {
                head_ui(ui, head.title, head.wide);
            }
            out.extend(features.dialog_ui(*of, ui, ctx));
        }
        Overlay::Palette(palette) => {
            let lines = lines(ui, features.commands(ctx), ctx);
            if let Some(command) = palette_ui(ui, palette, &lines) {
                out.effect(Effect::CloseOverlay);
                out.msg(Message::Run(command));
            }
        }
        Overlay::CheatSheet => {
            if cheat_sheet_ui(ui, &features.commands(ctx)) {
                out.effect(Effect::CloseOverlay);
            }
        }
    }
}

fn head_ui(ui: &mut Ui, title: &str, wide: bool) {
    let wanted = if wide { width::WIDE_DIALOG } else { width::DIALOG };
    ui.set_width(wanted.min(ui.ctx().content_rect().width() - 2.0 * space::XL));
    ui.spacing_mut().item_spacing.y = space::S;
    ui.label(theme::title_text(title, theme::palette(ui)));
}

/// The commands that can be run now.
fn lines(ui: &Ui, rows: Vec<CommandRow>, ctx: &Ctx) -> Vec<PaletteLine<AnyCommand>> {
    let rows = rows.into_iter().filter(|row| row.enabled && row.command != AnyCommand::App(AppCommand::Palette));
    rows.map(|row| PaletteLine {
        command: row.command,
        words: row.info.wording(ctx).into_owned(),
        found_by: format!("{} {}", row.info.words, row.info.group.title()),
        icon: row.info.icon,
        shortcut: row.info.shortcut(ui.ctx()),
    })
    .collect()
}
