//! Unit vectors: the only shape in which an embedding leaves an encoder.

/// An embedding of length 1 (Radford et al. 2021, section 2.3): a dot product of two is their cosine.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitVector(Box<[f32]>);

impl UnitVector {
    /// Scales to length 1. `None` for a vector of length zero or with a value that is not finite.
    pub fn normalise(mut values: Vec<f32>) -> Option<Self> {
        let norm = values.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>().sqrt();
        if !norm.is_finite() || norm <= 0.0 {
            return None;
        }
        for v in &mut values {
            *v = (f64::from(*v) / norm) as f32;
        }
        Some(Self(values.into_boxed_slice()))
    }

    /// The components, `[dimension]`.
    pub fn as_slice(&self) -> &[f32] {
        &self.0
    }

    /// Cosine of two embeddings of the same model.
    pub fn dot(&self, other: &Self) -> f32 {
        self.0.iter().zip(&*other.0).map(|(a, b)| a * b).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::UnitVector;

    #[test]
    fn normalise_gives_length_one_or_nothing() {
        let v = UnitVector::normalise(vec![3.0, 4.0]).unwrap();
        assert!((v.dot(&v) - 1.0).abs() < 1e-6);
        assert_eq!(v.as_slice(), [0.6, 0.8]);
        assert_eq!(UnitVector::normalise(vec![0.0; 4]), None);
        assert_eq!(UnitVector::normalise(vec![f32::NAN, 1.0]), None);
    }
}
