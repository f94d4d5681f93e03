//! The folder tree as rows: the roots and the folders below them that are unfolded.

use crate::kit::path::{name_of, told_apart};
use base::RootId;
use base::fold::fold;
use engine::protocol::{FolderRef, FolderView, Snapshot};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which folder.
    pub folder: FolderRef,
    /// Its name; of a root so much of its path as tells it from the other roots.
    pub name: String,
    /// What it is called outside the tree: its path below its root, and the root before it where another one has a folder of its name.
    pub words: String,
    /// Where it lies.
    place: PathBuf,
    /// 0 for a root.
    pub depth: usize,
    /// Photos in it and below.
    pub photos: u64,
    /// There are folders in it.
    pub has_children: bool,
    /// They are shown.
    pub open: bool,
    /// It could be read when it was last looked at.
    pub reachable: bool,
}

/// The tree.
#[derive(Debug, Default)]
pub struct Tree {
    all: Vec<Row>,
    visible: Vec<usize>,
    /// Folded or unfolded against the rule that roots are open and folders closed.
    turned: HashSet<FolderRef>,
}

impl Tree {
    /// Takes the folders of a newer snapshot; what was unfolded stays so.
    pub fn rebuild(&mut self, snapshot: &Snapshot) {
        self.all.clear();
        let below = |f: &&FolderView| !f.folder.path.as_os_str().is_empty();
        let mut homes: HashMap<String, HashSet<RootId>> = HashMap::new();
        for f in snapshot.folders.iter().filter(below) {
            homes.entry(folded(&f.folder.path)).or_default().insert(f.folder.root);
        }
        let roots: Vec<&Path> = snapshot.roots.iter().map(|r| r.root.path.as_path()).collect();
        for root in &snapshot.roots {
            let path = &root.root.path;
            let name = told_apart(path, &roots);
            self.all.push(Row {
                folder: FolderRef { root: root.root.id, path: PathBuf::new() },
                name: name.clone(),
                words: name.clone(),
                place: path.clone(),
                depth: 0,
                photos: root.photos,
                has_children: false,
                open: true,
                reachable: root.reachable,
            });
            let shared = |path: &Path| homes.get(&folded(path)).is_some_and(|roots| roots.len() > 1);
            let words = |path: &Path| if shared(path) { format!("{name}/{}", path.display()) } else { path.display().to_string() };
            self.all.extend(snapshot.folders.iter().filter(below).filter(|f| f.folder.root == root.root.id).map(|f| Row {
                folder: f.folder.clone(),
                name: name_of(&f.folder.path),
                words: words(&f.folder.path),
                place: path.join(&f.folder.path),
                depth: f.folder.path.components().count(),
                photos: f.photos,
                has_children: false,
                open: false,
                reachable: root.reachable,
            }));
        }
        for i in 1..self.all.len() {
            self.all[i - 1].has_children = self.all[i].depth > self.all[i - 1].depth;
        }
        self.unfold();
    }

    /// Folds or unfolds a folder.
    pub fn turn(&mut self, folder: &FolderRef) {
        if !self.turned.remove(folder) {
            self.turned.insert(folder.clone());
        }
        self.unfold();
    }

    /// How many rows are to be seen.
    pub fn row_count(&self) -> usize {
        self.visible.len()
    }

    /// A row that is to be seen.
    pub fn row(&self, index: usize) -> Option<&Row> {
        self.visible.get(index).map(|&i| &self.all[i])
    }

    /// The row of a folder, seen or not.
    pub fn find(&self, folder: &FolderRef) -> Option<&Row> {
        self.all.iter().find(|r| &r.folder == folder)
    }

    /// Every folder, seen or not.
    pub fn all(&self) -> impl Iterator<Item = &Row> {
        self.all.iter()
    }

    /// The folders with that part, a key, in their name: words, how a query names it alone, photos. Those that begin so first.
    pub fn named(&self, part: &str) -> impl Iterator<Item = (&str, String, u64)> {
        let mut found: Vec<(usize, &Row)> = self.all.iter().filter_map(|row| Some((fold(&row.name).find(part)?, row))).collect();
        found.sort_by_key(|(at, row)| (*at > 0, row.depth));
        found
            .into_iter()
            .map(|(_, row)| (if self.is_alone(row) { row.name.as_str() } else { row.words.as_str() }, self.asked_for(row), row.photos))
    }

    fn is_alone(&self, row: &Row) -> bool {
        let name = folded(&row.place);
        self.all.iter().filter(|other| folded(&other.place) == name).count() == 1
    }

    /// How a query names it: its name, or its whole path where another folder has the same name.
    fn asked_for(&self, row: &Row) -> String {
        let root = self.all.iter().find(|other| other.depth == 0 && other.folder.root == row.folder.root);
        match root {
            _ if self.is_alone(row) => name_of(&row.place),
            Some(root) if row.depth > 0 && self.is_alone(root) => format!("{}/{}", root.name, row.folder.path.display()),
            _ => row.place.display().to_string(),
        }
    }

    fn unfold(&mut self) {
        self.visible.clear();
        let mut closed_at: Option<usize> = None;
        for (i, row) in self.all.iter_mut().enumerate() {
            row.open = (row.depth == 0) != self.turned.contains(&row.folder);
            if closed_at.is_some_and(|d| row.depth > d) {
                continue;
            }
            self.visible.push(i);
            closed_at = (!row.open).then_some(row.depth);
        }
    }
}

/// Folders of one name are the same to people, in whatever spelling.
fn folded(path: &Path) -> String {
    fold(&name_of(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Clocks, Root};
    use engine::protocol::RootView;

    fn snapshot(folders: &[&str]) -> Snapshot {
        let root = RootId(1);
        Snapshot {
            catalog: "/c.selvedge".into(),
            name: "c".to_owned(),
            read_only: false,
            roots: vec![RootView { root: Root { id: root, path: "/photos".into() }, photos: 9, missing: 0, reachable: true, look: None }],
            folders: folders.iter().map(|f| FolderView { folder: FolderRef { root, path: f.into() }, photos: 1 }).collect(),
            photos: std::sync::Arc::default(),
            clocks: Clocks::new(),
            problems: [].into(),
            unread_folders: 0,
            model: String::new(),
            embedded: 0,
        }
    }

    fn names(tree: &Tree) -> Vec<String> {
        (0..tree.row_count()).filter_map(|i| tree.row(i)).map(|r| format!("{}{}", "-".repeat(r.depth), r.name)).collect()
    }

    #[test]
    fn folders_of_one_name_are_called_with_their_root() {
        let mut two = snapshot(&["dresses", "shoes/new"]);
        let other = RootId(2);
        let view = |path: &str| FolderView { folder: FolderRef { root: other, path: path.into() }, photos: 1 };
        two.roots.push(RootView { root: Root { id: other, path: "/old/photos".into() }, ..two.roots[0].clone() });
        two.folders = two.folders.iter().cloned().chain(["Dresses", "bags"].map(view)).collect();
        let mut tree = Tree::default();
        tree.rebuild(&two);
        let words: Vec<&str> = tree.all().map(|row| row.words.as_str()).collect();
        assert_eq!(words, ["/photos", "/photos/dresses", "shoes/new", "old/photos", "old/photos/Dresses", "bags"]);
        let asked: Vec<(&str, String)> = tree.named("dress").map(|(words, asked, _)| (words, asked)).collect();
        let want = [("/photos/dresses", "/photos/dresses"), ("old/photos/Dresses", "/old/photos/Dresses")];
        assert_eq!(asked, want.map(|(words, asked)| (words, asked.to_owned())));
        assert_eq!(tree.named("bag").next().map(|(words, asked, _)| (words, asked)), Some(("bags", "bags".to_owned())));
    }

    #[test]
    fn folders_unfold_one_level_at_a_time_and_stay_so() {
        let mut tree = Tree::default();
        tree.rebuild(&snapshot(&["a", "a/x", "a/x/y", "b"]));
        assert_eq!(names(&tree), ["photos", "-a", "-b"]);
        let a = FolderRef { root: RootId(1), path: "a".into() };
        tree.turn(&a);
        assert_eq!(names(&tree), ["photos", "-a", "--x", "-b"]);
        tree.rebuild(&snapshot(&["a", "a/x", "b", "c"]));
        assert_eq!(names(&tree), ["photos", "-a", "--x", "-b", "-c"]);
        assert!(tree.row(1).unwrap().has_children && !tree.row(3).unwrap().has_children);
        tree.turn(&FolderRef { root: RootId(1), path: PathBuf::new() });
        assert_eq!(names(&tree), ["photos"]);
    }
}
