//! The comparison in words.

use base::human;
use engine::protocol::{CompareSide, Comparison};

/// How many of the first photos are compared, as the figures name them.
const FIRST: [usize; 2] = [10, 100];

/// "7 of the first 10 in both · 61 of the first 100".
pub fn agreement(answer: &Comparison) -> Option<String> {
    let longest = answer.sides.iter().map(|s| s.hits.len()).max().filter(|n| *n > 0)?;
    let shares = [answer.overlap_at_10, answer.overlap_at_100];
    let figures: Vec<String> = FIRST
        .iter()
        .zip(shares)
        .enumerate()
        // The second figure tells something only where there is more than the first one covers.
        .filter(|(i, _)| *i == 0 || longest > FIRST[i - 1])
        .map(|(i, (first, share))| {
            let of = longest.min(*first);
            let both = (share * of as f64).round() as u64;
            let words = if i == 0 { " in both" } else { "" };
            format!("{} of the first {}{words}", human::count(both), human::count(of as u64))
        })
        .collect();
    Some(figures.join(" · "))
}

/// The other side does not have it among its first.
pub fn only_here(rank: usize, other: &CompareSide, photo: base::PhotoId) -> bool {
    let most = FIRST[1];
    rank <= most && other.ranks.get(&photo).is_none_or(|there| *there > most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::PhotoId;
    use engine::protocol::Hit;

    fn side(photos: usize) -> CompareSide {
        let hits: Vec<Hit> = (0..photos).map(|i| Hit::of(PhotoId(i as i64), Some(0.1))).collect();
        let ranks = hits.iter().enumerate().map(|(i, h)| (h.photo, i + 1)).collect();
        CompareSide { hits: hits.into(), ranks: std::sync::Arc::new(ranks), ..CompareSide::default() }
    }

    #[test]
    fn agreement_counts_photos_and_tells_no_empty_figures() {
        let mut answer = Comparison { sides: [side(1200), side(900)], overlap_at_10: 0.7, overlap_at_100: 0.61, ..Comparison::default() };
        assert_eq!(agreement(&answer).unwrap(), "7 of the first 10 in both · 61 of the first 100");
        answer.sides = [side(8), side(8)];
        answer.overlap_at_10 = 1.0;
        assert_eq!(agreement(&answer).unwrap(), "8 of the first 8 in both");
        assert_eq!(agreement(&Comparison::default()), None);
    }

    #[test]
    fn only_here_looks_at_the_first_hundred_of_both() {
        let other = side(200);
        assert!(!only_here(3, &other, PhotoId(99)));
        assert!(only_here(3, &other, PhotoId(100)), "rank 101 there");
        assert!(only_here(100, &other, PhotoId(777)), "not there at all");
        assert!(!only_here(101, &other, PhotoId(777)));
    }
}
