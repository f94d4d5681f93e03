//! Seconds of an evaluation and of an audit of a set of 40 labels over vectors of 512 dimensions: `cargo bench --bench audit [-- PHOTOS]`
//! (default 100,000, every one of them tagged).
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::{
    ContentHash, Decision, LabelDraft, LabelId, LabelSet, LabelSetDraft, LabelSetId, Photo, PhotoId, Photos, Progress, Provenance, Source,
    Tag, TagBook,
};
use std::sync::Arc;
use std::time::Instant;
use tasks::audit::{AuditRequest, audit};
use tasks::evaluate::{judge, slices, truth_of_tags};
use tasks::learned::{Lessons, learn};
use tasks::query_embedding::TextCache;
use tasks::search::Searchable;
use tasks::suggest::{embed_set, suggest};
use testing::{TextModel, noise_of};
use vectors::Matrix;

const DIMENSION: usize = 512;
const LABELS: usize = 40;

fn main() {
    let photos = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100_000);
    let searchable = searchable(photos);
    let set = set();
    let words = Arc::new(
        embed_set(&Arc::new(set.draft()), &TextModel::of_noise(DIMENSION, 20.0), &TextCache::default(), &|| false).unwrap().unwrap(),
    );
    let book = TagBook::new((0..photos).map(tag));
    let alone = |_| None;
    let start = Instant::now();
    let learned = learn(&searchable, &words, Lessons::of(&searchable, &words, &book, &alone));
    println!("{photos} decisions are learned from in {:.1} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    let suggestions = suggest(&searchable, &learned.set, &|| false).unwrap();
    let truth = truth_of_tags(&Lessons::of(&searchable, &words, &book, &alone));
    let evaluation = judge(&truth, &learned, &suggestions, &searchable, &alone, &|| false).unwrap();
    let parts = slices(&evaluation.photos, |judged| format!("part {}", judged.photo.0 % 50));
    println!("{} labels are evaluated, in {} parts, in {:.2} s", evaluation.photos.len(), parts.len(), start.elapsed().as_secs_f64());
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
        provenance: Provenance::of(Source::Import, 0),
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
    let all: Arc<Photos> =
        Arc::new((0..photos).map(|id| Photo { hash: hash(id), ..Photo::sample(id as i64, &format!("{id}.jpg")) }).collect());
    let ids: Vec<PhotoId> = all.iter().map(|photo| photo.id).collect();
    let centres = noise_of(LABELS * DIMENSION, 77);
    let mut values = noise_of(photos * DIMENSION, 1);
    for (photo, row) in values.chunks_exact_mut(DIMENSION).enumerate() {
        let centre = &centres[photo % LABELS * DIMENSION..][..DIMENSION];
        row.iter_mut().zip(centre).for_each(|(value, centre)| *value += 0.5 * centre);
        let norm = row.iter().map(|v| v * v).sum::<f32>().sqrt();
        for value in row.iter_mut() {
            *value /= norm;
        }
    }
    Searchable::new(all, &[], &ids, Matrix::new(DIMENSION, values).unwrap())
}
