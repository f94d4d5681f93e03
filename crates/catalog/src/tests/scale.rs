//! How long a catalogue of 100,000 photos takes. Measures, so it is run by hand:
//! `cargo test --release --lib catalog::tests::scale -- --ignored --nocapture`

use super::*;
use std::time::Instant;

const PHOTOS: u64 = 100_000;

/// Prints the median of three runs.
#[allow(clippy::print_stdout, reason = "a measurement is there to be read")]
fn time<T>(what: &str, mut run: impl FnMut() -> T) -> T {
    let mut taken = Vec::new();
    let answer = loop {
        let start = Instant::now();
        let answer = run();
        taken.push(start.elapsed().as_secs_f64() * 1000.0);
        if taken.len() == 3 {
            break answer;
        }
    };
    taken.sort_by(f64::total_cmp);
    println!("{:>9.1} ms  {what}   (of {:.1} to {:.1})", taken[1], taken[0], taken[2]);
    answer
}

fn path(n: u64) -> String {
    format!("folder {:02}/collection-{:03}/product_{n:06}_front.jpg", n % 40, n % 700)
}

#[test]
#[ignore = "measures for minutes; run by hand"]
#[allow(clippy::print_stdout, reason = "a measurement is there to be read")]
fn a_hundred_thousand_photos() {
    for dimension in [192, 512] {
        let mut s = shop();
        let info = model("big", dimension);
        s.catalog.register_model(&info, None).unwrap();
        println!("\n{PHOTOS} photos, vectors of {dimension}");
        let mut taken = Vec::new();
        for first in (0..PHOTOS).step_by(32) {
            let photos: Vec<_> = (first..PHOTOS.min(first + 32))
                .map(|n| IndexedPhoto {
                    embedding: Some(vector(n, dimension)),
                    hash: hash(n.wrapping_mul(0x9E37_79B9_7F4A_7C15)), // in no order, as real ones
                    ..photo(s.root, path(n), n)
                })
                .collect();
            let batch = IndexBatch { model: Some(info.key.clone()), photos, ..IndexBatch::default() };
            let start = Instant::now();
            s.catalog.commit(&batch).unwrap();
            taken.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        let total: f64 = taken.iter().sum();
        taken.sort_by(f64::total_cmp);
        let at = |part: f64| taken[(taken.len() as f64 * part) as usize];
        println!("{:>9.1} ms  commit of 32 photos (99 of 100: {:.1}, longest {:.1}, all {:.0})", at(0.5), at(0.99), at(0.9999), total);
        println!("{:>9.1} MB  catalogue", fs_err::metadata(s.catalog.path()).unwrap().len() as f64 / 1e6);
        let reader = time("open", || Catalog::open(s.catalog.path()).unwrap());
        let found = time("embeddings", || reader.embeddings(&info.key).unwrap());
        assert_eq!(found.values.len(), PHOTOS as usize * dimension);
        assert_eq!(time("photos", || reader.photos().unwrap()).len() as u64, PHOTOS);
        let known = time("known_files", || reader.known_files(s.root, &info.key).unwrap());
        assert!(known.iter().all(|k| k.embedded));
        time("counts", || reader.counts().unwrap());
        time("models", || reader.models().unwrap());
        assert_eq!(time("check", || reader.check().unwrap()), [""; 0]);
        time("backup", || reader.backup(&s.file("copy")).unwrap());
        let picture = vec![7_u8; 15_000];
        let mut next = 0;
        time("32 thumbnails of 15 KB written", || {
            // New ones each time: SQLite writes nothing where nothing changes.
            reader.put_thumbnails((next..next + 32).map(|n| (hash(n), &picture[..]))).unwrap();
            next += 32;
        });
        time("32 thumbnails read", || (0..32).filter_map(|n| reader.thumbnail(&hash(n))).count());
        let start = Instant::now();
        s.catalog.remove_root(s.root).unwrap();
        println!("{:>9.1} ms  remove_root, once", start.elapsed().as_secs_f64() * 1000.0);
    }
}
