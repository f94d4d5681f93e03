//! A catalogue that is refreshed batch by batch is the one that is read anew.

use super::*;
use crate::snapshot::{load, load_without_model};
use base::{CaptureFacts, ClockOffset, ContentHash, Photo, PictureFacts, RootId, Stamp, UnitVector};
use catalog::{Embedded, IndexBatch, IndexedPhoto, Placement, ReadFacts};
use std::path::PathBuf;
use tasks::query;
use tasks::search::{FindRequest, Sort};
use testing::{TextModel, noise_of};

const DIMENSION: usize = 12;

struct Shop {
    _folder: tempfile::TempDir,
    catalog: Catalog,
    root: RootId,
    encoder: Arc<dyn Encoder>,
    random: u64,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let encoder = TextModel::of_noise(DIMENSION, 100.0);
        let mut catalog = Catalog::create(&folder.path().join("shop.selvedge")).unwrap();
        let root = catalog.add_root(folder.path()).unwrap();
        catalog.register_model(encoder.info(), None).unwrap();
        Self { _folder: folder, catalog, root, encoder: Arc::new(encoder), random: 1 }
    }

    fn below(&mut self, n: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % n.max(1)
    }

    /// Few names in few folders: many are called alike, and places are taken again.
    fn path(&mut self) -> PathBuf {
        let (folder, name) = (self.below(4), self.below(120));
        format!("{folder}/IMG_{name}.jpg").into()
    }

    fn indexed(&mut self) -> IndexedPhoto {
        let content = self.below(1 << 30);
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&content.to_le_bytes());
        IndexedPhoto {
            id: None,
            root: self.root,
            path: self.path(),
            stamp: Stamp::new(content, content as i64),
            hash: ContentHash(hash),
            width: 3,
            height: 4,
            format: "JPEG".to_owned(),
            captured: self.below(2).eq(&0).then(|| format!("2026-05-03T14:05:{:02}", content % 60)),
            facts: CaptureFacts { camera: Some("X-10".into()), ..CaptureFacts::default() },
            fingerprint: None,
            embedding: (self.below(3) > 0).then(|| vector(content)),
            thumbnail: None,
            reader: 1,
            composition: None,
            picture: PictureFacts::default(),
            same_shot: false,
        }
    }

    fn some(&mut self, photos: &[Photo]) -> Option<Photo> {
        let place = self.below(photos.len() as u64) as usize;
        photos.get(place).cloned()
    }

    /// What an index run may commit.
    fn batch(&mut self) -> IndexBatch {
        let photos = self.catalog.photos().unwrap();
        let mut batch = IndexBatch { model: Some(self.encoder.info().key.clone()), ..IndexBatch::default() };
        for _ in 0..self.below(6) {
            let other = self.some(&photos);
            match (self.below(9), other) {
                (0, Some(photo)) => batch.missing.push(photo.id),
                (1, Some(photo)) => {
                    let placement = Placement { id: photo.id, root: self.root, path: self.path(), stamp: photo.stamp() };
                    batch.placed.push(placement);
                }
                (2, Some(photo)) => {
                    // Other content, or the same file elsewhere.
                    let indexed = self.indexed();
                    batch.photos.push(IndexedPhoto { id: Some(photo.id), ..indexed });
                }
                (3 | 4, Some(photo)) => {
                    let vector = vector(self.below(1 << 30));
                    batch.embedded.push(Embedded { root: photo.root, path: photo.path, hash: photo.hash, vector });
                }
                (5, Some(photo)) => {
                    let facts = CaptureFacts { iso: Some(self.below(800) as u32), ..CaptureFacts::default() };
                    let captured = Some("2026-06-01T08:00:00".to_owned());
                    batch.facts.push(ReadFacts { photo: photo.id, root: photo.root, captured, facts, composition: None });
                }
                (6, Some(photo)) => batch.companions.push((photo.root, photo.path.clone(), Some(photo.path.with_extension("NEF")))),
                (7, Some(photo)) => batch.stamped.push((photo.id, Stamp::new(photo.size + 1, photo.mtime_ns))),
                _ => batch.photos.push(self.indexed()),
            }
        }
        batch
    }
}

fn vector(content: u64) -> UnitVector {
    UnitVector::normalise(noise_of(DIMENSION, content)).unwrap()
}

/// All that is asked of it, so that it has sorted its photos.
fn answers(opened: &Opened) -> Vec<Vec<(PhotoId, Option<u32>)>> {
    let (query, vector) = (query::parse("").unwrap(), vector(5));
    let by = |sort, vector| {
        let found = opened.searchable.find(&FindRequest { sort, vector, include_missing: true, ..FindRequest::of(&query) });
        found.hits.iter().map(|hit| (hit.photo, hit.score.map(f32::to_bits))).collect()
    };
    vec![by(Sort::Name, None), by(Sort::Date, None), by(Sort::Size, None), by(Sort::Relevance, Some(&vector))]
}

fn assert_same(refreshed: &Opened, anew: &Opened, round: u64) {
    let (a, b) = (&refreshed.snapshot, &anew.snapshot);
    let all = |opened: &Opened| opened.searchable.photos().iter().cloned().collect::<Vec<Photo>>();
    assert_eq!(all(refreshed), all(anew), "round {round}");
    assert!(a.photos.iter().eq(b.photos.iter()));
    assert_eq!((&a.roots, &a.folders, a.embedded, a.unread_folders), (&b.roots, &b.folders, b.embedded, b.unread_folders));
    assert_eq!((&a.name, &a.model, &a.problems, refreshed.generation), (&b.name, &b.model, &b.problems, anew.generation));
    let vectors = |opened: &Opened| opened.snapshot.photos.iter().map(|photo| opened.searchable.vector(photo.id)).collect::<Vec<_>>();
    assert_eq!(vectors(refreshed), vectors(anew), "round {round}");
    assert_eq!(answers(refreshed), answers(anew), "round {round}");
    let taken = |opened: &Opened| opened.searchable.timeline(opened.snapshot.photos.iter().map(|photo| photo.id));
    assert_eq!(taken(refreshed), taken(anew), "round {round}");
}

#[test]
fn what_is_refreshed_batch_by_batch_is_what_is_read_anew() {
    let mut shop = Shop::new();
    let mut opened = load(&shop.catalog, Arc::clone(&shop.encoder), None).unwrap();
    let (mut batches, mut unread) = (Batches::default(), 0);
    for round in 0..400 {
        let batch = shop.batch();
        batches.push(shop.catalog.commit(&batch).unwrap());
        // Not each batch is shown at once.
        if shop.below(3) == 0 {
            unread += 1;
            continue;
        }
        answers(&opened);
        opened = refreshed(&opened, &shop.catalog, Arc::clone(&shop.encoder), &mut batches, None).unwrap().expect("a refresh");
        assert_same(&opened, &load(&shop.catalog, Arc::clone(&shop.encoder), None).unwrap(), round);
    }
    assert!(opened.snapshot.photos.len() > 100 && opened.snapshot.embedded > 50 && unread > 50);
}

#[test]
fn what_others_changed_is_read_anew() {
    let mut shop = Shop::new();
    let encoder = || TextModel::of_noise(DIMENSION, 100.0);
    let mut batches = Batches::default();
    let photos: Vec<IndexedPhoto> = (0..5).map(|_| shop.indexed()).collect();
    let batch = |photos: &[IndexedPhoto]| IndexBatch {
        model: Some(encoder().info().key.clone()),
        photos: photos.to_vec(),
        ..IndexBatch::default()
    };
    batches.push(shop.catalog.commit(&batch(&photos[..1])).unwrap());
    let opened = load(&shop.catalog, Arc::clone(&shop.encoder), None).unwrap();
    let refresh = |shop: &Shop, batches: &mut Batches| refreshed(&opened, &shop.catalog, Arc::clone(&shop.encoder), batches, None).unwrap();
    assert!(
        refresh(&shop, &mut batches).is_some_and(|same| Arc::ptr_eq(&same.snapshot.photos, &opened.snapshot.photos)),
        "nothing changed"
    );
    // Another program commits before, between and after what is committed here.
    let mut other = Catalog::open(shop.catalog.path()).unwrap();
    for order in [[true, false, false], [false, true, false], [false, false, true]] {
        let mut batches = Batches::default();
        for (is_other, n) in order.into_iter().zip(1..) {
            let batch = batch(&photos[n..=n]);
            if is_other {
                other.commit(&batch).unwrap();
            } else {
                batches.push(shop.catalog.commit(&batch).unwrap());
            }
        }
        assert!(refresh(&shop, &mut batches).is_none());
    }
    let known = [
        load(&shop.catalog, Arc::clone(&shop.encoder), None).unwrap(),
        load_without_model(&shop.catalog, shop.encoder.info().name.clone(), None).unwrap(),
    ];
    batches.push(shop.catalog.commit(&batch(&photos[4..])).unwrap());
    let refresh =
        |opened, catalog: &Catalog| refreshed(opened, catalog, Arc::clone(&shop.encoder), &mut batches.clone(), None).unwrap().is_some();
    assert_eq!(known.each_ref().map(|opened| refresh(opened, &shop.catalog)), [true, false], "without a model there were no vectors");
    shop.catalog.step(|step| step.set_clock("X-10", ClockOffset::from_seconds(60).unwrap())).unwrap();
    assert!(!refresh(&known[0], &shop.catalog), "all dates may be others");
}
