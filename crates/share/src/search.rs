//! Search among all photos of a hub.

use crate::error::HubError;
use crate::hub::{Hub, Vectors, shown};
use crate::narrow::{Narrow, Values};
use base::ContentHash;
use postgres::types::ToSql;

/// Candidates that a search through an index keeps at least: with fewer it finds too little among a million.
const LEAST_WIDTH: usize = 200;

/// A photo that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Which one.
    pub hash: ContentHash,
    /// The name of its file.
    pub name: String,
    /// Cosine.
    pub score: f64,
}

impl Hub {
    /// The photos nearest to a unit vector of a model, the nearest first; exactly, or through an index where there is one. Tells whether an
    /// index answered. `None`: the hub has nothing of that model.
    pub fn search(
        &mut self,
        key: &str,
        query: &[f32],
        top: usize,
        narrow: &Narrow,
        exact: bool,
    ) -> Result<Option<(Vec<Found>, bool)>, HubError> {
        let Some(row) = self.client.query_opt(
            "SELECT id, dimension, to_regclass('selvedge.nearest_' || id) IS NOT NULL FROM selvedge.models WHERE key = $1",
            &[&key],
        )?
        else {
            return Ok(None);
        };
        let (id, dimension, has_index): (i32, i32, bool) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        if dimension as usize != query.len() {
            return Err(HubError::Nonsense(format!(
                "its vectors of this model have {dimension} components, and the query has {}",
                query.len()
            )));
        }
        // An index knows no filters, and may find too few: then each photo that passes is compared with.
        let through_index = has_index && !exact && *narrow == Narrow::default();
        let mut tx = self.client.transaction()?;
        let score = match self.vectors {
            Vectors::Pgvector if through_index => {
                tx.batch_execute(&format!("SET LOCAL hnsw.ef_search = {}", top.clamp(LEAST_WIDTH, 1000)))?;
                format!("-((vector::vector({dimension})) <#> $1::real[]::vector({dimension}))")
            }
            Vectors::Pgvector => {
                tx.batch_execute("SET LOCAL enable_indexscan = off")?;
                format!("-((vector::vector({dimension})) <#> $1::real[]::vector({dimension}))")
            }
            Vectors::Array => "(SELECT sum(a * b) FROM unnest(vector, $1::real[]) AS pair (a, b))".to_owned(),
        };
        let order = match self.vectors {
            Vectors::Pgvector => format!("(vector::vector({dimension})) <#> $1::real[]::vector({dimension})"),
            Vectors::Array => "score DESC".to_owned(),
        };
        let mut values: Values = vec![Box::new(query.to_vec()), Box::new(top as i64)];
        let filters = narrow.sql(&mut values);
        let nearest = if through_index {
            format!("SELECT photo, {score} AS score FROM selvedge.embeddings WHERE model = {id} ORDER BY {order} LIMIT $2::int8 * 2")
        } else {
            format!(
                "SELECT photo, {score} AS score FROM selvedge.embeddings JOIN selvedge.photos ON hash = photo WHERE model = {id} AND {filters} ORDER BY {order} LIMIT $2::int8 * 2"
            )
        };
        // A photo may have a vector of each arithmetic.
        let sql = format!(
            "SELECT hash, name, max(score)::float8 AS best FROM ({nearest}) AS nearest JOIN selvedge.photos ON hash = photo
             GROUP BY hash, name ORDER BY best DESC, hash LIMIT $2"
        );
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(AsRef::as_ref).collect();
        let rows = tx.query(&sql, &values)?;
        let found = |row: &postgres::Row| -> Result<Found, HubError> {
            let bytes: &[u8] = row.try_get(0)?;
            let hash = bytes
                .try_into()
                .map(ContentHash)
                .map_err(|_| HubError::Nonsense("a photo is named by something else than 32 bytes".to_owned()))?;
            Ok(Found { hash, name: shown(row.try_get(1)?), score: row.try_get(2)? })
        };
        let found = rows.iter().map(found).collect::<Result<_, _>>()?;
        tx.commit()?;
        Ok(Some((found, through_index)))
    }
}
