//! The numbers that a model multiplies in, and what shows that vectors made of two kinds of them may lie side by side.

use std::fmt;
use std::str::FromStr;

/// What the large products of an image tower are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// As the checkpoint was trained. A graphics card's products in f16 count as these.
    #[default]
    F32,
    /// On the processor: weights and activations as bytes, each row with a scale of its own. Catalogues and figures know it by its name: where its
    /// rounding changes, it is another one.
    Int8,
}

impl Arithmetic {
    /// "f32" or "int8".
    pub fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::Int8 => "int8",
        }
    }
}

/// A choice of arithmetic, which a person makes with `--arithmetic` or in the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArithmeticChoice {
    /// int8 on the processor where a model's [`Compatibility`] is shown, else f32.
    #[default]
    Auto,
    /// f32.
    F32,
    /// int8, refused where it is not shown.
    Int8,
}

impl ArithmeticChoice {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::F32, Self::Int8];

    /// "auto", "f32" or "int8".
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::F32 => "f32",
            Self::Int8 => "int8",
        }
    }

    /// What it comes to on the processor, for a model of which this is known.
    pub fn on_processor(self, known: Option<&Compatibility>) -> Arithmetic {
        match self {
            Self::Auto | Self::Int8 if known.is_some_and(Compatibility::is_shown) => Arithmetic::Int8,
            Self::Auto | Self::F32 | Self::Int8 => Arithmetic::F32,
        }
    }
}

impl fmt::Display for ArithmeticChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for ArithmeticChoice {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|choice| choice.name() == name);
        found.ok_or_else(|| format!("'{name}' is no arithmetic; there are auto, f32 and int8"))
    }
}

/// How near a model's int8 vectors come to its f32 ones, as it was measured on photos.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Compatibility {
    /// On how many photos.
    pub photos: u64,
    /// The least cosine of a photo's two vectors.
    pub least_cosine: f64,
    /// Of each photo's ten nearest, the share that both name.
    pub overlap_at_10: f64,
    /// The share of photos for which both name the same likeliest label, in the label set where it is least.
    pub labels: f64,
    /// The day: "2026-11-27".
    pub measured: String,
}

impl Compatibility {
    /// Fewer photos show nothing: the least cosine of a few is no promise for many.
    pub const LEAST_PHOTOS: u64 = 2000;
    /// What must be reached at the least: cosine, overlap, labels.
    pub const LEAST: [f64; 3] = [0.995, 0.95, 0.99];

    /// On enough photos to tell.
    pub fn is_measured(&self) -> bool {
        self.photos >= Self::LEAST_PHOTOS
    }

    /// Vectors of both arithmetics are one class: they may be compared with each other, and stand for one another.
    pub fn is_shown(&self) -> bool {
        let found = [self.least_cosine, self.overlap_at_10, self.labels];
        self.is_measured() && found.iter().zip(Self::LEAST).all(|(found, least)| *found >= least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_read_by_their_names() {
        assert!(ArithmeticChoice::ALL.iter().all(|choice| choice.name().parse() == Ok(*choice)));
        assert!("f16".parse::<ArithmeticChoice>().unwrap_err().contains("int8"));
    }

    #[test]
    fn a_class_is_shown_where_every_figure_reaches_its_limit_on_enough_photos() {
        let shown = Compatibility { photos: 2000, least_cosine: 0.995, overlap_at_10: 0.95, labels: 0.99, measured: "2026-11-27".into() };
        assert!(shown.is_shown());
        for short in [
            Compatibility { photos: 1999, ..shown.clone() },
            Compatibility { least_cosine: 0.9949, ..shown.clone() },
            Compatibility { overlap_at_10: 0.9499, ..shown.clone() },
            Compatibility { labels: f64::NAN, ..shown.clone() },
        ] {
            assert!(!short.is_shown(), "{short:?}");
        }
    }
}
