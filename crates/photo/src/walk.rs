//! Which files of a folder are photos.

use super::WalkError;
use super::error::platform_reason;
use super::left_out::{self, Rules, is_of_a_program};
use base::unfinished::is_named_so;
use base::{Cancel, FileProblem, Inode, Stamp, formats};
use std::collections::{BTreeMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// One photo's file, not yet opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Relative to the root that was walked.
    pub path: PathBuf,
    /// What the system tells of it now.
    pub stamp: Stamp,
}

/// The photos of a folder, as [`walk`] found them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walk {
    /// Relative to the root, sorted by path.
    pub files: Vec<FoundFile>,
    /// Files that could not be looked at, sorted by path.
    pub problems: Vec<FileProblem>,
    /// Folders that could not be opened or read to their end, sorted by path: what lies in them is unknown.
    pub folders: Vec<FileProblem>,
    /// Folders and photos that were left out, as `left_out` says, relative to the root, sorted by path.
    pub left_out: Vec<PathBuf>,
    /// Files that bear the name of an unfinished file of ours, absolute; none that was reached through a link.
    pub unfinished: Vec<PathBuf>,
}

/// Finds the photos under `root` by their names' endings; opens none of them.
///
/// `found` hears the number of photos so far, after each one. Left out: names that begin with a dot, what the table in `left_out` names,
/// and whatever is not a regular file. A link to a folder is followed
/// once, after all true folders, so that a photo is known by its true path where it has one under the root; a link that
/// leads back into what is walked, or to a folder around it, is left out.
pub fn walk(root: &Path, cancel: &Cancel, found: &mut dyn FnMut(u64)) -> Result<Walk, WalkError> {
    let path = || root.to_owned();
    let refused = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => WalkError::Missing { path: path() },
        std::io::ErrorKind::NotADirectory => WalkError::NotAFolder { path: path() },
        _ => WalkError::Unreadable { reason: platform_reason(&error), path: path() },
    };
    let true_root = fs_err::canonicalize(root).map_err(refused)?;
    if !true_root.is_dir() {
        return Err(WalkError::NotAFolder { path: path() });
    }
    fs_err::read_dir(&true_root).map_err(refused)?;

    let mut state = State {
        root,
        true_root: &true_root,
        cancel,
        found,
        walk: Walk::default(),
        seen: HashSet::new(),
        links: BTreeMap::new(),
        through_links: false,
    };
    let whole = state.folder(Folder { shown: PathBuf::new(), real: true_root.clone(), rules: Rules::default() }) && state.follow_links();
    if !whole {
        return Err(WalkError::Cancelled { path: path() });
    }
    let mut walk = state.walk;
    walk.files.sort_by(|a, b| a.path.cmp(&b.path));
    walk.problems.sort_by(|a, b| a.path.cmp(&b.path));
    walk.folders.sort_by(|a, b| a.path.cmp(&b.path));
    walk.left_out.sort();
    Ok(walk)
}

/// A folder by the path that the catalogue shows, relative to the root, and by its one true path.
struct Folder {
    shown: PathBuf,
    real: PathBuf,
    /// What is left out of it.
    rules: Rules,
}

struct State<'a> {
    root: &'a Path,
    true_root: &'a Path,
    cancel: &'a Cancel,
    found: &'a mut dyn FnMut(u64),
    walk: Walk,
    /// True paths of folders walked, and of files reached through links.
    seen: HashSet<PathBuf>,
    /// Links met, by shown path, to be followed when everything true is known; each with what is left out behind it.
    links: BTreeMap<PathBuf, Rules>,
    /// All true folders are walked; what comes now lies elsewhere.
    through_links: bool,
}

impl State<'_> {
    /// Walks a folder and the true folders below it. `false` when cancelled.
    fn folder(&mut self, first: Folder) -> bool {
        let mut waiting = vec![first];
        while let Some(mut folder) = waiting.pop() {
            if !self.seen.insert(folder.real.clone()) {
                continue;
            }
            let entries = self.entries(&folder);
            if self.cancel.is_cancelled() {
                return false;
            }
            let names: Vec<OsString> = entries.iter().map(fs_err::DirEntry::file_name).collect();
            let names: Vec<&OsStr> = names.iter().map(OsString::as_os_str).collect();
            // Whoever chooses a folder wants its photos.
            if left_out::is_marked(&names) && !folder.shown.as_os_str().is_empty() {
                self.walk.left_out.push(folder.shown);
                continue;
            }
            let (rules, problems) = folder.rules.with(&folder.real, &names);
            folder.rules = rules;
            self.walk.problems.extend(problems);
            for entry in &entries {
                if self.cancel.is_cancelled() {
                    return false;
                }
                waiting.extend(self.entry(&folder, entry));
            }
        }
        true
    }

    /// What lies in a folder, as far as it can be read.
    fn entries(&mut self, folder: &Folder) -> Vec<fs_err::DirEntry> {
        let read = match fs_err::read_dir(&folder.real) {
            Ok(read) => read,
            Err(error) => {
                self.closed(&folder.shown, format!("the folder cannot be opened: {}", platform_reason(&error)));
                return Vec::new();
            }
        };
        let mut entries = Vec::new();
        for entry in read {
            match entry {
                Ok(entry) if !self.cancel.is_cancelled() => entries.push(entry),
                Ok(_) => break,
                Err(error) => {
                    self.closed(&folder.shown, format!("the folder cannot be read to its end: {}", platform_reason(&error)));
                    break;
                }
            }
        }
        entries
    }

    /// Takes note of one entry; gives back the folder that it is.
    fn entry(&mut self, folder: &Folder, entry: &fs_err::DirEntry) -> Option<Folder> {
        let name = entry.file_name();
        if !self.through_links && is_named_so(&name) {
            self.walk.unfinished.push(folder.real.join(&name));
        }
        if is_hidden(&name) {
            return None;
        }
        let (shown, real) = (folder.shown.join(&name), folder.real.join(&name));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                if is_of_a_program(&name, folder.real.file_name()) || folder.rules.leave_out(&real, true) {
                    self.walk.left_out.push(shown);
                    return None;
                }
                return Some(Folder { shown, real, rules: folder.rules.clone() });
            }
            Ok(kind) if kind.is_symlink() => {
                self.links.insert(shown, folder.rules.clone());
            }
            Ok(kind) if kind.is_file() && is_image(&name) && folder.rules.leave_out(&real, false) => self.walk.left_out.push(shown),
            Ok(kind) if kind.is_file() && is_image(&name) => match entry.metadata() {
                Ok(metadata) => self.file(shown, &metadata),
                Err(error) => self.problem(&shown, format!("the file cannot be looked at: {}", platform_reason(&error))),
            },
            Ok(_) => {}
            Err(error) => self.problem(&shown, format!("it cannot be looked at: {}", platform_reason(&error))),
        }
        None
    }

    /// Follows links, and the links behind them, in the order of their paths. `false` when cancelled.
    fn follow_links(&mut self) -> bool {
        self.through_links = true;
        while let Some((shown, rules)) = self.links.pop_first() {
            if self.cancel.is_cancelled() {
                return false;
            }
            let named_as_image = shown.file_name().is_some_and(is_image);
            let target = fs_err::canonicalize(self.root.join(&shown)).and_then(|real| Ok((fs_err::metadata(&real)?, real)));
            match target {
                Ok((metadata, real)) if metadata.is_dir() => {
                    // A folder around the root holds the root: following it would walk the world.
                    let leads_back = self.true_root.starts_with(&real);
                    let is_left_out = self.leaves_out(&shown, &real, &rules, true);
                    if !leads_back && !is_left_out && !self.folder(Folder { shown, real, rules: Rules::default() }) {
                        return false;
                    }
                }
                Ok((metadata, real)) if metadata.is_file() && named_as_image => {
                    // Known already by its true path, or by another link.
                    let walked = real.parent().is_some_and(|parent| self.seen.contains(parent));
                    let counted = walked && real.file_name().is_some_and(|name| is_image(name) && !is_hidden(name));
                    if !counted && !self.leaves_out(&shown, &real, &rules, false) && self.seen.insert(real) {
                        self.file(shown, &metadata);
                    }
                }
                Err(_) if named_as_image => self.problem(&shown, "the link leads nowhere".to_owned()),
                // A broken link of another name is no photo's business.
                Ok(_) | Err(_) => {}
            }
        }
        true
    }

    /// Whether what a link leads to is left out, by its own name or by the link's, which is noted.
    fn leaves_out(&mut self, shown: &Path, real: &Path, rules: &Rules, is_folder: bool) -> bool {
        let parent = |path: &Path| path.parent().and_then(Path::file_name).map(OsStr::to_owned);
        let is_program = |path: &Path| path.file_name().is_some_and(|name| is_of_a_program(name, parent(path).as_deref()));
        let link = self.true_root.join(shown);
        let left_out = (is_folder && (is_program(real) || is_program(&link))) || rules.leave_out(&link, is_folder);
        if left_out {
            self.walk.left_out.push(shown.to_owned());
        }
        left_out
    }

    fn file(&mut self, path: PathBuf, metadata: &Metadata) {
        self.walk.files.push(FoundFile { path, stamp: stamp(metadata) });
        (self.found)(self.walk.files.len() as u64);
    }

    fn closed(&mut self, shown: &Path, reason: String) {
        self.walk.folders.push(FileProblem { path: self.root.join(shown), reason });
    }

    fn problem(&mut self, shown: &Path, reason: String) {
        self.walk.problems.push(FileProblem { path: self.root.join(shown), reason });
    }
}

/// What the system tells of a file. A platform without modification times says 1970: then the size alone decides.
pub fn stamp(metadata: &Metadata) -> Stamp {
    let mtime_ns = metadata.modified().map_or(0, |time| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |ns| -ns),
    });
    Stamp { inode: inode(metadata), ..Stamp::new(metadata.len(), mtime_ns) }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // other systems tell nothing
fn inode(metadata: &Metadata) -> Option<Inode> {
    use std::os::unix::fs::MetadataExt;
    let changed_ns = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    Some(Inode { number: metadata.ino(), changed_ns })
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> Option<Inode> {
    None
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_image(name: &OsStr) -> bool {
    formats::is_readable(Path::new(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in paths {
            let path = folder.path().join(path);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, b"12345").unwrap();
        }
        folder
    }

    fn walked(root: &Path) -> Walk {
        walk(root, &Cancel::default(), &mut |_| {}).unwrap()
    }

    fn names(walk: &Walk) -> Vec<String> {
        walk.files.iter().map(|file| file.path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn photos_are_found_by_their_endings() {
        let folder = folder_with(&[
            "b.JPG",
            "a.jpeg",
            "c.jpe",
            "d.jfif",
            "e.Png",
            "f.webp",
            "g.gif",
            "h.bmp",
            "i.tif",
            "j.TIFF",
            "notes.txt",
            "jpg",
            "photo.jpg.part",
            "sub/deeper/k.jpg",
            "sub/l.heic",
            "Thumbs.db",
            "a.xmp",
        ]);
        let mut counts = vec![];
        let walk = walk(folder.path(), &Cancel::default(), &mut |n| counts.push(n)).unwrap();
        let want = ["a.jpeg", "b.JPG", "c.jpe", "d.jfif", "e.Png", "f.webp", "g.gif", "h.bmp", "i.tif", "j.TIFF", "sub/deeper/k.jpg"];
        assert_eq!(names(&walk), want);
        assert_eq!(counts, (1..=11).collect::<Vec<u64>>());
        assert_eq!(walk.problems, []);
        assert_eq!(walk.files[0].stamp.size, 5);
        let age = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as i64 - walk.files[0].stamp.mtime_ns;
        assert!((0..60_000_000_000).contains(&age), "nanoseconds since 1970");
    }

    #[test]
    fn hidden_names_and_other_programs_folders_are_left_out() {
        let folder = folder_with(&[".a.jpg", "._b.jpg", ".git/c.jpg", "__MACOSX/d.jpg", "x/@eaDir/e.jpg", "x/f.jpg"]);
        assert_eq!(names(&walked(folder.path())), ["x/f.jpg"]);
        let hidden_root = folder.path().join(".git");
        assert_eq!(names(&walked(&hidden_root)), ["c.jpg"], "a hidden folder that is chosen is walked");
    }

    fn left_out(walk: &Walk) -> Vec<&str> {
        walk.left_out.iter().map(|path| path.to_str().unwrap()).collect()
    }

    #[test]
    fn previews_snapshots_and_what_was_thrown_away_are_left_out_and_told() {
        let folders = [
            "#snapshot",
            "$Recycle.Bin/S-1-5",
            "@Recently-Snapshot/GMT+01_2024",
            "@Recycle",
            "My.photoslibrary/resources",
            "RECYCLER",
            "Session/CaptureOne/Cache",
            "Shop Previews.lrdata/A",
            "iPhoto Library/Data",
            "x/@EADIR/a.jpg",
            "~snapshot/daily",
        ];
        let mut paths: Vec<String> = folders.iter().map(|folder| format!("{folder}/a.jpg")).collect();
        paths.extend(["iPhoto Library/Originals/a.jpg", "keep/Data/a.jpg", "keep/recycler.jpg", ".thumbnails/a.jpg"].map(str::to_owned));
        let folder = folder_with(&paths.iter().map(String::as_str).collect::<Vec<_>>());
        let walk = walked(folder.path());
        assert_eq!(names(&walk), ["iPhoto Library/Originals/a.jpg", "keep/Data/a.jpg", "keep/recycler.jpg"]);
        assert_eq!(walk.left_out.len(), folders.len(), "{:?}", left_out(&walk));
        let chosen = walked(&folder.path().join("@Recycle"));
        assert_eq!((names(&chosen), chosen.left_out.len()), (vec!["a.jpg".to_owned()], 0), "a folder that is chosen is walked");
    }

    #[test]
    fn people_mark_what_is_left_out() {
        let folder = folder_with(&[
            "private/.nomedia",
            "private/deep/a.jpg",
            "drafts/a.jpg",
            "shoes/drafts/b.jpg",
            "shoes/a_draft.jpg",
            "shoes/b_draft.jpg",
            "shoes/c.jpg",
            "bags/old/a.jpg",
            "bags/old/kept.jpg",
        ]);
        let rules = |place: &str, text: &str| fs_err::write(folder.path().join(place).join(".selvedgeignore"), text).unwrap();
        rules("", "\u{feff}# not for the shop\n/drafts/\n*_draft.jpg\n");
        rules("shoes", "!b_draft.jpg\n");
        rules("bags", "old/*\n!kept.jpg\na{b\n");
        let walk = walked(folder.path());
        assert_eq!(names(&walk), ["bags/old/kept.jpg", "shoes/b_draft.jpg", "shoes/c.jpg", "shoes/drafts/b.jpg"]);
        assert_eq!(left_out(&walk), ["bags/old/a.jpg", "drafts", "private", "shoes/a_draft.jpg"]);
        let told: Vec<&str> = walk.problems.iter().map(|problem| problem.reason.as_str()).collect();
        assert_eq!(told, ["line 3 is no pattern that is understood: a{b"]);
        fs_err::write(folder.path().join(".nomedia"), "").unwrap();
        assert_eq!(names(&walked(folder.path())).len(), 4, "a folder that is chosen is walked");
    }

    #[cfg(unix)]
    #[test]
    fn links_neither_loop_nor_count_twice() {
        use std::os::unix::fs::symlink;
        let folder = folder_with(&["root/real/a.jpg", "root/real/deep/b.jpg", "outside/c.jpg", "outside/sub/d.jpg", "root/.hidden.jpg"]);
        let root = folder.path().join("root");
        let link = |target: &Path, name: &str| symlink(target, root.join(name)).unwrap();
        link(&root, "real/deep/loop");
        link(folder.path(), "around");
        link(Path::new("/"), "world");
        link(&root.join("real"), "again");
        link(&folder.path().join("outside"), "aside");
        link(&folder.path().join("outside"), "aside too");
        symlink(folder.path().join("outside"), folder.path().join("outside/sub/back")).unwrap();
        link(&root.join("real/a.jpg"), "same.jpg");
        link(&root.join(".hidden.jpg"), "shown.jpg");
        link(&root.join("none.jpg"), "broken.jpg");
        link(&root.join("none"), "broken");
        link(&root.join("self.jpg"), "self.jpg");
        let walk = walked(&root);
        assert_eq!(names(&walk), ["aside/c.jpg", "aside/sub/d.jpg", "real/a.jpg", "real/deep/b.jpg", "shown.jpg"]);
        let told: Vec<_> = walk.problems.iter().map(|p| (p.path.strip_prefix(&root).unwrap().to_str().unwrap(), &*p.reason)).collect();
        assert_eq!(told, [("broken.jpg", "the link leads nowhere"), ("self.jpg", "the link leads nowhere")]);
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_count() {
        let folder = folder_with(&["a.jpg"]);
        super::super::fixtures::make_pipe(&folder.path().join("pipe.jpg"));
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.jpg")).unwrap();
        fs_err::create_dir_all(folder.path().join("folder.jpg")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("device.jpg")).unwrap();
        assert_eq!(names(&walked(folder.path())), ["a.jpg"]);
        assert_eq!(walked(folder.path()).problems, []);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_not_utf8_survive() {
        use std::os::unix::ffi::OsStrExt;
        let folder = folder_with(&["a.jpg"]);
        let name = OsStr::from_bytes(b"caf\xe9 \xff.jpg");
        fs_err::write(folder.path().join(name), b"1").unwrap();
        assert_eq!(walked(folder.path()).files[1].path, Path::new(name));
    }

    #[cfg(unix)]
    #[test]
    fn a_closed_folder_is_a_problem_not_the_end() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder_with(&["a.jpg", "closed/b.jpg", "open/c.jpg"]);
        let closed = folder.path().join("closed");
        fs_err::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
        if fs_err::read_dir(&closed).is_ok() {
            return super::super::fixtures::skipped("this user may read everything");
        }
        let walk = walked(folder.path());
        fs_err::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(names(&walk), ["a.jpg", "open/c.jpg"]);
        assert_eq!(walk.problems, []);
        assert_eq!(walk.folders, [FileProblem { path: closed, reason: "the folder cannot be opened: permission denied".to_owned() }]);
    }

    #[test]
    fn a_root_that_cannot_be_walked_is_told() {
        let folder = folder_with(&["a.jpg"]);
        let told = |path: &Path| walk(path, &Cancel::default(), &mut |_| {}).unwrap_err();
        assert!(matches!(told(&folder.path().join("none")), WalkError::Missing { .. }));
        assert!(matches!(told(&folder.path().join("a.jpg")), WalkError::NotAFolder { .. }));
        assert!(matches!(told(&folder.path().join("a.jpg/b")), WalkError::NotAFolder { .. }));
        let cancel = Cancel::default();
        cancel.cancel();
        assert!(matches!(walk(folder.path(), &cancel, &mut |_| {}), Err(WalkError::Cancelled { .. })));
    }
}
