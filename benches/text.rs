//! Text beside pixels: the share of the possible P@10 of 60 queries over 3,000 photos with their titles, by pixels alone, by both and by titles
//! alone. `cargo bench --bench text -- FOLDER`, of the Fashion Product Images (Small): a `labels.csv` with the columns `id`, `title`,
//! `articleType`, `baseColour`, `gender`, `usage` and `has_120x160`, and `images_120x160.tar`. The weight of texts is chosen with 60 other queries
//! over 3,000 other photos; no two photos of the two halves have the same title.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::{Cancel, PhotoId, PhotoText, Progress};
use catalog::Catalog;
use exchange::{KeyKind, read_columns};
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tasks::query;
use tasks::query_embedding::{PhotoCache, TextCache, query_vector};
use tasks::search::{FindRequest, Hit};
use tasks::wording::understand;
use tasks::words::{TextMatches, WEIGHT, query_words};
use workspace::{Library, Workspace};

const PHOTOS: usize = 3000;
const COLUMNS: [&str; 6] = ["title", "articleType", "baseColour", "gender", "usage", "has_120x160"];
const WEIGHTS: [f32; 8] = [0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 100.0];

/// Of each kind one line to choose the weight with, and one to report: words, and what is true of the photos that they mean. "~" is a word that
/// the title has, as brands and patterns are in titles alone.
const QUERIES: [[&str; 60]; 2] = [include!("text-queries/choose.in"), include!("text-queries/report.in")];

/// What is known of a photo, by the columns.
type Facts = HashMap<&'static str, String>;

struct Half {
    workspace: Workspace,
    catalog: Catalog,
    facts: HashMap<PhotoId, Facts>,
    queries: Vec<Asked>,
    _folder: tempfile::TempDir,
}

/// A query with its vector, what texts say of it, and the photos that it means.
struct Asked {
    words: &'static str,
    vector: base::UnitVector,
    texts: TextMatches,
    wanted: Vec<PhotoId>,
}

fn main() {
    let folder = std::env::args().skip(1).find(|a| !a.starts_with('-')).map(PathBuf::from);
    let Some(folder) = folder else { return println!("name the folder that holds labels.csv and images_120x160.tar") };
    let rows = rows(&folder);
    let [choose, report] = [0, 1].map(|half| Half::new(&folder, &rows, half));
    for weight in WEIGHTS {
        println!("weight {weight}: {:.3} of the choosing half", choose.share(Some(weight)));
    }
    for query in &report.queries {
        let [alone, both] = [None, Some(WEIGHT)].map(|weight| report.share_of(query, weight));
        println!("{alone:.2} {both:.2}  {} ({} photos)", query.words, query.wanted.len());
    }
    let (alone, both) = (report.share(None), report.share(Some(WEIGHT)));
    println!("share of the possible P@10: pixels alone {alone:.3}, with titles {both:.3}, titles alone {:.3}", report.share(Some(100.0)));
}

/// Rows with a photo and a title, with their ids.
fn rows(folder: &Path) -> Vec<(String, Facts)> {
    let bytes = fs_err::read(folder.join("labels.csv")).unwrap();
    let table = read_columns(&bytes, Some(KeyKind::Sku), &COLUMNS).unwrap();
    let facts = |cells: Vec<String>| COLUMNS.into_iter().zip(cells).collect::<Facts>();
    let rows = table.rows.into_iter().map(|row| (row.key, facts(row.cells)));
    rows.filter(|(_, facts)| facts["has_120x160"] == "1" && !facts["title"].is_empty()).collect()
}

impl Half {
    fn new(folder: &Path, rows: &[(String, Facts)], half: u8) -> Self {
        let hash = |facts: &Facts| blake3::hash(facts["title"].to_lowercase().as_bytes());
        let mut rows: Vec<&(String, Facts)> = rows.iter().filter(|(_, facts)| hash(facts).as_bytes()[0] % 2 == half).collect();
        rows.sort_by_key(|(id, _)| *blake3::hash(id.as_bytes()).as_bytes());
        rows.truncate(PHOTOS);
        let (folder, here) = (tempfile::tempdir().unwrap(), folder);
        let names: HashMap<String, usize> = rows.iter().enumerate().map(|(n, (id, _))| (format!("{id}.jpg"), n)).collect();
        unpack(&here.join("images_120x160.tar"), |name| Some(folder.path().join(format!("photos/{:05}.jpg", names.get(name)?))));
        let encoder = hub::Shelf::new(None)
            .open(&hub::Shelf::new(None).resolve("starter").unwrap(), base::Device::Cpu, base::ArithmeticChoice::Auto)
            .unwrap();
        let mut library = Library::new(Catalog::create(&folder.path().join("text.selvedge")).unwrap(), Arc::new(encoder));
        library.index(&[folder.path().join("photos")], &Progress::default(), &Cancel::default(), &mut |_| {}).unwrap();
        let photos = library.catalog().photos().unwrap();
        let place = |photo: &base::Photo| photo.path.file_stem().unwrap().to_string_lossy().parse::<usize>().unwrap();
        let facts: HashMap<PhotoId, Facts> = photos.iter().map(|photo| (photo.id, rows[place(photo)].1.clone())).collect();
        let title = |facts: &Facts| vec![PhotoText { column: "title".into(), text: facts["title"].clone() }];
        let step =
            |step: &mut catalog::Step<'_>| facts.iter().try_for_each(|(photo, facts)| step.set_texts(*photo, &title(facts)).map(|_| ()));
        library.catalog_mut().step(step).unwrap();
        let workspace = library.workspace().unwrap();
        let catalog = Catalog::open(library.catalog().path()).unwrap();
        let mut made = Self { workspace, catalog, facts, queries: Vec::new(), _folder: folder };
        made.queries = QUERIES[usize::from(half)].iter().map(|line| made.asked(line)).collect();
        made
    }

    fn asked(&self, line: &'static str) -> Asked {
        let (words, truth) = line.split_once(" = ").unwrap();
        let parsed = query::parse(words).unwrap();
        let found = query_words(&parsed).into_iter().map(|word| {
            let photos = self.catalog.photos_with_word(&word.word).unwrap();
            (word, photos)
        });
        let texts = TextMatches::new(&found.collect::<Vec<_>>());
        let encoder = self.workspace.opened.encoder().unwrap();
        let understood = understand(&parsed, encoder.vocabulary(), &texts, false);
        let vector = query_vector(&understood.query.terms, &[], encoder, &TextCache::default(), &PhotoCache::default()).unwrap().unwrap();
        let texts = texts.with_sight(understood.sight);
        let is_true = |facts: &Facts| truth.split(", ").all(|fact| holds(facts, fact));
        let wanted: Vec<PhotoId> = self.facts.iter().filter(|(_, facts)| is_true(facts)).map(|(photo, _)| *photo).collect();
        assert!(!wanted.is_empty(), "no photo is meant by {words}");
        Asked { words, vector, texts, wanted }
    }

    /// The mean share; `None`: by pixels alone.
    fn share(&self, weight: Option<f32>) -> f64 {
        self.queries.iter().map(|query| self.share_of(query, weight)).sum::<f64>() / self.queries.len() as f64
    }

    fn share_of(&self, asked: &Asked, weight: Option<f32>) -> f64 {
        let texts = weight.map(|weight| asked.texts.clone().weighing(weight));
        let all = query::Query::default();
        let request = FindRequest { vector: Some(&asked.vector), texts: texts.as_ref(), top: 10, ..FindRequest::of(&all) };
        let hits: Vec<Hit> = self.workspace.opened.searchable.find(&request).hits;
        let right = hits.iter().filter(|hit| asked.wanted.contains(&hit.photo)).count();
        right as f64 / asked.wanted.len().min(10) as f64
    }
}

/// "articleType: Tshirts", or "~puma": the title has the word, or one that begins so.
fn holds(facts: &Facts, fact: &str) -> bool {
    if let Some((column, value)) = fact.split_once(": ") {
        return facts[column] == value;
    }
    let title = facts["title"].to_lowercase();
    title.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(fact.trim_start_matches('~')))
}

/// Writes the files of a tar that `to` gives a place.
fn unpack(tar: &Path, to: impl Fn(&str) -> Option<PathBuf>) {
    const BLOCK: usize = 512;
    let mut file = std::io::BufReader::new(fs_err::File::open(tar).unwrap());
    let mut header = [0; BLOCK];
    while file.read_exact(&mut header).is_ok() && header[0] != 0 {
        let text = |range: std::ops::Range<usize>| String::from_utf8_lossy(&header[range]).trim_matches(['\0', ' ']).to_owned();
        let (name, size) = (text(0..100), usize::from_str_radix(&text(124..136), 8).unwrap());
        let mut bytes = vec![0; size.next_multiple_of(BLOCK)];
        file.read_exact(&mut bytes).unwrap();
        if let Some(path) = name.rsplit('/').next().and_then(&to) {
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, &bytes[..size]).unwrap();
        }
    }
}
