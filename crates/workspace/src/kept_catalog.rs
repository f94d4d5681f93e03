//! A connection to the catalogue that is kept from one question to the next.

use base::PhotoId;
use catalog::{Catalog, CatalogError, Fault};
use parking_lot::Mutex;
use std::path::Path;
use tasks::words::{FoundWord, QueryWord};

/// A connection to the catalogue that was asked last.
#[derive(Default)]
pub struct KeptCatalog(Mutex<Option<Catalog>>);

impl KeptCatalog {
    /// The photos whose texts have each of the words, in the words' order. Who asks meanwhile waits for nothing, and opens a connection of its
    /// own. Where the index turns out to be damaged it is made anew.
    pub fn with_words(&self, catalog: &Path, words: Vec<QueryWord>) -> Result<Vec<FoundWord>, CatalogError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut opened = self.take(catalog)?;
        let mut found = ask(&opened, &words);
        if found.as_ref().is_err_and(|error| matches!(error.fault, Fault::Damaged { .. })) && opened.mend_text_index().is_ok() {
            found = ask(&opened, &words);
        }
        *self.0.lock() = Some(opened);
        Ok(words.into_iter().zip(found?).collect())
    }

    /// What it answers.
    pub fn read<T>(&self, catalog: &Path, ask: impl FnOnce(&Catalog) -> Result<T, CatalogError>) -> Result<T, CatalogError> {
        let opened = self.take(catalog)?;
        let answer = ask(&opened);
        *self.0.lock() = Some(opened);
        answer
    }

    /// The connection that is kept, or a new one.
    fn take(&self, catalog: &Path) -> Result<Catalog, CatalogError> {
        let kept = self.0.lock().take();
        match kept.filter(|known| known.path() == catalog && known.require_there().is_ok()) {
            Some(known) => Ok(known),
            None => Catalog::open(catalog),
        }
    }
}

/// The photos with each word, with their BM25.
fn ask(catalog: &Catalog, words: &[QueryWord]) -> Result<Vec<Vec<(PhotoId, f32)>>, CatalogError> {
    words.iter().map(|word| catalog.photos_with_word(&word.word)).collect()
}
