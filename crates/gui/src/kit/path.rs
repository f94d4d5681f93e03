//! Paths as they are shown.

use std::path::Path;

/// The folder that a file lies in.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(file)
}

/// The last part of a path; the whole of it where there is none.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
