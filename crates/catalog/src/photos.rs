//! Reading photos and problems, and forgetting what is gone.

use crate::beside::halves;
use crate::clocks;
use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::facts::Common;
use crate::roots;
use crate::sql::{shorten, unsigned};
use crate::stored;
use base::{Clocks, ContentHash, FileProblem, Inode, Photo, PhotoId, RootId, Stamp, path_bytes};
use rusqlite::{Connection, OptionalExtension, Row};
use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// How much a catalogue holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Photos that were there when their folder was last looked at.
    pub photos: u64,
    /// Photos whose files were gone.
    pub missing: u64,
    /// Files that could not be read.
    pub problems: u64,
    /// Those of the photos that go with a raw file of the same frame.
    pub pairs: u64,
}

impl Catalog {
    /// All photos, the missing ones included, by id, with their dates put right by [`Catalog::clocks`]; without those whose stored paths
    /// lead out of their roots.
    pub fn photos(&self) -> Result<Vec<Photo>, CatalogError> {
        self.read(|db| {
            let clocks = clocks::all(db)?;
            let roots: HashSet<RootId> = roots::all(db)?.into_iter().map(|root| root.id).collect();
            let sql = "SELECT coalesce((SELECT min(id) FROM photos), 0), coalesce((SELECT max(id) FROM photos), -1), count(*) FROM photos";
            let (first, last, count): (i64, i64, i64) = db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            let (sooner, later) = halves(&(first..=last));
            // Of the later half not more than there are, if there are gaps between the ids.
            let half = later.end().saturating_sub(*later.start()).saturating_add(1).clamp(0, count);
            let read = |db: &Connection, ids, room| photos(db, ids, room, &roots, &clocks);
            // The earlier half has room for the later one: of a million photos nothing is held twice.
            let (mut photos, later) =
                self.both(db, last.saturating_sub(first), |db| read(db, &sooner, count), |db| read(db, &later, half))?;
            photos.extend(later);
            Ok(photos)
        })
    }

    /// The photos that are there, by root and by the parts of their paths. Sorted by the database, which does it in little memory.
    pub fn present_in_order(&self) -> Result<Vec<PhotoId>, CatalogError> {
        self.ids("SELECT id FROM photos WHERE missing = 0 ORDER BY root_id, replace(CAST(path AS TEXT), '/', char(1))")
    }

    /// The missing photos about which something was decided.
    pub fn missing_and_decided(&self) -> Result<Vec<PhotoId>, CatalogError> {
        self.ids("SELECT id FROM photos WHERE missing = 1 AND id IN (SELECT photo_id FROM tags) ORDER BY id")
    }

    /// The photos whose files were gone when their folders were last looked at.
    pub fn missing_photos(&self) -> Result<Vec<PhotoId>, CatalogError> {
        self.ids("SELECT id FROM photos WHERE missing = 1 ORDER BY id")
    }

    /// The photo that lies at a place below a root, or lay there when its folder was last looked at.
    pub fn photo_at(&self, root: RootId, path: &Path) -> Result<Option<PhotoId>, CatalogError> {
        let sql = "SELECT id FROM photos WHERE root_id = ?1 AND path = ?2";
        let row = (root.0, path_bytes::to_bytes(path));
        self.read(|db| Ok(db.prepare_cached(sql)?.query_row(row, |row| row.get(0).map(PhotoId)).optional()?))
    }

    fn ids(&self, sql: &str) -> Result<Vec<PhotoId>, CatalogError> {
        self.read(|db| Ok(db.prepare_cached(sql)?.query_map([], |row| row.get(0).map(PhotoId))?.collect::<Result<_, _>>()?))
    }

    /// Those of [`Catalog::photos`] that are named, in that order.
    pub fn photos_of(&self, ids: &[PhotoId]) -> Result<Vec<Photo>, CatalogError> {
        self.read(|db| {
            let clocks = clocks::all(db)?;
            let roots: HashSet<RootId> = roots::all(db)?.into_iter().map(|root| root.id).collect();
            let mut statement = db.prepare_cached(&format!("{SELECT} WHERE id = ?1"))?;
            let (mut common, mut photos) = (Common::default(), Vec::with_capacity(ids.len()));
            for id in ids {
                let found = statement.query_row([id.0], |row| photo(row, &mut common, &clocks)).optional()?.flatten();
                photos.extend(found.filter(|photo| roots.contains(&photo.root)));
            }
            Ok(photos)
        })
    }

    /// The stored paths of photos that [`Catalog::photos`] leaves out, because they or their roots lead elsewhere.
    pub fn stray_photos(&self) -> Result<Vec<PathBuf>, CatalogError> {
        self.read(|db| {
            let roots: HashSet<RootId> = roots::all(db)?.into_iter().map(|root| root.id).collect();
            let mut statement = db.prepare_cached("SELECT root_id, path FROM photos ORDER BY id")?;
            let rows = statement.query_map([], |row| {
                let bytes = row.get_ref(1)?.as_blob()?;
                let is_known = roots.contains(&RootId(row.get(0)?)) && stored::below_root(bytes).is_some();
                Ok((!is_known).then(|| path_bytes::from_bytes(bytes)))
            })?;
            Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
        })
    }

    /// Files and folders that could not be read, with absolute paths, by root and path.
    pub fn problems(&self) -> Result<Vec<FileProblem>, CatalogError> {
        self.problems_where("true")
    }

    pub(crate) fn problems_where(&self, condition: &str) -> Result<Vec<FileProblem>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!(
                "SELECT roots.path, problems.path, reason FROM problems JOIN roots ON roots.id = root_id WHERE {condition}
                 ORDER BY root_id, problems.path"
            ))?;
            let rows = statement.query_map([], |row| {
                let (root, path) = (stored::root(row.get_ref(0)?.as_blob()?), stored::below_root(row.get_ref(1)?.as_blob()?));
                let reason: String = row.get(2)?;
                Ok(root.zip(path).map(|(root, path)| FileProblem { path: root.join(path), reason }))
            })?;
            Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
        })
    }

    /// How much there is.
    pub fn counts(&self) -> Result<Counts, CatalogError> {
        self.read(|db| {
            let count = |row: &Row<'_>| {
                let [photos, missing, problems, pairs] = [0, 1, 2, 3].map(|column| unsigned(row, column));
                Ok(Counts { photos: photos?, missing: missing?, problems: problems?, pairs: pairs? })
            };
            let sql = "SELECT count(*) FILTER (WHERE missing = 0), count(*) FILTER (WHERE missing = 1),
                (SELECT count(*) FROM problems), count(*) FILTER (WHERE missing = 0 AND companion IS NOT NULL) FROM photos";
            Ok(db.query_row(sql, [], count)?)
        })
    }

    /// How many photos of a root are missing.
    pub fn missing(&self, root: RootId) -> Result<u64, CatalogError> {
        let sql = "SELECT count(*) FROM photos WHERE root_id = ?1 AND missing = 1";
        self.read(|db| Ok(db.prepare_cached(sql)?.query_row([root.0], |row| unsigned(row, 0))?))
    }

    /// Forgets missing photos, with everything that was known of them: those of one root, or of all, by and by.
    /// Returns how many.
    pub fn forget_missing(&mut self, root: Option<RootId>) -> Result<u64, CatalogError> {
        let forgotten = self.delete_photos("missing = 1 AND (?1 IS NULL OR root_id = ?1)", root.map(|root| root.0))?;
        self.give_space_back();
        Ok(forgotten)
    }

    /// Shortens the files by what was deleted: the catalogue's free pages, and thumbnails that no photo has any more.
    ///
    /// The deletion is saved already, and whatever fails here is used again by the next photos: so it is no error.
    pub(crate) fn give_space_back(&self) {
        let hashes = self.read(|db| {
            let mut statement = db.prepare("SELECT hash FROM photos")?;
            Ok(statement.query_map([], |row| row.get(0).map(ContentHash))?.collect::<Result<HashSet<_>, _>>()?)
        });
        if let Ok(hashes) = hashes {
            self.thumbs.keep_only(&hashes);
        }
        shorten(&self.db).ok();
    }
}

/// What [`photo`] reads.
const SELECT: &str = "SELECT id, root_id, path, size, mtime_ns, hash, width, height, format, captured, missing,
         camera, lens, iso, exposure_ns, aperture_hundredths, focal_um, bits, profile, remark,
         companion
     FROM photos LEFT JOIN facts ON photo_id = id";

/// Those with these ids, of these roots: at most `room`.
fn photos(db: &Connection, ids: &RangeInclusive<i64>, room: i64, roots: &HashSet<RootId>, clocks: &Clocks) -> Result<Vec<Photo>, Fault> {
    let mut statement = db.prepare_cached(&format!("{SELECT} WHERE id BETWEEN ?1 AND ?2 ORDER BY id"))?;
    let mut rows = statement.query([ids.start(), ids.end()])?;
    let (mut common, mut photos) = (Common::default(), Vec::with_capacity(room as usize));
    while let Some(row) = rows.next()? {
        photos.extend(photo(row, &mut common, clocks)?.filter(|photo| roots.contains(&photo.root)));
    }
    Ok(photos)
}

/// `None` where the path is none of a photo below its root.
fn photo(row: &Row<'_>, common: &mut Common, clocks: &Clocks) -> rusqlite::Result<Option<Photo>> {
    let Some(path) = stored::below_root(row.get_ref(2)?.as_blob()?) else { return Ok(None) };
    let facts = common.facts(row, 11)?;
    let (captured, clock) = clocks::put_right(row.get(9)?, facts.camera.as_deref(), clocks);
    Ok(Some(Photo {
        id: PhotoId(row.get(0)?),
        root: RootId(row.get(1)?),
        path,
        size: unsigned(row, 3)?,
        mtime_ns: row.get(4)?,
        hash: ContentHash(row.get(5)?),
        width: row.get(6)?,
        height: row.get(7)?,
        format: common.name(row, 8)?.unwrap_or_default(),
        captured,
        clock,
        facts,
        picture: common.picture(row, 17)?,
        companion: companion(row, 20)?,
        missing: row.get(10)?,
    }))
}

/// The raw file beside a photo. A path that leads out of the root is none.
pub(crate) fn companion(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<PathBuf>> {
    Ok(row.get_ref(column)?.as_blob_or_null()?.and_then(stored::below_root))
}

/// Size and time, from two columns beginning at `first`.
pub(crate) fn stamp(row: &Row<'_>, first: usize) -> rusqlite::Result<Stamp> {
    Ok(Stamp::new(unsigned(row, first)?, row.get(first + 1)?))
}

/// As [`stamp()`], with the number of the file and its change time from the two columns beginning at `inode`.
pub(crate) fn whole_stamp(row: &Row<'_>, first: usize, inode: usize) -> rusqlite::Result<Stamp> {
    let (number, changed_ns): (Option<i64>, Option<i64>) = (row.get(inode)?, row.get(inode + 1)?);
    // SQLite's integers have a sign; some file systems use all bits.
    let inode = number.zip(changed_ns).map(|(number, changed_ns)| Inode { number: number as u64, changed_ns });
    Ok(Stamp { inode, ..stamp(row, first)? })
}
