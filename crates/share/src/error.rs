//! What can go wrong with a hub, in words for the person who asked.

use postgres::error::SqlState;
use std::error::Error;

/// A hub could not be reached, read or written. Nothing of the catalogue was changed by that.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// Not an address. The address itself is not shown: it may hold a password.
    #[error("this is no address of a PostgreSQL database ({0}); write postgres://USER@HOST/DATABASE, or service=NAME")]
    Address(String),
    /// The service file knows no such service.
    #[error("there is no service '{0}' in pg_service.conf; see PGSERVICEFILE and ~/.pg_service.conf")]
    NoService(String),
    /// The file of trusted certificates.
    #[error("the certificates to trust cannot be read ({0}); see sslrootcert in the address")]
    Certificates(String),
    /// No connection came to be.
    #[error(
        "{hub} cannot be reached ({why}); see that it is running and that you are on its network. Your catalogue is as it was: go on offline"
    )]
    Unreachable {
        /// The address without its password.
        hub: String,
        /// What the system said.
        why: String,
    },
    /// The server asked who we are and was not content.
    #[error(
        "{hub} does not let you in ({why}); give the password with PGPASSWORD or in ~/.pgpass (its file must be yours alone: chmod 600)"
    )]
    Refused {
        /// The address without its password.
        hub: String,
        /// What the server said.
        why: String,
    },
    /// The database has no hub in it.
    #[error("there is no hub at {0} yet; make one: selvedge share init URL")]
    NoHub(String),
    /// The schema is there, but not all of it.
    #[error(
        "the hub at {hub} is only half made ({what}); where nothing in it is worth keeping, its owner runs: DROP SCHEMA selvedge CASCADE; \
         and then selvedge share init URL"
    )]
    HalfMade {
        /// The address without its password.
        hub: String,
        /// What is missing.
        what: String,
    },
    /// Made by another version of this program.
    #[error("the hub at {hub} is of version {found}, and this program knows version {known}; {}", if found > known { "update Selvedge" } else { "let its owner bring it up to date with this Selvedge" })]
    Version {
        /// The address without its password.
        hub: String,
        /// The hub's.
        found: i32,
        /// Ours.
        known: i32,
    },
    /// The person's role may not do that.
    #[error("your role at the hub may not do that ({0}); ask its owner for: GRANT selvedge_tagger TO your name")]
    Forbidden(String),
    /// Somebody else is pushing, for longer than we wait.
    #[error("somebody else is pushing to the hub and does not come to an end; try again in a moment")]
    Busy,
    /// The connection broke.
    #[error("the connection to the hub was lost ({0}); run the same command again: it goes on, and nothing is brought twice")]
    Lost(String),
    /// What the hub holds cannot be true.
    #[error("the hub answered what cannot be true ({0}); nothing in your catalogue was changed. Tell the hub's owner")]
    Nonsense(String),
    /// Anything else that the server said.
    #[error("the hub's database says: {0}")]
    Server(String),
}

impl HubError {
    /// Of a statement that failed.
    pub(crate) fn of(error: &postgres::Error) -> Self {
        let Some(code) = error.code() else {
            return if error.is_closed() || error.source().is_some_and(is_io) {
                Self::Lost(said(error))
            } else {
                Self::Nonsense(said(error))
            };
        };
        match code {
            code if *code == SqlState::INSUFFICIENT_PRIVILEGE => Self::Forbidden(said(error)),
            code if *code == SqlState::LOCK_NOT_AVAILABLE => Self::Busy,
            code if code.code().starts_with("57P") || code.code().starts_with("08") => Self::Lost(said(error)),
            _ => Self::Server(said(error)),
        }
    }

    /// Of a connection that did not come to be.
    pub(crate) fn connecting(hub: &str, error: &postgres::Error) -> Self {
        let (hub, why) = (hub.to_owned(), said(error));
        match error.code() {
            Some(code) if code.code().starts_with("28") || code.code().starts_with("3D") || *code == SqlState::INSUFFICIENT_PRIVILEGE => {
                Self::Refused { hub, why }
            }
            None if why.contains("password") => Self::Refused { hub, why },
            _ => Self::Unreachable { hub, why },
        }
    }
}

fn is_io(error: &(dyn Error + 'static)) -> bool {
    error.is::<std::io::Error>()
}

/// The server's own words, or the innermost cause.
fn said(error: &postgres::Error) -> String {
    if let Some(told) = error.as_db_error() {
        return told.message().to_owned();
    }
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

impl From<postgres::Error> for HubError {
    fn from(error: postgres::Error) -> Self {
        Self::of(&error)
    }
}
