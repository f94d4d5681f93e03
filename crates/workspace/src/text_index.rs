//! The catalogue's index of words, asked over a connection of its own that is kept from one question to the next.

use catalog::{Catalog, CatalogError};
use parking_lot::Mutex;
use std::path::Path;
use tasks::words::{FoundWord, QueryWord};

/// A connection to the catalogue that was asked last.
#[derive(Default)]
pub struct TextIndex(Mutex<Option<Catalog>>);

impl TextIndex {
    /// The photos whose texts have each of the words, in the words' order. Who asks meanwhile waits for nothing, and opens a connection of its
    /// own.
    pub fn with_words(&self, catalog: &Path, words: Vec<QueryWord>) -> Result<Vec<FoundWord>, CatalogError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let kept = self.0.lock().take();
        let opened = match kept.filter(|known| known.path() == catalog && known.require_there().is_ok()) {
            Some(known) => known,
            None => Catalog::open(catalog)?,
        };
        let found = words.into_iter().map(|word| opened.photos_with_word(&word.word).map(|photos| (word, photos))).collect();
        *self.0.lock() = Some(opened);
        found
    }
}
