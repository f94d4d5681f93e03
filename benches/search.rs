//! Milliseconds of a search in the matrix, wall and CPU of all threads, a question a line of standard input, so that other programs can be asked
//! in turn with it: `cargo bench --bench search -- ROWS`, then `nearest`, `all` or `many`, with how often. `benches/peers.py` does that.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Instant;
use testing::noise_of;
use vectors::{Matrix, Ranked, top_k};

const DIMENSION: usize = 512;
const FIRST: usize = 100;
const QUERIES: usize = 32;

fn main() {
    let rows = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(100_000);
    let matrix = Matrix::new(DIMENSION, unit(noise_of(rows * DIMENSION, 1))).unwrap();
    let queries = unit(noise_of(QUERIES * DIMENSION, 2));
    let queries: Vec<&[f32]> = queries.chunks_exact(DIMENSION).collect();
    println!("{rows} x {DIMENSION}");
    stdout().flush().unwrap();
    for line in stdin().lock().lines() {
        let line = line.unwrap();
        let mut words = line.split_whitespace();
        let question = words.next().unwrap_or_default();
        let times: usize = words.next().and_then(|word| word.parse().ok()).unwrap_or(1);
        let (start, before) = (Instant::now(), cpu_seconds());
        for n in 0..times {
            ask(&matrix, question, queries[n % QUERIES], &queries);
        }
        let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - before);
        println!("{:.3} {:.3}", wall * 1000.0 / times as f64, cpu * 1000.0 / times as f64);
        stdout().flush().unwrap();
    }
}

fn ask(matrix: &Matrix, question: &str, query: &[f32], queries: &[&[f32]]) {
    let ranked = |(row, score)| Ranked { row, score };
    match question {
        "nearest" => drop(black_box(matrix.nearest(query, FIRST, None))),
        "all" => drop(black_box(top_k(matrix.scores(query).into_iter().enumerate().map(ranked), matrix.rows()))),
        "exact" => drop(black_box(top_k(matrix.scores(query).into_iter().enumerate().map(ranked), FIRST))),
        "many" => drop(black_box(matrix.nearest_to_each(queries, FIRST))),
        other => println!("nothing is called {other}: nearest, exact, all, many"),
    }
}

fn unit(mut values: Vec<f32>) -> Vec<f32> {
    for row in values.chunks_exact_mut(DIMENSION) {
        let length = row.iter().map(|v| v * v).sum::<f32>().sqrt();
        for v in row {
            *v /= length;
        }
    }
    values
}

/// Of all threads so far; nothing but Linux tells it so finely.
fn cpu_seconds() -> f64 {
    let threads = fs_err::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanoseconds = threads.filter_map(|thread| {
        let said = fs_err::read_to_string(thread.path().join("schedstat")).ok()?;
        said.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() / 1e9
}
