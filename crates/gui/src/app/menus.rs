//! The catalogue's menu in the top bar.

use super::commands::{self, AppCommand};
use super::features::{AnyCommand, Features, Message};
use crate::browse::BrowseCommand;
use crate::exchange::ExchangeCommand;
use crate::kit::theme::width;
use crate::kit::widgets::menu_item;
use crate::models::ModelsCommand;
use crate::products::ProductsCommand;
use crate::review::ReviewCommand;
use crate::shell::command::entry;
use crate::shell::command_ui::{common_item, menu_command};
use crate::shell::common::Common;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::feature::Feature;
use crate::shell::output::Output;
use base::human;
use egui::Ui;
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

/// Draws the menu.
pub fn catalogue_menu_ui(ui: &mut Ui, ctx: &Ctx, features: &Features) -> Output<Message> {
    let mut out = Output::default();
    ui.set_width(width::MENU);
    for command in [Common::OpenFolder, Common::OpenCatalogue, Common::AddFolder, Common::OpenSample] {
        common_item(ui, ctx, command, &mut out);
    }
    recent_items(ui, ctx, &mut out);
    ui.separator();
    common_item(ui, ctx, Common::Rescan, &mut out);
    common_item(ui, ctx, Common::ForgetMissing, &mut out);
    item(ui, ctx, &features.browse, BrowseCommand::Problems, AnyCommand::Browse, &mut out);
    item(ui, ctx, &features.models, ModelsCommand::ShowAll, AnyCommand::ModelsPage, &mut out);
    ui.separator();
    item(ui, ctx, &features.review, ReviewCommand::Ask, AnyCommand::Review, &mut out);
    for command in [ExchangeCommand::ImportTags, ExchangeCommand::ImportKeywords, ExchangeCommand::ExportTags] {
        item(ui, ctx, &features.exchange, command, AnyCommand::Exchange, &mut out);
    }
    item(ui, ctx, &features.products, ProductsCommand::SkuRule, AnyCommand::ProductsDialog, &mut out);
    ui.separator();
    for command in [AppCommand::ThemeSystem, AppCommand::ThemeDark, AppCommand::ThemeLight] {
        own_item(ui, ctx, command, &mut out);
    }
    ui.separator();
    own_item(ui, ctx, AppCommand::Palette, &mut out);
    own_item(ui, ctx, AppCommand::CheatSheet, &mut out);
    common_item(ui, ctx, Common::Quit, &mut out);
    out
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
