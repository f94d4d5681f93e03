//! The app's own commands: panels, themes, what lies over the window.

use crate::shell::command::{Entry, Group, always, catalogue, ctrl, ctrl_shift, key};
use egui::Key;
use egui_material_icons::icons;
use engine::settings::ThemeChoice;

/// A command of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AppCommand {
    TogglePanels,
    ToggleLibrary,
    ToggleInspector,
    NextRegion,
    ThemeSystem,
    ThemeDark,
    ThemeLight,
    ReducedMotion,
    WatchFolders,
    OneCore,
    BackUp,
    Palette,
    CheatSheet,
    Messages,
    CopyMessage,
    DismissMessage,
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<AppCommand, ()>] = &[
    Entry::new(AppCommand::TogglePanels, (Group::View, "Hide or show both side panels", icons::ICON_VIEW_SIDEBAR), catalogue, &[key(Key::F9)]).also(&["sidebars", "full screen", "more room"]).marked(|ctx| !(ctx.settings.left_panel || ctx.settings.right_panel)),
    Entry::new(AppCommand::ToggleLibrary, (Group::View, "Hide or show the library", icons::ICON_VIEW_SIDEBAR), catalogue, &[key(Key::F7)]).also(&["left sidebar", "folders panel"]).marked(|ctx| ctx.settings.left_panel),
    Entry::new(AppCommand::ToggleInspector, (Group::View, "Hide or show the inspector", icons::ICON_VIEW_SIDEBAR), catalogue, &[key(Key::F8)]).also(&["right sidebar", "details", "info panel"]).marked(|ctx| ctx.settings.right_panel),
    Entry::new(AppCommand::NextRegion, (Group::View, "Next part of the window", icons::ICON_VIEW_SIDEBAR), catalogue, &[key(Key::F6)]),
    Entry::new(AppCommand::ThemeSystem, (Group::View, "Theme: as the desktop", icons::ICON_CONTRAST), always, &[]).also(&["automatic mode", "appearance"]).marked(|ctx| ctx.settings.theme == ThemeChoice::System),
    Entry::new(AppCommand::ThemeDark, (Group::View, "Theme: dark", icons::ICON_DARK_MODE), always, &[]).also(&["dark mode", "night mode", "black", "appearance"]).marked(|ctx| ctx.settings.theme == ThemeChoice::Dark),
    Entry::new(AppCommand::ThemeLight, (Group::View, "Theme: light", icons::ICON_LIGHT_MODE), always, &[]).also(&["light mode", "day mode", "white", "bright", "appearance"]).marked(|ctx| ctx.settings.theme == ThemeChoice::Light),
    Entry::new(AppCommand::ReducedMotion, (Group::View, "Reduced motion", icons::ICON_ANIMATION), always, &[]).also(&["animations", "accessibility"]).marked(|ctx| ctx.settings.reduced_motion),
    Entry::new(AppCommand::WatchFolders, (Group::Catalogue, "Keep in step with the folders", icons::ICON_SYNC), always, &[]).also(&["watch folders", "auto import", "automatic rescan", "live"]).marked(|ctx| ctx.settings.watch_folders),
    Entry::new(AppCommand::OneCore, (Group::Catalogue, "Index on one core", icons::ICON_ENERGY_SAVINGS_LEAF), always, &[]).also(&["low power", "battery", "slow indexing", "background"]).marked(|ctx| ctx.settings.one_core),
    Entry::new(AppCommand::BackUp, (Group::Catalogue, "Back up by itself", icons::ICON_BACKUP), always, &[]).also(&["automatic backups", "safety"]).marked(|ctx| ctx.settings.backups),
    Entry::new(AppCommand::Palette, (Group::Help, "All commands", icons::ICON_KEYBOARD), always, &[ctrl(Key::K)]).also(&["command palette"]),
    Entry::new(AppCommand::CheatSheet, (Group::Help, "Keys and ways to search", icons::ICON_KEYBOARD), always, &[key(Key::Questionmark), key(Key::F1)]).also(&["shortcuts", "keyboard", "hotkeys", "help", "cheat sheet"]),
    Entry::new(AppCommand::Messages, (Group::Help, "All messages", icons::ICON_CHAT), always, &[]).also(&["errors", "notifications", "log"]),
    Entry::new(AppCommand::CopyMessage, (Group::Help, "Copy the message", icons::ICON_CONTENT_COPY), always, &[]),
    Entry::new(AppCommand::DismissMessage, (Group::Help, "Dismiss the message", icons::ICON_CLOSE), always, &[ctrl_shift(Key::D)]),
];
