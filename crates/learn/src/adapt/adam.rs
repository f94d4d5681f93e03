//! Adam with weights that are held down apart from the gradient (Loshchilov and Hutter 2019).

use nalgebra::DMatrix;

/// The longest step of a weight times the length of a row: so a step turns vectors about as far whatever their dimension.
const RATE: f32 = 0.256;
/// How much of a weight a full step takes away, in steps.
const DECAY: f32 = 0.05;
/// How long the means of gradients and of their squares remember.
const MEMORY: [f32; 2] = [0.9, 0.999];
const EPSILON: f32 = 1e-8;

/// What it remembers of one matrix.
pub struct Adam {
    mean: DMatrix<f32>,
    square: DMatrix<f32>,
    steps: i32,
}

impl Adam {
    pub fn new(dimension: usize) -> Self {
        let nothing = || DMatrix::zeros(dimension, dimension);
        Self { mean: nothing(), square: nothing(), steps: 0 }
    }

    /// One step against the gradient; `rate`: the share of a full one.
    pub fn step(&mut self, weights: &mut DMatrix<f32>, gradient: &DMatrix<f32>, rate: f32) {
        self.steps += 1;
        let [first, second] = MEMORY;
        let [unbiased, unbiased_square] = MEMORY.map(|memory| 1.0 - memory.powi(self.steps));
        let rate = rate * RATE / weights.nrows() as f32;
        let moments = self.mean.iter_mut().zip(self.square.iter_mut());
        for ((weight, gradient), (mean, square)) in weights.iter_mut().zip(gradient).zip(moments) {
            *mean = first * *mean + (1.0 - first) * gradient;
            *square = second * *square + (1.0 - second) * gradient * gradient;
            let step = (*mean / unbiased) / ((*square / unbiased_square).sqrt() + EPSILON);
            *weight -= rate * (step + DECAY * *weight);
        }
    }
}
