//! `selvedge map`: where each photo lies when alike photos lie together.

use super::arguments::MapArguments;
use super::commands::{existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::learn::read;
use super::output::{Output, note, put_path};
use super::progress::Bar;
use base::{Cancel, Progress, human};
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::map::{to_csv, write_csv};
use workspace::map::PhotoMap;
use workspace::{AppError, Workspace};

pub fn map(arguments: &MapArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let workspace = read(&catalog, &arguments.model)?;
    let progress = Progress::default();
    let bar = Bar::steps(&progress, out.wants_progress(), "laying out the map");
    let map = workspace.map(arguments.again, &|_| {}, &progress, &|| cancel.is_cancelled());
    drop(bar);
    let Some(map) = map? else { return Ok(CANCELLED) };
    if let Some(file) = &arguments.out {
        write_csv(file, places(&workspace, &map))?;
        note(&format!("{} written to {}", human::photos(map.photos.len() as u64), file.display()));
    } else if arguments.csv {
        out.bytes(&to_csv(places(&workspace, &map))?);
    } else if !out.wants_json() {
        places(&workspace, &map).for_each(|(path, [x, y])| out.line(&format!("{x:9.3} {y:9.3}  {}", path.display())));
        note("near means alike; how far apart far groups lie says little");
    }
    if out.wants_json() {
        let row = |(path, [x, y]): (PathBuf, [f32; 2])| {
            let mut row = json!({ "x": x, "y": y });
            put_path(&mut row, "path", &path);
            row
        };
        let answer = with_path(json!({ "model": map.model, "photos": Value::Null }), "catalog", catalog.path());
        out.json_with_rows(answer, "photos", places(&workspace, &map).map(row));
    }
    Ok(if map.photos.is_empty() { NOTHING } else { 0 })
}

fn places<'a>(workspace: &'a Workspace, map: &'a PhotoMap) -> impl Iterator<Item = (PathBuf, [f32; 2])> + 'a {
    let photos = &workspace.opened.searchable;
    map.photos.iter().zip(&map.at).filter_map(|(photo, at)| Some((photos.absolute(photos.photo(*photo)?), *at)))
}
