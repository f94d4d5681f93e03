//! Draws what lies over the window: one dialog, the command palette or the cheat sheet, never two at once.

use super::cheat_sheet::cheat_sheet_ui;
use super::dialogs::{self, dialog_ui};
use super::features::{Features, Message};
use super::leaving::{self, leaving_ui};
use super::overlay::Overlay;
use super::palette_lines;
use super::window::App;
use crate::kit::palette::palette_ui;
use crate::kit::theme::{self, space, width};
use crate::kit::toasts::{self, Toasts};
use crate::shell::ctx::Ctx;
use crate::shell::draft::DraftEnd;
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
        // Its top stands still while what is in it grows, so that nothing moves away under the pointer.
        let (id, top) = match overlay {
            Overlay::Palette(_) => ("palette", theme::TOP_BAR),
            Overlay::CheatSheet(_) => ("sheet", theme::SHEET_TOP),
            Overlay::Dialog(_) | Overlay::Feature(_) | Overlay::Leaving(_) | Overlay::Messages => {
                ("dialog", (egui.content_rect().height() * theme::DIALOG_TOP).floor())
            }
        };
        let area = Modal::default_area(Id::unique(id)).anchor(Align2::CENTER_TOP, vec2(0.0, top));
        let name = match overlay {
            Overlay::Dialog(dialog) => dialogs::title(dialog),
            Overlay::Feature(of) => self.features.dialog(*of).map_or("", |head| head.title),
            Overlay::Leaving(_) => leaving::TITLE,
            Overlay::Palette(_) => "All commands",
            Overlay::CheatSheet(_) => "Cheat sheet",
            Overlay::Messages => "All messages",
        };
        let margin = if lists { space::S } else { space::L };
        let mut end = None;
        let response = Modal::new(Id::unique("overlay"))
            // Below menus, which lie in the foreground: a click in the dialog would bring it above them.
            .area(area.order(Order::Middle).accessible_name(name))
            .frame(theme::float_frame(palette, margin))
            .backdrop_color(palette.shade)
            .show(egui, |ui| match &mut *overlay {
                Overlay::Leaving(leaving) => {
                    head_ui(ui, leaving::TITLE, false);
                    end = leaving_ui(ui, leaving);
                }
                overlay => content_ui(ui, overlay, &self.ctx, &mut self.features, &self.toasts, &mut out),
            });
        if response.should_close() {
            match overlay {
                Overlay::Leaving(_) => end = Some(DraftEnd::Keep),
                Overlay::Feature(_) => out.effect(Effect::Leave(vec![Effect::CloseOverlay])),
                _ => out.effect(Effect::CloseOverlay),
            }
        }
        if let Some(end) = end {
            self.end_draft(egui, end);
        }
        out
    }
}

fn content_ui(ui: &mut Ui, overlay: &mut Overlay, ctx: &Ctx, features: &mut Features, said: &Toasts<Effect>, out: &mut Output<Message>) {
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
        Overlay::Leaving(_) => {}
        Overlay::Palette(palette) => {
            let lines = palette_lines::lines(ui, features, ctx);
            if let Some(chosen) = palette_ui(ui, palette, &lines) {
                out.effect(Effect::CloseOverlay);
                out.item(chosen);
            }
        }
        Overlay::CheatSheet(sheet) => {
            if let Some(effect) = cheat_sheet_ui(ui, ctx, sheet, &features.commands(ctx)) {
                out.effect(effect);
            }
        }
        Overlay::Messages => {
            head_ui(ui, "All messages", true);
            if let Some(text) = toasts::said_ui(ui, said) {
                out.effect(Effect::Copy { text, what: "Messages" });
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
