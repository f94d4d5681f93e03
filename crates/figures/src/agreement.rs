//! How far two people agree beyond chance.

use crate::interval::{Interval, Z, wilson};

/// Cohen's kappa with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kappa {
    /// 1: they always agree; 0: no more than chance would have it; below 0: less.
    pub kappa: f64,
    /// Where it lies with 95 % confidence, -1 to 1.
    pub interval: Interval,
}

/// Cohen's kappa (Cohen 1960) of two answers for each of several things, as numbers of classes. `None` where it is not defined: without any
/// answers, and where both gave everything one and the same class, so that chance alone would have them agree.
///
/// The interval rests on the large-sample variance of Fleiss, Cohen and Everitt (1969), two-sided, 95 %. Where all answers agree that variance
/// is 0, whatever their number; the interval then begins at the kappa of the lower end of Wilson's interval around the observed agreement.
pub fn cohen_kappa(answers: &[(usize, usize)]) -> Option<Kappa> {
    let classes = answers.iter().map(|(a, b)| 1 + *a.max(b)).max()?;
    let n = answers.len() as f64;
    let (mut first, mut second, mut same) = (vec![0.0; classes], vec![0.0; classes], vec![0.0; classes]);
    for &(a, b) in answers {
        first[a] += 1.0 / n;
        second[b] += 1.0 / n;
        same[a] += if a == b { 1.0 / n } else { 0.0 };
    }
    let agreed = answers.iter().filter(|(a, b)| a == b).count();
    let observed = agreed as f64 / n;
    let chance: f64 = first.iter().zip(&second).map(|(a, b)| a * b).sum();
    if chance >= 1.0 - 1e-12 {
        return None;
    }
    let of = |observed: f64| (observed - chance) / (1.0 - chance);
    if agreed == answers.len() {
        return Some(Kappa { kappa: 1.0, interval: Interval { low: of(wilson(agreed, agreed).low), high: 1.0 } });
    }
    let kappa = of(observed);
    let rest = 1.0 - kappa;
    let agreeing: f64 = (0..classes).map(|i| same[i] * (1.0 - (first[i] + second[i]) * rest).powi(2)).sum();
    let apart = answers.iter().filter(|(a, b)| a != b);
    let disagreeing: f64 = apart.map(|&(a, b)| (second[a] + first[b]).powi(2) / n).sum::<f64>() * rest.powi(2);
    let variance = (agreeing + disagreeing - (kappa - chance * rest).powi(2)) / (n * (1.0 - chance).powi(2));
    let half = Z * variance.max(0.0).sqrt();
    Some(Kappa { kappa, interval: Interval { low: (kappa - half).max(-1.0), high: (kappa + half).min(1.0) } })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[usize]]) -> Vec<(usize, usize)> {
        let cell = |a: usize, b: usize, n: usize| std::iter::repeat_n((a, b), n);
        rows.iter().enumerate().flat_map(|(a, row)| row.iter().enumerate().flat_map(move |(b, n)| cell(a, b, *n))).collect()
    }

    /// The standard error by the delta method with differences for derivatives, which shares no formula with the function.
    fn error_by_differences(rows: &[&[usize]]) -> f64 {
        let n: f64 = rows.iter().flat_map(|row| row.iter()).sum::<usize>() as f64;
        let shares: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|c| *c as f64 / n).collect()).collect();
        let kappa = |p: &[Vec<f64>]| {
            let k = p.len();
            let observed: f64 = (0..k).map(|i| p[i][i]).sum();
            let chance: f64 = (0..k).map(|i| p[i].iter().sum::<f64>() * p.iter().map(|row| row[i]).sum::<f64>()).sum();
            (observed - chance) / (1.0 - chance)
        };
        let (mut squares, mut mean) = (0.0, 0.0);
        for i in 0..shares.len() {
            for j in 0..shares.len() {
                let moved = |by: f64| {
                    let mut p = shares.clone();
                    p[i][j] += by;
                    kappa(&p)
                };
                let slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
                squares += shares[i][j] * slope * slope;
                mean += shares[i][j] * slope;
            }
        }
        ((squares - mean * mean) / n).sqrt()
    }

    #[test]
    fn kappa_is_that_of_known_tables() {
        // 50 grant proposals, two readers: (0.7 - 0.5) / (1 - 0.5).
        let grants: [&[usize]; 2] = [&[20, 5], &[10, 15]];
        let three: [&[usize]; 3] = [&[44, 5, 1], &[7, 20, 3], &[9, 5, 6]];
        let found = cohen_kappa(&table(&grants)).unwrap();
        assert!((found.kappa - 0.4).abs() < 1e-12);
        // Rows .5 .3 .2 and columns .6 .3 .1; 70 of 100 agreed, and .3 + .09 + .02 by chance.
        assert!((cohen_kappa(&table(&three)).unwrap().kappa - (0.70 - 0.41) / 0.59).abs() < 1e-12);
        for rows in [&grants[..], &three[..]] {
            let Kappa { kappa, interval } = cohen_kappa(&table(rows)).unwrap();
            let half = 1.959_964 * error_by_differences(rows);
            assert!((interval.low - (kappa - half)).abs() < 1e-5 && (interval.high - (kappa + half)).abs() < 1e-5, "{interval:?} {half}");
        }
    }

    #[test]
    fn chance_explains_agreement_about_one_class_and_nothing_is_known_of_nothing() {
        assert_eq!(cohen_kappa(&[]), None);
        assert_eq!(cohen_kappa(&[(3, 3); 20]), None, "both said one thing of everything");
        let apart = cohen_kappa(&[(0, 1); 20]).unwrap();
        assert!(apart.kappa.abs() < 1e-12, "each said one thing, not the same");
        assert!((cohen_kappa(&[(0, 1), (1, 0)]).unwrap().kappa + 1.0).abs() < 1e-12);
    }

    #[test]
    fn perfect_agreement_on_few_photos_is_not_certain() {
        let few = cohen_kappa(&table(&[&[2, 0], &[0, 2]])).unwrap();
        let many = cohen_kappa(&table(&[&[500, 0], &[0, 500]])).unwrap();
        assert_eq!((few.kappa, many.kappa, few.interval.high), (1.0, 1.0, 1.0));
        assert!(few.interval.low < 0.1 && many.interval.low > 0.98, "{few:?} {many:?}");
    }
}
