//! A look at the schema before every change.

use crate::error::Fault;
use crate::foreign;
use crate::schema::Schema;
use crate::text_index;
use rusqlite::Connection;

/// Keeps what somebody else put into the schema from running.
#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) schema: Schema,
    /// SQLite's number of the schema that was looked at.
    seen: Option<i64>,
    /// A trigger or view that is not ours, in words.
    foreign: Option<String>,
}

impl Guard {
    pub(crate) fn new(schema: Schema) -> Self {
        Self { schema, seen: None, foreign: None }
    }

    /// Looks at the schema where it has changed, and fails where it holds what is not ours. Then, too, an index of words that lacks photos is
    /// made anew: asked before every change, it would cost a millisecond each.
    pub(crate) fn require_ours(&mut self, db: &Connection) -> Result<(), Fault> {
        let now: i64 = db.pragma_query_value(None, "schema_version", |row| row.get(0))?;
        if self.seen != Some(now) {
            self.foreign = foreign::code(db, &self.schema)?;
            self.seen = Some(now);
            if self.foreign.is_none() && text_index::lacks_photos(db) {
                text_index::make_anew(db)?;
            }
        }
        self.foreign.clone().map_or(Ok(()), |what| Err(Fault::ForeignSchema(what)))
    }
}
