//! Milliseconds of a label set's suggestions with their figures (softmax or odds, the two likeliest, histograms), and of comparing
//! two models over a set:
//! `cargo bench --bench suggest [-- ROWS]` (default 100,000). `benches/peers.py` sets it beside numpy's product.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use base::{Choice, LabelDraft, LabelSetDraft, Photo, PhotoId, Photos, TagBook};
use std::sync::Arc;
use std::time::Instant;
use tasks::compare::{Side, compare_set};
use tasks::query_embedding::TextCache;
use tasks::search::Searchable;
use tasks::suggest::{DecidedSet, Within, apply_decisions, embed_set, label_stats, suggest};
use testing::{TextModel, noise_of};
use vectors::Matrix;

const RUNS: usize = 15;

fn main() {
    let rows = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(100_000);
    for (dimension, labels) in [(256, 50), (512, 50), (512, 1000)] {
        let photos = photos(rows, dimension);
        let encoder = TextModel::of_noise(dimension, 100.0);
        for choice in [Choice::Single, Choice::Multi] {
            let draft = Arc::new(set_of(labels, choice));
            let set = embed_set(&draft, &encoder, &TextCache::default(), &|| false).unwrap().unwrap();
            let book = TagBook::default();
            let asked = DecidedSet { set: &set, saved: None, book: &book };
            let mut millis: Vec<f64> = (0..if draft.labels.len() > 100 { 3 } else { RUNS })
                .map(|_| {
                    let start = Instant::now();
                    let applied = apply_decisions(&Arc::new(suggest(&photos, &set, &|| false).unwrap()), &photos, &asked);
                    std::hint::black_box(label_stats(&photos, &applied, &asked, &Within::default(), &|| false));
                    start.elapsed().as_secs_f64() * 1000.0
                })
                .collect();
            millis.sort_by(f64::total_cmp);
            let (median, least, n) = (millis[millis.len() / 2], millis[0], draft.labels.len());
            println!("{rows} x {dimension}, {n} labels, {}: median {median:.1} ms, least {least:.1} ms", choice.as_str());
        }
    }
    compare(rows);
}

/// Two models and a set of 50 labels.
fn compare(rows: usize) {
    let sides = [256, 512].map(|dimension| (photos(rows, dimension), TextModel::of_noise(dimension, 100.0)));
    for choice in [Choice::Single, Choice::Multi] {
        let draft = Arc::new(set_of(50, choice));
        let sets = sides.each_ref().map(|(_, model)| embed_set(&draft, model, &TextCache::default(), &|| false).unwrap().unwrap());
        let asked = [Side { photos: &sides[0].0, set: &sets[0] }, Side { photos: &sides[1].0, set: &sets[1] }];
        let run = |_| {
            let start = Instant::now();
            std::hint::black_box(compare_set(asked, &|| false));
            start.elapsed().as_secs_f64() * 1000.0
        };
        let mut millis: Vec<f64> = (0..RUNS).map(run).collect();
        millis.sort_by(f64::total_cmp);
        let (median, least) = (millis[millis.len() / 2], millis[0]);
        println!("{rows}, two models, 50 labels, {}: median {median:.1} ms, least {least:.1} ms", choice.as_str());
    }
}

fn set_of(labels: usize, choice: Choice) -> LabelSetDraft {
    let labels = (0..labels).map(|i| LabelDraft { name: format!("label {i}"), ..LabelDraft::default() }).collect();
    LabelSetDraft { choice, labels, ..LabelSetDraft::named("bench") }
}

fn photos(rows: usize, dimension: usize) -> Searchable {
    let photo = |id: usize| Photo::sample(id as i64, &format!("{id}.jpg"));
    let photos: Arc<Photos> = Arc::new((0..rows).map(photo).collect());
    let ids: Vec<PhotoId> = photos.iter().map(|p| p.id).collect();
    let mut values = noise_of(rows * dimension, 1);
    for row in values.chunks_exact_mut(dimension) {
        let norm = row.iter().map(|v| v * v).sum::<f32>().sqrt();
        for v in row.iter_mut() {
            *v /= norm;
        }
    }
    Searchable::new(photos, &[], &ids, Matrix::new(dimension, values).unwrap())
}
