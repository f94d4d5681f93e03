//! The thumbnails of a catalogue's photos.

use crate::connection::Catalog;
use crate::error::CatalogError;
use base::ContentHash;
use std::path::PathBuf;

impl Catalog {
    /// A file that is not ours, or a link, in the place of the thumbnails' file. It is left as it is, and no thumbnails are kept
    /// while it stands there.
    pub fn foreign_thumbnails(&self) -> Option<PathBuf> {
        self.thumbs.foreign()
    }

    /// The thumbnail of this content, as it was put. `None` where there is none, or it cannot be read.
    pub fn thumbnail(&self, hash: &ContentHash) -> Option<Vec<u8>> {
        self.thumbs.get(hash)
    }

    /// Whether this content has a thumbnail.
    pub fn has_thumbnail(&self, hash: &ContentHash) -> bool {
        self.thumbs.has(hash)
    }

    /// Saves thumbnails, encoded as picture files; the same content's older one is replaced.
    pub fn put_thumbnails<'a>(&self, thumbnails: impl IntoIterator<Item = (ContentHash, &'a [u8])>) -> Result<(), CatalogError> {
        let thumbnails: Vec<_> = thumbnails.into_iter().collect();
        if thumbnails.is_empty() {
            return Ok(());
        }
        self.thumbs.put(&thumbnails).map_err(|fault| fault.at(self.thumbs.path()))
    }
}
