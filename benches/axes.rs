//! Whether a walk arrives: the share of the end's photos among the first ten of each of ten steps, with Kendall's tau-b and its exact two-sided
//! chance, for each way there and for two plainer ones. `cargo bench --bench axes [-- FOLDER]`, of photos with a `labels.csv` of the columns
//! `path`, `articleType`, `baseColour` and `gender` (default ../shared/data/kagl-photos).
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::axes::{Constants, Way};
use base::{Cancel, PhotoId, Progress, UnitVector};
use catalog::Catalog;
use exchange::{KeyKind, read_columns};
use figures::trend;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::axis;
use tasks::query::{self, Query};
use tasks::query_embedding::{PhotoCache, TextCache, query_vector};
use tasks::search::FindRequest;
use workspace::{Library, Workspace};

const COLUMNS: [&str; 3] = ["articleType", "baseColour", "gender"];
const STEPS: usize = 10;
const FIRST: usize = 10;

/// From, to, and what is true of a photo of the end: a value of each column, or any. The first three are those that were asked for; with the others
/// it is seen that no constant fits these alone.
const WALKS: [(&str, &str, [&str; 3]); 13] = [
    ("white shirt", "black shirt", ["Shirts", "Black", ""]),
    ("men's watch", "women's watch", ["Watches", "", "Women"]),
    ("casual shoe", "formal shoe", ["Formal Shoes", "", ""]),
    ("black shirt", "white shirt", ["Shirts", "White", ""]),
    ("women's watch", "men's watch", ["Watches", "", "Men"]),
    ("formal shoe", "casual shoe", ["Casual Shoes", "", ""]),
    ("blue t-shirt", "red t-shirt", ["Tshirts", "Red", ""]),
    ("sports shoe", "sandal", ["Sandals", "", ""]),
    ("heels", "flip flops", ["Flip Flops", "", ""]),
    ("men's t-shirt", "women's top", ["Tops", "", "Women"]),
    ("shirt", "dress", ["Dresses", "", ""]),
    ("brown handbag", "black handbag", ["Handbags", "Black", ""]),
    ("sneakers", "jeans", ["Jeans", "", ""]),
];

struct Bench {
    workspace: Workspace,
    facts: HashMap<PhotoId, Vec<String>>,
    texts: TextCache,
    _folder: tempfile::TempDir,
}

/// Points between two ends.
type Points = Box<dyn Fn(&Bench, [&UnitVector; 2]) -> Vec<UnitVector>>;

fn main() {
    let named = std::env::args().skip(1).find(|a| !a.starts_with('-')).map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/kagl-photos"));
    if !folder.join("labels.csv").exists() {
        return println!("skipped: there is no labels.csv in {}; name the folder of photos", folder.display());
    }
    let bench = Bench::new(&folder);
    println!("{} photos", bench.facts.len());
    bench.tell("straight line (the default)", &along(Way::Line));
    bench.tell("GradREC, the default", &along(Way::Gradient(Constants::default())));
    for (end, strength) in [
        (Some(30), 2.0),
        (Some(30), 3.0),
        (Some(bench.facts.len() / 5), 2.0),
        (Some(bench.facts.len() / 5), 3.0),
        (Some(bench.facts.len() / 5), 4.0),
    ] {
        let words = format!("GradREC, P = {}, |s| = {strength}", end.unwrap_or_default());
        bench.tell(&words, &along(Way::Gradient(Constants { end, strength, ..Constants::default() })));
    }
    bench.tell("baseline: start + t (end - start), t to 2", &difference());
    bench.tell("baseline: the end alone, at every step", &|_, [_, to]: [&UnitVector; 2]| vec![to.clone(); STEPS]);
}

fn along(way: Way) -> Points {
    Box::new(move |bench, ends| axis::walk(&bench.workspace.opened.searchable, ends, STEPS, way).unwrap())
}

/// The text arithmetic that a search can do: twice as far, since the end is often not reached at once.
fn difference() -> Points {
    Box::new(|_, [from, to]| {
        let away: Vec<f32> = to.as_slice().iter().zip(from.as_slice()).map(|(to, from)| to - from).collect();
        let away = UnitVector::normalise(away).unwrap();
        let point = |step| {
            let t = 2.0 * axis::position(step, STEPS);
            UnitVector::normalise(from.as_slice().iter().zip(away.as_slice()).map(|(x, d)| x + t * d).collect()).unwrap()
        };
        (0..STEPS).map(point).collect()
    })
}

impl Bench {
    fn new(photos: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shelf = hub::Shelf::new(None);
        let encoder = shelf.open(&shelf.resolve("starter").unwrap(), base::Device::Cpu, base::ArithmeticChoice::Auto).unwrap();
        let mut library = Library::new(Catalog::create(&folder.path().join("axes.selvedge")).unwrap(), Arc::new(encoder));
        library.index(&[photos.canonicalize().unwrap()], &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
        let table = read_columns(&fs_err::read(photos.join("labels.csv")).unwrap(), Some(KeyKind::Path), &COLUMNS).unwrap();
        let rows: HashMap<String, Vec<String>> = table.rows.into_iter().map(|row| (row.key, row.cells)).collect();
        let all = library.catalog().photos().unwrap();
        let facts = all.iter().filter_map(|photo| Some((photo.id, rows.get(&*photo.path.to_string_lossy())?.clone()))).collect();
        Self { workspace: library.workspace().unwrap(), facts, texts: TextCache::default(), _folder: folder }
    }

    fn tell(&self, words: &str, way: &dyn Fn(&Self, [&UnitVector; 2]) -> Vec<UnitVector>) {
        println!("\n{words}");
        let (mut taus, mut arrived) = (Vec::new(), Vec::new());
        for (from, to, truth) in WALKS {
            let ends = [self.embed(from), self.embed(to)];
            let shares: Vec<f64> = way(self, [&ends[0], &ends[1]]).iter().map(|point| self.share(point, truth)).collect();
            let shown: Vec<String> = shares.iter().map(|share| format!("{share:.1}")).collect();
            let found = trend(&shares);
            let figures = found.map_or("tau-b    -   p     -".to_owned(), |t| format!("tau-b {:+.2}  p {:.5}", t.tau, t.p));
            println!("{figures}  {}  {from} -> {to}", shown.join(" "));
            taus.push(found.map_or(0.0, |t| t.tau));
            arrived.extend(shares.last().copied());
        }
        let (mean, least) = (taus.iter().sum::<f64>() / taus.len() as f64, taus.iter().copied().fold(f64::INFINITY, f64::min));
        let least_of_three = taus[..3].iter().copied().fold(f64::INFINITY, f64::min);
        let arrived = arrived.iter().sum::<f64>() / arrived.len() as f64;
        println!(
            "least of the first three {least_of_three:.2}; all: mean {mean:.2}, least {least:.2}, share of the end at the end {arrived:.2}"
        );
    }

    fn embed(&self, words: &str) -> UnitVector {
        let encoder = self.workspace.opened.encoder().unwrap();
        query_vector(&query::parse(words).unwrap().terms, &[], encoder, &self.texts, &PhotoCache::default()).unwrap().unwrap()
    }

    fn share(&self, point: &UnitVector, truth: [&str; 3]) -> f64 {
        let all = Query::default();
        let found = self.workspace.opened.searchable.find(&FindRequest { vector: Some(point), top: FIRST, ..FindRequest::of(&all) });
        let is_it = |photo: &PhotoId| truth.iter().zip(&self.facts[photo]).all(|(wanted, has)| wanted.is_empty() || wanted == has);
        found.hits.iter().filter(|hit| is_it(&hit.photo)).count() as f64 / FIRST as f64
    }
}
