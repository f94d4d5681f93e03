//! The thumbnail threads: from the store, else made anew from the photo.

use crate::protocol::ThumbnailRequest;
use crate::shared::Shared;
use base::Rgb8;
use catalog::Catalog;
use std::path::PathBuf;
use std::sync::Arc;
use tasks::index::THUMBNAIL_SIDE_PX;
use workspace::snapshot::Opened;

pub fn run(shared: &Arc<Shared>) {
    let mut store: Option<(PathBuf, Catalog)> = None;
    while let Some(request) = shared.thumbnails.next() {
        let picture = shared.opened.get().and_then(|opened| {
            if store.as_ref().is_none_or(|(path, _)| *path != opened.snapshot.catalog) {
                store = Catalog::open(&opened.snapshot.catalog).ok().map(|c| (opened.snapshot.catalog.clone(), c));
            }
            thumbnail(&request, &opened, store.as_ref().map(|(_, catalog)| catalog)?)
        });
        shared.thumbnails.answer((request.hash, picture));
        (shared.wake)();
    }
}

/// From the store, else made anew from the photo: thumbnails may be deleted at any time.
fn thumbnail(request: &ThumbnailRequest, opened: &Opened, store: &Catalog) -> Option<Rgb8> {
    let stored = store.thumbnail(&request.hash);
    if let Some(picture) = stored.and_then(|bytes| photo::decode_thumbnail(&bytes).ok()) {
        return Some(picture);
    }
    let file = opened.snapshot.absolute(opened.snapshot.photo(request.photo)?)?;
    let bytes = photo::read(&file).ok()?;
    let decoded = photo::decode(&bytes, &photo::Limits::default()).ok()?;
    let jpeg = photo::thumbnail(&decoded.pixels, THUMBNAIL_SIDE_PX);
    if photo::hash(&bytes) == request.hash {
        // Not stored means made again next time, no more.
        let _ = store.put_thumbnails([(request.hash, jpeg.as_slice())]);
    }
    photo::decode_thumbnail(&jpeg).ok()
}
