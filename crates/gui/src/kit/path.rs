//! Paths as they are shown.

pub use base::folders::name_of;

use base::fold;
use std::path::Path;

/// As many of the last parts of a path as tell it from the others, which are not that path: "photos", "2025/photos".
pub fn told_apart(path: &Path, others: &[&Path]) -> String {
    let tail = |path: &Path, parts: usize| {
        let skipped = path.components().count().saturating_sub(parts);
        path.components().skip(skipped).collect::<std::path::PathBuf>()
    };
    let same = |a: &Path, b: &Path| fold::same(&a.to_string_lossy(), &b.to_string_lossy());
    let alone = |parts: &usize| others.iter().filter(|other| **other != path).all(|other| !same(&tail(other, *parts), &tail(path, *parts)));
    match (1..=path.components().count()).find(alone) {
        Some(1) | None => name_of(path),
        Some(parts) => tail(path, parts).display().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_one_name_are_told_apart_by_what_they_lie_in() {
        let all = ["/a/2025/photos", "/b/2026/Photos", "/c/2026/photos", "/shop"].map(Path::new);
        let words = |path: &str| told_apart(Path::new(path), &all);
        assert_eq!(words("/a/2025/photos"), "2025/photos");
        assert_eq!(words("/b/2026/Photos"), "b/2026/Photos");
        assert_eq!((words("/shop"), words("/")), ("shop".to_owned(), "/".to_owned()));
    }
}
