//! Saved searches: read, and made and changed in steps.

use crate::connection::Catalog;
use crate::error::{CatalogError, Fault};
use crate::step::Step;
use base::searches::{HUE, RELEVANCE, SavedLike, SavedQuery, SavedSearch, axis_of_sort, sort_along};
use base::{AxisId, PhotoId, SearchId, natural};
use rusqlite::{Connection, OptionalExtension, Row, params};

const COLUMNS: &str = "id, name, query, like_photo, like_file, texts, as_typed, min_score, sort, reversed,
    (SELECT axes.id FROM axes WHERE axes.id = axis_id), by_hue";

impl Catalog {
    /// All of them, by name in natural order.
    pub fn searches(&self) -> Result<Vec<SavedSearch>, CatalogError> {
        self.read(all)
    }
}

impl Step<'_> {
    /// As [`Catalog::searches`].
    pub fn searches(&self) -> Result<Vec<SavedSearch>, Fault> {
        all(self.db)
    }

    /// Saves a search under a name: a new one, or in the place of this one. Refused where another one has that name.
    pub fn save_search(&mut self, id: Option<SearchId>, name: &str, query: &SavedQuery) -> Result<SearchId, Fault> {
        let name = name.trim();
        // SQLite's own comparison knows no letter beyond ASCII.
        let others = all(self.db)?.into_iter().filter(|search| Some(search.id) != id).collect::<Vec<_>>();
        if base::searches::search_named(&others, name).is_some() {
            return Err(Fault::SearchTaken(name.to_owned()));
        }
        let (photo, file) = match &query.like {
            None => (None, None),
            Some(SavedLike::Photo(photo)) => (Some(photo.0), None),
            Some(SavedLike::File(path)) => (None, Some(path.to_string_lossy().into_owned())),
        };
        let SavedQuery { text, texts, as_typed, min_score, sort, reversed, .. } = query;
        let axis = axis_of_sort(sort).map(|axis| axis.0);
        // Where the axis is deleted later on.
        let by_hue = sort == HUE;
        let sort = if axis.is_some() || by_hue { RELEVANCE } else { sort };
        let row = params![id.map(|id| id.0), name, text, photo, file, texts, as_typed, min_score, sort, reversed, axis, by_hue];
        let sql = match id {
            None => {
                "INSERT INTO searches (name, query, like_photo, like_file, texts, as_typed, min_score, sort, reversed, axis_id,
                by_hue) VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) RETURNING coalesce(?1, id)"
            }
            Some(_) => {
                "UPDATE searches SET name = ?2, query = ?3, like_photo = ?4, like_file = ?5, texts = ?6, as_typed = ?7, min_score = ?8,
                sort = ?9, reversed = ?10, axis_id = ?11, by_hue = ?12 WHERE id = ?1 RETURNING id"
            }
        };
        self.db.query_row(sql, row, |row| row.get(0).map(SearchId)).optional()?.ok_or(Fault::NoSuchSearch)
    }

    /// Deletes a search.
    pub fn delete_search(&mut self, id: SearchId) -> Result<(), Fault> {
        match self.db.execute("DELETE FROM searches WHERE id = ?1", [id.0])? {
            0 => Err(Fault::NoSuchSearch),
            _ => Ok(()),
        }
    }
}

fn all(db: &Connection) -> Result<Vec<SavedSearch>, Fault> {
    let mut statement = db.prepare_cached(&format!("SELECT {COLUMNS} FROM searches"))?;
    let mut searches = statement.query_map([], saved)?.collect::<rusqlite::Result<Vec<_>>>()?;
    searches.sort_by_cached_key(|search| natural::key(&search.name));
    Ok(searches)
}

fn saved(row: &Row<'_>) -> rusqlite::Result<SavedSearch> {
    let (photo, file): (Option<i64>, Option<String>) = (row.get(3)?, row.get(4)?);
    let like = photo.map(|id| SavedLike::Photo(PhotoId(id))).or(file.map(|path| SavedLike::File(path.into())));
    let query = SavedQuery {
        text: row.get(2)?,
        like,
        texts: row.get(5)?,
        as_typed: row.get(6)?,
        min_score: row.get(7)?,
        sort: match (row.get::<_, Option<i64>>(10)?, row.get(11)?) {
            (Some(axis), _) => sort_along(AxisId(axis)),
            (None, true) => HUE.to_owned(),
            (None, false) => row.get(8)?,
        },
        reversed: row.get(9)?,
    };
    Ok(SavedSearch { id: SearchId(row.get(0)?), name: row.get(1)?, query })
}
