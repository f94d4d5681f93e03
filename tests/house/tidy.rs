//! The rules of the house as a test: opening lines, length. A rule that nothing checks dies.

use std::path::{Path, PathBuf};

/// Lines of code a file may have; comments, blank lines and its unit tests are not counted.
const MAX_LINES: usize = 600;

fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let house = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![house.join("src"), house.join("crates")];
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
