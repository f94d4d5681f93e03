//! Seconds of an audit of a set of 40 labels over vectors of 512 dimensions: `cargo bench --bench audit [-- PHOTOS]` (default 100,000,
//! every one of them tagged).
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::{
    ContentHash, Decision, EncodeError, Encoder, LabelDraft, LabelId, LabelSet, LabelSetDraft, LabelSetId, ModelInfo, ModelKey, Photo,
    PhotoId, Prepared, Progress, Provenance, Rgb8, Source, Tag, TagBook, UnitVector,
};
use std::sync::Arc;
use std::time::Instant;
use tasks::audit::{AuditRequest, audit};
use tasks::learned::{Lessons, learn};
use tasks::query_embedding::TextCache;
use tasks::search::Searchable;
use tasks::suggest::embed_set;
use vectors::Matrix;

const DIMENSION: usize = 512;
const LABELS: usize = 40;

/// Says something of every text.
struct Noise(ModelInfo);

impl Encoder for Noise {
    fn info(&self) -> &ModelInfo {
        &self.0
    }
    fn prepare(&self, _: &Rgb8) -> Prepared {
        Prepared(Vec::new())
    }
    fn encode_images(&self, _: &[Prepared]) -> Result<Vec<UnitVector>, EncodeError> {
        Ok(Vec::new())
    }
    fn encode_texts(&self, texts: &[&str]) -> Result<Vec<UnitVector>, EncodeError> {
        let seed = |text: &str| text.bytes().fold(7_u32, |seed, b| seed.wrapping_mul(31).wrapping_add(u32::from(b)));
        Ok(texts.iter().map(|text| UnitVector::normalise(noise(DIMENSION, seed(text) | 1)).unwrap()).collect())
    }
    fn unknown_words(&self, _: &str) -> Vec<String> {
        Vec::new()
    }
    fn cut_off(&self, _: &str) -> Option<String> {
        None
    }
}

fn main() {
    let photos = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let searchable = searchable(photos);
    let info = ModelInfo { key: ModelKey("bench".into()), name: "bench".into(), revision: None, dimension: DIMENSION, logit_scale: 20.0 };
    let set = set();
    let words = Arc::new(embed_set(&Arc::new(set.draft()), &Noise(info), &TextCache::default(), &|| false).unwrap().unwrap());
    let book = TagBook::new((0..photos).map(tag));
    let alone = |_| None;
    let start = Instant::now();
    let learned = learn(&searchable, &words, Lessons::of(&searchable, &words, &book, &alone));
    println!("{photos} decisions are learned from in {:.1} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let request = AuditRequest { photos: &searchable, learned: &learned, set: &set, book: &book, kept: &[], product: &alone };
    let found = audit(&request, &Progress::default(), &|| false).unwrap();
    println!("{} labels are audited in {:.1} s", found.suspects.len(), start.elapsed().as_secs_f64());
}

fn set() -> LabelSet {
    let label = |i: usize| LabelDraft { id: Some(LabelId(i as i64 + 1)), name: format!("label {i}"), ..LabelDraft::default() };
    let draft = LabelSetDraft { labels: (0..LABELS).map(label).collect(), ..LabelSetDraft::named("bench") };
    let labels = draft.labels.iter().map(|l| base::Label { id: l.id.unwrap(), name: l.name.clone(), prompts: Vec::new(), since: 1 });
    LabelSet {
        id: LabelSetId(1),
        name: draft.name.clone(),
        choice: draft.choice,
        templates: draft.templates.clone(),
        none_of_these: false,
        words_only: false,
        revision: 1,
        labels: labels.collect(),
    }
}

fn tag(photo: usize) -> Tag {
    Tag {
        photo: PhotoId(photo as i64),
        set: LabelSetId(1),
        label: Some(LabelId((photo % LABELS) as i64 + 1)),
        decision: Decision::Accepted,
        provenance: Provenance { source: Source::Import, score: None, model: None, decided_at_ms: 0 },
        revision: 1,
        stale: false,
    }
}

/// A cloud for each label.
fn searchable(photos: usize) -> Searchable {
    let hash = |id: usize| {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&(id as u64).to_le_bytes());
        ContentHash(bytes)
    };
    let all: Arc<[Photo]> = (0..photos).map(|id| Photo { hash: hash(id), ..Photo::sample(id as i64, &format!("{id}.jpg")) }).collect();
    let ids: Vec<PhotoId> = all.iter().map(|photo| photo.id).collect();
    let centres = noise(LABELS * DIMENSION, 77);
    let mut values = noise(photos * DIMENSION, 0x9E37_79B9);
    for (photo, row) in values.chunks_exact_mut(DIMENSION).enumerate() {
        let centre = &centres[photo % LABELS * DIMENSION..][..DIMENSION];
        row.iter_mut().zip(centre).for_each(|(value, centre)| *value += 0.5 * centre);
        let norm = row.iter().map(|v| v * v).sum::<f32>().sqrt();
        row.iter_mut().for_each(|value| *value /= norm);
    }
    Searchable::new(all, &[], &ids, Matrix::new(DIMENSION, values).unwrap())
}

/// Reproducible values between -1 and 1 (xorshift).
fn noise(count: usize, mut state: u32) -> Vec<f32> {
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as f32 / u32::MAX as f32 * 2.0 - 1.0
    };
    (0..count).map(|_| next()).collect()
}
