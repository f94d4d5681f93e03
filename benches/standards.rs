//! What measuring a photo costs beside reading it, and what filtering 100,000 photos by their figures costs.
//!
//! `cargo bench --bench standards [FOLDER]`: without a folder a photo is drawn.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a measurement is there to be read
use base::colour::Lab;
use base::composition::{Bounds, Composition, Swatch};
use base::{Photo, PhotoId, Photos, RootId, TagBook};
use photo::{Limits, composition, decode_at_least, fingerprint, thumbnail};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tasks::query;
use tasks::search::{Decided, FindRequest, Searchable};
use workspace::standards::{count, preset};

const PHOTOS: i64 = 100_000;
const ROUNDS: u32 = 5;

fn main() {
    measuring();
    filtering();
}

/// The best of some rounds.
fn best<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let timed = |work: &mut dyn FnMut() -> T| {
        let start = Instant::now();
        let done = work();
        (start.elapsed(), done)
    };
    (1..ROUNDS).fold(timed(&mut work), |best, _| {
        let next = timed(&mut work);
        if next.0 < best.0 { next } else { best }
    })
}

fn measuring() {
    let folder = std::env::args().nth(1).filter(|argument| !argument.starts_with("--")).map(PathBuf::from);
    let files: Vec<Vec<u8>> = if let Some(folder) = folder {
        let found = photo::walk(&folder, &base::Cancel::default(), &mut |_| ()).unwrap();
        found.files.iter().take(60).map(|file| photo::read(&folder.join(&file.path)).unwrap()).collect()
    } else {
        let drawn = image::RgbImage::from_fn(1800, 2400, |x, y| {
            let inside = x.abs_diff(900).pow(2) + y.abs_diff(1200).pow(2) < 700 * 700;
            image::Rgb(if inside { [190, (x % 60) as u8, (y % 90) as u8] } else { [255; 3] })
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        drawn.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        vec![bytes.into_inner()]
    };
    let (mut reading, mut measuring) = (Duration::ZERO, Duration::ZERO);
    for bytes in &files {
        let (took, decoded) = best(|| {
            let decoded = decode_at_least(bytes, &Limits::default(), 700).unwrap();
            std::hint::black_box((fingerprint(&decoded.pixels), thumbnail(&decoded.pixels, 256)));
            decoded
        });
        reading += took;
        measuring += best(|| composition(&decoded)).0;
    }
    let ms = |all: Duration| 1000.0 * all.as_secs_f64() / files.len() as f64;
    println!(
        "of {} photos: {:.2} ms to decode, fingerprint and shrink one, {:.2} ms to measure it",
        files.len(),
        ms(reading),
        ms(measuring)
    );
}

fn filtering() {
    let photos: Arc<Photos> = Arc::new((1..=PHOTOS).map(photo).collect());
    let measured: HashMap<PhotoId, Composition> = (1..=PHOTOS).map(|n| (PhotoId(n), made_up(n))).collect();
    let searchable = Searchable::new(Arc::clone(&photos), &[], &[], vectors::Matrix::default());
    let (rules, book) = (preset("amazon").unwrap().1, TagBook::default());
    let decided =
        Decided { sets: &[], book: &book, open: None, duplicates: None, axes: None, compositions: Some(&measured), standard: Some(&rules) };
    // The order by name is made once.
    let all = query::parse("").unwrap();
    searchable.find(&FindRequest::of(&all));
    for text in ["is:failing", "is:passing", "fails:fill", "hue:#aa3344"] {
        let query = query::parse(text).unwrap();
        let (took, found) = best(|| searchable.find(&FindRequest { decided: Some(decided), ..FindRequest::of(&query) }));
        println!("{text}: {:.0} ms, {} of {PHOTOS} photos", 1000.0 * took.as_secs_f64(), found.hits.len());
    }
    let (took, _) = best(|| count(&rules, photos.iter(), &measured));
    println!("counted by rule: {:.0} ms", 1000.0 * took.as_secs_f64());
}

fn photo(n: i64) -> Photo {
    let side = 600 + (n * 7919 % 1400) as u32;
    Photo { root: RootId(1), width: side, height: side + (n % 3) as u32 * 100, ..Photo::sample(n, &format!("shop/{n}.jpg")) }
}

fn made_up(n: i64) -> Composition {
    let share = |by: i64| (n * by % 1000) as f32 / 1000.0;
    let colour = |by: i64| Lab { l: 100.0 * share(by), a: 160.0 * share(by + 2) - 80.0, b: 160.0 * share(by + 4) - 80.0 };
    Composition {
        white: share(7),
        near_white: share(11),
        background: Some([255; 3]),
        product: Some(Bounds { x0: 0.0, y0: 0.0, x1: share(13), y1: share(17) }),
        palette: (0..5).map(|i| Swatch { lab: colour(101 + 10 * i), share: 0.2 }).collect(),
        ..Composition::default()
    }
}
