//! Settings are written a moment after the last change, and when the window closes.

use egui::Context;
use engine::settings::Settings;
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

    /// The settings to write now, because they have been at rest for a while.
    pub fn settled(&mut self, settings: &Settings, egui: &Context) -> Option<Settings> {
        let now = egui.time();
        match (*settings != self.saved, self.changed_at) {
            (false, _) => self.changed_at = None,
            (true, Some(at)) if now - at >= SETTLE_SECS => return self.unsaved(settings),
            (true, Some(_)) => {}
            (true, None) => {
                self.changed_at = Some(now);
                egui.request_repaint_after(Duration::from_secs_f64(SETTLE_SECS));
            }
        }
        None
    }

    /// The settings to write, where they are not written yet.
    pub fn unsaved(&mut self, settings: &Settings) -> Option<Settings> {
        if *settings == self.saved {
            return None;
        }
        *self = Self::new(settings.clone());
        Some(settings.clone())
    }
}
