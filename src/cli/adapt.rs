//! `selvedge adapt`: a model of the catalogue's own, learned from its decisions and texts, kept where it is better.

use super::arguments::AdaptArguments;
use super::commands::{answering, existing, shelf, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::learn::decided;
use super::output::{Output, note};
use super::progress::Bar;
use base::{Cancel, Progress, human};
use serde_json::{Value, json};
use std::path::PathBuf;
use workspace::AppError;
use workspace::adapt::{
    AdaptOutcome, AdaptReport, KeptModel, KindFigures, LearnedWord, Lessons, Way, accuracy_in_words, base_of, free_name, told, too_little,
    words_told,
};

pub fn adapt(arguments: &AdaptArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    let mut catalog = existing(catalog)?;
    catalog.require_writable()?;
    let shelf = shelf();
    let mut asked = arguments.model.clone();
    // Of a model that was adapted before, the one below is adapted anew.
    let answers = answering(&catalog, &asked)?.info().name.clone();
    asked.model = Some(base_of(&shelf, &answers)?);
    let workspace = decided(&catalog, &asked)?;
    let name = arguments.name.clone().unwrap_or_else(|| free_name(&shelf, &workspace.opened.snapshot.name));
    let progress = Progress::default();
    let bar = Bar::steps(&progress, out.wants_progress(), "adapting");
    let outcome = workspace.adapt(&mut catalog, &shelf, &name, &progress, cancel);
    drop(bar);
    let outcome = outcome?;
    if out.wants_json() {
        let answer = outcome_json(&name, &workspace.opened.encoder()?.info().name, &outcome);
        out.json(&with_path(answer, "catalog", catalog.path()));
    } else if let AdaptOutcome::Kept(kept) = &outcome {
        tell(&kept.report, out);
        tell_kept(&name, kept, out);
    } else if let AdaptOutcome::NoBetter(report) = &outcome {
        tell(report, out);
    }
    Ok(match &outcome {
        AdaptOutcome::Kept(_) => 0,
        AdaptOutcome::NoBetter(_) => NOTHING,
        AdaptOutcome::TooLittle(lessons) => {
            note(&too_little(lessons));
            NOTHING
        }
        AdaptOutcome::Cancelled => CANCELLED,
    })
}

fn tell(report: &AdaptReport, out: &mut Output) {
    let [learned, chose, told_by] = report.parts;
    let products = human::counted(learned as u64, "product", "products");
    out.line(&format!(
        "Learned from {products}; {chose} more chose how far to go ({:.1} of the way), and {told_by} were held out:",
        report.alpha
    ));
    for kind in report.kinds.iter().chain(&report.elsewhere) {
        out.line(&line(kind));
    }
    let same: Vec<String> = report.agreement.iter().map(|set| format!("{} {:.2}", set.set, set.same)).collect();
    out.line(&format!("label sets that come along, share of held-out photos with the same label: {}", same.join(", ")));
    if let Some(words) = words_told(&report.words) {
        out.line(&format!("Words that it was not taught before: {words}"));
    }
    out.line(&told(report));
}

fn line(kind: &KindFigures) -> String {
    let [before, after] = accuracy_in_words(kind);
    let ranked = match kind.queries {
        0 => String::new(),
        _ => format!("  first ten {:.3} -> {:.3}", kind.p_at_10[0], kind.p_at_10[1]),
    };
    format!("{:<22} {:>5}  right {before} -> {after}{ranked}", kind.name, kind.photos)
}

fn tell_kept(name: &str, kept: &KeptModel, out: &mut Output) {
    let photos = human::photos(kept.photos);
    out.line(&format!("Kept as {name}, with vectors for {photos} (in {:.1} s); search with it: --model {name}", kept.seconds));
}

fn outcome_json(name: &str, base: &str, outcome: &AdaptOutcome) -> Value {
    match outcome {
        AdaptOutcome::Kept(kept) => {
            let mut answer = report_json(name, base, &kept.report);
            answer["kept"] = true.into();
            answer["embedded"] = kept.photos.into();
            answer["embedding_seconds"] = kept.seconds.into();
            with_path(answer, "path", kept.model.dir.as_deref().unwrap_or(std::path::Path::new("")))
        }
        AdaptOutcome::NoBetter(report) => report_json(name, base, report),
        AdaptOutcome::TooLittle(lessons) => json!({ "name": name, "base": base, "kept": false, "learned_from": lessons_json(lessons) }),
        AdaptOutcome::Cancelled => json!({ "name": name, "base": base, "kept": false, "cancelled": true }),
    }
}

fn report_json(name: &str, base: &str, report: &AdaptReport) -> Value {
    json!({
        "name": name,
        "base": base,
        "kept": false,
        "learned_from": lessons_json(&report.lessons),
        "products": { "learned": report.parts[0], "chose": report.parts[1], "held_out": report.parts[2] },
        "alpha": report.alpha,
        "ways": report.ways.iter().map(way_json).collect::<Vec<_>>(),
        "gain": report.gain.gain,
        "gain_error": report.gain.error,
        "held_out": report.kinds.iter().map(kind_json).collect::<Vec<_>>(),
        "elsewhere": report.elsewhere.iter().map(kind_json).collect::<Vec<_>>(),
        "agreement": report.agreement.iter().map(|set| json!({ "set": set.set, "same": set.same })).collect::<Vec<_>>(),
        "words": report.words.iter().map(word_json).collect::<Vec<_>>(),
        "seconds": report.seconds,
    })
}

fn word_json(learned: &LearnedWord) -> Value {
    json!({ "word": learned.word, "products": learned.products, "auc": learned.auc })
}

fn lessons_json(lessons: &Lessons) -> Value {
    let decisions: Vec<Value> = lessons.decisions.iter().map(|(set, photos)| json!({ "set": set, "photos": photos })).collect();
    json!({ "photos": lessons.photos, "products": lessons.products, "decisions": decisions, "texts": lessons.texts })
}

fn way_json(way: &Way) -> Value {
    json!({ "alpha": way.alpha, "right": way.right, "elsewhere": way.elsewhere, "same": way.same })
}

fn kind_json(kind: &KindFigures) -> Value {
    let accuracy = kind.accuracy();
    let side = |place: usize| {
        let (share, interval) = accuracy[place];
        json!({
            "accuracy": share,
            "low": interval.low,
            "high": interval.high,
            "p_at_10": (kind.queries > 0).then_some(kind.p_at_10[place]),
        })
    };
    json!({ "what": kind.name, "photos": kind.photos, "queries": kind.queries, "before": side(0), "after": side(1) })
}
