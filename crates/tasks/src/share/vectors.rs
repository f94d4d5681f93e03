//! Vectors, which are made once for all: brought and taken some at a time, so that what is interrupted goes on.

use super::error::ShareError;
use super::{How, Report};
use base::{Arithmetic, ContentHash, ModelInfo, ModelKey, PhotoId, UnitVector};
use catalog::Catalog;
use share::{Hub, HubError, HubVector};
use std::collections::{HashMap, HashSet};

/// Photos of a transaction: 4 MB of 512 components.
const AT_A_TIME: usize = 2000;

/// Brings what the hub is not known to have.
pub fn bring(catalog: &mut Catalog, hub: &mut Hub, row: i64, how: &How, report: &mut Report) -> Result<(), ShareError> {
    for model in catalog.models()?.into_iter().filter(|model| model.embedded > 0) {
        let mut number = None;
        let mut after = PhotoId(i64::MIN);
        loop {
            how.go_on()?;
            let found = catalog.vectors_to_bring(row, model.id, after, AT_A_TIME)?;
            let Some(last) = found.last() else { break };
            after = last.photo;
            let vectors: Vec<(ContentHash, Arithmetic, &[f32])> =
                found.iter().filter(|v| v.values.len() == model.dimension).map(|v| (v.hash, v.arithmetic, &v.values[..])).collect();
            let (id, added) = hub.add(|session| {
                let id = number.map_or_else(|| session.add_model(&model.key.0, &model.name, model.dimension), Ok)?;
                Ok::<_, HubError>((id, session.add_vectors(id, model.dimension, &vectors)?))
            })?;
            number = Some(id);
            report.vectors_brought += added;
            catalog.vectors_are_at(row, model.id, &found.iter().map(|vector| vector.photo).collect::<Vec<_>>())?;
            how.progress.advance(found.len() as u64);
        }
    }
    Ok(())
}

/// Takes what is lacking here, of photos that are here. Those in f32 come first; others only where it was shown that they may stand beside them.
pub fn take(catalog: &mut Catalog, hub: &mut Hub, row: i64, how: &How, report: &mut Report) -> Result<(), ShareError> {
    let models = hub.models()?;
    for (number, key, name, dimension) in models {
        let key = ModelKey(key);
        let known = catalog.models()?.into_iter().find(|model| model.key == key);
        if known.as_ref().is_some_and(|model| model.dimension != dimension) {
            let why = format!("its vectors of {name} have {dimension} components, and those here have another number");
            return Err(HubError::Nonsense(why).into());
        }
        let takes_int8 = known.as_ref().is_some_and(|model| model.compatibility.is_some());
        let lacking = catalog.without_vector(&key)?;
        let mut id = known.map(|model| model.id);
        for some in lacking.chunks(AT_A_TIME) {
            how.go_on()?;
            how.progress.advance(some.len() as u64);
            let mut photos: HashMap<ContentHash, Vec<PhotoId>> = HashMap::new();
            for (photo, hash) in some {
                photos.entry(*hash).or_default().push(*photo);
            }
            let hashes: Vec<ContentHash> = photos.keys().copied().collect();
            let found = hub.read(|session| session.vectors(number, &hashes))?;
            let (mut vectors, mut have) = (Vec::new(), HashSet::new());
            for HubVector { photo, arithmetic, values } in found {
                let vector = whole(values, dimension)?;
                if have.contains(&photo) {
                    continue;
                }
                if arithmetic != Arithmetic::F32 && !takes_int8 {
                    report.vectors_refused += 1;
                    continue;
                }
                have.insert(photo);
                let here = photos.get(&photo).into_iter().flatten();
                vectors.extend(here.map(|id| (*id, photo, arithmetic, vector.clone())));
            }
            if vectors.is_empty() {
                continue;
            }
            let id = match id {
                Some(id) => id,
                None => *id.insert(catalog.register_model(&named(&key, &name, dimension), None)?),
            };
            report.vectors_taken += catalog.take_vectors(&key, &vectors)?;
            catalog.vectors_are_at(row, id, &vectors.iter().map(|(photo, ..)| *photo).collect::<Vec<_>>())?;
        }
    }
    Ok(())
}

fn named(key: &ModelKey, name: &str, dimension: usize) -> ModelInfo {
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    ModelInfo { key: key.clone(), name, revision: None, dimension, logit_scale: 1.0 }
}

/// A vector of so many components and of unit length.
fn whole(values: Vec<f32>, dimension: usize) -> Result<UnitVector, ShareError> {
    let length: f32 = values.iter().map(|value| value * value).sum();
    let is_unit = values.len() == dimension && (length - 1.0).abs() < 1e-3;
    let nonsense = || ShareError::Hub(HubError::Nonsense("a vector that is none".to_owned()));
    UnitVector::normalise(values).filter(|_| is_unit).ok_or_else(nonsense)
}
