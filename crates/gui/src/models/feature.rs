//! What the list of models does for the app.

use super::adapt::{AdaptDialog, adapt_ui};
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
use engine::protocol::{AdaptOutcome, Event, LessonsToAdapt, ModelRequest, Notice, PickPurpose, RequestId, Tone};

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
            Msg::StartAdapting => return self.start_adapting(),
            Msg::Adapt => return self.open_adapting(),
            Msg::Leave(leaving) => self.leaving = Some(leaving),
            Msg::Revealed => self.reveal = None,
        }
        Vec::new()
    }

    fn run(&mut self, _ctx: &Ctx, command: ModelsCommand) -> Vec<Effect> {
        match command {
            ModelsCommand::ShowAll => vec![Effect::Show(View::Models)],
            ModelsCommand::Adapt => self.open_adapting(),
        }
    }

    fn on_shown(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        self.adapt.open |= std::mem::take(&mut self.adapt.unseen);
        vec![Effect::send(ModelRequest::List)]
    }

    fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
        if let Event::Models(models) = event {
            self.failed.retain(|name, _| models.row(name).is_none_or(|row| !row.place.is_here()));
        } else if let Event::Downloaded { name, outcome, .. } = event {
            return self.downloaded(ctx, name, outcome);
        } else if let Event::ModelAdded { request, name } = event {
            return self.added(ctx, *request, name.as_deref());
        } else if let Event::AdaptLooked { request, plan } = event {
            self.looked(*request, plan);
        } else if let Event::Adapted { request, outcome, .. } = event {
            return self.adapted(ctx, *request, outcome);
        }
        Vec::new()
    }

    fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, _pictures: &mut Pictures) -> Output<Msg> {
        models_ui(ui, ctx, self)
    }

    fn dialog(&self) -> Option<DialogHead> {
        if self.adapt.open {
            return Some(DialogHead { title: "Adapt to this catalogue", wide: true });
        }
        let verifying = self.verifying.as_ref().map(|_| verify::TITLE);
        let title = self.leaving.as_ref().map(Leaving::title).or(verifying)?;
        Some(DialogHead { title, wide: false })
    }

    fn dialog_ui(&mut self, ui: &mut Ui, ctx: &Ctx) -> Output<Msg> {
        if self.adapt.open {
            return adapt_ui(ui, ctx, &mut self.adapt);
        }
        match (&self.leaving, &self.verifying) {
            (Some(leaving), _) => leaving_ui(ui, leaving),
            (None, Some(name)) => verify::verify_ui(ui, ctx, name),
            (None, None) => Output::default(),
        }
    }

    fn close_dialog(&mut self) {
        self.leaving = None;
        self.verifying = None;
        self.adapt.open = false;
    }

    fn other_catalogue(&mut self, _ctx: &Ctx) {
        self.adapt = AdaptDialog::default();
    }
}

impl ModelsPage {
    /// What is under way is shown; else it begins anew.
    fn open_adapting(&mut self) -> Vec<Effect> {
        if self.adapt.running.is_some() {
            self.adapt.open = true;
            return Vec::new();
        }
        let (id, effect) = Effect::ask(ModelRequest::LookToAdapt);
        self.adapt = AdaptDialog { open: true, looking: Some(id), ..AdaptDialog::default() };
        vec![effect]
    }

    fn start_adapting(&mut self) -> Vec<Effect> {
        let name = self.adapt.name.trim().to_owned();
        let (id, effect) = Effect::ask(ModelRequest::Adapt(name.clone()));
        self.adapt = AdaptDialog { name, running: Some(id), ..std::mem::take(&mut self.adapt) };
        vec![effect]
    }

    fn looked(&mut self, request: RequestId, plan: &Result<(LessonsToAdapt, String), String>) {
        if self.adapt.looking.take_if(|looking| *looking == request).is_none() {
            return;
        }
        if let (Ok((_, name)), true) = (plan, self.adapt.name.is_empty()) {
            self.adapt.name.clone_from(name);
        }
        self.adapt.plan = Some(plan.clone().map(|(lessons, _)| lessons));
    }

    /// Where the dialog was left meanwhile, the result is offered.
    fn adapted(&mut self, ctx: &Ctx, request: RequestId, outcome: &Result<AdaptOutcome, String>) -> Vec<Effect> {
        if self.adapt.running.take_if(|running| *running == request).is_none() {
            return Vec::new();
        }
        self.adapt.outcome = Some(outcome.clone());
        self.adapt.open |= ctx.view == View::Models && !ctx.covered;
        if self.adapt.open || matches!(outcome, Ok(AdaptOutcome::Cancelled)) {
            return Vec::new();
        }
        self.adapt.unseen = true;
        let (tone, text) = match outcome {
            Ok(AdaptOutcome::Kept(_)) => (Tone::Done, format!("The model “{}” is adapted", self.adapt.name)),
            Ok(_) => (Tone::Warning, "Adapting came to nothing better".to_owned()),
            Err(why) => (Tone::Error, why.clone()),
        };
        vec![Effect::Offer(Notice { request: None, tone, text }, "Show result", Box::new(Effect::Show(View::Models)))]
    }

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
