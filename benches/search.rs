//! Milliseconds of one query, product and order, of the top 100 and of all rows, as the window asks for them:
//! `cargo bench --bench search [-- ROWS …]` (default 10,000 100,000 1,000,000).
//! `benches/compare_numpy.py` runs it in turn with numpy's product of the same shape.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::time::Instant;
use testing::noise_of;
use vectors::{Matrix, Ranked, top_k};

const DIMENSION: usize = 512;
const RUNS: usize = 31;

fn main() {
    let mut sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    for rows in sizes {
        let matrix = Matrix::new(DIMENSION, noise_of(rows * DIMENSION, 1)).unwrap();
        let query = noise_of(DIMENSION, 2);
        for (most, words) in [(100, ""), (rows, ", all in order")] {
            let mut millis: Vec<f64> = (0..RUNS)
                .map(|_| {
                    let start = Instant::now();
                    let scores = matrix.scores(&query);
                    let best = top_k(scores.iter().enumerate().map(|(row, &score)| Ranked { row, score }), most);
                    std::hint::black_box(best);
                    start.elapsed().as_secs_f64() * 1000.0
                })
                .collect();
            millis.sort_by(f64::total_cmp);
            println!("{rows} x {DIMENSION}{words}: median {:.2} ms, least {:.2} ms", millis[RUNS / 2], millis[0]);
        }
    }
}
