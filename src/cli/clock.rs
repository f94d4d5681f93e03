//! `selvedge clock`: the cameras of a catalogue, and by how much the clock of one is off.

use super::arguments::ClockArguments;
use super::commands::{existing, with_path};
use super::exit::NOTHING;
use super::output::{Output, note};
use super::which;
use base::{ClockOffset, Photo, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::Arc;
use tasks::cameras::{Camera, camera_named, cameras, same_instant};
use workspace::AppError;
use workspace::steps::StepWords;

pub fn clock(arguments: &ClockArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let photos = catalog.photos()?;
    if let [right, other] = &arguments.same[..] {
        let (camera, offset) = same_instant(named(right, &catalog, &photos)?, named(other, &catalog, &photos)?)?;
        return set(camera, offset, catalog, out);
    }
    let all = cameras(&photos, &catalog.clocks()?);
    let Some(name) = &arguments.camera else { return Ok(list(&all, &catalog, out)) };
    let camera = camera_named(&all, name)?;
    match &arguments.offset {
        Some(offset) => set(Arc::clone(&camera.name), offset.parse()?, catalog, out),
        None => Ok(list(slice::from_ref(camera), &catalog, out)),
    }
}

fn named<'a>(file: &Path, catalog: &Catalog, photos: &'a [Photo]) -> Result<&'a Photo, AppError> {
    let found = which::named(slice::from_ref(&file.to_owned()), catalog)?;
    photos.iter().find(|photo| found.contains(&photo.id)).ok_or_else(|| AppError::NoSuchPhoto(file.to_owned()))
}

fn list(cameras: &[Camera], catalog: &Catalog, out: &mut Output) -> u8 {
    if out.wants_json() {
        let cameras: Vec<Value> = cameras.iter().map(in_json).collect();
        out.json(&with_path(json!({ "cameras": cameras }), "catalog", catalog.path()));
    } else {
        for camera in cameras {
            out.line(&told(camera));
        }
    }
    if cameras.is_empty() {
        note("no photo of this catalogue tells its camera");
        return NOTHING;
    }
    0
}

fn in_json(camera: &Camera) -> Value {
    json!({
        "camera": &*camera.name,
        "photos": camera.photos,
        "first": camera.first,
        "last": camera.last,
        "offset": camera.offset.to_string(),
        "offset_s": camera.offset.seconds(),
    })
}

/// "X-10  12 photos  2026-05-04 09:12:07 to 2026-05-10 10:00:00  +1:00:00".
fn told(camera: &Camera) -> String {
    let dates = camera.first.as_ref().zip(camera.last.as_ref());
    let dates = dates.map_or_else(|| "no dates".to_owned(), |(first, last)| format!("{first} to {last}").replace('T', " "));
    let offset = if camera.offset == ClockOffset::NONE { String::new() } else { format!("  {}", camera.offset) };
    format!("{}  {}  {dates}{offset}", camera.name, human::photos(camera.photos))
}

fn set(camera: Arc<str>, offset: ClockOffset, mut catalog: Catalog, out: &mut Output) -> Result<u8, AppError> {
    let clocks = [(camera, offset)];
    let words = StepWords::set_clocks(&clocks);
    let (_, changed) = catalog.step(|step| {
        step.words.clone_from(&words.step);
        step.set_clock(&clocks[0].0, offset)
    })?;
    let camera = camera_named(&cameras(&catalog.photos()?, &catalog.clocks()?), &clocks[0].0)?.clone();
    if out.wants_json() {
        let mut answer = in_json(&camera);
        (answer["changed"], answer["step"]) = (json!(changed.step.is_some()), json!(changed.step.map(|step| step.0)));
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        let same = if changed.step.is_some() { "(selvedge undo takes that back)" } else { "(as it was before)" };
        out.line(&format!("{} {same}", words.done));
        out.line(&told(&camera));
    }
    Ok(0)
}
