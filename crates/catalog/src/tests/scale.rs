//! How long a catalogue of 100,000 photos takes. Measures, so it is run by hand:
//! `cargo test --release -p catalog --lib tests::scale -- --ignored --nocapture`

use super::*;
use base::{LabelDraft, LabelId, LabelSetDraft, Provenance, Ruling, Source, Verdict};
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

/// The longest that another connection waits for a change of its own while `work` runs.
fn longest_wait<T>(path: &Path, work: impl FnOnce() -> T) -> (T, f64) {
    let ended = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            let (mut other, mut longest) = (Catalog::open(path).unwrap(), 0.0_f64);
            while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                let start = Instant::now();
                other.set_choice("other", Some("1")).unwrap();
                longest = longest.max(start.elapsed().as_secs_f64() * 1000.0);
                std::thread::sleep(std::time::Duration::from_millis(7));
            }
            longest
        });
        let done = work();
        ended.store(true, std::sync::atomic::Ordering::Relaxed);
        (done, other.join().unwrap())
    })
}

#[test]
#[ignore = "measures for minutes; run by hand"]
#[allow(clippy::print_stdout, reason = "a measurement is there to be read")]
fn a_step_of_all_photos() {
    let mut s = shop();
    let root = s.root;
    let photos: Vec<_> = (0..PHOTOS).map(|n| IndexedPhoto { embedding: None, ..photo(root, path(n), n) }).collect();
    let ids: Vec<PhotoId> = photos.chunks(10_000).flat_map(|photos| s.catalog.commit(&batch(photos.to_vec())).unwrap().photos).collect();
    let labels = (0..50).map(|n| LabelDraft { name: format!("label {n}"), ..LabelDraft::default() }).collect();
    let draft = LabelSetDraft { labels, ..LabelSetDraft::named("Fifty") };
    let (set, _) = s.catalog.step(|step| step.save_set(&draft)).unwrap();
    let labels: Vec<LabelId> = s.catalog.label_sets().unwrap()[0].labels.iter().map(|label| label.id).collect();
    let provenance = Provenance { score: Some(0.75), model: Some("starter@1f3870be274f".into()), ..Provenance::of(Source::Rule, 1) };
    let verdict = |(n, photo): (usize, &PhotoId)| Verdict {
        photo: *photo,
        set,
        ruling: Ruling::Accept(labels[n % labels.len()]),
        provenance: provenance.clone(),
    };
    let verdicts: Vec<Verdict> = ids.iter().enumerate().map(verdict).collect();
    let file = s.catalog.path().to_owned();
    for _ in 0..3 {
        let mut timed = |what: &str, work: &mut dyn FnMut(&mut Catalog)| {
            let start = Instant::now();
            let ((), wait) = longest_wait(&file, || work(&mut s.catalog));
            println!("{:>9.1} ms  {what}, others waited {wait:.0} ms", start.elapsed().as_secs_f64() * 1000.0);
        };
        timed("accept", &mut |catalog| drop(catalog.step(|step| step.decide_all(&verdicts, Source::Rule)).unwrap()));
        timed("undo", &mut |catalog| drop(catalog.undo(None).unwrap()));
        timed("redo", &mut |catalog| drop(catalog.redo(None).unwrap()));
        timed("undo", &mut |catalog| drop(catalog.undo(None).unwrap()));
        timed("a small step, which forgets it", &mut |catalog| {
            catalog.step(|step| step.decide_all(&verdicts[..1], Source::Rule)).unwrap();
        });
        s.catalog.undo(None).unwrap();
    }
}
