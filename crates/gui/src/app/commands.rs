//! The app's own commands: panels, themes, what lies over the window.

use crate::shell::command::{Entry, Group, always, catalogue, ctrl, key};
use egui::Key;
use egui_material_icons::icons;

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
    Palette,
    CheatSheet,
}

/// Every command, once.
#[rustfmt::skip]
pub static TABLE: &[Entry<AppCommand, ()>] = &[
    Entry::new(AppCommand::TogglePanels, (Group::View, "Hide or show both side panels", icons::ICON_VIEW_SIDEBAR), catalogue, &[key(Key::F9)]),
    Entry::new(AppCommand::ToggleLibrary, (Group::View, "Hide or show the library", icons::ICON_VIEW_SIDEBAR), catalogue, &[key(Key::F7)]),
    Entry::new(AppCommand::ToggleInspector, (Group::View, "Hide or show the inspector", icons::ICON_VIEW_SIDEBAR), catalogue, &[key(Key::F8)]),
    Entry::new(AppCommand::NextRegion, (Group::View, "Next part of the window", icons::ICON_VIEW_SIDEBAR), catalogue, &[key(Key::F6)]),
    Entry::new(AppCommand::ThemeSystem, (Group::View, "Theme: as the desktop", icons::ICON_CONTRAST), always, &[]),
    Entry::new(AppCommand::ThemeDark, (Group::View, "Theme: dark", icons::ICON_DARK_MODE), always, &[]),
    Entry::new(AppCommand::ThemeLight, (Group::View, "Theme: light", icons::ICON_LIGHT_MODE), always, &[]),
    Entry::new(AppCommand::ReducedMotion, (Group::View, "Reduced motion", icons::ICON_ANIMATION), always, &[]),
    Entry::new(AppCommand::Palette, (Group::Help, "All commands", icons::ICON_KEYBOARD), always, &[ctrl(Key::K)]),
    Entry::new(AppCommand::CheatSheet, (Group::Help, "Keys and ways to search", icons::ICON_KEYBOARD), always, &[key(Key::Questionmark), key(Key::F1)]),
];
