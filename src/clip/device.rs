//! What a model runs on.

use std::str::FromStr;

/// As `--device` names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// What stands in the way of using this device; the text is for the person who asked for it.
    pub(super) fn unavailable(self) -> Option<String> {
        let name = match self {
            Self::Auto | Self::Cpu => return None,
            Self::Cuda => "CUDA",
            Self::Metal => "Metal",
        };
        Some(format!("this build of Selvedge has no {name} support; choose the device 'auto' or 'cpu'"))
    }
}

impl FromStr for Device {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "auto" => Ok(Self::Auto),
            "cpu" => Ok(Self::Cpu),
            "cuda" => Ok(Self::Cuda),
            "metal" => Ok(Self::Metal),
            _ => Err(format!("'{name}' is no device; there are auto, cpu, cuda and metal")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Device;

    #[test]
    fn devices_are_read_and_the_absent_ones_say_so() {
        assert_eq!("auto".parse(), Ok(Device::default()));
        assert!("tpu".parse::<Device>().unwrap_err().contains("cuda"));
        assert_eq!(Device::Cpu.unavailable(), None);
        assert!("cuda".parse::<Device>().unwrap().unavailable().unwrap().contains("no CUDA support"));
    }
}
