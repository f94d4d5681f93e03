//! Ridge regression in closed form, with what it would say of each photo without the photo's own product.

use crate::decisions::by_product;
use crate::triangular::{gram, inverse_factor, lower_times};
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// Photos whose products are computed at a time, on each core.
const CHUNK: usize = 512;

/// How strongly the weights are held down; embeddings have unit length. Between .3 and 3 the choice changes little; 1 was best on
/// everyday photos, .3 on shop photos.
const LAMBDA: f64 = 1.0;

/// The intercept is hardly held down at all.
const LAMBDA_INTERCEPT: f64 = 1e-3;

/// Weights from embeddings to classes.
#[derive(Clone, Debug, PartialEq)]
pub struct Ridge {
    /// `[dimension, classes]`.
    pub weights: DMatrix<f32>,
    /// What is added to each class's product, `[classes]`.
    pub intercepts: DVector<f32>,
}

impl Ridge {
    /// Fits to what was decided about photos, of which there must be at least one: embeddings `[dimension, photos]`, targets
    /// `[classes, photos]`, and the product of each photo. Also gives the scores, `[classes, photos]`, that it would have given each had its
    /// product been left out. `None`: the embeddings hold values that are no numbers.
    pub fn fit(vectors: &DMatrix<f32>, targets: &DMatrix<f32>, products: &[usize]) -> Option<(Self, DMatrix<f32>)> {
        let fit = Fit::of(vectors, targets, products)?;
        let left_out = fit.left_out();
        Some((fit.ridge(), left_out))
    }

    /// The scores of photos, `[classes, photos]`.
    pub fn scores(&self, vectors: &DMatrix<f32>) -> DMatrix<f32> {
        let mut scores = self.weights.transpose() * vectors;
        for mut column in scores.column_iter_mut() {
            column += &self.intercepts;
        }
        scores
    }
}

/// A fit with what it was made from: embeddings around their mean, and a one below each for the intercept.
struct Fit<'a> {
    vectors: &'a DMatrix<f32>,
    targets: &'a DMatrix<f32>,
    products: &'a [usize],
    mean: DVector<f32>,
    /// `Z Zᵀ + λ`, `[dimension + 1, dimension + 1]`.
    gram: DMatrix<f64>,
    /// The inverse of its Cholesky factor.
    factor: DMatrix<f64>,
    /// `Z Yᵀ`, `[dimension + 1, classes]`.
    moments: DMatrix<f64>,
    /// `[dimension + 1, classes]`.
    solution: DMatrix<f64>,
}

impl<'a> Fit<'a> {
    fn of(vectors: &'a DMatrix<f32>, targets: &'a DMatrix<f32>, products: &'a [usize]) -> Option<Self> {
        let mean = vectors.column_mean();
        let all: Vec<usize> = (0..products.len()).collect();
        let size = mean.len() + 1;
        let chunk = |photos: &[usize]| {
            let rows = rows(vectors, &mean, photos);
            (wide(&gram(&rows)), moments(&rows, targets, photos))
        };
        let nothing = || (DMatrix::zeros(size, size), DMatrix::zeros(size, targets.nrows()));
        let (gram, moments) = all.par_chunks(CHUNK).map(chunk).reduce(nothing, |a, b| (a.0 + b.0, a.1 + b.1));
        let gram = gram + penalty(size);
        let factor = inverse_factor(&gram)?;
        let solution = solution(&factor, &moments);
        Some(Self { vectors, targets, products, mean, gram, factor, moments, solution })
    }

    /// Weights for embeddings as they are: the mean goes into the intercept.
    fn ridge(&self) -> Ridge {
        let dimension = self.mean.len();
        let weights = narrow(&self.solution.rows(0, dimension).into_owned());
        let shift = weights.transpose() * &self.mean;
        let intercepts = self.solution.row(dimension).transpose().map(|value| value as f32) - shift;
        Ridge { weights, intercepts }
    }

    /// With the hat matrix `H = Zᵀ (Z Zᵀ + λ)⁻¹ Z` and the residuals `r = y - H y`, a fit without the photos `G` leaves
    /// `(1 - H_GG)⁻¹ r_G` at them (the leave-one-out identity of linear smoothers, in blocks: Hastie, Tibshirani and Friedman,
    /// section 7.10).
    fn left_out(&self) -> DMatrix<f32> {
        let (factor, solution) = (narrow(&self.factor), narrow(&self.solution.transpose()));
        let products = by_product(self.products);
        let chunks = chunks(&products);
        let scores: Vec<(Vec<usize>, DMatrix<f32>)> = chunks
            .into_par_iter()
            .map(|products| {
                let photos = products.concat();
                let scores = if photos.len() > self.mean.len().max(CHUNK) {
                    self.refitted(&photos)
                } else {
                    let z = rows(self.vectors, &self.mean, &photos);
                    self.without_own_product(products, &photos, &lower_times(&factor, &z), &solution * &z)
                };
                (photos, scores)
            })
            .collect();
        let mut all = DMatrix::zeros(self.targets.nrows(), self.targets.ncols());
        for (photos, scores) in &scores {
            for (i, &photo) in photos.iter().enumerate() {
                all.set_column(photo, &scores.column(i));
            }
        }
        all
    }

    /// `spread`, whose products with itself are the hat matrix, and `scores` are of `photos`, which are those of `products`, one after another.
    fn without_own_product(
        &self,
        products: &[Vec<usize>],
        photos: &[usize],
        spread: &DMatrix<f32>,
        mut scores: DMatrix<f32>,
    ) -> DMatrix<f32> {
        let residuals = self.targets.select_columns(photos) - &scores;
        let mut first = 0;
        for n in products.iter().map(Vec::len) {
            let own = spread.columns(first, n);
            let hat = own.tr_mul(&own);
            let rest = DMatrix::identity(n, n) - wide(&hat);
            let own = wide(&residuals.columns(first, n).transpose());
            // It is positive definite, since λ is above 0; numerically it may not be where a product is nearly all there is.
            let left = rest.lu().solve(&own).unwrap_or_else(|| own.clone());
            let mut said = scores.columns_mut(first, n);
            said += narrow(&(own - left).transpose());
            first += n;
        }
        scores
    }

    /// The same for one large product, at the cost of one more fit.
    fn refitted(&self, photos: &[usize]) -> DMatrix<f32> {
        let z = rows(self.vectors, &self.mean, photos);
        let factor = inverse_factor(&(&self.gram - wide(&gram(&z))));
        let solution = factor.map(|factor| solution(&factor, &(&self.moments - moments(&z, self.targets, photos))));
        let solution = solution.unwrap_or_else(|| DMatrix::zeros(self.mean.len() + 1, self.targets.nrows()));
        narrow(&solution.transpose()) * z
    }
}

/// Whole products together, each share about [`CHUNK`] photos; a large product stands alone.
fn chunks(products: &[Vec<usize>]) -> Vec<&[Vec<usize>]> {
    let (mut chunks, mut first, mut photos) = (Vec::new(), 0, 0);
    for (i, product) in products.iter().enumerate() {
        if photos > 0 && photos + product.len() > CHUNK {
            chunks.push(&products[first..i]);
            (first, photos) = (i, 0);
        }
        photos += product.len();
    }
    chunks.push(&products[first..]);
    chunks
}

/// The photos' embeddings around the mean, and a one below each: `[dimension + 1, photos]`.
fn rows(vectors: &DMatrix<f32>, mean: &DVector<f32>, photos: &[usize]) -> DMatrix<f32> {
    let size = mean.len() + 1;
    let mut rows = DMatrix::from_element(size, photos.len(), 1.0);
    for (mut row, &photo) in rows.column_iter_mut().zip(photos) {
        row.rows_mut(0, size - 1).copy_from(&(vectors.column(photo) - mean));
    }
    rows
}

/// `A⁻¹ M` by the inverse of the Cholesky factor of `A`.
fn solution(factor: &DMatrix<f64>, moments: &DMatrix<f64>) -> DMatrix<f64> {
    factor.transpose() * (factor * moments)
}

/// `Z Yᵀ` of some photos.
fn moments(rows: &DMatrix<f32>, targets: &DMatrix<f32>, photos: &[usize]) -> DMatrix<f64> {
    wide(&(rows * targets.select_columns(photos).transpose()))
}

/// Sums are kept in 64 bits and products made in 32, at twice the speed.
fn wide(matrix: &DMatrix<f32>) -> DMatrix<f64> {
    matrix.map(f64::from)
}

fn narrow(matrix: &DMatrix<f64>) -> DMatrix<f32> {
    matrix.map(|value| value as f32)
}

fn penalty(size: usize) -> DMatrix<f64> {
    DMatrix::from_diagonal(&DVector::from_fn(size, |i, _| if i + 1 == size { LAMBDA_INTERCEPT } else { LAMBDA }))
}
