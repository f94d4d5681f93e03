//! `selvedge axis`: a walk from here to there, and the axes that are kept.

use super::arguments::{AxesArguments, AxisArguments};
use super::commands::{existing, with_path};
use super::exit::NOTHING;
use super::learn::decided;
use super::output::{Output, note};
use super::search::TOLD;
use base::axes::{AxisDraft, Constants, SavedAxis, Way, axis_named};
use base::{AxisId, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use tasks::axis::HeldOut;
use tasks::search::{Hit, Searchable};
use tasks::wording::Reworded;
use workspace::AppError;
use workspace::axes::{WalkRequest, WalkStep, Walked, no_such_axis};
use workspace::search::SearchAnswer;
use workspace::steps::{CHANGE, DELETE, SAVE, StepWords};

pub fn axis(arguments: &AxisArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    let axis = match &arguments.saved {
        Some(name) => named(name, &catalog)?.axis,
        None => AxisDraft {
            from: arguments.from.clone().unwrap_or_default(),
            to: arguments.to.clone().unwrap_or_default(),
            way: arguments.way(),
        },
    };
    let workspace = decided(&catalog, &arguments.model)?;
    let request = WalkRequest { axis, steps: arguments.steps, top: arguments.top };
    let walked = workspace.walk(&request, &|| false)?;
    let model = &workspace.opened.snapshot.model;
    walked.told.iter().for_each(|told| tell_words(told, model));
    // What cannot be walked is not kept.
    if let Some(name) = &arguments.save {
        save(name, &request.axis, &mut catalog)?;
    }
    let photos = &workspace.opened.searchable;
    if out.wants_json() {
        let answer = with_path(in_json(&request.axis, &walked, photos), "catalog", catalog.path());
        out.json(&with_model(answer, model));
    } else {
        walked.steps.iter().for_each(|step| told(step, photos, out));
    }
    if let Some(held_out) = &walked.held_out {
        note(&in_words(held_out));
    }
    Ok(if walked.steps.iter().all(|step| step.hits.is_empty()) { NOTHING } else { 0 })
}

pub fn axes(arguments: &AxesArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    if let Some(name) = &arguments.delete {
        return delete(name, &mut catalog, out);
    }
    let axes = catalog.axes()?;
    if out.wants_json() {
        let told =
            |saved: &SavedAxis| with_way(json!({ "name": saved.name, "from": saved.axis.from, "to": saved.axis.to }), saved.axis.way);
        out.json(&axes.iter().map(told).collect::<Vec<Value>>().into());
    } else {
        for saved in &axes {
            out.line(&format!("{}  {} → {}  ({})", saved.name, saved.axis.from, saved.axis.to, saved.axis.way.as_str()));
        }
    }
    if axes.is_empty() {
        note("no axis is kept yet; axis --from Q --to Q --save NAME keeps one");
        return Ok(NOTHING);
    }
    Ok(0)
}

/// The axis of that name.
pub fn named(name: &str, catalog: &Catalog) -> Result<SavedAxis, AppError> {
    let axes = catalog.axes()?;
    axis_named(&axes, name).cloned().ok_or_else(|| no_such_axis(name, &axes))
}

/// A new one, or in the place of the one that has the name.
fn save(name: &str, axis: &AxisDraft, catalog: &mut Catalog) -> Result<(), AppError> {
    let there: Option<AxisId> = axis_named(&catalog.axes()?, name).map(|saved| saved.id);
    let words = StepWords::vocabulary(if there.is_some() { CHANGE } else { SAVE }, &format!("axis {}", name.trim()));
    catalog.step(|step| {
        step.words.clone_from(&words.step);
        step.save_axis(there, name, axis)
    })?;
    note(&words.done);
    Ok(())
}

fn delete(name: &str, catalog: &mut Catalog, out: &mut Output) -> Result<u8, AppError> {
    let saved = named(name, catalog)?;
    let words = StepWords::vocabulary(DELETE, &format!("axis {}", saved.name));
    let ((), changed) = catalog.step(|step| {
        step.words.clone_from(&words.step);
        step.delete_axis(saved.id)
    })?;
    if out.wants_json() {
        out.json(&json!({ "deleted": saved.name, "step": changed.step.map(|step| step.0) }));
    } else {
        out.line(&words.done);
    }
    Ok(0)
}

fn in_json(axis: &AxisDraft, walked: &Walked, photos: &Searchable) -> Value {
    let result = |hit: &Hit| Some(with_path(json!({ "score": hit.score }), "path", &photos.absolute(photos.photo(hit.photo)?)));
    let step = |step: &WalkStep| json!({ "position": step.position, "results": step.hits.iter().filter_map(result).collect::<Vec<_>>() });
    let held_out = walked.held_out.map(|held_out| {
        json!({
            "accuracy": held_out.accuracy(),
            "photos": held_out.photos,
            "right": held_out.right,
            "products": held_out.products,
        })
    });
    let answer = json!({
        "from": axis.from,
        "to": axis.to,
        "steps": walked.steps.iter().map(step).collect::<Vec<_>>(),
        "held_out": held_out,
        "unknown_words": walked.told.each_ref().map(|told| told.unknown_words.clone()).concat(),
    });
    with_way(answer, axis.way)
}

fn with_model(mut answer: Value, model: &str) -> Value {
    answer["model"] = json!(model);
    answer
}

fn with_way(mut axis: Value, way: Way) -> Value {
    axis["way"] = json!(way.as_str());
    if let Way::Gradient(Constants { start, end, strength, pull, near }) = way {
        axis["constants"] = json!({ "start_photos": start, "end_photos": end, "strength": strength, "pull": pull, "near_photos": near });
    }
    axis
}

fn told(step: &WalkStep, photos: &Searchable, out: &mut Output) {
    for (n, hit) in step.hits.iter().enumerate() {
        let position = if n == 0 { format!("{:.2}", step.position) } else { " ".repeat(4) };
        let score = hit.score.map_or(String::new(), human::score_in_table);
        if let Some(photo) = photos.photo(hit.photo) {
            out.line(&format!("{position}  {score}  {}", photos.absolute(photo).display()));
        }
    }
}

/// What became of the words of an end, a line each.
fn tell_words(found: &SearchAnswer, model: &str) {
    for Reworded { word, instead, .. } in &found.searched_as {
        note(&format!("{word}: taken as {instead}, since the model '{model}' was never taught {word}"));
    }
    for (what, words) in [("was never taught", &found.unknown_words), ("does badly at", &found.weak_words), ("does not read", &found.cut)] {
        if !words.is_empty() {
            note(&format!("the model '{model}' {what}: {}", human::some(words, TOLD)));
        }
    }
    for Reworded { word, instead, .. } in &found.offered {
        note(&format!("{word}: did you mean {instead}?"));
    }
}

/// How well the ends' photos are told apart.
fn in_words(held_out: &HeldOut) -> String {
    let [from, to] = held_out.photos.map(|photos| human::photos(photos as u64));
    format!(
        "the ends are told apart in {:.1} % (chance: 50 %): {from} of the start and {to} of the end, each judged without its product",
        100.0 * held_out.accuracy()
    )
}
