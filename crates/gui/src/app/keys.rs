//! The keyboard: shortcuts of commands, Esc, and F6 from part to part.

use super::features::{AnyCommand, CommandRow, Features};
use crate::compare::Compare;
use crate::shell::ctx::Ctx;
use crate::shell::focus;
use crate::shell::view::{Region, View};
use egui::{Context, Event, InputState, Key, KeyboardShortcut};

/// A command's shortcut was pressed.
pub struct Pressed {
    pub command: AnyCommand,
    /// Shift was held, which is no part of the shortcut.
    pub shifted: bool,
}

/// The command whose shortcut was pressed, if any; the key press is used up.
/// While the person types into a field only the shortcuts with Ctrl and the function keys count, and not those that edit text.
pub fn pressed(egui: &Context, features: &Features, ctx: &Ctx) -> Option<Pressed> {
    if !egui.input(|i| i.events.iter().any(|event| matches!(event, egui::Event::Key { pressed: true, .. }))) {
        return None;
    }
    let typing = egui.text_edit_focused();
    let on_widget = egui.memory(egui::Memory::focused).is_some_and(|id| !focus::is_photos(id));
    let allowed = |k: &KeyboardShortcut| {
        let function_key = matches!(k.logical_key, Key::F1 | Key::F5 | Key::F6 | Key::F7 | Key::F8 | Key::F9 | Key::F11);
        let edits_text = k.modifiers.command && matches!(k.logical_key, Key::A | Key::Enter | Key::Y | Key::Z);
        let presses_widget = matches!(k.logical_key, Key::Enter);
        if typing { function_key || (k.modifiers.command && !edits_text) } else { !(on_widget && presses_widget) }
    };
    let rows = features.commands(ctx);
    by_modifiers(ctx, rows.iter().filter(|row| row.enabled))
        .into_iter()
        .filter(|(k, _)| allowed(k))
        .find_map(|(k, command)| egui.input_mut(|i| take(i, *k)).map(|shifted| Pressed { command, shifted }))
}

/// Uses the shortcut up. Answers whether Shift was held beside it.
fn take(input: &mut InputState, shortcut: KeyboardShortcut) -> Option<bool> {
    let digit = is_digit(shortcut.logical_key);
    let shift = input.modifiers.shift && !shortcut.modifiers.shift;
    if input.consume_shortcut(&shortcut) {
        // Where digits stand above signs, Shift is what makes them: it asks for nothing more.
        return Some(shift && !digit);
    }
    let above = |event: &Event| {
        matches!(event, Event::Key { physical_key, pressed: true, modifiers, .. }
            if *physical_key == Some(shortcut.logical_key) && modifiers.shift_only())
    };
    let at = input.events.iter().position(above).filter(|_| digit && shift && shortcut.modifiers.is_none())?;
    input.events.remove(at);
    Some(true)
}

fn is_digit(key: Key) -> bool {
    (Key::Num0..=Key::Num9).contains(&key)
}

/// The shortcuts in the order in which they are looked for: one with more modifiers before the one that it contains.
fn by_modifiers<'a>(ctx: &'a Ctx, rows: impl Iterator<Item = &'a CommandRow>) -> Vec<(&'a KeyboardShortcut, AnyCommand)> {
    let mut keys: Vec<_> = rows.flat_map(|row| row.info.keys_now(ctx).iter().map(|k| (k, row.command))).collect();
    keys.sort_by_key(|(k, _)| !k.modifiers.shift);
    keys
}

/// Search, library, photos, inspector, and round again; what is hidden is passed over.
pub fn next_region(egui: &Context, ctx: &Ctx, last: Region, compare: &Compare, tagging_open: bool) -> Region {
    let focused = egui.memory(egui::Memory::focused);
    let here = if focused == Some(focus::search()) {
        Region::Search
    } else if focused == Some(focus::other_photos()) {
        Region::OtherPhotos
    } else if focused.is_none() || focused == Some(focus::photos()) {
        Region::Photos
    } else {
        last
    };
    let order = [Region::Search, Region::Library, Region::Photos, Region::OtherPhotos, Region::Inspector];
    let sides = ctx.view.has_sides();
    let from = order.iter().position(|r| *r == here).unwrap_or(0);
    let shown = |region: &Region| match region {
        Region::Library => sides && ctx.settings.left_panel,
        Region::OtherPhotos => ctx.view == View::Compare && compare.shows_two_grids(),
        Region::Inspector => sides && ctx.settings.right_panel && (tagging_open || ctx.selection.cursor().is_some()),
        Region::Search | Region::Photos => true,
    };
    (1..=order.len()).map(|i| order[(from + i) % order.len()]).find(shown).unwrap_or(Region::Photos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_one_line_and_no_two_share_a_shortcut() {
        let ctx = Ctx::default();
        let rows = Features::default().commands(&ctx);
        for (i, a) in rows.iter().enumerate() {
            assert!(rows[i + 1..].iter().all(|b| a.command != b.command), "{:?} has two lines", a.command);
            assert!(rows[i + 1..].iter().all(|b| a.info.words != b.info.words), "settings know it by its words: {:?}", a.command);
        }
        let keys = by_modifiers(&ctx, rows.iter());
        for (i, a) in keys.iter().enumerate() {
            assert!(keys[i + 1..].iter().all(|b| a.0 != b.0), "{a:?} is bound twice");
        }
    }

    #[test]
    fn a_shortcut_with_more_modifiers_comes_before_the_one_it_contains() {
        let ctx = Ctx::default();
        let rows = Features::default().commands(&ctx);
        let keys = by_modifiers(&ctx, rows.iter());
        for (i, (a, _)) in keys.iter().enumerate() {
            for (b, _) in &keys[i + 1..] {
                assert!(!(a.logical_key == b.logical_key && b.modifiers.shift && !a.modifiers.shift), "{a:?} hides {b:?}");
            }
        }
    }

    #[test]
    fn without_a_catalogue_there_is_nothing_to_rescan() {
        let rows = Features::default().commands(&Ctx::default());
        assert!(rows.iter().any(|row| row.info.words == "Rescan folders" && !row.enabled));
    }
}
