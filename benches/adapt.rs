//! What adapting a model to a shop comes to: on its own held-out products, and on another domain that no step saw. Wants `../shared`:
//! `cargo bench --bench adapt` adapts the starter to `kagl-photos` (its labels and titles) and asks about `clothing-photos` before and after.
//! It also prints whether int8 and f32 are still one class behind the adapter.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::tags::now_ms;
use base::{Arithmetic, ArithmeticChoice, Cancel, Device, Encoder, Prepared, Progress, UnitVector};
use catalog::Catalog;
use clip::{Clip, ModelSource};
use hub::{HubSettings, Shelf};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use tasks::exchange::{ImportRequest, MatchBy, TextRequest, import_tags, import_texts};
use workspace::adapt::{AdaptOutcome, AdaptReport, adapt_embeddings};
use workspace::{Library, Workspace};

const COLUMNS: [&str; 6] = ["articleType", "baseColour", "gender", "season", "usage", "subCategory"];

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let (shop, other) = (data.join("kagl-photos"), data.join("clothing-photos"));
    if !shop.is_dir() || !other.is_dir() {
        println!("left out: there is no ../shared/data/kagl-photos beside the repository");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let hub = HubSettings { cache: None, endpoint: String::new(), token: None, offline: true, proxies: false };
    let shelf = Shelf::with_hub(Some(home.path().join("models.json")), hub);
    let open = |name: &str| shelf.open(&shelf.resolve(name).unwrap(), Device::Cpu, ArithmeticChoice::Auto).unwrap();
    let starter: Arc<dyn Encoder> = Arc::new(open("starter"));
    let mut catalog = read(&home.path().join("shop.selvedge"), &shop, &starter);
    let workspace = Workspace::read(&catalog, Arc::clone(&starter)).unwrap().with_tags(&catalog).unwrap();
    let outcome = workspace.adapt(&mut catalog, &shelf, "shop", &Progress::default(), &Cancel::default()).unwrap();
    let AdaptOutcome::Kept(kept) = outcome else { return println!("not kept: {outcome:?}") };
    tell(&kept.report);
    elsewhere(&other, &*starter, &open("shop"));
    one_class(&shop, &shelf);
    ten_thousand(&mut catalog, &open("shop"));
}

/// The shop's photos with its labels and titles, as a person would import them.
fn read(file: &Path, shop: &Path, encoder: &Arc<dyn Encoder>) -> Catalog {
    let mut library = Library::new(Catalog::create(file).unwrap(), Arc::clone(encoder));
    library.index(&[shop.to_owned()], &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
    let mut catalog = library.into_catalog();
    let (table, skus) = (shop.join("labels.csv"), workspace::products::skus(&catalog).unwrap());
    for column in COLUMNS {
        let request = ImportRequest {
            file: table.clone(),
            match_by: MatchBy::Path,
            set: Some(column.to_owned()),
            column: Some(column.to_owned()),
            none_of_these: true,
            author: None,
            dry_run: false,
        };
        import_tags(&mut catalog, &request, &skus, now_ms()).unwrap();
    }
    let request = TextRequest { file: table, match_by: MatchBy::Path, columns: vec!["title".to_owned()], dry_run: false };
    import_texts(&mut catalog, &request, &skus, &Progress::default(), &Cancel::default()).unwrap();
    catalog
}

fn tell(report: &AdaptReport) {
    println!("{:?} products; {:.0} s; alpha {}", report.parts, report.seconds, report.alpha);
    for way in &report.ways {
        println!("alpha {:.1}  choosing {:.3}  drawn {:.3}  same labels {:.3}", way.alpha, way.right, way.elsewhere, way.same);
    }
    for kind in report.kinds.iter().chain(&report.elsewhere) {
        let [(right_before, _), (right_after, _)] = kind.accuracy();
        let [before, after] = kind.p_at_10;
        println!("{:<14} {:>4} photos  {right_before:.3} -> {right_after:.3}  P@10 {before:.3} -> {after:.3}", kind.name, kind.photos);
    }
    println!("all: {:+.3}, standard error {:.3}", report.gain.gain, report.gain.error);
}

/// Everyday photos, which are no part of the shop, by their ten classes.
fn elsewhere(folder: &Path, before: &dyn Encoder, after: &dyn Encoder) {
    let table = fs_err::read_to_string(folder.join("labels.csv")).unwrap();
    let rows: Vec<(PathBuf, &str)> =
        table.lines().skip(1).filter_map(|line| line.split_once(',')).map(|(path, class)| (folder.join(path), class)).collect();
    let mut classes: Vec<&str> = rows.iter().map(|(_, class)| *class).collect();
    classes.sort_unstable();
    classes.dedup();
    let right = |model: &dyn Encoder| {
        let texts = model.encode_texts(&classes).unwrap();
        let photos = seen(model, rows.iter().map(|(path, _)| path.as_path()));
        let nearest =
            |photo: &UnitVector| (0..classes.len()).max_by(|a, b| photo.dot(&texts[*a]).total_cmp(&photo.dot(&texts[*b]))).unwrap();
        let right = photos.iter().zip(&rows).filter(|(photo, (_, class))| classes[nearest(photo)] == *class).count();
        right as f64 / rows.len() as f64
    };
    println!("everyday photos, 10 classes, {} photos: {:.3} -> {:.3}", rows.len(), right(before), right(after));
}

fn seen<'a>(model: &dyn Encoder, paths: impl Iterator<Item = &'a Path>) -> Vec<UnitVector> {
    let prepare = |path: &Path| model.prepare(&photo::decode(&photo::read(path).unwrap(), &photo::Limits::default()).unwrap().pixels);
    let prepared: Vec<Prepared> = paths.map(prepare).collect();
    prepared.chunks(64).flat_map(|batch| model.encode_images(batch).unwrap()).collect()
}

/// int8 beside f32, behind the adapter: the least and the mean cosine of a photo's two vectors.
fn one_class(shop: &Path, shelf: &Shelf) {
    let photos = workspace::arithmetic::photos_in(&[shop.to_owned()], &Cancel::default()).unwrap();
    let side = |name: &str, arithmetic| -> Clip {
        let source: ModelSource = shelf.resolve(name).unwrap();
        shelf.open(&source, Device::Cpu, ArithmeticChoice::F32).unwrap().in_arithmetic(arithmetic)
    };
    let sets: Vec<_> = workspace::builtin::label_sets().iter().map(|set| Arc::new(set.draft.clone())).collect();
    for name in ["starter", "shop"] {
        let sides = [side(name, Arithmetic::F32), side(name, Arithmetic::Int8)];
        let sides: [&dyn Encoder; 2] = [&sides[0], &sides[1]];
        let report = tasks::compatibility::compare_arithmetics(sides, &photos, 1200, &sets, &Progress::default(), &Cancel::default());
        let found = report.unwrap().unwrap().found;
        println!("{name} in int8 and f32: {}", hub::in_words(&found));
    }
}

/// How long ten thousand photos take that need not be encoded again, from what these took.
fn ten_thousand(catalog: &mut Catalog, adapted: &Clip) {
    let photos = catalog.forget_model(&adapted.info().key).unwrap();
    let start = Instant::now();
    assert_eq!(adapt_embeddings(catalog, adapted, &Cancel::default()).unwrap(), photos);
    println!("vectors of {photos} photos adapted in {:.2} s", start.elapsed().as_secs_f64());
}
