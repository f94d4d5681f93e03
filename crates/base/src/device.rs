//! What a model runs on.

use std::fmt;
use std::str::FromStr;

/// A choice of device, which a person makes with `--device` or in the settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Device {
    /// The best that this build and this machine have.
    #[default]
    Auto,
    /// The processor.
    Cpu,
    /// An NVIDIA card.
    Cuda,
    /// Apple's graphics.
    Metal,
}

impl Device {
    /// "auto", "cpu", "cuda" or "metal".
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Cpu => "cpu",
            Self::Cuda => "cuda",
            Self::Metal => "metal",
        }
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Device {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        [Self::Auto, Self::Cpu, Self::Cuda, Self::Metal]
            .into_iter()
            .find(|device| device.name() == name)
            .ok_or_else(|| format!("'{name}' is no device; there are auto, cpu, cuda and metal"))
    }
}

#[cfg(test)]
mod tests {
    use super::Device;

    #[test]
    fn devices_are_read_by_their_names() {
        assert_eq!("auto".parse(), Ok(Device::default()));
        assert_eq!("metal".parse(), Ok(Device::Metal));
        assert!("tpu".parse::<Device>().unwrap_err().contains("cuda"));
    }
}
