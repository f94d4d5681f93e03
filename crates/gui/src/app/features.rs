//! The list of features: one row each. What follows from it is written by the macro, so that no message or command can go astray.

use super::commands::{self, AppCommand};
use crate::agreement::AgreementPage;
use crate::audit::AuditPage;
use crate::axes::Axes;
use crate::backups::Backups;
use crate::browse::Browse;
use crate::clocks::Clocks;
use crate::colours::Colours;
use crate::compare::Compare;
use crate::copies::Copies;
use crate::evaluation::EvaluationPage;
use crate::exchange::Exchange;
use crate::feeds::Feeds;
use crate::kit::pictures::Pictures;
use crate::localise::Localise;
use crate::map::MapPage;
use crate::marks::Marking;
use crate::models::ModelsPage;
use crate::products::ProductsDialog;
use crate::review::Review;
use crate::searches::Searches;
use crate::sharing::Sharing;
use crate::shell::command::{Entry, Info};
use crate::shell::common::{self, Common};
use crate::shell::ctx::Ctx;
use crate::shell::draft::{Draft, DraftEnd};
use crate::shell::effect::Effect;
use crate::shell::feature::{DialogHead, Feature};
use crate::shell::output::Output;
use crate::shell::view::View;
use crate::shots::ShotsPage;
use crate::stacks::StacksState;
use crate::standards::Standards;
use crate::survey::Survey;
use crate::tagging::Tagging;
use crate::words::WordsPage;
use base::PhotoId;
use egui::{Context, Ui};
use engine::protocol::Event;
use std::borrow::Cow;

/// What the app has to do next.
#[derive(Debug)]
pub enum Next {
    /// What a feature asks for.
    Effects(Vec<Effect>),
    /// A command of the shell.
    Common(Common),
    /// A command of the app's own.
    App(AppCommand),
}

/// A command as the palette lists it.
pub struct CommandRow {
    /// What is run.
    pub command: AnyCommand,
    /// How it looks.
    pub info: &'static Info,
    /// Its words, or what it would do now.
    pub words: Cow<'static, str>,
    /// It can be run now.
    pub enabled: bool,
}

fn add_rows<C: Copy, S>(rows: &mut Vec<CommandRow>, table: &'static [Entry<C, S>], ctx: &Ctx, own: &S, of: impl Fn(C) -> AnyCommand) {
    rows.extend(table.iter().map(|e| CommandRow {
        command: of(e.command),
        info: &e.info,
        words: e.wording(ctx, own),
        enabled: e.can_run(ctx, own),
    }));
}

macro_rules! features {
    ($($field:ident: $state:ident),* $(,)?) => {
        /// The state of each feature.
        #[derive(Default)]
        pub struct Features { $(pub $field: $state),* }

        /// Which feature.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FeatureId { $($state),* }

        /// A command, whoever runs it.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum AnyCommand { Common(Common), App(AppCommand), $($state(<$state as Feature>::Command)),* }

        /// Something for a feature, or a command.
        #[derive(Clone, Debug)]
        pub enum Message { Run(AnyCommand), $($state(<$state as Feature>::Msg)),* }

        $(impl From<<$state as Feature>::Msg> for Message {
            fn from(msg: <$state as Feature>::Msg) -> Self {
                Self::$state(msg)
            }
        })*

        impl Features {
            /// Takes a message to its feature.
            pub fn update(&mut self, ctx: &Ctx, message: Message) -> Next {
                match message {
                    Message::Run(command) => self.run(ctx, command),
                    $(Message::$state(msg) => Next::Effects(self.$field.update(ctx, msg))),*
                }
            }

            /// Takes a command to its feature.
            pub fn run(&mut self, ctx: &Ctx, command: AnyCommand) -> Next {
                match command {
                    AnyCommand::Common(command) => Next::Common(command),
                    AnyCommand::App(command) => Next::App(command),
                    $(AnyCommand::$state(command) => Next::Effects(self.$field.run(ctx, command))),*
                }
            }

            /// Every command, in the order of the palette.
            pub fn commands(&self, ctx: &Ctx) -> Vec<CommandRow> {
                let mut rows = Vec::new();
                add_rows(&mut rows, common::TABLE, ctx, &(), AnyCommand::Common);
                $(add_rows(&mut rows, $state::COMMANDS, ctx, &self.$field, AnyCommand::$state);)*
                add_rows(&mut rows, commands::TABLE, ctx, &(), AnyCommand::App);
                rows
            }

            /// Tells every feature what the engine tells.
            pub fn on_event(&mut self, ctx: &Ctx, event: &Event) -> Vec<Effect> {
                let mut effects = Vec::new();
                $(effects.extend(self.$field.on_event(ctx, event));)*
                effects
            }

            /// After a frame.
            pub fn after_frame(&mut self, ctx: &Ctx) -> Vec<Effect> {
                let mut effects = Vec::new();
                $(effects.extend(self.$field.after_frame(ctx));)*
                effects
            }

            /// Keys before commands.
            pub fn capture_keys(&self, egui: &Context, ctx: &Ctx) -> Output<Message> {
                let mut out = Output::default();
                $(out.extend(self.$field.capture_keys(egui, ctx));)*
                out
            }

            /// Keys after commands.
            pub fn keys(&self, egui: &Context, ctx: &Ctx) -> Output<Message> {
                let mut out = Output::default();
                $(out.extend(self.$field.keys(egui, ctx));)*
                out
            }

            /// Another catalogue was opened.
            pub fn other_catalogue(&mut self, ctx: &Ctx) {
                $(self.$field.other_catalogue(ctx);)*
            }

            /// A view was asked for.
            pub fn on_shown(&mut self, ctx: &Ctx, view: View) -> Vec<Effect> {
                let mut effects = Vec::new();
                $(if $state::VIEWS.contains(&view) {
                    effects.extend(self.$field.on_shown(ctx));
                })*
                effects
            }

            /// The photo that "this photo" means.
            pub fn photo_in_hand(&self, ctx: &Ctx) -> Option<PhotoId> {
                $(if $state::VIEWS.contains(&ctx.view) {
                    return self.$field.photo_in_hand(ctx);
                })*
                ctx.selection.cursor()
            }

            /// Draws the view in the centre, where it is a feature's alone.
            pub fn view_ui(&self, ui: &mut Ui, ctx: &Ctx, pictures: &mut Pictures) -> Output<Message> {
                let mut out = Output::default();
                $(if $state::VIEWS.contains(&ctx.view) {
                    out.extend(self.$field.view_ui(ui, ctx, pictures));
                })*
                out
            }

            /// The features that have a dialog open.
            pub fn open_dialogs(&self) -> Vec<FeatureId> {
                let mut open = Vec::new();
                $(if self.$field.dialog().is_some() {
                    open.push(FeatureId::$state);
                })*
                open
            }

            /// The head of a feature's dialog.
            pub fn dialog(&self, of: FeatureId) -> Option<DialogHead> {
                match of { $(FeatureId::$state => self.$field.dialog()),* }
            }

            /// Draws a feature's dialog.
            pub fn dialog_ui(&mut self, of: FeatureId, ui: &mut Ui, ctx: &Ctx) -> Output<Message> {
                let mut out = Output::default();
                match of { $(FeatureId::$state => out.extend(self.$field.dialog_ui(ui, ctx))),* }
                out
            }

            /// What was written somewhere and is not saved yet.
            pub fn drafts(&self) -> Vec<(FeatureId, Draft)> {
                let drafts = [$((FeatureId::$state, self.$field.draft())),*];
                drafts.into_iter().filter_map(|(of, draft)| Some((of, draft?))).collect()
            }

            /// Saves it, throws it away, or goes on with it.
            pub fn end_draft(&mut self, of: FeatureId, ctx: &Ctx, end: DraftEnd) -> Vec<Effect> {
                match of {
                    $(FeatureId::$state => match end {
                        DraftEnd::Save => self.$field.save_draft(ctx),
                        DraftEnd::Drop => self.$field.drop_draft(ctx),
                        DraftEnd::Keep => self.$field.keep_draft(ctx),
                    }),*
                }
            }

            /// Closes the dialogs of all features but one.
            pub fn close_dialogs(&mut self, but: Option<FeatureId>) {
                $(if but != Some(FeatureId::$state) {
                    self.$field.close_dialog();
                })*
            }
        }
    };
}

features! {
    compare: Compare,
    map: MapPage,
    shots: ShotsPage,
    models: ModelsPage,
    review: Review,
    audit: AuditPage,
    agreement: AgreementPage,
    evaluation: EvaluationPage,
    words: WordsPage,
    exchange: Exchange,
    feeds: Feeds,
    sharing: Sharing,
    backups: Backups,
    copies: Copies,
    clocks: Clocks,
    colours: Colours,
    standards: Standards,
    products: ProductsDialog,
    marks: Marking,
    stacks: StacksState,
    survey: Survey,
    localise: Localise,
    tagging: Tagging,
    searches: Searches,
    axes: Axes,
    browse: Browse,
}
