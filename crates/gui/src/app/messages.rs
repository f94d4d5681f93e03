//! Where messages are seen: in the status bar, or above it where one needs more room.

use super::commands::AppCommand;
use super::features::{AnyCommand, Message};
use super::window::App;
use crate::kit::theme::{self, space, width};
use crate::kit::toasts::{self, ToastReply};
use crate::kit::widgets;
use crate::shell::effect::Effect;
use crate::shell::output::Output;
use crate::shell::view::View;
use egui::{Panel, Ui, vec2};

impl App {
    /// Draws the status bar with the message that is seen, and a bar above it where the message is longer than the line.
    pub(super) fn foot_ui(&mut self, ui: &mut Ui, out: &mut Output<Message>) {
        self.settle_messages();
        let palette = theme::palette(ui);
        let bar = theme::panel_frame(palette.bar, vec2(space::L, 0.0));
        let longer = self.toasts.is_longer_than(ui, ui.available_width() - 2.0 * space::L - width::STATUS_ENDS);
        let mut replies = Vec::new();
        Panel::bottom("status bar").exact_size(theme::STATUS_BAR).resizable(false).frame(bar).show(ui, |ui| {
            widgets::name_panel(ui, "Status bar");
            let more = super::status_bar::status_bar_ui(ui, &self.ctx, &self.features, |ui| {
                if !longer {
                    replies = toasts::line_ui(ui, &self.toasts);
                }
            });
            out.extend(more);
        });
        if longer {
            let bar = theme::panel_frame(palette.float, vec2(space::L, space::XS));
            Panel::bottom("message").resizable(false).frame(bar).show(ui, |ui| replies = toasts::bar_ui(ui, &self.toasts));
        }
        for reply in replies {
            match reply {
                ToastReply::Dismiss(id) => self.toasts.dismiss(id),
                ToastReply::Take(effect) => out.effect(effect),
                ToastReply::Copy(text) => out.effect(Effect::Copy { text, what: "Message" }),
                ToastReply::ShowAll => out.msg(Message::Run(AnyCommand::App(AppCommand::Messages))),
            }
        }
    }

    /// A step that is no longer the last cannot be taken back from a message, and problems that are no more cannot be shown.
    fn settle_messages(&mut self) {
        let last = self.ctx.tags.undo.as_ref().map(|step| step.id);
        let problems = self.ctx.library.snapshot.as_ref().is_some_and(|s| !s.problems.is_empty());
        self.toasts.settle(|effect| match effect {
            Effect::UndoStep(step) => Some(*step) == last,
            Effect::Show(View::Problems) => problems,
            _ => true,
        });
    }
}
