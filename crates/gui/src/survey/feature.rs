//! What photos side by side do for the app.

use super::commands::TABLE;
use super::keys;
use super::msg::{Msg, SurveyCommand};
use super::state::{MOST, Survey, chosen};
use super::view::survey_ui;
use crate::kit::pictures::Pictures;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::output::Output;
use crate::shell::view::View;
use crate::shell::zoom::Zoom;
use base::{Photo, PhotoId, human};
use egui::{Context, Ui};
use engine::protocol::{Notice, Tone};

impl Feature for Survey {
    type Msg = Msg;
    type Command = SurveyCommand;
    const COMMANDS: &'static [Entry<SurveyCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Survey];

    fn update(&mut self, ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Run(command) => return self.run(ctx, command),
            Msg::Move(photo) => self.go_to(photo),
            Msg::Step(by) => self.step(by),
            Msg::ToEnd { last } => self.step(if last { self.photos.len() as isize } else { -(self.photos.len() as isize) }),
            Msg::TakeOut(photo) => self.take_out(photo),
            Msg::Hold(photo) => self.hold(photo),
            Msg::Swap => {
                if let (Some(held), Some(other)) = (self.held, self.other()) {
                    self.held = Some(other);
                    self.go_to(held);
                }
            }
            Msg::Look(photo, zoom) => {
                self.zooms.insert(photo, zoom);
            }
            Msg::LaidOut(columns) => self.columns = columns,
        }
        Vec::new()
    }

    fn run(&mut self, ctx: &Ctx, command: SurveyCommand) -> Vec<Effect> {
        match (command, ctx.view) {
            (SurveyCommand::Survey, View::Survey) => self.lay_all_out(),
            (SurveyCommand::Survey, _) => self.open(ctx),
            (SurveyCommand::Compare, View::Survey) if self.held.is_some() && self.photos.len() <= MOST => self.lay_all_out(),
            (SurveyCommand::Compare, View::Survey) => {
                if let Some(photo) = self.photo() {
                    self.hold(photo);
                }
                Vec::new()
            }
            (SurveyCommand::Compare, _) => self.compare(ctx),
            (SurveyCommand::TakeOut, _) => {
                if let Some(photo) = self.photo() {
                    self.take_out(photo);
                }
                Vec::new()
            }
            (SurveyCommand::Link, _) => self.link(ctx),
        }
    }

    fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
        self.retain(|photo| ctx.library.photo(photo).is_some());
        if ctx.view == View::Survey && self.photos.is_empty() { vec![Effect::Show(View::Grid)] } else { Vec::new() }
    }

    fn keys(&self, egui: &Context, ctx: &Ctx) -> Output<Msg> {
        keys::keys(egui, ctx, self)
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        *self = Self::default();
    }

    fn photo_in_hand(&self, _ctx: &Ctx) -> Option<PhotoId> {
        self.photo()
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Msg> {
        survey_ui(ui, ctx, self, pictures)
    }
}

impl Survey {
    /// All that are selected, at once.
    fn open(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let photos = chosen(ctx);
        let all = photos.len();
        self.begin(ctx, photos.into_iter().take(MOST).collect());
        let mut effects = vec![Effect::Zoom(Zoom::default()), Effect::Show(View::Survey)];
        if all > MOST {
            let text = format!("The first {} of {} photos are laid out", human::count(MOST as u64), human::count(all as u64));
            effects.push(Effect::Toast(Notice { request: None, tone: Tone::Warning, text }));
        }
        effects
    }

    /// The photo in hand against the others that are selected, else against all of the grid.
    fn compare(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let photos = Some(chosen(ctx)).filter(|photos| photos.len() > 1);
        self.begin(ctx, photos.unwrap_or_else(|| ctx.shown.hits.iter().map(|hit| hit.photo).collect()));
        if let Some(photo) = self.other() {
            self.hold(photo);
        }
        vec![Effect::Zoom(Zoom::default()), Effect::Show(View::Survey)]
    }

    fn begin(&mut self, ctx: &Ctx, photos: Vec<PhotoId>) {
        let at = ctx.selection.cursor().and_then(|cursor| photos.iter().position(|photo| *photo == cursor));
        *self = Self { photos, at: at.unwrap_or(0), ..Self::default() };
    }

    fn lay_all_out(&mut self) -> Vec<Effect> {
        if let Some(photo) = self.photo() {
            self.held = None;
            self.go_to(photo);
        }
        Vec::new()
    }

    /// Zooms them together again, all as the one under the cursor; or each by itself from now on.
    fn link(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let zoom = self.photo().map(|photo| self.zoom_of(ctx, photo));
        self.zooms.clear();
        vec![Effect::LookApart(!ctx.looks.apart), Effect::Zoom(zoom.unwrap_or(ctx.zoom))]
    }

    /// How this photo is looked at.
    pub(super) fn zoom_of(&self, ctx: &Ctx, photo: PhotoId) -> Zoom {
        self.zooms.get(&photo).copied().filter(|_| ctx.looks.apart).unwrap_or(Zoom { turn: None, ..ctx.zoom })
    }

    /// Back in the grid what is left of a survey is selected, and of a comparison the photo under the cursor; `None`: the grid is
    /// reached from elsewhere.
    pub fn leave(&self, ctx: &Ctx) -> Option<Vec<Effect>> {
        if ctx.view != View::Survey && ctx.beneath != Some(View::Survey) {
            return None;
        }
        let in_grid = |photo: &PhotoId| ctx.shown.hits.iter().any(|hit| hit.photo == *photo);
        let mut effects: Vec<Effect> = self.photo().filter(in_grid).map(Effect::Visit).into_iter().collect();
        if self.photos.len() <= MOST {
            effects.push(Effect::SelectThese(self.photos.iter().copied().filter(in_grid).collect()));
        }
        effects.push(Effect::Show(View::Grid));
        Some(effects)
    }

    /// Which photo marks go to, for the status bar.
    pub fn told(&self, ctx: &Ctx) -> String {
        let photo = self.photo().and_then(|photo| ctx.library.photo(photo));
        photo.map(|photo| format!("Marks go to {}", Photo::name(photo))).unwrap_or_default()
    }
}
