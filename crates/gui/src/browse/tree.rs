//! The folder tree as rows: the roots and the folders below them that are unfolded.

use crate::kit::path::name_of;
use engine::protocol::{FolderRef, Snapshot};
use std::collections::HashSet;
use std::path::PathBuf;

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which folder.
    pub folder: FolderRef,
    /// Its name.
    pub name: String,
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
        for root in &snapshot.roots {
            let path = &root.root.path;
            self.all.push(Row {
                folder: FolderRef { root: root.root.id, path: PathBuf::new() },
                name: name_of(path),
                depth: 0,
                photos: root.photos,
                has_children: false,
                open: true,
                reachable: root.reachable,
            });
            let below = snapshot.folders.iter().filter(|f| f.folder.root == root.root.id && !f.folder.path.as_os_str().is_empty());
            self.all.extend(below.map(|f| Row {
                folder: f.folder.clone(),
                name: name_of(&f.folder.path),
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

    /// The folders with that part in their name, whatever its case: name, how a query names it alone, photos. Those that begin so first.
    pub fn named(&self, part: &str) -> impl Iterator<Item = (&str, String, u64)> {
        let mut found: Vec<(usize, &Row)> = self.all.iter().filter_map(|row| Some((row.name.to_lowercase().find(part)?, row))).collect();
        found.sort_by_key(|(at, row)| (*at > 0, row.depth));
        found.into_iter().map(|(_, row)| (row.name.as_str(), self.told_apart(row), row.photos))
    }

    /// Its name, or its whole path where another folder has the same name.
    fn told_apart(&self, row: &Row) -> String {
        let alone = self.all.iter().filter(|other| other.name.to_lowercase() == row.name.to_lowercase()).count() == 1;
        let root = self.all.iter().find(|other| other.depth == 0 && other.folder.root == row.folder.root);
        match root {
            Some(root) if !alone && row.depth > 0 => format!("{}/{}", root.name, row.folder.path.display()),
            _ => row.name.clone(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use base::{Root, RootId};
    use engine::protocol::{FolderView, RootView};

    fn snapshot(folders: &[&str]) -> Snapshot {
        let root = RootId(1);
        Snapshot {
            catalog: "/c.selvedge".into(),
            name: "c".to_owned(),
            roots: vec![RootView { root: Root { id: root, path: "/photos".into() }, photos: 9, missing: 0, reachable: true, look: None }],
            folders: folders.iter().map(|f| FolderView { folder: FolderRef { root, path: f.into() }, photos: 1 }).collect(),
            photos: [].into(),
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
