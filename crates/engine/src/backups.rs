//! The backups thread: lists backups, tells what restoring from one would change, and makes one by itself at a quiet moment after something was decided.
//!
//! It is not joined: a backup of a large catalogue takes seconds, and closing the window waits for none. What is half written then bears a
//! passing name, and is removed by the next one.

use crate::latest::Waited;
use crate::mail::BackupsMail;
use crate::protocol::{BackupPace, BackupsView, Event, RequestId, RestoreRequest, RestoreView, Tags, Tone};
use crate::shared::Shared;
use base::folders;
use catalog::{Catalog, CatalogError, Fault};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use workspace::AppError;
use workspace::backups::{self, Backup, Listed};

/// How often it looks whether things are quiet.
const TICK: Duration = Duration::from_secs(2);

/// Ends with the engine; never joined.
pub fn run(shared: &Arc<Shared>) {
    let mut watch = Watch::default();
    loop {
        let tick = shared.backup_pace.map_or(TICK, |pace| pace.quiet.min(TICK));
        match shared.backups.take_within(tick) {
            Waited::Closed => return,
            Waited::New(mail) => answer(shared, mail),
            Waited::Quiet => {
                if let Some(pace) = shared.backup_pace.filter(|_| shared.backing_up.load(Relaxed)) {
                    watch.look(shared, pace);
                }
            }
        }
    }
}

fn answer(shared: &Shared, mail: BackupsMail) {
    if let Some(request) = mail.make {
        let made = open(shared).and_then(|catalog| backups::make(shared.places()?, &catalog));
        if let Err(error) = &made {
            shared.notice(request, Tone::Error, error.notice());
        }
        shared.post(Event::BackedUp { request, made: made.ok().map(|made| made.backup) });
    }
    if let Some((request, file)) = mail.list {
        let backups = list(shared, file.as_deref()).map_err(|error| error.notice());
        shared.post(Event::Backups(Arc::new(BackupsView { request, backups })));
    }
    if let Some((request, asked)) = mail.look {
        let outcome = look(shared, &asked).map(Arc::new).map_err(|error| error.notice());
        shared.post(Event::RestoreLooked(Arc::new(RestoreView { request, outcome })));
    }
}

/// A connection to the catalogue that is shown.
fn open(shared: &Shared) -> Result<Catalog, AppError> {
    let opened = shared.opened.get().ok_or(AppError::NoCatalog)?;
    Ok(Catalog::open(&opened.snapshot.catalog)?)
}

/// With a further file of the person's before the others.
fn list(shared: &Shared, file: Option<&Path>) -> Result<Arc<[Listed]>, AppError> {
    let opened = shared.opened.get().ok_or(AppError::NoCatalog)?;
    let mut all = backups::listed(shared.places()?, &opened.snapshot.catalog);
    if let Some(file) = file.map(folders::expand_home) {
        let holds = Catalog::open_to_look(&file)?.holdings()?;
        let bytes = fs_err::metadata(&file)?.len();
        let made_ms = backups::made_at(&file).unwrap_or_default();
        all.retain(|listed| listed.backup.file != file);
        all.insert(0, Listed { backup: Backup { file, made_ms, bytes }, holds: Some(holds) });
    }
    Ok(all.into())
}

fn look(shared: &Shared, asked: &RestoreRequest) -> Result<backups::RestoreReport, AppError> {
    Ok(backups::preview(&open(shared)?, &asked.file, &asked.selection)?)
}

/// What is known of the quiet.
#[derive(Default)]
struct Watch {
    /// The decisions as they were seen last, and since when they are the same.
    seen: Option<(Arc<Tags>, Instant)>,
    /// When it was last thought about whether a backup is due, of which decisions.
    thought: Option<(Arc<Tags>, Instant)>,
    /// The catalogue of which it was told why it cannot be backed up.
    told: Option<PathBuf>,
}

impl Watch {
    fn look(&mut self, shared: &Shared, pace: BackupPace) {
        let now = Instant::now();
        let (Some(tags), true) = (shared.tags.get(), shared.jobs.is_idle()) else {
            self.seen = None;
            return;
        };
        match &self.seen {
            Some((seen, since)) if Arc::ptr_eq(seen, &tags) => {
                if now.duration_since(*since) < pace.quiet {
                    return;
                }
            }
            _ => return self.seen = Some((tags, now)),
        }
        // Decided since or not: what was decided less than an hour after the last backup has its turn later.
        let again = pace.apart.min(Duration::from_mins(10)).max(pace.quiet);
        if self.thought.as_ref().is_some_and(|(of, at)| Arc::ptr_eq(of, &tags) && now.duration_since(*at) < again) {
            return;
        }
        self.thought = Some((tags, now));
        let Ok(catalog) = open(shared) else { return };
        match back_up(shared, &catalog, pace) {
            // In the middle of a long step, or another program writes: later.
            Err(AppError::Catalog(CatalogError { fault: Fault::Busy, .. })) => self.thought = None,
            Err(error) if self.told.as_deref() != Some(catalog.path()) => {
                self.told = Some(catalog.path().to_owned());
                shared.notice(None, Tone::Warning, format!("No backup was made: {}", error.notice()));
            }
            Ok(()) | Err(_) => {}
        }
    }
}

fn back_up(shared: &Shared, catalog: &Catalog, pace: BackupPace) -> Result<(), AppError> {
    let places = shared.places()?;
    if catalog.is_read_only() || !backups::is_due(places, catalog, pace.apart)? {
        return Ok(());
    }
    let made = backups::make(places, catalog)?;
    shared.post(Event::BackedUp { request: RequestId::default(), made: Some(made.backup) });
    Ok(())
}
