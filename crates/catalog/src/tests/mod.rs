//! The catalogue's promises, each with the fault that would break it.

mod adapted;
mod arithmetic;
mod axes;
mod clocks;
mod facts;
mod halves;
mod harmless;
mod history;
mod in_hand;
mod index;
mod kept;
mod lean;
mod looks;
mod maps;
mod marks;
mod older;
mod opinions;
mod order;
mod peek;
mod refusal;
mod repair;
mod scale;
mod searches;
mod skus;
mod slices;
mod tags;
mod texts;
mod together;
mod twins;
mod upkeep;

use super::*;
use crate::schema::Schema;
use base::{CaptureFacts, ContentHash, ModelInfo, ModelKey, PhotoId, PictureFacts, RootId, Stamp, UnitVector};
use rusqlite::Connection;
use rusqlite_migration::M;
use std::path::{Path, PathBuf};

/// A catalogue in a folder that vanishes with it, one root and one model of dimension 8.
struct Shop {
    folder: tempfile::TempDir,
    catalog: Catalog,
    root: RootId,
}

fn shop() -> Shop {
    let folder = tempfile::tempdir().unwrap();
    let mut catalog = Catalog::create(&folder.path().join("shop.selvedge")).unwrap();
    let root = catalog.add_root(Path::new("/photos")).unwrap();
    catalog.register_model(&model("one", 8), None).unwrap();
    Shop { folder, catalog, root }
}

impl Shop {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Commits photos with these names; their content is told by the number.
    fn add(&mut self, photos: &[(&str, u64)]) -> Vec<PhotoId> {
        let photos = photos.iter().map(|(name, content)| photo(self.root, name, *content)).collect();
        self.catalog.commit(&batch(photos)).unwrap().photos
    }

    /// Name and whether it is missing, by id.
    fn list(&self) -> Vec<(i64, String, bool)> {
        self.catalog.photos().unwrap().into_iter().map(|p| (p.id.0, p.path.to_string_lossy().into_owned(), p.missing)).collect()
    }

    fn known(&self) -> Vec<KnownFile> {
        self.catalog.known_files(self.root, &key("one")).unwrap()
    }

    fn place(&mut self, moves: &[(PhotoId, &str)]) {
        let root = self.root;
        let placed = moves.iter().map(|(id, path)| Placement { id: *id, root, path: path.into(), stamp: stamp(2) }).collect();
        self.catalog.commit(&IndexBatch { placed, ..IndexBatch::default() }).unwrap();
    }
}

fn key(name: &str) -> ModelKey {
    ModelKey(format!("key of {name}"))
}

fn model(name: &str, dimension: usize) -> ModelInfo {
    ModelInfo { key: key(name), name: name.to_owned(), revision: None, dimension, logit_scale: 100.0 }
}

fn stamp(size: u64) -> Stamp {
    Stamp::new(size, 1_700_000_000_123_456_789)
}

fn hash(content: u64) -> ContentHash {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&content.to_le_bytes());
    ContentHash(bytes)
}

/// A unit vector that no other content has.
fn vector(content: u64, dimension: usize) -> UnitVector {
    let mut state = content.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let values = (0..dimension).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / 8_388_608.0 - 1.0
    });
    UnitVector::normalise(values.collect()).unwrap()
}

fn photo(root: RootId, path: impl AsRef<Path>, content: u64) -> IndexedPhoto {
    IndexedPhoto {
        id: None,
        root,
        path: path.as_ref().to_owned(),
        stamp: stamp(content),
        hash: hash(content),
        width: 640,
        height: 480,
        format: "JPEG".to_owned(),
        captured: Some("2026-05-03T14:05:09".to_owned()),
        facts: CaptureFacts { camera: Some("X-10".into()), iso: Some(400), ..CaptureFacts::default() },
        fingerprint: None,
        embedding: Some(vector(content, 8)),
        thumbnail: None,
        reader: 1,
        composition: None,
        picture: PictureFacts::default(),
        same_shot: false,
    }
}

fn batch(photos: Vec<IndexedPhoto>) -> IndexBatch {
    IndexBatch { model: Some(key("one")), photos, ..IndexBatch::default() }
}

/// The migrations, in order.
const MIGRATIONS: [&str; 23] = [
    include_str!("../../../../migrations/01-photos/up.sql"),
    include_str!("../../../../migrations/02-tags/up.sql"),
    include_str!("../../../../migrations/03-revisions/up.sql"),
    include_str!("../../../../migrations/04-history/up.sql"),
    include_str!("../../../../migrations/05-looks/up.sql"),
    include_str!("../../../../migrations/06-trust/up.sql"),
    include_str!("../../../../migrations/07-texts/up.sql"),
    include_str!("../../../../migrations/08-marks/up.sql"),
    include_str!("../../../../migrations/09-facts/up.sql"),
    include_str!("../../../../migrations/10-reader/up.sql"),
    include_str!("../../../../migrations/11-stamps/up.sql"),
    include_str!("../../../../migrations/12-saved-searches/up.sql"),
    include_str!("../../../../migrations/13-clocks/up.sql"),
    include_str!("../../../../migrations/14-companions/up.sql"),
    include_str!("../../../../migrations/15-sharpness/up.sql"),
    include_str!("../../../../migrations/16-slices/up.sql"),
    include_str!("../../../../migrations/17-arithmetic/up.sql"),
    include_str!("../../../../migrations/18-axes/up.sql"),
    include_str!("../../../../migrations/19-maps/up.sql"),
    include_str!("../../../../migrations/20-photo-skus/up.sql"),
    include_str!("../../../../migrations/21-opinions/up.sql"),
    include_str!("../../../../migrations/22-composition/up.sql"),
    include_str!("../../../../migrations/23-hubs/up.sql"),
];

/// This program's schema with one more migration.
fn later(extra: &'static str) -> Schema {
    Schema::of(MIGRATIONS.into_iter().chain([extra]).map(M::up).collect(), MIGRATIONS.len() + 1)
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs_err::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
