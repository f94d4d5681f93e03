//! Light or dark, and how much moves.

use crate::kit::theme;
use egui::{Context, Theme};
use engine::settings::{Settings, ThemeChoice};

/// Makes the window look as the settings say; `system_dark`: the desktop prefers dark windows, where it says so.
pub fn follow(egui: &Context, settings: &Settings, system_dark: Option<bool>) {
    let dark = match settings.theme {
        ThemeChoice::System => system_dark.unwrap_or(true),
        ThemeChoice::Dark => true,
        ThemeChoice::Light => false,
    };
    let theme = if dark { Theme::Dark } else { Theme::Light };
    if egui.options(|o| o.theme_preference) != theme.into() {
        egui.set_theme(theme);
    }
    let motion = if settings.reduced_motion { 0.0 } else { theme::MOTION_SECS };
    if (egui.global_style().animation_time - motion).abs() > f32::EPSILON {
        egui.all_styles_mut(|s| s.animation_time = motion);
    }
}
