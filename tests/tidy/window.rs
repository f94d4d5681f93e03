//! The layers of the window's crate: which of its folders may import which, and what of other crates it may not name.

use crate::imports::{Foreign, Import, Imports};

/// Composes the features, so it alone may import all of them; so may `lib.rs`.
const COMPOSER: &str = "app";
/// What every feature may import.
const SHELL: &str = "shell";
/// Widgets and looks, which know no state.
const KIT: &str = "kit";
/// Work with files, the store and models belongs to the engine: the window must not block.
const FORBIDDEN: [&[&str]; 4] = [&["std", "fs"], &["fs_err"], &["rusqlite"], &["rusqlite_migration"]];

/// Imports between folders that the layers do not allow.
pub fn breaches(imports: &Imports) -> Vec<&Import> {
    imports.ours.iter().filter(|import| !may_import(folder(&import.from), folder(&import.to))).collect()
}

fn folder(path: &str) -> &str {
    path.split_once('/').map_or("", |(folder, _)| folder)
}

fn may_import(from: &str, to: &str) -> bool {
    match (from, to) {
        (from, to) if from == to => true,
        ("" | COMPOSER, _) => true,
        (KIT, _) => false,
        (SHELL, to) => to == KIT,
        (_feature, to) => to == SHELL || to == KIT,
    }
}

/// What the window names of crates that are none of its business.
pub fn forbidden(imports: &Imports) -> Vec<&Foreign> {
    imports.foreign.iter().filter(|foreign| is_forbidden(&foreign.path)).collect()
}

fn is_forbidden(path: &[String]) -> bool {
    path.first().is_some_and(|first| first.starts_with("candle"))
        || FORBIDDEN.iter().any(|start| path.iter().map(String::as_str).take(start.len()).eq(start.iter().copied()))
}
