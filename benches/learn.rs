//! Milliseconds of learning a head from decisions, with every product left out once:
//! `cargo bench --bench learn [-- DECISIONS DIMENSION LABELS]` (default 10,000 512 40).
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use learn::{Decisions, Prior, Ridge, Stack, learn};
use nalgebra::DMatrix;
use std::time::Instant;

const RUNS: usize = 9;

fn main() {
    let given: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let [decisions, dimension, labels] = *given else { return measure(10_000, 512, 40) };
    measure(decisions, dimension, labels);
}

fn measure(photos: usize, dimension: usize, labels: usize) {
    let decisions = noise(photos, dimension, labels);
    let time = |what: &str, work: &dyn Fn()| {
        let mut millis: Vec<f64> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                work();
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        millis.sort_by(f64::total_cmp);
        println!("{what:<8} {:.0} ms, at best {:.0}", millis[RUNS / 2], millis[0]);
    };
    println!("{photos} decisions, {dimension} dimensions, {labels} labels");
    time("ridge", &|| drop(Ridge::fit(&decisions.vectors, &decisions.one_hot(), &decisions.products).unwrap()));
    let (_, fitted) = Ridge::fit(&decisions.vectors, &decisions.one_hot(), &decisions.products).unwrap();
    let opinions = [&decisions.zero_shot, &fitted];
    time("stack", &|| drop(Stack::fit(&opinions, &decisions.labels, &[Prior::WORDS, Prior::FITTED])));
    time("learn", &|| drop(learn(&decisions).unwrap()));
}

/// Two photos a product; unit vectors that tell a little of their label.
fn noise(photos: usize, dimension: usize, labels: usize) -> Decisions {
    let mut state = 1_u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1_u32 << 24) as f32 - 0.5
    };
    let centres = DMatrix::from_fn(dimension, labels, |_, _| random());
    let label = |photo: usize| photo / 2 % labels;
    let mut vectors = DMatrix::from_fn(dimension, photos, |c, photo| 0.3 * centres[(c, label(photo))] + random());
    vectors.column_iter_mut().for_each(|mut column| {
        column.normalize_mut();
    });
    let known = |class: usize, photo: usize| if class == label(photo) { 3.0 } else { 0.0 };
    let zero_shot = DMatrix::from_fn(labels, photos, |class, photo| 6.0 * random() + known(class, photo));
    Decisions { vectors, zero_shot, labels: (0..photos).map(label).collect(), products: (0..photos).map(|photo| photo / 2).collect() }
}
