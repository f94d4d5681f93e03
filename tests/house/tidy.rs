//! The rules of the house as a test: floors, opening lines, length. A rule that nothing checks dies.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lines of code a file may have; comments, blank lines and its unit tests are not counted.
const MAX_LINES: usize = 600;

/// Module and floor. A module uses only modules of a lower floor (and itself).
const FLOORS: [(&str, u32); 10] = [
    ("base", 0),
    ("photo", 1),
    ("clip", 1),
    ("catalog", 1),
    ("vectors", 1),
    ("exchange", 1),
    ("tasks", 2),
    ("app", 3),
    ("cli", 4),
    ("gui", 4),
];

/// What the window must not know, though it stands above it.
const BANNED_IN_GUI: [&str; 9] =
    ["crate::catalog", "crate::clip", "crate::photo", "crate::vectors", "crate::tasks", "std::fs", "fs_err", "rusqlite", "candle"];

fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs_err::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                files.push((path.clone(), fs_err::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(files.len() > 40, "the sources were not found");
    files
}

/// The floor module that a file belongs to: `src/clip/text.rs` is of "clip"; `src/main.rs` of none.
fn module(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next()?.as_os_str().to_str()?.to_owned();
    (inside.components().count() > 1).then_some(first)
}

/// The modules named after `crate::`, in `use` lines (groups too) and in paths.
fn used(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let inside = &group[..group.find('}').unwrap_or(group.len())];
            names.extend(inside.split(',').filter_map(|part| part.trim().split("::").next().map(str::to_owned)));
        } else {
            names.extend(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().map(str::to_owned));
        }
    }
    names
}

fn breaches(module: &str, text: &str) -> Vec<String> {
    let floors: BTreeMap<&str, u32> = FLOORS.into();
    let own = floors[module];
    let higher = |name: &String| floors.get(name.as_str()).is_some_and(|floor| name != module && *floor >= own);
    let mut found: Vec<String> = used(text).into_iter().filter(higher).collect();
    if module == "gui" {
        let code: Vec<&str> = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        found.extend(BANNED_IN_GUI.iter().filter(|b| code.iter().any(|l| l.contains(**b))).map(ToString::to_string));
    }
    found
}

#[test]
fn every_module_uses_only_the_floors_below_it() {
    for (path, text) in sources() {
        let Some(module) = module(&path) else { continue };
        let found = breaches(&module, &text);
        assert!(found.is_empty(), "{} (floor of {module}) uses {found:?}", path.display());
    }
}

#[test]
fn the_rule_itself_sees_a_breach() {
    assert_eq!(breaches("photo", "use crate::base::Rgb8;\nuse crate::clip::Clip;"), ["clip"]);
    assert_eq!(breaches("tasks", "use crate::{base::Rgb8, app::Engine};"), ["app"]);
    assert_eq!(breaches("gui", "fn f() { crate::catalog::open() }"), ["crate::catalog"]);
    assert!(breaches("app", "// crate::gui is above\nuse crate::catalog::Catalog;").is_empty());
}

#[test]
fn every_file_says_what_it_is() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} has no opening line", path.display());
    }
}

#[test]
fn no_file_is_a_maze() {
    for (path, text) in sources() {
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = code.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with("//")).count();
        assert!(lines <= MAX_LINES, "{} has {lines} lines of code; {MAX_LINES} are allowed", path.display());
    }
}
