//! Paths as they are shown.

use std::path::Path;

/// The last part of a path; the whole of it where there is none.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
