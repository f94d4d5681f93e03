//! What sharing costs, with a server on this machine: a push of many photos with their vectors, decisions there and back, searches at the hub.
//!
//! `cargo bench --bench share [PHOTOS] [ROWS]`: photos of the push (100,000), and rows of the searches (none: they take minutes to index).

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use base::{
    CaptureFacts, ContentHash, LabelDraft, LabelSetDraft, ModelInfo, ModelKey, PhotoId, PictureFacts, Provenance, RootId, Ruling, Source,
    Stamp, UnitVector, Verdict,
};
use catalog::{Catalog, IndexBatch, IndexedPhoto};
use share::{Address, Hub, Narrow, Vectors};
use std::path::Path;
use std::time::Instant;
use tasks::share::{SetsFrom, pull, push, random_id};
use testing::noise;
use testing::postgres::{self, Server};

const DIMENSION: usize = 512;

fn main() {
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let (photos, rows) = (numbers.first().copied().unwrap_or(100_000), numbers.get(1).copied().unwrap_or(0));
    let servers = [("without pgvector", postgres::plain()), ("with pgvector", postgres::with_pgvector())];
    for (name, server) in servers {
        let Some(server) = server else { continue };
        println!("{name}");
        transfers(server, photos);
    }
    if let Some(server) = postgres::with_pgvector().filter(|_| rows > 0) {
        searches(server, rows);
    }
}

fn hash(n: u64) -> ContentHash {
    let mut hash = [0; 32];
    hash[..8].copy_from_slice(&n.to_be_bytes());
    ContentHash(hash)
}

fn vector(n: u64) -> UnitVector {
    let mut next = noise(n);
    UnitVector::normalise((0..DIMENSION).map(|_| next()).collect()).unwrap()
}

fn key() -> ModelKey {
    ModelKey("0123456789abcdef".into())
}

fn person(folder: &Path, name: &str, photos: u64, embed: bool) -> Catalog {
    let mut catalog = Catalog::create(&folder.join(format!("{name}.selvedge"))).unwrap();
    catalog.set_author(name);
    let root = catalog.add_root(&folder.join(name)).unwrap();
    catalog
        .register_model(&ModelInfo { key: key(), name: "tiny".into(), revision: None, dimension: DIMENSION, logit_scale: 1.0 }, None)
        .unwrap();
    let numbers: Vec<u64> = (0..photos).collect();
    for some in numbers.chunks(5000) {
        let photos = some.iter().map(|n| photo(root, *n, embed)).collect();
        catalog.commit(&IndexBatch { model: Some(key()), photos, ..IndexBatch::default() }).unwrap();
    }
    catalog
}

fn photo(root: RootId, n: u64, embed: bool) -> IndexedPhoto {
    IndexedPhoto {
        id: None,
        root,
        path: format!("shoes/IMG_{n:07}.jpg").into(),
        stamp: Stamp::new(1, 1),
        hash: hash(n),
        width: 4000,
        height: 3000,
        format: "JPEG".into(),
        captured: None,
        facts: CaptureFacts::default(),
        fingerprint: None,
        embedding: embed.then(|| vector(n)),
        composition: None,
        thumbnail: None,
        reader: 1,
        same_shot: false,
        picture: PictureFacts::default(),
    }
}

fn decide(catalog: &mut Catalog, from: usize, count: usize) {
    let set = catalog.label_sets().unwrap().remove(0);
    let photos: Vec<PhotoId> = catalog.photos().unwrap().iter().skip(from).take(count).map(|photo| photo.id).collect();
    let verdict = |photo: &PhotoId| Verdict {
        photo: *photo,
        set: set.id,
        ruling: Ruling::Accept(set.labels[photo.0 as usize % 2].id),
        provenance: Provenance::of(Source::Person, 1_700_000_000_000),
    };
    let verdicts: Vec<Verdict> = photos.iter().map(verdict).collect();
    catalog.step(|step| step.decide_all(&verdicts, Source::Person)).unwrap();
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let since = Instant::now();
    let done = work();
    println!("  {what}: {:.2} s", since.elapsed().as_secs_f64());
    done
}

fn transfers(server: &Server, photos: u64) {
    let folder = tempfile::tempdir().unwrap();
    let url = server.url("owner", &server.database());
    let address = Address::read(&url).unwrap();
    Hub::init(&address, &random_id()).unwrap();
    let mut anna = person(folder.path(), "anna", photos, true);
    let labels = ["Red", "Blue"].map(|name| LabelDraft { id: None, name: name.into(), prompts: Vec::new() });
    anna.step(|step| step.save_set(&LabelSetDraft { labels: labels.to_vec(), ..LabelSetDraft::named("Colour") })).unwrap();
    let mut ben = person(folder.path(), "ben", photos, false);
    let bring = |catalog: &mut Catalog, what: &str| {
        let mut hub = Hub::open(&address).unwrap();
        timed(what, || push(catalog, &mut hub, SetsFrom::Nobody)).unwrap()
    };
    let take = |catalog: &mut Catalog, what: &str| {
        let mut hub = Hub::open(&address).unwrap();
        timed(what, || pull(catalog, &mut hub, SetsFrom::Nobody)).unwrap()
    };
    let report = bring(&mut anna, &format!("push of {photos} photos with vectors of {DIMENSION}"));
    assert_eq!((report.vectors_brought, report.photos), (photos, photos));
    let report = take(&mut ben, "pull of as many vectors, which were lacking");
    assert_eq!(report.vectors_taken, photos);
    decide(&mut anna, 0, 1000);
    assert_eq!(bring(&mut anna, "push of 1,000 new decisions").brought, 1000);
    assert_eq!(take(&mut ben, "pull of 1,000 decisions").taken, 1000);
    decide(&mut anna, 1000, photos as usize);
    let rest = photos - 1000;
    assert_eq!(bring(&mut anna, &format!("push of {rest} decisions")).brought, rest);
    assert_eq!(take(&mut ben, &format!("pull of {rest} decisions")).taken, rest);
    assert_eq!(bring(&mut ben, "first push by another, who has the same photos").photos, photos);
    decide(&mut ben, 0, 1000);
    bring(&mut ben, "push of 1,000 decisions by another, among those");
    take(&mut anna, "pull of these");
}

fn searches(server: &Server, rows: u64) {
    let database = server.database();
    let address = Address::read(&server.url("owner", &database)).unwrap();
    let (mut hub, ..) = Hub::init(&address, &random_id()).unwrap();
    assert_eq!(hub.vectors, Vectors::Pgvector);
    // Around 1,000 middles, as photos of products are: noise alone has no neighbours.
    let near = |n: u64| {
        let (middle, off) = (vector(n % 1000), vector(n + 1_000_000));
        let sum = middle.as_slice().iter().zip(off.as_slice()).map(|(a, b)| a + 0.7 * b).collect();
        UnitVector::normalise(sum).unwrap()
    };
    let model = hub.add(|session| session.add_model(&key().0, "tiny", DIMENSION)).unwrap();
    timed(&format!("{rows} rows"), || {
        let numbers: Vec<u64> = (0..rows).collect();
        for some in numbers.chunks(2000) {
            let vectors: Vec<UnitVector> = some.iter().map(|n| near(*n)).collect();
            let given: Vec<_> = some.iter().zip(&vectors).map(|(n, v)| (hash(*n), base::Arithmetic::F32, v.as_slice())).collect();
            hub.add(|session| session.add_vectors(model, DIMENSION, &given)).unwrap();
        }
    });
    server
        .psql(
            &database,
            "INSERT INTO selvedge.photos (hash, name, format, width, height) SELECT photo, 'x.jpg', 'JPEG', 1, 1 FROM selvedge.embeddings",
        )
        .unwrap();
    // As its owner would set it for a large hub: an index that does not fit is made many times more slowly.
    server.psql(&database, &format!("ALTER DATABASE {database} SET maintenance_work_mem = '4GB'")).unwrap();
    timed("index", || Hub::init(&address, "")).unwrap();
    let sizes =
        "SELECT pg_size_pretty(pg_total_relation_size('selvedge.embeddings') - pg_indexes_size('selvedge.embeddings')) || ' of vectors, '
        || coalesce(pg_size_pretty(pg_relation_size(to_regclass('selvedge.nearest_1'))), 'nothing') || ' of index'";
    println!("  {}", server.psql(&database, sizes).unwrap());
    let mut through_index = false;
    let (mut hits, mut all, mut near_ms, mut exact_ms) = (0, 0, Vec::new(), Vec::new());
    for n in 0..50 {
        let query = near(7_000_000 + n * 13);
        let mut ask = |exact: bool, times: &mut Vec<f64>| {
            let since = Instant::now();
            let (found, through) = hub.search(&key().0, query.as_slice(), 10, &Narrow::default(), exact).unwrap().unwrap();
            times.push(since.elapsed().as_secs_f64() * 1000.0);
            through_index |= through;
            found
        };
        let (near, exact) = (ask(false, &mut near_ms), if n < 10 { ask(true, &mut exact_ms) } else { continue });
        hits += near.iter().filter(|photo| exact.iter().any(|other| other.hash == photo.hash)).count();
        all += exact.len();
    }
    for times in [&mut near_ms, &mut exact_ms] {
        times.sort_by(f64::total_cmp);
    }
    println!(
        "  search of {rows}: {:.1} ms {} (median), {:.0} ms exact; recall@10 {hits} of {all}",
        near_ms[near_ms.len() / 2],
        if through_index { "through the index" } else { "without an index" },
        exact_ms[exact_ms.len() / 2]
    );
}
