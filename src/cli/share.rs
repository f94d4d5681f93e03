//! `selvedge share`: a catalogue and a hub.

use super::arguments::{HubSearchArguments, ShareJob, SharingArguments, WhoseSets};
use super::commands::{answering, existing, with_path};
use super::exit::{CANCELLED, NOTHING};
use super::interrupt::cancel_on_interrupt;
use super::output::{Output, note};
use super::which;
use base::fold::told_apart;
use base::{ContentHash, RootId, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use workspace::AppError;
use workspace::share::{self, Conflict, Contributor, How, HubSearch, Report, SetsFrom, ShareError, Vectors};

/// Conflicts that are printed one by one; JSON has them all.
const TOLD: usize = 20;

pub fn run(job: &ShareJob, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    match job {
        ShareJob::Init { hub } => init(&hub.url, out),
        ShareJob::Push(arguments) => bring(arguments, existing(catalog)?, share::push, out),
        ShareJob::Pull(arguments) => bring(arguments, existing(catalog)?, share::pull, out),
        ShareJob::Status { hub } => status(&hub.url, &existing(catalog)?, out),
        ShareJob::Search(arguments) => search(arguments, &existing(catalog)?, out),
        ShareJob::Remove { hub, photos } => remove(&hub.url, photos, &existing(catalog)?, out),
    }
}

fn vectors_name(vectors: Vectors) -> &'static str {
    match vectors {
        Vectors::Pgvector => "pgvector",
        Vectors::Array => "array",
    }
}

fn init(url: &str, out: &mut Output) -> Result<u8, AppError> {
    let made = share::init(url)?;
    if out.wants_json() {
        let vectors = vectors_name(made.vectors);
        out.json(&json!({ "hub": made.address, "new": made.new, "indexes": made.indexes, "vectors": vectors }));
    } else if made.new {
        out.line(&format!("Made a hub at {}", made.address));
    } else {
        out.line(&format!("There is a hub at {}; {} made", made.address, human::counted(made.indexes, "search index", "search indexes")));
    }
    if made.vectors == Vectors::Array {
        note("the database has no pgvector, so searches there compare with every photo; with it, install pgvector before share init");
    }
    if made.new {
        note("let others in with a role each: GRANT selvedge_tagger TO anna; (or selvedge_viewer, selvedge_owner)");
    }
    Ok(0)
}

type Bring = fn(&mut Catalog, &str, How) -> Result<(String, Report), AppError>;

fn bring(arguments: &SharingArguments, mut catalog: Catalog, bring: Bring, out: &mut Output) -> Result<u8, AppError> {
    let sets = match arguments.sets {
        None => SetsFrom::Nobody,
        Some(WhoseSets::Hub) => SetsFrom::Hub,
        Some(WhoseSets::Here) => SetsFrom::Here,
    };
    let how = How { sets, cancel: cancel_on_interrupt(), ..How::default() };
    let (address, report) = match bring(&mut catalog, &arguments.hub.url, how) {
        Err(AppError::Share(stopped @ ShareError::Stopped)) => {
            note(&stopped.to_string());
            return Ok(CANCELLED);
        }
        done => done?,
    };
    if out.wants_json() {
        out.json(&with_path(in_json(&address, &report), "catalog", catalog.path()));
    } else {
        out.line(&report.to_string());
        for conflict in report.conflicts.iter().take(TOLD) {
            let Conflict { path, about, here, hub, stands } = conflict;
            let said = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
            out.line(&format!("{about}: here {}, at the hub {}; stands: {}  {}", said(here), said(hub), said(stands), path.display()));
        }
        if report.conflicts.len() > TOLD {
            note(&format!("{} more conflicts; --json lists all", human::count((report.conflicts.len() - TOLD) as u64)));
        }
    }
    if !report.conflicts.is_empty() {
        note("what had to give way is kept as its author's opinion: selvedge agreement --set NAME");
    }
    if report.vectors_refused > 0 {
        let vectors = human::counted(report.vectors_refused, "vector", "vectors");
        note(&format!("{vectors} in int8 were left at the hub; where the model may mix them: selvedge models check-arithmetic NAME"));
    }
    Ok(0)
}

fn in_json(address: &str, report: &Report) -> Value {
    let conflict = |c: &Conflict| with_path(json!({ "about": c.about, "here": c.here, "hub": c.hub, "stands": c.stands }), "path", &c.path);
    json!({
        "hub": address,
        "seq": report.seq,
        "photos": report.photos,
        "brought": report.brought,
        "taken": report.taken,
        "sets_brought": report.sets_brought,
        "sets_taken": report.sets_taken,
        "vectors_brought": report.vectors_brought,
        "vectors_taken": report.vectors_taken,
        "vectors_refused": report.vectors_refused,
        "conflicts": report.conflicts.iter().map(conflict).collect::<Vec<_>>(),
        "removed": report.removed,
        "elsewhere": report.elsewhere,
        "step": report.step.map(|step| step.0),
    })
}

fn status(url: &str, catalog: &Catalog, out: &mut Output) -> Result<u8, AppError> {
    let status = share::status(catalog, url)?;
    let hub = &status.hub;
    let behind = hub.seq - status.taken.unwrap_or(0);
    if out.wants_json() {
        let models: Vec<Value> =
            hub.models.iter().map(|m| json!({ "name": m.name, "key": m.key, "dimension": m.dimension, "vectors": m.vectors })).collect();
        let people: Vec<Value> = hub.contributors.iter().map(person_json).collect();
        let answer = json!({
            "hub": status.address,
            "seq": hub.seq,
            "taken": status.taken,
            "waiting": status.waiting,
            "photos": hub.photos,
            "removed": hub.removed,
            "vectors": vectors_name(status.vectors),
            "models": models,
            "contributors": people,
        });
        out.json(&with_path(answer, "catalog", catalog.path()));
        return Ok(0);
    }
    out.line(&status.address);
    out.line(&format!("{}, {}", human::photos(hub.photos), human::counted(hub.seq.max(0) as u64, "step", "steps")));
    for model in &hub.models {
        out.line(&format!("model   {}: {}", model.name, human::counted(model.vectors, "vector", "vectors")));
    }
    for person in &hub.contributors {
        let clock = if person.ahead_s.abs() > 300 {
            format!(", clock off by {}", human::duration(person.ahead_s.abs() as f64))
        } else {
            String::new()
        };
        let steps = human::counted(person.steps, "step", "steps");
        out.line(&format!("{} ({}): {steps}{clock}", person.author, person.member));
    }
    let waiting = human::counted(status.waiting, "change waits", "changes wait");
    out.line(&format!("here: {waiting} to be pushed; {} to be pulled", human::counted(behind.max(0) as u64, "step", "steps")));
    Ok(0)
}

fn person_json(person: &Contributor) -> Value {
    let last = tasks::share::time(person.last_ms);
    json!({ "author": person.author, "member": person.member, "steps": person.steps, "last": last, "clock_ahead_s": person.ahead_s })
}

fn remove(url: &str, photos: &[PathBuf], catalog: &Catalog, out: &mut Output) -> Result<u8, AppError> {
    let ids = which::named(photos, catalog)?;
    let (address, removed) = share::remove(catalog, url, &ids)?;
    if out.wants_json() {
        out.json(&with_path(json!({ "hub": address, "removed": removed }), "catalog", catalog.path()));
    } else {
        out.line(&format!("{} taken out of the hub for good; files and your own catalogue are as they were", human::photos(removed)));
    }
    Ok(0)
}

fn search(arguments: &HubSearchArguments, catalog: &Catalog, out: &mut Output) -> Result<u8, AppError> {
    let encoder = answering(catalog, &arguments.model)?;
    let text = arguments.query.join(" ");
    let asked = HubSearch {
        text: &text,
        top: usize::from(arguments.top),
        exact: arguments.exact,
        name: arguments.name.as_deref(),
        date: arguments.date.as_deref(),
        label: arguments.label.as_deref(),
    };
    let found = share::search(&arguments.hub.url, &*encoder, &asked)?;
    // What is in this catalogue too is told by its file.
    let roots: HashMap<RootId, PathBuf> = catalog.roots()?.into_iter().map(|root| (root.id, root.path)).collect();
    let here: HashMap<ContentHash, PathBuf> =
        catalog.photos()?.into_iter().filter_map(|photo| Some((photo.hash, roots.get(&photo.root)?.join(&photo.path)))).collect();
    if out.wants_json() {
        let result = |(n, photo): (usize, &share::Found)| {
            let hash = photo.hash.0.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
            let answer = json!({ "rank": n + 1, "score": photo.score, "name": photo.name, "hash": hash });
            here.get(&photo.hash).map_or_else(|| answer.clone(), |path| with_path(answer.clone(), "path", path))
        };
        let results: Vec<Value> = found.photos.iter().enumerate().map(result).collect();
        let model = &encoder.info().name;
        out.json(&json!({ "hub": found.address, "query": text, "model": model, "exact": !found.through_index, "results": results }));
    } else {
        for photo in &found.photos {
            let path =
                here.get(&photo.hash).map_or_else(|| format!("{} (not here)", told_apart(&photo.name)), |path| path.display().to_string());
            out.line(&format!("{:.3}  {path}", photo.score));
        }
    }
    if found.photos.is_empty() {
        note("no photo was found at the hub");
        return Ok(NOTHING);
    }
    Ok(0)
}
