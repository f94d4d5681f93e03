//! Making a hub, and the indexes that searches go through.

use crate::address::Address;
use crate::error::HubError;
use crate::hub::{Hub, VERSION, Vectors, connect};

const SCHEMA: &str = include_str!("schema.sql");

/// Photos below which an index is not worth its making: comparing with each takes no longer.
const INDEXED_FROM: i64 = 20_000;

impl Hub {
    /// Makes a hub where there is none: all of it, or nothing. Where there is one, makes the indexes that it lacks. Tells whether it is new, and how
    /// many indexes were made. `uid`: 32 random hexadecimal digits.
    pub fn init(address: &Address, uid: &str) -> Result<(Self, bool, u64), HubError> {
        match Self::open(address) {
            Ok(mut hub) => {
                let made = hub.make_indexes()?;
                Ok((hub, false, made))
            }
            Err(HubError::NoHub(_)) => {
                let mut client = connect(address)?;
                // Where it may not be installed, or is not there, vectors are kept in arrays.
                client.batch_execute("CREATE EXTENSION IF NOT EXISTS vector").ok();
                let found = client.query_opt(
                    "SELECT 1 FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'vector' AND nspname = ANY(current_schemas(true))",
                    &[],
                )?;
                let (kind, name) = if found.is_some() { ("vector", "pgvector") } else { ("real[]", "array") };
                let mut making = client.transaction()?;
                making.batch_execute(&SCHEMA.replace(":VECTOR", kind))?;
                making.execute("INSERT INTO selvedge.hub (version, uid, vectors) VALUES ($1, $2, $3)", &[&VERSION, &uid, &name])?;
                making.commit()?;
                Ok((Self::over(client, address.to_string())?, true, 0))
            }
            Err(error) => Err(error),
        }
    }

    /// An index for each model with many vectors that has none. Its making takes minutes for millions, and others read and write meanwhile.
    fn make_indexes(&mut self) -> Result<u64, HubError> {
        if self.vectors == Vectors::Array {
            return Ok(0);
        }
        let sql = "SELECT id, dimension FROM selvedge.models WHERE (SELECT count(*) FROM selvedge.embeddings WHERE model = models.id) >= $1
            AND dimension <= 2000 AND to_regclass('selvedge.nearest_' || id) IS NULL ORDER BY id";
        let rows = self.client.query(sql, &[&INDEXED_FROM])?;
        for row in &rows {
            let (id, dimension): (i32, i32) = (row.try_get(0)?, row.try_get(1)?);
            // An expression of a fixed length, since the column holds vectors of several models.
            self.client.batch_execute(&format!(
                "CREATE INDEX CONCURRENTLY nearest_{id} ON selvedge.embeddings USING hnsw ((vector::vector({dimension})) vector_ip_ops) WITH (ef_construction = 128) WHERE model = {id}"
            ))?;
        }
        Ok(rows.len() as u64)
    }
}
