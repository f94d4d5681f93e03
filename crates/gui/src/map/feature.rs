//! What the map does for the app.

use super::camera::Camera;
use super::commands::{TABLE, colour_of};
use super::keys;
use super::msg::{MapCommand, Msg};
use super::state::MapPage;
use super::view::map_ui;
use crate::kit::pictures::Pictures;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::output::Output;
use crate::shell::query::Change;
use crate::shell::view::View;
use base::{PhotoId, human};
use egui::{Context, Rect, Ui};
use engine::protocol::{CancelRequest, Event, Listed, Only, QueryRequest};
use std::sync::Arc;

impl Feature for MapPage {
    type Msg = Msg;
    type Command = MapCommand;
    const COMMANDS: &'static [Entry<MapCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Map];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => return self.run(ctx, command),
            Msg::Look(camera) => self.camera = camera,
            Msg::Colour(by) => (self.by, self.lit) = (Some(by), None),
            Msg::Light(line) => self.lit = line,
            Msg::Go(photo) => {
                self.follow(photo);
                return vec![Effect::Visit(photo)];
            }
        }
        Vec::new()
    }

    fn run(&mut self, ctx: &Ctx, command: MapCommand) -> Vec<Effect> {
        if let Some(by) = colour_of(command, ctx) {
            (self.by, self.lit) = (Some(by), None);
            return if ctx.view == View::Map { Vec::new() } else { vec![Effect::Show(View::Map)] };
        }
        match command {
            MapCommand::Fit => self.camera = Camera::default(),
            MapCommand::ShowInGrid => return Self::show_in_grid(ctx),
            MapCommand::LayOutAgain => return vec![self.ask(true)],
            MapCommand::Stop => return ctx.mapping.map(|reading| Effect::send(CancelRequest::Map(reading.request))).into_iter().collect(),
            _ if ctx.view == View::Map => return vec![self.ask(false)],
            _ => return vec![Effect::Show(View::Map)],
        }
        Vec::new()
    }

    fn on_event(&mut self, _ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::Map(view) = event {
            self.take(view);
        }
        Vec::new()
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        // What is looked at large is looked at from the map.
        let open = ctx.view == View::Map || ctx.beneath == Some(View::Map);
        if !open && self.request.take().is_some() {
            return vec![Effect::send(QueryRequest::StopMapping)];
        }
        if ctx.view == View::Map && self.request.is_none() { vec![self.ask(false)] } else { Vec::new() }
    }

    fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        keys::capture(egui, ctx, self)
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Msg> {
        map_ui(ui, ctx, self, pictures)
    }
}

impl MapPage {
    fn ask(&mut self, anew: bool) -> Effect {
        let (id, effect) = Effect::ask(QueryRequest::Map { anew });
        self.request = Some(id);
        effect
    }

    /// The grid shows what is selected, and nothing else.
    fn show_in_grid(ctx: &Ctx) -> Vec<Effect> {
        let mut photos: Vec<PhotoId> = ctx.selection.iter().collect();
        photos.sort_unstable();
        let words = format!("{} from the map", human::photos(photos.len() as u64));
        let listed = Listed { words: words.into(), photos: photos.clone().into() };
        vec![Effect::Show(View::Grid), Effect::Query(vec![Change::Only(Some(Only::Listed(Arc::new(listed))))]), Effect::SelectThese(photos)]
    }

    /// Where the map was drawn last.
    pub(super) fn area(&self) -> Option<Rect> {
        self.made.borrow().drawn.as_ref().map(super::paint::Drawn::area)
    }

    /// The map moves until a photo is in view.
    fn follow(&mut self, photo: PhotoId) {
        let (Some(at), Some(charted), Some(area)) = (self.at(photo), self.charted.as_ref(), self.area()) else { return };
        if !area.shrink(crate::kit::theme::space::XL).contains(self.camera.frame(area, charted.bounds).on_screen(at)) {
            self.camera = self.camera.over(at, charted.bounds);
        }
    }
}
