//! The menus of the top bar: catalogue, tags, view.

use super::commands::{self, AppCommand};
use super::features::{AnyCommand, Features, Message};
use crate::agreement::AgreementCommand;
use crate::audit::AuditCommand;
use crate::axes::AxesCommand;
use crate::backups::BackupsCommand;
use crate::browse::BrowseCommand;
use crate::clocks::ClocksCommand;
use crate::colours::ColoursCommand;
use crate::compare::CompareCommand;
use crate::copies::CopiesCommand;
use crate::evaluation::EvaluationCommand;
use crate::exchange::ExchangeCommand;
use crate::feeds::FeedsCommand;
use crate::kit::theme::{self, space, width};
use crate::kit::widgets::menu_item;
use crate::map::MapCommand;
use crate::marks::{Marking, MarksCommand};
use crate::models::ModelsCommand;
use crate::products::ProductsCommand;
use crate::review::ReviewCommand;
use crate::searches::SearchesCommand;
use crate::sharing::SharingCommand;
use crate::shell::command::entry;
use crate::shell::command_ui::{common_item, menu_command};
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::output::Output;
use crate::shots::ShotsCommand;
use crate::stacks::StacksCommand;
use crate::standards::StandardsCommand;
use crate::survey::SurveyCommand;
use crate::tagging::TaggingCommand;
use crate::words::WordsCommand;
use base::human;
use egui::{ScrollArea, Ui};
use egui_material_icons::icons;
use engine::protocol::RecentCatalog;

/// A line for a command of a feature.
pub fn item<F: Feature>(
    ui: &mut Ui,
    ctx: &Ctx,
    own: &F,
    command: F::Command,
    of: impl FnOnce(F::Command) -> AnyCommand,
    out: &mut Output<Message>,
) {
    if menu_command(ui, ctx, own, entry(F::COMMANDS, &command)) {
        out.msg(Message::Run(of(command)));
    }
}

fn own_item(ui: &mut Ui, ctx: &Ctx, command: AppCommand, out: &mut Output<Message>) {
    if menu_command(ui, ctx, &(), entry(commands::TABLE, &command)) {
        out.msg(Message::Run(AnyCommand::App(command)));
    }
}

/// The menus of the top bar beside the catalogue's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    Catalogue,
    Photo,
    Tags,
    View,
}

/// Draws the lines of a menu, which scroll where the window is lower than they are.
pub fn menu_ui(ui: &mut Ui, menu: Menu, ctx: &Ctx, features: &Features) -> Output<Message> {
    let mut out = Output::default();
    ui.set_width(width::MENU);
    let tall = ui.ctx().content_rect().height() - theme::TOP_BAR - space::L;
    ScrollArea::vertical().max_height(tall).min_scrolled_height(tall).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        match menu {
            Menu::Catalogue => catalogue_lines(ui, ctx, features, &mut out),
            Menu::Photo => photo_lines(ui, ctx, features, &mut out),
            Menu::Tags => tags_lines(ui, ctx, features, &mut out),
            Menu::View => view_lines(ui, ctx, features, &mut out),
        }
    });
    out
}

fn catalogue_lines(ui: &mut Ui, ctx: &Ctx, features: &Features, out: &mut Output<Message>) {
    for command in [Common::OpenFolder, Common::OpenCatalogue, Common::AddFolder, Common::OpenSample] {
        common_item(ui, ctx, command, out);
    }
    recent_items(ui, ctx, out);
    ui.separator();
    common_item(ui, ctx, Common::Rescan, out);
    common_item(ui, ctx, Common::ForgetMissing, out);
    item(ui, ctx, &features.browse, BrowseCommand::Problems, AnyCommand::Browse, out);
    item(ui, ctx, &features.searches, SearchesCommand::Save, AnyCommand::Searches, out);
    item(ui, ctx, &features.axes, AxesCommand::Walk, AnyCommand::Axes, out);
    ui.separator();
    for command in [BackupsCommand::Restore, BackupsCommand::BackUp] {
        item(ui, ctx, &features.backups, command, AnyCommand::Backups, out);
    }
    ui.separator();
    item(ui, ctx, &features.models, ModelsCommand::ShowAll, AnyCommand::ModelsPage, out);
    item(ui, ctx, &features.compare, CompareCommand::Open, AnyCommand::Compare, out);
    item(ui, ctx, &features.sharing, SharingCommand::Open, AnyCommand::Sharing, out);
    ui.separator();
    common_item(ui, ctx, Common::Quit, out);
}

fn photo_lines(ui: &mut Ui, ctx: &Ctx, features: &Features, out: &mut Output<Message>) {
    let mut group = None;
    for line in Marking::COMMANDS {
        let kind = if let MarksCommand::Give(mark) = line.command { Some(mark.kind()) } else { None };
        if group.is_some_and(|group| group != kind) {
            ui.separator();
        }
        group = Some(kind);
        item(ui, ctx, &features.marks, line.command, AnyCommand::Marking, out);
    }
    ui.separator();
    for command in [StacksCommand::KeepBest, StacksCommand::NotDuplicates] {
        item(ui, ctx, &features.stacks, command, AnyCommand::StacksState, out);
    }
    ui.separator();
    for command in [CopiesCommand::Copy, CopiesCommand::ContactSheet] {
        item(ui, ctx, &features.copies, command, AnyCommand::Copies, out);
    }
    item(ui, ctx, &features.standards, StandardsCommand::Check, AnyCommand::Standards, out);
    item(ui, ctx, &features.colours, ColoursCommand::Find, AnyCommand::Colours, out);
    item(ui, ctx, &features.clocks, ClocksCommand::Set, AnyCommand::Clocks, out);
}

fn tags_lines(ui: &mut Ui, ctx: &Ctx, features: &Features, out: &mut Output<Message>) {
    let tagging = |ui: &mut Ui, command, out: &mut Output<Message>| item(ui, ctx, &features.tagging, command, AnyCommand::Tagging, out);
    tagging(ui, TaggingCommand::Undo, out);
    tagging(ui, TaggingCommand::Redo, out);
    ui.separator();
    tagging(ui, TaggingCommand::TagBar, out);
    tagging(ui, TaggingCommand::TaggingPanel, out);
    item(ui, ctx, &features.review, ReviewCommand::Ask, AnyCommand::Review, out);
    item(ui, ctx, &features.audit, AuditCommand::Check, AnyCommand::AuditPage, out);
    item(ui, ctx, &features.agreement, AgreementCommand::Open, AnyCommand::AgreementPage, out);
    item(ui, ctx, &features.evaluation, EvaluationCommand::Evaluate, AnyCommand::EvaluationPage, out);
    if features.evaluation.has_figures() {
        item(ui, ctx, &features.evaluation, EvaluationCommand::Show, AnyCommand::EvaluationPage, out);
    }
    item(ui, ctx, &features.words, WordsCommand::Check, AnyCommand::WordsPage, out);
    ui.separator();
    tagging(ui, TaggingCommand::NewLabelSet, out);
    tagging(ui, TaggingCommand::EditLabels, out);
    item(ui, ctx, &features.products, ProductsCommand::SkuRule, AnyCommand::ProductsDialog, out);
    item(ui, ctx, &features.shots, ShotsCommand::Open, AnyCommand::ShotsPage, out);
    ui.separator();
    for command in [
        ExchangeCommand::ImportTags,
        ExchangeCommand::ImportKeywords,
        ExchangeCommand::ImportTexts,
        ExchangeCommand::ImportLabelSets,
        ExchangeCommand::ExportTags,
        ExchangeCommand::WriteSidecars,
        ExchangeCommand::ExportLabelSets,
    ] {
        item(ui, ctx, &features.exchange, command, AnyCommand::Exchange, out);
    }
    item(ui, ctx, &features.agreement, AgreementCommand::Name, AnyCommand::AgreementPage, out);
    item(ui, ctx, &features.feeds, FeedsCommand::Export, AnyCommand::Feeds, out);
}

fn view_lines(ui: &mut Ui, ctx: &Ctx, features: &Features, out: &mut Output<Message>) {
    common_item(ui, ctx, Common::Grid, out);
    common_item(ui, ctx, Common::Loupe, out);
    for command in [SurveyCommand::Survey, SurveyCommand::Compare] {
        item(ui, ctx, &features.survey, command, AnyCommand::Survey, out);
    }
    item(ui, ctx, &features.map, MapCommand::Open, AnyCommand::MapPage, out);
    common_item(ui, ctx, Common::FullScreen, out);
    ui.separator();
    item(ui, ctx, &features.products, ProductsCommand::GroupByProduct, AnyCommand::ProductsDialog, out);
    for command in [StacksCommand::StackDuplicates, StacksCommand::OpenStack] {
        item(ui, ctx, &features.stacks, command, AnyCommand::StacksState, out);
    }
    item(ui, ctx, &features.browse, BrowseCommand::Timeline, AnyCommand::Browse, out);
    ui.separator();
    for command in [AppCommand::ToggleLibrary, AppCommand::ToggleInspector, AppCommand::TogglePanels] {
        own_item(ui, ctx, command, out);
    }
    ui.separator();
    for command in [AppCommand::ThemeSystem, AppCommand::ThemeDark, AppCommand::ThemeLight, AppCommand::ReducedMotion] {
        own_item(ui, ctx, command, out);
    }
    ui.separator();
    for command in [AppCommand::Palette, AppCommand::CheatSheet, AppCommand::Messages] {
        own_item(ui, ctx, command, out);
    }
}

fn recent_items(ui: &mut Ui, ctx: &Ctx, out: &mut Output<Message>) {
    let open = ctx.library.snapshot.as_ref().map(|s| &s.catalog);
    let recent: Vec<&RecentCatalog> = ctx.library.recent.iter().filter(|r| Some(&r.catalog) != open).take(4).collect();
    if !recent.is_empty() {
        ui.separator();
    }
    for recent in recent {
        let words = human::elide_middle(&recent.name, 28);
        if menu_item(ui, Some(icons::ICON_HISTORY), &words, None).on_hover_text(recent.catalog.display().to_string()).clicked() {
            out.effect(Effect::Open(recent.catalog.clone()));
            ui.close();
        }
    }
}
