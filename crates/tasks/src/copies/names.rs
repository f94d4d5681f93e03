//! Names of files and folders that every file system takes, and no two of them equal.

use std::collections::HashSet;

/// Bytes of a name at most, so that an ending, a number and that of a sidecar have room below the 255 of most file systems.
const MOST: usize = 200;
/// Names that Windows keeps for devices, whatever ending follows.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// A name that every file system takes, which may well be the text itself: what cannot stand in a name becomes `_`. No path comes of it.
pub fn file_name(text: &str) -> String {
    let allowed = |c: char| !c.is_control() && !r#"/\:*?"<>|"#.contains(c);
    let mut name: String = text.trim().chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    while name.len() > MOST {
        name.pop();
    }
    // Windows drops them, which would make another name; and a name that begins with a dot is hidden.
    let end = name.trim_end_matches(['.', ' ']).len();
    name.replace_range(end.., &"_".repeat(usize::from(end < name.len())));
    if name.starts_with('.') {
        name.replace_range(..1, "_");
    }
    if name.is_empty() || is_device(&name) {
        name.push('_');
    }
    name
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_uppercase();
    let port = |prefix: &str| stem.strip_prefix(prefix).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    DEVICES.contains(&stem.as_str()) || port("COM") || port("LPT")
}

/// The names that are given away, whatever their case: some file systems know no other.
#[derive(Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// Takes the first name of `a`, `a-2`, `a-3`… for which all files are free that `files` makes of it; their names, and whether it had
    /// to be numbered.
    pub fn take<T>(&mut self, folder: &str, name: &str, files: impl Fn(&str) -> (Vec<String>, T)) -> (T, bool) {
        let mut number = 1;
        loop {
            let (wanted, made) = files(&if number == 1 { name.to_owned() } else { format!("{name}-{number}") });
            let keys: Vec<String> = wanted.iter().map(|file| format!("{folder}/{file}").to_lowercase()).collect();
            if keys.iter().all(|key| !self.0.contains(key)) {
                self.0.extend(keys);
                return (made, number > 1);
            }
            number += 1;
        }
    }
}
