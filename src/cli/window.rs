//! Opens the window, where there is a display for it.

use engine::EngineOptions;
use engine::protocol::{BackupPace, CatalogRequest, Request};
use std::path::PathBuf;
use workspace::AppError;

/// Opens the window, or says why it cannot.
pub type OpenWindow = fn(EngineOptions, Option<Request>) -> Result<(), String>;

pub fn window(path: Option<PathBuf>, open_window: OpenWindow) -> Result<u8, AppError> {
    if !has_display() {
        return Err(AppError::NoDisplay("no display was found".into()));
    }
    let open = path.map(|p| CatalogRequest::Open(std::path::absolute(&p).unwrap_or(p)).into());
    open_window(EngineOptions { watch: true, backups: Some(BackupPace::USUAL), ..EngineOptions::default() }, open)
        .map_err(AppError::NoDisplay)?;
    Ok(0)
}

/// Whether a window has somewhere to go. Only X11 and Wayland can say so beforehand.
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || set("DISPLAY") || set("WAYLAND_DISPLAY") || set("WAYLAND_SOCKET")
}
