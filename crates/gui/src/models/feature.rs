//! What the list of models does for the app.

use super::commands::TABLE;
use super::dialogs::{Leaving, leaving_ui};
use super::msg::{ModelsCommand, Msg};
use super::state::ModelsPage;
use super::verify;
use super::view::models_ui;
use crate::kit::path::name_of;
use crate::kit::pictures::Pictures;
use crate::shell::command::Entry;
use crate::shell::ctx::Ctx;
use crate::shell::dialog::Dialog;
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::view::View;
use base::Verified;
use egui::Ui;
use engine::protocol::{Event, ModelRequest, Notice, PickPurpose, RequestId, Tone};

impl Feature for ModelsPage {
    type Msg = Msg;
    type Command = ModelsCommand;
    const COMMANDS: &'static [Entry<ModelsCommand, Self>] = TABLE;
    const VIEWS: &'static [View] = &[View::Models];

    fn update(&mut self, _ctx: &Ctx, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Add(folder) => {
                let name = name_of(&folder);
                let (id, effect) = Effect::ask(ModelRequest::Add(folder));
                self.adding = Some((name, id));
                return vec![effect];
            }
            Msg::Download(name) => {
                self.failed.remove(&name);
                return vec![Effect::send(ModelRequest::Download(name))];
            }
            Msg::Verify(name) => self.verifying = Some(name),
            Msg::AskPicture(name) => {
                self.picture_for = Some(name);
                return vec![Effect::CloseOverlay, Effect::Ask(Dialog::path(PickPurpose::PublishedPicture))];
            }
            Msg::Picture(picture) => {
                let request = |name| Effect::send(ModelRequest::Verify { name, picture: Some(picture) });
                return self.picture_for.take().map(request).into_iter().collect();
            }
            Msg::Leave(leaving) => self.leaving = Some(leaving),
            Msg::Revealed => self.reveal = None,
        }
        Vec::new()
    }

    fn run(&mut self, _ctx: &Ctx, command: ModelsCommand) -> Vec<Effect> {
        match command {
            ModelsCommand::ShowAll => vec![Effect::Show(View::Models)],
        }
    }

    fn on_shown(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Effect::send(ModelRequest::List)]
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::Models(models) = event {
            self.failed.retain(|name, _| models.row(name).is_none_or(|row| !row.place.is_here()));
        } else if let Event::Downloaded { name, outcome, .. } = event {
            return self.downloaded(ctx, name, outcome);
        } else if let Event::ModelAdded { request, name } = event {
            return self.added(ctx, *request, name.as_deref());
        }
        Vec::new()
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, _pictures: &mut Pictures) -> Output<Msg> {
        models_ui(ui, ctx, self)
    }

    fn dialog(&self) -> Option<DialogHead> {
        let verifying = self.verifying.as_ref().map(|_| verify::TITLE);
        let title = self.leaving.as_ref().map(Leaving::title).or(verifying)?;
        Some(DialogHead { title, wide: false })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        match (&self.leaving, &self.verifying) {
            (Some(leaving), _) => leaving_ui(ui, leaving),
            (None, Some(name)) => verify::verify_ui(ui, ctx, name),
            (None, None) => Output::default(),
        }
    }

    fn close_dialog(&mut self) {
        self.leaving = None;
        self.verifying = None;
    }
}

impl ModelsPage {
    /// A download ended.
    fn downloaded(&mut self, ctx: &Ctx, name: &str, outcome: &Result<Option<Verified>, Option<String>>) -> Vec<Effect> {
        let title = ctx.models.list.title(name);
        let seen = ctx.view == View::Models;
        let show = Box::new(Effect::Show(View::Models));
        match outcome {
            Ok(verified) => {
                self.failed.remove(name);
                let (tone, text) = verify::arrived(title, verified.as_ref());
                let notice = Notice { request: None, tone, text };
                vec![if seen { Effect::Toast(notice) } else { Effect::Offer(notice, "Show models", show) }]
            }
            Err(Some(why)) => {
                self.reveal = Some(name.to_owned());
                self.failed.insert(name.to_owned(), why.clone());
                let notice = Notice { request: None, tone: Tone::Error, text: format!("{title} could not be downloaded") };
                // Where its row is seen the row itself says so.
                if seen { Vec::new() } else { vec![Effect::Offer(notice, "Show why", show)] }
            }
            Err(None) => vec![Effect::done("The download is stopped; the next try goes on from there")],
        }
    }

    /// A folder was made known as a model, or was refused.
    fn added(&mut self, ctx: &Ctx, request: RequestId, name: Option<&str>) -> Vec<Effect> {
        self.adding.take_if(|adding| adding.1 == request);
        let Some(name) = name else { return Vec::new() };
        let title = ctx.models.list.title(name);
        let title = title.rsplit(['/', '\\']).next().unwrap_or(title);
        self.reveal = Some(name.to_owned());
        vec![Effect::done(format!("Added {title} to the models")), Effect::Show(View::Models)]
    }
}
