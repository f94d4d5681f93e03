//! A drawn catalogue for tests: a cloud of unit vectors for each label, and a model whose words know as much of it as was wanted.

use crate::query_embedding::TextCache;
use crate::search::Searchable;
use crate::suggest::{EmbeddedSet, Slot, Suggestions, embed_set};
use base::{ContentHash, Decision, LabelId, LabelSet, Photo, PhotoId, Photos, Provenance, Source, Tag, TagBook, UnitVector};
use std::ops::Range;
use std::sync::Arc;
use testing::{TextModel, noise};
use vectors::Matrix;

const DIMENSION: usize = 24;

/// Photos 1, 2, …: photo n is of label `(n - 1) % labels`.
pub(crate) struct Clouds {
    pub photos: Searchable,
    pub set: LabelSet,
    labels: usize,
    /// What the words of each label look like; of the last, anything else.
    texts: Vec<UnitVector>,
}

impl Clouds {
    /// `known`: how far the words point to their label's cloud, 0 (not at all) to 1.
    pub fn new(photos: usize, labels: usize, known: f32) -> Self {
        Self::seeded(photos, labels, known, 1)
    }

    pub fn seeded(photos: usize, labels: usize, known: f32, seed: u64) -> Self {
        let mut random = noise(seed + 11);
        let mut draw = || -> Vec<f32> { (0..DIMENSION).map(|_| random()).collect() };
        let centres: Vec<Vec<f32>> = (0..labels).map(|_| draw()).collect();
        let mix =
            |a: &[f32], x: f32, b: &[f32], y: f32| UnitVector::normalise(a.iter().zip(b).map(|(a, b)| x * a + y * b).collect()).unwrap();
        let vectors: Vec<UnitVector> = (0..photos).map(|i| mix(&centres[i % labels], 1.0, &draw(), 0.9)).collect();
        let mut texts: Vec<UnitVector> = centres.iter().map(|centre| mix(centre, known, &draw(), 1.0 - known)).collect();
        texts.push(UnitVector::normalise(draw()).unwrap());
        let photo = |i: usize| Photo { hash: hash(i), ..Photo::sample(i as i64 + 1, &format!("{i}.jpg")) };
        let all: Vec<Photo> = (0..photos).map(photo).collect();
        let names: Vec<String> = (0..labels).map(|i| format!("L{i}")).collect();
        let set = LabelSet::sample(1, "Codes", (1..).zip(names.iter().map(String::as_str)));
        Self { photos: searchable(all, &vectors), set, labels, texts }
    }

    pub fn embedded(&self) -> Arc<EmbeddedSet> {
        let texts = self.texts.clone();
        let last = texts.len() - 1;
        let label =
            move |text: &str| text.rsplit_once('L').and_then(|(_, n)| n.parse::<usize>().ok()).filter(|n| *n < last).unwrap_or(last);
        let model = TextModel::new("clouds", DIMENSION, 25.0, move |text| Some(texts[label(text)].clone()));
        Arc::new(embed_set(&Arc::new(self.set.draft()), &model, &TextCache::default(), &|| false).unwrap().unwrap())
    }

    pub fn label(&self, place: usize) -> LabelId {
        self.set.labels[place].id
    }

    pub fn truth(&self, photo: PhotoId) -> Slot {
        Slot::label((photo.0 as usize - 1) % self.labels)
    }

    /// The first so many photos with their true labels.
    pub fn tags(&self, decided: usize, source: Source) -> Vec<Tag> {
        let tag = |i: usize| Tag {
            photo: PhotoId(i as i64 + 1),
            set: self.set.id,
            label: Some(self.label(i % self.labels)),
            decision: Decision::Accepted,
            provenance: Provenance::of(source, 0),
            revision: 1,
            stale: false,
        };
        (0..decided).map(tag).collect()
    }

    pub fn book(&self, decided: usize, source: Source) -> TagBook {
        TagBook::new(self.tags(decided, source))
    }

    /// These photos become copies of one file; their vectors stay.
    pub fn same_file(&mut self, photos: &[usize]) {
        let mut all: Vec<Photo> = self.photos.photos().iter().cloned().collect();
        for &i in photos {
            all[i].hash = hash(9999);
        }
        let vectors: Vec<UnitVector> = all.iter().map(|photo| self.photos.vector(photo.id).unwrap()).collect();
        self.photos = searchable(all, &vectors);
    }

    /// Scores of these photos' suggestions, and whether each is right.
    pub fn scored(&self, answers: &Suggestions, photos: Range<usize>) -> Vec<(f32, bool)> {
        let rows = photos.map(|i| answers.of(PhotoId(i as i64 + 1)).unwrap());
        rows.map(|row| (row.score, row.slot == self.truth(row.photo))).collect()
    }

    /// The share of these photos whose suggestion is right.
    pub fn right(&self, answers: &Suggestions, photos: Range<usize>) -> f64 {
        let scored = self.scored(answers, photos);
        scored.iter().filter(|(_, right)| *right).count() as f64 / scored.len() as f64
    }
}

fn hash(content: usize) -> ContentHash {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&(content as u64).to_le_bytes());
    ContentHash(bytes)
}

fn searchable(photos: Vec<Photo>, vectors: &[UnitVector]) -> Searchable {
    let ids: Vec<PhotoId> = photos.iter().map(|photo| photo.id).collect();
    let values = vectors.iter().flat_map(|vector| vector.as_slice().to_vec()).collect();
    Searchable::new(Photos::from(photos).into(), &[], &ids, Matrix::new(DIMENSION, values).unwrap())
}
