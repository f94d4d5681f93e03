//! The catalogue's versions: `migrations/NN-name/up.sql`, append-only, and the copy made before a catalogue is changed.

use crate::copy::copy_beside;
use crate::error::Fault;
use crate::probe::{self, APPLICATION_ID, Found};
use crate::recorded;
use crate::sql::version;
use include_dir::{Dir, include_dir};
use rusqlite::{Connection, TransactionBehavior};
use rusqlite_migration::{Migrations, MigrationsBuilder};
use std::path::Path;

static FOLDER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../migrations");

/// A row of migrations and the version that they lead to.
#[derive(Debug)]
pub(crate) struct Schema {
    pub(crate) migrations: Migrations<'static>,
    pub(crate) version: i64,
}

impl Schema {
    /// What this program writes.
    pub(crate) fn current() -> Result<Self, Fault> {
        Ok(Self::of(MigrationsBuilder::from_directory(&FOLDER).map_err(told)?, FOLDER.dirs().count()))
    }

    /// So many migrations. The last one makes the triggers of the history anew, from the columns that the tables have then:
    /// so a migration that adds a column need not repeat them.
    pub(crate) fn of(migrations: MigrationsBuilder<'static>, count: usize) -> Self {
        let triggers = |db: &rusqlite::Transaction<'_>| Ok(recorded::make_triggers(db)?);
        Self { migrations: migrations.edit(count, |last| last.set_up_hook(triggers)).finalize(), version: count as i64 }
    }

    /// Gives a new, empty file its tables.
    pub(crate) fn build(&self, db: &mut Connection) -> Result<(), Fault> {
        // Both can only be chosen while the file has no tables. Removing a model must be able to give space back; and of
        // vectors of 2 KB, the usual size, three fill a page of 8 KB where only one fits a page of 4 KB.
        db.execute_batch("PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL;")?;
        db.pragma_update(None, "application_id", APPLICATION_ID)?;
        self.migrations.to_latest(db).map_err(told)
    }

    /// Gives an empty database the tables of an older version.
    pub(crate) fn bring_to(&self, db: &mut Connection, version: i64) -> Result<(), Fault> {
        self.migrations.to_version(db, usize::try_from(version.min(self.version)).unwrap_or_default()).map_err(told)
    }

    /// Brings an older catalogue up to date, after copying it to a file beside it.
    pub(crate) fn upgrade(&self, db: &mut Connection, path: &Path) -> Result<(), Fault> {
        let found = version(db)?;
        if found > self.version {
            return Err(Fault::Newer { found, known: self.version });
        }
        if found == self.version {
            return Ok(());
        }
        let kept = copy_beside(db, path, &format!(".before-v{}", self.version))?;
        db.set_transaction_behavior(TransactionBehavior::Immediate);
        let done = if version(db)? == found { self.migrations.to_latest(db) } else { Ok(()) };
        if version(db)? == self.version {
            if probe::look(&kept)? != (Found::Catalogue { version: found }) {
                // A second program, opened at the same time, was quicker: this is a copy of what it made.
                fs_err::remove_file(kept)?;
            }
            return Ok(());
        }
        done.map_err(told)
    }
}

fn told(error: rusqlite_migration::Error) -> Fault {
    match error {
        // The library puts the statement in front of its texts; only what SQLite said is of use to a person.
        rusqlite_migration::Error::RusqliteError { err, .. } => match Fault::from(err) {
            Fault::Store(said) => Fault::Migration { detail: said.to_string() },
            Fault::Damaged { detail } => Fault::Migration { detail },
            known => known,
        },
        other => Fault::Migration { detail: other.to_string() },
    }
}
