//! What the app asks of a feature. The list of features is `app::features`; each folder implements this once.

use super::command::Entry;
use super::ctx::Ctx;
use super::draft::Draft;
use super::effect::Effect;
use super::output::Output;
use super::view::View;
use crate::kit::pictures::Pictures;
use base::PhotoId;
use egui::{Context, Ui};
use engine::protocol::Event;

/// The head of a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DialogHead {
    /// Its title, also its name for screen readers.
    pub title: &'static str,
    /// It needs room for a form.
    pub wide: bool,
}

/// A part of the window with a state of its own. `self` is that state: drawing reads it, `update` and `on_event` change it.
pub trait Feature: Default + 'static {
    /// What the person does in it.
    type Msg;
    /// What can be asked of it by menu, shortcut or palette.
    type Command: Copy + PartialEq + 'static;
    /// Every command, once.
    const COMMANDS: &'static [Entry<Self::Command, Self>];
    /// The views of the centre that it draws by itself.
    const VIEWS: &'static [View] = &[];

    /// Carries out what the person did.
    #[must_use]
    fn update(&mut self, ctx: &Ctx, msg: Self::Msg) -> Vec<Effect>;

    /// Carries out a command.
    #[must_use]
    fn run(&mut self, ctx: &Ctx, command: Self::Command) -> Vec<Effect>;

    /// Takes in what the engine tells; the shared facts hold it already.
    #[must_use]
    fn on_event(&mut self, _ctx: &Ctx, _event: &Event) -> Vec<Effect> {
        Vec::new()
    }

    /// After a frame: asks the engine for what was found missing.
    #[must_use]
    fn after_frame(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// Keys that it answers to before any command does.
    fn capture_keys(&self, _egui: &Context, _ctx: &Ctx) -> Output<Self::Msg> {
        Output::default()
    }

    /// Keys that no command wants.
    fn keys(&self, _egui: &Context, _ctx: &Ctx) -> Output<Self::Msg> {
        Output::default()
    }

    /// Another catalogue was opened: nothing of the last one is left.
    fn other_catalogue(&mut self, _ctx: &Ctx) {}

    /// One of its views was asked for.
    #[must_use]
    fn on_shown(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// The photo that "this photo" means in its view.
    fn photo_in_hand(&self, ctx: &Ctx) -> Option<PhotoId> {
        ctx.selection.cursor()
    }

    /// Draws its view.
    fn view_ui(&self, _ui: &mut Ui, _ctx: &Ctx, _pictures: &mut Pictures) -> Output<Self::Msg> {
        Output::default()
    }

    /// Its dialog, while that is open.
    fn dialog(&self) -> Option<DialogHead> {
        None
    }

    /// Draws the dialog; its fields are written in place.
    fn dialog_ui(&mut self, _ui: &mut Ui, _ctx: &Ctx) -> Output<Self::Msg> {
        Output::default()
    }

    /// The dialog was left.
    fn close_dialog(&mut self) {}

    /// What was written in it and is not saved yet.
    fn draft(&self) -> Option<Draft> {
        None
    }

    /// Saves that, and goes on with what asked about it.
    #[must_use]
    fn save_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// Throws it away, and goes on with what asked about it.
    #[must_use]
    fn drop_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// Goes on writing.
    #[must_use]
    fn keep_draft(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }
}
