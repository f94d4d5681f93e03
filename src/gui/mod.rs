//! The window. Floor 4: sees only app and base.

/// Opens the window.
pub fn run(_options: crate::app::EngineOptions, _open: Option<crate::app::protocol::Command>) -> Result<(), String> {
    Err("not in this build".into())
}
