//! The k best rows, exactly.

use std::cmp::Ordering;

/// A row and its score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Row of the matrix.
    pub row: usize,
    /// Its dot product with the query.
    pub score: f32,
}

/// Best first; equal scores in row order, so that the same question has the same answer.
fn better_first(a: &Ranked, b: &Ranked) -> Ordering {
    b.score.total_cmp(&a.score).then(a.row.cmp(&b.row))
}

/// The `k` best of the `candidates`, best first. Candidates are chosen before ranking, so a filter never starves the answer.
pub fn top_k(candidates: impl Iterator<Item = Ranked>, k: usize) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = candidates.collect();
    if k == 0 {
        return Vec::new();
    }
    if ranked.len() > k {
        ranked.select_nth_unstable_by(k - 1, better_first);
        ranked.truncate(k);
    }
    ranked.sort_unstable_by(better_first);
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_a_full_sort_for_every_k() {
        let all: Vec<Ranked> = (0..500).map(|row| Ranked { row, score: ((row * 7919) % 97) as f32 / 97.0 }).collect();
        let mut sorted = all.clone();
        sorted.sort_by(better_first);
        for k in [0, 1, 10, 499, 500, 10_000] {
            assert_eq!(top_k(all.iter().copied(), k), sorted[..k.min(500)]);
        }
    }
}
