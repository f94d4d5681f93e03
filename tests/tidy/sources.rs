//! The sources of one crate: read from a folder, or written down in a test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of one crate, by their path below its `src`, such as `kit/theme.rs`.
pub struct Sources {
    /// The crate's folder, such as `crates/gui`; the root package is called `.`.
    pub name: String,
    pub files: BTreeMap<String, String>,
}

impl Sources {
    /// A crate written down in a test.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        Self { name: "test".to_owned(), files }
    }

    fn read(root: &Path, name: &str) -> Self {
        let src = root.join(name).join("src");
        let mut files = BTreeMap::new();
        let mut folders = vec![src.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs_err::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    let below = path.strip_prefix(&src).unwrap().components().map(|c| c.as_os_str().to_str().unwrap());
                    files.insert(below.collect::<Vec<_>>().join("/"), fs_err::read_to_string(&path).unwrap());
                }
            }
        }
        Self { name: name.to_owned(), files }
    }
}

/// The tree to check: this checkout, or the one that the variable `TREE` names.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    std::env::var_os("TREE").map_or(here.to_owned(), PathBuf::from)
}

/// Every crate of the workspace.
pub fn all() -> Vec<Sources> {
    let root = root();
    let mut names = vec![".".to_owned()];
    for entry in fs_err::read_dir(root.join("crates")).unwrap() {
        names.push(format!("crates/{}", entry.unwrap().file_name().to_str().unwrap()));
    }
    names.sort();
    let crates: Vec<_> = names.iter().map(|name| Sources::read(&root, name)).collect();
    assert!(crates.iter().map(|c| c.files.len()).sum::<usize>() > 200, "the sources were not found");
    crates
}
