//! What is left out when a folder is walked: folders of other programs, and what people mark to be left out.
//!
//! | what | by |
//! |---|---|
//! | folders of programs that keep copies, previews, snapshots or what was thrown away | [`FOLDERS`], in any case; a root that is chosen is walked |
//! | a folder below a root | a file `.nomedia` in it |
//! | files and folders | a file `.selvedgeignore` in a folder around them, in the syntax of `.gitignore` |
//! | every name that begins with a dot | `walk`; so `.dtrash`, `.Trash-1000`, `.thumbnails`, `.zfs` and `.snapshot` need no row here |

use base::FileProblem;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;

/// In it nothing is a photo, say other programs.
const NO_MEDIA: &str = ".nomedia";
/// Says what is to be left out of the folder that it lies in.
const IGNORE: &str = ".selvedgeignore";
/// A file of rules that is longer is none.
const MOST_BYTES: u64 = 1 << 20;

/// How the name of a folder is told.
enum Named {
    /// All of it.
    So(&'static str),
    /// By its end.
    Ending(&'static str),
    /// By its beginning.
    Beginning(&'static str),
    /// Its own name, in a folder of the first name.
    In(&'static str, &'static str),
}

use Named::{Beginning, Ending, In, So};

/// Folders of other programs that hold small copies of photos beside them, earlier states of them, or what was thrown away. Names are in lower
/// case; libraries are a program's own store, which it changes as it likes.
const FOLDERS: [Named; 39] = [
    // Windows: the recycle bin, and what the system keeps on a disk.
    So("$recycle.bin"),
    So("recycler"),
    So("recycled"),
    So("system volume information"),
    // Linux and macOS: what a check of a disk found; the other half of files in archives; shared folders.
    So("lost+found"),
    So("__macosx"),
    So("network trash folder"),
    So("temporary items"),
    // Synology.
    So("@eadir"),
    So("@tmp"),
    So("@synoeastream"),
    So("@sharebin"),
    So("#recycle"),
    So("#snapshot"),
    // QNAP.
    So("@recycle"),
    So("@recently-snapshot"),
    So("@__thumb"),
    // NetApp and other file servers.
    So("~snapshot"),
    // Nextcloud and ownCloud.
    So("files_trashbin"),
    So("files_versions"),
    Beginning("appdata_oc"),
    // GoodSync.
    So("_gsdata_"),
    // Lightroom: previews, and the library of its newer kind.
    Ending(".lrdata"),
    Ending(".lrcat-data"),
    Ending(".lrlibrary"),
    // Capture One: caches and settings in a session, and catalogues.
    So("captureone"),
    Ending(".cocatalog"),
    // Apple: Photos, Aperture, and the copies in folders of iPhoto.
    Ending(".photoslibrary"),
    Ending(".photolibrary"),
    Ending(".migratedphotolibrary"),
    Ending(".aplibrary"),
    Ending(".migratedaplibrary"),
    So("ipod photo cache"),
    In("iphoto library", "data"),
    In("iphoto library", "data.noindex"),
    In("iphoto library", "thumbnails"),
    In("iphoto library", "previews"),
    // Adobe Bridge and Photoshop Elements.
    So("bridge cache"),
    Ending(".psedbthumbs"),
];

/// Whether a folder of that name, in a folder of that name, is another program's.
pub(super) fn is_of_a_program(name: &OsStr, parent: Option<&OsStr>) -> bool {
    let lower = |name: &OsStr| name.to_string_lossy().to_lowercase();
    let (name, parent) = (lower(name), parent.map(lower).unwrap_or_default());
    FOLDERS.iter().any(|folder| match folder {
        So(whole) => name == *whole,
        Ending(end) => name.ends_with(end),
        Beginning(start) => name.starts_with(start),
        In(around, own) => name == *own && parent == *around,
    })
}

/// The rules of the folders around a place, the innermost last.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules(Vec<Arc<Gitignore>>);

impl Rules {
    /// With those of the folder at `place`, which has files of these names; and what is wrong with them.
    pub fn with(&self, place: &Path, names: &[&OsStr]) -> (Self, Vec<FileProblem>) {
        if !names.iter().any(|name| *name == IGNORE) {
            return (self.clone(), Vec::new());
        }
        let (rules, problems) = read(place);
        let mut all = self.clone();
        all.0.extend(rules.map(Arc::new));
        (all, problems)
    }

    /// Whether the file or folder is to be left out. The innermost rule that says anything decides, and of its lines the last.
    pub fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        let said = self.0.iter().rev().map(|rules| rules.matched(path, is_folder)).find(|said| !said.is_none());
        said.is_some_and(|said| said.is_ignore())
    }
}

/// Whether a folder that has files of these names is to be left out.
pub(super) fn is_marked(names: &[&OsStr]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(NO_MEDIA))
}

fn read(folder: &Path) -> (Option<Gitignore>, Vec<FileProblem>) {
    let file = folder.join(IGNORE);
    let problem = |reason: String| FileProblem { path: file.clone(), reason };
    let text = match super::read_head(&file, MOST_BYTES + 1) {
        Ok(bytes) if bytes.len() as u64 <= MOST_BYTES => String::from_utf8_lossy(&bytes).into_owned(),
        Ok(_) => return (None, vec![problem("it is too long to be a list of what is left out".to_owned())]),
        Err(error) => return (None, vec![problem(format!("what it leaves out cannot be read: {error}"))]),
    };
    let mut builder = GitignoreBuilder::new(folder);
    let mut problems = Vec::new();
    for (line, rule) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if builder.add_line(None, rule).is_err() {
            problems.push(problem(format!("line {line} is no pattern that is understood: {rule}")));
        }
    }
    let rules = builder.build().map_err(|_| problems.push(problem("its patterns cannot be understood".to_owned()))).ok();
    (rules, problems)
}
