//! The subcommands: each a few lines around the library, and the shape of its answer.

use super::arguments::{ArithmeticArgument, IndexArguments, ModelArguments};
use super::exit::{CANCELLED, FAILED};
use super::output::{Output, note, note_problem, put_path};
use super::progress::Bar;
use base::unfinished::sweep_beside;
use base::{ArithmeticChoice, Cancel, Encoder, FileProblem, ModelInfo, Progress, Root, human};
use catalog::{Catalog, Look, ModelRow, Stands};
use hub::Shelf;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::index::IndexReport;
use workspace::error::{foreign_thumbnails, index_summary};
use workspace::models::{first_model, main_model, read_by_another_version, remember_speed, title};
use workspace::{AppError, Library, Places};

/// The environment's choice of arithmetic.
const ARITHMETIC: &str = "SELVEDGE_ARITHMETIC";

/// Opens a model by name or folder.
pub fn model(name: &str, device: &str, arithmetic: ArithmeticArgument) -> Result<Arc<dyn Encoder>, AppError> {
    let shelf = shelf();
    let source = shelf.resolve(name)?;
    let device = device.parse().map_err(AppError::Device)?;
    Ok(Arc::new(shelf.open(&source, device, arithmetic_choice(arithmetic)?)?))
}

/// The one that was asked for, else the environment's, else the settings'.
pub fn arithmetic_choice(asked: ArithmeticArgument) -> Result<ArithmeticChoice, AppError> {
    if let Some(choice) = asked.arithmetic {
        return Ok(choice);
    }
    match std::env::var(ARITHMETIC) {
        Ok(choice) if !choice.is_empty() => choice.parse().map_err(|why: String| AppError::Device(format!("{ARITHMETIC}: {why}"))),
        _ => Ok(Places::new(None, None).map(|places| places.settings().arithmetic).unwrap_or_default()),
    }
}

/// Name of the model that answers for a catalogue, as the window would choose it.
fn model_of(catalog: &Catalog) -> Result<String, AppError> {
    let main = main_model(catalog, &shelf(), Places::new(None, None).ok().as_ref())?;
    if let Some(absent) = main.instead_of {
        note(&format!("{} is not on this machine; {} stands in", title(&absent), title(&main.name)));
    }
    Ok(main.name)
}

/// Opens the model that answers for a catalogue, or the one that was asked for, which must have embedded some of its photos.
pub fn answering(catalog: &Catalog, asked: &ModelArguments) -> Result<Arc<dyn Encoder>, AppError> {
    let Some(name) = &asked.model else { return model(&model_of(catalog)?, &asked.device, asked.arithmetic) };
    let encoder = model(name, &asked.device, asked.arithmetic)?;
    let mut models = catalog.models()?;
    models.retain(|model| model.embedded > 0);
    if models.iter().any(|model| model.key == encoder.info().key) {
        return Ok(encoder);
    }
    let known = models.iter().map(|model| model.name.as_str()).collect::<Vec<_>>().join(", ");
    Err(AppError::NoEmbeddings { name: encoder.info().name.clone(), known })
}

/// Why there may be nothing to rank by with this model.
pub fn nothing_to_rank(catalog: &Catalog, model: &ModelInfo) -> Result<AppError, AppError> {
    let path = catalog.path().to_owned();
    Ok(match read_by_another_version(catalog, model)? {
        0 => AppError::NothingIndexed(path),
        _ => AppError::ModelChanged { model: title(&model.name), catalog: path },
    })
}

/// The models of this machine; nothing is remembered of them where the system names no folder for settings.
pub fn shelf() -> Shelf {
    Shelf::new(Places::new(None, None).ok().map(|places| places.models_file()))
}

pub fn index(arguments: &IndexArguments, catalog: Option<PathBuf>, out: &mut Output, cancel: &Cancel) -> Result<u8, AppError> {
    // Before a catalogue is made: a mistyped folder or model leaves nothing behind.
    let folders = arguments.folders.iter().map(|f| folder(f)).collect::<Result<Vec<_>, _>>()?;
    let places = Places::new(None, None);
    let file = if let Some(file) = catalog { file } else { places.as_ref().map_err(|_| AppError::NoDataFolder)?.catalog_for(&folders[0]) };
    let asked = &arguments.model;
    let name = match &asked.model {
        Some(name) => name.clone(),
        None if file.exists() => model_of(&Catalog::open(&file)?)?,
        None => first_model(&shelf(), places.as_ref().ok()),
    };
    let encoder = model(&name, &asked.device, asked.arithmetic)?;
    let mut library = Library::new(Catalog::open_or_create(&file)?, encoder);
    sweep_beside(library.catalog().path());
    if let Ok(places) = &places {
        places.remember(library.catalog().path());
    }
    if let Some(file) = library.catalog().foreign_thumbnails() {
        note(&foreign_thumbnails(&file));
    }
    let progress = Progress::default();
    let bar = Bar::start(&progress, out.wants_progress());
    let report = library.index(&folders, &progress, cancel, &mut |_| {})?;
    drop(bar);
    for problem in report.failed.iter().chain(&report.remarked) {
        note_problem(problem);
    }
    remember_speed(&shelf(), library.encoder(), &report);
    if let Some(notice) = library.encoder().runs_on().notice {
        note(&notice);
    }
    if out.wants_json() {
        out.json(&report_json(&report, &library));
    } else {
        out.line(&index_summary(&report, &library.encoder().info().name));
    }
    Ok(match &report {
        r if r.cancelled => CANCELLED,
        r if r.failed.is_empty() => 0,
        _ => FAILED,
    })
}

fn folder(path: &Path) -> Result<PathBuf, AppError> {
    if !path.exists() {
        return Err(AppError::NoSuchPath(path.to_owned()));
    }
    Ok(fs_err::canonicalize(path)?)
}

fn report_json(report: &IndexReport, library: &Library) -> Value {
    let failed: Vec<Value> = report.failed.iter().map(problem_json).collect();
    let remarked: Vec<Value> = report.remarked.iter().map(|p| with_path(json!({ "remark": p.reason }), "path", &p.path)).collect();
    let answer = json!({
        "added": report.added,
        "updated": report.updated,
        "moved": report.moved,
        "unchanged": report.unchanged,
        "missing": report.missing,
        "known_problems": report.known_problems,
        "left_out": report.left_out,
        "kept_left_out": report.kept,
        "failed": failed,
        "remarked": remarked,
        "seconds": report.seconds,
        "photos_per_second": report.photos_per_second,
        "model": library.encoder().info().name,
        "arithmetic": library.encoder().arithmetic().name(),
    });
    with_path(answer, "catalog", library.catalog().path())
}

/// A file that could not be read or written, for JSON.
pub fn problem_json(problem: &FileProblem) -> Value {
    with_path(json!({ "reason": problem.reason }), "path", &problem.path)
}

pub fn with_path(mut object: Value, key: &str, path: &Path) -> Value {
    put_path(&mut object, key, path);
    object
}

/// The named catalogue, or the one used last.
pub fn existing(catalog: Option<PathBuf>) -> Result<Catalog, AppError> {
    let mut catalog = Catalog::open(&named(catalog)?)?;
    catalog.set_author(&author());
    sweep_beside(catalog.path());
    Ok(catalog)
}

/// The name that decisions of persons bear.
fn author() -> String {
    Places::new(None, None).map(|places| places.settings()).unwrap_or_default().author_name()
}

/// The named catalogue, or the one used last, to be asked and left as it is: not even brought up to date.
pub fn named(catalog: Option<PathBuf>) -> Result<PathBuf, AppError> {
    catalog.map_or_else(|| Places::new(None, None)?.last_used(), Ok)
}

pub fn info(catalog: Option<PathBuf>, out: &mut Output) -> Result<u8, AppError> {
    let catalog = Catalog::open_to_look(&named(catalog)?)?;
    let (counts, roots, models) = (catalog.counts()?, catalog.roots()?, catalog.models()?);
    let looks = catalog.looks()?;
    let look_at = |root: &Root| looks.iter().find(|look| look.root == root.id);
    let looks: Vec<(&Root, &Look)> = roots.iter().filter_map(|root| Some((root, look_at(root)?))).collect();
    if out.wants_json() {
        let answer = json!({
            "photos": counts.photos,
            "missing": counts.missing,
            "problems": counts.problems,
            "pairs": counts.pairs,
            "unfinished": looks.iter().map(|(root, look)| with_path(look_json(look), "path", &root.path)).collect::<Vec<_>>(),
            "roots": roots.iter().map(|r| with_path(json!({}), "path", &r.path)).collect::<Vec<_>>(),
            "models": models.iter().map(|model| model_json(&catalog, model)).collect::<Result<Vec<_>, _>>()?,
        });
        out.json(&with_path(answer, "catalog", catalog.path()));
        return Ok(0);
    }
    out.line(&format!("{}", catalog.path().display()));
    out.line(&format!(
        "{}, {} missing, {} problems",
        human::photos(counts.photos),
        human::count(counts.missing),
        human::count(counts.problems)
    ));
    if counts.pairs > 0 {
        out.line(&format!("{} with a raw file", human::photos(counts.pairs)));
    }
    for root in &roots {
        out.line(&format!("folder  {}", root.path.display()));
    }
    for (root, look) in &looks {
        out.line(&format!("not indexed to the end  {}: {}", root.path.display(), look_words(look)));
    }
    for model in &models {
        // Several versions may have gone by one name.
        let alone = models.iter().filter(|other| other.name == model.name).count() == 1;
        let key = if alone { String::new() } else { format!(" ({})", model.key.0.get(..8).unwrap_or(&model.key.0)) };
        out.line(&format!("model   {}{key}: {} embedded", model.name, human::photos(model.embedded)));
    }
    Ok(0)
}

fn model_json(catalog: &Catalog, model: &ModelRow) -> Result<Value, AppError> {
    let int8 = catalog.embedded_in_int8(model.id)?;
    let ModelRow { name, revision, embedded, .. } = model;
    Ok(json!({ "name": name, "revision": revision, "embedded": embedded, "embedded_in_int8": int8 }))
}

fn look_json(look: &Look) -> Value {
    json!({
        "found": look.found,
        "remaining": look.remaining,
        "cancelled": look.stands == Stands::Cancelled,
        "reason": look.refused(),
    })
}

fn look_words(look: &Look) -> String {
    match (look.refused(), look.remaining) {
        (Some(reason), _) => reason.to_owned(),
        (None, Some(remaining)) => format!("{} of {} still to be read", human::photos(remaining), human::count(look.found)),
        (None, None) => "it was not searched to its end".to_owned(),
    }
}
