//! `selvedge where`: where in a photo something is.

use super::arguments::WhereArguments;
use super::commands::{answering, existing, with_path};
use super::exit::CANCELLED;
use super::output::{Output, note};
use base::Cancel;
use serde_json::json;
use std::path::PathBuf;
use tasks::localise::{HeatMap, write_picture};
use tasks::wording::Reworded;
use workspace::localise::{Localised, Pointing, Sought};
use workspace::search::SearchRequest;
use workspace::{AppError, Library};

pub fn find(arguments: &WhereArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let encoder = answering(&catalog, &arguments.model)?;
    let library = Library::new(catalog, encoder);
    let workspace = library.workspace()?;
    let model = &library.encoder().info().name;
    let request = SearchRequest { text: arguments.query.clone(), as_typed: arguments.as_typed, ..SearchRequest::default() };
    let found = workspace.localise_in(&arguments.photo, None, &Sought::Query(Box::new(request)), &|| cancel.is_cancelled())?;
    let Some(Localised { map, pointing, searched_as }) = found else { return Ok(CANCELLED) };
    for Reworded { word, instead, .. } in &searched_as {
        note(&format!("{word}: looked for as {instead}, since the model '{model}' was never taught {word}"));
    }
    let roots = library.catalog().roots()?;
    let picture = arguments.picture.as_ref().map(|to| write_picture(&arguments.photo, &map, to, &roots)).transpose()?;
    if out.wants_json() {
        let [x, y] = map.peak();
        let measured = pointing.map(|p| json!({ "questions": p.questions, "right": p.right, "right_low": p.right_between[0], "right_high": p.right_between[1], "middle": p.middle, "chance": p.chance }));
        let answer = json!({
            "query": arguments.query,
            "model": model,
            "peak": { "x": x, "y": y },
            "rows": map.values.chunks(map.columns).collect::<Vec<_>>(),
            "measured": measured,
        });
        let answer = with_path(answer, "path", &std::path::absolute(&arguments.photo)?);
        let answer = picture.iter().fold(answer, |answer, file| with_path(answer, "picture", file));
        out.json(&with_path(answer, "catalog", library.catalog().path()));
        return Ok(0);
    }
    let [x, y] = map.peak().map(|share| 100.0 * share);
    out.line(&format!("{}: most of it {x:.0} % from the left and {y:.0} % from the top", arguments.query));
    for line in drawn(&map) {
        out.line(&line);
    }
    if let Some(file) = picture {
        out.line(&format!("{}", file.display()));
    }
    note(&Pointing::words(pointing));
    Ok(0)
}

/// The map in letters, which are twice as tall as wide.
fn drawn(map: &HeatMap) -> Vec<String> {
    const SHADES: [char; 5] = [' ', '░', '▒', '▓', '█'];
    let shade = |heat: &f32| SHADES[((heat * SHADES.len() as f32) as usize).min(SHADES.len() - 1)];
    let line = |row: &[f32]| row.iter().map(shade).collect();
    map.values.chunks(map.columns).step_by(2).map(line).collect()
}
