//! Decisions as numbers: what a head is fitted to.

use nalgebra::DMatrix;

/// Photos whose label is decided. In every matrix a photo is a column, so that its numbers lie together.
#[derive(Clone, Debug)]
pub struct Decisions {
    /// Their embeddings, `[dimension, photos]`.
    pub vectors: DMatrix<f32>,
    /// What the model says without them, natural logarithms of odds: `[classes, photos]`.
    pub zero_shot: DMatrix<f32>,
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
        self.zero_shot.nrows()
    }

    /// 1 for the class that was decided, else 0: `[classes, photos]`.
    pub fn one_hot(&self) -> DMatrix<f32> {
        DMatrix::from_fn(self.classes(), self.len(), |class, photo| f32::from(u8::from(self.labels[photo] == class)))
    }
}

/// The photos of each product, in the order of the products' numbers.
pub(crate) fn by_product(products: &[usize]) -> Vec<Vec<usize>> {
    let mut by_product = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for (photo, &product) in products.iter().enumerate() {
        by_product.entry(product).or_default().push(photo);
    }
    by_product.into_values().collect()
}
