//! Keeps the open catalogue in step with its folders: what changes in them is indexed, a folder that was moved is found again.

use crate::mail::ControlMessage;
use crate::shared::Shared;
use base::{Cancel, Root, RootId, formats};
use notify::event::{CreateKind, EventKind, ModifyKind, RemoveKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use tasks::moved::{Known, find_moved};
use workspace::snapshot::Snapshot;

const TICK: Duration = Duration::from_millis(500);

/// A folder is indexed when nothing has changed in it for this long: whoever copies photos into it is done then, or nearly.
const QUIET: Duration = Duration::from_millis(1500);

/// And at the latest this long after the first change.
const PATIENCE: Duration = Duration::from_secs(30);

/// A folder whose file system does not tell what others change in it is looked at again after this long.
const ASK: Duration = Duration::from_mins(5);

/// How often a folder that is gone is looked for.
const SEARCH: Duration = Duration::from_secs(10);

/// Photos by which a folder is known again.
const SAMPLE: usize = 16;

/// What is known of the watched folders, by their path.
#[derive(Default)]
struct Watch {
    /// The catalogue whose folders these are.
    catalog: PathBuf,
    folders: HashMap<PathBuf, Folder>,
}

struct Folder {
    watched: Watched,
    /// When it was last indexed, or begun to be watched.
    looked_at: Instant,
    changes: Arc<Mutex<Option<Changes>>>,
}

enum Watched {
    /// Tells of each change, until it is dropped.
    Events { _watcher: RecommendedWatcher },
    /// Has to be looked at from time to time: what other machines change in it does not come to our ears, or nothing does.
    Asked { _watcher: Option<RecommendedWatcher> },
    /// It is not there; it was last looked for then.
    Gone(Option<Instant>),
}

/// Of a folder that was not indexed since.
#[derive(Clone, Copy)]
struct Changes {
    first: Instant,
    last: Instant,
}

/// Ends with the engine; never joined, since a look at a dead network folder may never return.
pub fn run(shared: &Arc<Shared>) {
    let mut watch = Watch::default();
    while !shared.closing.is_cancelled() {
        std::thread::sleep(TICK);
        let opened = shared.opened.get().filter(|_| shared.watching.load(Relaxed));
        match opened {
            Some(opened) => watch.look(shared, &opened.snapshot),
            None => watch = Watch::default(),
        }
    }
}

impl Watch {
    fn look(&mut self, shared: &Shared, snapshot: &Snapshot) {
        if self.catalog != snapshot.catalog {
            *self = Self { catalog: snapshot.catalog.clone(), folders: HashMap::new() };
        }
        let roots: Vec<&Root> = snapshot.roots.iter().map(|view| &view.root).collect();
        self.folders.retain(|path, _| roots.iter().any(|root| root.path == *path));
        let mut changed = Vec::new();
        for root in &roots {
            match self.folders.get_mut(&root.path) {
                None => {
                    let folder = Folder::watch(&root.path);
                    // What changed while nobody watched. Where something is being indexed, it is most likely this.
                    if shared.jobs.is_idle() && root.path.is_dir() {
                        changed.push(root.path.clone());
                    }
                    self.folders.insert(root.path.clone(), folder);
                }
                Some(folder) => match folder.look(&root.path) {
                    Found::Same => {}
                    Found::Changed => changed.push(root.path.clone()),
                    Found::Gone => {
                        if let Some(to) = moved(snapshot, root, &roots, &shared.closing) {
                            shared.control(ControlMessage::RootMoved { catalog: self.catalog.clone(), root: root.id, to });
                        }
                    }
                },
            }
        }
        if !changed.is_empty() {
            shared.control(ControlMessage::FoldersChanged { catalog: self.catalog.clone(), folders: changed });
        }
    }
}

enum Found {
    Same,
    Changed,
    /// And it is time to look for it.
    Gone,
}

impl Folder {
    fn watch(path: &Path) -> Self {
        let changes = Arc::default();
        Self { watched: Watched::of(path, &changes), looked_at: Instant::now(), changes }
    }

    fn look(&mut self, path: &Path) -> Found {
        let now = Instant::now();
        match (&mut self.watched, path.is_dir()) {
            (Watched::Gone(_), true) => {
                *self = Self::watch(path);
                Found::Changed
            }
            (Watched::Gone(looked_for), false) => {
                if looked_for.is_some_and(|then| now - then < SEARCH) {
                    return Found::Same;
                }
                *looked_for = Some(now);
                Found::Gone
            }
            (_, false) => {
                self.watched = Watched::Gone(None);
                Found::Same
            }
            (watched, true) => {
                let is_due = matches!(watched, Watched::Asked { .. }) && now - self.looked_at > ASK;
                let mut changes = self.changes.lock();
                if !is_due && !changes.is_some_and(|c| now - c.last > QUIET || now - c.first > PATIENCE) {
                    return Found::Same;
                }
                *changes = None;
                self.looked_at = now;
                Found::Changed
            }
        }
    }
}

impl Watched {
    fn of(path: &Path, changes: &Arc<Mutex<Option<Changes>>>) -> Self {
        if !path.is_dir() {
            return Self::Gone(None);
        }
        let changes = Arc::clone(changes);
        let told = move |event: notify::Result<notify::Event>| {
            // An error, or a queue that overflowed: what changed is not known, so all of it may have.
            if event.is_ok_and(|event| !event.need_rescan() && !concerns_photos(&event)) {
                return;
            }
            let now = Instant::now();
            let mut changes = changes.lock();
            let first = changes.map_or(now, |changes| changes.first);
            *changes = Some(Changes { first, last: now });
        };
        let watcher = notify::recommended_watcher(told).and_then(|mut watcher| {
            watcher.watch(path, RecursiveMode::Recursive)?;
            Ok(watcher)
        });
        match watcher {
            Ok(watcher) if !is_shared(path) => Self::Events { _watcher: watcher },
            watcher => Self::Asked { _watcher: watcher.ok() },
        }
    }
}

/// Whether photos or folders came, went or changed: a look alone is no change, and neither is what we write ourselves, sidecars.
fn concerns_photos(event: &notify::Event) -> bool {
    match event.kind {
        EventKind::Access(_) => false,
        EventKind::Create(CreateKind::Folder) | EventKind::Remove(RemoveKind::Folder) | EventKind::Modify(ModifyKind::Name(_)) => {
            // A renamed file that is no photo: an editor's temporary, a sidecar.
            event.paths.iter().any(|path| formats::is_readable(path) || path.extension().is_none() || path.is_dir())
        }
        EventKind::Modify(ModifyKind::Metadata(_)) => event.paths.iter().any(|path| formats::is_readable(path)),
        _ => event.paths.is_empty() || event.paths.iter().any(|path| formats::is_readable(path)),
    }
}

/// Whether the folder's file system is one that other machines write to: what they change is told to nobody here.
#[cfg(target_os = "linux")]
fn is_shared(path: &Path) -> bool {
    // NFS, SMB (three generations), FUSE, 9P, Ceph, AFS: `statfs(2)`.
    const KINDS: [u32; 8] = [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42, 0x6573_5546, 0x0102_1997, 0x00C3_6400, 0x5346_414F];
    rustix::fs::statfs(path).is_ok_and(|system| KINDS.contains(&(system.f_type as u32)))
}

/// Elsewhere the system does not say; folders on the network are looked at by `F5`.
#[cfg(not(target_os = "linux"))]
fn is_shared(_path: &Path) -> bool {
    false
}

/// Where a root lies now.
fn moved(snapshot: &Snapshot, root: &Root, roots: &[&Root], closing: &Cancel) -> Option<PathBuf> {
    let photos = of_root(snapshot, root.id);
    let every = photos.len().div_ceil(SAMPLE).max(1);
    let known: Vec<Known<'_>> = photos.into_iter().step_by(every).collect();
    let others: Vec<PathBuf> = roots.iter().filter(|other| other.id != root.id).map(|other| other.path.clone()).collect();
    find_moved(&root.path, &known, &others, closing)
}

fn of_root(snapshot: &Snapshot, root: RootId) -> Vec<Known<'_>> {
    let photos = snapshot.photos.iter().filter(|photo| photo.root == root && !photo.missing);
    photos.map(|photo| (photo.path.as_path(), photo.stamp())).collect()
}
