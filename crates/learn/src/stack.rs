//! Several opinions joined into one probability: a product of experts whose weights the decisions choose (Hinton 2002; with one
//! opinion it is temperature scaling: Guo et al. 2017).

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// At most so many steps of Newton's method; it ends when nothing changes, most often after five.
const STEPS: usize = 40;

/// Photos that a thread takes at a time.
const SHARE: usize = 256;

/// Parts that weights are held out in.
const FOLDS: usize = 5;

/// How opinions are weighed: `p = softmax(Σ w_i o_i)`, each weight at its prior's least or above.
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
    /// It never falls below: an opinion that counts backwards is none.
    pub least: f64,
}

impl Prior {
    /// Words count as they are until decisions say otherwise: as if one decision had said so.
    pub const WORDS: Self = Self { weight: 1.0, strength: 1.0, least: 0.0 };

    /// A fitted opinion counts nothing until decisions say so, and they are believed at once: its scale is about 10.
    pub const FITTED: Self = Self { weight: 0.0, strength: 0.01, least: 0.0 };
}

impl Stack {
    /// The weights of the greatest posterior probability. `opinions`: each `[classes, photos]`; `labels`: the class that was decided
    /// for each photo. The likelihood is concave, so there is one answer.
    pub fn fit(opinions: &[&DMatrix<f32>], labels: &[usize], priors: &[Prior]) -> Self {
        Self::fit_from(DVector::from_iterator(priors.len(), priors.iter().map(|p| p.weight)), opinions, labels, priors)
    }

    fn fit_from(mut weights: DVector<f64>, opinions: &[&DMatrix<f32>], labels: &[usize], priors: &[Prior]) -> Self {
        let mut here = Likelihood::at(&weights, opinions, labels, priors);
        for _ in 0..STEPS {
            let Some(step) = here.step(&weights, priors) else { break };
            let at = |w: &DVector<f64>| Likelihood::at(w, opinions, labels, priors);
            let Some((next, there)) = here.better(&weights, &step, priors, at) else { break };
            let gained = here.loss - there.loss;
            (weights, here) = (next, there);
            if gained < 1e-7 * (1.0 + here.loss.abs()) {
                break;
            }
        }
        Self { weights: weights.iter().copied().collect() }
    }

    /// The joined logits, `[classes, photos]`.
    pub fn logits(&self, opinions: &[&DMatrix<f32>]) -> DMatrix<f32> {
        let mut sum = opinions[0] * self.weights[0] as f32;
        for (opinion, &weight) in opinions.iter().zip(&self.weights).skip(1) {
            sum.zip_apply(*opinion, |sum, value| *sum += value * weight as f32);
        }
        sum
    }

    /// The same, each photo by weights that were fitted without it: what is said of photos that the weights themselves were fitted to
    /// would flatter. `groups`: photos that are held out together, each photo in one of them. These weights are where the search begins.
    pub fn held_out_logits(&self, opinions: &[&DMatrix<f32>], labels: &[usize], priors: &[Prior], groups: &[Vec<usize>]) -> DMatrix<f32> {
        let mut logits = DMatrix::zeros(opinions[0].nrows(), opinions[0].ncols());
        for fold in 0..FOLDS.min(groups.len()) {
            let part = |held_out: bool| -> Vec<usize> {
                groups.iter().enumerate().filter(|(i, _)| (i % FOLDS == fold) == held_out).flat_map(|(_, group)| group).copied().collect()
            };
            let (rest, own) = (part(false), part(true));
            let chosen = |photos: &[usize]| opinions.iter().map(|opinion| opinion.select_columns(photos)).collect::<Vec<_>>();
            let (of_rest, of_own) = (chosen(&rest), chosen(&own));
            let labels: Vec<usize> = rest.iter().map(|&photo| labels[photo]).collect();
            let stack = Self::fit_from(self.weights.clone().into(), &of_rest.iter().collect::<Vec<_>>(), &labels, priors);
            let said = stack.logits(&of_own.iter().collect::<Vec<_>>());
            own.iter().enumerate().for_each(|(i, &photo)| logits.set_column(photo, &said.column(i)));
        }
        logits
    }
}

/// Each photo's logits as probabilities, `[classes, photos]`.
pub fn softmax(mut logits: DMatrix<f32>) -> DMatrix<f32> {
    for mut column in logits.column_iter_mut() {
        let max = column.max();
        column.apply(|value| *value = (*value - max).exp());
        column /= column.sum();
    }
    logits
}

/// The negative logarithm of the posterior at some weights, how it falls, and how it bends.
struct Likelihood {
    loss: f64,
    slope: DVector<f64>,
    curvature: DMatrix<f64>,
}

impl Likelihood {
    fn at(weights: &DVector<f64>, opinions: &[&DMatrix<f32>], labels: &[usize], priors: &[Prior]) -> Self {
        let k = opinions.len();
        let nothing = || Self { loss: 0.0, slope: DVector::zeros(k), curvature: DMatrix::zeros(k, k) };
        let share = |(share, labels): (usize, &[usize])| {
            let (mut sum, mut logits) = (nothing(), Vec::new());
            for (i, &label) in labels.iter().enumerate() {
                sum.add_photo(weights, opinions, share * SHARE + i, label, &mut logits);
            }
            sum
        };
        let mut sum = labels.par_chunks(SHARE).enumerate().map(share).reduce(nothing, Self::plus);
        for (i, prior) in priors.iter().enumerate() {
            let off = weights[i] - prior.weight;
            sum.loss += 0.5 * prior.strength * off * off;
            sum.slope[i] -= prior.strength * off;
            sum.curvature[(i, i)] += prior.strength;
        }
        sum
    }

    fn add_photo(&mut self, weights: &DVector<f64>, opinions: &[&DMatrix<f32>], photo: usize, label: usize, logits: &mut Vec<f64>) {
        let (k, classes) = (opinions.len(), opinions[0].nrows());
        let of = |opinion: usize| &opinions[opinion].as_slice()[photo * classes..(photo + 1) * classes];
        logits.clear();
        logits.resize(classes, 0.0);
        for i in 0..k {
            logits.iter_mut().zip(of(i)).for_each(|(sum, &value)| *sum += weights[i] * f64::from(value));
        }
        let (chosen, max) = (logits[label], logits.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        for logit in &mut *logits {
            *logit = (*logit - max).exp();
        }
        let total: f64 = logits.iter().sum();
        self.loss += max + total.ln() - chosen;
        let mean = |i: usize| logits.iter().zip(of(i)).map(|(p, &value)| p * f64::from(value)).sum::<f64>() / total;
        let means: Vec<f64> = (0..k).map(mean).collect();
        for i in 0..k {
            self.slope[i] += f64::from(of(i)[label]) - means[i];
            for j in 0..=i {
                let pairs = of(i).iter().zip(of(j));
                let both = logits.iter().zip(pairs).map(|(p, (&a, &b))| p * f64::from(a) * f64::from(b)).sum::<f64>() / total;
                let bend = both - means[i] * means[j];
                self.curvature[(i, j)] += bend;
                if i != j {
                    self.curvature[(j, i)] += bend;
                }
            }
        }
    }

    fn plus(self, other: Self) -> Self {
        Self { loss: self.loss + other.loss, slope: self.slope + other.slope, curvature: self.curvature + other.curvature }
    }

    /// Newton's step among the weights that are free to move: those at their least that would fall stay (Bertsekas 1982).
    fn step(&self, weights: &DVector<f64>, priors: &[Prior]) -> Option<DVector<f64>> {
        let free: Vec<usize> = (0..weights.len()).filter(|&i| weights[i] > priors[i].least || self.slope[i] > 0.0).collect();
        let curvature = self.curvature.select_rows(&free).select_columns(&free);
        let solved = curvature.cholesky()?.solve(&self.slope.select_rows(&free));
        let mut step = DVector::zeros(weights.len());
        free.iter().zip(solved.iter()).for_each(|(&i, &value)| step[i] = value);
        Some(step)
    }

    /// The longest of the halved steps that makes the loss smaller; no weight falls below its least.
    fn better(
        &self,
        from: &DVector<f64>,
        step: &DVector<f64>,
        priors: &[Prior],
        at: impl Fn(&DVector<f64>) -> Self,
    ) -> Option<(DVector<f64>, Self)> {
        let least = DVector::from_iterator(priors.len(), priors.iter().map(|prior| prior.least));
        (0..20).find_map(|halvings| {
            let next = (from + step / f64::from(1 << halvings)).zip_map(&least, f64::max);
            let there = at(&next);
            (there.loss < self.loss).then_some((next, there))
        })
    }
}
