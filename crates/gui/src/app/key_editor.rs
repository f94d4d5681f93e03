//! Other keys for commands: on the cheat sheet a key is clicked, and the next one that is pressed takes its place.

use super::features::{AnyCommand, CommandRow};
use crate::kit::theme::{self, space};
use crate::kit::widgets;
use crate::shell::command::{Info, shortcut_text};
use crate::shell::ctx::Ctx;
use crate::shell::effect::Effect;
use crate::shell::key_map;
use egui::{Context, Key, KeyboardShortcut, Ui, vec2};

/// The sheet while it is open.
#[derive(Debug, Default)]
pub struct SheetState {
    /// Keys are changed rather than read.
    pub editing: bool,
    /// The next key is for this command.
    pub waits: Option<AnyCommand>,
    /// Why the last one was refused.
    pub problem: Option<String>,
}

/// Gives the key that was pressed to the command that waits for it.
pub fn take_key(ui: &Ui, ctx: &Ctx, sheet: &mut SheetState, rows: &[CommandRow]) -> Option<Effect> {
    let row = rows.iter().find(|row| Some(row.command) == sheet.waits)?;
    let key = key_map::pressed(ui.ctx())?;
    let by_itself = key.modifiers.is_none();
    if by_itself && key.logical_key == Key::Escape {
        (sheet.waits, sheet.problem) = (None, None);
        return None;
    }
    let takes_away = by_itself && key.logical_key == Key::Backspace;
    let others = rows.iter().filter(|other| other.command != row.command).map(|other| other.info);
    sheet.problem = if takes_away { None } else { refusal(ui.ctx(), ctx, key, others) };
    if sheet.problem.is_some() {
        return None;
    }
    sheet.waits = None;
    let mut keys = ctx.settings.keys.clone();
    keys.insert(row.info.words.to_owned(), if takes_away { Vec::new() } else { vec![key_map::written(key)] });
    Some(Effect::Keys(keys))
}

/// Why a command may not have this key, in words; `others` are all commands but that one.
fn refusal<'a>(egui: &Context, ctx: &Ctx, key: KeyboardShortcut, mut others: impl Iterator<Item = &'a Info>) -> Option<String> {
    let name = shortcut_text(egui, key);
    if key_map::moves(key) {
        return Some(format!("{name} moves in the window; press another key"));
    }
    let other = others.find(|info| info.keys_now(ctx).contains(&key))?;
    Some(format!("{name} is the key of “{}”; press another one, or change that first", other.words))
}

/// The keys of a command as a button, which waits for another one when it is pressed.
pub fn key_button_ui(ui: &mut Ui, sheet: &mut SheetState, (words, keys): (&str, &str), command: AnyCommand) {
    let waits = sheet.waits == Some(command);
    let palette = theme::palette(ui);
    let (shown, colour) = match (waits, keys.is_empty()) {
        (true, _) => ("Press a key", palette.accent),
        (false, true) => ("No key", palette.faint),
        (false, false) => (keys, palette.text),
    };
    let text = egui::RichText::new(shown).font(theme::caption()).color(colour);
    let button = ui
        .scope(|ui| {
            ui.spacing_mut().button_padding = vec2(space::XS, 0.0);
            ui.spacing_mut().interact_size.y = theme::KEY_CAP;
            ui.add(egui::Button::new(text).selected(waits).min_size(vec2(0.0, theme::KEY_CAP)))
        })
        .inner;
    widgets::focus_ring(ui, &button);
    let button = button.accessible_name(format!("Key of {words}: {shown}"));
    if button.clicked() {
        // The key that comes is for the command and not for the button.
        button.surrender_focus();
        (sheet.waits, sheet.problem) = ((!waits).then_some(command), None);
    }
}
