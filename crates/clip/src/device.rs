//! Finds the devices that this build supports and this machine has, and picks one.

use super::tensor::Placement;
use base::Device;
use candle_core::{DType, Tensor};

/// A kind of graphics card.
struct Kind {
    device: Device,
    name: &'static str,
    /// Whether this build can use it at all.
    built: bool,
    /// Opens the card with this index.
    start: fn(usize) -> candle_core::Result<candle_core::Device>,
    /// Advice for the error message when the card does not start.
    advice: &'static str,
}

/// In order of preference.
const KINDS: [Kind; 2] = [
    Kind {
        device: Device::Cuda,
        name: "CUDA",
        built: cfg!(feature = "cuda"),
        start: candle_core::Device::new_cuda,
        advice: "see whether the command nvidia-smi lists a card, and whether its driver is new enough for this build",
    },
    Kind {
        device: Device::Metal,
        name: "Metal",
        built: cfg!(feature = "metal"),
        start: candle_core::Device::new_metal,
        advice: "it takes a Mac with graphics that support Metal",
    },
];

/// A device for the towers in `tensor`.
pub struct TensorDevice {
    /// Display name, such as "CUDA (f16)".
    pub name: String,
    pub placement: Placement,
}

/// The devices that this build supports and that work on this machine, best first. The processor always works and comes last.
///
/// This asks the drivers, which may take a second.
pub fn devices() -> Vec<Device> {
    KINDS.iter().filter(|kind| kind.start().is_ok()).map(|kind| kind.device).chain([Device::Cpu]).collect()
}

/// Picks the device for a model; `None` is the processor with our own kernels. `Auto` takes the first card that works, or else the processor.
///
/// Fails if a card was asked for by name and does not work. The error text is for the user.
pub fn choose(device: Device) -> Result<Option<TensorDevice>, String> {
    match device {
        Device::Auto => Ok(KINDS.iter().find_map(|kind| kind.start().ok()).or_else(accelerate)),
        Device::Cpu => Ok(accelerate()),
        Device::Cuda | Device::Metal => KINDS.iter().find(|kind| kind.device == device).map(Kind::start).transpose(),
    }
}

/// A Mac's processor through Apple's Accelerate, the only way to its matrix unit; `None` in builds without that library.
fn accelerate() -> Option<TensorDevice> {
    let placement = Placement { device: candle_core::Device::Cpu, products: DType::F32 };
    candle_core::utils::has_accelerate().then(|| TensorDevice { name: "CPU (Accelerate)".to_owned(), placement })
}

impl Kind {
    fn start(&self) -> Result<TensorDevice, String> {
        let name = self.name;
        if !self.built {
            return Err(format!("this build of Selvedge has no {name} support; choose the device 'auto' or 'cpu'"));
        }
        let device = (self.start)(0).and_then(verified).map_err(|error| {
            // The first line only: a backtrace may follow.
            let why = error.to_string().lines().next().unwrap_or_default().to_owned();
            format!("{name} does not work here ({why}); {}, or choose the device 'auto' or 'cpu'", self.advice)
        })?;
        Ok(TensorDevice { name: format!("{name} (f16)"), placement: Placement { device, products: DType::F16 } })
    }
}

/// Multiplies two matrices on the device: a driver that is too old fails only when the first kernel is loaded.
fn verified(device: candle_core::Device) -> candle_core::Result<candle_core::Device> {
    let one = Tensor::ones((1, 1), DType::F32, &device)?.to_dtype(DType::F16)?;
    one.matmul(&one)?.to_dtype(DType::F32)?.flatten_all()?.to_vec1::<f32>()?;
    Ok(device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_that_is_not_there_is_named_with_what_to_do_and_auto_goes_on_without() {
        let here = devices();
        assert_eq!(here.last(), Some(&Device::Cpu));
        assert_eq!(choose(Device::Cpu).unwrap().is_some(), cfg!(feature = "accelerate"));
        for kind in KINDS.iter().filter(|kind| !here.contains(&kind.device)) {
            let message = choose(kind.device).err().unwrap();
            assert!(message.contains(kind.name) && message.ends_with("choose the device 'auto' or 'cpu'"), "{message}");
        }
        assert_eq!(choose(Device::Auto).unwrap().is_some(), here.len() > 1 || cfg!(feature = "accelerate"));
    }

    #[test]
    fn the_trial_runs_on_candles_own_device() {
        assert!(verified(candle_core::Device::Cpu).is_ok());
    }
}
