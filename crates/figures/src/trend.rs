//! Whether figures grow in the order in which they stand, and how likely that is by chance.

/// Kendall's rank correlation of values with their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Kendall's tau-b, -1 to 1: 1 where every value is above those before it.
    pub tau: f64,
    /// How often the values, put into any order, would rise or fall as strongly: exact, two-sided.
    pub p: f64,
}

/// Kendall's tau-b of the values with their order (Kendall 1945), ties among them put right. `None` where they are all equal, or one is
/// no number.
pub fn trend(values: &[f64]) -> Option<Trend> {
    let ties = ties(values)?;
    let pairs = |n: usize| n * n.saturating_sub(1) / 2;
    let (all, equal) = (pairs(values.len()), ties.iter().map(|n| pairs(*n)).sum::<usize>());
    let untied = all - equal;
    if untied == 0 {
        return None;
    }
    let rising = (0..values.len()).flat_map(|i| (0..i).map(move |j| (i, j))).filter(|(i, j)| values[*i] > values[*j]).count();
    let falling = untied - rising;
    let tau = (rising as f64 - falling as f64) / ((all * untied) as f64).sqrt();
    Some(Trend { tau, p: chance(&ties, untied, rising.abs_diff(falling)) })
}

/// How many values are equal, for each value.
fn ties(values: &[f64]) -> Option<Vec<usize>> {
    if values.iter().any(|value| value.is_nan()) {
        return None;
    }
    // Both zeros are one.
    let mut sorted: Vec<f64> = values.iter().map(|value| value + 0.0).collect();
    sorted.sort_by(f64::total_cmp);
    Some(sorted.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(<[f64]>::len).collect())
}

/// The share of all orders in which rising and falling pairs differ by at least `by`.
fn chance(ties: &[usize], untied: usize, by: usize) -> f64 {
    let orders = orders(ties);
    let as_strong = |falling: &usize| (untied - falling).abs_diff(*falling) >= by;
    let strong: f64 = (0..orders.len()).filter(as_strong).map(|falling| orders[falling]).sum();
    strong / orders.iter().sum::<f64>()
}

/// In what share of the orders there are so many falling pairs, by their number: the coefficients of the Gaussian multinomial, each
/// group of equal values put among those before it.
fn orders(ties: &[usize]) -> Vec<f64> {
    let mut before = 0;
    ties.iter().fold(vec![1.0], |orders, group| {
        before += group;
        (1..=*group).fold(orders, |orders, n| quotient(&product(&orders, before - group + n), n))
    })
}

/// Times `1 + q + … + q^(n-1)`, over `n` so that numbers stay small.
fn product(orders: &[f64], n: usize) -> Vec<f64> {
    let mut all = vec![0.0; orders.len() + n - 1];
    for (at, share) in orders.iter().enumerate() {
        all[at..at + n].iter_mut().for_each(|sum| *sum += share / n as f64);
    }
    all
}

/// Over the same, exactly.
fn quotient(orders: &[f64], n: usize) -> Vec<f64> {
    let mut quotient = vec![0.0; orders.len() + 1 - n];
    for at in 0..quotient.len() {
        let earlier: f64 = quotient[at.saturating_sub(n - 1)..at].iter().sum();
        quotient[at] = orders[at] * n as f64 - earlier;
    }
    quotient
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(values: &[f64], tau: f64, p: f64) {
        let found = trend(values).unwrap();
        assert!((found.tau - tau).abs() < 1e-9 && (found.p - p).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn a_trend_is_that_of_all_pairs_and_its_chance_that_of_all_orders() {
        check(&[1.0, 2.0, 3.0, 4.0], 1.0, 2.0 / 24.0);
        check(&[4.0, 3.0, 2.0, 1.0], -1.0, 2.0 / 24.0);
        check(&[1.0, 3.0, 2.0, 4.0], 4.0 / 6.0, 8.0 / 24.0);
        // Of the six orders of 1 1 2 2 two are as strong; tau-b divides by the pairs that are not tied.
        check(&[1.0, 1.0, 2.0, 2.0], 4.0 / 24.0_f64.sqrt(), 2.0 / 6.0);
    }

    #[test]
    fn every_order_of_tied_values_is_counted_once() {
        let values = [0.0, 0.0, 0.1, 0.1, 0.1, 0.7];
        let (mut orders, mut strong) = (0, 0);
        let wanted = trend(&values).unwrap();
        permute(&mut values.to_vec(), 0, &mut |order| {
            orders += 1;
            strong += usize::from(trend_of(order) >= wanted.tau.abs() - 1e-12);
        });
        assert!((wanted.p - f64::from(strong as u32) / f64::from(orders)).abs() < 1e-9, "{wanted:?} {strong} of {orders}");
    }

    fn trend_of(values: &[f64]) -> f64 {
        let sign = |i: usize, j: usize| (values[i] - values[j]).partial_cmp(&0.0).map_or(0.0, |order| f64::from(order as i8));
        let sum: f64 = (0..values.len()).flat_map(|i| (0..i).map(move |j| sign(i, j))).sum();
        // 15 pairs, of which 1 + 3 are tied.
        sum.abs() / (15.0 * 11.0_f64).sqrt()
    }

    fn permute(values: &mut Vec<f64>, at: usize, each: &mut dyn FnMut(&[f64])) {
        if at == values.len() {
            return each(values);
        }
        for other in at..values.len() {
            values.swap(at, other);
            permute(values, at + 1, each);
            values.swap(at, other);
        }
    }

    #[test]
    fn what_does_not_change_has_no_trend() {
        assert_eq!(trend(&[0.3; 10]), None);
        assert_eq!((trend(&[]), trend(&[1.0]), trend(&[1.0, f64::NAN])), (None, None, None));
    }
}
