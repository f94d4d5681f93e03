//! Where in a photo a garment is: how often the hottest place of a map lies in a box that was drawn by hand around it, beside the middle of the
//! photo, any place of it, and the place where that garment usually lies. `cargo bench --bench localise -- FOLDER [MODEL]`, of people in the street
//! (clothing-co-parsing): `labels.csv` with the columns `id` and `boxes`, and `images.tar`; a checkpoint's folder in place of the starter.
//!
//! The photos are those that the starter's recipe holds out (`recipe/splits.py`): "choose", by which the windows were chosen, and "test".
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use base::{Arithmetic, Device, Encoder};
use clip::{ModelSource, open};
use photo::{Limits, decode};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::Instant;
use tasks::localise::look;
use tasks::query_embedding::TextCache;
use workspace::localise::ordinary;

/// Ten photos with neighbouring numbers are one group: the same person may be on them.
const CHOOSE: [u32; 16] = [16, 26, 39, 62, 77, 78, 92, 94, 115, 118, 134, 144, 148, 166, 201, 208];
const TEST: [u32; 29] =
    [0, 4, 18, 28, 46, 48, 59, 68, 84, 87, 100, 108, 117, 127, 129, 135, 138, 145, 147, 149, 160, 168, 177, 182, 189, 192, 195, 204, 205];
/// Times that the groups are drawn again for an interval.
const DRAWS: u64 = 1000;
/// Places along each side at which boxes are compared with guesses that have no map.
const PLACES: usize = 40;

/// Left, top, right, bottom: shares of the sides.
type Box = [f32; 4];

struct Street {
    id: u32,
    boxes: BTreeMap<String, Vec<Box>>,
}

impl Street {
    fn group(&self) -> u32 {
        self.id / 10
    }
}

/// A question: which group it is of, and what was right about it, from 0 to 1.
struct Asked {
    group: u32,
    right: f32,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/street-train");
    let folder = arguments.first().map_or(default, PathBuf::from);
    if !folder.join("labels.csv").exists() {
        return println!("skipped: {} is not here", folder.display());
    }
    let source = arguments.get(1).map_or(ModelSource::Starter, |folder| ModelSource::of_folder(Path::new(folder)));
    let rows = rows(&folder);
    let photos = photos(&folder);
    let usual = usual_places(rows.iter().filter(|row| !CHOOSE.contains(&row.group()) && !TEST.contains(&row.group())));
    for (part, groups) in [("choose", &CHOOSE[..]), ("test", &TEST[..])] {
        let held_out: Vec<&Street> = rows.iter().filter(|row| groups.contains(&row.group())).collect();
        for arithmetic in [Arithmetic::F32, Arithmetic::Int8] {
            let encoder = open(&source, Device::Cpu).unwrap().in_arithmetic(arithmetic);
            let start = Instant::now();
            let asked = by_maps(&encoder, &held_out, &photos);
            let each = start.elapsed().as_secs_f64() / held_out.len() as f64;
            println!("{part}: map {} ({each:.2} s a photo, {})", told(&asked), arithmetic.name());
        }
        let guess = |right: &dyn Fn(&str, &[Box]) -> f32| {
            let questions = held_out.iter().flat_map(|row| row.boxes.iter().map(|(name, boxes)| (row.group(), name, boxes)));
            told(&questions.map(|(group, name, boxes)| Asked { group, right: right(name, boxes) }).collect::<Vec<_>>())
        };
        println!("{part}: middle {}", guess(&|_, boxes| one(inside(boxes, [0.5; 2]))));
        println!("{part}: any place {}", guess(&|_, boxes| area(boxes)));
        println!("{part}: its usual place {}", guess(&|name, boxes| one(usual.get(name).is_some_and(|at| inside(boxes, *at)))));
    }
}

fn by_maps(encoder: &dyn Encoder, rows: &[&Street], photos: &HashMap<u32, Vec<u8>>) -> Vec<Asked> {
    let mut asked = Vec::new();
    let ordinary = ordinary(encoder, &TextCache::default(), &|| false).unwrap().unwrap();
    for row in rows {
        let pixels = decode(&photos[&row.id], &Limits::default()).unwrap().pixels;
        let windows = look(&pixels, encoder, &|| false).unwrap().unwrap();
        let names: Vec<&str> = row.boxes.keys().map(String::as_str).collect();
        for (boxes, vector) in row.boxes.values().zip(encoder.encode_texts(&names).unwrap()) {
            asked.push(Asked { group: row.group(), right: one(inside(boxes, windows.heat(&vector, &ordinary).peak())) });
        }
    }
    asked
}

fn one(right: bool) -> f32 {
    f32::from(u8::from(right))
}

fn inside(boxes: &[Box], [x, y]: [f32; 2]) -> bool {
    boxes.iter().any(|[left, top, right, bottom]| (*left..=*right).contains(&x) && (*top..=*bottom).contains(&y))
}

fn places() -> impl Iterator<Item = [f32; 2]> {
    let share = |at: usize| (at as f32 + 0.5) / PLACES as f32;
    (0..PLACES * PLACES).map(move |at| [share(at % PLACES), share(at / PLACES)])
}

fn area(boxes: &[Box]) -> f32 {
    places().filter(|place| inside(boxes, *place)).count() as f32 / (PLACES * PLACES) as f32
}

/// Of each garment the place that most of its boxes hold.
fn usual_places<'a>(rows: impl Iterator<Item = &'a Street>) -> HashMap<String, [f32; 2]> {
    let mut boxes: HashMap<String, Vec<Box>> = HashMap::new();
    for (name, own) in rows.flat_map(|row| &row.boxes) {
        boxes.entry(name.clone()).or_default().extend(own);
    }
    let most = |boxes: &[Box]| places().max_by_key(|at| boxes.iter().filter(|own| inside(std::slice::from_ref(own), *at)).count());
    boxes.into_iter().filter_map(|(name, boxes)| Some((name, most(&boxes)?))).collect()
}

/// "45.0 of 100 (42.1 to 47.8; 436 questions)": the interval is that of the groups drawn again.
fn told(asked: &[Asked]) -> String {
    let mut groups: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    for one in asked {
        groups.entry(one.group).or_default().push(one.right);
    }
    let groups: Vec<Vec<f32>> = groups.into_values().collect();
    let mean = |groups: &[&Vec<f32>]| {
        let all: Vec<f32> = groups.iter().flat_map(|group| group.iter().copied()).collect();
        100.0 * all.iter().sum::<f32>() / all.len() as f32
    };
    let mut drawn: Vec<f32> = (0..DRAWS)
        .map(|draw| {
            let numbers = testing::noise_of(groups.len(), draw + 1);
            let pick = |number: &f32| &groups[((number.abs() * 1e4) as usize) % groups.len()];
            mean(&numbers.iter().map(pick).collect::<Vec<_>>())
        })
        .collect();
    drawn.sort_by(f32::total_cmp);
    let [low, high] = [0.025, 0.975].map(|share| drawn[(share * (DRAWS - 1) as f32) as usize]);
    format!("{:.1} of 100 ({low:.1} to {high:.1}; {} questions)", mean(&groups.iter().collect::<Vec<_>>()), asked.len())
}

fn rows(folder: &Path) -> Vec<Street> {
    let table = fs_err::read_to_string(folder.join("labels.csv")).unwrap();
    let row = |line: &str| {
        let mut cells = line.split(',');
        let (id, boxes) = (cells.next()?.parse().ok()?, cells.nth(1)?);
        let mut of: BTreeMap<String, Vec<Box>> = BTreeMap::new();
        for one in boxes.split('|').map(str::trim).filter(|one| !one.is_empty()) {
            let mut parts = one.split(' ');
            let name = parts.next()?.to_owned();
            let corners: Vec<f32> = parts.map(|part| part.parse().unwrap()).collect();
            of.entry(name).or_default().push(corners.try_into().unwrap());
        }
        (!of.is_empty()).then_some(Street { id, boxes: of })
    };
    table.lines().skip(1).filter_map(row).collect()
}

/// Every file of the archive by its number.
fn photos(folder: &Path) -> HashMap<u32, Vec<u8>> {
    let bytes = fs_err::read(folder.join("images.tar")).unwrap();
    let text = |field: &[u8]| String::from_utf8_lossy(field).trim_matches(|c: char| c == '\0' || c == ' ').to_owned();
    let (mut at, mut photos) = (0, HashMap::new());
    while at + 512 <= bytes.len() && bytes[at] != 0 {
        let (name, size) = (text(&bytes[at..at + 100]), usize::from_str_radix(&text(&bytes[at + 124..at + 136]), 8).unwrap());
        let number = Path::new(&name).file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        photos.extend(number.map(|number| (number, bytes[at + 512..at + 512 + size].to_vec())));
        at += 512 + size.next_multiple_of(512);
    }
    photos
}
