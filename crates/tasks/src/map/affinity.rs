//! How much each neighbour counts: as in t-SNE, so that every point has about the same number of them, however densely it lies.

use super::cloud::Near;

/// Halvings of the interval in which the width lies.
const ROUNDS: usize = 48;

/// The weight of each neighbour, 1 together: a normal distribution over the distance, so wide that about `perplexity` of them count.
pub(super) fn weights(near: &[Near], perplexity: f32) -> Vec<f32> {
    let least = near.first().map_or(0.0, |near| near.apart);
    let wanted = perplexity.min(near.len() as f32).ln();
    let (mut low, mut high, mut narrow) = (0.0_f32, f32::INFINITY, 1.0_f32);
    for _ in 0..ROUNDS {
        if entropy(near, least, narrow) > wanted {
            low = narrow;
            narrow = if high.is_finite() { f32::midpoint(low, high) } else { narrow * 2.0 };
        } else {
            high = narrow;
            narrow = f32::midpoint(low, high);
        }
    }
    let weight = |near: &Near| (-(near.apart - least) * narrow).exp();
    let sum: f32 = near.iter().map(weight).sum();
    near.iter().map(|near| weight(near) / sum).collect()
}

fn entropy(near: &[Near], least: f32, narrow: f32) -> f32 {
    let (mut sum, mut moment) = (0.0_f32, 0.0_f32);
    for near in near {
        let apart = (near.apart - least) * narrow;
        let weight = (-apart).exp();
        sum += weight;
        moment += weight * apart;
    }
    sum.ln() + moment / sum
}

/// What draws points together: for each point whom, and how strongly. Both ways alike, 1 over all.
pub(super) struct Pull {
    /// Where the partners of each point begin, and where the last ones end.
    starts: Vec<usize>,
    partners: Vec<(u32, f32)>,
}

impl Pull {
    /// From the nearest others of each point.
    pub fn of(nearest: &[Vec<Near>], perplexity: f32) -> Self {
        let count = nearest.len();
        let mut rows: Vec<Vec<(u32, f32)>> = vec![Vec::new(); count];
        for (point, near) in nearest.iter().enumerate() {
            for (near, weight) in near.iter().zip(weights(near, perplexity)) {
                let half = weight / (2 * count) as f32;
                rows[point].push((near.place, half));
                rows[near.place as usize].push((point as u32, half));
            }
        }
        let mut starts = vec![0];
        let mut partners = Vec::new();
        for mut row in rows {
            row.sort_unstable_by_key(|(partner, _)| *partner);
            row.dedup_by(|later, kept| {
                later.0 == kept.0 && {
                    kept.1 += later.1;
                    true
                }
            });
            partners.extend(row);
            starts.push(partners.len());
        }
        Self { starts, partners }
    }

    /// Whom a point is drawn to, and how strongly.
    pub fn partners(&self, point: usize) -> &[(u32, f32)] {
        &self.partners[self.starts[point]..self.starts[point + 1]]
    }
}
