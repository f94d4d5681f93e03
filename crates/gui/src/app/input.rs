//! The keys of a frame: what a view captures, then commands, then Esc, then what moves.

use super::keys;
use super::window::App;
use crate::shell::common::Common;
use crate::shell::focus;
use crate::shell::query::Change;
use crate::shell::view::View;
use egui::{Context, Key, Modifiers};

impl App {
    /// The keys of this frame.
    pub(super) fn keys(&mut self, egui: &Context) {
        self.refresh();
        let captured = self.features.capture_keys(egui, &self.ctx);
        self.carry_out(egui, captured);
        self.refresh();
        if !self.ctx.covered && !egui::Popup::is_any_open(egui) {
            if let Some(pressed) = keys::pressed(egui, &self.features, &self.ctx) {
                self.ctx.shifted = pressed.shifted;
                self.run(egui, pressed.command);
                self.ctx.shifted = false;
            }
            // The search field has its own Esc; the focus is gone from it by now.
            let left_field = egui.memory(|m| m.had_focus_last_frame(focus::search()));
            if !left_field && !egui.text_edit_focused() && egui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
                self.escape(egui);
            }
        }
        self.refresh();
        let moves = self.features.keys(egui, &self.ctx);
        self.carry_out(egui, moves);
        self.refresh();
    }

    /// Esc: one step back. What lies on top goes first, the search last.
    fn escape(&mut self, egui: &Context) {
        let ctx = &mut self.ctx;
        if ctx.looks.full_screen {
            self.fill_screen(egui, false);
        } else if let Some(view) = ctx.beneath.take() {
            self.show(egui, view);
        } else if ctx.view != View::Grid {
            self.run_common(egui, Common::Grid);
        } else if self.toasts.wants_reading() {
            self.toasts.dismiss_seen();
        } else if ctx.selection.count() > 1 || (ctx.selection.cursor().is_some() && ctx.query.is_empty()) {
            ctx.selection.clear();
        } else if !ctx.query.is_empty() {
            self.ask(vec![Change::Clear]);
        }
    }
}
