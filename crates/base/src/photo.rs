//! Photos, roots and problems as the catalogue tells them to the crates above.

use super::{CaptureFacts, ClockOffset, ContentHash, PhotoId, RootId};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder that the catalogue holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Stable until the folder is removed from the catalogue.
    pub id: RootId,
    /// Absolute; any bytes that the platform allows.
    pub path: PathBuf,
}

/// Which of these roots a path lies below, and where; no root lies in another.
pub fn below_a_root<'r, 'p>(roots: impl IntoIterator<Item = (RootId, &'r Path)>, path: &'p Path) -> Option<(RootId, &'p Path)> {
    roots.into_iter().find_map(|(id, root)| Some((id, path.strip_prefix(root).ok()?)))
}

/// What a `stat` tells of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// Modification time, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// Where the system tells.
    pub inode: Option<Inode>,
}

/// Which file it is on its file system, and when it was changed last in any way. Programs that give a file its old time back cannot
/// give it its old change time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Inode {
    /// Its number.
    pub number: u64,
    /// Change time, nanoseconds since 1970.
    pub changed_ns: i64,
}

impl Stamp {
    /// A stamp of which no more is known.
    pub const fn new(size: u64, mtime_ns: i64) -> Self {
        Self { size, mtime_ns, inode: None }
    }

    /// Whether a file is taken to be what it was when it had the other stamp. What only one of them tells is not compared.
    pub fn is_still(&self, then: &Self) -> bool {
        let other_file = self.inode.zip(then.inode).is_some_and(|(now, then)| now != then);
        (self.size, self.mtime_ns) == (then.size, then.mtime_ns) && !other_file
    }
}

/// What the file tells of the picture in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PictureFacts {
    /// Of each sample; `None`: not read yet.
    pub bits: Option<u8>,
    /// The colour profile as it calls itself, "Adobe RGB (1998)".
    pub profile: Option<Arc<str>>,
    /// What is wrong with it although it is shown.
    pub remark: Option<Arc<str>>,
}

/// A photo as the catalogue knows it. Millions of them are held in memory: what many have in common is shared between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Stable as long as the catalogue knows the photo, wherever its file is moved.
    pub id: PhotoId,
    /// The root it lies under.
    pub root: RootId,
    /// Relative to the root; any bytes that the platform allows.
    pub path: PathBuf,
    /// Bytes of the file when it was indexed.
    pub size: u64,
    /// Its modification time then, nanoseconds since 1970.
    pub mtime_ns: i64,
    /// Of the file's bytes when it was indexed.
    pub hash: ContentHash,
    /// Pixels across, as displayed (after the EXIF turn).
    pub width: u32,
    /// Pixels down, as displayed.
    pub height: u32,
    /// "JPEG", "PNG", …: found in the bytes, not in the name.
    pub format: Arc<str>,
    /// When the camera took it, as EXIF tells, in the camera's local time: "2026-05-03T14:05:09", with ".190" behind it where
    /// the camera told thousandths. Put right by `clock`.
    pub captured: Option<String>,
    /// By how much the camera's clock was off.
    pub clock: ClockOffset,
    /// With which camera it was taken, and how.
    pub facts: Arc<CaptureFacts>,
    /// Depth, colours and damage.
    pub picture: Arc<PictureFacts>,
    /// The raw file of the same shot, relative to the root: it goes where the photo goes and is no photo of its own.
    pub companion: Option<PathBuf>,
    /// The file was gone when its folder was last looked at.
    pub missing: bool,
}

impl Photo {
    /// What is known of the file's stamp.
    pub const fn stamp(&self) -> Stamp {
        Stamp::new(self.size, self.mtime_ns)
    }

    /// The file's name; lossy where it is not UTF-8.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The moment that the camera's clock told, where another one is taken to be right.
    pub fn clock_told(&self) -> Option<String> {
        (self.clock != ClockOffset::NONE).then(|| self.clock.told(self.captured.as_deref()?)).flatten()
    }

    /// Where the file lies now, given its root's folder.
    pub fn absolute(&self, root: &Path) -> PathBuf {
        root.join(&self.path)
    }

    /// The same of the raw file that goes with it.
    pub fn absolute_companion(&self, root: &Path) -> Option<PathBuf> {
        self.companion.as_ref().map(|raw| root.join(raw))
    }
}

impl Photo {
    /// A JPEG of one pixel, for tests and benchmarks to which only its id and its path matter.
    pub fn sample(id: i64, path: &str) -> Self {
        Self {
            id: PhotoId(id),
            root: RootId(1),
            path: path.into(),
            size: 1,
            mtime_ns: 0,
            hash: ContentHash([0; 32]),
            width: 1,
            height: 1,
            format: "JPEG".into(),
            captured: None,
            clock: ClockOffset::NONE,
            facts: Arc::default(),
            picture: Arc::default(),
            companion: None,
            missing: false,
        }
    }
}

/// What a person imported about a photo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhotoText {
    /// What kind of text, as the file called it: "title", "brand".
    pub column: String,
    /// Without spaces around it.
    pub text: String,
}

/// A file that could not be read, and why, in words for the person who has to do something about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// Absolute path.
    pub path: PathBuf,
    /// One line, no final period.
    pub reason: String,
}
