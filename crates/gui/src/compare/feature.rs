//! What the comparison does for the app.

use super::commands::TABLE;
use super::keys;
use super::msg::{CompareCommand, Msg};
use super::state::{By, Compare, Tab};
use super::view::compare_ui;
use crate::kit::pictures::Pictures;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::output::Output;
use crate::shell::view::View;
use base::PhotoId;
use egui::{Context, Ui};
use engine::protocol::Event;
use std::sync::Arc;

impl Feature for Compare {
    type Msg = Msg;
    type Command = CompareCommand;
    const COMMANDS: &'static [Entry<CompareCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Compare];

    fn update(&mut self, _ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Show(tab) => {
                self.tab = tab;
                self.forget_places();
            }
            Msg::Choose(side, name) => {
                if self.models[1 - side].as_ref() == Some(&name) {
                    self.swap();
                } else {
                    self.models[side] = Some(name);
                    self.forget_answers();
                    self.list();
                }
            }
            Msg::Swap => self.swap(),
            Msg::Point(hovered) => (self.hovered, self.by_keys) = (hovered, false),
            Msg::Move(side, index, by) => {
                let photo = self.photo_at(side, index);
                self.sides[side].cursor = photo;
                self.sides[side].reveal = Some(index);
                self.active = side;
                self.hovered = None;
                self.by_keys = by != By::Click;
                if by != By::Keys
                    && let Some(photo) = photo
                {
                    self.sides[1 - side].reveal = self.position(1 - side, photo);
                }
            }
            Msg::LaidOut(side, drawn) => {
                let side = &mut self.sides[side];
                (side.columns, side.rows_per_page) = (drawn.columns, drawn.rows_per_page);
                side.to_top &= !drawn.turn.to_top;
                side.reveal = side.reveal.filter(|_| side.reveal != drawn.turn.reveal);
            }
            Msg::ChooseSet(set) => {
                self.set = Some(set);
                (self.opinions, self.asked_set, self.pair) = (None, None, None);
                self.list();
                self.forget_places();
            }
            Msg::Pair(pair) => {
                self.pair = pair;
                self.list();
                self.forget_places();
            }
        }
        Vec::new()
    }

    fn run(&mut self, _ctx: &Ctx, command: CompareCommand) -> Vec<Effect> {
        match command {
            CompareCommand::Open => vec![Effect::Show(View::Compare)],
        }
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::Compared(answer) = event {
            self.take_answer(Arc::clone(answer));
        } else if let Event::ComparedSet(answer) = event {
            self.take_opinions(Arc::clone(answer));
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.requests(ctx)
    }

    fn keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        keys::keys(egui, ctx, self)
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self { open: self.open, ..Self::default() };
    }

    fn photo_in_hand(&self, _ctx: &Ctx) -> Option<PhotoId> {
        self.photo()
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Msg> {
        compare_ui(ui, ctx, self, pictures)
    }
}

impl Compare {
    /// Two grids stand side by side.
    pub fn shows_two_grids(&self) -> bool {
        self.tab == Tab::Search
    }
}
