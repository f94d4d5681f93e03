//! One connection, and the two ways to use it: reading one state of the catalogue, and changing it in one transaction.

use crate::error::{CatalogError, Fault};
use crate::guard::Guard;
use crate::identity::Identity;
use crate::session::Session;
use crate::slices::{self, Door, Pace, Slices};
use crate::text_index;
use crate::thumbs::Thumbs;
use base::fold::trimmed;
use base::{Cancel, StepId};
use rusqlite::{Connection, Transaction};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One connection to a catalogue.
#[derive(Debug)]
pub struct Catalog {
    pub(crate) path: PathBuf,
    pub(crate) db: Connection,
    pub(crate) thumbs: Thumbs,
    /// Who makes the steps that are made here.
    pub(crate) session: Session,
    /// Whose name decisions of persons bear; `None`: nobody's.
    pub(crate) author: Option<Arc<str>>,
    /// The file that was opened; `None` for a copy in memory.
    pub(crate) identity: Option<Identity>,
    /// What was found in the schema when it was looked at last.
    pub(crate) guard: Guard,
    /// Why nothing is saved.
    pub(crate) access: Access,
    /// Until when it waits for others that write; `None`: for as long as SQLite does.
    pub(crate) waits: Option<Cancel>,
    /// Of steps.
    pub(crate) pace: Pace,
    /// Steps that failed in the middle and could not be taken back yet.
    pub(crate) left: Vec<StepId>,
}

/// What may be done with an open catalogue.
#[derive(Debug)]
pub(crate) enum Access {
    Whole,
    /// Reading, of the file itself or of a copy in memory.
    Reading,
    /// Reading, of a copy that goes with the connection, which is closed first.
    Copied {
        _folder: tempfile::TempDir,
    },
}

/// How often a catalogue was changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generations {
    /// Photos, roots, problems, embeddings.
    pub photos: i64,
    /// Label sets and tags.
    pub tags: i64,
}

impl Generations {
    pub(crate) fn read(db: &Connection) -> rusqlite::Result<Self> {
        let mut statement = db.prepare_cached("SELECT photos, tags FROM generations")?;
        statement.query_row([], |row| Ok(Self { photos: row.get(0)?, tags: row.get(1)? }))
    }

    /// Photos, or what is known of them, change in this transaction.
    pub(crate) fn count_up_photos(db: &Connection) -> rusqlite::Result<()> {
        db.execute("UPDATE generations SET photos = photos + 1", []).map(drop)
    }
}

impl Catalog {
    pub(crate) fn over(db: Connection, path: PathBuf, guard: Guard) -> Self {
        let identity = Identity::of(&path);
        Self {
            thumbs: Thumbs::beside(&path),
            path,
            db,
            session: Session::of_this_process(),
            author: None,
            identity,
            guard,
            access: Access::Whole,
            waits: None,
            pace: Pace::USUAL,
            left: Vec::new(),
        }
    }

    /// From now on a change waits for others that write until they are done or the job is stopped, and not for a few seconds only.
    pub fn wait_for_others(&mut self, job: &Cancel) {
        self.waits = Some(job.clone());
    }

    /// It is open for reading alone, since it cannot be written to or is only asked.
    pub fn is_read_only(&self) -> bool {
        !matches!(self.access, Access::Whole)
    }

    /// Fails where the file was deleted or replaced since it was opened: what was saved since is lost with it.
    pub fn require_there(&self) -> Result<(), CatalogError> {
        if self.identity.is_none() || Identity::of(&self.path) == self.identity { Ok(()) } else { Err(Fault::Gone.at(&self.path)) }
    }

    /// Whether anything can be saved, or why not.
    pub fn require_writable(&mut self) -> Result<(), CatalogError> {
        self.transact_if(false, |_| Ok(()))
    }

    /// Makes and takes back steps as if another process did. For what stands for two programs at once, such as a test.
    #[must_use]
    pub fn with_session(self, session: Session) -> Self {
        Self { session, ..self }
    }

    /// From now on decisions of persons that are made here bear this name. Decisions of persons from before names were kept count as theirs
    /// too. An empty name is none.
    pub fn set_author(&mut self, name: &str) {
        self.author = Some(trimmed(name)).filter(|name| !name.is_empty()).map(Into::into);
    }

    /// The name that decisions of persons bear that are made here.
    pub fn author(&self) -> Option<&str> {
        self.author.as_deref()
    }

    /// The catalogue's file, absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Changes whenever another connection, here or in another program, has committed to the catalogue.
    /// This connection's own commits do not change it.
    pub fn change_counter(&self) -> Result<i64, CatalogError> {
        self.db.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(|e| Fault::from(e).at(&self.path))
    }

    /// All that `work` asks of this connection is answered from one state of the catalogue.
    pub fn in_one_state<T, E: From<CatalogError>>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let _state = self.db.unchecked_transaction().map_err(|error| Fault::from(error).at(&self.path))?;
        work()
    }

    /// Runs `work` on one consistent state of the catalogue, however many statements it reads.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, CatalogError> {
        let run = || {
            if !self.db.is_autocommit() {
                return work(&self.db); // within a state that was begun
            }
            let snapshot = self.db.unchecked_transaction()?;
            work(&snapshot)
        };
        run().map_err(|fault: Fault| fault.at(&self.path))
    }

    /// Counts up with every change of photos, and with every change of label sets or tags.
    pub fn generations(&self) -> Result<Generations, CatalogError> {
        self.read(|db| Ok(Generations::read(db)?))
    }

    /// Changes photos, or what is known of them, in one transaction: all of it is saved, or nothing.
    pub(crate) fn write<T>(&mut self, mut work: impl FnMut(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, CatalogError> {
        self.transact(|db| {
            Generations::count_up_photos(db)?;
            work(db)
        })
    }

    /// Runs `work` in one transaction: all of it is saved, or nothing.
    pub(crate) fn transact<T>(&mut self, work: impl FnMut(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, CatalogError> {
        self.transact_if(true, work)
    }

    /// As [`Catalog::transact`], or nothing is saved whatever happens. Where the index of words was damaged, it is made anew and `work` is run
    /// again: what can be made from the photos at any time must not keep them from being changed.
    pub(crate) fn transact_if<T>(
        &mut self,
        save: bool,
        mut work: impl FnMut(&Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, CatalogError> {
        self.transact_in_slices(None, save, |slices| work(slices.db))
    }

    /// As [`Catalog::transact_if`], in several transactions where a `pace` is given. What was saved is taken back where one of them fails.
    pub(crate) fn transact_in_slices<T>(
        &mut self,
        pace: Option<Pace>,
        save: bool,
        mut work: impl FnMut(Slices<'_>) -> Result<T, Fault>,
    ) -> Result<T, CatalogError> {
        if self.is_read_only() {
            return Err(Fault::OpenForReading.at(&self.path));
        }
        let mut done = self.try_slices(pace, save, &mut work);
        if done.as_ref().is_err_and(text_index::may_be_at_fault) && text_index::mend(&mut self.db).is_ok() {
            done = self.try_slices(pace, save, &mut work);
        }
        let done = done.map_err(|fault: Fault| fault.at(&self.path))?;
        self.require_there()?;
        Ok(done)
    }

    fn try_slices<T>(&mut self, pace: Option<Pace>, save: bool, work: impl FnMut(Slices<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let door = Door { guard: &mut self.guard, waits: self.waits.as_ref(), pace };
        slices::run(&self.db, door, save, work).map_err(|(fault, left)| {
            if let Some(step) = left {
                self.take_back(step);
            }
            fault
        })
    }

    /// Makes the index of words anew, as whoever writes does who finds it damaged.
    pub fn mend_text_index(&mut self) -> Result<(), CatalogError> {
        self.transact(|db| text_index::make_anew(db).map_err(Fault::from))
    }
}
