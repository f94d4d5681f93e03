//! Names of files and folders that every file system takes, and no two of them equal.

use base::fold::fold;
use std::collections::{HashMap, HashSet};

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

/// The names that are given away, in whatever spelling: some file systems tell neither case nor Unicode's forms apart.
#[derive(Default)]
pub(super) struct Taken {
    keys: HashSet<String>,
    /// Of files that could not have their own names: the number that is tried next. Those before it stay taken.
    next: HashMap<Vec<String>, usize>,
}

impl Taken {
    /// Takes the first name of `a`, `a-2`, `a-3`… for which all files are free that `files` makes of it; their names, and whether it had
    /// to be numbered.
    pub fn take<T>(&mut self, folder: &str, name: &str, files: impl Fn(&str) -> (Vec<String>, T)) -> (T, bool) {
        let keyed = |name: &str| {
            let (wanted, made) = files(name);
            (wanted.iter().map(|file| fold(&format!("{folder}/{file}"))).collect::<Vec<String>>(), made)
        };
        let (own, made) = keyed(name);
        if self.are_free(&own) {
            self.keys.extend(own);
            return (made, false);
        }
        let mut number = self.next.get(&own).copied().unwrap_or(2);
        loop {
            let (keys, made) = keyed(&format!("{name}-{number}"));
            number += 1;
            if self.are_free(&keys) {
                self.keys.extend(keys);
                self.next.insert(own, number);
                return (made, true);
            }
        }
    }

    fn are_free(&self, keys: &[String]) -> bool {
        keys.iter().all(|key| !self.keys.contains(key))
    }
}
