//! Index: the photos of folders into a catalogue, incrementally.
//!
//! ```text
//! walk -> plan -> [read, decode, thumbnail, prepare] x cores -> [encode a batch] x the encoder's calls
//!                             \-> row and thumbnail -\                                  \-> vectors
//!                                                     one transaction for what has come
//! ```
//! A new photo is saved as soon as it is decoded, and its vector follows. The threads hand on through bounded channels: decoding is ahead of the
//! encoder by as many photos as fit into `LEAD_BYTES`, and then waits for it. The calling thread owns the write connection. Killing the process
//! at any instant loses at most what is in these channels; photos that wait for their vectors are known by having none.

use super::decoded::decode as decoded_for;
use super::plan::{Plan, Vanished, Work};
use base::{
    Cancel, ContentHash, EncodeError, Encoder, Feeding, FileProblem, PhotoId, PictureFacts, Prepared, Progress, Root, RootId, UnitVector,
    formats,
};
use catalog::{Catalog, CatalogError, Committed, Embedded, Hand, IndexBatch, IndexedPhoto, Placement, ReadFacts, Unreadable};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use look::look;
use parking_lot::Mutex;
use photo::{self, COMPOSITION, Capture, READER, WalkError};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};
use swapped::Swapped;

/// Outcomes that go at most into one transaction.
const MOST_OUTCOMES: usize = 64;

/// What has come is saved after this long, so that the grid fills.
const SAVE_PATIENCE: Duration = Duration::from_millis(200);

/// What decoded photos that wait for the encoder may take.
const LEAD_BYTES: usize = 256 << 20;

/// However small they are, their names and hashes take memory too.
const MOST_LEAD: usize = 4096;

/// A batch that fills slowly is encoded after this long all the same, so that the grid fills and little is lost.
const BATCH_PATIENCE: Duration = Duration::from_millis(300);

/// Longest side of a stored thumbnail, pixels: sharp in the largest grid cell of an ordinary screen.
pub const THUMBNAIL_SIDE_PX: u32 = 256;

/// What an index run did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IndexReport {
    /// Photos new to the catalogue.
    pub added: u64,
    /// Photos whose content changed, or that got their first embedding of this model.
    pub updated: u64,
    /// Those of the updated ones whose content had not changed: only the embedding is new.
    pub embedded: u64,
    /// Photos found in another place; they keep their embeddings.
    pub moved: u64,
    /// Photos that cost no more than a look.
    pub unchanged: u64,
    /// Photos whose file is gone.
    pub missing: u64,
    /// Bad files that were not tried again, because they have not changed.
    pub known_problems: u64,
    /// Folders of other programs, and folders and photos that a person had left out.
    pub left_out: u64,
    /// Photos that the catalogue has and that lie there now: they and their tags stay.
    pub kept: u64,
    /// Photos that are shown although something is wrong with them.
    pub remarked: Vec<FileProblem>,
    /// Files and folders tried in this run that could not be read, and roots that could not be looked at.
    pub failed: Vec<FileProblem>,
    /// Those of the failed ones that are folders below a root.
    pub folders: u64,
    /// Those of the failed ones that are roots.
    pub away: Vec<FileProblem>,
    /// The whole run.
    pub seconds: f64,
    /// Photos read and encoded, over the time that took.
    pub photos_per_second: f64,
    /// The person ended it early.
    pub cancelled: bool,
}

/// Why a run ended before its end. What was committed until then is kept.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The store.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The model.
    #[error(transparent)]
    Model(#[from] EncodeError),
    /// A folder that the person named.
    #[error(transparent)]
    Walk(#[from] WalkError),
    /// A folder that lies round one that the catalogue holds already.
    #[error("the catalogue already holds a folder inside this one ({}); remove that folder from it first: {}", .inner.display(), .path.display())]
    RootInside {
        /// The folder that was to be added.
        path: PathBuf,
        /// The root that lies in it.
        inner: PathBuf,
    },
    /// A thread of the run could not be started, or died.
    #[error("a working thread could not run: {0}")]
    Thread(String),
}

/// Indexes `roots`. `committed` is called on this thread after each transaction in which photos changed. From now on changes through this
/// connection wait for other programs until `cancel` is set.
///
/// A root that cannot be read, or is suddenly empty, is reported among the failed, and nothing in it is marked missing.
pub fn index(
    catalog: &mut Catalog,
    encoder: &dyn Encoder,
    roots: &[Root],
    progress: &Progress,
    cancel: &Cancel,
    committed: &mut dyn FnMut(Committed),
) -> Result<IndexReport, IndexError> {
    let start = Instant::now();
    // A bulk step of another program may take a minute.
    catalog.wait_for_others(cancel);
    catalog.register_model(encoder.info(), encoder.compatibility())?;
    let mut report = IndexReport::default();
    let ids: Vec<RootId> = roots.iter().map(|root| root.id).collect();
    catalog.begin_looks(&ids, &encoder.info().name)?;
    let plan = look(catalog, encoder, roots, progress, cancel, &mut report)?;
    progress.set_total(plan.files() as u64);
    report.unchanged = plan.unchanged;
    report.known_problems = plan.known_problems;
    let vanished = Mutex::new(by_content(&plan.vanished));
    let work_start = Instant::now();
    let paths: HashMap<RootId, &PathBuf> = roots.iter().map(|r| (r.id, &r.path)).collect();
    let file = catalog.path().to_owned();
    let swapped = Swapped::of(plan.work.iter().chain(&plan.alone), &paths);
    // The last time with one thread, over what may have ended the program when it was read beside others.
    let mut encoded = 0;
    for (work, decoders) in [(&plan.work, cores()), (&plan.heirs, cores()), (&plan.alone, 1)] {
        let (feeding, next) = (encoder.feeding(), AtomicUsize::new(0));
        let run =
            Run { encoder, feeding, decoders, work, next, roots: &paths, vanished: &vanished, swapped: &swapped, cancel, catalog: &file };
        let mut writer = Writer { catalog, run: &run, progress, report: &mut report, encoded: &mut encoded, committed };
        run_threads(&run, &mut writer)?;
    }
    report.cancelled = cancel.is_cancelled();
    if !report.cancelled {
        if let Some(settled) = settle(catalog, &plan, &vanished)? {
            committed(settled);
        }
        catalog.end_looks(&ids)?;
    } else if cancel.is_by_person() {
        catalog.cancel_looks()?;
    }
    // Everything may be in vain: an open file can be deleted.
    catalog.require_there()?;
    report.missing = roots.iter().map(|root| catalog.missing(root.id)).sum::<Result<u64, _>>()?;
    report.seconds = start.elapsed().as_secs_f64();
    let working = work_start.elapsed().as_secs_f64();
    report.photos_per_second = if encoded > 0 { encoded as f64 / working } else { 0.0 };
    Ok(report)
}

/// Photos that are not where they were, by content: a file with that content is one of them, moved.
type ByContent = HashMap<ContentHash, Vec<Vanished>>;

fn by_content(vanished: &[Vanished]) -> ByContent {
    let mut map = ByContent::new();
    for v in vanished {
        map.entry(v.hash).or_default().push(*v);
    }
    map
}

/// What is still not found at the end is missing; what is there again is not.
fn settle(catalog: &mut Catalog, plan: &Plan, vanished: &Mutex<ByContent>) -> Result<Option<Committed>, CatalogError> {
    let left = vanished.lock();
    let is_left = |v: &&Vanished| left.get(&v.hash).is_some_and(|photos| photos.contains(v));
    let missing: Vec<PhotoId> = plan.vanished.iter().filter(|v| !v.missing_before).filter(is_left).map(|v| v.photo).collect();
    let batch = IndexBatch {
        placed: plan.returned.clone(),
        stamped: plan.stamped.clone(),
        missing,
        cleared: plan.solved.clone(),
        companions: plan.companions.clone(),
        ..IndexBatch::default()
    };
    if batch.is_empty() { Ok(None) } else { catalog.commit(&batch).map(Some) }
}

/// What the threads of a run share.
struct Run<'a> {
    encoder: &'a dyn Encoder,
    feeding: Feeding,
    /// Threads that decode.
    decoders: usize,
    work: &'a [Work],
    /// The first work that no thread has taken.
    next: AtomicUsize,
    roots: &'a HashMap<RootId, &'a PathBuf>,
    vanished: &'a Mutex<ByContent>,
    /// Photos whose places were taken by others.
    swapped: &'a Swapped<'a>,
    cancel: &'a Cancel,
    /// The catalogue's file, in which each thread says what it reads.
    catalog: &'a Path,
}

/// A photo that was decoded.
struct Decoded {
    row: Row,
    prepared: Prepared,
    /// The catalogue has this content at its place: it can be seen already.
    seen: bool,
    /// Where the photo that lay here lies now.
    left: Option<Placement>,
}

/// A photo that waits for its embedding.
struct Ready {
    root: RootId,
    path: PathBuf,
    hash: ContentHash,
    prepared: Prepared,
    /// To be saved together with the embedding, and not ahead of it.
    row: Option<Box<Row>>,
}

/// A photo to be saved.
struct Row {
    photo: IndexedPhoto,
    /// Only the embedding is new.
    known: bool,
    /// It was elsewhere.
    moved: bool,
}

/// What the writer hears of.
enum Outcome {
    /// A photo whose embedding follows.
    Decoded(Box<Row>),
    Encoded(Vec<(Option<Box<Row>>, Embedded)>),
    Placed {
        placement: Placement,
        moved: bool,
    },
    /// A photo that is elsewhere, whose file is told of by who reads it.
    Left(Placement),
    /// What the camera noted of a photo that is as it was; `None` where the file cannot be read now.
    Facts(Option<ReadFacts>),
    Unreadable(Unreadable, FileProblem),
    Failed(IndexError),
}

fn run_threads(run: &Run<'_>, writer: &mut Writer<'_>) -> Result<(), IndexError> {
    if run.work.is_empty() {
        return Ok(());
    }
    let threads = (cores() / run.feeding.calls).max(1);
    std::thread::scope(|scope| {
        let (ready_in, ready_out) = bounded::<Ready>(lead(prepared_bytes(run.encoder), run.feeding.batch));
        let (outcome_in, outcome_out) = bounded::<Outcome>(4 * cores());
        let start = |name: String| std::thread::Builder::new().name(name);
        let died = |error: std::io::Error| IndexError::Thread(error.to_string());
        for n in 1..=run.decoders {
            let (ready, outcomes) = (ready_in.clone(), outcome_in.clone());
            start(format!("decode {n}")).spawn_scoped(scope, move || decode(run, &ready, &outcomes)).map_err(died)?;
        }
        for n in 1..=run.feeding.calls {
            let (ready, outcomes) = (ready_out.clone(), outcome_in.clone());
            start(format!("encode {n}")).spawn_scoped(scope, move || encode(run, threads, &ready, &outcomes)).map_err(died)?;
        }
        // Only the threads hold ends now: when they are done, the channels close one after the other.
        drop((ready_in, ready_out, outcome_in));
        writer.run(&outcome_out)
    })
}

/// How many photos of so many bytes decoding may be ahead of the encoder.
fn lead(bytes: usize, batch: usize) -> usize {
    (LEAD_BYTES / bytes.max(1)).min(MOST_LEAD).max(2 * batch)
}

/// What a photo takes that is ready for the encoder: three floats a pixel.
fn prepared_bytes(encoder: &dyn Encoder) -> usize {
    3 * size_of::<f32>() * (encoder.side() as usize).pow(2)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

fn decode(run: &Run<'_>, ready: &Sender<Ready>, outcomes: &Sender<Outcome>) {
    // Without it a run is as good, but for a file that ends the program.
    let mut hand = Hand::open(run.catalog, run.cancel).ok();
    while !run.cancel.is_cancelled() {
        let turn = run.cancel.turn();
        let Some(work) = run.work.get(run.next.fetch_add(1, Relaxed)) else { return };
        if let Some(hand) = hand.as_mut() {
            hand.take(work.root, &work.path, work.stamp).ok();
        }
        let read = read(run, work);
        // Sending may have to wait for the thread that encodes, which then needs it.
        drop(turn);
        // A closed channel: the writer has ended the run.
        let open = match read {
            Ok(Read::Photo(photo)) => hand_on(*photo, ready, outcomes).is_some(),
            Ok(Read::Facts(facts)) => outcomes.send(Outcome::Facts(facts)).is_ok(),
            Ok(Read::Known { placement, moved }) => outcomes.send(Outcome::Placed { placement, moved }).is_ok(),
            Err(reason) => {
                let path = run.roots[&work.root].join(&work.path);
                let problem =
                    Unreadable { root: work.root, path: work.path.clone(), stamp: work.stamp, reason: reason.clone(), reader: READER };
                outcomes.send(Outcome::Unreadable(problem, FileProblem { path, reason })).is_ok()
            }
        };
        if !open {
            return;
        }
    }
}

/// To the writer what can be seen at once, to the encoder the rest; `None`: the writer has ended the run.
fn hand_on(decoded: Decoded, ready: &Sender<Ready>, outcomes: &Sender<Outcome>) -> Option<()> {
    let Decoded { row, prepared, seen, left } = decoded;
    let (root, path, hash) = (row.photo.root, row.photo.path.clone(), row.photo.hash);
    // Ahead of the photo that has its place now.
    if let Some(placement) = left {
        outcomes.send(Outcome::Left(placement)).ok()?;
    }
    let row = if seen {
        Some(Box::new(row))
    } else {
        outcomes.send(Outcome::Decoded(Box::new(row))).ok()?;
        None
    };
    ready.send(Ready { root, path, hash, prepared, row }).ok()
}

enum Read {
    /// Content that the catalogue has no embedding of.
    Photo(Box<Decoded>),
    /// Content that the catalogue has an embedding of: touched, or moved here.
    Known { placement: Placement, moved: bool },
    /// What is read of a photo from an older catalogue.
    Facts(Option<ReadFacts>),
}

fn read(run: &Run<'_>, work: &Work) -> Result<Read, String> {
    let file = run.roots[&work.root].join(&work.path);
    if let Some(known) = work.known.filter(|known| known.facts_alone) {
        return Ok(Read::Facts(read_facts(&file, known.photo, work.root)));
    }
    let bytes = photo::read(&file).map_err(|e| e.to_string())?;
    let hash = photo::hash(&bytes);
    let place = |id| Placement { id, root: work.root, path: work.path.clone(), stamp: work.stamp };
    let moved = match work.known {
        Some(known) if known.hash == hash && known.embedded => {
            return Ok(Read::Known { placement: place(known.photo), moved: false });
        }
        Some(known) if known.hash == hash => None,
        Some(_) => run.swapped.come_from(work, &hash).map(|known| (known.photo, known.embedded)),
        None => run.vanished.lock().get_mut(&hash).and_then(Vec::pop).map(|vanished| (vanished.photo, vanished.embedded)),
    };
    if let Some((photo, true)) = moved {
        return Ok(Read::Known { placement: place(photo), moved: true });
    }
    // It goes on with its row here, and its embedding follows.
    let moved = moved.map(|(photo, _)| photo);
    let decoded = decoded_for(&bytes, run.encoder.side()).map_err(|e| e.to_string())?;
    let same = work.known.filter(|known| known.hash == hash);
    let outdated = same.is_some_and(|known| known.outdated);
    let known = same.is_some() && !outdated;
    let left = if same.is_none() && moved.is_none() { run.swapped.left(work) } else { None };
    let inherited = work.heir_of.filter(|frame| inherits(run, work, frame));
    let composition = Some((COMPOSITION, photo::composition(&decoded)));
    let photo = IndexedPhoto {
        id: moved.or(work.known.filter(|_| left.is_none()).map(|k| k.photo)).or(inherited.map(|frame| frame.photo)),
        same_shot: inherited.is_some(),
        root: work.root,
        path: work.path.clone(),
        stamp: work.stamp,
        hash,
        width: decoded.width,
        height: decoded.height,
        format: decoded.format.to_owned(),
        captured: decoded.capture.moment,
        facts: decoded.capture.facts,
        fingerprint: photo::fingerprint(&decoded.pixels),
        composition,
        embedding: None,
        // Of known content there is one already, or it is made again when it is looked for.
        thumbnail: (!known).then(|| photo::thumbnail(&decoded.pixels, THUMBNAIL_SIDE_PX)),
        reader: READER,
        picture: PictureFacts {
            bits: Some(decoded.bits),
            profile: decoded.profile.map(Into::into),
            remark: decoded.remark.map(Into::into),
        },
    };
    let (prepared, seen) = (run.encoder.prepare(&decoded.pixels), same.is_some_and(|known| !known.missing));
    Ok(Read::Photo(Box::new(Decoded { row: Row { photo, known, moved: moved.is_some() }, prepared, seen, left })))
}

/// Whether the photo of the other file of a frame goes on with this one: not where that file turned up elsewhere.
fn inherits(run: &Run<'_>, work: &Work, frame: &Vanished) -> bool {
    // A raw file that is still where it was: the photo is this picture from now on.
    if !formats::is_raw_path(&work.path) {
        return true;
    }
    let mut vanished = run.vanished.lock();
    let Some(photos) = vanished.get_mut(&frame.hash) else { return false };
    let place = photos.iter().position(|vanished| vanished.photo == frame.photo);
    place.map(|place| photos.remove(place)).is_some()
}

/// What an older version did not keep of a photo whose content and vector are known: the model is not asked again.
fn read_facts(file: &Path, photo: PhotoId, root: RootId) -> Option<ReadFacts> {
    let decoded = decoded_for(&photo::read(file).ok()?, 0).ok()?;
    let composition = Some((COMPOSITION, photo::composition(&decoded)));
    let Capture { moment, facts } = decoded.capture;
    Some(ReadFacts { photo, root, captured: moment, facts, composition })
}

/// Encodes batch after batch; each call may use so many threads.
fn encode(run: &Run<'_>, threads: usize, ready: &Receiver<Ready>, outcomes: &Sender<Outcome>) {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    // Where a call has one thread anyway, that is the pool of one.
    let one_core = || (threads > 1).then(|| pool(1)).transpose();
    let (pool, one_core) = match pool(threads).and_then(|all| Ok((all, one_core()?))) {
        Ok(pools) => pools,
        Err(error) => {
            let _ = outcomes.send(Outcome::Failed(IndexError::Thread(error.to_string())));
            return;
        }
    };
    while let Some(batch) = collect(ready, run.feeding.batch) {
        if run.cancel.is_cancelled() {
            continue; // Drains the channel, so that no decoder waits for ever.
        }
        let (photos, prepared): (Vec<_>, Vec<_>) = batch.into_iter().map(|r| ((r.root, r.path, r.hash, r.row), r.prepared)).unzip();
        let turn = run.cancel.turn();
        let pool = one_core.as_ref().filter(|_| turn.is_some()).unwrap_or(&pool);
        let encoded: Result<Vec<UnitVector>, EncodeError> = pool.install(|| run.encoder.encode_images(&prepared));
        drop(turn);
        let outcome = match encoded {
            Ok(vectors) => {
                let embedded = photos.into_iter().zip(vectors);
                Outcome::Encoded(embedded.map(|((root, path, hash, row), vector)| (row, Embedded { root, path, hash, vector })).collect())
            }
            Err(error) => Outcome::Failed(error.into()),
        };
        if outcomes.send(outcome).is_err() {
            return;
        }
    }
}

/// Fills a batch; `None` when there is nothing more to come.
fn collect(ready: &Receiver<Ready>, most: usize) -> Option<Vec<Ready>> {
    let mut batch = vec![ready.recv().ok()?];
    let deadline = Instant::now() + BATCH_PATIENCE;
    while batch.len() < most {
        match ready.recv_deadline(deadline) {
            Ok(photo) => batch.push(photo),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    Some(batch)
}

/// Owns the write connection.
struct Writer<'a> {
    catalog: &'a mut Catalog,
    run: &'a Run<'a>,
    progress: &'a Progress,
    report: &'a mut IndexReport,
    /// Photos whose embedding was saved.
    encoded: &'a mut u64,
    committed: &'a mut dyn FnMut(Committed),
}

impl Writer<'_> {
    /// Commits what comes until nothing more does. After an error it returns, which closes the channel and ends the threads.
    fn run(&mut self, outcomes: &Receiver<Outcome>) -> Result<(), IndexError> {
        while let Ok(first) = outcomes.recv() {
            let (model, arithmetic) = (Some(self.run.encoder.info().key.clone()), self.run.encoder.arithmetic());
            let mut batch = IndexBatch { model, arithmetic, ..IndexBatch::default() };
            let deadline = Instant::now() + SAVE_PATIENCE;
            // What comes soon goes into the same transaction; of a run that failed, what came before.
            let mut soon = std::iter::once(first).chain(std::iter::from_fn(|| outcomes.recv_deadline(deadline).ok())).take(MOST_OUTCOMES);
            let added = soon.try_fold(0, |done, outcome| Ok::<_, IndexError>(done + self.add(outcome, &mut batch)?));
            let committed = self.catalog.commit(&batch)?;
            let done = added?;
            self.progress.advance_read(done + batch.photos.len() as u64 - batch.embedded.len() as u64);
            self.progress.advance(done);
            (self.committed)(committed);
        }
        Ok(())
    }

    /// Returns how many files are done with it.
    fn add(&mut self, outcome: Outcome, batch: &mut IndexBatch) -> Result<u64, IndexError> {
        match outcome {
            Outcome::Decoded(row) => {
                self.add_row(*row, batch);
                return Ok(0);
            }
            Outcome::Encoded(photos) => {
                let done = photos.len() as u64;
                *self.encoded += done;
                for (row, embedded) in photos {
                    if let Some(row) = row {
                        self.add_row(*row, batch);
                    }
                    batch.embedded.push(embedded);
                }
                return Ok(done);
            }
            Outcome::Placed { placement, moved } => {
                *(if moved { &mut self.report.moved } else { &mut self.report.unchanged }) += 1;
                batch.placed.push(placement);
            }
            Outcome::Left(placement) => {
                batch.placed.push(placement);
                return Ok(0);
            }
            Outcome::Facts(facts) => {
                self.report.unchanged += 1;
                batch.facts.extend(facts);
            }
            Outcome::Unreadable(problem, told) => {
                self.report.failed.push(told);
                batch.problems.push(problem);
            }
            Outcome::Failed(error) => return Err(error),
        }
        Ok(1)
    }

    fn add_row(&mut self, Row { photo, known, moved }: Row, batch: &mut IndexBatch) {
        let count = match photo.id {
            _ if moved => &mut self.report.moved,
            Some(_) => &mut self.report.updated,
            None => &mut self.report.added,
        };
        *count += 1;
        self.report.embedded += u64::from(known);
        if let (Some(root), Some(remark)) = (self.run.roots.get(&photo.root), &photo.picture.remark) {
            self.report.remarked.push(FileProblem { path: root.join(&photo.path), reason: remark.to_string() });
        }
        batch.photos.push(photo);
    }
}

mod look;
mod swapped;
#[cfg(test)]
mod tests;
