//! `selvedge evaluate` and `evaluate-search`: suggestions and searches against what is known to be true.

use super::arguments::{EvaluateArguments, EvaluateSearchArguments};
use super::commands::{existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::learn::decided;
use super::output::{Output, note};
use super::progress::Bar;
use base::{Cancel, LabelSet, Progress, human};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use tasks::evaluate::{Evaluation, LeftOut, Slice};
use tasks::exchange::columns;
use tasks::search::TextUse;
use workspace::AppError;
use workspace::evaluate::{EvaluationReport, SearchEvaluation, SearchTruth, SliceBy, TruthSource};
use workspace::learned::Learning;

pub fn evaluate(arguments: &EvaluateArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let mut workspace = decided(&catalog, &arguments.model)?;
    if arguments.zero_shot {
        workspace.learning = Learning::Off;
    }
    let set = workspace.set_named(&arguments.set)?;
    let truth = match &arguments.column {
        _ if arguments.truth.as_os_str() == "tags" => TruthSource::Tags,
        Some(column) => TruthSource::File { file: arguments.truth.clone(), match_by: arguments.match_by.into(), column: column.clone() },
        None => return Err(AppError::NoTruthColumn(arguments.truth.clone())),
    };
    let is_column = |name: &str| match &truth {
        TruthSource::File { file, .. } => columns(file).iter().any(|column| column.eq_ignore_ascii_case(name)),
        TruthSource::Tags => false,
    };
    let by: Vec<SliceBy> = arguments.by.as_deref().map(|name| SliceBy::of(name, is_column)).into_iter().collect();
    let progress = Progress::default();
    let bar = Bar::steps(&progress, out.wants_progress(), "evaluating");
    let found = workspace.evaluate(&catalog, set, &truth, &by, &progress, &|| cancel.is_cancelled());
    drop(bar);
    let Some(found) = found? else { return Ok(CANCELLED) };
    if let Some(file) = &arguments.report {
        found.save(file)?;
    }
    let EvaluationReport { evaluation, sliced, .. } = found;
    let slices: Vec<Slice> = sliced.into_iter().flat_map(|(_, slices)| slices).collect();
    if out.wants_json() {
        let mut answer = report(set, &evaluation);
        answer["column"] = json!(arguments.column);
        if !by.is_empty() {
            answer["slices"] = slices.iter().map(slice).collect();
        }
        if let Some(file) = &arguments.report {
            answer = with_path(answer, "report", &std::path::absolute(file)?);
        }
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        tell(set, &evaluation, &slices, out);
    }
    evaluation.left_out.told().iter().for_each(|told| note(&format!("left out: {told}")));
    if evaluation.photos.is_empty() {
        note("there is nothing to evaluate: no photo has a label of the set that is known to be true");
        return Ok(NOTHING);
    }
    Ok(0)
}

fn report(set: &LabelSet, evaluation: &Evaluation) -> Value {
    let counts = &evaluation.counts;
    let label = |(place, label): (usize, &base::Label)| {
        let class = counts.label(place);
        let mut value = json!({
            "name": label.name,
            "support": class.support,
            "suggested": class.given,
            "precision": class.precision,
            "precision_low": class.precision_interval.low,
            "precision_high": class.precision_interval.high,
            "recall": class.recall,
            "recall_low": class.recall_interval.low,
            "recall_high": class.recall_interval.high,
            "f1": class.f1,
        });
        if let Some(several) = counts.several() {
            value["confusion"] = json!(several.two_by_two(place));
        }
        value
    };
    let names = || -> Vec<Option<&str>> { set.labels.iter().map(|label| Some(label.name.as_str())).chain([None]).collect() };
    let mut answer = json!({
        "set": set.name,
        "photos": evaluation.photos.len(),
        "by": evaluation.by.as_str(),
        "calibrated_on": evaluation.calibrated_on,
        "accuracy": counts.accuracy(),
        "weighted_f1": counts.weighted_f1(),
        "macro_f1": counts.macro_f1(),
        "calibration_error": evaluation.calibration_error,
        "labels": set.labels.iter().enumerate().map(label).collect::<Vec<_>>(),
        "confusion": counts.confusion().map(|confusion| json!({ "labels": names(), "rows": confusion.rows() })),
        "left_out": left_out(&evaluation.left_out),
    });
    if let Some(several) = counts.several() {
        answer["micro_f1"] = json!(several.micro_f1());
    }
    answer
}

fn left_out(rows: &LeftOut) -> Value {
    let labels: Map<String, Value> = rows.unknown_labels.iter().map(|(name, n)| (name.clone(), json!(n))).collect();
    json!({
        "unknown_photos": rows.unknown_photos,
        "ambiguous": rows.ambiguous,
        "duplicates": rows.duplicates,
        "empty": rows.empty,
        "several": rows.several,
        "unknown_labels": labels,
        "not_embedded": rows.not_embedded,
        "product_taught": rows.product_taught,
    })
}

fn slice(slice: &Slice) -> Value {
    json!({
        "name": slice.name,
        "photos": slice.photos,
        "accuracy": slice.accuracy,
        "accuracy_low": slice.interval.low,
        "accuracy_high": slice.interval.high,
    })
}

fn tell(set: &LabelSet, evaluation: &Evaluation, slices: &[Slice], out: &mut Output) {
    let counts = &evaluation.counts;
    let photos = human::photos(evaluation.photos.len() as u64);
    let (accuracy, weighted, mean) = (counts.accuracy(), counts.weighted_f1(), counts.macro_f1());
    let micro = counts.several().map_or_else(String::new, |several| format!("  micro F1 {:.3}", several.micro_f1()));
    let right = if micro.is_empty() { "accuracy" } else { "exactly right" };
    out.line(&format!("{photos}: {right} {accuracy:.3}  weighted F1 {weighted:.3}  macro F1 {mean:.3}{micro}"));
    out.line("photos  precision  recall  F1");
    for (place, label) in set.labels.iter().enumerate() {
        let class = counts.label(place);
        out.line(&format!("{:>6}  {:>9.3}  {:>6.3}  {:.3}  {}", class.support, class.precision, class.recall, class.f1, label.name));
    }
    for slice in slices {
        let Slice { name, photos, accuracy, interval, .. } = slice;
        out.line(&format!("{photos:>6}  {accuracy:.3} ({:.3} to {:.3})  {name}", interval.low, interval.high));
    }
}

pub fn evaluate_search(
    arguments: &EvaluateSearchArguments,
    catalog: Option<PathBuf>,
    out: &mut Output,
    cancel: &Cancel,
) -> Result<u8, AppError> {
    let catalog = existing(catalog)?;
    let workspace = decided(&catalog, &arguments.model)?;
    let truth = SearchTruth {
        file: &arguments.truth,
        match_by: arguments.match_by.into(),
        template: &arguments.query,
        least: arguments.min_relevant,
    };
    let cancelled = || cancel.is_cancelled();
    let progress = Progress::default();
    let bar = Bar::steps(&progress, out.wants_progress(), "searching");
    let found = workspace.evaluate_search(&catalog, truth, arguments.text.into(), &progress, &cancelled);
    drop(bar);
    let Some(SearchEvaluation { figures, left_out: rows, .. }) = found? else { return Ok(CANCELLED) };
    if out.wants_json() {
        let answer = json!({
            "queries": figures.queries,
            "p_at_5": figures.p_at_5,
            "p_at_10": figures.p_at_10,
            "recall_at_10": figures.recall_at_10,
            "mrr": figures.mrr,
            "text": arguments.text.as_str(),
            "left_out": left_out(&rows),
        });
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else {
        let queries = human::counted(figures.queries as u64, "query", "queries");
        out.line(&format!(
            "{queries} in {}: P@5 {:.3}  P@10 {:.3}  recall@10 {:.3}  MRR {:.3}",
            TextUse::from(arguments.text).words(),
            figures.p_at_5,
            figures.p_at_10,
            figures.recall_at_10,
            figures.mrr
        ));
    }
    rows.told().iter().for_each(|told| note(&format!("left out: {told}")));
    if figures.queries == 0 {
        note(&format!("no combination of values has {} or more; try a lower --min-relevant", human::photos(arguments.min_relevant as u64)));
        return Ok(NOTHING);
    }
    Ok(0)
}
