//! Several opinions joined into one probability: a product of experts whose weights the decisions choose (Hinton 2002; with one
//! opinion it is temperature scaling: Guo et al. 2017).

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// At most so many steps of Newton's method; it ends when a step would gain next to nothing, most often after five.
const STEPS: usize = 40;

/// A step that gains less log-likelihood is the last one: it is a twentieth of a standard error, and what it leaves is far less.
const LITTLE: f64 = 1e-3;

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
        let evidence = Evidence { opinions, labels, priors };
        let all: Vec<usize> = (0..labels.len()).collect();
        let prior = DVector::from_iterator(priors.len(), priors.iter().map(|prior| prior.weight));
        let here = evidence.of(&prior, &all);
        Self::fit_from(prior, here, &evidence, &all)
    }

    /// `here`: what the photos say at the weights where the search begins.
    fn fit_from(mut weights: DVector<f64>, here: Likelihood, evidence: &Evidence<'_>, photos: &[usize]) -> Self {
        let mut here = here.held(&weights, evidence.priors);
        for _ in 0..STEPS {
            let Some(step) = here.step(&weights, evidence.priors) else { break };
            let gain = here.slope.dot(&step) / 2.0;
            if gain < LITTLE + 1e-7 * here.loss {
                weights = bounded(&weights + step, evidence.priors);
                break;
            }
            let at = |weights: &DVector<f64>| evidence.of(weights, photos).held(weights, evidence.priors);
            let Some(next) = here.better(&weights, &step, evidence.priors, at) else { break };
            (weights, here) = next;
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
    /// would flatter. `groups`: photos that are held out together, each photo in one of them. These weights are where the search begins,
    /// and what the photos say there is summed up once for all folds.
    pub fn held_out_logits(&self, opinions: &[&DMatrix<f32>], labels: &[usize], priors: &[Prior], groups: &[Vec<usize>]) -> DMatrix<f32> {
        let (evidence, weights) = (Evidence { opinions, labels, priors }, DVector::from_column_slice(&self.weights));
        let fold = |fold: usize| groups.iter().skip(fold).step_by(FOLDS).flatten().copied().collect();
        let folds: Vec<Vec<usize>> = (0..FOLDS).map(fold).collect();
        let said: Vec<Likelihood> = folds.iter().map(|photos| evidence.of(&weights, photos)).collect();
        let mut logits = DMatrix::zeros(opinions[0].nrows(), opinions[0].ncols());
        for (i, own) in folds.iter().enumerate() {
            let others = |j: &usize| *j != i;
            let rest = (0..FOLDS).filter(others).flat_map(|j| folds[j].iter().copied()).collect::<Vec<_>>();
            let here = (0..FOLDS).filter(others).fold(Likelihood::nothing(opinions.len()), |sum, j| sum.plus(&said[j]));
            let stack = Self::fit_from(weights.clone(), here, &evidence, &rest);
            for &photo in own {
                let mut column = logits.column_mut(photo);
                for (opinion, weight) in opinions.iter().zip(&stack.weights) {
                    column.axpy(*weight as f32, &opinion.column(photo), 1.0);
                }
            }
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

/// What decisions are weighed by.
struct Evidence<'a> {
    opinions: &'a [&'a DMatrix<f32>],
    labels: &'a [usize],
    priors: &'a [Prior],
}

/// The negative logarithm of a likelihood or posterior at some weights, how it falls, and how it bends.
struct Likelihood {
    loss: f64,
    slope: DVector<f64>,
    curvature: DMatrix<f64>,
}

impl Evidence<'_> {
    /// What some photos say, without the priors.
    fn of(&self, weights: &DVector<f64>, photos: &[usize]) -> Likelihood {
        let weights: Vec<f32> = weights.iter().map(|weight| *weight as f32).collect();
        let nothing = || Likelihood::nothing(weights.len());
        let share = |photos: &[usize]| {
            let (mut sum, mut room) = (nothing(), Room::default());
            for &photo in photos {
                self.add_photo(&mut sum, &mut room, &weights, photo);
            }
            sum
        };
        photos.par_chunks(SHARE).map(share).reduce(nothing, |sum, share| sum.plus(&share))
    }

    /// Opinions are taken as differences from that on the decided class: where it is nearly certain, what is left is small and exact.
    fn add_photo(&self, sum: &mut Likelihood, room: &mut Room, weights: &[f32], photo: usize) {
        let (label, classes) = (self.labels[photo], self.opinions[0].nrows());
        room.clear(weights.len() * classes, classes);
        for ((opinion, weight), off) in self.opinions.iter().zip(weights).zip(room.off.chunks_exact_mut(classes)) {
            let values = &opinion.as_slice()[photo * classes..(photo + 1) * classes];
            let decided = values[label];
            for ((off, value), logit) in off.iter_mut().zip(values).zip(&mut room.p) {
                *off = value - decided;
                *logit += weight * *off;
            }
        }
        let max = room.p.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        room.p.iter_mut().for_each(|logit| *logit = (*logit - max).exp());
        let total: f32 = room.p.iter().sum();
        sum.loss += f64::from(max) + f64::from(total).ln();
        room.p.iter_mut().for_each(|p| *p /= total);
        sum.add_moments(room, classes);
    }
}

/// A photo's numbers, in room that is used again.
#[derive(Default)]
struct Room {
    /// Each opinion's, one after another.
    off: Vec<f32>,
    p: Vec<f32>,
    weighted: Vec<f32>,
}

impl Room {
    fn clear(&mut self, opinions: usize, classes: usize) {
        self.off.resize(opinions, 0.0);
        self.p.clear();
        self.p.resize(classes, 0.0);
        self.weighted.resize(classes, 0.0);
    }
}

impl Likelihood {
    fn nothing(opinions: usize) -> Self {
        Self { loss: 0.0, slope: DVector::zeros(opinions), curvature: DMatrix::zeros(opinions, opinions) }
    }

    /// Mean and covariance of the opinions of a photo.
    fn add_moments(&mut self, room: &mut Room, classes: usize) {
        let of = |opinion: usize| opinion * classes..(opinion + 1) * classes;
        let means: Vec<f64> = room.off.chunks_exact(classes).map(|off| dot(&room.p, off)).collect();
        for (i, mean) in means.iter().enumerate() {
            self.slope[i] -= mean;
            room.weighted.iter_mut().zip(room.p.iter().zip(&room.off[of(i)])).for_each(|(product, (p, off))| *product = p * off);
            for (j, other) in means.iter().enumerate().take(i + 1) {
                let bend = dot(&room.weighted, &room.off[of(j)]) - mean * other;
                self.curvature[(i, j)] += bend;
                if i != j {
                    self.curvature[(j, i)] += bend;
                }
            }
        }
    }

    fn plus(self, other: &Self) -> Self {
        Self { loss: self.loss + other.loss, slope: self.slope + &other.slope, curvature: self.curvature + &other.curvature }
    }

    /// With the priors.
    fn held(mut self, weights: &DVector<f64>, priors: &[Prior]) -> Self {
        for (i, prior) in priors.iter().enumerate() {
            let off = weights[i] - prior.weight;
            self.loss += 0.5 * prior.strength * off * off;
            self.slope[i] -= prior.strength * off;
            self.curvature[(i, i)] += prior.strength;
        }
        self
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
        (0..20).find_map(|halvings| {
            let next = bounded(from + step / f64::from(1 << halvings), priors);
            let there = at(&next);
            (there.loss < self.loss).then_some((next, there))
        })
    }
}

/// No weight below its least.
fn bounded(mut weights: DVector<f64>, priors: &[Prior]) -> DVector<f64> {
    weights.iter_mut().zip(priors).for_each(|(weight, prior)| *weight = weight.max(prior.least));
    weights
}

/// In lanes, which a processor adds at once.
fn dot(a: &[f32], b: &[f32]) -> f64 {
    let mut lanes = [0.0_f32; 8];
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    f64::from(lanes.iter().sum::<f32>() + rest)
}
