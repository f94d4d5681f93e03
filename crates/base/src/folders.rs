//! Where the platform wants a program's files: XDG on Linux, Application Support on macOS, `AppData` on Windows.

use std::path::{Path, PathBuf};

fn project() -> Option<directories::ProjectDirs> {
    directories::ProjectDirs::from("", "", "selvedge")
}

/// Catalogues that Selvedge makes itself, and the sample catalogue. `None` where the platform names no home.
pub fn data() -> Option<PathBuf> {
    project().map(|p| p.data_dir().to_owned())
}

/// What can be made again at any time; `None` where the platform names no home.
pub fn cache() -> Option<PathBuf> {
    project().map(|p| p.cache_dir().to_owned())
}

/// `~/photos` as a person types it into a field, where no shell expands it.
pub fn expand_home(path: &Path) -> PathBuf {
    let home = || directories::BaseDirs::new().map(|b| b.home_dir().to_owned());
    path.strip_prefix("~").ok().and_then(|rest| Some(home()?.join(rest))).unwrap_or_else(|| path.to_owned())
}

/// The last part of a path, as a person calls a file or folder; the whole of it where there is none.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The folder for settings; `None` where the system names none.
pub fn config() -> Option<PathBuf> {
    project().map(|p| p.config_dir().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_leading_tilde_is_the_home_folder() {
        let home = directories::BaseDirs::new().unwrap().home_dir().to_owned();
        assert_eq!(expand_home(Path::new("~/photos")), home.join("photos"));
        assert_eq!(expand_home(Path::new("/a/~/b")), Path::new("/a/~/b"));
        assert_eq!(expand_home(Path::new("~other/b")), Path::new("~other/b"));
    }
}
