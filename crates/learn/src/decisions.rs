//! Decisions as numbers: what a head is fitted to.

use nalgebra::DMatrix;

/// Photos whose label is decided.
#[derive(Clone, Debug)]
pub struct Decisions {
    /// Their embeddings, one row each.
    pub vectors: DMatrix<f64>,
    /// What the model says without them: one row a photo, one column a class, natural logarithms of odds.
    pub zero_shot: DMatrix<f64>,
    /// Which class was decided, below the number of classes.
    pub labels: Vec<usize>,
    /// Which product each belongs to: photos of one number are left out together.
    pub products: Vec<usize>,
}

impl Decisions {
    /// Decided photos.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Classes that can be decided for.
    pub fn classes(&self) -> usize {
        self.zero_shot.ncols()
    }

    /// The rows of each product, in the order of their numbers.
    pub fn rows_by_product(&self) -> Vec<Vec<usize>> {
        let mut by_product = std::collections::BTreeMap::<usize, Vec<usize>>::new();
        for (row, &product) in self.products.iter().enumerate() {
            by_product.entry(product).or_default().push(row);
        }
        by_product.into_values().collect()
    }
}
