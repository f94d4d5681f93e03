//! The numbers that a model multiplies in.

use std::fmt;
use std::str::FromStr;

/// What the large products of an image tower are made of, on the processor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Arithmetic {
    /// As the checkpoint was trained.
    #[default]
    F32,
    /// Weights and activations as bytes, each row with a scale of its own.
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

impl fmt::Display for Arithmetic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Arithmetic {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        [Self::F32, Self::Int8]
            .into_iter()
            .find(|arithmetic| arithmetic.name() == name)
            .ok_or_else(|| format!("'{name}' is no arithmetic; there are f32 and int8"))
    }
}

#[cfg(test)]
mod tests {
    use super::Arithmetic;

    #[test]
    fn arithmetics_are_read_by_their_names() {
        assert_eq!("f32".parse(), Ok(Arithmetic::default()));
        assert_eq!("int8".parse(), Ok(Arithmetic::Int8));
        assert!("f64".parse::<Arithmetic>().unwrap_err().contains("int8"));
    }
}
