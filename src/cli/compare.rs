//! `selvedge compare`: two models side by side.

use super::arguments::CompareArguments;
use super::commands::{existing, model, with_path};
use super::exit::NOTHING;
use super::output::{Output, note};
use base::{Encoder, LabelId, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use workspace::search::SearchRequest;
use workspace::snapshot::{self, Opened};
use workspace::{AppError, Workspace};

pub fn compare(arguments: &CompareArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let [left, right] = arguments.models.each_ref().map(|name| model(name, &arguments.device, arguments.arithmetic));
    let (left, right) = (left?, right?);
    if left.info().key == right.info().key {
        return Err(AppError::Compare("both names mean the same model; name two models with a comma between them".to_owned()));
    }
    // Open questions are those of the first model.
    let workspace = Workspace::read(&catalog, Arc::clone(&left))?.with_tags(&catalog)?;
    let other = snapshot::load(&catalog, Arc::clone(&right), None)?;
    some_embedded(&catalog, &workspace.opened, &*left)?;
    some_embedded(&catalog, &other, &*right)?;
    let sides = [&*workspace.opened, &other];
    match &arguments.set {
        Some(set) => label_set(&workspace, sides, set, arguments.top, out),
        None => query(&workspace, sides, &arguments.query.join(" "), arguments.top, out),
    }
}

fn some_embedded(catalog: &Catalog, side: &Opened, encoder: &dyn Encoder) -> Result<(), AppError> {
    if side.searchable.embedded() > 0 {
        return Ok(());
    }
    let mut known = catalog.models()?;
    known.retain(|model| model.embedded > 0);
    let known = known.iter().map(|model| model.name.as_str()).collect::<Vec<_>>().join(", ");
    Err(AppError::NoEmbeddings { name: encoder.info().name.clone(), known })
}

/// A file that one of the models found.
struct ComparedFile {
    path: PathBuf,
    /// Cosine to the query.
    score: f32,
    /// Its rank in the other model's answer, from 1; `None` where the query's own cut-off keeps it out.
    other_rank: Option<usize>,
}

fn query(workspace: &Workspace, sides: [&Opened; 2], text: &str, top: usize, out: &mut Output) -> Result<u8, AppError> {
    let request = SearchRequest { text: text.to_owned(), ..SearchRequest::default() };
    // All of them: a photo that one puts first may be anywhere with the other.
    let report = workspace.compare(sides, &request, usize::MAX, &|| false)?;
    for side in report.sides.iter().filter(|side| !side.unknown_words.is_empty()) {
        note(&format!("the model '{}' was never taught: {}", side.model, side.unknown_words.join(", ")));
    }
    let files = [0, 1].map(|side: usize| {
        let photos = &sides[side].searchable;
        let file = |hit: &tasks::search::Hit| {
            let other_rank = report.sides[1 - side].ranks.get(&hit.photo).copied();
            Some(ComparedFile { path: photos.absolute(photos.photo(hit.photo)?), score: hit.score?, other_rank })
        };
        report.sides[side].hits.iter().take(top).filter_map(file).collect::<Vec<_>>()
    });
    let models = report.sides.each_ref().map(|side| side.model.as_str());
    if out.wants_json() {
        let result = |(n, file): (usize, &ComparedFile)| {
            let value = json!({ "rank": n + 1, "score": file.score, "other_rank": file.other_rank });
            with_path(value, "path", &file.path)
        };
        let mut results = json!({});
        for (name, files) in models.iter().zip(&files) {
            results[*name] = files.iter().enumerate().map(result).collect::<Vec<Value>>().into();
        }
        let answer = json!({
            "query": text,
            "models": models,
            "photos": report.common,
            "overlap_at_10": report.overlap_at_10,
            "overlap_at_100": report.overlap_at_100,
            "results": results,
        });
        out.json(&with_path(answer, "catalog", &workspace.opened.snapshot.catalog));
    } else {
        for (side, files) in files.iter().enumerate() {
            out.line(&format!("{} (rank, score, rank by {}):", models[side], models[1 - side]));
            for (n, file) in files.iter().enumerate() {
                let other = file.other_rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
                out.line(&format!("{:>5}  {} {other:>6}  {}", n + 1, human::score_in_table(file.score), file.path.display()));
            }
        }
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        let (ten, hundred) = (percent(report.overlap_at_10), percent(report.overlap_at_100));
        out.line(&format!("Both found {ten} of the first 10 and {hundred} of the first 100, among {}", human::photos(report.common)));
    }
    Ok(if report.common == 0 { NOTHING } else { 0 })
}

/// A photo about which the two models disagree.
struct DifferingFile {
    path: PathBuf,
    /// What each suggests; `None`: none of these (in a multi-choice set: not the other one's label).
    labels: [Option<String>; 2],
    /// The score that each gives it, 0 to 1.
    scores: [f32; 2],
    /// How bad it is, 0 to 1.
    weight: f32,
}

fn label_set(workspace: &Workspace, sides: [&Opened; 2], name: &str, top: usize, out: &mut Output) -> Result<u8, AppError> {
    let set = workspace.set_named(name)?;
    let models = [&sides[0].snapshot.model, &sides[1].snapshot.model];
    let found = workspace.compare_set(sides, &Arc::new(set.draft()), &|| false)?.unwrap_or_default();
    let label = |id: Option<LabelId>| Some(set.label(id?)?.name.clone());
    let photos = &workspace.opened.searchable;
    let file = |d: &tasks::compare::Differ| {
        let path = photos.absolute(photos.photo(d.photo)?);
        Some(DifferingFile { path, labels: d.labels.map(label), scores: d.scores, weight: d.weight })
    };
    let files: Vec<DifferingFile> = found.differ.iter().take(top).filter_map(file).collect();
    if out.wants_json() {
        let differ = |file: &DifferingFile| {
            let value = json!({ "labels": file.labels, "scores": file.scores, "weight": file.weight });
            with_path(value, "path", &file.path)
        };
        let answer = json!({
            "set": set.name,
            "models": models,
            "photos": found.photos,
            "agreed": found.agreed,
            "differ": files.iter().map(differ).collect::<Vec<_>>(),
        });
        out.json(&with_path(answer, "catalog", &workspace.opened.snapshot.catalog));
    } else {
        for file in &files {
            let [a, b] = file.labels.each_ref().map(|label| label.as_deref().unwrap_or("(none)"));
            out.line(&format!("{:.3}  {a:<20} {b:<20}  {}", file.weight, file.path.display()));
        }
        let (agreed, all) = (human::count(found.agreed), human::photos(found.photos));
        out.line(&format!("{} and {} agree on {agreed} of {all}", models[0], models[1]));
    }
    Ok(if found.photos == 0 { NOTHING } else { 0 })
}
