//! What the palette finds: every command, and what the catalogue holds under names of its own.

use super::commands::AppCommand;
use super::features::{AnyCommand, CommandRow, Features, Message};
use crate::kit::palette::PaletteLine;
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::output::Item;
use crate::shell::query::Change;
use crate::tagging;
use egui::Ui;
use egui_material_icons::{MaterialIcon, icons};
use engine::protocol::{ModelRequest, Only};

type Line = PaletteLine<Item<Message>>;

/// All lines; commands first.
pub fn lines(ui: &Ui, features: &Features, ctx: &Ctx) -> Vec<Line> {
    let commands = features.commands(ctx).into_iter().filter(|row| row.command != AnyCommand::App(AppCommand::Palette));
    let mut lines: Vec<Line> = commands.map(|row| command(ui, &row, ctx)).collect();
    lines.extend(folders(features));
    lines.extend(labels(ctx));
    lines.extend(catalogues(ctx));
    lines.extend(models(ctx));
    lines
}

fn command(ui: &Ui, row: &CommandRow, ctx: &Ctx) -> Line {
    let info = row.info;
    let own = [info.words.to_owned(), format!("{} {}", info.words, info.group.title())];
    Line {
        command: Item::Msg(Message::Run(row.command)),
        words: row.words.clone().into_owned(),
        found_by: own.into_iter().chain(info.also.iter().map(|word| (*word).to_owned())).collect(),
        icon: if info.marked(ctx) == Some(true) { icons::ICON_CHECK } else { info.icon },
        end: info.shortcut(ctx, ui.ctx()),
        why_not: (!row.enabled).then(|| info.why_not(ctx)),
        by_name: false,
    }
}

/// Something with a name of its own; `kind` says what it is.
fn noun(item: Item<Message>, words: String, kind: String, icon: MaterialIcon) -> Line {
    let found_by = vec![words.clone(), format!("{words} {kind}")];
    Line { command: item, words, found_by, icon, end: Some(kind), why_not: None, by_name: true }
}

fn folders(features: &Features) -> impl Iterator<Item = Line> + '_ {
    features.browse.folders().map(|(folder, words)| {
        let effect = Effect::Query(vec![Change::Folder(Some(folder.clone()))]);
        noun(Item::Effect(effect), words.to_owned(), "Folder".to_owned(), icons::ICON_FOLDER)
    })
}

fn labels(ctx: &Ctx) -> impl Iterator<Item = Line> + '_ {
    ctx.tags.sets.iter().flat_map(|set| set.labels.iter().map(move |label| (set, label))).map(|(set, label)| {
        let shown = tagging::Msg::Only(Some(Only::Tagged(label.id)));
        noun(Item::Msg(shown.into()), label.name.clone(), format!("Label of {}", set.name), icons::ICON_SELL)
    })
}

fn catalogues(ctx: &Ctx) -> impl Iterator<Item = Line> + '_ {
    let open = ctx.library.snapshot.as_ref().map(|s| &s.catalog);
    ctx.library.recent.iter().filter(move |recent| Some(&recent.catalog) != open).map(|recent| {
        let effect = Effect::Open(recent.catalog.clone());
        noun(Item::Effect(effect), recent.name.clone(), "Catalogue".to_owned(), icons::ICON_DATABASE)
    })
}

fn models(ctx: &Ctx) -> impl Iterator<Item = Line> + '_ {
    let others = ctx.models.here().filter(|row| row.name != ctx.models.list.in_use);
    others.map(|row| {
        let effect = Effect::send(ModelRequest::Use { name: row.name.clone(), now: false });
        noun(Item::Effect(effect), row.title.clone(), "Model".to_owned(), icons::ICON_NEUROLOGY)
    })
}
