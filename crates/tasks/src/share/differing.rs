//! What differs between a catalogue and what a hub is known to hold. Both are read whole, a piece at a time, and compared: whatever undo, a trimmed
//! history or another program did, nothing is missed; but only what differs is kept and merged.

use super::local::Local;
use base::PhotoId;
use catalog::{Catalog, CatalogError, Known, Said};
use std::collections::{HashMap, HashSet};

/// Numbers of photos that are read together.
const PIECE: i64 = 8192;

/// What stands here, and what a hub is known to hold, of the same photos.
#[derive(Default)]
pub struct Both {
    pub said: Known,
    pub known: Known,
}

/// Photos that are compared, each for its content, and whether the hub's words about that content are known.
pub type Compared = HashMap<PhotoId, bool>;

/// Reads everything that is said of the photos of which the two sides do not say the same.
pub fn differing(catalog: &Catalog, hub: Option<i64>, local: &Local, compared: &Compared) -> Result<Both, CatalogError> {
    let mut both = Both::default();
    let Some((first, last)) = compared.keys().min().zip(compared.keys().max()) else { return Ok(both) };
    let mut from = first.0;
    while from <= last.0 {
        let piece = PhotoId(from)..=PhotoId(from.saturating_add(PIECE - 1).min(last.0));
        from = piece.end().0.saturating_add(1);
        let mut said = local.told(&catalog.said_between(piece.clone())?);
        said.retain(|place, _| compared.contains_key(&place.0));
        let mut known = hub.map_or_else(|| Ok(Known::new()), |hub| catalog.known_between(hub, piece))?;
        known.retain(|place, _| is_known(compared, place.0));
        if said == known {
            continue;
        }
        let differ: HashSet<PhotoId> = differing_places(&said, &known).map(|place| place.0).collect();
        both.said.extend(said.into_iter().filter(|(place, _)| differ.contains(&place.0)));
        both.known.extend(known.into_iter().filter(|(place, _)| differ.contains(&place.0)));
    }
    Ok(both)
}

/// Places of which the two sides do not say the same; one of which only one side says something comes once.
pub fn differing_places<'a>(said: &'a Known, known: &'a Known) -> impl Iterator<Item = &'a (PhotoId, String, String)> {
    let changed = said.iter().filter(|(place, value)| known.get(*place) != Some(value)).map(|(place, _)| place);
    changed.chain(known.keys().filter(|place| !said.contains_key(*place)))
}

fn is_known(compared: &Compared, photo: PhotoId) -> bool {
    compared.get(&photo).is_some_and(|is_known| *is_known)
}

impl Both {
    /// Reads what is said of these photos as well. `hub`: and what the hub is known to hold of them, where its words about them are known.
    pub fn add(&mut self, catalog: &Catalog, hub: Option<i64>, local: &Local, photos: &[PhotoId]) -> Result<(), CatalogError> {
        let said: Said = catalog.said_of(photos)?;
        self.said.extend(local.told(&said));
        if let Some(hub) = hub {
            self.known.extend(catalog.known_of(hub, photos)?);
        }
        Ok(())
    }
}
