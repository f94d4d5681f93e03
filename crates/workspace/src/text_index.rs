//! The catalogue's index of words, asked over a connection of its own that is kept from one question to the next.

use catalog::{Catalog, CatalogError};
use parking_lot::Mutex;
use std::path::Path;
use tasks::words::{QueryWord, TextMatches};

/// A connection to the catalogue that was asked last.
#[derive(Default)]
pub struct TextIndex(Mutex<Option<Catalog>>);

impl TextIndex {
    /// What the texts of the catalogue's photos say of the words.
    pub fn matches(&self, catalog: &Path, words: Vec<QueryWord>) -> Result<TextMatches, CatalogError> {
        if words.is_empty() {
            return Ok(TextMatches::default());
        }
        let mut kept = self.0.lock();
        let opened = match kept.take().filter(|known| known.path() == catalog && known.require_there().is_ok()) {
            Some(known) => known,
            None => Catalog::open(catalog)?,
        };
        let opened = kept.insert(opened);
        let found = words.into_iter().map(|word| opened.photos_with_word(&word.word).map(|photos| (word, photos)));
        Ok(TextMatches::new(found.collect::<Result<_, _>>()?))
    }
}
