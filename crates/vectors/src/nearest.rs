//! The k rows nearest to a query, exactly: candidates from the rows in steps, each with a bound, and their scores from the rows themselves.

use super::coarse::{Coarse, Probe};
use super::{Matrix, Ranked, top_k};
use rayon::prelude::*;

/// Rows from which on it is worth while to keep them in steps too.
const LEAST_ROWS: usize = 20_000;

/// A pass in steps pays where at most one row in so many is asked for.
const LEAST_SHARE: usize = 16;

/// Rows of a chunk: their products fit beside everything else into the nearest cache.
const ROWS_PER_CHUNK: usize = 1024;

/// Shares of the rows for each thread: enough to even out their work, few enough that each soon knows what is good.
const SHARES: usize = 2;

/// The least of all in the total order: a number that is none, with the sign that overflow gives it.
const LEAST: f64 = f64::from_bits(u64::MAX);

impl Matrix {
    /// The `k` rows of the highest dot products with `query`, best first, equal ones in row order; `among` are the only rows that
    /// count. Exactly the rows and scores of [`Matrix::scores`] and [`top_k()`].
    ///
    /// A large matrix is kept in a byte a component too, a quarter more memory, from the second question on: the rounding costs as much
    /// as a few passes.
    ///
    /// # Panics
    /// If the query has another dimension, or a row does not exist.
    pub fn nearest(&self, query: &[f32], k: usize, among: Option<&[u32]>) -> Vec<Ranked> {
        let candidates = self.candidates(query, k, among);
        self.exactly(query, k, candidates.as_deref().or(among))
    }

    /// As [`Matrix::nearest`] for each of several queries, in one pass over all rows.
    ///
    /// # Panics
    /// If a query has another dimension.
    pub fn nearest_to_each(&self, queries: &[&[f32]], k: usize) -> Vec<Vec<Ranked>> {
        let none = || vec![Survivors::of(k); queries.len()];
        let join = |a: Vec<Survivors>, b: Vec<Survivors>| a.into_iter().zip(b).map(|(a, b)| a.joined(b)).collect();
        let each = |mut best: Vec<Survivors>, chunk| {
            let first = chunk * ROWS_PER_CHUNK;
            let mut scores = vec![0.0; ROWS_PER_CHUNK.min(self.rows() - first) * queries.len()];
            self.dots(first, queries, &mut scores);
            for (place, scores) in scores.chunks_exact(queries.len().max(1)).enumerate() {
                best.iter_mut().zip(scores).for_each(|(best, score)| best.offer(first + place, (*score).into(), (*score).into()));
            }
            best
        };
        let best = chunks(self.rows()).fold(none, each).reduce(none, join);
        best.into_iter().map(Survivors::ranked).collect()
    }

    fn exactly(&self, query: &[f32], k: usize, among: Option<&[u32]>) -> Vec<Ranked> {
        let ranked = |(row, score)| Ranked { row, score };
        match among {
            None => top_k(self.scores(query).into_iter().enumerate().map(ranked), k),
            Some(rows) => top_k(rows.iter().map(|row| *row as usize).zip(self.scores_among(query, rows)).map(ranked), k),
        }
    }

    /// Rows that may be among the best; `None` where looking for them would not pay.
    fn candidates(&self, query: &[f32], k: usize, among: Option<&[u32]>) -> Option<Vec<u32>> {
        let count = among.map_or(self.rows(), <[u32]>::len);
        if count < LEAST_ROWS || k == 0 || k > count / LEAST_SHARE {
            return None;
        }
        assert!(query.len() == self.dimension(), "a query of another model's dimension");
        let coarse = self.coarse()?;
        let probe = coarse.probe(query)?;
        Some(best(&coarse, &probe, k, count, among))
    }
}

/// Every one of `count` rows, or of those that are named, that may be among the `k` best.
fn best(coarse: &Coarse<'_>, probe: &Probe, k: usize, count: usize, among: Option<&[u32]>) -> Vec<u32> {
    let none = || Survivors::of(k);
    let each = |mut survivors: Survivors, chunk| {
        let first = chunk * ROWS_PER_CHUNK;
        let mut sums = [0; ROWS_PER_CHUNK];
        let sums = &mut sums[..ROWS_PER_CHUNK.min(count - first)];
        let offer = |row, lower, upper| survivors.offer(row, lower, upper);
        match among {
            None => coarse.bounds(probe, first, sums, offer),
            Some(rows) => coarse.bounds_of(probe, &rows[first..], sums, offer),
        }
        survivors
    };
    let survivors = chunks(count).fold(none, each).reduce(none, Survivors::joined);
    survivors.rows.iter().map(|survivor| survivor.row).collect()
}

fn chunks(rows: usize) -> impl IndexedParallelIterator<Item = usize> {
    let chunks = rows.div_ceil(ROWS_PER_CHUNK);
    (0..chunks).into_par_iter().with_min_len(chunks.div_ceil(SHARES * rayon::current_num_threads()))
}

/// A row whose product lies within bounds.
#[derive(Clone, Copy)]
struct Survivor {
    row: u32,
    lower: f64,
    upper: f64,
}

/// Rows that may be among the `k` best of those seen so far.
#[derive(Clone)]
struct Survivors {
    k: usize,
    /// At least `k` rows are as good.
    floor: f64,
    rows: Vec<Survivor>,
    /// So many rows are looked through for those that fell out.
    most: usize,
}

impl Survivors {
    fn of(k: usize) -> Self {
        Self { k, floor: LEAST, rows: Vec::new(), most: 2 * k }
    }

    fn offer(&mut self, row: usize, lower: f64, upper: f64) {
        // What is equal to the floor stays: it may come before by its row.
        if self.k > 0 && upper.total_cmp(&self.floor).is_ge() {
            self.rows.push(Survivor { row: row as u32, lower, upper });
            if self.rows.len() >= self.most {
                self.prune();
            }
        }
    }

    fn prune(&mut self) {
        if self.rows.len() > self.k {
            let (_, worst, _) = self.rows.select_nth_unstable_by(self.k - 1, |a, b| b.lower.total_cmp(&a.lower));
            self.floor = worst.lower;
            self.rows.retain(|survivor| survivor.upper.total_cmp(&self.floor).is_ge());
        }
        self.most = 2 * self.rows.len().max(self.k);
    }

    fn joined(mut self, other: Self) -> Self {
        self.rows.extend(other.rows);
        self.prune();
        self
    }

    /// Where products are known and no bounds.
    fn ranked(self) -> Vec<Ranked> {
        top_k(self.rows.iter().map(|survivor| Ranked { row: survivor.row as usize, score: survivor.upper as f32 }), self.k)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::blocks::{ENTRIES, Edits};
    use testing::{noise, noise_of};

    const DIMENSION: usize = 33;

    /// Rows of every kind that is hard on steps, with what kind it is.
    fn kinds(rows: usize) -> Vec<(&'static str, Matrix)> {
        let mut random = noise(1);
        let mut matrix = |value: &mut dyn FnMut(usize, usize, f32) -> f32| {
            let values = (0..rows * DIMENSION).map(|i| value(i / DIMENSION, i % DIMENSION, random())).collect();
            Matrix::new(DIMENSION, values).unwrap()
        };
        vec![
            ("random", matrix(&mut |_, _, r| r)),
            ("clustered", matrix(&mut |row, i, r| ((row % 5 * 7 + i * 3) % 11) as f32 / 11.0 + r * 1e-3)),
            ("all but equal", matrix(&mut |_, i, r| i as f32 / 7.0 + r * 1e-6)),
            ("identical", matrix(&mut |_, i, _| i as f32 / 7.0)),
            ("in a few copies", matrix(&mut |row, i, _| ((row % 4 * 5 + i) % 13) as f32 - 6.0)),
            ("nothing but one", matrix(&mut |row, i, r| if row == rows / 2 && i == 3 { r } else { 0.0 })),
            ("nothing at all", matrix(&mut |_, _, _| 0.0)),
            ("hardly anything", matrix(&mut |_, _, r| r * f32::MIN_POSITIVE)),
            ("one large component", matrix(&mut |_, i, r| if i == 5 { 1e4 + r } else { r })),
            ("of all sizes", matrix(&mut |row, _, r| r * 10.0_f32.powi((row % 60) as i32 - 30))),
            ("too large", matrix(&mut |row, _, r| if row % 9 == 0 { r * 3e38 } else { r })),
            ("not all numbers", matrix(&mut |row, i, r| if row % 50 == 7 && i == 1 { f32::NAN } else { r })),
        ]
    }

    fn queries(matrix: &Matrix) -> Vec<Vec<f32>> {
        let mut queries: Vec<Vec<f32>> = [2, 3].map(|seed| noise_of(DIMENSION, seed)).into();
        queries.push(matrix.row(matrix.rows() / 3).to_vec());
        queries.push((0..DIMENSION).map(|i| if i == 5 { -1.0 } else { 1e-7 }).collect());
        queries.push(vec![1e-9; DIMENSION]);
        queries
    }

    fn by_steps(matrix: &Matrix, query: &[f32], k: usize, among: &[u32]) -> Option<Vec<Ranked>> {
        let coarse = matrix.in_steps();
        let rows = best(&coarse, &coarse.probe(query)?, k, among.len(), Some(among));
        Some(matrix.exactly(query, k, Some(&rows)))
    }

    fn bits(ranked: &[Ranked]) -> Vec<(usize, u32)> {
        ranked.iter().map(|r| (r.row, r.score.to_bits())).collect()
    }

    #[test]
    fn rows_scores_and_order_are_those_of_the_exact_pass() {
        let rows = 3000;
        for (kind, matrix) in kinds(rows) {
            let filters: [Vec<u32>; 3] = [(0..rows as u32).collect(), (0..rows as u32).step_by(7).collect(), vec![5, 6, 2999]];
            for query in queries(&matrix) {
                for (among, k) in filters.iter().flat_map(|among| [1, 2, 10, 400, 2999, 3000, 5000].map(|k| (among, k))) {
                    let wanted = matrix.exactly(&query, k, Some(among));
                    let found = by_steps(&matrix, &query, k, among);
                    assert!(found.is_none_or(|found| bits(&found) == bits(&wanted)), "{kind}, {k} of {}", among.len());
                }
            }
        }
    }

    #[test]
    fn every_product_lies_within_its_bounds() {
        for (kind, matrix) in kinds(300) {
            let coarse = matrix.in_steps();
            for query in queries(&matrix) {
                let (scores, Some(probe)) = (matrix.scores(&query), coarse.probe(&query)) else { continue };
                let mut sums = [0; 300];
                coarse.bounds(&probe, 0, &mut sums, |row, lower, upper| {
                    let score = f64::from(scores[row]);
                    assert!((lower <= score && score <= upper) || upper == f64::INFINITY, "{kind}: {lower} {score} {upper}");
                });
            }
        }
    }

    #[test]
    fn few_rows_are_looked_at_twice() {
        let mut random = noise(3);
        // As embeddings are: most of each is common to all, and one component stands out.
        let values = (0..20_000 * DIMENSION).map(|i| if i % DIMENSION == 9 { 5.0 + random() } else { 1.0 + random() }).collect();
        let matrix = Matrix::new(DIMENSION, values).unwrap();
        let (coarse, query) = (matrix.in_steps(), &queries(&matrix)[0]);
        let rows = best(&coarse, &coarse.probe(query).unwrap(), 100, matrix.rows(), None);
        assert!((100..1000).contains(&rows.len()), "{}", rows.len());
    }

    #[test]
    fn a_large_matrix_answers_the_same_the_first_time_and_later() {
        for (kind, matrix) in kinds(LEAST_ROWS + 77) {
            let odd: Vec<u32> = (1..matrix.rows() as u32).step_by(2).collect();
            for query in &queries(&matrix)[..3] {
                let wanted = bits(&matrix.exactly(query, 100, None));
                assert!((0..3).all(|_| bits(&matrix.nearest(query, 100, None)) == wanted), "{kind}");
                assert_eq!(bits(&matrix.nearest(query, 9, Some(&odd))), bits(&matrix.exactly(query, 9, Some(&odd))), "{kind}");
            }
        }
    }

    #[test]
    fn what_was_edited_answers_as_if_it_were_made_anew() {
        let rows = LEAST_ROWS + 77;
        for (kind, matrix) in kinds(rows) {
            assert_eq!(matrix.in_steps().blocks.len(), rows.div_ceil(ENTRIES));
            let new = noise_of(4 * DIMENSION, 5);
            // Others in the place of two rows, and two behind all; then one that goes, so that the later ones move up.
            let edited = matrix.edited(&Edits::new(rows, |row| row, &[5, 9000, rows, rows + 1], &[5, 9000, rows, rows + 1]), &new);
            let edited = [edited.edited(&Edits::new(edited.rows(), |row| row, &[15_000], &[]), &[]), edited];
            for edited in edited {
                let values = (0..edited.rows()).flat_map(|row| edited.row(row).to_vec()).collect();
                let anew = Matrix::new(DIMENSION, values).unwrap();
                for query in &queries(&matrix)[..3] {
                    let wanted = bits(&anew.exactly(query, 100, None));
                    assert!((0..2).all(|_| bits(&edited.nearest(query, 100, None)) == wanted), "{kind}");
                }
            }
        }
    }

    #[test]
    fn several_queries_at_once_are_each_alone() {
        for (kind, matrix) in kinds(3000) {
            let queries = queries(&matrix);
            let some: Vec<&[f32]> = queries.iter().map(Vec::as_slice).collect();
            for k in [0, 1, 50, 3000, 4000] {
                let alone: Vec<_> = some.iter().map(|query| bits(&matrix.exactly(query, k, None))).collect();
                let together: Vec<_> = matrix.nearest_to_each(&some, k).iter().map(|found| bits(found)).collect();
                assert_eq!(together, alone, "{kind}, {k}");
            }
        }
        assert_eq!(Matrix::default().nearest_to_each(&[&[], &[]], 3), [[], []]);
    }

    #[test]
    fn no_rows_and_none_wanted_are_no_answer() {
        assert!(Matrix::default().nearest(&[], 5, None).is_empty());
        let (_, matrix) = kinds(10).remove(0);
        assert!(matrix.nearest(matrix.row(0), 0, None).is_empty() && matrix.nearest(matrix.row(0), 5, Some(&[])).is_empty());
        assert_eq!(matrix.nearest(matrix.row(0), 99, None).len(), 10);
    }
}
