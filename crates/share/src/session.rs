//! One transaction with a hub: what others brought, and what is brought.

use crate::error::HubError;
use base::{Arithmetic, ContentHash};
use postgres::{Row, Transaction};
use std::collections::HashSet;

/// Rows of a statement: some hundreds of kilobytes.
const AT_A_TIME: usize = 5000;

/// One transaction.
pub struct Session<'a> {
    tx: Transaction<'a>,
}

/// A photo as a hub knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubPhoto {
    /// Which one.
    pub hash: ContentHash,
    /// A file's name without folders: to be shown, and nothing else.
    pub name: String,
    /// "JPEG".
    pub format: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The camera's wall clock.
    pub captured: Option<String>,
}

/// What is said of a photo: the last change of a kind and key holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which photo.
    pub photo: ContentHash,
    /// "tags", "opinion", "mark" or "sku".
    pub kind: String,
    /// Which of that kind: the set, the author, the kind of mark.
    pub key: String,
    /// JSON; `None`: it was taken back.
    pub value: Option<String>,
}

/// A change that the hub holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What was said.
    pub change: Change,
    /// The number of its step.
    pub seq: i64,
    /// Who brought it, by the name in the catalogue.
    pub author: String,
}

/// A label set as the hub holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubSet {
    /// Equal for names that are one name to people.
    pub key: String,
    /// JSON; `None`: it was deleted.
    pub value: Option<String>,
}

/// A photo that an owner took out for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Removed(pub ContentHash);

/// What is brought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStep {
    /// 32 random hexadecimal digits.
    pub id: String,
    /// The name in the catalogue.
    pub author: String,
    /// By the person's clock, milliseconds since 1970.
    pub made_at_ms: i64,
    /// About photos.
    pub changes: Vec<Change>,
    /// Label sets.
    pub sets: Vec<HubSet>,
}

/// A vector of a photo.
#[derive(Clone, Debug, PartialEq)]
pub struct HubVector {
    /// Which photo.
    pub photo: ContentHash,
    /// What made it.
    pub arithmetic: Arithmetic,
    /// Components, as the hub says.
    pub values: Vec<f32>,
}

impl<'a> Session<'a> {
    pub(crate) fn new(tx: Transaction<'a>) -> Self {
        Self { tx }
    }

    pub(crate) fn finish(self) -> Result<(), HubError> {
        Ok(self.tx.commit()?)
    }

    /// The number of the last step.
    pub fn seq(&mut self) -> Result<i64, HubError> {
        let seq: i64 = self.tx.query_one("SELECT coalesce(max(seq), 0) FROM selvedge.steps", &[])?.try_get(0)?;
        if seq < 0 { Err(HubError::Nonsense("a step has a number below 0".to_owned())) } else { Ok(seq) }
    }

    /// What holds of all photos and was said after a step.
    pub fn changes_since(&mut self, seq: i64) -> Result<Vec<Statement>, HubError> {
        let sql = statements("seq > $1");
        self.tx.query(&sql, &[&seq])?.iter().map(statement).collect()
    }

    /// What holds of these photos.
    pub fn changes_of(&mut self, photos: &[ContentHash]) -> Result<Vec<Statement>, HubError> {
        let (sql, mut found) = (statements("photo = ANY($1)"), Vec::new());
        for some in photos.chunks(AT_A_TIME) {
            let hashes: Vec<&[u8]> = some.iter().map(|hash| &hash.0[..]).collect();
            for row in &self.tx.query(&sql, &[&hashes])? {
                found.push(statement(row)?);
            }
        }
        Ok(found)
    }

    /// The label sets.
    pub fn sets(&mut self) -> Result<Vec<HubSet>, HubError> {
        let rows = self.tx.query("SELECT DISTINCT ON (key) key, value::text FROM selvedge.sets ORDER BY key, seq DESC", &[])?;
        rows.iter().map(|row| Ok(HubSet { key: row.try_get(0)?, value: row.try_get(1)? })).collect()
    }

    /// All photos that were taken out for good.
    pub fn removed(&mut self) -> Result<HashSet<ContentHash>, HubError> {
        self.tx.query("SELECT photo FROM selvedge.removed", &[])?.iter().map(|row| hash(row, 0)).collect()
    }

    /// Brings a step. Its number, or that of the step of the same id that came before.
    pub fn bring(&mut self, step: &NewStep) -> Result<i64, HubError> {
        if let Some(row) = self.tx.query_opt("SELECT seq FROM selvedge.steps WHERE id = $1", &[&step.id])? {
            return Ok(row.try_get(0)?);
        }
        let count = (step.changes.len() + step.sets.len()) as i32;
        let sql = "INSERT INTO selvedge.steps (seq, id, author, made_at, changes)
            SELECT coalesce(max(seq), 0) + 1, $1, $2, to_timestamp($3::float8 / 1000), $4 FROM selvedge.steps RETURNING seq";
        let seq: i64 = self.tx.query_one(sql, &[&step.id, &step.author, &(step.made_at_ms as f64), &count])?.try_get(0)?;
        let sql = self.tx.prepare(
            "INSERT INTO selvedge.changes (photo, seq, kind, key, value)
             SELECT photo, $1, kind, key, value::jsonb FROM unnest($2::bytea[], $3::text[], $4::text[], $5::text[]) AS c (photo, kind, key, value)",
        )?;
        for some in step.changes.chunks(AT_A_TIME) {
            let photos: Vec<&[u8]> = some.iter().map(|change| &change.photo.0[..]).collect();
            let kinds: Vec<&str> = some.iter().map(|change| change.kind.as_str()).collect();
            let keys: Vec<&str> = some.iter().map(|change| change.key.as_str()).collect();
            let values: Vec<Option<&str>> = some.iter().map(|change| change.value.as_deref()).collect();
            self.tx.execute(&sql, &[&seq, &photos, &kinds, &keys, &values])?;
        }
        for set in &step.sets {
            let sql = "INSERT INTO selvedge.sets (key, seq, value) VALUES ($1, $2, $3::text::jsonb)";
            self.tx.execute(sql, &[&set.key, &seq, &set.value])?;
        }
        Ok(seq)
    }

    /// Makes photos known.
    pub fn add_photos(&mut self, photos: &[HubPhoto]) -> Result<(), HubError> {
        for some in photos.chunks(AT_A_TIME) {
            let hashes: Vec<&[u8]> = some.iter().map(|photo| &photo.hash.0[..]).collect();
            let names: Vec<String> = some.iter().map(|photo| photo.name.replace('\0', "")).collect();
            let formats: Vec<&str> = some.iter().map(|photo| photo.format.as_str()).collect();
            let widths: Vec<i32> = some.iter().map(|photo| photo.width as i32).collect();
            let heights: Vec<i32> = some.iter().map(|photo| photo.height as i32).collect();
            let dates: Vec<Option<&str>> = some.iter().map(|photo| photo.captured.as_deref()).collect();
            let sql = "INSERT INTO selvedge.photos (hash, name, format, width, height, captured)
                SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::int4[], $5::int4[], $6::text[]) AS new (hash, name, format, width, height, captured)
                WHERE NOT EXISTS (SELECT FROM selvedge.removed WHERE photo = new.hash) ON CONFLICT DO NOTHING";
            self.tx.execute(sql, &[&hashes, &names, &formats, &widths, &heights, &dates])?;
        }
        Ok(())
    }

    /// Makes a model known, and answers its number at the hub.
    pub fn add_model(&mut self, key: &str, name: &str, dimension: usize) -> Result<i32, HubError> {
        let wanted = dimension as i32;
        self.tx.execute(
            "INSERT INTO selvedge.models (key, name, dimension) SELECT $1, $2, $3
             WHERE NOT EXISTS (SELECT FROM selvedge.models WHERE key = $1) ON CONFLICT DO NOTHING",
            &[&key, &name, &wanted],
        )?;
        let row = self.tx.query_one("SELECT id, dimension FROM selvedge.models WHERE key = $1", &[&key])?;
        let found: i32 = row.try_get(1)?;
        if found != wanted {
            return Err(HubError::Nonsense(format!("its vectors of {name} have {found} components, and those here have {wanted}")));
        }
        Ok(row.try_get(0)?)
    }

    /// Adds vectors of one model, `dimension` components each, where the hub has none of that photo.
    pub fn add_vectors(&mut self, model: i32, dimension: usize, vectors: &[(ContentHash, Arithmetic, &[f32])]) -> Result<u64, HubError> {
        // Pieces of one long array: an array of arrays is none to PostgreSQL. Both kinds of columns take it.
        let sql = self.tx.prepare(
            "INSERT INTO selvedge.embeddings (photo, model, arithmetic, vector)
             SELECT photo, $1, arithmetic, ($5::float4[])[((n - 1) * $2 + 1)::int4 : (n * $2)::int4]
             FROM unnest($3::bytea[], $4::text[]) WITH ORDINALITY AS new (photo, arithmetic, n)
             WHERE NOT EXISTS (SELECT FROM selvedge.removed WHERE removed.photo = new.photo) ON CONFLICT DO NOTHING",
        )?;
        let mut added = 0;
        for some in vectors.chunks(500) {
            let photos: Vec<&[u8]> = some.iter().map(|(hash, ..)| &hash.0[..]).collect();
            let arithmetics: Vec<&str> = some.iter().map(|(_, arithmetic, _)| arithmetic.name()).collect();
            let values: Vec<f32> = some.iter().flat_map(|(.., values)| values.iter().copied()).collect();
            added += self.tx.execute(&sql, &[&model, &(dimension as i64), &photos, &arithmetics, &values])?;
        }
        Ok(added)
    }

    /// The vectors of a model that the hub has of these photos; those in f32 first.
    pub fn vectors(&mut self, model: i32, photos: &[ContentHash]) -> Result<Vec<HubVector>, HubError> {
        let sql = "SELECT photo, arithmetic, vector::real[] FROM selvedge.embeddings WHERE model = $1 AND photo = ANY($2) ORDER BY arithmetic, photo";
        let mut found = Vec::new();
        for some in photos.chunks(1000) {
            let hashes: Vec<&[u8]> = some.iter().map(|hash| &hash.0[..]).collect();
            for row in &self.tx.query(sql, &[&model, &hashes])? {
                let arithmetic = match row.try_get(1)? {
                    "f32" => Arithmetic::F32,
                    "int8" => Arithmetic::Int8,
                    _ => return Err(HubError::Nonsense("a vector of unknown arithmetic".to_owned())),
                };
                found.push(HubVector { photo: hash(row, 0)?, arithmetic, values: row.try_get(2)? });
            }
        }
        Ok(found)
    }

    /// Takes photos out for good, with all that was said of them and their vectors. Answers how many the hub knew.
    pub fn remove(&mut self, step: &NewStep, photos: &[ContentHash]) -> Result<u64, HubError> {
        let seq = self.bring(step)?;
        let hashes: Vec<&[u8]> = photos.iter().map(|hash| &hash.0[..]).collect();
        self.tx.execute(
            "INSERT INTO selvedge.removed (photo, seq) SELECT DISTINCT photo, $2::int8 FROM unnest($1::bytea[]) AS photo ON CONFLICT DO NOTHING",
            &[&hashes, &seq],
        )?;
        self.tx.execute("DELETE FROM selvedge.embeddings WHERE photo = ANY($1)", &[&hashes])?;
        self.tx.execute("DELETE FROM selvedge.changes WHERE photo = ANY($1)", &[&hashes])?;
        Ok(self.tx.execute("DELETE FROM selvedge.photos WHERE hash = ANY($1)", &[&hashes])?)
    }
}

fn statements(condition: &str) -> String {
    format!(
        "SELECT photo, kind, key, value::text, said.seq, coalesce(author, '')
         FROM (SELECT DISTINCT ON (photo, kind, key) * FROM selvedge.changes WHERE {condition} ORDER BY photo, kind, key, seq DESC) AS said
         LEFT JOIN selvedge.steps ON steps.seq = said.seq ORDER BY said.seq"
    )
}

fn statement(row: &Row) -> Result<Statement, HubError> {
    let change = Change { photo: hash(row, 0)?, kind: row.try_get(1)?, key: row.try_get(2)?, value: row.try_get(3)? };
    Ok(Statement { change, seq: row.try_get(4)?, author: row.try_get(5)? })
}

fn hash(row: &Row, column: usize) -> Result<ContentHash, HubError> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map(ContentHash).map_err(|_| HubError::Nonsense("a photo is named by something else than 32 bytes".to_owned()))
}
