//! What an index run reads before it starts, and the batches that it writes.

use crate::compositions::{forget_composition, save_composition};
use crate::connection::{Catalog, Generations};
use crate::embeddings::{Embedded, Embedder, embedder, save_embedded, save_vector};
use crate::error::{CatalogError, Fault};
use crate::facts::{ReadFacts, forget_fingerprint, save_facts, save_fingerprint, save_read};
use crate::looks::count_down;
use crate::photos::{companion, whole_stamp};
use crate::roots;
use crate::sql::for_each_row;
use crate::stored;
use base::composition::Composition;
use base::{Arithmetic, CaptureFacts, ContentHash, Fingerprint, ModelKey, PhotoId, PictureFacts, RootId, Stamp, UnitVector, path_bytes};
use rusqlite::{Connection, OptionalExtension, Params, params};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A photo as an index run needs to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFile {
    /// The same while the file moves, is missing or comes back.
    pub id: PhotoId,
    /// Relative to the root.
    pub path: PathBuf,
    /// Size and time when it was last looked at.
    pub stamp: Stamp,
    /// BLAKE3 of its bytes when it was last read.
    pub hash: ContentHash,
    /// The file was gone when its folder was last looked at.
    pub missing: bool,
    /// It has a vector of the model that was asked for.
    pub embedded: bool,
    /// What its camera noted was read.
    pub has_facts: bool,
    /// The revision of what measured how it is made up; 0: nothing did.
    pub composition: u32,
    /// The revision of the decoders that read it.
    pub reader: u32,
    /// The raw file of the same shot, relative to the root.
    pub companion: Option<PathBuf>,
}

/// A file that could not be read, and need not be tried again while its stamp stays the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownProblem {
    /// Relative to the root.
    pub path: PathBuf,
    /// Size and time when it was tried.
    pub stamp: Stamp,
    /// One line, no final period.
    pub reason: String,
    /// The revision of the decoders that tried it.
    pub reader: u32,
}

/// What is to be saved in one transaction. The fields are applied in this order.
#[derive(Clone, Debug, Default)]
pub struct IndexBatch {
    /// Known content, and where it lies now: moved, touched, or come back. Send these before the photos of later
    /// batches: a photo whose place another file has taken is then known to be elsewhere.
    pub placed: Vec<Placement>,
    /// Photos that lie where they lay, and of which more of the stamp is known now.
    pub stamped: Vec<(PhotoId, Stamp)>,
    /// Photos whose files are gone.
    pub missing: Vec<PhotoId>,
    /// The model of the embeddings in `photos` and `embedded`; registered before.
    pub model: Option<ModelKey>,
    /// What those embeddings were made in.
    pub arithmetic: Arithmetic,
    /// New or changed content.
    pub photos: Vec<IndexedPhoto>,
    /// Vectors of photos that were saved before, or are among `photos`.
    pub embedded: Vec<Embedded>,
    /// What was read again of photos whose content is known.
    pub facts: Vec<ReadFacts>,
    /// Files that could not be read.
    pub problems: Vec<Unreadable>,
    /// Problems that are over because the file is gone. (Those of a file that became a photo go by themselves.)
    pub cleared: Vec<(RootId, PathBuf)>,
    /// Which raw file lies beside the photo at a path: both relative to the root. One that is a photo of its own stays one.
    pub companions: Vec<(RootId, PathBuf, Option<PathBuf>)>,
}

impl IndexBatch {
    /// Nothing is to be saved.
    pub fn is_empty(&self) -> bool {
        let Self { placed, stamped, missing, model: _, arithmetic: _, photos, embedded, facts, problems, cleared, companions } = self;
        let known = placed.is_empty() && stamped.is_empty() && missing.is_empty() && companions.is_empty();
        known && photos.is_empty() && embedded.is_empty() && facts.is_empty() && problems.is_empty() && cleared.is_empty()
    }

    /// With how many files of each root a run is done by it. A photo whose vector is still to come is not done.
    fn done(&self) -> HashMap<RootId, u64> {
        let mut done = HashMap::new();
        let known = self.placed.iter().map(|p| p.root).chain(self.facts.iter().map(|f| f.root));
        let whole = self.photos.iter().filter(|p| p.embedding.is_some()).map(|p| p.root);
        let read = whole.chain(self.embedded.iter().map(|e| e.root)).chain(self.problems.iter().map(|p| p.root));
        known.chain(read).for_each(|root| *done.entry(root).or_default() += 1);
        done
    }
}

/// Where a known photo lies now. It is no longer missing, and keeps its id and embeddings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Its tags and embeddings stay with this id.
    pub id: PhotoId,
    /// May be another root than before.
    pub root: RootId,
    /// Relative to the root.
    pub path: PathBuf,
    /// Size and time of the file there.
    pub stamp: Stamp,
}

/// A photo that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexedPhoto {
    /// The photo that this is the new state of; `None` for whatever lies at the path, or a new one.
    pub id: Option<PhotoId>,
    /// The root it lies under.
    pub root: RootId,
    /// Relative to the root.
    pub path: PathBuf,
    /// Size and time, taken before the file was read.
    pub stamp: Stamp,
    /// Of the bytes that were read.
    pub hash: ContentHash,
    /// Pixels across, as displayed.
    pub width: u32,
    /// Pixels down, as displayed.
    pub height: u32,
    /// "JPEG", "PNG", ….
    pub format: String,
    /// The camera's local time: "2026-05-03T14:05:09", or with thousandths "2026-05-03T14:05:09.190".
    pub captured: Option<String>,
    /// With which camera it was taken, and how.
    pub facts: CaptureFacts,
    /// In little. Without one, that of the same content stays.
    pub fingerprint: Option<Fingerprint>,
    /// Of the batch's model. Without one, a vector that the same content has already stays.
    pub embedding: Option<UnitVector>,
    /// How it is made up, with the revision of what measured that. Without it, what is kept of the same content stays.
    pub composition: Option<(u32, Composition)>,
    /// Encoded as a picture file.
    pub thumbnail: Option<Vec<u8>>,
    /// The revision of the decoders that read it. What an older one made of the same content, embeddings of other models included, goes.
    pub reader: u32,
    /// Another file of the same shot than before: what was decided about it is still about this picture.
    pub same_shot: bool,
    /// Depth, colours and damage.
    pub picture: PictureFacts,
}

/// A file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The root it lies under.
    pub root: RootId,
    /// Relative to the root.
    pub path: PathBuf,
    /// Size and time, taken before the file was tried.
    pub stamp: Stamp,
    /// One line, no final period.
    pub reason: String,
    /// The revision of the decoders that tried it.
    pub reader: u32,
}

/// What a batch came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// The ids of its `photos`, in their order.
    pub photos: Vec<PhotoId>,
    /// The photos of which something is otherwise than before, or their vectors; each once, ascending.
    pub touched: Vec<PhotoId>,
    /// The [`Generations::photos`] that the batch made.
    pub generation: i64,
}

impl Catalog {
    /// The photos of a root, and whether each has a vector of `model` (an unknown model has none). The missing ones come
    /// first: a path may belong to several missing photos, but to one present photo only.
    pub fn known_files(&self, root: RootId, model: &ModelKey) -> Result<Vec<KnownFile>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT id, path, size, mtime_ns, hash, missing, EXISTS (SELECT 1 FROM embeddings
                     WHERE photo_id = photos.id AND model_id = (SELECT id FROM models WHERE key = ?2)),
                     EXISTS (SELECT 1 FROM facts WHERE photo_id = photos.id), reader, inode, changed_ns, companion,
                     coalesce((SELECT revision FROM compositions WHERE photo_id = photos.id), 0)
                 FROM photos WHERE root_id = ?1 ORDER BY missing DESC, id",
            )?;
            let rows = statement.query_map((root.0, &model.0), |row| {
                let Some(path) = stored::below_root(row.get_ref(1)?.as_blob()?) else { return Ok(None) };
                Ok(Some(KnownFile {
                    id: PhotoId(row.get(0)?),
                    path,
                    stamp: whole_stamp(row, 2, 9)?,
                    hash: ContentHash(row.get(4)?),
                    missing: row.get(5)?,
                    embedded: row.get(6)?,
                    has_facts: row.get(7)?,
                    reader: row.get(8)?,
                    composition: row.get(12)?,
                    companion: companion(row, 11)?,
                }))
            })?;
            Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
        })
    }

    /// The files of a root that were tried and could not be read.
    pub fn known_problems(&self, root: RootId) -> Result<Vec<KnownProblem>, CatalogError> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT path, size, mtime_ns, reason, reader, inode, changed_ns FROM problems
                     WHERE root_id = ?1 AND met = 0 ORDER BY path",
            )?;
            let rows = statement.query_map([root.0], |row| {
                let Some(path) = stored::below_root(row.get_ref(0)?.as_blob()?) else { return Ok(None) };
                Ok(Some(KnownProblem { path, stamp: whole_stamp(row, 1, 5)?, reason: row.get(3)?, reader: row.get(4)? }))
            })?;
            Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
        })
    }

    /// Saves a batch: all of it, or nothing.
    ///
    /// Two programs may index one folder at once: whoever comes second finds the photo and updates it. A photo that was
    /// removed since the run began is added anew; a root that was, fails the batch.
    pub fn commit(&mut self, batch: &IndexBatch) -> Result<Committed, CatalogError> {
        let committed = self.write(|db| {
            let mut touched: Vec<PhotoId> = batch.stamped.iter().map(|(id, _)| *id).chain(batch.missing.iter().copied()).collect();
            for placement in &batch.placed {
                place(db, placement, &mut touched)?;
            }
            let sql = "UPDATE photos SET size = ?2, mtime_ns = ?3, inode = ?4, changed_ns = ?5 WHERE id = ?1";
            for_each_row(
                db,
                sql,
                batch.stamped.iter().map(|(id, stamp)| (id.0, stamp.size as i64, stamp.mtime_ns, number(stamp), changed(stamp))),
            )?;
            for_each_row(db, "UPDATE photos SET missing = 1 WHERE id = ?1", batch.missing.iter().map(|id| [id.0]))?;
            let model = batch.model.as_ref().map(|key| embedder(db, key, batch.arithmetic)).transpose()?;
            let photos = batch.photos.iter().map(|photo| save(db, photo, model, &mut touched)).collect::<Result<Vec<_>, Fault>>()?;
            touched.extend(&photos);
            if let Some(model) = model {
                for embedded in &batch.embedded {
                    touched.extend(save_embedded(db, embedded, model)?);
                }
            }
            for read in &batch.facts {
                save_read(db, read)?;
                touched.push(read.photo);
            }
            for problem in &batch.problems {
                record(db, problem)?;
            }
            for (root, path) in &batch.cleared {
                clear_problem(db, *root, path)?;
            }
            for (root, path, companion) in &batch.companions {
                touched.extend(accompany(db, *root, path, companion.as_deref())?);
            }
            count_down(db, &batch.done())?;
            touched.sort_unstable();
            touched.dedup();
            Ok(Committed { photos, touched, generation: Generations::read(db)?.photos })
        })?;
        let thumbnails = batch.photos.iter().filter_map(|photo| Some((photo.hash, photo.thumbnail.as_deref()?)));
        // The photos are saved. Thumbnails may be absent at any time and are made again when they are looked for: so their
        // file's failing is no failure of the batch.
        self.put_thumbnails(thumbnails).ok();
        Ok(committed)
    }
}

fn number(stamp: &Stamp) -> Option<i64> {
    stamp.inode.map(|inode| inode.number as i64)
}

fn changed(stamp: &Stamp) -> Option<i64> {
    stamp.inode.map(|inode| inode.changed_ns)
}

fn place(db: &Connection, placement: &Placement, touched: &mut Vec<PhotoId>) -> Result<(), Fault> {
    let Placement { id, root, path, stamp } = placement;
    roots::require(db, *root)?;
    touched.push(*id);
    touched.extend(make_room(db, *root, path, *id)?);
    let sql = "UPDATE photos SET root_id = ?2, path = ?3, size = ?4, mtime_ns = ?5, inode = ?6, changed_ns = ?7, missing = 0,
        companion = CASE WHEN root_id = ?2 AND path = ?3 THEN companion END WHERE id = ?1";
    let bytes = path_bytes::to_bytes(path);
    // A photo that was removed meanwhile changes no row here; the next run finds its file as a new one.
    for_each_row(db, sql, [params![id.0, root.0, bytes, stamp.size as i64, stamp.mtime_ns, number(stamp), changed(stamp)]])?;
    clear_problem(db, *root, path)
}

/// Whatever photo the catalogue believes to be at a place where another one was seen is not there any more. If it was
/// moved, its own placement follows and says so: that is how two files that swapped their names both keep their photos.
fn make_room(db: &Connection, root: RootId, path: &Path, coming: PhotoId) -> rusqlite::Result<Vec<PhotoId>> {
    let sql = "UPDATE photos SET missing = 1 WHERE root_id = ?1 AND path = ?2 AND missing = 0 AND id <> ?3 RETURNING id";
    returned(db, sql, params![root.0, path_bytes::to_bytes(path), coming.0])
}

/// The photos that a statement changes and names.
fn returned(db: &Connection, sql: &str, row: impl Params) -> rusqlite::Result<Vec<PhotoId>> {
    db.prepare_cached(sql)?.query_map(row, |row| row.get(0).map(PhotoId))?.collect()
}

fn save(db: &Connection, photo: &IndexedPhoto, embedder: Option<Embedder>, touched: &mut Vec<PhotoId>) -> Result<PhotoId, Fault> {
    roots::require(db, photo.root)?;
    let known = known(db, photo)?;
    let id = match known {
        Some((id, hash, reader)) => {
            if hash != photo.hash || reader < photo.reader {
                // Every model's vector is of other pixels, not only this one's.
                for_each_row(db, "DELETE FROM embeddings WHERE photo_id = ?1", [[id.0]])?;
            }
            if hash != photo.hash && !photo.same_shot {
                // What was decided stays, and is known to be about another picture.
                for_each_row(db, "UPDATE tags SET stale = 1 WHERE photo_id = ?1", [[id.0]])?;
            }
            touched.extend(make_room(db, photo.root, &photo.path, id)?);
            update(db, id, photo)?;
            id
        }
        None => insert(db, photo)?,
    };
    clear_problem(db, photo.root, &photo.path)?;
    save_facts(db, id, &photo.facts)?;
    match &photo.fingerprint {
        Some(print) => save_fingerprint(db, id, print)?,
        None if known.is_some_and(|(_, hash, _)| hash != photo.hash) => forget_fingerprint(db, id)?,
        None => {}
    }
    match &photo.composition {
        Some((revision, measured)) => save_composition(db, id, *revision, measured)?,
        None if known.is_some_and(|(_, hash, _)| hash != photo.hash) => forget_composition(db, id)?,
        None => {}
    }
    if let (Some(vector), Some(embedder)) = (&photo.embedding, embedder) {
        save_vector(db, id, vector, embedder)?;
    }
    Ok(id)
}

/// The photo that `photo` is the new state of.
fn known(db: &Connection, photo: &IndexedPhoto) -> Result<Option<(PhotoId, ContentHash, u32)>, Fault> {
    let row = |row: &rusqlite::Row<'_>| Ok((PhotoId(row.get(0)?), ContentHash(row.get(1)?), row.get(2)?));
    if let Some(id) = photo.id {
        let found = db.prepare_cached("SELECT id, hash, reader FROM photos WHERE id = ?1")?.query_row([id.0], row).optional()?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let sql = "SELECT id, hash, reader FROM photos WHERE root_id = ?1 AND path = ?2 AND missing = 0";
    Ok(db.prepare_cached(sql)?.query_row((photo.root.0, path_bytes::to_bytes(&photo.path)), row).optional()?)
}

fn update(db: &Connection, id: PhotoId, photo: &IndexedPhoto) -> Result<(), Fault> {
    let sql = "UPDATE photos SET root_id = ?2, path = ?3, size = ?4, mtime_ns = ?5, hash = ?6, width = ?7, height = ?8,
        format = ?9, captured = ?10, reader = ?11, bits = ?12, profile = ?13, remark = ?14, inode = ?15,
        changed_ns = ?16, missing = 0, indexed_at = unixepoch(),
        companion = CASE WHEN root_id = ?2 AND path = ?3 THEN companion END WHERE id = ?1";
    let path = path_bytes::to_bytes(&photo.path);
    let row = params![
        id.0,
        photo.root.0,
        path,
        photo.stamp.size as i64,
        photo.stamp.mtime_ns,
        photo.hash.0,
        photo.width,
        photo.height,
        photo.format,
        photo.captured,
        photo.reader,
        photo.picture.bits,
        photo.picture.profile.as_deref(),
        photo.picture.remark.as_deref(),
        number(&photo.stamp),
        changed(&photo.stamp)
    ];
    for_each_row(db, sql, [row])?;
    Ok(())
}

fn insert(db: &Connection, photo: &IndexedPhoto) -> Result<PhotoId, Fault> {
    let sql = "INSERT INTO photos (root_id, path, size, mtime_ns, hash, width, height, format, captured, reader, bits, profile, remark,
            inode, changed_ns)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    let path = path_bytes::to_bytes(&photo.path);
    let row = params![
        photo.root.0,
        path,
        photo.stamp.size as i64,
        photo.stamp.mtime_ns,
        photo.hash.0,
        photo.width,
        photo.height,
        photo.format,
        photo.captured,
        photo.reader,
        photo.picture.bits,
        photo.picture.profile.as_deref(),
        photo.picture.remark.as_deref(),
        number(&photo.stamp),
        changed(&photo.stamp)
    ];
    Ok(PhotoId(db.prepare_cached(sql)?.insert(row)?))
}

fn record(db: &Connection, problem: &Unreadable) -> Result<(), Fault> {
    roots::require(db, problem.root)?;
    let sql =
        "INSERT INTO problems (root_id, path, size, mtime_ns, reason, reader, inode, changed_ns) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT (root_id, path) DO UPDATE SET size = excluded.size, mtime_ns = excluded.mtime_ns, reason = excluded.reason,
            reader = excluded.reader, inode = excluded.inode, changed_ns = excluded.changed_ns, met = 0";
    let Unreadable { root, path, stamp, reason, reader } = problem;
    let path = path_bytes::to_bytes(path);
    for_each_row(db, sql, [params![root.0, path, stamp.size as i64, stamp.mtime_ns, reason, reader, number(stamp), changed(stamp)]])?;
    Ok(())
}

fn accompany(db: &Connection, root: RootId, path: &Path, companion: Option<&Path>) -> rusqlite::Result<Vec<PhotoId>> {
    let sql = "UPDATE photos SET companion = ?3 WHERE root_id = ?1 AND path = ?2 AND missing = 0 AND (?3 IS NULL
        OR NOT EXISTS (SELECT 1 FROM photos WHERE root_id = ?1 AND path = ?3 AND missing = 0)) RETURNING id";
    returned(db, sql, params![root.0, path_bytes::to_bytes(path), companion.map(path_bytes::to_bytes)])
}

fn clear_problem(db: &Connection, root: RootId, path: &Path) -> Result<(), Fault> {
    for_each_row(db, "DELETE FROM problems WHERE root_id = ?1 AND path = ?2", [(root.0, path_bytes::to_bytes(path))])?;
    Ok(())
}
