//! Settings are written a moment after the last change, and when the window closes; the theme follows them at once.

use super::window::App;
use crate::kit::theme;
use egui::{Context, Theme};
use engine::protocol::Command;
use engine::settings::{Settings, ThemeChoice};
use std::time::Duration;

/// Seconds without a change before the settings are written.
const SETTLE_SECS: f64 = 0.5;

/// What is on disk, and since when it is out of date.
#[derive(Debug)]
pub struct Saving {
    saved: Settings,
    changed_at: Option<f64>,
}

impl Saving {
    /// Nothing has changed yet.
    pub fn new(saved: Settings) -> Self {
        Self { saved, changed_at: None }
    }
}

impl App {
    pub(super) fn save_settled(&mut self, egui: &Context) {
        let size = egui.content_rect().size();
        self.ctx.settings.window = Some([size.x, size.y]);
        let unsaved = self.ctx.settings != self.saving.saved;
        let now = egui.time();
        match (unsaved, self.saving.changed_at) {
            (false, _) => self.saving.changed_at = None,
            (true, Some(at)) if now - at >= SETTLE_SECS => self.save_unsaved(),
            (true, Some(_)) => {}
            (true, None) => {
                self.saving.changed_at = Some(now);
                egui.request_repaint_after(Duration::from_secs_f64(SETTLE_SECS));
            }
        }
    }

    pub(super) fn save_unsaved(&mut self) {
        if self.ctx.settings != self.saving.saved {
            self.saving = Saving::new(self.ctx.settings.clone());
            self.engine.send(Command::SaveSettings(self.ctx.settings.clone()));
        }
    }

    pub(super) fn wear_theme(&self, egui: &Context) {
        let dark = match self.ctx.settings.theme {
            ThemeChoice::System => self.system_dark.unwrap_or(true),
            ThemeChoice::Dark => true,
            ThemeChoice::Light => false,
        };
        let theme = if dark { Theme::Dark } else { Theme::Light };
        if egui.options(|o| o.theme_preference) != theme.into() {
            egui.set_theme(theme);
        }
        let motion = if self.ctx.settings.reduced_motion { 0.0 } else { theme::MOTION_SECS };
        if (egui.global_style().animation_time - motion).abs() > f32::EPSILON {
            egui.all_styles_mut(|s| s.animation_time = motion);
        }
    }
}
