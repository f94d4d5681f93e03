//! How a model's answers compare with those that were published of the same weights.

/// What came of the comparison, as it is remembered.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Verified {
    /// Figures that were compared.
    pub figures: u64,
    /// The largest difference of a figure, absolute; figures are probabilities and cosines.
    pub largest: f64,
    /// Pictures that would have been needed for more, by their file names.
    pub wanted: Vec<String>,
    /// The day: "2026-11-28".
    pub checked: String,
}

impl Verified {
    /// A difference up to this is what other hardware and half precision make of the same weights.
    pub const TOLERANCE: f64 = 1e-3;

    /// Every figure that was compared is the published one.
    pub fn holds(&self) -> bool {
        self.figures > 0 && self.largest <= Self::TOLERANCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_where_something_was_compared_and_nothing_differs() {
        let verified = Verified { figures: 3, largest: 1e-3, wanted: Vec::new(), checked: "2026-11-28".into() };
        assert!(verified.holds());
        assert!(!Verified { figures: 0, ..verified.clone() }.holds());
        assert!(!Verified { largest: f64::NAN, ..verified.clone() }.holds());
        assert!(!Verified { largest: 1.1e-3, ..verified }.holds());
    }
}
