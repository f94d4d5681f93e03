//! The preview thread: one photo at the size it is seen at. The newest request wins; a large photo must not hold up a search.

use crate::mail::PreviewMail;
use crate::protocol::Event;
use crate::shared::Shared;
use base::{PhotoId, Rgb8};
use std::sync::Arc;
use workspace::snapshot::Opened;

pub fn run(shared: &Arc<Shared>) {
    while let Some(PreviewMail(asked)) = shared.previews.take() {
        let (Some((request, photo, max_side)), Some(opened)) = (asked, shared.opened.get()) else { continue };
        shared.post(Event::Preview { request, photo, picture: preview(&opened, photo, max_side) });
    }
}

fn preview(opened: &Opened, id: PhotoId, max_side: u32) -> Result<Arc<Rgb8>, String> {
    let file = opened.snapshot.photo(id).and_then(|p| opened.snapshot.absolute(p));
    let file = file.ok_or("this photo is no longer in the catalogue")?;
    let bytes = photo::read(&file).map_err(|e| e.to_string())?;
    let decoded = photo::decode(&bytes, &photo::Limits::default()).map_err(|e| e.to_string())?;
    Ok(Arc::new(photo::fit(&decoded.pixels, max_side)))
}
