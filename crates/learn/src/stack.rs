//! Several opinions joined into one probability: a product of experts whose weights the decisions choose.

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// At most so many steps of Newton's method; it ends when nothing changes, most often after five.
const STEPS: usize = 40;

/// How opinions are weighed: `p = softmax(Σ w_i o_i)`, each weight 0 or above.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// One weight an opinion.
    pub weights: Vec<f64>,
}

/// Where a weight is without decisions, and how strongly it is held there (in decisions).
#[derive(Clone, Copy, Debug)]
pub struct Prior {
    /// The weight without decisions.
    pub weight: f64,
    /// One over its variance.
    pub strength: f64,
}

impl Stack {
    /// The weights of the greatest posterior probability. `opinions`: each a row a photo, a column a class; `labels`: the class that
    /// was decided. The likelihood is concave, so there is one answer.
    pub fn fit(opinions: &[&DMatrix<f64>], labels: &[usize], priors: &[Prior]) -> Self {
        let mut weights = DVector::from_iterator(priors.len(), priors.iter().map(|p| p.weight));
        let mut here = Likelihood::at(&weights, opinions, labels, priors);
        for _ in 0..STEPS {
            let Some(step) = here.curvature.clone().cholesky().map(|c| c.solve(&here.slope)) else { break };
            let Some((next, there)) = here.better(&weights, &step, |w| Likelihood::at(w, opinions, labels, priors)) else { break };
            let gained = here.loss - there.loss;
            (weights, here) = (next, there);
            if gained < 1e-7 * (1.0 + here.loss.abs()) {
                break;
            }
        }
        Self { weights: weights.iter().copied().collect() }
    }

    /// The joined logits: a row a photo, a column a class.
    pub fn logits(&self, opinions: &[&DMatrix<f64>]) -> DMatrix<f64> {
        let mut sum = opinions[0] * self.weights[0];
        for (opinion, &weight) in opinions.iter().zip(&self.weights).skip(1) {
            sum += *opinion * weight;
        }
        sum
    }
}

/// Each row as probabilities.
pub fn softmax_rows(logits: &DMatrix<f64>) -> DMatrix<f64> {
    let mut p = logits.clone();
    for mut row in p.row_iter_mut() {
        let max = row.max();
        row.apply(|x| *x = (*x - max).exp());
        let sum = row.sum();
        row /= sum;
    }
    p
}

/// The negative logarithm of the posterior at some weights, how it falls, and how it bends.
struct Likelihood {
    loss: f64,
    slope: DVector<f64>,
    curvature: DMatrix<f64>,
}

impl Likelihood {
    fn at(weights: &DVector<f64>, opinions: &[&DMatrix<f64>], labels: &[usize], priors: &[Prior]) -> Self {
        let k = opinions.len();
        let nothing = || Self { loss: 0.0, slope: DVector::zeros(k), curvature: DMatrix::zeros(k, k) };
        let row = |(row, &label): (usize, &usize)| Self::of_row(weights, opinions, row, label);
        let mut sum = labels.par_iter().enumerate().map(row).reduce(nothing, Self::plus);
        for (i, prior) in priors.iter().enumerate() {
            let off = weights[i] - prior.weight;
            sum.loss += 0.5 * prior.strength * off * off;
            sum.slope[i] -= prior.strength * off;
            sum.curvature[(i, i)] += prior.strength;
        }
        sum
    }

    fn of_row(weights: &DVector<f64>, opinions: &[&DMatrix<f64>], row: usize, label: usize) -> Self {
        let (k, classes) = (opinions.len(), opinions[0].ncols());
        let logit = |class: usize| opinions.iter().zip(weights.iter()).map(|(o, w)| w * o[(row, class)]).sum::<f64>();
        let logits: Vec<f64> = (0..classes).map(logit).collect();
        let max = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = logits.iter().map(|l| (l - max).exp()).sum();
        let (mut mean, mut second) = (DVector::zeros(k), DMatrix::zeros(k, k));
        for (class, logit) in logits.iter().enumerate() {
            let p = (logit - max).exp() / total;
            let values = DVector::from_iterator(k, opinions.iter().map(|o| o[(row, class)]));
            mean.axpy(p, &values, 1.0);
            second.ger(p, &values, &values, 1.0);
        }
        let slope = DVector::from_iterator(k, opinions.iter().map(|o| o[(row, label)])) - &mean;
        let curvature = second - &mean * mean.transpose();
        Self { loss: max + total.ln() - logits[label], slope, curvature }
    }

    fn plus(self, other: Self) -> Self {
        Self { loss: self.loss + other.loss, slope: self.slope + other.slope, curvature: self.curvature + other.curvature }
    }

    /// The longest of the halved steps that makes the loss smaller; no weight falls below 0.
    fn better(
        &self,
        from: &DVector<f64>,
        step: &DVector<f64>,
        at: impl Fn(&DVector<f64>) -> Self,
    ) -> Option<(DVector<f64>, Self)> {
        (0..20).find_map(|halvings| {
            let next = (from + step / f64::from(1 << halvings)).map(|w| w.max(0.0));
            let there = at(&next);
            (there.loss < self.loss).then_some((next, there))
        })
    }
}
