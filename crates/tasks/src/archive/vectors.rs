//! Vectors as `NumPy` matrices: a row a content, with the hashes in a table beside them.

use super::cells::{Read, Sheet};
use super::error::ArchiveError;
use super::layout::EMBEDDINGS;
use super::photos::{hash, hash_cell};
use base::{Arithmetic, Compatibility, ContentHash, ModelInfo, ModelKey, PhotoId};
use catalog::{Catalog, KeptVector, ModelRow};
use exchange::{npy_header, read_npy_header};
use fs_err::File;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{BufReader, BufWriter, Read as _, Seek, SeekFrom, Write};
use std::path::Path;

/// Vectors that are read or saved at a time.
const SOME: usize = 2000;
const COLUMNS: [&str; 2] = ["hash", "arithmetic"];

/// A model, as the manifest names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchivedModel {
    pub key: String,
    pub name: String,
    pub revision: Option<String>,
    pub dimension: usize,
    /// Rows of its matrix.
    pub rows: u64,
    /// Name of its files, without endings.
    pub file: String,
    /// What shows that vectors of other arithmetics may stand beside those of f32.
    pub compatibility: Option<Compatibility>,
}

/// Writes the vectors of every model that has some.
pub fn write(folder: &Path, catalog: &Catalog) -> Result<Vec<ArchivedModel>, ArchiveError> {
    let mut models = catalog.models()?;
    models.retain(|model| model.embedded > 0);
    models.sort_by(|a, b| a.key.cmp(&b.key));
    if !models.is_empty() {
        let path = folder.join(EMBEDDINGS);
        fs_err::create_dir(&path).map_err(|error| ArchiveError::Write { error, path })?;
    }
    models.into_iter().zip(1..).map(|(model, number)| write_model(folder, catalog, model, number)).collect()
}

fn write_model(folder: &Path, catalog: &Catalog, model: ModelRow, number: usize) -> Result<ArchivedModel, ArchiveError> {
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let file = format!("{number}-{}", model.name.chars().map(plain).take(60).collect::<String>());
    let rows = catalog.embedded_contents(model.id)?;
    let (matrix, table) = (folder.join(EMBEDDINGS).join(format!("{file}.npy")), folder.join(EMBEDDINGS).join(format!("{file}.csv")));
    let failed = |error| ArchiveError::Write { error, path: matrix.clone() };
    let mut out = BufWriter::new(File::create(&matrix).map_err(failed)?);
    out.write_all(&npy_header(rows, model.dimension)).map_err(failed)?;
    let mut sheet = Sheet::new(table, &COLUMNS)?;
    let mut after = None;
    loop {
        let some = catalog.vectors_by_content(model.id, after, SOME)?;
        let Some(last) = some.last() else { break };
        after = Some(last.hash);
        for vector in &some {
            vector.values.iter().try_for_each(|value| out.write_all(&value.to_le_bytes())).map_err(failed)?;
            sheet.row(&[hash_cell(&vector.hash), vector.arithmetic.name().to_owned()])?;
        }
    }
    let synced = out.into_inner().map_err(std::io::IntoInnerError::into_error).and_then(|file| file.sync_all());
    synced.map_err(failed)?;
    let rows = sheet.finish()?;
    let ModelRow { key, name, revision, dimension, compatibility, .. } = model;
    Ok(ArchivedModel { key: key.0, name, revision, dimension, rows, file, compatibility })
}

/// What became of the vectors of an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Saved.
    pub taken: u64,
    /// In another arithmetic than those that are here, and nobody showed that this is no matter.
    pub refused: u64,
}

/// Hashes and arithmetics of a model's rows, held against its matrix.
pub fn rows_of(folder: &Path, model: &ArchivedModel) -> Result<Vec<(ContentHash, Arithmetic)>, ArchiveError> {
    let table = format!("{EMBEDDINGS}/{}.csv", model.file);
    let rows = Read::new(folder, &table, &COLUMNS, model.rows)?.each(|cells| {
        let arithmetic = [Arithmetic::F32, Arithmetic::Int8].into_iter().find(|known| known.name() == cells.text(1));
        Ok((hash(cells, 0)?, arithmetic.ok_or_else(|| cells.wrong(1, "there is no such arithmetic; write f32 or int8"))?))
    })?;
    let path = folder.join(EMBEDDINGS).join(format!("{}.npy", model.file));
    let wrong = |problem: String| ArchiveError::Matrix { problem, path: path.clone() };
    let unreadable = |error: std::io::Error| ArchiveError::Unreadable { reason: base::human::file_reason(&error), path: path.clone() };
    let mut head = Vec::new();
    let mut file = File::open(&path).map_err(unreadable)?;
    (&mut file).take(4096).read_to_end(&mut head).map_err(unreadable)?;
    let (found, columns, begin) = read_npy_header(&head).map_err(wrong)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let wanted = u128::from(found).saturating_mul(columns as u128).saturating_mul(4).saturating_add(begin as u128);
    if u128::from(size) != wanted {
        return Err(wrong(format!("it should be {wanted} bytes and is {size}: it was cut off or changed; copy the archive again")));
    }
    if found != rows.len() as u64 || columns != model.dimension {
        return Err(wrong(format!("it is a matrix of {found} x {columns}, and its table has {} rows of {}", rows.len(), model.dimension)));
    }
    Ok(rows)
}

/// Saves a model's vectors for the photos that hold their contents and have none.
pub fn take(
    folder: &Path,
    catalog: &mut Catalog,
    model: &ArchivedModel,
    rows: &[(ContentHash, Arithmetic)],
) -> Result<Taken, ArchiveError> {
    let key = ModelKey(model.key.clone());
    let mut wanting: HashMap<ContentHash, Vec<PhotoId>> = HashMap::new();
    for (photo, hash) in catalog.without_vector(&key)? {
        wanting.entry(hash).or_default().push(photo);
    }
    let mut taken = Taken::default();
    if !rows.iter().any(|(hash, _)| wanting.contains_key(hash)) {
        return Ok(taken);
    }
    let known = catalog.models()?.into_iter().find(|known| known.key == key);
    // What this catalogue knows of a model of its own stands.
    let compatibility = known.as_ref().map_or(&model.compatibility, |known| &known.compatibility);
    let takes_int8 = compatibility.as_ref().is_some_and(Compatibility::is_shown);
    if known.is_none() {
        let ArchivedModel { name, revision, dimension, .. } = model.clone();
        let info = ModelInfo { key: key.clone(), name, revision, dimension, logit_scale: 1.0 };
        catalog.register_model(&info, compatibility.as_ref())?;
    }
    let path = folder.join(EMBEDDINGS).join(format!("{}.npy", model.file));
    let unreadable = |error: std::io::Error| ArchiveError::Unreadable { reason: base::human::file_reason(&error), path: path.clone() };
    let mut matrix = BufReader::new(File::open(&path).map_err(unreadable)?);
    let size = matrix.get_ref().metadata().map_err(unreadable)?.len();
    matrix.seek(SeekFrom::Start(size - rows.len() as u64 * model.dimension as u64 * 4)).map_err(unreadable)?;
    let mut row = vec![0; model.dimension * 4];
    let mut vectors: Vec<KeptVector> = Vec::new();
    for (hash, arithmetic) in rows {
        matrix.read_exact(&mut row).map_err(unreadable)?;
        let Some(photos) = wanting.get(hash) else { continue };
        if *arithmetic != Arithmetic::F32 && !takes_int8 {
            taken.refused += photos.len() as u64;
            continue;
        }
        let (fours, _) = row.as_chunks::<4>();
        let values: Vec<f32> = fours.iter().map(|four| f32::from_le_bytes(*four)).collect();
        vectors.extend(photos.iter().map(|photo| KeptVector {
            photo: *photo,
            hash: *hash,
            arithmetic: *arithmetic,
            values: values.clone(),
        }));
        if vectors.len() >= SOME {
            taken.taken += catalog.put_vectors(&key, &std::mem::take(&mut vectors))?;
        }
    }
    taken.taken += catalog.put_vectors(&key, &vectors)?;
    Ok(taken)
}
