//! `selvedge standards`: photos held against the rules of a marketplace.

use super::arguments::{StandardsArguments, WhichPhotos};
use super::commands::{existing, with_path};
use super::exit::NOTHING;
use super::output::{Output, note};
use super::which;
use base::composition::Composition;
use base::standards::{Answer, Rule, RuleSet};
use base::{Photo, PhotoId, RootId, human};
use catalog::Catalog;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use workspace::AppError;
use workspace::standards::{self, RuleAnswer, StandardCounts, answers, count};
use workspace::steps::StepWords;

pub fn standards(arguments: &StandardsArguments, catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    // Before anything else: a file with a slip in it changes nothing.
    let given = given(arguments)?;
    let mut catalog = existing(catalog)?;
    if arguments.forget {
        return forget(&mut catalog, out);
    }
    let rules = match &given {
        Some((_, rules)) => rules.clone(),
        None => standards::chosen(&catalog)?.map(|rules| RuleSet::clone(&rules)).ok_or(AppError::NoStandard)?,
    };
    if let Some((text, rules)) = given.as_ref().filter(|_| arguments.choose) {
        choose(&mut catalog, text, &rules.name)?;
    }
    let (catalog, photos) = photos(arguments, catalog)?;
    let measured = catalog.compositions()?;
    let told = Told::new(&catalog, &rules, &photos, &measured)?;
    if let Some(file) = &arguments.export {
        told.export(file)?;
    }
    if out.wants_json() {
        out.json_with_rows(with_path(told.head(), "catalog", catalog.path()), "photos", told.rows());
    } else {
        told.lines(out);
    }
    if photos.is_empty() {
        note("no photo was found");
        return Ok(NOTHING);
    }
    if told.counts.unmeasured > 0 {
        let photos = human::photos(told.counts.unmeasured);
        note(&format!("{photos} were indexed before this was measured: selvedge index FOLDER measures them, and embeds nothing again"));
    }
    Ok(0)
}

/// The rules that the arguments name, with their text.
fn given(arguments: &StandardsArguments) -> Result<Option<(String, RuleSet)>, AppError> {
    match (&arguments.rules, &arguments.preset) {
        (Some(file), _) => standards::rules_file(file).map(Some),
        (None, Some(key)) => standards::preset(key).map(Some),
        (None, None) => Ok(None),
    }
}

fn choose(catalog: &mut Catalog, text: &str, name: &str) -> Result<(), AppError> {
    let words = StepWords::standard(Some(name));
    catalog.step(|step| {
        step.words.clone_from(&words.step);
        step.choose_standard(Some(text))
    })?;
    note(&words.done);
    Ok(())
}

fn forget(catalog: &mut Catalog, out: &mut Output) -> Result<u8, AppError> {
    let there = catalog.standard()?.is_some();
    let ((), changed) = catalog.step(|step| {
        step.words = StepWords::standard(None).step;
        step.choose_standard(None)
    })?;
    if out.wants_json() {
        out.json(&json!({ "forgotten": there, "step": changed.step.map(|step| step.0) }));
    } else {
        out.line(if there { "Photos are held against no standard" } else { "No standard was chosen" });
    }
    Ok(if there { 0 } else { NOTHING })
}

/// The photos that were asked about and whose files are there.
fn photos(arguments: &StandardsArguments, catalog: Catalog) -> Result<(Catalog, Vec<Photo>), AppError> {
    let (catalog, found) = match &arguments.query {
        None => (catalog, None),
        Some(query) => {
            let which = WhichPhotos { photos: Vec::new(), query: Some(query.clone()), saved: None, top: arguments.top, min_score: None };
            let (catalog, found) = which::photos(&which, catalog)?;
            (catalog, Some(found.into_iter().collect::<HashSet<PhotoId>>()))
        }
    };
    let mut photos = catalog.photos()?;
    photos.retain(|photo| !photo.missing && found.as_ref().is_none_or(|found| found.contains(&photo.id)));
    Ok((catalog, photos))
}

/// What is told of the photos.
struct Told<'a> {
    rules: &'a RuleSet,
    photos: &'a [Photo],
    measured: &'a HashMap<PhotoId, Composition>,
    roots: HashMap<RootId, PathBuf>,
    counts: StandardCounts,
}

impl<'a> Told<'a> {
    fn new(
        catalog: &Catalog,
        rules: &'a RuleSet,
        photos: &'a [Photo],
        measured: &'a HashMap<PhotoId, Composition>,
    ) -> Result<Self, AppError> {
        let roots = catalog.roots()?.into_iter().map(|root| (root.id, root.path)).collect();
        Ok(Self { rules, photos, measured, roots, counts: count(rules, photos.iter(), measured) })
    }

    fn path(&self, photo: &Photo) -> PathBuf {
        self.roots.get(&photo.root).map_or_else(|| photo.path.clone(), |root| photo.absolute(root))
    }

    fn answers(&self, photo: &Photo) -> Vec<RuleAnswer> {
        answers(self.rules, photo, self.measured.get(&photo.id))
    }

    fn head(&self) -> Value {
        let rule = |(rule, fails, unknown): &(Rule, u64, u64)| {
            let told = json!({ "rule": rule.asks.name(), "asked": rule.asks.asked(), "failing": fails, "unknown": unknown });
            let source = json!({ "source": rule.source, "read": rule.read, "note": rule.note });
            merged(told, source)
        };
        let StandardCounts { name, rules, passing, failing, unknown, unmeasured } = &self.counts;
        json!({
            "standard": name,
            "note": self.rules.note,
            "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            "passing": passing,
            "failing": failing,
            "unknown": unknown,
            "not_measured": unmeasured,
        })
    }

    fn rows(&self) -> impl Iterator<Item = Value> {
        self.photos.iter().map(|photo| {
            let answers = self.answers(photo);
            let of = |kind: Answer| {
                let told = answers.iter().filter(|told| told.answer == kind);
                told.map(|told| json!({ "rule": told.rule.asks.name(), "found": told.found, "asked": told.rule.asks.asked() }))
                    .collect::<Vec<_>>()
            };
            let (failed, unknown) = (of(Answer::Fails), of(Answer::Unknown));
            let pass = failed.is_empty() && unknown.is_empty();
            with_path(json!({ "pass": pass, "failed": failed, "unknown": unknown }), "path", &self.path(photo))
        })
    }

    fn lines(&self, out: &mut Output) {
        for photo in self.photos {
            let wrong: Vec<String> = self
                .answers(photo)
                .iter()
                .filter(|told| told.answer != Answer::Meets)
                .map(|told| {
                    let sign = if told.answer == Answer::Fails { "" } else { "? " };
                    format!("{sign}{}: {}, asked {}", told.rule.asks.name(), told.found, told.rule.asks.asked())
                })
                .collect();
            if !wrong.is_empty() {
                out.line(&format!("{}  {}", self.path(photo).display(), wrong.join("; ")));
            }
        }
        let StandardCounts { name, passing, failing, unknown, .. } = &self.counts;
        let n = |count: &u64| human::count(*count);
        note(&format!("{name}: {} pass, {} fail, of {} it cannot be told", n(passing), n(failing), n(unknown)));
    }

    /// One row for each rule that a photo does not meet.
    fn export(&self, file: &Path) -> Result<(), AppError> {
        let rows = self.photos.iter().flat_map(|photo| {
            let path = self.path(photo);
            self.answers(photo).into_iter().filter(|told| told.answer != Answer::Meets).map(move |told| (path.clone(), told))
        });
        standards::export(rows, file)
    }
}

fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}
