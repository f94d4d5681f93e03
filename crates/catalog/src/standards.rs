//! The marketplace rules that a catalogue's photos are held against, chosen in steps.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::step::Step;
use rusqlite::OptionalExtension;

impl Catalog {
    /// The rules as their file says; `None` where none were chosen.
    pub fn standard(&self) -> Result<Option<String>, CatalogError> {
        self.read(|db| Ok(db.query_row("SELECT rules FROM standards", [], |row| row.get(0)).optional()?))
    }
}

impl Step<'_> {
    /// Holds photos against these rules from now on, or against none. `rules` must be JSON.
    pub fn choose_standard(&mut self, rules: Option<&str>) -> Result<(), Fault> {
        let before: Option<String> = self.db.query_row("SELECT rules FROM standards", [], |row| row.get(0)).optional()?;
        match (before, rules) {
            (Some(before), Some(rules)) if before == rules => {}
            (Some(_), Some(rules)) => _ = self.db.execute("UPDATE standards SET rules = ?1 WHERE id = 1", [rules])?,
            (None, Some(rules)) => _ = self.db.execute("INSERT INTO standards (id, rules) VALUES (1, ?1)", [rules])?,
            (_, None) => _ = self.db.execute("DELETE FROM standards", [])?,
        }
        Ok(())
    }
}
