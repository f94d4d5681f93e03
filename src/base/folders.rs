//! Where the platform wants a program's files: XDG on Linux, Application Support on macOS, `AppData` on Windows.

use std::path::PathBuf;

fn project() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "selvedge")
}

/// Catalogues that Selvedge makes itself, and the sample catalogue. `None` where the platform names no home.
pub fn data() -> Option<PathBuf> {
    project().map(|p| p.data_dir().to_owned())
}

/// Settings.
pub fn config() -> Option<PathBuf> {
    project().map(|p| p.config_dir().to_owned())
}
